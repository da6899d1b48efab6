"""The lines above and below every screen: which cluster, how old what is seen is, and what is on its way."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Protocol

from c8tui.session.session import headline
from c8tui.tui.widgets.key_bar import KeyBar
from c8tui.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.screens.command_screen import CommandScreen
    from c8tui.tui.screens.polling import Polling


class Framed(Protocol):
    """What the frame is about."""

    @property
    def session(self) -> Session:
        """The open session."""

    def count_words(self) -> str:
        """How much is listed."""


class Frame:
    """Brings the lines up to date, once a second where only the time has changed."""

    def __init__(self, screen: CommandScreen, framed: Framed, polling: Polling) -> None:
        """The first two are the same object."""
        self._screen, self._framed, self._polling = screen, framed, polling

    def tell(self) -> None:
        """Bring the first line up to date."""
        self._screen.query_one(StatusLine).tell(
            left=headline(self._framed.session),
            who=self._framed.session.identity.display_name,
            freshness=self._polling.freshness(),
        )

    def tick(self) -> None:
        """A second has gone by."""
        if self._screen.is_current:
            self.tell()
            self._screen.query_one(KeyBar).count(self.right_words(self._framed.count_words()))

    def right_words(self, count: str) -> str:
        """What stands at the right of the key bar: a run of many, what can be taken back, how much is listed."""
        outbox = self._framed.session.outbox
        held = outbox.last_held
        left = held.seconds_left(outbox.clock()) if held and held.state == "held" else None
        undo = "" if held is None else "u undo" if left is None else f"u undo {ceil(left)} s"
        run, progress = outbox.latest, ""
        if run is not None and not run.over and run.state != "held":
            progress = f"{run.step.doing} {run.finished:,}/{len(run.items):,}"
        return "   ".join(filter(None, (progress, undo, count)))
