"""A modification of a process instance: steps that are collected, taken back one by one, and sent as one command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import Struct, field

from c8tui.diagrams.element_boxes import ElementCounts
from c8tui.model.process_instances import Activate, ElementModification, Terminate
from c8tui.session.drafts import Drafts
from c8tui.text import counted

MOST_KEYS = 1_000
"""Element instances that one step ends, at most."""


class ModificationStep(Struct, frozen=True):
    """Activate an element, end element instances, or both: a move."""

    kind: Literal["activate", "move", "terminate"]
    element_id: str
    """Where it acts: what is activated, or ended."""
    title: str
    keys: tuple[str, ...] = ()
    """The element instances that are ended."""
    target_id: str = ""
    """Where a move leads."""
    target_title: str = ""

    @property
    def words(self) -> str:
        """`move 2 from Check to Ship`, raw."""
        if self.kind == "activate":
            return f"activate {self.title}"
        if self.kind == "terminate":
            return f"terminate {len(self.keys):,} at {self.title}"
        return f"move {len(self.keys):,} from {self.title} to {self.target_title}"


class PendingModification(Struct):
    """The steps so far. They are a draft: they outlive the screen, and are dropped once they were sent."""

    drafts: Drafts
    name: str
    steps: list[ModificationStep] = field(default_factory=list)

    @classmethod
    def kept(cls, drafts: Drafts, name: str) -> PendingModification:
        """With the steps that were collected before and not sent."""
        try:
            steps = msgspec.json.decode(drafts.load(name) or "[]", type=list[ModificationStep])
        except msgspec.DecodeError:
            steps = []
        return cls(drafts, name, steps)

    def add(self, step: ModificationStep) -> None:
        """One more step."""
        self.steps.append(step)
        self._keep()

    def take_back(self, index: int = -1) -> ModificationStep:
        """Drop a step, by default the last one."""
        step = self.steps.pop(index)
        self._keep()
        return step

    def clear(self) -> None:
        """They were sent, or thrown away."""
        self.steps.clear()
        self._keep()

    def _keep(self) -> None:
        if self.steps:
            self.drafts.save(self.name, msgspec.json.encode(self.steps).decode())
        else:
            self.drafts.drop(self.name)

    @property
    def ended(self) -> frozenset[str]:
        """The element instances that end by it."""
        return frozenset(key for step in self.steps for key in step.keys)

    @property
    def activated(self) -> tuple[str, ...]:
        """The elements that are activated, one as often as it is."""
        found: list[str] = []
        for step in self.steps:
            found += [step.element_id] if step.kind == "activate" else [step.target_id] * len(step.keys)
        return tuple(id for id in found if id)

    def instructions(self) -> ElementModification:
        """What is sent: a move is an activation and an end for each of what moves."""
        return ElementModification(tuple(map(Activate, self.activated)), tuple(map(Terminate, sorted(self.ended))))

    @property
    def words(self) -> str:
        """`2 steps pending: activate Ship; terminate 1 at Check`; "" for none."""
        if not self.steps:
            return ""
        return f"{counted(len(self.steps), 'step')} pending: " + "; ".join(step.words for step in self.steps)

    def over(self, counts: Mapping[str, ElementCounts]) -> Mapping[str, ElementCounts]:
        """How many would be active at each element when all of it is done."""
        found = dict(counts)
        for id, change in self._changes():
            before = found.get(id, ElementCounts())
            found[id] = before._replace(active=max(0, before.active + change))
        return found

    def _changes(self) -> Iterator[tuple[str, int]]:
        for step in self.steps:
            if step.kind == "activate":
                yield step.element_id, 1
            else:
                yield step.element_id, -len(step.keys)
                if step.target_id:
                    yield step.target_id, len(step.keys)


def gone(steps: Sequence[ModificationStep], active: frozenset[str]) -> tuple[str, ...]:
    """The element instances that steps end and that are not active any more."""
    return tuple(key for step in steps for key in step.keys if key not in active)
