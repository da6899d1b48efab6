"""Every dialog: a title that is text, escape, and failures told inside it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from c8tui.errors import Conflict, RequestLine
from c8tui.tui.modals.base import Dialog
from tests.tui.apps import DialogHost, text_of


class Small(Dialog[str]):
    def title_text(self) -> str:
        return "Complete [bold]x[/] \x1b[2J [@click=app.quit]"

    def content(self) -> ComposeResult:
        yield Input("typed")


async def test_title_failure_and_escape() -> None:
    app = DialogHost(dialog := Small())
    async with app.run_test(size=(100, 24)) as pilot:
        assert "Complete [bold]x[/] \\x1b[2J [@click=app.quit]" in text_of(app)
        assert not dialog.query_one("#failure").display
        dialog.on_failure(Conflict("ben [was] faster", title="INVALID_STATE", request=RequestLine("POST", "/x")))
        await pilot.pause()
        assert "INVALID_STATE: ben [was] faster (POST /x)" in text_of(app)
        assert dialog.query_one(Input).value == "typed"
        dialog.tell_failure("")
        await pilot.pause()
        assert "faster" not in text_of(app)
        await pilot.press("escape")
    assert app.results == [None]
