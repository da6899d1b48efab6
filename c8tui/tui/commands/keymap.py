"""Keys of one's own: a keymap from ids of commands to keys, checked against every screen before anything is bound.

This is read before there is a screen, and so imports no Textual; keys have the names that Textual gives them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from c8tui.errors import SettingsError
from c8tui.tui.commands.command import Command
from c8tui.tui.commands.common import key_name

Keymap = Mapping[str, tuple[str, ...]]
"""The keys of commands that have other ones than their own; none at all for a command without a key."""

LISTS_OWN = frozenset(
    {"j", "k", "g", "G", "h", "l", "up", "down", "left", "right", "home", "end", "pageup", "pagedown"}
    | {"shift+left", "shift+right", "ctrl+b", "ctrl+d", "ctrl+f", "ctrl+u", "tab", "shift+tab"}
)
"""Keys that move in every list, before any command hears them."""
APP_OWNS = frozenset({"ctrl+c", "ctrl+q"})
_NAMED = frozenset(
    {"enter", "escape", "space", "tab", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"}
    | {"up", "down", "left", "right"}
)
_SAID = {"esc": "escape", "del": "delete", "page up": "pageup", "page down": "pagedown", "return": "enter"}
_FUNCTION = re.compile(r"f([1-9]|1\d|2[0-4])")
_CONTROL = re.compile(r"ctrl\+([a-z]|space|underscore|backslash|right_square_bracket)")
_SHIFT = re.compile(r"shift\+(tab|up|down|left|right|home|end|enter|f\d{1,2})")
_RENAMED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Where Textual's name of a character is not that of Unicode."""


def key_of(text: str) -> str | None:
    """The key that somebody names as it is printed on it or in the key bar; None for what is none."""
    text = text.strip()
    if len(text) == 1:
        if text.isalnum():
            return text
        name = unicodedata.name(text, "").lower().replace("-", "_").replace(" ", "_")
        return _RENAMED.get(name, name) or None
    name = _SAID.get(text.lower(), text.lower())
    if "+" in name:
        held, _, key = name.rpartition("+")
        name = f"{held}+{_SAID.get(key, key)}"
    if name in _NAMED or any(kind.fullmatch(name) for kind in (_FUNCTION, _CONTROL, _SHIFT)):
        return name
    return "comma" if name == "comma" else None


OLD_IDS = {"view_back": "go_back", "view_forward": "go_forward"}
"""What commands were called that settings files may still name."""


def keymap(
    given: Mapping[str, str], known: Mapping[str, Command[Any]], origin: str, own: Collection[str] = ()
) -> Keymap:
    """What `[keys]` of the settings says. Raises SettingsError for a command or a key that does not exist.

    `own` are the names of commands of one's own: their keys stand in their tables.
    """
    read: dict[str, tuple[str, ...]] = {}
    for named, text in given.items():
        command_id = OLD_IDS.get(named, named)
        if command_id not in known:
            name = named.removeprefix("own_")
            if (mine := next((one for one in own if name in (one, one.replace("-", "_"))), None)) is not None:
                mend = f'Write key = "{text}" in [commands.{mine}]'
                detail = "is a command of your own, whose table names its key"
                raise SettingsError(f"keys.{named}", origin, detail, mend)
            from c8tui.settings_sources import did_you_mean  # not at the start, which can do without pydantic

            raise SettingsError(f"keys.{named}", origin, "there is no such command", did_you_mean(named, known))
        read[command_id] = keys_in(text, f"keys.{named}", origin)
    return read


def keys_in(text: str, setting: str, origin: str) -> tuple[str, ...]:
    """The keys that a text of `setting` lists, separated by commas. Raises SettingsError."""
    keys = []
    for part in text.split(",") if text.strip() else ():
        key = key_of(part)
        if key is None:
            mend = "Write a key as the key bar shows it, as a, A, /, f5, ctrl+a, esc; `comma` for the comma"
            raise SettingsError(setting, origin, f"'{part.strip()}' is no key", mend)
        if key in LISTS_OWN | APP_OWNS:
            detail = f"{key_name(key)} {'moves in lists' if key in LISTS_OWN else 'ends the program'}"
            raise SettingsError(setting, origin, detail, "Choose another key")
        keys.append(key)
    return tuple(dict.fromkeys(keys))


ByScreen = Mapping[str, tuple[Command[Any], ...]]
"""The commands of each screen."""


def refuse_conflicts(own: Keymap, before: ByScreen, after: ByScreen, origin: str) -> None:
    """Raises SettingsError where two commands of a screen have one key that did not share it before.

    `before` and `after` are the commands of each screen with the keys of the tables and with those of one's own.
    """
    for screen, commands in after.items():
        shared = set(_pairs(before[screen]))
        for key, one, other in sorted(_pairs(commands)):
            if (key, one, other) in shared:
                continue
            mine, theirs = (one, other) if one in own else (other, one)
            detail = f"{key_name(key)} is the key of '{theirs}' on the screen {screen}"
            raise SettingsError(
                f"keys.{mine}", origin, detail, f"Choose another key, or give '{theirs}' one of its own"
            )


def _pairs(commands: tuple[Command[Any], ...]) -> Iterator[tuple[str, str, str]]:
    """The keys that two commands have, with the ids of both."""
    for place, one in enumerate(commands):
        for other in commands[place + 1 :]:
            for key in set(one.keys) & set(other.keys):
                first, second = sorted((one.id, other.id))
                yield key, first, second


RUSSIAN = ("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")
GREEK = ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm")


@cache
def by_position() -> dict[str, str]:
    """The keys of Latin letters by the letter that another keyboard layout has in their place, small and capital."""
    found: dict[str, str] = {}
    for letters, latin in (RUSSIAN, GREEK):
        for letter, key in zip(letters, latin, strict=True):
            named = key_of(key)
            assert named is not None, f"'{key}' is a key"
            found[letter] = named
            if key.isalpha() and letter.upper() != letter:
                found.setdefault(letter.upper(), key.upper())
    return found
