"""The commands of a decision: what a file can do without a cluster, and why a command does not apply."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from c8tui.tui.commands.decisions import DECISION_COMMANDS, DMN_FILE_COMMANDS, DecisionContext

BY_ID = {command.id: command for command in DECISION_COMMANDS if command.id != "undo"}
ALL = DecisionContext(loaded=True, table=True, decision=True, chain=2, asks=True, evaluated=True)


def test_everything_applies_where_everything_is() -> None:
    assert len(BY_ID) > 10
    assert {id_: why for id_, command in BY_ID.items() if (why := command.why_not(ALL))} == {}


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
    assert BY_ID[name].why_not(DecisionContext()) == said


def test_a_read_only_profile_sends_nothing_to_be_evaluated() -> None:
    read_only = replace(ALL, read_only=True)
    assert "read-only" in (BY_ID["evaluate"].why_not(read_only) or "")
    assert BY_ID["what_if"].why_not(read_only) is None


def test_a_file_needs_no_cluster() -> None:
    of_file = {command.id for command in DMN_FILE_COMMANDS}
    assert of_file >= {"what_if", "graph", "find", "rules_for", "copy_rule", "copy_table", "next_decision"}
    assert not of_file & {"evaluate", "history", "versions", "differences", "fired", "values"}
