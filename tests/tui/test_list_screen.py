"""A list with a pane: searching, opening, backing out, copying, loading what comes into sight."""

from __future__ import annotations

from c8tui.session.session import Session
from c8tui.tui.widgets.facts import Facts
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, list_of, text_of, until


async def test_a_search_narrows_what_is_loaded_and_escape_takes_it_back(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        screen = list_of(app)
        assert screen.count_words() == "6"
        await pilot.press("slash", *"dIsC")
        assert screen.count_words() == "2 of 6"
        assert "Discount" in text_of(app)
        assert "Compensation" not in text_of(app)
        await pilot.press("enter")
        assert app.focused is screen.listed
        await pilot.press("escape")
        assert screen.count_words() == "6"
        await pilot.press("slash", *"zz")
        assert "nothing that is loaded matches" in text_of(app)
        await pilot.press("escape")
        assert screen.count_words() == "6"


async def test_escape_closes_the_pane_before_the_search(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions", size=(80, 24)) as (app, pilot):
        screen = list_of(app)
        await pilot.press("slash", *"dish", "enter", "enter")
        pane = screen.query_one("#pane", Facts)
        await until(pilot, lambda: "dmn" in text_of(app))
        assert pane.display
        assert app.focused is pane
        await pilot.press("escape")
        assert not pane.display
        assert screen.wanted == "dish"
        await pilot.press("escape", "escape", "escape")
        assert screen.wanted == ""
        assert app.is_running


async def test_copying_puts_the_key_on_the_clipboard(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("j", "y")
        current = list_of(app).current
        assert current is not None
        assert app.clipboard == current.user_task_key


async def test_rows_that_come_into_sight_are_fetched(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        screen = list_of(app)
        rows = screen.listed.rows
        assert rows is not None
        assert rows.total > 0
        await pilot.press("G")
        await until(pilot, lambda: screen.current is not None and screen.listed.cursor == rows.total - 1)


async def test_the_pane_of_a_wide_screen_follows_the_cursor(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions", size=(160, 40)) as (app, pilot):
        await until(pilot, lambda: "complaint" in text_of(app).casefold() and "<definitions" in text_of(app))
        await pilot.press("j")
        await until(pilot, lambda: 'name="Sales rules"' in text_of(app))


async def test_an_empty_list_says_what_that_may_mean(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await pilot.press("colon", *"jobs nothing-such", "enter")
        await until(pilot, lambda: "a missing permission looks the same" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: "of all types" in text_of(app))
