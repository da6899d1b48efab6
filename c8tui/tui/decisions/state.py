"""The state of a decision view: an element of a model, and an evaluation in it."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from c8tui.decisions.element import MOST_NEAR, DrgElement, Model
from c8tui.decisions.evaluation import EvaluationResult
from c8tui.decisions.graph import Graph, graph_of
from c8tui.decisions.rule_match import RuleMatchReport
from c8tui.decisions.sheet import Sheet
from c8tui.decisions.table_highlights import Highlights
from c8tui.model.versions import version_word

WORDS = {"preview": "local preview", "cluster": "evaluated on the cluster", "instance": "as it was evaluated"}
"""Where an evaluation comes from, in words."""


class DecisionState(Struct, frozen=True, dict=True):
    """`versions` are those of the decisions by id, where they are known; `note` stands beside the name."""

    model: Model
    at: str
    evaluation: EvaluationResult | None = None
    note: str = ""
    xml: str = ""
    """The file."""
    versions: dict[str, int] = field(default_factory=dict)
    fired: dict[str, Sheet] = field(default_factory=dict)
    """The tables, by decision, of which it was counted how often each rule fired."""
    report: RuleMatchReport | None = None
    """What the evaluation makes of the table's cells."""
    _elements: dict[str, DrgElement] = field(default_factory=dict)

    @property
    def element(self) -> DrgElement:
        """The element that is shown; what was read of it once is kept, since tables may be large."""
        if self.at not in self._elements:
            self._elements[self.at] = DrgElement(self.model, self.model.elements[self.at])
        return self._elements[self.at]

    @property
    def sheet(self) -> Sheet | None:
        """The table that is shown, if it is one: with what was counted, where it was."""
        return self.fired.get(self.at, self.element.sheet)

    @cached_property
    def graph(self) -> Graph:
        """The requirements graph that it is part of."""
        return graph_of(self.model)

    def evaluated(self, result: EvaluationResult | None) -> DecisionState:
        """The same with another evaluation, matched against the rules of the table; large tables take a while."""
        return replace(
            self, evaluation=result, report=self.element.match_report(result) if result is not None else None
        )

    def moved(self, at: str) -> DecisionState:
        """Another element of the model, with the same evaluation."""
        return replace(self, at=at).evaluated(self.evaluation)

    @cached_property
    def highlights(self) -> Highlights:
        """What the evaluation highlights in the table; every move of the cursor asks."""
        return self.element.highlights(self.evaluation, self.report)

    @property
    def chain(self) -> list[str]:
        """The ids of the decisions that were evaluated, required ones first."""
        return [one.id for one in self.evaluation.decisions if one.id in self.model.elements] if self.evaluation else []

    @property
    def head(self) -> str:
        """Its name and version."""
        element = self.element
        version = version_word(self.versions[self.at]) if self.at in self.versions else ""
        return "   ".join(filter(None, (element.name, version, self.note)))

    @property
    def path(self) -> str:
        """The decisions of the evaluation in a line, this one in brackets; empty where there is one only."""
        if self.evaluation is None:
            return ""
        steps = self.chain if self.evaluation.asked in self.chain else [*self.chain, self.evaluation.asked]
        names = [(key, self.model.elements[key].name or key) for key in steps if key in self.model.elements]
        return "  >  ".join(f"[{name}]" if key == self.at else name for key, name in names) if len(names) > 1 else ""

    def remarks(self, row: int | None) -> list[str]:
        """What the evaluation says of it, and of the rule under the cursor."""
        if self.evaluation is None:
            return self.element.about[:2]
        lines = [f"{WORDS[self.evaluation.source]}   {self.element.outcome(self.evaluation, self.report)}"]
        if self.report is not None and self.report.stopped:
            lines.append(f"not every rule was looked at: {self.report.stopped}")
        elif row is not None and not self._has_remark(row) and (about := self._of_rule(row)):
            lines.append(about)
        inputs = self.element.inputs(self.evaluation)
        return [*lines, *self.highlights.problems[:2], *([inputs] if inputs else [])]

    def _of_rule(self, row: int) -> str:
        assert self.evaluation is not None
        return self.element.of_rule(row, self.evaluation, self.report, self.highlights.matched)

    def _has_remark(self, row: int) -> bool:
        """Whether the line about the whole decision tells of the rule already."""
        near = self.report.near_matches[:MOST_NEAR] if self.report is not None else ()
        return row in self.highlights.matched or any(one.row == row for one in near)
