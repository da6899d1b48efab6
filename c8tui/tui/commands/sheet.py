"""The key sheet as Markdown: the keys that hold everywhere, then those of each screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from c8tui.tui.commands.command import Command
from c8tui.tui.commands.common import FORM, MOVES, SIGNS, SIGNS_TITLE, key_name
from c8tui.tui.registry import MODES, SCREENS, commands_of


def key_sheet() -> str:
    """All of it."""
    parts = ["# Keys of c8tui", _table("Moving in a list", MOVES), _table(SIGNS_TITLE, SIGNS)]
    everywhere = set.intersection(*({command.id for command in commands_of(mode.id)} for mode in MODES))
    parts.append(_table("Everywhere", (_row(one) for one in commands_of(MODES[0].id) if one.id in everywhere)))
    for spec in SCREENS:
        own = [command for command in commands_of(spec.id) if command.id not in everywhere]
        if own:
            parts.append(_table(spec.title, map(_row, own)))
    parts.append(_table("In a form", FORM))
    return "\n".join(parts)


def _row(command: Command[Any]) -> tuple[str, str]:
    keys = " ".join(map(key_name, command.keys)) or f"ctrl+p or :{command.word or command.id}"
    return keys, f"**{command.title}**: {command.help} (`{command.id}`)"


def _table(title: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| `{keys}` | {text} |" for keys, text in rows]
    return "\n".join([f"\n## {title}\n", "| key | what it does |", "| --- | --- |", *lines])
