"""Where a new secret goes when a profile is written: the keyring, a file of its own, or the settings file."""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path
from typing import Literal

from c8tui.errors import SettingsError
from c8tui.files import replace_file
from c8tui.secret_references import written
from c8tui.secret_sources import store_in_keyring
from c8tui.secret_text import SecretStr

Keeping = Literal["keyring", "file", "settings"]


def secret_file(config: Path, profile: str, setting: str) -> Path:
    """A file for a profile's secret, beside the settings file, of a name that is free."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", profile).strip(".-")[:60] or "profile"
    base = config.parent / "secrets" / f"{name}-{setting}"
    numbered = (base.with_name(f"{base.name}-{number}") for number in itertools.count(2))
    return next(path for path in itertools.chain([base], numbered) if not os.path.lexists(path))


def keep(secret: SecretStr, keeping: Keeping, config: Path, profile: str, setting: str) -> SecretStr:
    """Store a secret and return what stands in the settings for it. Raises SettingsError where it cannot be stored."""
    text = secret.get_secret_value()
    if keeping == "settings" or len(text.splitlines()) > 1:
        return SecretStr(written(text))
    if keeping == "keyring":
        entry = f"{profile} {setting}"
        return SecretStr(f"keyring:{store_in_keyring(entry, secret, setting)}")
    path = secret_file(config, profile, setting)
    try:
        replace_file(path, f"{text}\n".encode())
    except OSError as failure:
        why = (failure.strerror or "it failed").lower()
        raise SettingsError(setting, "file", f"{path} cannot be written: {why}", "Keep it elsewhere") from None
    return SecretStr(f"file:{path.relative_to(config.parent)}")
