"""BPMN files that are named on the command line."""

from __future__ import annotations

from c8tui.diagrams.model import BpmnModel
from c8tui.diagrams.read import LARGEST, BpmnError, read
from c8tui.errors import SettingsError
from c8tui.shell_files import read_bytes


def read_bpmn(file: str, process: str = "") -> BpmnModel:
    """The model of a file, or of one of its processes, by id or name. Raises `SettingsError`."""
    content = read_bytes(file, "FILE", LARGEST)
    try:
        model = read(content)
    except BpmnError as wrong:
        raise SettingsError("bpmn", file, str(wrong), "Fix the file, or name another") from None
    if not process:
        return model
    found = [one.id for one in model.processes if process == one.id]
    found = found or [one.id for one in model.processes if process in (one.name, one.participant)]
    if len(found) > 1:
        raise SettingsError("process", file, f"several are called {process!r}", f"Name one by its id: {_some(found)}")
    if not found:
        known = _some([one.id for one in model.processes])
        raise SettingsError("process", file, f"there is no {process!r} in it", f"It has: {known}")
    return model.only(found[0])


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:10])
