"""What is not finished yet when somebody wants to leave a cluster: what is on its way, held, or kept from others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.screen import Screen

from c8tui.dates.wire import in_zone
from c8tui.session.outbox import WAITING
from c8tui.session.runs import Run
from c8tui.text import counted
from c8tui.tui import clock
from c8tui.tui.dialogs.base import Dialog

if TYPE_CHECKING:
    from textual.app import App

    from c8tui.session.session import Session


@runtime_checkable
class GivesBack(Protocol):
    """A screen that has taken something for the person, and gives it back when it is left."""

    @property
    def taken(self) -> str:
        """What it would give back, in a sentence; empty for nothing."""

    def give_back(self) -> None:
        """Begin to."""


def screens_of(app: App[Any]) -> Iterator[Screen[Any]]:
    """Every screen and dialog that is open, seen or not."""
    for stack in list(app._screen_stacks.values()):
        yield from stack


def run_words(run: Run) -> str:
    """A run in a line: what it does to how many, and how far it is."""
    waits = f"; {WAITING}" if run.waits else ""
    return f"{run.step.doing} {len(run.items):,}: {run.words()}{waits}"


def locked_words(session: Session) -> str:
    """Which jobs the person holds, in a sentence; empty for none."""
    locked = session.jobs.held.holding(clock.now())
    if not locked:
        return ""
    until = in_zone(datetime.fromtimestamp(max(job.deadline for job in locked) / 1000, UTC))
    them = "it" if len(locked) == 1 else "them"
    return f"{counted(len(locked), 'job')} locked by you until {until:%H:%M}; no worker gets {them} before."


def dialogs_under_way(app: App[Any]) -> Iterator[str]:
    """What dialogs are at, in sentences."""
    yield from filter(None, (one.under_way for one in screens_of(app) if isinstance(one, Dialog)))
