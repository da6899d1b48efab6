"""Every dialog: a title that is text, escape, and failures told inside it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from c8tui.errors import Conflict, RequestLine, Unreachable
from c8tui.tui.dialogs.base import Dialog
from tests.tui.apps import dialog_on, text_of


class Small(Dialog[str]):
    def title_text(self) -> str:
        return "Complete [bold]x[/] \x1b[2J [@click=app.quit]"

    def content(self) -> ComposeResult:
        yield Input("typed")


async def test_title_failure_and_escape() -> None:
    async with dialog_on(dialog := Small(), (100, 24)) as (app, pilot):
        assert "Complete [bold]x[/] \\x1b[2J [@click=app.quit]" in text_of(app)
        assert not dialog.query_one("#failure").display
        dialog.on_failure(Conflict("ben [was] faster", title="INVALID_STATE", request=RequestLine("POST", "/x")))
        await pilot.pause()
        assert "ben [was] faster (POST /x)" in text_of(app)
        assert dialog.query_one(Input).value == "typed"
        dialog.tell_failure("")
        await pilot.pause()
        assert "faster" not in text_of(app)
        await pilot.press("escape")
    assert app.results == [None]


async def test_texts_of_a_megabyte_leave_the_dialog_usable() -> None:
    class Long(Small):
        def title_text(self) -> str:
            return "x" * 1_000_000

    async with dialog_on(dialog := Long()) as (app, pilot):
        dialog.on_failure(Conflict("y" * 1_000_000))
        await pilot.pause()
        lines = text_of(app).splitlines()
        assert "esc cancel" in text_of(app)
        assert "typed" in text_of(app)
        assert max(map(len, lines)) <= 80
        assert "yyyy" in text_of(app)
        assert text_of(app).count("y" * 60) >= 3


async def test_an_advice_is_told_with_the_failure() -> None:
    async with dialog_on(dialog := Small(), (100, 24)) as (app, pilot):
        dialog.on_failure(Unreachable("no route"))
        await pilot.pause()
        assert "no route" in text_of(app)
        assert "Check the address" in text_of(app)
