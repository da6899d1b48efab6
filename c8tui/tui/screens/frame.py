"""The lines above and below every screen: which cluster, how old what is seen is, and what is on its way."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING, ClassVar, Protocol

from c8tui.session.session import cluster_name, restrictions
from c8tui.text import counted, plural
from c8tui.tui.widgets.key_bar import KeyBar
from c8tui.tui.widgets.status_line import ClusterWords, FirstLine, StatusLine

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.host import Host
    from c8tui.tui.screens.command_screen import CommandScreen
    from c8tui.tui.screens.polling import Polling


class Framed(Protocol):
    """What the frame is about."""

    NOUN: ClassVar[str]
    """What is listed, one of it; "" where nothing is."""

    @property
    def session(self) -> Session:
        """The open session."""

    @property
    def host(self) -> Host:
        """The app."""

    def count_words(self) -> str:
        """How much is listed."""


class Frame:
    """Brings the lines up to date, once a second where only the time has changed."""

    def __init__(self, screen: CommandScreen, framed: Framed, polling: Polling) -> None:
        """The first two are the same object."""
        self._screen, self._framed, self._polling = screen, framed, polling
        self.number: Callable[[], int | None] = lambda: None
        """Gives the number that `count_words` ends with, which the noun goes by; None where it ends with none."""

    def tell(self) -> None:
        """Bring the first line up to date."""
        session = self._framed.session
        said = FirstLine(
            tabs=tuple(self._framed.host.tabs),
            here=self._screen.app.current_mode,
            cluster=words_of_cluster(session),
            who=session.identity.display_name,
            progress=self._progress(),
            freshness=self._polling.freshness(),
        )
        self._screen.query_one(StatusLine).tell(said)

    def tick(self) -> None:
        """A second has gone by."""
        if self._screen.is_current:
            self.tell()
            self._screen.query_one(KeyBar).count(self.right_words())

    def right_words(self) -> str:
        """What stands at the right of the key bar: what can be taken back, how much is listed."""
        outbox = self._framed.session.outbox
        held = outbox.last_held
        left = held.seconds_left(outbox.clock()) if held and held.state == "held" else None
        undo = "" if held is None else "u undo" if left is None else f"u undo {ceil(left)} s"
        noun, number = self._framed.NOUN, self.number()
        named = plural(number, noun) if noun and number is not None else ""
        return "   ".join(filter(None, (undo, f"{self._framed.count_words()} {named}".strip())))

    def _progress(self) -> str:
        """How far a run of many is, which R shows; else what is new in watched views."""
        run, watch = self._framed.session.outbox.latest, self._framed.session.task_watch
        if run is None or run.over or run.state == "held":
            return watch.words() if watch is not None and self._polling.stale is None else ""  # a reason needs room
        if run.state == "looking":
            return f"checking {len(run.items):,} again (R)"
        doing = run.step.doing.removesuffix(" of")
        return f"{doing} {run.finished:,}/{len(run.items):,} (R)"


def words_of_cluster(session: Session) -> ClusterWords:
    """The cluster as the first line tells of it: name, version, health as it was last seen."""
    health = session.health
    problems = counted(len(health.problems), "problem")
    return ClusterWords(
        cluster_name(session),
        session.topology.gateway_version or "version unknown",
        health.line,
        problems if health.healthy is False else health.word,
        "" if health.healthy else "warn" if health.healthy is None else "error",
        "  ".join(restrictions(session)),
        session.settings.color or "",
        plain=is_red(session),
    )


def is_red(session: Session) -> bool:
    """Whether the whole line is: a protected profile that has no colour of its own."""
    return session.settings.protected and session.settings.color is None
