"""Which tasks the inbox shows: what each view asks the cluster, and who "me" is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from c8tui.model.user_tasks import OPEN_STATES
from c8tui.session.session import Session
from c8tui.session.views import View
from c8tui.state import State
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from tests.sandboxes import ADDRESS, Sandbox, every_task
from tests.tui.apps import app_on, count_words, dialog, enter, inbox_of, loaded, notice, text_of, until

OPEN = {"$in": list(OPEN_STATES)}
NEAREST_DUE = [("dueDate", "ASC"), ("priority", "DESC"), ("creationDate", "ASC")]
SEARCH = "/user-tasks/search"


def asked(sandbox: Sandbox) -> list[Any]:
    """What the list asked for; counts ask for one task."""
    return [body for body in sandbox.bodies(SEARCH) if body["page"] != {"limit": 1}]


async def test_each_view_asks_its_own_question(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, groups=("sales", "support"))
    async with app_on(session, size=(150, 30)) as (app, pilot):
        inbox = inbox_of(app)
        for downs, view, wanted, sort in (
            (2, "mine", {"state": OPEN, "assignee": "demo"}, NEAREST_DUE),
            (0, "open", {"state": OPEN}, NEAREST_DUE),
            (3, "unassigned", {"state": OPEN, "assignee": {"$exists": False}}, NEAREST_DUE),
            (4, "groups", {"state": OPEN, "candidateGroup": {"$in": ["sales", "support"]}}, NEAREST_DUE),
            (8, "completed", {"state": "COMPLETED"}, [("completionDate", "DESC")]),
        ):
            await pilot.press("v")
            await dialog(app, pilot, ChoiceDialog)
            sandbox.sent.clear()
            await pilot.press("home", *["down"] * downs, "enter")
            await until(pilot, lambda: inbox.views.view.id == view and asked(sandbox) and loaded(app))  # noqa: B023
            body = asked(sandbox)[0]
            assert body["filter"] == wanted
            assert [(by["field"], by["order"]) for by in body["sort"]] == sort
            await until(pilot, lambda: f"> {inbox.views.view.title}" in text_of(app))
            shown = list(inbox.listed.loaded())
            assert shown
            assert all((task.state == "COMPLETED") is (view == "completed") for task in shown)
            if view == "mine":
                assert {task.assignee for task in shown} == {"demo"}
            if view == "unassigned":
                assert {task.assignee for task in shown} == {None}


async def test_a_view_is_also_a_word_of_the_line(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await enter(pilot, "colon", "in una")
        await until(pilot, lambda: inbox_of(app).views.view.id == "unassigned")
        assert asked(sandbox)[-1]["filter"]["assignee"] == {"$exists": False}


async def ask(pilot: Pilot[Any], text: str) -> None:
    """Ask the cluster for a text on the `/` line."""
    await pilot.press("slash")
    pilot.app.screen.query_one("#prompt-input", Input).value = text
    await pilot.press("ctrl+s")


async def test_the_cluster_is_asked_for_names_of_tasks_and_processes(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        inbox = inbox_of(app)
        everything = inbox.count_words()
        await ask(pilot, "ZZ")
        await until(pilot, lambda: 'All open + task or process named "ZZ"' in text_of(app) and loaded(app))
        assert asked(sandbox)[-1]["filter"] == {"state": OPEN, "name": {"$like": "*ZZ*"}}
        assert 'No task or process is named "ZZ"; esc shows all' in text_of(app)
        await ask(pilot, "discount")
        await until(pilot, lambda: inbox.current is not None)
        assert asked(sandbox)[-1]["filter"]["name"] == {"$like": "*?iscount*"}
        assert {task.name for task in inbox.listed.loaded()} == {"Approve discount"}
        await ask(pilot, "complaint")
        await until(pilot, lambda: inbox.current is not None and inbox.current.process_name == "Complaint")
        assert {task.process_definition_id for task in inbox.listed.loaded()} == {"complaint"}
        await pilot.press("escape")
        await until(pilot, lambda: inbox.count_words() == everything)
        await ask(pilot, "5*?\\")
        await until(pilot, lambda: "named" in text_of(app))
        assert asked(sandbox)[-1]["filter"]["name"] == {"$like": "*5\\*\\?\\\\*"}


async def test_a_text_that_cannot_be_asked_stays_in_the_line(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await ask(pilot, "/re/")
        assert "the cluster looks for plain text only" in text_of(app)
        field = app.screen.query_one("#prompt-input", Input)
        assert (app.focused, field.value) == (field, "/re/")
        await pilot.press("escape")
        await sandbox.faults("500@*/process-definitions/search")
        await ask(pilot, "review")
        await until(pilot, lambda: "! shows all" in notice(app))
        assert app.focused is field
        assert field.value == "review"


async def test_who_am_i_is_asked_once_and_remembered(sandbox: Sandbox, open_session: Any) -> None:
    state = State()
    session = await open_session(sandbox, None, state=state)
    async with app_on(session) as (app, pilot):
        inbox = inbox_of(app)
        await enter(pilot, "colon", "in mine")
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog) and app.focused)
        assert inbox.views.view.id == "open"
        app.screen.query_one("#user", Input).value = "anna"
        app.screen.query_one("#groups", Input).value = "sales, leads"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is inbox and inbox.views.view.id == "mine")
        await until(pilot, lambda: loaded(app))
        assert asked(sandbox)[-1]["filter"]["assignee"] == "anna"
        remembered = state.user_for(ADDRESS)
        assert remembered is not None
        assert (remembered.user, remembered.groups) == ("anna", ("sales", "leads"))
        await enter(pilot, "colon", "in groups")
        await until(pilot, lambda: inbox.views.view.id == "groups" and loaded(app))
        assert asked(sandbox)[-1]["filter"]["candidateGroup"] == {"$in": ["sales", "leads"]}
    again = await open_session(sandbox, None, state=state)
    assert (again.identity.user, again.identity.groups) == ("anna", ("sales", "leads"))


async def test_who_am_i_can_be_said_anew_and_a_view_of_mine_follows(sandbox: Sandbox, open_session: Any) -> None:
    async with app_on(await open_session(sandbox)) as (app, pilot):
        await enter(pilot, "colon", "in mine")
        await until(pilot, lambda: inbox_of(app).views.view.id == "mine" and loaded(app))
        await enter(pilot, "colon", "who am I")
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog) and app.focused)
        assert app.screen.query_one("#user", Input).value == "demo"
        await pilot.press("ctrl+u", *"ben", "ctrl+s")
        await until(pilot, lambda: asked(sandbox)[-1]["filter"].get("assignee") == "ben")
        await until(pilot, lambda: "ben" in text_of(app).splitlines()[0])


async def test_leaving_the_question_who_you_are_changes_nothing(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, None)
    async with app_on(session) as (app, pilot):
        sandbox.sent.clear()
        await enter(pilot, "colon", "in mine")
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog) and app.focused)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is inbox_of(app))
        assert (inbox_of(app).views.view.id, session.identity.user) == ("open", None)


async def test_a_view_of_two_searches_is_one_list(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, groups=("sales",))
    everything = [task for _, task in await every_task(session)]
    wanted = {t.user_task_key for t in everything if t.assignee == "demo" or "sales" in t.candidate_groups}
    async with app_on(session, size=(150, 30)) as (app, pilot):
        await enter(pilot, "colon", "in mine-or")
        await until(pilot, lambda: inbox_of(app).views.view.id == "mine-or-groups" and loaded(app))
        rows = inbox_of(app).listed.rows
        assert rows is not None
        assert {task.user_task_key for _, task in rows.loaded()} == wanted
        assert inbox_of(app).count_words() == str(len(wanted))
        await until(pilot, lambda: count_words(session, "mine-or-groups") == str(len(wanted)))
        await until(pilot, lambda: f"Mine and my groups {len(wanted)}" in text_of(app))


async def test_views_are_walked_back_and_forth_and_remembered(sandbox: Sandbox, open_session: Any) -> None:
    state = State()
    session = await open_session(sandbox, state=state)
    async with app_on(session) as (app, pilot):
        inbox = inbox_of(app)
        for view in ("unassigned", "overdue"):
            await enter(pilot, "colon", f"in {view}")
            await until(pilot, lambda: inbox.views.view.id == view and loaded(app))  # noqa: B023
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: inbox.views.view.id == "unassigned")
        await pilot.press("left_square_bracket", "left_square_bracket")
        await until(pilot, lambda: notice(app) == "There is no previous place.")
        assert inbox.views.view.id == "open"
        await pilot.press("escape")
        assert inbox.views.view.id == "open", "nothing is left to be taken back"
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: inbox.views.view.id == "unassigned")
        await until(pilot, lambda: loaded(app))
    again = await open_session(sandbox, state=state)
    async with app_on(again) as (app, _):
        assert inbox_of(app).views.view.id == "unassigned"


async def test_a_view_of_ones_own_keeps_its_columns_over_a_restart(
    sandbox: Sandbox, open_session: Any, tmp_path: Path
) -> None:
    path, state = tmp_path / "views.toml", State()
    path.write_text('[views.money]\npriority = "critical"\ncolumns = ["task", "amount"]\n')
    for _ in range(2):
        async with app_on(await open_session(sandbox, views=path, state=state)) as (app, pilot):
            if inbox_of(app).views.view.id != "money":
                await enter(pilot, "colon", "in money")
            await until(pilot, lambda: inbox_of(app).views.view.id == "money" and loaded(app))
            assert [column.title for column in inbox_of(app).listed.columns] == ["Task", "amount"]


async def test_the_first_key_that_is_chosen_comes_first(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog) and app.focused)
        await pilot.press("down", "enter")
        await until(pilot, lambda: loaded(app) and "priority (high first), then due" in inbox_of(app).caption())
        sort = [(by["field"], by["order"]) for by in asked(sandbox)[-1]["sort"]]
        assert sort == [("priority", "DESC"), ("dueDate", "ASC"), ("creationDate", "ASC")]
        assert text_of(app).splitlines()[1].startswith(" All open   priority (high first), then due, then created")
        await pilot.press("escape")
        await until(pilot, lambda: inbox_of(app).views.view.id == "open")


async def test_a_view_that_the_cluster_refuses_says_so_in_its_place(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        inbox_of(app).views.go(View("odd", "Odd", ({"state": "SLEEPING"},)))
        await until(pilot, lambda: "cannot be shown" in text_of(app))
        assert "filter.state" in text_of(app)
        await enter(pilot, "colon", "in open")
        await until(pilot, lambda: inbox_of(app).views.view.id == "open" and inbox_of(app).current is not None)


async def test_a_view_file_with_a_mistake_is_told_and_the_others_work(
    sandbox: Sandbox, open_session: Any, tmp_path: Path
) -> None:
    path = tmp_path / "views.toml"
    path.write_text('[views.bad]\nasignee = "me"\n\n[views.good]\ntitle = "Good ones"\npriority = "critical"\n')
    async with app_on(await open_session(sandbox, views=path), size=(150, 30)) as (app, pilot):
        await until(pilot, lambda: "line 2: view bad, asignee: there is no such key" in notice(app))
        await until(pilot, lambda: "Your views" in text_of(app) and "Good ones" in text_of(app))
        await enter(pilot, "colon", "in good")
        await until(pilot, lambda: inbox_of(app).views.view.id == "good" and loaded(app))
        assert asked(sandbox)[-1]["filter"]["priority"] == {"$gte": 76}
        path.write_text('[views.good]\ntitle = "Better ones"\npriority = "critical"\n')
        await pilot.press("r")
        await until(pilot, lambda: "Better ones" in text_of(app).splitlines()[1])
        await enter(pilot, "colon", "in nowhere")
        await until(pilot, lambda: "no view of the inbox is called 'nowhere'" in notice(app))


async def test_enter_keeps_the_search_so_that_rows_can_be_acted_on(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await enter(pilot, "slash", "assignee=demo")
        await until(pilot, lambda: "/ Assignee = demo (" in text_of(app))
        assert {task.assignee for task in inbox_of(app).listed.loaded()} == {"demo"}
        assert all(body["filter"] == {"state": OPEN} for body in asked(sandbox)), "pages of the view, and no search"
        await pilot.press("j", "space")
        assert len(inbox_of(app).listed.marks) == 1


async def test_names_that_are_asked_for_are_those_of_the_view_too(
    sandbox: Sandbox, open_session: Any, tmp_path: Path
) -> None:
    path = tmp_path / "views.toml"
    path.write_text('[views.review]\nname = "Review*"\n')
    async with app_on(await open_session(sandbox, views=path)) as (app, pilot):
        await enter(pilot, "colon", "in review")
        await until(pilot, lambda: inbox_of(app).views.view.id == "review" and loaded(app))
        await ask(pilot, "rev")
        await until(pilot, lambda: "named" in text_of(app) and loaded(app))
        names = {task.name for task in inbox_of(app).listed.loaded()}
        assert names == {"Review invoice"}


async def test_the_count_follows_a_view_that_changes(sandbox: Sandbox, open_session: Any, tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    path.write_text('[views.some]\ntitle = "Some"\n')
    async with app_on(await open_session(sandbox, views=path), size=(150, 40)) as (app, pilot):
        session = app.session
        await until(pilot, lambda: count_words(session, "some") not in ("", "0"))
        path.write_text('[views.some]\ntitle = "Some"\nname = "no such name"\n')
        await pilot.press("r")
        await until(pilot, lambda: count_words(session, "some") == "0")
