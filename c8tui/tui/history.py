"""The history of places, as a browser has one: where somebody was, in order, and the way by which each was come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from rich.cells import cell_len

MOST_PLACES = 50
"""Places that can be gone back through; also the steps of a way that are kept."""


class CameBy(Enum):
    """How somebody came to a place."""

    GONE = "by its name or its key: no way leads there"
    LED = "from what belongs to the place before, or from a row there that was opened"
    ASKED = "by another question in the same list"
    CHANGED = "without going: the same place in another order"
    OUT = "by leaving what was come to, or back to what was left"


class CursorRow(Struct, frozen=True):
    """The row under the cursor: its key, and where it is drawn."""

    key: str
    index: int


class Shown(Struct, frozen=True):
    """What one screen shows."""

    what: Any
    """Two screens with equal ones show the same."""
    name: str
    """What it is called in the way, raw."""
    again: Callable[[], Any] | None = None
    """Shows it again: on the screen of a mode in place of what that shows; elsewhere a screen that shows it."""
    row: CursorRow | None = None
    why_not: str = ""
    """Why it cannot be shown again, as a sentence."""


class Visit(Struct, frozen=True):
    """A mode with what its screen shows, and the screens that stand over it."""

    mode: str
    screens: tuple[Shown, ...]
    way: tuple[str, ...] = ()
    """The names of the places that lead there, the first one first."""

    @property
    def why_not(self) -> str:
        """Why it cannot be shown again, as a sentence; empty where it can."""
        return next((one.why_not for one in self.screens if one.why_not), "")

    def shared(self, other: Visit) -> int:
        """How many screens, from that of the mode on, show the same in both."""
        if self.mode != other.mode:
            return 0
        pairs = enumerate(zip(self.screens, other.screens, strict=False))
        return next((n for n, (one, two) in pairs if one.what != two.what), min(len(self.screens), len(other.screens)))

    def same(self, other: Visit) -> bool:
        """Whether both show the same."""
        return len(self.screens) == len(other.screens) == self.shared(other)


class History:
    """The places that were gone to, `MOST_PLACES` at most, and which of them is shown."""

    def __init__(self) -> None:
        self._places: list[Visit] = []
        self._at = -1

    @property
    def here(self) -> Visit | None:
        """The place that is shown; None before the first."""
        return self._places[self._at] if self._places else None

    def look(self, now: Visit) -> None:
        """What is shown is about to be left, or has something over it: its rows are kept as they are now."""
        if (here := self.here) is not None and (number := here.shared(now)):
            screens = (*now.screens[:number], *here.screens[number:])
            self._places[self._at] = replace(here, screens=screens)

    def note(self, now: Visit, step: CameBy) -> None:
        """Another place is shown, or the same one. What lay ahead is dropped, as a browser does."""
        self.look(now)
        here = self.here
        if here is None:
            self._add(now)
        elif here.same(now):
            return
        elif step is CameBy.CHANGED:
            self._places[self._at] = replace(now, way=here.way)
        elif step is CameBy.OUT and self._at and self._places[self._at - 1].same(now):
            self._at -= 1  # so that one can go forward again
        elif step is CameBy.LED:
            self._add(replace(now, way=(*here.way, here.screens[-1].name)[-MOST_PLACES:]))
        elif step is CameBy.ASKED:
            self._add(replace(now, way=here.way))
        else:
            known = next((one for one in reversed(self._places) if one.same(now)), None)
            self._add(replace(now, way=known.way if step is CameBy.OUT and known is not None else ()))

    def _add(self, place: Visit) -> None:
        self._places = [*self._places[: self._at + 1], place][-MOST_PLACES:]
        self._at = len(self._places) - 1

    def places(self, step: int) -> Iterator[Visit]:
        """Those behind (-1) or ahead (1), the next one first."""
        yield from (self._places[self._at + 1 :] if step > 0 else reversed(self._places[: self._at]))

    def arrive(self, place: Visit) -> None:
        """One of them is shown again."""
        self._at = next(n for n, one in enumerate(self._places) if one is place)


def short_key(key: str) -> str:
    """The end of a key, by which those of one cluster differ: `…685253`."""
    return f"…{key[-6:]}" if len(key) > 8 else key


def way_words(way: tuple[str, ...], room: int) -> str:
    """`Incidents > instance …685253 > `, of which the end is left where it has no room; "" where none has."""
    words = "".join(f"{name} > " for name in way)
    if cell_len(words) <= room:
        return words
    for first in range(1, len(way)):
        if cell_len(rest := "… > " + "".join(f"{name} > " for name in way[first:])) <= room:
            return rest
    return "… > " if way and room >= len("… > ") else ""
