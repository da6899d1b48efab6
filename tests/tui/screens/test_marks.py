"""Marks: set one by one, by range, by text and on the whole view; they stay on their rows."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from textual.widgets import Input

from c8tui.model.search import Sort
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session.actions import Step
from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.tasks.screen import TasksScreen
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, dialog, enter, inbox_of, list_of, loaded, notice, text_of, until


def marked(app: C8App) -> list[int]:
    """Where the marked rows stand that are loaded."""
    listed = list_of(app).listed
    assert listed.rows is not None
    return sorted(index for key in listed.marks if (index := listed.rows.index_of(key)) is not None)


def shown_marks(app: C8App) -> list[int]:
    """The rows on screen that are drawn as marked."""
    lines = text_of(app).splitlines()[3:]
    return [number for number, line in enumerate(lines) if line[1:2] == "*"]


async def test_space_marks_and_goes_on_and_M_takes_all_off(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("M")
        assert notice(app) == "unmark: nothing is marked"
        await pilot.press("space", "space", "j", "space")
        assert marked(app) == shown_marks(app) == [0, 1, 3]
        assert "3 marked" in text_of(app).splitlines()[-1]
        await pilot.press("g", "space")
        assert marked(app) == [1, 3]
        await pilot.press("M")
        assert marked(app) == shown_marks(app) == []


async def test_a_range_is_seen_while_it_is_open_and_escape_drops_it(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("j", "V", "j", "j")
        assert shown_marks(app) == [1, 2, 3]
        assert marked(app) == []
        await pilot.press("escape")
        assert shown_marks(app) == []
        await pilot.press("V", "k", "V")
        await until(pilot, lambda: marked(app) == [2, 3])
        assert shown_marks(app) == [2, 3]


async def test_a_range_over_what_is_not_loaded_is_fetched(sandbox: Sandbox, open_session: Any) -> None:
    big = Sandbox(tasks=700)
    session = await open_session(big)
    async with app_on(session) as (app, pilot):
        await pilot.press("V", "G", "V")
        total = inbox_of(app).listed.count
        await until(pilot, lambda: len(inbox_of(app).listed.marks) == total)
        assert total > 400


async def test_the_others_and_what_contains_a_text(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await enter(pilot, "m", "review invoice")
        marks = inbox_of(app).listed.marks
        assert marks
        assert {task.name for task in marks.values()} == {"Review invoice"}
        everything = inbox_of(app).listed.count
        await pilot.press("asterisk")
        others = inbox_of(app).listed.marks
        assert len(others) == everything - len(marks)
        assert "Review invoice" not in {task.name for task in others.values()}
        assert notice(app) == f"{len(others):,} marked"


async def test_the_whole_view_is_fetched_and_marked(open_session: Any) -> None:
    sandbox = Sandbox(tasks=2_500)
    async with app_on(await open_session(sandbox)) as (app, pilot):
        total = inbox_of(app).listed.count
        await pilot.press("m")
        assert "Enter alone marks the whole view" in app.screen.query_one("#prompt-input", Input).placeholder
        sent = len(sandbox.sent)
        await pilot.press("enter")
        await until(pilot, lambda: len(inbox_of(app).listed.marks) == total > 1_000)
        searches = [r for r in sandbox.sent[sent:] if r.url.path.endswith("/user-tasks/search")]
        assert len(searches) <= 4


async def test_marks_stay_on_their_tasks_and_targets_are_as_they_are_now(sandbox: Sandbox, open_session: Any) -> None:
    session, ben = await open_session(sandbox), await open_session(sandbox, "ben")
    async with app_on(session) as (app, pilot):
        inbox = inbox_of(app)
        first = inbox.current
        assert isinstance(first, UserTask)
        assert keys(inbox) == [first.user_task_key]
        await pilot.press("space", "space")
        before = keys(inbox)
        assert before[0] == first.user_task_key
        await Step("change", changeset=Changeset(due_date="2040-01-01T00:00:00Z", priority=3)).send(
            ben.user_tasks, first
        )
        await pilot.press("r")
        await until(pilot, lambda: marked(app) != [0, 1])
        assert keys(inbox) == before
        assert inbox._marks.targets()[0].priority == 3
        await pilot.press("slash", *"zzz")
        assert keys(inbox) == before  # also when they are not listed


def keys(inbox: TasksScreen) -> list[str]:
    return [task.user_task_key for task in inbox._marks.targets()]


async def test_with_a_search_the_empty_line_marks_what_it_shows(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await enter(pilot, "slash", "sign")
        listed = list_of(app).listed
        await until(pilot, lambda: 0 < listed.count < 50)
        await pilot.press("m", "enter")
        assert len(listed.marks) == listed.count


async def test_marks_that_are_not_listed_are_told_and_go_first(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        screen, listed = inbox_of(app), inbox_of(app).listed
        await pilot.press("space", "space", "space")
        first = next(iter(listed.marks.values())).title
        kept = sum(task.title == first for task in listed.marks.values())
        assert 0 < kept < 3
        await enter(pilot, "slash", first)
        told = f"3 marked, {3 - kept} not listed"
        await until(pilot, lambda: f"{told} (M)" in text_of(app).splitlines()[-1])
        await pilot.press("M")
        assert notice(app) == f"{kept} marked"
        assert {task.title for task in listed.marks.values()} == {first}
        await pilot.press("M")
        assert listed.marks == {}
        await pilot.press("escape", "space")
        await screen.views.change(screen.views.view.with_conditions({"assignee": "nobody-at-all"}))
        await until(pilot, lambda: "1 marked, 1 not listed (M)   0 tasks" in text_of(app).splitlines()[-1])
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "not listed" not in text_of(app) and "1 marked" in text_of(app))
        await pilot.press("M")
        assert listed.marks == {}


async def test_what_is_marked_and_not_loaded_is_listed_all_the_same(open_session: Any) -> None:
    async with app_on(await open_session(Sandbox(tasks=700))) as (app, pilot):
        screen, listed = inbox_of(app), inbox_of(app).listed
        await enter(pilot, "m", "")
        await until(pilot, lambda: len(listed.marks) == listed.count)
        assert "not listed" not in text_of(app)
        await screen.views.change(replace(screen.views.view, sort=(Sort("priority"),)))
        await until(pilot, lambda: loaded(app))
        assert listed.rows is not None
        assert not listed.rows.complete
        assert "not listed" not in text_of(app), "the same rows in another order"


async def test_the_question_before_a_step_tells_of_marks_that_are_not_listed(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("space", "space", "space")
        await enter(pilot, "slash", "nothing is called so")
        await pilot.press("p")
        asked = await dialog(app, pilot, FieldsDialog)
        asked.query_one(Input).value = "50"
        await pilot.press("enter")
        await until(pilot, lambda: "3 not listed (M in the list takes their marks off)" in text_of(app))
        assert "press u to undo" not in text_of(app)
