"""A list with a pane: searching, opening, backing out, copying, loading what comes into sight."""

from __future__ import annotations

import asyncio
from typing import Any

from c8tui.forms import patterns
from c8tui.model.search import Page, PageRequest
from c8tui.model.user_tasks import Changeset
from c8tui.session.actions import Step
from c8tui.session.session import Session
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.spoken import Spoken
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, enter, list_of, loaded, notice, text_of, until


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
        assert "Nothing matches." in text_of(app)
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
        await until(pilot, lambda: "No jobs match. (You would see the same" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: "All jobs   key" in text_of(app))


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


async def test_the_line_is_left_downwards_and_escape_in_it_takes_back_what_was_typed(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        screen = list_of(app)
        await pilot.press("slash", *"d", "down")
        assert app.focused is screen.listed
        kept = screen.count_words()
        assert screen.search.wanted == "d"
        await pilot.press("slash", *"iscount")
        assert screen.count_words() == "1 of 5"
        await pilot.press("escape")
        assert (screen.search.wanted, screen.count_words()) == ("d", kept)
        await pilot.press("escape")
        assert screen.count_words() == "5"


async def test_a_wrong_expression_is_told_at_the_line_and_stays(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        screen = list_of(app)
        await enter(pilot, "slash", "/^D(/")
        await until(pilot, lambda: "is no regular expression" in text_of(app))
        assert app.focused is screen.query_one("#prompt-input")
        assert screen.count_words() == "5"
        await pilot.press("backspace", "backspace", "/", "enter")
        assert app.focused is screen.listed
        assert f"/ /^D/ ({screen.listed.count} of 5)" in text_of(app)


async def test_a_slow_expression_is_given_up_and_told(sandbox_session: Session, monkeypatch: Any) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        screen = list_of(app)

        def slow(pattern: str, text: str, **_: object) -> bool:
            if text:
                raise patterns.NoPattern("the pattern x takes too long on this value")
            return False

        monkeypatch.setattr(patterns, "matches", slow)
        await enter(pilot, "slash", "/x/")
        assert "takes too long" in text_of(app).splitlines()[1]
        assert screen.count_words() == "5 of 5"


async def test_the_rest_is_loaded_on_demand_and_kept_while_it_is_searched(open_session: Any) -> None:
    sandbox = Sandbox(tasks=900)
    async with app_on(await open_session(sandbox), size=(160, 30)) as (app, pilot):
        screen = list_of(app)
        rows = screen.listed.rows
        assert rows is not None
        await enter(pilot, "slash", "review")
        found = screen.listed.count
        await until(pilot, lambda: f"({found} of {rows.total}; in the 100 loaded, L loads all)" in text_of(app))
        await pilot.press("L")
        await until(pilot, lambda: rows.complete and not screen.search.is_loading)
        assert screen.listed.count > found
        found = screen.listed.count
        await until(pilot, lambda: f"/ review ({found} of {rows.total})" in text_of(app))
        await pilot.press("r")
        await until(pilot, lambda: not screen.flow.busy)
        assert (rows.complete, screen.listed.count) == (True, found)
        await pilot.press("escape", "r")
        await until(pilot, lambda: not rows.complete)


async def test_loading_the_rest_is_stopped_by_escape_and_keeps_what_has_come(open_session: Any) -> None:
    sandbox = Sandbox(tasks=3_000)
    async with app_on(await open_session(sandbox), size=(160, 30)) as (app, pilot):
        screen = list_of(app)
        rows = screen.listed.rows
        assert rows is not None
        gate, fetch = asyncio.Event(), rows.fetch

        async def gated(request: PageRequest) -> Page[Any]:
            if request.after is not None:
                await gate.wait()
            return await fetch(request)

        rows.fetch = gated
        await pilot.press("L")
        await until(pilot, lambda: f"loading: 1,000 of {rows.total:,}, esc stops" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: not screen.search.is_loading)
        assert rows.loaded_count == 1_000
        assert "esc stops" not in text_of(app)
        gate.set()


async def test_the_cluster_is_asked_for_the_text_of_a_list(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await pilot.press("slash")
        await until(pilot, lambda: "ctrl+s ask the cluster (type)" in text_of(app))
        await pilot.press(*"pay,", "ctrl+s")
        await until(pilot, lambda: "one pattern at a time" in text_of(app))
        await pilot.press("backspace", "ctrl+s")
        await until(pilot, lambda: "All jobs + type = *pay*" in text_of(app))
        assert sandbox.bodies("/jobs/search")[-1]["filter"]["type"] == {"$like": "*pay*"}


async def test_a_search_compares_numbers_and_says_what_it_cannot_compare(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        screen = list_of(app)
        await enter(pilot, "slash", "prio>75")
        await until(pilot, lambda: "Prio > 75" in text_of(app))
        found = [task.priority for task in screen.listed.loaded()]
        assert found
        assert min(found) > 75
        await enter(pilot, "slash", "age>5d")
        await until(pilot, lambda: "Age is a date in words here" in text_of(app))


async def test_the_pane_is_empty_beside_an_empty_list(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(130, 30)) as (app, pilot):
        screen = list_of(app)
        await until(pilot, lambda: "Variables" in screen.pane.facts.text)
        await enter(pilot, "slash", "zzzz")
        await until(pilot, lambda: screen.listed.count == 0 and not screen.pane.facts.text.strip())


async def test_a_caption_that_is_cut_says_so(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(60, 20)) as (app, pilot):
        await enter(pilot, "slash", "sign")
        await until(pilot, lambda: "/ sign" in text_of(app).splitlines()[1])
        assert text_of(app).splitlines()[1].rstrip().endswith("…")


async def test_what_was_said_of_one_order_goes_with_it(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        screen = list_of(app)
        columns = {column.title: column for column in screen.listed.columns}
        await screen.column_sort.by(columns["Assignee"])
        assert notice(app).endswith("the cluster does not sort by Assignee")
        await screen.column_sort.by(columns["Due"])
        await until(pilot, lambda: loaded(app) and not notice(app))
        await screen.column_sort.by(columns["Assignee"])
        screen.restart()
        assert not notice(app), "it spoke of the rows before"


async def test_the_noun_goes_by_the_number_whatever_stands_around_it(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, _):
        frame = list_of(app).frame
        frame.number = lambda: 1
        assert frame.right_words().endswith(" task")
        frame.number = lambda: None
        assert "task" not in frame.right_words()
