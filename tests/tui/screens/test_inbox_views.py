"""Which tasks the inbox shows: what each view asks the cluster, and who "me" is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from textual.widgets import Input

from c8tui.model.user_tasks import OPEN_STATES
from c8tui.session.session import Session
from c8tui.state import State
from c8tui.tui import clock
from c8tui.tui.modals.choice import ChoiceDialog
from c8tui.tui.modals.fields import FieldsDialog
from c8tui.tui.widgets.views import Views
from tests.clocks import NOON
from tests.sandboxes import ADDRESS, Sandbox
from tests.tui.apps import app_on, enter, inbox_of, loaded, text_of, until

OPEN = {"$in": list(OPEN_STATES)}
NEAREST_DUE = [("dueDate", "ASC"), ("priority", "DESC"), ("creationDate", "ASC")]
SEARCH = "/user-tasks/search"


@pytest.fixture(autouse=True)
def now_is_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.fromtimestamp(NOON, UTC))


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
