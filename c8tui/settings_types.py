"""The types of settings: text as it stands, and what has to be read out of it.

Most settings are texts, switches and secrets, and need no reading. Numbers and lists are left to pydantic, which is
imported for them alone: it takes a fifth of the way to the first list.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PosixPath, WindowsPath
from typing import Any, get_args

from c8tui.files import path_or_why_not
from c8tui.secret_text import SecretStr
from c8tui.settings_rules import Auth, Body, refused

_PLAIN: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "bool": (bool,),
    "SecretStr": (SecretStr,),
    "Path": (PosixPath, WindowsPath),
    "Mapping[str, Any]": (dict,),
}
_CHOICES = {"Auth": get_args(Auth), "Body": get_args(Body)}


def typed(given: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    """`given` as the settings of these kinds take it, by name. Raises BrokenRule for what cannot be read so.

    `kinds` are the annotations of `Settings`, as text.
    """
    read = {name: _read(name, value, kinds[name]) for name, value in given.items()}
    others = {name: value for name, value in read.items() if not _is_plain(value, kinds[name])}
    if others:
        from c8tui.settings_model import converted

        read |= converted(others, kinds)
    return read


def _read(name: str, value: Any, kind: str) -> Any:
    """A value read as far as that is clear without asking what it may be."""
    if kind == "Path | None" and isinstance(value, str | Path):
        path = path_or_why_not(str(value), "name")
        if isinstance(path, str):
            raise refused(name, detail=path, mend="Name a file that can be read")
        return path
    if kind == "tuple[str, ...]" and isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if kind == "Mapping[str, Any]":
        return own_commands(value)  # a bad command keeps nobody from working
    return value.lower() if kind in _CHOICES and isinstance(value, str) else value


def _is_plain(value: Any, kind: str) -> bool:
    """Whether a value is what it should be, so that nothing has to be converted, and nothing checked."""
    if kind in _CHOICES:
        return value in _CHOICES[kind]
    if value is None and kind.endswith("| None"):
        return True
    if kind == "tuple[str, ...]":
        return isinstance(value, tuple) and all(isinstance(one, str) for one in value)
    return type(value) in _PLAIN.get(kind.removesuffix(" | None"), ())


def own_commands(given: Any) -> Mapping[str, Any]:
    """The tables of commands as they stand, to be read one by one: what is no table is one command without a line."""
    return given if isinstance(given, Mapping) else {} if given is None else {"commands": given}
