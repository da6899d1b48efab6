"""The command line as data: every command with its flags and places, read from the parser that reads the command line.

Shell completion and the man page are made of it, so that a new command or flag is in both.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile

from c8tui.flags import LISTS, NAMES, STORIES, parser
from c8tui.shell_help import topics

NAMED_BY = {"profile": "profiles", "view": "views", "theme": "themes"}
"""Flags whose values are names that only the program knows when it is asked, and what they are names of."""
PROFILE, FILE = "PROFILE", "FILE"
"""What a place is called that takes the name of a profile, and one that takes a file."""


@dataclass(frozen=True, slots=True)
class Argument:
    """What stands behind a flag, or in a place of its own."""

    called: str
    """As the help prints it: `FILE`, `8.8|8.9`."""
    words: tuple[str, ...] = ()
    """Those that there are, or a choice of them."""
    names: str = ""
    """What it is a name of, where only the program knows them: `profiles`, `themes`, `views`, `jobs-views`."""

    @property
    def is_file(self) -> bool:
        """Whether a file is named."""
        return self.called == FILE


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag; without a value it is a switch."""

    names: tuple[str, ...]
    about: str
    argument: Argument | None


@dataclass(frozen=True, slots=True)
class Positional:
    """A word without a flag."""

    argument: Argument
    about: str
    repeats: bool
    needed: bool


@dataclass(frozen=True, slots=True)
class Usage:
    """One command, or the program itself, which has no name."""

    path: tuple[str, ...]
    """The words that name it: (), ("tasks",)."""
    about: str
    flags: tuple[Flag, ...]
    places: tuple[Positional, ...]
    commands: tuple[Usage, ...]

    @property
    def name(self) -> str:
        """As it is typed, without the program."""
        return " ".join(self.path)

    def all(self) -> Iterator[Usage]:
        """It and every command below."""
        yield self
        for one in self.commands:
            yield from one.all()


def usage() -> Usage:
    """The whole command line."""
    return _read(parser(), ())


def _read(one: argparse.ArgumentParser, path: tuple[str, ...]) -> Usage:
    flags, places, commands = [], [], list[Usage]()
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            commands += (_read(below, (*path, name)) for name, below in action.choices.items())
        elif action.option_strings:
            argument = None if action.nargs == 0 else _argument(action, path)
            flags.append(Flag(tuple(action.option_strings), action.help or "", argument))
        else:
            needed = action.nargs not in ("*", "?")
            places.append(Positional(_argument(action, path), action.help or "", action.nargs in ("*", "+"), needed))
    return Usage(path, one.description or "", tuple(flags), tuple(places), tuple(commands))


def _argument(action: argparse.Action, path: tuple[str, ...]) -> Argument:
    if action.choices:
        words = tuple(map(str, action.choices))
        return Argument("|".join(words), words)
    called = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    names, command = "profiles" if called == PROFILE else NAMED_BY.get(action.dest, ""), path[-1] if path else ""
    if names == "views" and f"{command}-views" in NAMES:
        names = f"{command}-views"
    return Argument(called, () if names else _words(action.dest, command), names)


def _words(dest: str, command: str) -> tuple[str, ...]:
    """What is known to stand there, of what any text may be."""
    if dest == "topic":
        return tuple(topics())
    if dest == "story":
        return STORIES
    if command in LISTS and dest in ("filter", "sort"):
        from c8tui.session.list_words import filter_words, sort_words

        return (filter_words if dest == "filter" else sort_words)(command)
    return ()


def long_name(flag: Flag) -> str:
    """The name that says most: `--help` of `-h` and `--help`."""
    return next(dropwhile(lambda name: not name.startswith("--"), flag.names), flag.names[0])
