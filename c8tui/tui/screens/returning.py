"""Coming back to a list: what was asked is asked again, and its row is under the cursor, however late that comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from c8tui.tui.history import CursorRow, Shown

if TYPE_CHECKING:
    from c8tui.tui.host import Host
    from c8tui.tui.widgets.record_list import RecordList


@runtime_checkable
class Asks(Protocol):
    """A part of a screen that decides what is listed."""

    @property
    def asked(self) -> object:
        """What the history knows the place by."""

    def asked_again(self) -> Callable[[], object]:
        """What asks the same again."""


@runtime_checkable
class KeepsWayOut(Protocol):
    """A part of a screen that knows where escape leads."""

    def ways_again(self) -> Callable[[], object]:
        """What lets it lead there again."""


class Searched(Protocol):
    """What narrows the rows that are loaded."""

    wanted: str


class ListsWhatIsAsked(Protocol):
    """The screen of a list."""

    NAME: ClassVar[str]
    parts: list[object]

    @property
    def host(self) -> Host:
        """The app."""

    @property
    def listed(self) -> RecordList[Any]:
        """The list."""

    @property
    def search(self) -> Searched:
        """Its search."""


class ComeBack:
    """Tells what a list shows, and puts the cursor on the row that it stood on when that is loaded.

    Whoever moves the cursor meanwhile is left in peace.
    """

    def __init__(self, screen: ListsWhatIsAsked) -> None:
        self._screen = screen
        self._wanted: CursorRow | None = None
        self._put = 0
        """Where the cursor was put until the row is loaded."""

    @property
    def asks(self) -> Asks | None:
        """What decides what is listed; None where that is always the same."""
        return next((part for part in self._screen.parts if isinstance(part, Asks)), None)

    def shown(self) -> Shown:
        """What is listed, and which row is under the cursor."""
        screen = self._screen.NAME
        name = self._screen.host.spec_of(screen).title
        if (asks := self.asks) is None:
            return Shown(screen, name, row=self.row)
        ways = (part.ways_again() for part in self._screen.parts if isinstance(part, KeepsWayOut))
        again = partial(self._ask_again, asks.asked_again(), tuple(ways), self._screen.search.wanted)
        return Shown((screen, asks.asked), name, again, self.row)

    def _ask_again(self, ask: Callable[[], object], ways: tuple[Callable[[], object], ...], wanted: str) -> None:
        ask()
        for way in ways:
            way()
        self._screen.search.wanted = wanted

    @property
    def row(self) -> CursorRow | None:
        """The row under the cursor, or the one that will be."""
        listed = self._screen.listed
        if self._wanted is not None or listed.current is None:
            return self._wanted
        return CursorRow(listed.key_of(listed.current), listed.cursor)

    def to(self, row: CursorRow | None) -> None:
        """Go to a row, now or as soon as there are rows."""
        self._wanted, self._put = row, self._screen.listed.cursor
        self.loaded()

    def loaded(self) -> None:
        """There are rows, or other ones."""
        listed, row = self._screen.listed, self._wanted
        if row is None or not listed.count:
            return
        if listed.cursor != self._put or listed.go_to(row.key):
            self._wanted = None
        elif listed.cursor != (last := min(row.index, listed.count - 1)):
            listed.cursor = self._put = last  # which loads what stands there
            if listed.current is not None:
                self._wanted = None
        elif listed.current is not None:  # the row is gone: the one in its place is as near as one gets
            self._wanted = None


@runtime_checkable
class ComesBack(Protocol):
    """A screen that can be come back to."""

    @property
    def come_back(self) -> ComeBack:
        """What does it."""
