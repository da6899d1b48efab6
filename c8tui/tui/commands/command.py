"""A command, and what a screen knows when it asks whether the command applies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.model.jobs import Job
from c8tui.model.user_tasks import UserTask
from c8tui.tui.modes import DECISIONS, EVALUATIONS, INBOX, JOBS, TOPOLOGY

if TYPE_CHECKING:
    from c8tui.session.last_action import Deed

EVERYWHERE = frozenset({INBOX, DECISIONS, EVALUATIONS, TOPOLOGY, JOBS})


@dataclass(frozen=True, slots=True)
class DeskState:
    """What the decision desk shows."""

    loaded: bool = False
    table: bool = False
    """Whether a table is in sight."""
    decision: bool = False
    """Whether it is a decision, which can be evaluated."""
    chain: int = 0
    """How many decisions were evaluated."""
    asks: bool = False
    """Whether the inputs of what-if are in sight."""
    evaluated: bool = False
    versions: int = 0
    """How many versions there are."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the screen knows when it asks whether a command applies."""

    screen: str = INBOX
    user: str | None = None
    read_only: bool = False
    task: UserTask | None = None
    job: Job | None = None
    definition: DecisionDefinition | None = None
    evaluation: DecisionInstance | None = None
    problem: bool = False
    """Whether there is a failure whose whole text could be shown."""
    marked: int = 0
    """How many rows are marked."""
    bulk: bool = False
    """Whether something was done to several tasks at once."""
    undo: bool = False
    """Whether something waits to be sent and can be taken back."""
    deed: Deed | None = None
    """What was done last."""
    desk: DeskState = DeskState()


def _never(_: Situation) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do. The first of `keys` is the one that is shown."""

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    group: str
    screens: frozenset[str] = EVERYWHERE
    why: Callable[[Situation], str | None] = _never
    """Why it is disabled, in words that follow "not now: "; None when it is not."""
    writes: bool = False
    """Whether it changes something on the cluster, which a read-only profile refuses."""
    bar: bool = False
    """Whether the key bar at the bottom shows it."""
    takes: bool = False
    """Whether words may follow it on the `:` line."""
    many: bool = False
    """Whether it acts on the marked rows when there are any; a preview says then which ones it cannot act on."""
    instead: Command | None = None
    """What its key does where it cannot run itself, if that can."""

    def meant(self, situation: Situation) -> Command:
        """What its key does now: the command, or what there is instead."""
        if self.instead is None or self.why_not(situation) is None or self.instead.why_not(situation) is not None:
            return self
        return self.instead

    def why_not(self, situation: Situation) -> str | None:
        """Why the command cannot run now; None when it can."""
        if self.writes and situation.read_only:
            return "this profile is read-only"
        return None if self.many and situation.marked else self.why(situation)


def something(situation: Situation) -> str | None:
    """Why nothing can be done to what is selected: nothing is."""
    here = (situation.task, situation.job, situation.definition, situation.evaluation)
    return None if any(item is not None for item in here) else "nothing is selected"
