"""What the program remembers between two runs: who you are on which cluster, the last screen, the theme picked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from c8tui.files import replace_file

FILE_LIMIT = 1_000_000
"""Bytes; a larger file is none of ours."""


MOST_LINES = 100
"""Lines of the `:` line that are kept."""


class Person(msgspec.Struct, frozen=True):
    """Who somebody said to be on a cluster that does not say it itself."""

    user: str
    groups: tuple[str, ...] = ()


class Layout(msgspec.Struct, frozen=True):
    """How somebody wants a list: what stands beside it, None by what there is room for; its columns, its view."""

    pane: bool | None = None
    """Whether the pane is shown."""
    pane_width: int | None = None
    """Cells."""
    views: bool | None = None
    """Whether the column of views is shown."""
    columns: tuple[str, ...] = ()
    """The columns of the list where its view has none of its own; none for the standard ones."""
    view: str = ""
    """The id of the view that a list beside the inbox showed last."""

    def with_(self, **changes: bool | int | str | tuple[str, ...] | None) -> Layout:
        """The same with these fields changed."""
        return msgspec.structs.replace(self, **changes)


class Memory(msgspec.Struct, frozen=True):
    """The content of the state file."""

    people: dict[str, Person] = {}
    """By place (see `place_of`), or by address of the cluster for all profiles of it."""
    screen: str | None = None
    theme: str | None = None
    light: bool = False
    """Whether the terminal's ground was light when it was asked last."""
    views: dict[str, str] = {}
    """The view that was shown last, by place, or by address of the cluster."""
    done_on: str = ""
    """The local day that `done` and `done_at` are of, as 2026-12-24."""
    done: int = 0
    """Tasks completed on that day, all places together."""
    done_at: dict[str, int] = {}
    """The same by place."""
    lines: tuple[str, ...] = ()
    """What was entered on the `:` line, newest last."""
    hint_seen: bool = False
    """Whether the hint of the first start was dismissed."""
    layouts: dict[str, Layout] = {}
    """By place and id of the screen, or by that id alone for places that have none of their own."""


def place_of(profile: str | None, address: str) -> str:
    """What is remembered apart: a profile of a cluster, or the cluster itself where no profile is used."""
    return f"{profile} {address}" if profile else address


def default_path() -> Path:
    """The state file in its usual place, whether or not it exists."""
    from platformdirs import user_state_path

    return user_state_path("c8tui") / "state.json"


class State:
    """The memory of this program on this machine; in a file, or without `path` only as long as the object lives.

    Nothing here fails: a file that cannot be read counts as empty, one that cannot be written is given up. It is read
    on first use. Each change is made on what the file holds at that moment, so that two programs share it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._memory: Memory | None = None

    @property
    def folder(self) -> Path | None:
        """Where the memory lies, for what else is kept on disk; None where nothing may be."""
        return self._path and self._path.parent

    def user_for(self, place: str) -> Person | None:
        """Who we are at a place, if it was ever asked there, or of its cluster."""
        people = self._current().people
        return people.get(place) or people.get(_address(place))

    def remember_user(self, place: str, user: str, groups: tuple[str, ...] = ()) -> None:
        """Keep who we are at a place."""
        person = Person(user, tuple(groups))
        self._change(lambda memory: msgspec.structs.replace(memory, people={**memory.people, place: person}))

    @property
    def screen(self) -> str | None:
        """The screen that was open last."""
        return self._current().screen

    def remember_screen(self, screen: str) -> None:
        """Keep the screen that is open."""
        self._change(lambda memory: msgspec.structs.replace(memory, screen=screen))

    @property
    def theme(self) -> str | None:
        """The theme that was picked."""
        return self._current().theme

    def remember_theme(self, theme: str) -> None:
        """Keep the theme that was picked."""
        self._change(lambda memory: msgspec.structs.replace(memory, theme=theme))

    @property
    def light(self) -> bool:
        """Whether the terminal's ground was light when it was asked last."""
        return self._current().light

    def remember_light(self, light: bool) -> None:
        """Keep whether the terminal's ground is light, for the first frame of the next start."""
        if light != self.light:
            self._change(lambda memory: msgspec.structs.replace(memory, light=light))

    def view_for(self, place: str) -> str | None:
        """The id of the view that was shown last at a place, or on its cluster."""
        views = self._current().views
        return views.get(place) or views.get(_address(place))

    def remember_view(self, place: str, view_id: str) -> None:
        """Keep the view that is shown."""
        self._change(lambda memory: msgspec.structs.replace(memory, views={**memory.views, place: view_id}))

    def done_on(self, day: str, place: str = "") -> int:
        """How many tasks were completed on a day, at a place or in all; only the last day is kept."""
        memory = self._current()
        if memory.done_on != day:
            return 0
        return memory.done_at.get(place, 0) if place else memory.done

    def remember_done(self, day: str, more: int, place: str = "") -> None:
        """So many more tasks were completed on a day."""

        def count(memory: Memory) -> Memory:
            today = memory.done_on == day
            done, at = (memory.done, memory.done_at) if today else (0, {})
            at = {**at, place: at.get(place, 0) + more} if place else at
            return msgspec.structs.replace(memory, done_on=day, done=done + more, done_at=at)

        self._change(count)

    @property
    def lines(self) -> tuple[str, ...]:
        """What was entered on the `:` line, newest last."""
        return self._current().lines

    def remember_line(self, line: str) -> None:
        """Keep a line; one that was entered before moves to the end."""

        def add(memory: Memory) -> Memory:
            others = [one for one in memory.lines if one != line]
            return msgspec.structs.replace(memory, lines=(*others, line)[-MOST_LINES:])

        self._change(add)

    @property
    def hint_seen(self) -> bool:
        """Whether the hint of the first start was dismissed."""
        return self._current().hint_seen

    def remember_hint_seen(self) -> None:
        """Never show it again."""
        self._change(lambda memory: msgspec.structs.replace(memory, hint_seen=True))

    def layout_of(self, screen: str, place: str = "") -> Layout:
        """How somebody wants a screen at a place; as elsewhere, where nothing was said there."""
        layouts = self._current().layouts
        return layouts.get(f"{place} {screen}".strip()) or layouts.get(screen, Layout())

    def remember_layout(self, screen: str, layout: Layout, place: str = "") -> None:
        """Keep how somebody wants a screen at a place."""
        key = f"{place} {screen}".strip()
        self._change(lambda memory: msgspec.structs.replace(memory, layouts={**memory.layouts, key: layout}))

    def _current(self) -> Memory:
        if self._memory is None:
            self._memory = (self._path and _read(self._path)) or Memory()
        return self._memory

    def _change(self, change: Callable[[Memory], Memory]) -> None:
        before = (self._path and _read(self._path)) or self._current()
        self._memory = change(before)
        if self._path is not None and self._memory != before:
            with contextlib.suppress(OSError):
                replace_file(self._path, msgspec.json.format(msgspec.json.encode(self._memory), indent=2))


def _address(place: str) -> str:
    """The cluster's address in the name of a place."""
    return place.rpartition(" ")[2]


def _read(path: Path) -> Memory | None:
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(FILE_LIMIT), type=Memory)
    except (OSError, ValueError):
        return None
