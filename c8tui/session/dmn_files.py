"""DMN files that are named on the command line."""

from __future__ import annotations

from dataclasses import dataclass

from c8tui.decisions import file as dmn_file
from c8tui.decisions.reading import Model
from c8tui.errors import SettingsError
from c8tui.shell_files import read_bytes


@dataclass(frozen=True, slots=True)
class DmnFile:
    """A file that was read: `at` is the id of the element to begin with."""

    model: Model
    at: str
    xml: str


def read_model(file: str, wanted: str) -> DmnFile:
    """A DMN file, to begin with the decision `wanted`, by name or id, or the last that no other requires.

    Raises `SettingsError`, also for a file that has nothing to show.
    """
    content = read_bytes(file, "FILE", dmn_file.LARGEST)
    try:
        model = dmn_file.read(content)
    except dmn_file.DmnError as wrong:
        raise SettingsError("dmn", file, str(wrong), "Mend the file, or name another") from None
    at = dmn_file.decision_of(model, wanted)
    if at is None and wanted:
        known = ", ".join(decision.name or decision.id for decision in model.decisions[:10])
        raise SettingsError("decision", file, f"there is no {wanted!r} in it", f"It has: {known or 'no decision'}")
    if not model.elements:
        raise SettingsError("dmn", file, "there is no decision in it, nor anything else to show", "Name another file")
    return DmnFile(model, at or next(iter(model.elements)), content.decode("utf-8", "replace"))
