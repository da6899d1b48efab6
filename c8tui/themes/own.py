"""Themes of one's own: a file NAME.toml for each, in the folder `themes` beside config.toml; colours by semantic role.

What a file leaves out is taken from the theme that it names as its base. It is read like the settings: whatever is
wrong with it is told with its name, its place and the nearest known name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from c8tui.errors import SettingsError
from c8tui.settings_sources import did_you_mean
from c8tui.text import visible
from c8tui.themes.contrast import hexed, legible, rgb
from c8tui.themes.palette import DEFAULT, PAIRS, ROLES, TEXTS, Palette, fitted
from c8tui.themes.shipped import ANSI, DARK, OF_TEXTUAL, SHIPPED

LARGEST = 100_000
"""Bytes of a theme's file."""
MOST_FILES = 200
"""Files that are listed."""
ANSI_NAMES = tuple(
    f"{bright}{colour}"
    for bright in ("", "bright_")
    for colour in ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
)
BASE, INDEXED, SIXTEEN = "base", "colours_256", "colours_16"
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def themes_path() -> Path:
    """The folder of one's own themes, whether or not it exists."""
    from platformdirs import user_config_path

    return user_config_path("c8tui") / "themes"


def names(folder: Path | None) -> list[str]:
    """Every theme that can be named: ours first, then the files of the folder, then Textual's."""
    return [*dict.fromkeys((*SHIPPED, *own_names(folder), *ANSI, *OF_TEXTUAL))]


def own_names(folder: Path | None) -> list[str]:
    """The names of the files of a folder, sorted."""
    try:
        found = sorted(path.stem for path in folder.glob("*.toml")) if folder is not None else []
    except OSError:
        return []
    return [name for name in found if _NAME.fullmatch(name)][:MOST_FILES]


def check_name(name: str, origin: str, folder: Path | None) -> None:
    """Raise SettingsError for a theme that is not known, or whose file cannot be used."""
    known = names(folder)
    if name not in known:
        raise SettingsError("theme", origin, f"there is no theme {visible(name, 80)}", did_you_mean(name, known))
    own_palette(name, folder)


def palette(name: str, folder: Path | None) -> Palette | None:
    """A theme of ours or of one's own; None for Textual's, and for what there is not. Raises SettingsError."""
    return SHIPPED.get(name) or ANSI.get(name) or own_palette(name, folder)


def own_palette(name: str, folder: Path | None) -> Palette | None:
    """The theme of a file; None where there is none, or the name is one of ours. Raises SettingsError."""
    if folder is None or name in SHIPPED or name in ANSI or name not in own_names(folder):
        return None
    path = folder / f"{name}.toml"
    return _built(name, _parsed(path), path)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise SettingsError("theme", str(path), f"has more than {LARGEST // 1000} kB", "Name colours only")
        return tomllib.loads(content.decode("utf-8-sig"))
    except OSError as failure:
        reason = (failure.strerror or "it cannot be opened").lower()
        raise SettingsError("theme", str(path), f"cannot be read: {reason}", "Fix the file or its mode") from None
    except UnicodeDecodeError:
        raise SettingsError("theme", str(path), "is not UTF-8 text", "Save it as UTF-8") from None
    except (ValueError, RecursionError) as failure:
        said = visible(str(failure), 120) if isinstance(failure, ValueError) else "is nested too deeply"
        raise SettingsError("theme", str(path), f"is no TOML: {said}", "Fix that line") from None


def _built(name: str, document: Mapping[str, Any], path: Path) -> Palette:
    _refuse_unknown(document, (BASE, INDEXED, SIXTEEN, *ROLES), "", path)
    base = _base(document.get(BASE, DARK), path)
    own = {role: _hex(role, value, path) for role, value in document.items() if role in ROLES}
    colours = _completed(base, own)
    indexed = {role: _index(role, value, path) for role, value in _table(document, INDEXED, path).items()}
    sixteen = {role: _ansi(role, value, path) for role, value in _table(document, SIXTEEN, path).items()}
    smaller = fitted(colours) if own else base.indexed
    return Palette(name, base.dark, colours, {**smaller, **indexed}, {**base.sixteen, **sixteen})


def _completed(base: Palette, own: Mapping[str, str]) -> dict[str, str]:
    """The colours of a file, and those of its base, made legible on the grounds of the file."""
    colours = {**base.colours, **own}
    for role in (*TEXTS, "focus_text", "selected_text", "danger_text"):
        if role not in own:
            grounds = [rgb(colours[ground]) for over, ground, _ in PAIRS if over == role]
            colours[role] = hexed(legible(rgb(colours[role]), grounds))
    return colours


def _base(value: Any, path: Path) -> Palette:
    if isinstance(value, str) and value in SHIPPED:
        return SHIPPED[value]
    detail, mend = f"has to be one of {', '.join(SHIPPED)}", did_you_mean(str(value)[:80], SHIPPED)
    raise SettingsError(BASE, str(path), detail, mend)


def _table(document: Mapping[str, Any], key: str, path: Path) -> Mapping[str, Any]:
    table = document.get(key, {})
    if not isinstance(table, dict):
        raise SettingsError(key, str(path), "has to be a table", f"Write [{key}] and its roles below it")
    _refuse_unknown(table, ROLES, f"{key}.", path)
    return table


def _refuse_unknown(table: Mapping[str, Any], known: Collection[str], where: str, path: Path) -> None:
    for key in table:
        if key not in known:
            mend = did_you_mean(re.sub(r"[^a-z0-9]+", "_", key.lower()), known)
            raise SettingsError(where + visible(key, 80), str(path), "there is no such role", mend)


def _hex(role: str, value: Any, path: Path) -> str:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise SettingsError(role, str(path), "has to be a colour like #1c1e22 (in quotes)", "Fix it, or leave it out")
    digits = value[1:].lower()
    return f"#{digits if len(digits) == 6 else ''.join(digit * 2 for digit in digits)}"


def _index(role: str, value: Any, path: Path) -> int:
    if type(value) is int and 16 <= value <= 255:
        return value
    detail = "has to be a number from 16 to 255"
    raise SettingsError(f"{INDEXED}.{role}", str(path), detail, "Fix it, or leave it out")


def _ansi(role: str, value: Any, path: Path) -> str:
    known = (DEFAULT, *ANSI_NAMES)
    if isinstance(value, str) and value in known:
        return value
    detail = f"has to be one of {', '.join(known)}"
    raise SettingsError(f"{SIXTEEN}.{role}", str(path), detail, "Fix it, or leave it out")
