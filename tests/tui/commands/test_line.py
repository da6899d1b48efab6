"""The `:` line: screens, views, commands, and a hint for what is none of them."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.tui.commands.command import Command
from c8tui.tui.commands.line import Goto, RunCommand, UnknownCommand
from c8tui.tui.registry import all_commands, commands_of, vocabulary


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


THERE = "Screens: in, dec, dinst, top, job, inc, inst, proc, bat, msg, corr; ? lists what can be done here."


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("clame", "There is no command 'clame'. Did you mean claim?"),
        ("inbx", "There is no command 'inbx'. Did you mean inbox?"),
        ("refrehs", "There is no command 'refrehs'. Did you mean refresh?"),
        ("xyzzy", "There is no command 'xyzzy'."),
        ("", "There is no command ''."),
        ("\x1b[2J", "There is no command '\\x1b[2j'."),
    ],
)
def test_what_is_no_command(line: str, hint: str) -> None:
    assert vocabulary().parse(line) == UnknownCommand(f"{hint} {THERE}")


def test_every_word_that_completion_offers_is_understood() -> None:
    offered = vocabulary().words(("in mine", "in completed"))
    assert len(offered) == len(set(offered))
    assert offered[:6] == ["in", "dec", "dinst", "top", "job", "inc"], "screens first"
    assert {"in mine", "in completed", "decisions", "claim", "q", "goto_jobs"} <= set(offered)
    assert [word for word in offered if isinstance(vocabulary().parse(word), UnknownCommand)] == []


def test_only_what_can_be_done_here_is_offered() -> None:
    offered = vocabulary().words(commands=commands_of("topology"))
    assert "refresh" in offered
    assert not {"claim", "nowhere"} & set(offered)
