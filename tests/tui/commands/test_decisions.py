"""The commands of the desk: what a file can do without a cluster, and why a command does not apply."""

from __future__ import annotations

import pytest

from c8tui.model.decisions import DecisionInstance
from c8tui.tui.commands.command import DeskState, Situation
from c8tui.tui.commands.decisions import DESK_COMMANDS
from c8tui.tui.modes import DESK, DMN_FILE

BY_ID = {command.id: command for command in DESK_COMMANDS}
ALL = DeskState(loaded=True, table=True, decision=True, chain=2, asks=True, evaluated=True, versions=2)


def why(name: str, state: DeskState, *, read_only: bool = False) -> str | None:
    return BY_ID[name].why_not(Situation(screen=DESK, desk=state, read_only=read_only))


def test_everything_applies_where_everything_is() -> None:
    of_desk = [command for command in DESK_COMMANDS if DESK in command.screens]
    assert len(of_desk) > 10
    no_evaluation = "the desk was not opened from an evaluation"
    assert {command.id: why(command.id, ALL) for command in of_desk if why(command.id, ALL)} == {
        "evaluation_related": no_evaluation
    }
    opened = Situation(screen=DESK, desk=ALL, evaluation=DecisionInstance(decision_evaluation_instance_key="1"))
    assert BY_ID["evaluation_related"].why_not(opened) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("what_if", "only a decision can be evaluated"),
        ("graph", "nothing is shown yet"),
        ("find", "nothing is shown yet"),
        ("rules_for", "no table is shown"),
        ("copy_rule", "no table is shown"),
        ("copy_table", "nothing is shown yet"),
        ("next_decision", "no chain of decisions was evaluated"),
        ("previous_decision", "no chain of decisions was evaluated"),
        ("evaluate", "the inputs are not open; i opens them"),
    ],
)
def test_why_it_does_not_apply(name: str, said: str) -> None:
    assert why(name, DeskState()) == said


def test_a_read_only_profile_sends_nothing_to_be_evaluated() -> None:
    assert "read-only" in (why("evaluate", ALL, read_only=True) or "")
    assert why("what_if", ALL, read_only=True) is None


def test_a_file_needs_no_cluster() -> None:
    of_file = {command.id for command in DESK_COMMANDS if DMN_FILE in command.screens}
    assert of_file >= {"what_if", "graph", "find", "rules_for", "copy_rule", "copy_table", "next_decision"}
    assert not of_file & {"evaluate", "history", "versions", "differences", "fired", "values"}
