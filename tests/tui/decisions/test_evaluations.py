"""The evaluations screen: what it lists, tells, narrows to, and where one goes from it."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from c8tui.errors import Forbidden
from c8tui.model.decisions import DecisionInstance
from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.decisions.evaluations import EvaluationsScreen
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.widgets.facts import Facts
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, closed, dialog, enter, inbox_of, list_of, loaded, notice, text_of, until

SEARCH = "/decision-instances/search"


def screen_of(app: C8App) -> EvaluationsScreen:
    screen = app.screen_stack[0]
    assert isinstance(screen, EvaluationsScreen)
    return screen


def current(app: C8App) -> DecisionInstance:
    item = screen_of(app).current
    assert item is not None
    return item


async def listed(app: C8App, pilot: Pilot[Any], words: str) -> None:
    """The list has these words for its question, and its first answer."""
    await until(pilot, lambda: words in text_of(app).splitlines()[1] and loaded(app))


async def go_to(app: C8App, pilot: Pilot[Any], decision_id: str) -> DecisionInstance:
    rows = screen_of(app).listed.rows
    assert rows is not None
    screen_of(app).listed.cursor = next(n for n, one in rows.loaded() if one.decision_definition_id == decision_id)
    await pilot.pause()
    return current(app)


async def choose(app: C8App, pilot: Pilot[Any], id_: str) -> None:
    await pilot.press("o")
    asked = await dialog(app, pilot, ChoiceDialog)
    asked.dismiss(id_)
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_the_newest_first_with_what_failed_and_why(sandbox_session: Session, size: tuple[int, int]) -> None:
    async with app_on(sandbox_session, "evaluations", size=size) as (app, pilot):
        shown = text_of(app)
        assert "Evaluations   time (newest first)" in shown
        for title in ("Decision", "Version", "State", "Result", "Evaluated", "Process instance"):
            assert title in shown.splitlines()[2]
        failed = shown.splitlines()[3]
        assert '"no plan f' in failed
        assert "30 m ago" in failed
        assert screen_of(app).listed.count > 100
        await pilot.press("G")
        await until(pilot, lambda: screen_of(app).current is not None)


async def test_the_pane_tells_one_in_full(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "evaluations") as (app, pilot):
        item = await go_to(app, pilot, "discount")
        await pilot.press("z")
        await until(pilot, lambda: "Inputs" in text_of(app))
        for part in (item.decision_evaluation_instance_key, "tier", "decision table", item.process_instance_key or ""):
            assert part in text_of(app)
        assert sandbox.sent[-1].url.path.endswith(f"/decision-instances/{item.decision_evaluation_instance_key}")
        pane = screen_of(app).query_one("#pane", Facts)
        before = pane.text
        screen_of(app)._evaluation_pane.show(DecisionInstance(decision_evaluation_instance_key="7-1"))
        assert pane.text == before, "what comes late about another one is not shown"


async def test_one_that_cannot_be_read_marks_the_screen(sandbox: Sandbox, sandbox_session: Session) -> None:
    await sandbox.faults("403@/v2/decision-instances/*-*")
    async with app_on(sandbox_session, "evaluations", size=(160, 50)) as (app, pilot):
        await until(pilot, lambda: "stale" in text_of(app).splitlines()[0])
        assert isinstance(screen_of(app).last_problem, Forbidden)


async def test_the_command_line_narrows(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await enter(pilot, "colon", "dinst dish")
        await until(pilot, lambda: app.current_mode == "evaluations")
        await listed(app, pilot, "Evaluations + decision id = dish   time")
        assert sandbox.bodies(SEARCH)[-1]["filter"] == {"decisionDefinitionId": "dish"}
        key, instance = current(app).decision_evaluation_instance_key, "2251799813685249"
        await enter(pilot, "colon", f"dinst {key}")
        await listed(app, pilot, f"key = {key}")
        assert sandbox.bodies(SEARCH)[-1]["filter"] == {"decisionEvaluationInstanceKey": key}
        await enter(pilot, "colon", f"dinst {instance}")
        await listed(app, pilot, f"process instance = {instance}")
        assert sandbox.bodies(SEARCH)[-1]["filter"] == {"processInstanceKey": instance}
        for _ in range(3):
            await pilot.press("escape")
        await listed(app, pilot, "Evaluations   time")


async def test_one_version_and_all_of_them(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "evaluations") as (app, pilot):
        item = await go_to(app, pilot, "discount")
        wide = {"decisionDefinitionId": "discount", "tenantId": item.tenant_id}
        for words, sent in (
            ("Evaluations of all versions of Discount   time", wide),
            ("Evaluations of Discount v2   time", {"decisionDefinitionKey": item.decision_definition_key}),
            ("Evaluations of all versions of Discount   time", wide),
        ):
            await pilot.press("A")
            await listed(app, pilot, words)
            assert sandbox.bodies(SEARCH)[-1]["filter"] == sent
        await pilot.press("escape")
        await listed(app, pilot, "Evaluations   time")
        await enter(pilot, "colon", "dinst discount")
        await listed(app, pilot, "decision id = discount")
        await pilot.press("A")
        await listed(app, pilot, "Evaluations of Discount v2")
        await enter(pilot, "colon", "dinst soup")
        await listed(app, pilot, "decision id = soup")
        await pilot.press("A")
        assert notice(app) == "all versions: nothing is selected"


async def test_what_belongs_to_an_evaluation(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "evaluations") as (app, pilot):
        item = await go_to(app, pilot, "season")
        await choose(app, pilot, "evaluation")
        await listed(app, pilot, f"evaluation key = {item.decision_evaluation_key}")
        assert {one.decision_definition_id for one in screen_of(app).listed.loaded()} >= {"season", "guestCount"}
        await pilot.press("o")
        await dialog(app, pilot, ChoiceDialog)
        assert "process instance" not in text_of(app).split("Related")[1], "nobody's process asked for dinner"
        await pilot.press("escape", "escape")
        await listed(app, pilot, "Evaluations   time")
        item = await go_to(app, pilot, "discount")
        instance = item.process_instance_key or ""
        await choose(app, pilot, "decisions")
        await listed(app, pilot, f"process instance = {instance}")
        await choose(app, pilot, "tasks")
        await until(pilot, lambda: app.current_mode == "inbox" and instance in inbox_of(app).caption())
        asked = [body["filter"].get("processInstanceKey") for body in sandbox.bodies("/user-tasks/search")]
        assert instance in asked
        await pilot.press("minus")
        await until(pilot, lambda: app.current_mode == "evaluations")
        await choose(app, pilot, "definition")
        await until(pilot, lambda: app.current_mode == "decisions" and "Versions  " in text_of(app))
        assert list_of(app).listed.key_of(list_of(app).current) == item.decision_definition_key


async def test_a_table_is_opened_with_what_was_evaluated(
    sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[DecisionInstance] = []
    opening = "c8tui.tui.decisions.evaluations.open_evaluation"
    monkeypatch.setattr(opening, lambda _, instance: opened.append(instance))
    async with app_on(sandbox_session, "evaluations") as (app, pilot):
        item = await go_to(app, pilot, "dish")
        await pilot.press("enter")
        assert opened == [item]
        await closed(app, pilot)
