"""What the desk shows: a decision of a model, and an evaluation in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from c8tui.decisions.evaluation import EvaluationResult
from c8tui.decisions.graph import Graph, graph_of
from c8tui.decisions.reading import MOST_NEAR, Model, Reading
from c8tui.decisions.rule_match import RuleMatchReport
from c8tui.decisions.sheet import Sheet
from c8tui.decisions.table_highlights import Highlights
from c8tui.session.versions import version_word

WORDS = {"preview": "preview by c8tui", "cluster": "evaluated on the cluster", "instance": "as it was evaluated"}
"""Where an evaluation comes from, in words."""


@dataclass(frozen=True)
class Subject:
    """`versions` are those of the decisions by id, where they are known; `note` stands beside the name."""

    model: Model
    at: str
    said: EvaluationResult | None = None
    note: str = ""
    xml: str = ""
    """The file."""
    versions: dict[str, int] = field(default_factory=dict)
    fired: dict[str, Sheet] = field(default_factory=dict)
    """The tables, by decision, of which it was counted how often each rule fired."""
    trial: RuleMatchReport | None = None
    """What the evaluation makes of the table's cells."""
    _readings: dict[str, Reading] = field(default_factory=dict, repr=False)

    @property
    def reading(self) -> Reading:
        """The element that is shown; what was read of it once is kept, since tables may be large."""
        if self.at not in self._readings:
            self._readings[self.at] = Reading(self.model, self.model.elements[self.at])
        return self._readings[self.at]

    @property
    def sheet(self) -> Sheet | None:
        """The table that is shown, if it is one: with what was counted, where it was."""
        return self.fired.get(self.at, self.reading.sheet)

    @cached_property
    def graph(self) -> Graph:
        """The requirements graph that it is part of."""
        return graph_of(self.model)

    def evaluated(self, said: EvaluationResult | None) -> Subject:
        """The same with another evaluation, tried on the table; large tables take a while."""
        return replace(self, said=said, trial=self.reading.trial(said) if said is not None else None)

    def moved(self, at: str) -> Subject:
        """Another element of the model, with the same evaluation."""
        return replace(self, at=at).evaluated(self.said)

    @cached_property
    def lit(self) -> Highlights:
        """What is lit in the table; every move of the cursor asks."""
        return self.reading.lit(self.said, self.trial)

    @property
    def chain(self) -> list[str]:
        """The ids of the decisions that were evaluated, required ones first."""
        return [one.id for one in self.said.decisions if one.id in self.model.elements] if self.said else []

    @property
    def head(self) -> str:
        """Its name and version."""
        reading = self.reading
        version = version_word(self.versions[self.at]) if self.at in self.versions else ""
        return "   ".join(filter(None, (reading.name, version, self.note)))

    @property
    def path(self) -> str:
        """The decisions of the evaluation in a line, this one in brackets; empty where there is one only."""
        if self.said is None:
            return ""
        steps = self.chain if self.said.asked in self.chain else [*self.chain, self.said.asked]
        names = [(key, self.model.elements[key].name or key) for key in steps if key in self.model.elements]
        return "  >  ".join(f"[{name}]" if key == self.at else name for key, name in names) if len(names) > 1 else ""

    def told(self, row: int | None) -> list[str]:
        """What the evaluation says of it, and of the rule under the cursor."""
        if self.said is None:
            return self.reading.about[:2]
        lines = [f"{WORDS[self.said.source]}   {self.reading.outcome(self.said, self.trial)}"]
        if self.trial is not None and self.trial.stopped:
            lines.append(f"not every rule was looked at: {self.trial.stopped}")
        elif row is not None and not self._is_told(row) and (about := self._of_rule(row)):
            lines.append(about)
        inputs = self.reading.inputs(self.said)
        return [*lines, *self.lit.problems[:2], *([inputs] if inputs else [])]

    def _of_rule(self, row: int) -> str:
        assert self.said is not None
        return self.reading.of_rule(row, self.said, self.trial, self.lit.matched)

    def _is_told(self, row: int) -> bool:
        """Whether the line about the whole decision tells of the rule already."""
        near = self.trial.near[:MOST_NEAR] if self.trial is not None else ()
        return row in self.lit.matched or any(one.row == row for one in near)
