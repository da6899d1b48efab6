"""DMN files that are named on the command line, with the files that they import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from c8tui.decisions import file as dmn_file
from c8tui.decisions.element import Model
from c8tui.errors import SettingsError
from c8tui.shell_files import read_bytes

MOST_BESIDE = 200
"""Files of a folder that are looked at for an import."""
DEEPEST = 20
"""Imports of imports."""


class DmnFile(Struct, frozen=True):
    """A file that was read: `at` is the id of the element to begin with."""

    model: Model
    at: str
    xml: str


def read_model(file: str, wanted: str) -> DmnFile:
    """A DMN file, to begin with the decision `wanted`, by name or id, or the last that no other requires.

    Models that it imports are looked for in its folder; one that is not there is among the problems of the model.
    Raises `SettingsError`, also for a file that has nothing to show and a name that several decisions have.
    """
    content = read_bytes(file, "FILE", dmn_file.LARGEST)
    try:
        model = _Folder(Path(file)).read(content)
    except dmn_file.DmnError as wrong:
        raise SettingsError("dmn", file, str(wrong), "Fix the file, or name another") from None
    try:
        at = dmn_file.decision_of(model, wanted)
    except dmn_file.AmbiguousName as several:
        raise SettingsError("decision", file, str(several), "Name one by its id") from None
    if at is None and wanted:
        known = ", ".join(decision.name or decision.id for decision in model.decisions[:10])
        raise SettingsError("decision", file, f"there is no {wanted!r} in it", f"It has: {known or 'no decision'}")
    if not model.elements:
        raise SettingsError("dmn", file, "there is no decision in it, nor anything else to show", "Name another file")
    return DmnFile(model, at or next(iter(model.elements)), content.decode("utf-8", "replace"))


class _Folder:
    """The folder of a file: what the file imports is there, where its `locationURI` says or under any name.

    DMN leaves open how the file of a namespace is found. Nothing outside of the folder is looked at.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._folder = file.absolute().parent
        self._found: dict[str, Model] = {}
        self._contents: dict[Path, bytes | None] = {}
        self._namespaces: dict[Path, str] = {}

    def read(self, content: bytes, depth: int = 0) -> Model:
        """The model with its imports, and theirs. Raises `DmnError`, but not for what is wrong with an import."""
        model = dmn_file.read(content, self._found)
        missing = [entry for entry in model.imports if entry.model is None and entry.namespace]
        if not missing or depth >= DEEPEST:
            return model
        for entry in missing:
            if entry.namespace not in self._found and (there := self._file_of(entry.namespace, entry.location)):
                self._found[entry.namespace] = self.read(there, depth + 1)
        return dmn_file.read(content, self._found)

    def _file_of(self, namespace: str, location: str) -> bytes | None:
        return next(
            (self._contents[path] for path in self._candidates(location) if self._namespace(path) == namespace), None
        )

    def _candidates(self, location: str) -> Iterator[Path]:
        folder = self._folder.resolve()
        if location and "://" not in location and "\0" not in location:
            named = (folder / location).resolve()
            if named.is_relative_to(folder) and named.is_file():
                yield named
        try:
            beside = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".dmn")
        except OSError:
            return
        yield from (path for path in beside[:MOST_BESIDE] if path != self._file.resolve())

    def _namespace(self, path: Path) -> str:
        """That of the model in a file; empty for what is no DMN."""
        if path not in self._namespaces:
            try:
                content = read_bytes(str(path), "import", dmn_file.LARGEST)
                self._contents[path], self._namespaces[path] = content, dmn_file.read(content).namespace
            except (SettingsError, dmn_file.DmnError):
                self._contents[path], self._namespaces[path] = None, ""
        return self._namespaces[path]
