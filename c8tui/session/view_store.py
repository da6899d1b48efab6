"""All views there are: those that everybody has, and one's own by the file, which is read again when it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from c8tui.errors import Refusal
from c8tui.session.view_file import ViewFile, load, remove_view, rename_view, save_view
from c8tui.session.views import BUILT_IN, TASKS, View, view_named


class ViewExists(Refusal):
    """A view of one's own has that name already: somebody has to say that it is to be replaced."""

    def __init__(self, other: View) -> None:
        super().__init__(f"{other.title} is there already")
        self.other = other


class ViewStore(Struct):
    """The views by the file at `path`; without one, those of one's own are kept in memory.

    Those of the inbox are what it iterates over and names; those of another list are asked for by its name.
    """

    path: Path | None
    changes: int = 0
    """How often what the file holds was found to be other than before."""
    _file: ViewFile = field(default_factory=ViewFile)
    _stamp: tuple[int, int] | None = None
    """Time and size of the file when it was read."""

    def __iter__(self) -> Iterator[View]:
        return iter(self.of(TASKS))

    def of(self, name: str) -> tuple[View, ...]:
        """The views of a list: those that everybody has first, then one's own."""
        return (*_built_in(name), *(view for view in self.own if view.of == name))

    @property
    def own(self) -> tuple[View, ...]:
        """Those of the file."""
        return self._file.views

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the file, a sentence each."""
        return self._file.problems

    def named(self, name: str, of: str = TASKS) -> View | None:
        """The view of a list with this id or title, or the only one that begins so."""
        return view_named(name, self.of(of))

    def by_id(self, view_id: str, of: str) -> View | None:
        """The view of a list with this id."""
        return next((view for view in self.of(of) if view.id == view_id), None)

    def refresh(self) -> bool:
        """Read the file if it has changed since; whether it had."""
        if self.path is None:
            return False
        try:
            status = self.path.stat()
            stamp = status.st_mtime_ns, status.st_size
        except OSError:
            stamp = None
        if stamp is not None and stamp == self._stamp:
            return False
        before, self._stamp = self._file, stamp
        self._file = load(self.path)
        self.changes += self._file != before
        return self._file != before

    def save(self, view: View, title: str, *, replacing: bool = False) -> View:
        """Keep a view under a title. Raises ViewExists where that is the name of another view of one's own.

        `replacing` it is meant, then. Raises C8Error for a name that no view can have, and for a file that cannot be
        written.
        """
        own = self._named(view, title, replacing=replacing)
        if self.path is None:
            self._remember(own.id, own)
        else:
            save_view(self.path, own)
            self.refresh()
        return own

    def rename(self, view: View, title: str, *, replacing: bool = False) -> View:
        """Give an own view another title, and the name that goes with it. Raises as `save_view()`."""
        own = self._named(view, title, replacing=replacing)
        if self.path is None:
            self._remember(view.id, own)
        else:
            rename_view(self.path, view.id, own)
            self.refresh()
        return own

    def _remember(self, view_id: str, view: View | None) -> None:
        """Keep a view in memory in the place of another, or at the end; None takes that out."""
        new = view.id if view is not None else view_id
        others = [known for known in self.own if known.id == view_id or known.id != new]
        kept = [view if known.id == view_id else known for known in others]
        if view is not None and view not in kept:
            kept.append(view)
        self._file = ViewFile(tuple(known for known in kept if known is not None))

    def _named(self, view: View, title: str, *, replacing: bool) -> View:
        """The view as it is kept under a title."""
        id_ = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
        built_in = _built_in(view.of)
        if not id_ or any(id_ == known.id or title.casefold() == known.title.casefold() for known in built_in):
            raise Refusal(f"a view of your own cannot be called {title!r}")
        self.refresh()
        other = next((known for known in self.own if known.id == id_), None)
        if other is not None and other.of != view.of:  # one file holds the views of all lists
            id_ = f"{id_}-{view.of}"
            other = next((known for known in self.own if known.id == id_), None)
        if other is not None and not replacing and not (view.own and view.id == id_):
            raise ViewExists(other)
        return replace(view, id=id_, title=title, own=True, changed_from=None)

    def remove(self, view: View) -> None:
        """Take an own view out. Raises C8Error."""
        if self.path is None:
            self._remember(view.id, None)
        else:
            remove_view(self.path, view.id)
            self.refresh()


def _built_in(name: str) -> tuple[View, ...]:
    """The views of a list that everybody has."""
    if name == TASKS:
        return BUILT_IN
    from c8tui.session.lists import LISTS

    return LISTS[name].built_in
