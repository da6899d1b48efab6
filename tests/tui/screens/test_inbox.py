"""The inbox: what each view asks the cluster, what a row says, and the pane that tells of the row under the cursor."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from textual.widgets import Input

from c8tui.model.user_tasks import OPEN_STATES, Changeset, UserTask
from c8tui.session.session import Session
from c8tui.state import State
from c8tui.tui import clock
from c8tui.tui.app import C8App
from c8tui.tui.base import CATCH_UP_S
from c8tui.tui.commands import commands_of
from c8tui.tui.modals.choice import ChoiceDialog
from c8tui.tui.modals.fields import FieldsDialog
from c8tui.tui.screens.inbox import InboxScreen
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.views import Views
from tests.clocks import NOON
from tests.sandboxes import ADDRESS, Sandbox, a_task
from tests.tui.apps import app_on, enter, loaded, text_of, until

OPEN = {"$in": list(OPEN_STATES)}
NEAREST_DUE = [("dueDate", "ASC"), ("priority", "DESC"), ("creationDate", "ASC")]
SEARCH = "/user-tasks/search"


@pytest.fixture(autouse=True)
def now_is_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.fromtimestamp(NOON, UTC))


def inbox_of(app: C8App) -> InboxScreen:
    screen = app.screen_stack[0]
    assert isinstance(screen, InboxScreen)
    return screen


def row_of(app: C8App, task: UserTask) -> str:
    """The line on screen of a task that is under the cursor."""
    inbox = inbox_of(app)
    assert inbox.current is not None
    assert inbox.current.user_task_key == task.user_task_key
    region = inbox.listed.content_region
    at = region.y + 1 + inbox.listed.cursor - inbox.listed.scroll_offset.y
    return text_of(app).splitlines()[at][region.x : region.right]


@pytest.mark.parametrize(
    ("downs", "view", "wanted", "sort"),
    [
        (0, "open", {"state": OPEN}, NEAREST_DUE),
        (1, "mine", {"state": OPEN, "assignee": "demo"}, NEAREST_DUE),
        (2, "unassigned", {"state": OPEN, "assignee": {"$exists": False}}, NEAREST_DUE),
        (3, "groups", {"state": OPEN, "candidateGroup": {"$in": ["sales", "support"]}}, NEAREST_DUE),
        (4, "completed", {"state": "COMPLETED"}, [("completionDate", "DESC")]),
    ],
)
async def test_each_view_asks_its_own_question(
    sandbox: Sandbox, open_session: Any, downs: int, view: str, wanted: Any, sort: Any
) -> None:
    session = await open_session(sandbox, groups=("sales", "support"))
    async with app_on(session, size=(140, 30)) as (app, pilot):
        sandbox.sent.clear()
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press(*["down"] * downs, "enter")
        await until(pilot, lambda: sandbox.bodies(SEARCH) and loaded(app))
        body = sandbox.bodies(SEARCH)[0]
        assert body["filter"] == wanted
        assert [(by["field"], by["order"]) for by in body["sort"]] == sort
        inbox = inbox_of(app)
        assert (inbox.filter.id, inbox.query_one(Views).chosen) == (view, view)
        assert inbox.filter.title in text_of(app)
        rows = inbox.listed.rows
        assert rows is not None
        shown = [task for _, task in rows.loaded()]
        assert shown
        assert all((task.state == "COMPLETED") is (view == "completed") for task in shown)
        if view == "mine":
            assert {task.assignee for task in shown} == {"demo"}
        if view == "unassigned":
            assert {task.assignee for task in shown} == {None}


async def test_a_view_is_also_a_word_of_the_line(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await enter(pilot, "colon", "in una")
        await until(pilot, lambda: inbox_of(app).filter.id == "unassigned")
        assert sandbox.bodies(SEARCH)[-1]["filter"]["assignee"] == {"$exists": False}


async def test_enter_asks_the_cluster_for_names_and_escapes_what_is_no_wildcard(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        inbox = inbox_of(app)
        everything = inbox.count_words()
        await enter(pilot, "slash", "DISC")
        await until(pilot, lambda: "asked the cluster" in text_of(app) and loaded(app))
        assert sandbox.bodies(SEARCH)[-1]["filter"] == {"state": OPEN, "name": {"$like": "*DISC*"}}
        assert "no task has a name like *DISC*; esc shows all" in text_of(app)
        await enter(pilot, "slash", "discount")
        await until(pilot, lambda: inbox.current is not None)
        assert sandbox.bodies(SEARCH)[-1]["filter"]["name"] == {"$like": "*?iscount*"}
        assert inbox.listed.rows is not None
        assert {task.name for _, task in inbox.listed.rows.loaded()} == {"Approve discount"}
        await pilot.press("escape")
        await until(pilot, lambda: inbox.count_words() == everything)
        await enter(pilot, "slash", "5*?\\")
        await until(pilot, lambda: "asked the cluster" in text_of(app))
        assert sandbox.bodies(SEARCH)[-1]["filter"]["name"] == {"$like": "*5\\*\\?\\\\*"}


async def test_the_cursor_stays_on_its_task_when_others_come_before_it(sandbox: Sandbox, open_session: Any) -> None:
    colleague = await open_session(sandbox, "ben")
    async with app_on(await open_session(sandbox)) as (app, pilot):
        inbox = inbox_of(app)
        await pilot.press("j", "j", "j")
        here = inbox.current
        assert here is not None
        last = await a_task(colleague, due_date=None)
        await colleague.inbox.change(last, Changeset(due_date="2020-01-01T00:00:00Z"))
        await pilot.press("r")
        await until(pilot, lambda: inbox.listed.cursor == 4)
        assert inbox.current.user_task_key == here.user_task_key  # type: ignore[union-attr]
        first = inbox.listed.item(0)
        assert first is not None
        assert first.user_task_key == last.user_task_key


async def test_a_row_says_who_how_urgent_and_since_when(sandbox: Sandbox, open_session: Any) -> None:
    colleague = await open_session(sandbox, "ben")
    async with app_on(await open_session(sandbox), size=(119, 30)) as (app, pilot):
        inbox = inbox_of(app)
        task = inbox.current
        assert task is not None
        await colleague.inbox.assign(task, "clara")
        await colleague.inbox.change(task, Changeset(priority=100, due_date="2020-01-01T00:00:00Z"))
        await pilot.press("r")
        await until(pilot, lambda: inbox.current and inbox.current.priority == 100)
        row = row_of(app, task)
        for words in (task.name, task.process_name, "clara", "critical", "overdue", " d"):
            assert words
            assert words in row


async def test_a_write_that_the_index_does_not_show_yet_is_marked_and_looked_after_soon(open_session: Any) -> None:
    sandbox = Sandbox(lag_ms=30_000)
    async with app_on(await open_session(sandbox)) as (app, pilot):
        inbox = inbox_of(app)
        task = await a_task(inbox.session, assignee=None)
        assert inbox.listed.rows is not None
        inbox.listed.cursor = inbox.listed.rows.index_of(task.user_task_key) or 0
        await pilot.press("c")
        await until(pilot, lambda: inbox._timer is not None and inbox._timer._interval == CATCH_UP_S)
        row = row_of(app, task)
        assert row.startswith(">~")
        assert " demo " in row
        sandbox.clock.at += 31
        inbox.poll()
        await until(pilot, lambda: inbox._timer is not None and inbox._timer._interval == 5)
        row = row_of(app, task)
        assert "~" not in row
        assert " demo " in row


async def test_who_am_i_is_asked_once_and_remembered(sandbox: Sandbox, open_session: Any) -> None:
    state = State()
    session = await open_session(sandbox, None, state=state)
    async with app_on(session) as (app, pilot):
        inbox = inbox_of(app)
        await enter(pilot, "colon", "in mine")
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog) and app.focused)
        assert inbox.filter.id == "open"
        app.screen.query_one("#user", Input).value = "anna"
        app.screen.query_one("#groups", Input).value = "sales, leads"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is inbox and inbox.filter.id == "mine")
        await until(pilot, lambda: loaded(app))
        assert sandbox.bodies(SEARCH)[-1]["filter"]["assignee"] == "anna"
        remembered = state.user_for(ADDRESS)
        assert remembered is not None
        assert (remembered.user, remembered.groups) == ("anna", ("sales", "leads"))
        await enter(pilot, "colon", "in groups")
        await until(pilot, lambda: inbox.filter.id == "groups" and loaded(app))
        assert sandbox.bodies(SEARCH)[-1]["filter"]["candidateGroup"] == {"$in": ["sales", "leads"]}
    again = await open_session(sandbox, None, state=state)
    assert (again.identity.user, again.identity.groups) == ("anna", ("sales", "leads"))


async def test_who_am_i_can_be_said_anew_and_a_view_of_mine_follows(sandbox: Sandbox, open_session: Any) -> None:
    async with app_on(await open_session(sandbox)) as (app, pilot):
        await enter(pilot, "colon", "in mine")
        await until(pilot, lambda: inbox_of(app).filter.id == "mine" and loaded(app))
        await enter(pilot, "colon", "who am I")
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog) and app.focused)
        assert app.screen.query_one("#user", Input).value == "demo"
        await pilot.press("ctrl+u", *"ben", "ctrl+s")
        await until(pilot, lambda: sandbox.bodies(SEARCH)[-1]["filter"].get("assignee") == "ben")
        await until(pilot, lambda: "ben" in text_of(app).splitlines()[0])


async def test_leaving_the_question_who_you_are_changes_nothing(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, None)
    async with app_on(session) as (app, pilot):
        sandbox.sent.clear()
        await enter(pilot, "colon", "in mine")
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog) and app.focused)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is inbox_of(app))
        assert (inbox_of(app).filter.id, session.identity.user) == ("open", None)


async def test_a_wide_screen_tells_everything_of_the_task_under_the_cursor(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(160, 45)) as (app, pilot):
        inbox = inbox_of(app)
        await until(pilot, lambda: inbox._detail is not None)
        task, detail = inbox.current, inbox._detail
        assert task is not None
        assert detail is not None
        assert detail.task.user_task_key == task.user_task_key
        shown = text_of(app)
        assert task.user_task_key in shown
        assert all(variable.name in shown for variable in detail.variables[:2])


async def test_what_comes_late_about_another_task_is_not_shown(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(160, 45)) as (app, pilot):
        inbox = inbox_of(app)
        await until(pilot, lambda: inbox._detail is not None)
        shown = inbox._detail
        assert shown is not None
        await pilot.press("j")
        await until(pilot, lambda: inbox._detail is not shown)
        pane = str(inbox.query_one("#pane", Facts).query("Static").first().render())
        inbox._show_detail(shown)
        assert str(inbox.query_one("#pane", Facts).query("Static").first().render()) == pane
        assert shown.task.user_task_key not in pane


async def test_while_the_rest_is_on_its_way_the_pane_shows_what_the_list_knows(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    gate = asyncio.Event()

    async def hold_variables(request: httpx.Request) -> None:
        if "variables" in request.url.path:
            await gate.wait()

    sandbox.meddle = hold_variables
    async with app_on(sandbox_session, size=(160, 45)) as (app, pilot):
        inbox = inbox_of(app)
        await until(pilot, lambda: "Variables  loading" in text_of(app))
        assert inbox.current is not None
        assert inbox.current.user_task_key in text_of(app)
        gate.set()
        await until(pilot, lambda: inbox._detail is not None and "Variables  loading" not in text_of(app))


async def test_a_read_only_profile_refuses_every_command_that_writes(sandbox: Sandbox, open_session: Any) -> None:
    async with app_on(await open_session(sandbox, read_only=True)) as (app, pilot):
        inbox = inbox_of(app)
        writing = [command for command in commands_of("inbox") if command.writes]
        assert len(writing) >= 9
        for command in writing:
            await pilot.press(command.keys[0])
            assert app.screen is inbox, command.id
            assert f"{command.title}: this profile is read-only" in text_of(app)
        assert sandbox.commands_sent() == []
        assert "read-only" in text_of(app).splitlines()[0]
