"""A profile added to the settings file: comments, order and everything else in it stay as they are."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from c8tui.errors import SettingsError
from c8tui.files import PRIVATE, replace_file
from c8tui.secret_references import reference_in, written
from c8tui.secret_text import SecretStr
from c8tui.settings_rules import MASK


def profile_text(name: str, values: Mapping[str, Any]) -> str:
    """A profile as it would stand in the file, with secrets masked."""
    return _table_text(name, {key: MASK if _is_secret(one) else one for key, one in values.items()}).strip()


def add_profile(path: Path, name: str, values: Mapping[str, Any], *, default: bool = False) -> None:
    """Write `[profiles.NAME]` with `values` into the settings file, in place of one of that name.

    With `default` it becomes `default_profile` unless there is one. The file is replaced at once, keeps its mode unless
    a secret is written into it, and is 0600 when it is new; a link to it stays one. Raises SettingsError where the file
    cannot be read, written, or changed without changing more of it than this.
    """
    from tomlkit.exceptions import TOMLKitError

    path = Path(os.path.realpath(path))
    before, mode = _present(path)
    try:
        after = _changed(before, name, values, default=default)
        good = tomllib.loads(after) == _wanted(tomllib.loads(before), name, values, default=default)
    except (TOMLKitError, ValueError, TypeError, AttributeError):
        good = False
    if not good:
        mend = f"Write it by hand: {'; '.join(profile_text(name, values).splitlines())}"
        raise SettingsError("config", str(path), f"{name} cannot be added to what stands there", mend)
    holds_secret = any(_is_secret(value) for value in values.values())
    try:
        replace_file(path, after.encode(), PRIVATE if holds_secret else mode)
    except OSError as failure:
        why = (failure.strerror or "it failed").lower()
        raise SettingsError("config", str(path), f"cannot be written: {why}", "Fix the folder or its mode") from None


def default_profile_of(path: Path) -> str | None:
    """`default_profile` of the file, None where there is none."""
    text, _ = _present(path)
    default = tomllib.loads(text).get("default_profile")
    return default if isinstance(default, str) else None


def _present(path: Path) -> tuple[str, int]:
    """The text of the file and its mode; of one that is not there yet, those that it will have."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return file.read(), stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except FileNotFoundError:
        return "", PRIVATE
    except (OSError, ValueError) as failure:
        why = (getattr(failure, "strerror", None) or "it is not UTF-8 text").lower()
        raise SettingsError("config", str(path), f"cannot be read: {why}", "Fix the file or its mode") from None


def _changed(before: str, name: str, values: Mapping[str, Any], *, default: bool) -> str:
    """The text of the file with the profile in it; a new table stands at the end, which changes nothing above it."""
    import tomlkit

    present = tomllib.loads(before)
    text = _with_default(before, name) if default and "default_profile" not in present else before
    if name not in present.get("profiles", {}):
        gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        return f"{text}{gap}{_table_text(name, values)}"
    document = tomlkit.parse(text)
    table: Any = document["profiles"][name]
    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        table[key] = _plain(value)
    return tomlkit.dumps(document)


def _table_text(name: str, values: Mapping[str, Any]) -> str:
    import tomlkit

    table = tomlkit.table()
    for key, value in values.items():
        table.add(key, _plain(value))
    return f"[profiles.{tomlkit.key(name).as_string()}]\n{table.as_string()}"


def _with_default(text: str, name: str) -> str:
    """`default_profile` goes behind the first comment: behind a table it would belong to that."""
    import tomlkit

    line = f"default_profile = {tomlkit.string(name).as_string()}\n"
    lines = text.splitlines(keepends=True)
    at = next((number for number, one in enumerate(lines) if not one.startswith("#")), len(lines))
    head = "".join(lines[:at])
    if head and not head.endswith("\n"):
        head += "\n"
    return head + line + "".join(lines[at:])


def _wanted(before: dict[str, Any], name: str, values: Mapping[str, Any], *, default: bool) -> dict[str, Any]:
    wanted = {**before, "profiles": {**before.get("profiles", {}), name: {k: _plain(v) for k, v in values.items()}}}
    if default:
        wanted.setdefault("default_profile", name)
    return wanted


def _plain(value: Any) -> Any:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return list(value) if isinstance(value, tuple) else value


def _is_secret(value: Any) -> bool:
    return isinstance(value, SecretStr) and reference_in(value) is None


def secret_text(secret: str) -> SecretStr:
    """A secret as it stands in the file itself."""
    return SecretStr(written(secret))
