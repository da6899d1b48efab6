"""All views there are: those that everybody has, and those of the view file, read again when it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from c8tui.errors import Refusal
from c8tui.session import view_edits, view_file
from c8tui.session.views import BUILT_IN, View, view_named


class ViewExists(Refusal):
    """A view of one's own has that name already: somebody has to say that it is to be replaced."""

    def __init__(self, other: View) -> None:
        super().__init__(f"{other.title} is there already")
        self.other = other


@dataclass(slots=True)
class ViewStore:
    """The views by the file at `path`, or the built-in ones alone."""

    path: Path | None
    _file: view_file.ViewFile = field(default_factory=view_file.ViewFile)
    _stamp: tuple[int, int] | None = None
    """Time and size of the file when it was read."""

    def __iter__(self) -> Iterator[View]:
        yield from BUILT_IN
        yield from self.own

    @property
    def own(self) -> tuple[View, ...]:
        """Those of the file."""
        return self._file.views

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the file, a sentence each."""
        return self._file.problems

    def named(self, name: str) -> View | None:
        """The view with this id or title, or the only one that begins so."""
        return view_named(name, self)

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
        self._file = view_file.load(self.path)
        return self._file != before

    def save(self, view: View, title: str, *, replacing: bool = False) -> View:
        """Keep a view under a title. Raises ViewExists where that is the name of another view of one's own.

        `replacing` it is meant, then. Raises C8Error for a name that no view can have, and for a file that cannot be
        written.
        """
        path, own = self._named(view, title, replacing=replacing)
        view_edits.save(path, own)
        self.refresh()
        return own

    def rename(self, view: View, title: str, *, replacing: bool = False) -> View:
        """Give an own view another title, and the name that goes with it. Raises as `save()`."""
        path, own = self._named(view, title, replacing=replacing)
        view_edits.rename(path, view.id, own)
        self.refresh()
        return own

    def _named(self, view: View, title: str, *, replacing: bool) -> tuple[Path, View]:
        """The file, and the view as it stands there under a title."""
        if self.path is None:
            raise Refusal("there is no place for a view file here; set `views` to one")
        id_ = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
        if not id_ or any(id_ == known.id or title.casefold() == known.title.casefold() for known in BUILT_IN):
            raise Refusal(f"a view of your own cannot be called {title!r}")
        self.refresh()
        other = next((known for known in self.own if known.id == id_), None)
        if other is not None and not replacing and not (view.own and view.id == id_):
            raise ViewExists(other)
        return self.path, replace(view, id=id_, title=title, own=True)

    def remove(self, view: View) -> None:
        """Take an own view out of the file. Raises C8Error."""
        if self.path is not None:
            view_edits.remove(self.path, view.id)
            self.refresh()
