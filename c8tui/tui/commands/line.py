"""The `:` line: what was typed, parsed apart from any screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from c8tui.tui.commands.tables import COMMANDS, Command
from c8tui.tui.modes import DECISIONS, EVALUATIONS, INBOX, JOBS, TOPOLOGY

SCREEN_WORDS = {
    "in": INBOX, "inbox": INBOX, "dec": DECISIONS, "decisions": DECISIONS,
    "dinst": EVALUATIONS, "evaluations": EVALUATIONS,
    "top": TOPOLOGY, "topology": TOPOLOGY, "jobs": JOBS, "job": JOBS,
}  # fmt: skip
ALIASES = {"q": "quit", "h": "help", "keys": "help"}


@dataclass(frozen=True, slots=True)
class Goto:
    """Go to a screen, and narrow what it lists."""

    screen: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Run a command by its id, with the words behind it where it takes some."""

    command: Command
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing we know; `hint` says what was probably meant."""

    hint: str


def parse(line: str) -> Goto | Run | Unknown:
    """Understand one line, without its colon."""
    word, _, argument = line.strip().partition(" ")
    word, argument = word.casefold(), argument.strip()
    if screen := SCREEN_WORDS.get(word):
        return Goto(screen, argument)
    wanted, whole = ALIASES.get(word, word), line.strip().casefold()
    for command in COMMANDS:
        if wanted in (command.id, command.title) or whole == command.title.casefold():
            return Run(command, argument if command.takes else "")
    near = get_close_matches(word, words(), n=1)
    return Unknown(f"no command is called {word!r}" + (f"; did you mean {near[0]}?" if near else ""))


def words(views: Iterable[str] = ()) -> list[str]:
    """Everything that may stand on the line, for completion; `views` are the ids of the inbox's views."""
    return sorted({*SCREEN_WORDS, *(f"in {view}" for view in views), *(command.id for command in COMMANDS), *ALIASES})
