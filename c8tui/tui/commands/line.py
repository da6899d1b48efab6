"""The `:` line: what was typed, parsed apart from any screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from c8tui.tui.commands.command import Command

ALIASES = {"q": "quit", "h": "help", "keys": "help"}


@dataclass(frozen=True, slots=True)
class Goto:
    """Go to a screen, and narrow what it lists."""

    screen: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class RunCommand:
    """Run a command by its id, with the words behind it where it takes some."""

    command: Command[Any]
    argument: str = ""


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """Nothing we know; `hint` says what was probably meant."""

    hint: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
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
        wanted, whole = ALIASES.get(word, word), line.strip().casefold()
        by_id = (command for command in self.commands if wanted == command.id)
        by_title = (one for one in self.commands if one.title.casefold() in (wanted, whole))
        for command in (*by_id, *by_title):
            return RunCommand(command, argument if command.takes else "")
        near = get_close_matches(word, self.words(), n=1)
        return UnknownCommand(f"no command is called {word!r}" + (f"; did you mean {near[0]}?" if near else ""))

    def words(self, views: Iterable[str] = ()) -> list[str]:
        """Everything that may stand on the line, for completion; `views` are the ids of the inbox's views."""
        of_views = (f"in {view}" for view in views)
        return sorted({*self.screens, *of_views, *(command.id for command in self.commands), *ALIASES})
