"""Jump labels: what on a screen can be gone to, and the letters that lead there.

A label is a letter, or two where there are many; none begins another, so that the last key of one is the end of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import product
from typing import Any, Protocol, runtime_checkable

from msgspec import Struct
from msgspec.structs import replace
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input

from c8tui.tui.flow import Cancelled

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""Those under the fingers first."""

ROOM = 4
"""Cells of a label with what is around it."""


class Jump(Struct, frozen=True):
    """Something to go to."""

    title: str
    """What it is called where labels are listed, raw."""
    go: Callable[[], object]
    at: Offset | None = None
    """Where on the screen its label stands; None where it is only listed."""
    near: str = ""
    """The text in a pane that it belongs to: its label stands behind that, too."""


@runtime_checkable
class HasJumps(Protocol):
    """A widget with places in it to go to."""

    def jumps(self) -> Iterable[Jump]:
        """Those in sight."""


@runtime_checkable
class ShowsTexts(Protocol):
    """A widget that says where a text stands in it."""

    def place_of(self, text: str, room: int) -> Offset | None:
        """The cell of the screen behind a text in sight, with so many cells from there on; None where it is not."""


@runtime_checkable
class HasRelated(Protocol):
    """A part of a screen that knows what belongs to the selected row."""

    def related_jumps(self) -> Iterable[Jump]:
        """What can be gone to from it. Raises Cancelled where nothing is selected."""


def labels_for(number: int, *, spoken: bool = False) -> list[str]:
    """So many labels: letters, or with `spoken` numbers of the same length."""
    if spoken:
        return [f"{one:0{len(str(number))}}" for one in range(1, number + 1)]
    if number <= len(LETTERS):
        return [*LETTERS[:number]]
    return ["".join(pair) for pair in product(LETTERS, repeat=2)][:number]


def jumps_of(screen: Screen[Any], parts: Iterable[object] = ()) -> list[Jump]:
    """All that can be gone to: what stands in widgets in sight, these themselves, and what `parts` know."""
    widgets = [one for one in screen.query("*") if one.region and one.is_on_screen and not one.disabled]
    inside = [one for one in widgets if isinstance(one, HasJumps)]
    found = [jump for one in inside for jump in one.jumps()]
    found += [
        Jump(_title(one), one.focus, one.content_region.offset)
        for one in screen.focus_chain
        if one in widgets and not any(holder in inside for holder in one.ancestors_with_self)
    ]
    for part in parts:
        if isinstance(part, HasRelated):
            with suppress(Cancelled):
                found += _placed(part.related_jumps(), widgets)
    return found[: len(LETTERS) ** 2]


def _placed(jumps: Iterable[Jump], widgets: list[Widget]) -> Iterator[Jump]:
    """What belongs to a text of a pane stands behind it, one label behind the other."""
    all_of, beside = [*jumps], Counter[str]()
    number = Counter(jump.near for jump in all_of)
    shows = [one for one in widgets if isinstance(one, ShowsTexts)]
    for jump in all_of:
        room = ROOM * number[jump.near]
        places = (one.place_of(jump.near, room) for one in shows) if jump.near else ()
        place = next((one for one in places if one is not None), None)
        if place is not None:
            place += Offset(ROOM * beside[jump.near], 0)
            beside[jump.near] += 1
        yield replace(jump, at=place)


def _title(widget: Widget) -> str:
    if isinstance(widget, Button):
        return str(widget.label)
    if isinstance(widget, Input):
        return widget.placeholder or (widget.id or "field").replace("_", " ")
    return {"RecordList": "list", "Facts": "pane", "Views": "views"}.get(type(widget).__name__, widget.id or "text")
