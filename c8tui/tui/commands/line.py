"""The `:` line: what was typed, parsed apart from any screen."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from c8tui.session.filter_syntax import is_long_key
from c8tui.tui.commands.command import Command

FIND_KEY = "find_key"
"""The command that a key alone stands for."""
ALIASES = {"q": "quit", "h": "help", "keys": "help"}


class Goto(Struct, frozen=True):
    """Go to a screen, and narrow what it lists."""

    screen: str
    argument: str = ""


class RunCommand(Struct, frozen=True):
    """Run a command by its id, with the words behind it where it takes some."""

    command: Command[Any]
    argument: str = ""


class UnknownCommand(Struct, frozen=True):
    """Nothing we know; `hint` says what was probably meant."""

    hint: str


class Vocabulary(Struct, frozen=True):
    """What may stand on the line: the words of screens by screen, and the commands."""

    screens: dict[str, str]
    """The id of a screen by a word for it."""
    commands: tuple[Command[Any], ...]

    def parse(self, line: str) -> Goto | RunCommand | UnknownCommand:
        """Understand one line, without its colon."""
        word, _, argument = line.strip().partition(" ")
        word, argument = word.casefold(), argument.strip()
        if screen := self.screens.get(word):
            return Goto(screen, argument)
        if not argument and is_long_key(word):
            word, argument = FIND_KEY, word
        wanted, whole = ALIASES.get(word, word), line.strip().casefold()
        by_id = (command for command in self.commands if wanted in (command.id, command.word or command.id))
        by_title = (one for one in self.commands if one.title.casefold() in (wanted, whole))
        for command in (*by_id, *by_title):
            return RunCommand(command, argument if command.takes else "")
        near = get_close_matches(word, self.words(), n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        there = ", ".join(self._short_words())
        return UnknownCommand(f"There is no command {word!r}. {meant}Screens: {there}; ? lists what can be done here.")

    def words(self, names: Iterable[str] = (), commands: Iterable[Command[Any]] | None = None) -> list[str]:
        """What may stand on the line, for completion: screens, then commands, by default all; `names` are whole lines.

        Other words for the same stand last.
        """
        short = self._short_words()
        ids = sorted(one.id for one in (self.commands if commands is None else commands))
        return list(dict.fromkeys((*short, *ids, *names, *self.screens, *ALIASES)))

    def _short_words(self) -> list[str]:
        """The shortest word for each screen."""
        shortest: dict[str, str] = {}
        for word, screen in self.screens.items():
            shortest[screen] = min(word, shortest.get(screen, word), key=len)
        return [*shortest.values()]
