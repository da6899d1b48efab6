"""One decision of a model as it is read: what it is in words, its table or boxes, and an evaluation in them."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from c8tui.decisions.evaluation import DecisionSaid, EvaluationSaid
from c8tui.decisions.parts import Part, part_of
from c8tui.decisions.plain_text import plain_text
from c8tui.decisions.rule_match import UNKNOWN, Trial, try_values
from c8tui.decisions.sheet import Sheet, sheet_of
from c8tui.decisions.table_highlights import UNLIT, Lit, RuleSaid, lit_of, values_of
from c8tui.feel import FeelSyntaxError, Limits, unary_tests
from c8tui.feel import dmn_model as m
from c8tui.feel.code_tests import INPUT
from c8tui.feel.values import text_of

Model = m.Definitions
"""A whole DMN file."""
MOST_NEAR = 3
"""Near rules that a line tells of."""
LONGEST_VALUE = 120
"""Characters of a value in a line, so that the rules behind it are seen."""
OF_VALUES = Limits(steps=20_000, pattern_s=0.05)
"""For looking whether a column lists a value."""
_KINDS: dict[type[m.Element], str] = {
    m.Decision: "decision",
    m.InputData: "input",
    m.KnowledgeModel: "knowledge model",
    m.KnowledgeSource: "knowledge source",
    m.Service: "decision service",
}


@dataclass(frozen=True)
class Reading:
    """An element of a model."""

    model: m.Definitions
    element: m.Element

    @property
    def name(self) -> str:
        """What it is called."""
        return self.element.name or self.element.id

    @property
    def kind(self) -> str:
        """What it is, as DMN calls it."""
        return _KINDS[type(self.element)]

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
        counts = (_count(sheet.inputs, "input"), _count(sheet.outputs, "output"), _count(len(sheet.rows), "rule"))
        return f"table {sheet.policy.letter} {sheet.policy.name}: {sheet.policy.meaning}   {'  '.join(counts)}"

    @property
    def about(self) -> list[str]:
        """What the author says of it: description, question, allowed answers."""
        element = self.element
        said = [element.description]
        if isinstance(element, m.Decision):
            said += [element.question, f"answers: {element.allowed_answers}" if element.allowed_answers else ""]
        return [plain_text(text) for text in said if text]

    # An evaluation in it

    def trial(self, said: EvaluationSaid) -> Trial | None:
        """Which cells of its table the values of an evaluation pass; None when it says nothing of this decision."""
        found = said.of(self.element.id)
        if found is None or self.sheet is None or not isinstance(self.logic, m.TableBox) or not found.inputs:
            return None
        values = values_of(self.sheet, found.inputs)
        return try_values(self.logic, values, said.context, self.model.names, standard=said.standard)

    def lit(self, said: EvaluationSaid | None, trial: Trial | None = None) -> Lit:
        """What an evaluation lights in its table."""
        found = said.of(self.element.id) if said is not None else None
        if found is None or self.sheet is None:
            return UNLIT
        return lit_of(self.sheet, found.inputs, found.rules, trial)

    def outcome(self, said: EvaluationSaid, trial: Trial | None = None) -> str:
        """What an evaluation says of it, in a line: value, rules, what nearly matched, what is odd.

        The inputs stand in `inputs`, since these may be many and must not push the answer out of sight.
        """
        found = said.of(self.element.id)
        if found is None:
            return "not evaluated" if said.of(said.asked) or not said.failure else _failed(said)
        parts = [f"failed: {found.failure}" if found.failure else f"-> {_shortened(found.value)}"]
        if self.sheet is not None:
            # Of a table that failed perhaps no rule is told; it may be that too many of them match, which it says.
            matched = "" if found.failure and not found.rules else self._matched(found.rules)
            matched = "" if matched in found.failure else matched
            parts.append("; ".join(filter(None, (matched, *self._nearly(trial)))))
            if said.source == "instance" and found.failure and not found.inputs:
                parts.append("the cluster recorded no inputs of it")
        parts += [*said.warnings, *found.warnings, *self._outside(found)][:2]
        return "   ".join(filter(None, parts))

    def inputs(self, said: EvaluationSaid) -> str:
        """What the inputs of its table came to, in a line; empty where there are none."""
        found = said.of(self.element.id)
        return "  ".join(f"{part.name} {part.text}" for part in found.inputs) if found is not None else ""

    def _outside(self, found: DecisionSaid) -> Iterator[str]:
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

    def _matched(self, rules: tuple[RuleSaid, ...]) -> str:
        numbers = [rule.index for rule in rules]
        if not numbers:
            return "no rule matches"
        return ("rule " if len(numbers) == 1 else "rules ") + ", ".join(map(str, numbers[:20]))

    def _nearly(self, trial: Trial | None) -> list[str]:
        near = trial.near[:MOST_NEAR] if trial else ()
        return [f"rule {one.row + 1} would match if {self._wanted(one.row, trial)}" for one in near]

    def _wanted(self, row: int, trial: Trial | None) -> str:
        near = next((one for one in trial.near if one.row == row), None) if trial else None
        return " and ".join(miss.wanted.words for miss in near.misses) if near else ""

    def of_rule(self, row: int, said: EvaluationSaid, trial: Trial | None, matched: AbstractSet[int]) -> str:
        """What an evaluation says of one rule: that it is among the `matched` rows, or what keeps it from that."""
        found = said.of(self.element.id)
        if found is None or trial is None or self.sheet is None or row >= len(trial.failing):
            return ""
        if row in matched:
            return f"rule {row + 1} matches"
        if row in trial.untold:
            return f"rule {row + 1}: {trial.untold[row]}"
        if not trial.failing[row]:
            return f"rule {row + 1} matches too, but {self.sheet.policy.name} takes another"
        if wanted := self._wanted(row, trial):
            return f"rule {row + 1} would match if {wanted}"
        titles = ", ".join(self.sheet.columns[column].title for column in trial.failing[row])
        return f"rule {row + 1} fails in {titles}"


def _shortened(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"


def _failed(said: EvaluationSaid) -> str:
    """Why there is no value, and of which decision on the way that is told."""
    where = next((one.name for one in said.decisions if one.failure == said.failure), "")
    return f"{where} failed: {said.failure}" if where else f"failed: {said.failure}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
