"""The whole of a failure, to read and to copy."""

from __future__ import annotations

from datetime import UTC, datetime

from c8tui.errors import Conflict, GatewayFailure, OutcomeUnknown, RequestLine
from c8tui.tui.dialogs.problem import ProblemDialog, in_full
from tests.tui.apps import dialog_on, text_of, until

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def unsettled() -> OutcomeUnknown:
    error = OutcomeUnknown("no answer\x1b[2J", title="DEADLINE", status=504, request=RequestLine("POST", "/x"),
                      outcome_known=False)  # fmt: skip
    error.__cause__ = GatewayFailure("late", title="GW", status=504)
    return error


def test_everything_that_is_known_is_told() -> None:
    lines = in_full(unsettled(), AT).splitlines()
    assert [line.split()[0] for line in lines] == [
        "error",
        "status",
        "detail",
        "next",
        "request",
        "outcome",
        "cause",
        "time",
    ]
    assert "detail    no answer\\x1b[2J" in lines
    assert "outcome   unknown: the command may have taken effect" in lines
    assert "request   POST /x" in lines
    assert "cause     504 GW: late" in lines


def test_what_is_not_known_is_left_out() -> None:
    text = in_full(Conflict("ben was faster", title="INVALID_STATE", status=409, instance="trace-1"), AT)
    assert [line.split()[0] for line in text.splitlines()] == ["error", "status", "detail", "trace", "time"]


async def test_it_is_copied_whole() -> None:
    async with dialog_on(ProblemDialog(unsettled()), (100, 30)) as (app, pilot):
        assert "POST /x" in text_of(app)
        await pilot.press("y")
        assert "outcome   unknown" in app.clipboard
        await pilot.press("escape")
    assert app.results == [None]


async def test_copying_says_so_and_enter_closes_it() -> None:
    async with dialog_on(ProblemDialog(unsettled())) as (app, pilot):
        await pilot.press("y")
        await until(pilot, lambda: "Copied (sent to the terminal)   esc close" in text_of(app))
        assert app.clipboard.startswith("error     DEADLINE\nstatus    504\ndetail    no answer\\x1b[2J\n")
        await pilot.press("enter")
    assert app.results == [None]


async def test_a_long_one_is_scrolled_on_a_small_screen_and_never_markup() -> None:
    async with dialog_on(ProblemDialog(Conflict("\n".join(f"[b]line {number}[/b" for number in range(99))))) as (
        app,
        pilot,
    ):
        assert "[b]line 0[/b" in text_of(app)
        assert "y copy   esc close" in text_of(app)
        assert "line 98" not in text_of(app)
        await pilot.press("end")
        await until(pilot, lambda: "[b]line 98[/b" in text_of(app))
