"""A list with a pane: searching, opening, backing out, copying, loading what comes into sight."""

from __future__ import annotations

from typing import Any

from c8tui.model.user_tasks import Changeset
from c8tui.session.actions import Step
from c8tui.session.session import Session
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.spoken import Spoken
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, enter, list_of, text_of, until


async def test_a_search_narrows_what_is_loaded_and_escape_takes_it_back(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        screen = list_of(app)
        assert screen.count_words() == "5"
        await pilot.press("slash", *"dIsC")
        assert screen.count_words() == "1 of 5"
        assert "Discount" in text_of(app)
        assert "Compensation" not in text_of(app)
        await pilot.press("enter")
        assert app.focused is screen.listed
        await pilot.press("escape")
        assert screen.count_words() == "5"
        await pilot.press("slash", *"zz")
        assert "nothing that is loaded matches" in text_of(app)
        await pilot.press("escape")
        assert screen.count_words() == "5"


async def test_escape_closes_the_pane_before_the_search(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions", size=(80, 24)) as (app, pilot):
        screen = list_of(app)
        await enter(pilot, "slash", "dish")
        await pilot.press("z")
        pane = screen.query_one("#pane", Facts)
        await until(pilot, lambda: "dmn" in text_of(app))
        assert pane.display
        assert app.focused is pane
        await pilot.press("escape")
        assert not pane.display
        assert screen.search.wanted == "dish"
        await pilot.press("escape", "escape", "escape")
        assert screen.search.wanted == ""
        assert app.is_running


async def test_copying_puts_the_key_on_the_clipboard(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("j", "y")
        current = list_of(app).current
        assert current is not None
        assert app.clipboard == current.user_task_key


async def test_rows_that_come_into_sight_are_fetched_and_no_others(open_session: Any) -> None:
    sandbox = Sandbox(tasks=900)
    async with app_on(await open_session(sandbox)) as (app, pilot):
        screen = list_of(app)
        rows = screen.listed.rows
        assert rows is not None
        assert rows.total > 500
        sandbox.sent.clear()
        await pilot.press("G")
        await until(pilot, lambda: screen.current is not None)
        assert screen.listed.cursor == rows.total - 1
        # The counts of the views ask for a page too, but for none in particular.
        asked = [body["page"] for body in sandbox.bodies("/user-tasks/search") if body["page"].keys() != {"limit"}]
        pages = {page["from"] for page in asked}
        assert pages
        assert pages <= {(rows.total - 1) // 100 * 100, (rows.total - 1) // 100 * 100 - 100}
        assert rows.row(250) is None
        assert app.focused is screen.listed


async def test_rows_that_cannot_be_fetched_are_told_in_the_top_line_without_a_dialog(open_session: Any) -> None:
    sandbox = Sandbox(tasks=900)
    async with app_on(await open_session(sandbox)) as (app, pilot):
        screen = list_of(app)
        await sandbox.faults("500")
        await pilot.press("G")
        await until(pilot, lambda: "stale" in text_of(app).splitlines()[0])
        assert app.screen is screen
        assert screen.current is None
        await sandbox.faults()
        await pilot.press("r")
        await until(pilot, lambda: screen.current is not None and "stale" not in text_of(app).splitlines()[0])


async def test_running_down_the_list_asks_for_the_last_row_alone(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(160, 40)) as (app, pilot):
        screen = list_of(app)
        await until(pilot, lambda: "Variables" in text_of(app) and "loading" not in text_of(app))
        await until(pilot, lambda: not screen.flow.busy)
        sandbox.sent.clear()
        for _ in range(9):
            screen.listed.cursor += 1
        await until(pilot, lambda: sandbox.bodies("audit-logs/search"))
        last = screen.current
        asked = {
            request.url.path.split("/")[3] for request in sandbox.sent if "effective-variables" in request.url.path
        }
        following = screen.listed.item(screen.listed.cursor + 1)
        assert last is not None
        assert following is not None
        assert last.user_task_key in asked
        assert asked <= {last.user_task_key, following.user_task_key}, "the one behind it is fetched ahead, none before"


async def test_a_line_is_acted_on_once(sandbox_session: Session) -> None:
    """Textual calls the handlers of all base classes itself; a handler that calls them too acts twice."""
    async with app_on(sandbox_session) as (app, pilot):
        await enter(pilot, "colon", "introduce")
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog) and app.focused)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, FieldsDialog))
        assert app.screen is list_of(app)


async def test_the_pane_of_a_wide_screen_follows_the_cursor(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions", size=(160, 40)) as (app, pilot):
        await until(pilot, lambda: "complaint" in text_of(app).casefold() and "<definitions" in text_of(app))
        await pilot.press("j")
        await until(pilot, lambda: 'name="Sales rules"' in text_of(app))


async def test_an_empty_list_says_what_that_may_mean(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await enter(pilot, "colon", "jobs nothing-such")
        await until(pilot, lambda: "nothing is so, or nothing that you may see; esc goes back" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: "of all types" in text_of(app))


async def test_who_listens_hears_the_row_and_has_one_pane(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, linear=True)
    async with app_on(session, size=(160, 30)) as (app, pilot):
        screen = list_of(app)
        assert not screen.pane.in_sight
        await pilot.press("j")
        spoken = screen.query_one(Spoken)
        await until(pilot, lambda: spoken.text.startswith("2 of "))
        task = screen.current
        assert task is not None
        assert f"Task {task.name}, Process {task.process_name}" in spoken.text
        await Step("change", changeset=Changeset(priority=100)).send(session.user_tasks, task)
        await until(pilot, lambda: "written by you and not indexed yet" in spoken.text or "changed" in spoken.text)
        await pilot.press("p")
        await until(pilot, lambda: f"Set priority of {task.name}" in text_of(app))
        assert not set("│╭▊▔") & set(text_of(app))


async def test_the_next_page_is_fetched_before_it_comes_into_sight(open_session: Any) -> None:
    sandbox = Sandbox(tasks=800)
    async with app_on(await open_session(sandbox), size=(100, 30)) as (app, pilot):
        listed = list_of(app).listed
        rows = listed.rows
        assert rows is not None
        assert listed.count > 300
        assert rows.missing(100, 100)
        await pilot.press("pagedown", "pagedown")
        assert listed.window[1] < 99  # nothing of the second page is in sight
        await until(pilot, lambda: not rows.missing(100, 100))
        assert rows.missing(200, 200)
        listing = [body for body in sandbox.bodies("/user-tasks/search") if body["page"].get("after")]
        assert len(listing) == 1
