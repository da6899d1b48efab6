"""The line that says what is selected, where the terminal's cursor is."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.widgets import Input, Static

from c8tui.tui.widgets.spoken import Spoken, row_words
from tests.tui.apps import text_of, until


class Listened(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("first")
        yield Spoken()
        yield Input()

    @property
    def spoken(self) -> Spoken:
        return self.query_one(Spoken)


async def test_it_says_what_it_is_told_and_shows_what_is_unsafe() -> None:
    app = Listened()
    async with app.run_test(size=(40, 8)) as pilot:
        app.screen.set_focus(None)
        app.spoken.say("3 of 12: Task a\x1b[2Jb")
        await until(pilot, lambda: app.cursor_position == Offset(0, 1))
        assert text_of(app).splitlines()[1] == "3 of 12: Task a\\x1b[2Jb"


async def test_whoever_types_keeps_the_cursor() -> None:
    app = Listened()
    async with app.run_test(size=(40, 8)) as pilot:
        app.query_one(Input).focus()
        await pilot.pause()
        typing = app.cursor_position
        app.spoken.say("4 of 12")
        await pilot.pause()
        assert app.spoken.text == "4 of 12"
        assert app.cursor_position == typing != Offset(0, 1)


def test_a_row_in_words() -> None:
    cells = [("Task", "Review"), ("Assignee", "-"), ("Due", "in 2 h")]
    assert row_words("3 of 12", "~", cells) == "3 of 12, written by you and not indexed yet: Task Review, Due in 2 h"
    assert row_words("3 of 12", " ", cells) == "3 of 12: Task Review, Due in 2 h"
