"""A command says why it cannot run: a read-only profile, its own reason, or none where rows are marked."""

from __future__ import annotations

from c8tui.tui.commands.command import Command, Context, on_a_row


def command(*, writes: bool = False, many: bool = False) -> Command[Context]:
    return Command("x", ("x",), "x", "Does x", "Group", why=lambda _: "it rains", writes=writes, many=many)


def test_a_reason_and_none() -> None:
    assert command().why_not(Context()) == "it rains"
    anything: Command[Context] = Command("x", ("x",), "x", "Does x", "Group")
    assert anything.why_not(Context()) is None


def test_what_writes_is_refused_first() -> None:
    assert command(writes=True).why_not(Context(read_only=True)) == "this profile is read-only"
    assert command().why_not(Context(read_only=True)) == "it rains"


def test_marked_rows_are_judged_one_by_one_later() -> None:
    assert command(many=True).why_not(Context(marked=2)) is None
    assert command(many=True).why_not(Context()) == "it rains"
    assert command().why_not(Context(marked=2)) == "it rains"
    assert command(many=True, writes=True).why_not(Context(marked=2, read_only=True)) == "this profile is read-only"


def test_nothing_is_selected() -> None:
    assert on_a_row(Context()) == "nothing is selected"
