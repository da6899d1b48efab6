"""The settings file: read once, its secrets masked as soon as it is parsed, every fault of it told without a value."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from platformdirs import user_config_path

from c8tui.errors import SettingsError
from c8tui.files import path_or_why_not
from c8tui.secret_references import placed, reference_in
from c8tui.secret_text import SecretStr
from c8tui.settings_sources import MAY_BE_EMPTY, PATHS, SECRETS, GivenSettings, did_you_mean, masked

LARGEST = 1_000_000
"""Bytes of the largest settings file."""


def config_path(flags: Mapping[str, str | None], environ: Mapping[str, str]) -> tuple[Path, str]:
    """The settings file, whether or not it exists, and what chose it ("" for the usual place).

    Raises SettingsError for what was chosen and is no path.
    """
    for chosen, chosen_by in (
        (flags.get("config"), "flag --config"),
        (environ.get("C8TUI_CONFIG"), "environment C8TUI_CONFIG"),
    ):
        if chosen:
            path = path_or_why_not(chosen, "name")
            if isinstance(path, str):
                raise SettingsError("config", chosen_by, path, "Name a settings file, or leave it out")
            return path, chosen_by
    return user_config_path("c8tui") / "config.toml", ""


def views_path() -> Path:
    """The usual place of the view file, whether or not it exists."""
    return user_config_path("c8tui") / "views.toml"


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A config.toml: settings at the top for everyone, and `[profiles.NAME]` tables."""

    path: Path
    default_profile: str | None = None
    common: Mapping[str, Any] = field(default_factory=dict, repr=False)
    profiles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)

    def given(self, profile: str | None, chosen_by: str) -> GivenSettings:
        """The settings of `profile` over those at the top; an unknown profile is a SettingsError."""
        common = self._layer(self.common, str(self.path))
        if profile is None:
            return common.with_saas_address()
        if profile not in self.profiles:
            raise _no_such_profile(profile, chosen_by, self.profiles, self.path)
        chosen = self._layer(self.profiles[profile], f"profile {profile} in {self.path}")
        return chosen.with_saas_address().over(common)

    def _layer(self, table: Mapping[str, Any], origin: str) -> GivenSettings:
        said = {name: value for name, value in table.items() if _says_something(name, value)}
        values = {name: self._placed(name, value, origin) for name, value in said.items()}
        return GivenSettings(values, dict.fromkeys(values, origin))

    def _placed(self, name: str, value: Any, origin: str) -> Any:
        if name in SECRETS and isinstance(value, SecretStr):
            return placed(value, self.path.parent)
        if name not in PATHS or not isinstance(value, str):
            return value
        path = path_or_why_not(value, "name", beside=self.path.parent)
        if isinstance(path, str):
            raise SettingsError(name, origin, path, "Name a file that can be read")
        return str(path)


def _says_something(name: str, value: Any) -> bool:
    """Whether a value is one: empty text stands for nothing, unless it is the way to say "none"."""
    return name in MAY_BE_EMPTY or not isinstance(value, str | SecretStr) or bool(value)


def read_config(path: Path, known: Collection[str]) -> ConfigFile:
    """Read and check `path`; every way in which it cannot be used is a SettingsError that quotes no value of it."""
    document, mode = _parsed(path)
    profiles = _table(document.pop("profiles", {}), "profiles", path)
    default_profile = document.pop("default_profile", None)
    if default_profile is not None and not isinstance(default_profile, str):
        raise SettingsError("default_profile", str(path), "has to be text", "Write the name of a profile in quotes")
    _refuse_unknown(document, "", (*known, "default_profile", "profiles"), path)
    for name, profile in profiles.items():
        _refuse_unknown(_table(profile, f"profiles.{name}", path), f"profiles.{name}.", known, path)
    tables = [document, *profiles.values()]
    if os.name == "posix" and (seen := _seen_by_others(mode, tables)):
        raise SettingsError("config", str(path), f"{seen} (mode {mode:04o})", f"Run: chmod 600 {path}")
    return ConfigFile(path, default_profile, document, profiles)


def _seen_by_others(mode: int, tables: Collection[Mapping[str, Any]]) -> str | None:
    """What speaks against the mode of a file: others may read its secrets, or write the commands that we run."""
    secrets = [table[name] for table in tables for name in SECRETS & table.keys()]
    found = [reference_in(one) if isinstance(one, SecretStr) else None for one in secrets]
    if mode & 0o077 and None in found:
        return "it holds a secret and others may read it"
    if mode & 0o022 and any(one is not None for one in found):
        return "it says where secrets are kept and others may change it"
    return None


def _parsed(path: Path) -> tuple[dict[str, Any], int]:
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            return _masked(tomllib.loads(_content(file, path).decode("utf-8-sig"))), mode
    except OSError as failure:
        reason = (failure.strerror or "it cannot be opened").lower()
        raise SettingsError("config", str(path), f"cannot be read: {reason}", "Fix the file or its mode") from None
    except UnicodeDecodeError:
        raise SettingsError("config", str(path), "is not UTF-8 text", "Save it as UTF-8") from None
    except tomllib.TOMLDecodeError as failure:
        raise SettingsError("config", str(path), f"is no TOML: {_toml_place(str(failure))}", "Fix that line") from None
    except RecursionError:
        raise SettingsError("config", str(path), "is nested too deeply", "Write tables of settings only") from None
    except ValueError:  # tomllib lets Python's own through, as for a number of more digits than int() takes
        raise SettingsError("config", str(path), "holds a number or a date that is none", "Fix the file") from None


def _content(file: BinaryIO, path: Path) -> bytes:
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise SettingsError("config", str(path), f"has more than {LARGEST // 1_000_000} MB", "Name a settings file")
    return content


def _masked(document: dict[str, Any]) -> dict[str, Any]:
    """The same document with every secret out of sight, whichever table it stands in."""
    return {
        name: _masked(value) if isinstance(value, dict) and name not in SECRETS else masked(name, value)
        for name, value in document.items()
    }


def _toml_place(message: str) -> str:
    what, _, place = message.rpartition(" (at ")
    return f"{place.rstrip(')')}: {what[:1].lower()}{what[1:]}" if what else message


def _table(value: Any, key: str, path: Path) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise SettingsError(key, str(path), "has to be a table", f"Write [{key}] and its settings below it")


def _refuse_unknown(table: Mapping[str, Any], where: str, known: Collection[str], path: Path) -> None:
    for key in table:
        if key not in known:
            mend = did_you_mean(re.sub(r"[^a-z]+", "_", key.lower()), known)
            raise SettingsError(where + key, str(path), "there is no such setting", mend)


def _no_such_profile(name: str, chosen_by: str, profiles: Collection[str], path: Path) -> SettingsError:
    known = ", ".join(sorted(profiles))
    mend = f"Known are {known}" if known else f"Add [profiles.{name}] to it"
    return SettingsError("profile", chosen_by, f"there is no profile {name} in {path}", mend)
