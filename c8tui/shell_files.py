"""Files that are named on the command line: read whole, or refused with what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from c8tui.errors import SettingsError
from c8tui.files import path_or_why_not

LARGEST = 10_000_000
"""Bytes of the largest form, and of the largest file of variables."""


def read_bytes(file: str, what: str, largest: int = LARGEST) -> bytes:
    """What is in the file; `what` is the part of the command line that names it. Raises `SettingsError`."""
    path = path_or_why_not(file, "stream")
    if isinstance(path, str):
        raise SettingsError("file", what, path, "Name a file that can be read")
    try:
        with path.open("rb") as opened:
            content = opened.read(largest + 1)
    except OSError as wrong:
        raise SettingsError("file", what, f"{file}: {wrong.strerror}", "Name a file that can be read") from None
    if len(content) > largest:
        raise SettingsError("file", what, f"{file} has more than {largest // 1_000_000} MB", "Name another")
    return content


def read_text(file: str, what: str) -> str:
    """The text of a file. Raises `SettingsError`."""
    return read_bytes(file, what).decode("utf-8-sig", "replace")


def view_file(file: str | None) -> Path | None:
    """The path of a view file, which need not be there yet. Raises `SettingsError`."""
    if file is None:
        return None
    from c8tui.settings_rules import refuse_unreadable  # it brings pydantic, which is not needed before the first frame

    path = path_or_why_not(file, "name")
    if isinstance(path, str):
        raise SettingsError("views", "flag --views", path, "Name the file of your views")
    refuse_unreadable("views", path, "flag --views")
    return path


def log_file(file: str | None) -> Path | None:
    """The path of a log, which need not be there yet. Raises `SettingsError`."""
    path = None if file is None else path_or_why_not(file, "name")
    if isinstance(path, str):
        raise SettingsError("log", "flag --log", path, "Name a file that can be written")
    return path


def read_variables(file: str | None) -> dict[str, Any]:
    """The variables of a JSON file, none without a file. Raises `SettingsError`."""
    if file is None:
        return {}
    try:
        variables = json.loads(read_text(file, "--data"))
    except (ValueError, RecursionError) as wrong:
        raise SettingsError("data", file, f"no JSON: {wrong}", "Fix the file, or leave the flag out") from None
    if not isinstance(variables, dict):
        raise SettingsError("data", file, "no object of variables", 'Write {"name": value, …}')
    return variables
