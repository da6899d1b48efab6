"""The `:` line: screens, views, commands, and a hint for what is none of them."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.tui.commands.command import Command
from c8tui.tui.commands.line import Goto, RunCommand, UnknownCommand
from c8tui.tui.registry import all_commands, vocabulary


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("in", Goto("inbox")),
        ("inbox", Goto("inbox")),
        ("in mine", Goto("inbox", "mine")),
        ("  IN   un ", Goto("inbox", "un")),
        ("dec", Goto("decisions")),
        ("dec dish", Goto("decisions", "dish")),
        ("decisions Dish With Blanks", Goto("decisions", "Dish With Blanks")),
        ("dinst", Goto("evaluations")),
        ("dinst dish", Goto("evaluations", "dish")),
        ("evaluations 2251799813685249", Goto("evaluations", "2251799813685249")),
        ("top", Goto("topology")),
        ("topology", Goto("topology")),
        ("jobs payment*", Goto("jobs", "payment*")),
        ("job", Goto("jobs")),
    ],
)
def test_going_somewhere(line: str, meant: Goto) -> None:
    assert vocabulary().parse(line) == meant


@pytest.mark.parametrize("command", tuple(all_commands()), ids=lambda command: command.id)
def test_every_command_by_its_id(command: Command[Any]) -> None:
    assert vocabulary().parse(command.id) == RunCommand(command)


@pytest.mark.parametrize(
    ("line", "id_"),
    [("q", "quit"), ("QUIT", "quit"), ("h", "help"), ("keys", "help"), ("refresh", "refresh"), ("claim", "claim"),
     ("follow-up", "follow_up"), ("unclaim now", "unclaim")],
)  # fmt: skip
def test_by_title_and_alias(line: str, id_: str) -> None:
    found = vocabulary().parse(line)
    assert isinstance(found, RunCommand)
    assert found.command.id == id_


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("clame", "no command is called 'clame'; did you mean claim?"),
        ("inbx", "no command is called 'inbx'; did you mean inbox?"),
        ("refrehs", "no command is called 'refrehs'; did you mean refresh?"),
        ("xyzzy", "no command is called 'xyzzy'"),
        ("", "no command is called ''"),
        ("\x1b[2J", "no command is called '\\x1b[2j'"),
    ],
)
def test_what_is_no_command(line: str, hint: str) -> None:
    assert vocabulary().parse(line) == UnknownCommand(hint)


def test_every_word_that_completion_offers_is_understood() -> None:
    offered = vocabulary().words(("mine", "completed"))
    assert offered == sorted(set(offered))
    assert {"in mine", "in completed", "dec", "claim", "q", "goto_jobs"} <= set(offered)
    assert [word for word in offered if isinstance(vocabulary().parse(word), UnknownCommand)] == []
