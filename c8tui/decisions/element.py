"""An element of a model as it is shown: what it is in words, its table or boxes, and an evaluation in them."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from c8tui.decisions.evaluation import DecisionResult, EvaluationResult
from c8tui.decisions.kinds import name_of_kind
from c8tui.decisions.parts import Part, part_of
from c8tui.decisions.plain_text import plain_text
from c8tui.decisions.rule_match import UNKNOWN, RuleMatchReport, match_rules
from c8tui.decisions.sheet import Sheet, sheet_of
from c8tui.decisions.table_highlights import NO_HIGHLIGHTS, Highlights, RuleResult, highlights_of, values_of
from c8tui.feel import FeelSyntaxError, Limits, unary_tests
from c8tui.feel import dmn_model as m
from c8tui.feel.code_tests import INPUT
from c8tui.feel.values import text_of
from c8tui.text import counted, plural

Model = m.Definitions
"""A whole DMN file."""
MOST_NEAR = 3
"""Near matches that a line tells of."""
LONGEST_VALUE = 120
"""Characters of a value in a line, so that the rules behind it are seen."""
OF_VALUES = Limits(steps=20_000, pattern_s=0.05)
"""For looking whether a column lists a value."""


@dataclass(frozen=True)
class DrgElement:
    """An element of a decision requirements graph, as it is shown."""

    model: m.Definitions
    element: m.Element

    @property
    def name(self) -> str:
        """What it is called."""
        return self.element.name or self.element.id

    @property
    def kind(self) -> str:
        """What it is, as DMN calls it."""
        return name_of_kind(self.element)

    @property
    def logic(self) -> m.Box | None:
        """Its boxed expression."""
        return self.element.logic if isinstance(self.element, m.Decision | m.KnowledgeModel) else None

    @cached_property
    def sheet(self) -> Sheet | None:
        """Its table, when it is one."""
        return sheet_of(self.logic) if isinstance(self.logic, m.TableBox) else None

    @cached_property
    def part(self) -> Part:
        """Its boxed expression."""
        return part_of(self.logic)

    @property
    def is_decision(self) -> bool:
        """Whether it can be evaluated."""
        return isinstance(self.element, m.Decision)

    @property
    def words(self) -> str:
        """What it is, in a line."""
        sheet = self.sheet
        if sheet is None:
            kind = self.part.kind if self.logic is not None else "no logic"
            typed = f"   {self.element.type_ref}" if self.element.type_ref else ""
            return f"{kind}{typed}" if self.is_decision else f"{self.kind}   {kind}{typed}"
        counts = (counted(sheet.inputs, "input"), counted(sheet.outputs, "output"), counted(len(sheet.rows), "rule"))
        return f"{sheet.policy.name} ({sheet.policy.letter}): {sheet.policy.meaning}   {'  '.join(counts)}"

    @property
    def about(self) -> list[str]:
        """What the author says of it: description, question, allowed answers."""
        element = self.element
        texts = [element.description]
        if isinstance(element, m.Decision):
            texts += [element.question, f"answers: {element.allowed_answers}" if element.allowed_answers else ""]
        return [plain_text(text) for text in texts if text]

    # An evaluation in it

    def match_report(self, result: EvaluationResult) -> RuleMatchReport | None:
        """Which cells of its table the values of an evaluation pass; None when it says nothing of this decision."""
        found = result.of(self.element.id)
        if found is None or self.sheet is None or not isinstance(self.logic, m.TableBox) or not found.inputs:
            return None
        values = values_of(self.sheet, found.inputs)
        return match_rules(self.logic, values, result.context, self.model.names, standard=result.standard)

    def highlights(self, result: EvaluationResult | None, report: RuleMatchReport | None = None) -> Highlights:
        """What an evaluation highlights in its table."""
        found = result.of(self.element.id) if result is not None else None
        if found is None or self.sheet is None:
            return NO_HIGHLIGHTS
        return highlights_of(self.sheet, found.inputs, found.rules, report)

    def outcome(self, result: EvaluationResult, report: RuleMatchReport | None = None) -> str:
        """What an evaluation says of it, in a line: value, rules, what nearly matched, what is odd.

        The inputs stand in `inputs`, since these may be many and must not push the answer out of sight.
        """
        found = result.of(self.element.id)
        if found is None:
            return "not evaluated" if result.of(result.asked) or not result.failure else _failed(result)
        parts = [f"failed: {found.failure}" if found.failure else f"-> {_shortened(found.value)}"]
        if self.sheet is not None:
            # Of a table that failed perhaps no rule is told; it may be that too many of them match, which it says.
            matched = "" if found.failure and not found.rules else self._matched(found.rules)
            matched = "" if matched in found.failure else matched
            parts.append("; ".join(filter(None, (matched, *self._nearly(report)))))
            if result.source == "instance" and found.failure and not found.inputs:
                parts.append("the cluster recorded no inputs of it")
        parts += [*result.warnings, *found.warnings, *self._outside(found)][:2]
        return "   ".join(filter(None, parts))

    def inputs(self, result: EvaluationResult) -> str:
        """What the inputs of its table came to, in a line; empty where there are none."""
        found = result.of(self.element.id)
        return "  ".join(f"{part.name} {part.text}" for part in found.inputs) if found is not None else ""

    def _outside(self, found: DecisionResult) -> Iterator[str]:
        """Inputs that are none of the values which the model lists for their columns; no rule fails by that."""
        table = self.logic if isinstance(self.logic, m.TableBox) and self.sheet is not None else None
        if table is None or self.sheet is None or not any(column.allowed for column in table.inputs):
            return
        for column, value in zip(table.inputs, values_of(self.sheet, found.inputs), strict=True):
            if value is UNKNOWN or value is None or column.allowed_language or not column.allowed:
                continue
            try:
                listed = unary_tests(column.allowed, self.model.names).evaluate({INPUT: value}, limits=OF_VALUES)
            except FeelSyntaxError:
                continue
            if listed.value is False:
                name = column.label or column.expression
                yield f"{name} is {text_of(value, inside=True)[:60]}, outside of {column.allowed[:80]}"

    def _matched(self, rules: tuple[RuleResult, ...]) -> str:
        numbers = [rule.index for rule in rules]
        if not numbers:
            return "no rule matches"
        return plural(len(numbers), "rule") + " " + ", ".join(map(str, numbers[:20]))

    def _nearly(self, report: RuleMatchReport | None) -> list[str]:
        near = report.near_matches[:MOST_NEAR] if report else ()
        return [f"rule {one.row + 1} would match if {self._wanted(one.row, report)}" for one in near]

    def _wanted(self, row: int, report: RuleMatchReport | None) -> str:
        near = next((one for one in report.near_matches if one.row == row), None) if report else None
        return " and ".join(cell.wanted.words for cell in near.failed_cells) if near else ""

    def of_rule(
        self, row: int, result: EvaluationResult, report: RuleMatchReport | None, matched: AbstractSet[int]
    ) -> str:
        """What an evaluation says of one rule: that it is among the `matched` rows, or what keeps it from that."""
        found = result.of(self.element.id)
        if found is None or report is None or self.sheet is None or row >= len(report.failing):
            return ""
        if row in matched:
            return f"rule {row + 1} matches"
        if row in report.unknown:
            return f"rule {row + 1}: {report.unknown[row]}"
        if not report.failing[row]:
            return f"rule {row + 1} matches too, but {self.sheet.policy.name} takes another"
        if wanted := self._wanted(row, report):
            return f"rule {row + 1} would match if {wanted}"
        titles = ", ".join(self.sheet.columns[column].title for column in report.failing[row])
        return f"rule {row + 1} fails in {titles}"


def _shortened(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"


def _failed(result: EvaluationResult) -> str:
    """Why there is no value, and of which decision on the way that is told."""
    where = next((one.name for one in result.decisions if one.failure == result.failure), "")
    return f"{where} failed: {result.failure}" if where else f"failed: {result.failure}"
