"""Commands of one's own: the tables `[commands.NAME]` of the settings file, read one by one.

A table that cannot be used is told, and the others work: nobody is kept from the cluster by a script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, get_args

from msgspec import Struct

from c8tui.errors import SettingsError
from c8tui.session.line_template import NotALine, read_line
from c8tui.session.own_commands import GENERAL, OwnCommand, Where
from c8tui.tui.commands.command import Command, Context, on_a_row
from c8tui.tui.commands.keymap import keys_in

EVERY_SCREEN = "all"
GROUP = "Your own"
LONGEST_S = 3_600.0
"""Seconds of the longest time limit."""
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,29}")

OUTPUT: Command[Context] = Command(
    "output", (), "output", "Show all that your last command has printed, or stop it while it runs", GROUP,
    also="own script shell log result stop cancel",
)  # fmt: skip
"""There where somebody has commands of their own."""


class ListedOn(Struct, frozen=True):
    """A screen that commands may be for."""

    words: Collection[str]
    """What it is called."""
    fields: frozenset[str]
    """The fields of a row of it, or of what it shows; empty where there is none."""
    over: bool = False
    """Whether it stands over another one: a key that is taken there is no fault then, unless it is named."""


def read_command(name: str, table: Any, screens: Mapping[str, ListedOn], origin: str) -> OwnCommand:
    """One table. Raises SettingsError that names the setting, and says which values there are."""
    setting = f"commands.{name}"
    if not _NAME.fullmatch(name):
        mend = "Call it by small letters, digits, - and _, a letter first, 30 characters at most"
        raise SettingsError(setting, origin, "is no name of a command", mend)
    if not isinstance(table, Mapping):
        mend = 'Write [commands.NAME] and below it run = "..."'
        raise SettingsError(setting, origin, "has to be a table", mend)
    reading = _CommandTable(setting, origin, table)
    reading.refuse_unknown()
    text = reading.text("run")
    if not text.strip():
        raise reading.wrong("run", "is missing", 'Write the command line, as run = "xdg-open https://x/{key}"')
    shown = _screens(reading, screens)
    fields = frozenset().union(*(screens[one].fields for one in shown))
    plurals = {f"{field}s" for field in fields} - fields
    try:
        line = read_line(text, {*GENERAL, *fields, *plurals}, plurals)
    except NotALine as wrong:
        raise reading.wrong("run", wrong.detail, wrong.mend) from None
    several = line.names & plurals
    needed = {one.removesuffix("s") if one in several else one for one in line.names} - {*GENERAL}
    there = frozenset(one for one in shown if needed <= screens[one].fields)
    named = reading.text("screen", EVERY_SCREEN)
    if not there or (named != EVERY_SCREEN and len(there) < len(shown)):
        lacking = next(iter(shown - there), "")
        missing = ", ".join(f"{{{one}}}" for one in sorted(needed - screens[lacking].fields))
        known = ", ".join(sorted({*GENERAL, *screens[lacking].fields}))
        where = f"the screen {lacking} has" if named != EVERY_SCREEN else "no screen has all of"
        raise reading.wrong("run", f"{where} {'no ' if named != EVERY_SCREEN else ''}{missing}", f"Known are {known}")
    return OwnCommand(
        name=name,
        line=line,
        screens=there,
        keys=keys_in(reading.text("key"), f"{setting}.key", origin),
        where=reading.one_of("where", get_args(Where)),
        description=reading.text("description"),
        confirm=reading.truth("confirm"),
        dangerous=reading.truth("dangerous"),
        timeout_s=reading.seconds("timeout_s", 60.0),
        several=several,
        may_lack_key=frozenset(one for one in there if screens[one].over) if named == EVERY_SCREEN else frozenset(),
    )


def _screens(reading: _CommandTable, screens: Mapping[str, ListedOn]) -> frozenset[str]:
    """The ids of those that it is for."""
    names = reading.table.get("screen", EVERY_SCREEN)
    if names == EVERY_SCREEN:
        return frozenset(screens)
    found = set()
    for name in names if isinstance(names, list) else [names]:
        match = [id_ for id_, one in screens.items() if name == id_ or name in one.words]
        if not match:
            known = ", ".join((EVERY_SCREEN, *screens))
            raise reading.wrong("screen", f"there is no screen {name!r}"[:80], f"Known are {known}")
        found.update(match)
    if not found:
        raise reading.wrong("screen", "names none", f"Known are {', '.join((EVERY_SCREEN, *screens))}")
    return frozenset(found)


SETTINGS = {
    "run": "the command line, for `sh`; `{name}` and the like stand for fields of the row",
    "screen": "where it is: a screen or a list of some; `all`, the default, is every screen that has its fields",
    "key": "its key, or several with commas; without one it is in the palette, in `?` and on the `:` line",
    "description": "what it does, in a sentence",
    "where": "`background` (default): its last line is told; `terminal`: c8tui steps aside for it; `clipboard`: its"
    " output is copied",
    "confirm": "`true` shows the exact line first, and asks",
    "dangerous": "`true` asks as well; a protected profile wants its name typed, a read-only one refuses",
    "timeout_s": "seconds that it may take, 60 by default; no limit in the terminal",
}
"""What a table may hold, with what it means."""


class _CommandTable(Struct, frozen=True):
    """The table of one command, value by value."""

    setting: str
    origin: str
    table: Mapping[str, Any]

    def wrong(self, name: str, detail: str, mend: str) -> SettingsError:
        return SettingsError(f"{self.setting}.{name}", self.origin, detail, mend)

    def refuse_unknown(self) -> None:
        from c8tui.settings_sources import did_you_mean  # not at the start, which can do without pydantic

        for name in self.table:
            if name not in SETTINGS:
                raise self.wrong(name, "there is no such setting of a command", did_you_mean(name, SETTINGS))

    def text(self, name: str, default: str = "") -> str:
        value = self.table.get(name, default)
        if name == "screen":
            return value if isinstance(value, str) else ""
        if not isinstance(value, str):
            raise self.wrong(name, "has to be text (in quotes)", f'Write {name} = "..."')
        return value

    def one_of(self, name: str, values: tuple[Any, ...]) -> Any:
        value = self.table.get(name, values[0])
        if value not in values:
            raise self.wrong(name, "is none of those there are", f"Known are {', '.join(values)}")
        return value

    def truth(self, name: str) -> bool:
        value = self.table.get(name, False)
        if not isinstance(value, bool):
            raise self.wrong(name, "has to be true or false", f"Write {name} = true")
        return value

    def seconds(self, name: str, default: float) -> float:
        value = self.table.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= LONGEST_S:
            raise self.wrong(name, f"has to be seconds, up to {LONGEST_S:,.0f}", f"Write {name} = {default:g}")
        return float(value)


def _always(_: Context) -> str | None:
    return None


def command_of(own: OwnCommand, keys: tuple[str, ...]) -> Command[Context]:
    """It as screens know commands."""
    why: Callable[[Context], str | None] = on_a_row if own.about_rows else _always
    return Command(
        f"own_{own.name.replace('-', '_')}", keys, own.name, own.description or "A command of your own", GROUP, why,
        writes=own.dangerous, many=own.about_rows, bar=bool(keys), word=own.name, also="own script shell", runs=own,
    )  # fmt: skip


def without_conflicts(
    own: OwnCommand, taken: Mapping[str, Mapping[str, str]], origin: str
) -> tuple[tuple[str, ...], tuple[SettingsError, ...]]:
    """Its keys that are free on all of its screens, and what is wrong with the others.

    `taken` are the keys of each screen, with what has them.
    """
    from c8tui.tui.commands.common import key_name

    free, faults = [], []
    for key in own.keys:
        checked = sorted(own.screens - own.may_lack_key)
        whose = [(screen, taken[screen][key]) for screen in checked if key in taken[screen]]
        if whose:
            screen, other = whose[0]
            detail = f"{key_name(key)} is the key of '{other}' on the screen {screen}, so it has none"
            mend = f"Choose another key, or give '{other}' another one in [keys]"
            faults.append(SettingsError(f"commands.{own.name}.key", origin, detail, mend))
        else:
            free.append(key)
    return tuple(free), tuple(faults)
