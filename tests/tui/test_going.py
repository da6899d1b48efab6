"""Going from one screen to another and back: by escape to where one came from, by a number to the list of a mode."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import OptionList

from c8tui.session.session import Session
from c8tui.tui.decisions.evaluations import EvaluationsScreen
from c8tui.tui.decisions.opening import open_evaluation
from c8tui.tui.decisions.screen import DecisionScreen
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.tasks.stream import StreamScreen
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, dialog, enter, inbox_of, list_of, loaded, text_of, until
from tests.tui.decisions.test_related import an_evaluation


async def shown(app: Any, pilot: Any, mode: str) -> None:
    """The list of a mode, with nothing over it."""
    await until(pilot, lambda: app.current_mode == mode and len(app.screen_stack) == 1 and loaded(app))


async def over(app: Any, pilot: Any, kind: type[Any]) -> Any:
    await until(pilot, lambda: isinstance(app.screen, kind) and "loading" not in text_of(app))
    return app.screen


def evaluations_of(app: Any) -> EvaluationsScreen:
    screen = list_of(app)
    assert isinstance(screen, EvaluationsScreen)
    return screen


async def test_escape_leads_from_the_history_to_the_list_of_decisions(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        for _ in range(2):  # the second time the same evaluations are asked for
            await pilot.press("H")
            await shown(app, pilot, "evaluations")
            assert evaluations_of(app).list_query.query.one_version
            await pilot.press("escape")
            await shown(app, pilot, "decisions")
        await enter(pilot, "colon", "dinst")
        await shown(app, pilot, "evaluations")
        assert evaluations_of(app).list_query.is_plain, "what one came for was taken back"


async def test_escape_leads_from_the_history_to_the_decision(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        await pilot.press("enter")
        decision = await over(app, pilot, DecisionScreen)
        await pilot.press("H")
        await shown(app, pilot, "evaluations")
        await pilot.press("s")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("enter")  # another order is no step
        await shown(app, pilot, "evaluations")
        await pilot.press("z", "escape")  # the pane is backed out of first
        assert app.current_mode == "evaluations"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is decision)
        await pilot.press("escape")
        await shown(app, pilot, "decisions")


async def test_escape_leads_back_to_the_evaluation_that_the_history_was_opened_from(sandbox_session: Session) -> None:
    item = await an_evaluation(sandbox_session)
    async with app_on(sandbox_session, "evaluations") as (app, pilot):
        open_evaluation(list_of(app).ui, item)
        await over(app, pilot, DecisionScreen)
        await pilot.press("H")
        await shown(app, pilot, "evaluations")
        assert evaluations_of(app).list_query.query.one_version
        await pilot.press("escape")
        again = await over(app, pilot, DecisionScreen)
        assert again.version.instance == item
        assert evaluations_of(app).list_query.is_plain
        await pilot.press("escape")
        await shown(app, pilot, "evaluations")


@pytest.mark.parametrize(("steps", "mode"), [(0, "inbox"), (1, "jobs")])
async def test_escape_leads_from_what_belongs_to_an_incident_back_to_it(
    sandbox_session: Session, steps: int, mode: str
) -> None:
    async with app_on(sandbox_session, "incidents") as (app, pilot):
        await pilot.press("o")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press(*["down"] * steps, "enter")
        await until(pilot, lambda: app.current_mode == mode and len(app.screen_stack) == 1)
        await until(pilot, lambda: list_of(app).arrivals._came)
        await pilot.press("escape")
        await shown(app, pilot, "incidents")


async def test_only_the_step_that_one_came_by_leads_back(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "inbox") as (app, pilot):
        app.go_and("evaluations", lambda evaluations: evaluations.narrow("dish"))
        await shown(app, pilot, "evaluations")
        query = evaluations_of(app).list_query
        query.ask(query.query.by({"decision_definition_id": "dish", "state": "EVALUATED"}))
        await pilot.press("escape")
        assert app.current_mode == "evaluations"
        assert query.query.conditions == {"decision_definition_id": "dish"}
        await pilot.press("escape")
        await shown(app, pilot, "inbox")
        await enter(pilot, "colon", "dinst dish")
        await shown(app, pilot, "evaluations")
        await pilot.press("escape")
        assert query.is_plain
        assert app.current_mode == "evaluations", "one asked for this list by its name"


@pytest.mark.parametrize("away", ["1", "3"])
async def test_a_number_leads_to_the_list_and_minus_to_what_was_left(sandbox_session: Session, away: str) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        await pilot.press("enter")
        decision = await over(app, pilot, DecisionScreen)
        await pilot.press(away)
        await until(pilot, lambda: app.current_mode != "decisions")
        await pilot.press("minus")
        await until(pilot, lambda: app.screen is decision)
        await pilot.press(away, "2")
        await shown(app, pilot, "decisions")
        await pilot.press("enter")
        await over(app, pilot, DecisionScreen)
        await pilot.press("2")  # from over the list itself
        await shown(app, pilot, "decisions")


@pytest.mark.long
async def test_nothing_piles_up_however_often_one_comes_and_goes(sandbox_session: Session) -> None:
    item = await an_evaluation(sandbox_session)
    async with app_on(sandbox_session, "evaluations") as (app, pilot):
        for _ in range(3):
            open_evaluation(list_of(app).ui, item)
            await over(app, pilot, DecisionScreen)
            await pilot.press("o")
            await dialog(app, pilot, ChoiceDialog)
            listed = app.screen.query_one(OptionList)
            listed.highlighted = listed.get_option_index("definition")
            await pilot.press("enter")
            await shown(app, pilot, "decisions")
            await pilot.press("escape", "enter")
            await over(app, pilot, DecisionScreen)
            await enter_mode(app, pilot, "evaluations")
        assert all(len(stack) <= 2 for stack in app._screen_stacks.values())


async def enter_mode(app: Any, pilot: Any, mode: str) -> None:
    app.go(mode)
    await shown(app, pilot, mode)


async def test_a_stream_that_the_list_is_gone_to_over_gives_its_task_back(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session, "inbox") as (app, pilot):
        await pilot.press("S")
        stream = await over(app, pilot, StreamScreen)
        await until(pilot, lambda: stream.current is not None)
        app.go("jobs")
        await shown(app, pilot, "jobs")
        await pilot.press("minus")
        await until(pilot, lambda: app.screen is stream)
        app.go("jobs")
        await shown(app, pilot, "jobs")
        await pilot.press("1")
        await shown(app, pilot, "inbox")
        assert inbox_of(app).is_current
        assert stream.walk.claims.left


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
@pytest.mark.parametrize("mode", ["decisions", "instances", "processes"])
async def test_a_line_is_typed_over_a_list_too_and_leaves_the_keys_where_they_were(
    sandbox_session: Session, mode: str, size: tuple[int, int]
) -> None:
    async with app_on(sandbox_session, mode, size=size) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: len(app.screen_stack) == 2 and "loading" not in text_of(app))
        await until(pilot, lambda: app.focused is not None and app.focused.display)
        opened, focused = app.screen, app.focused
        assert focused is not None
        await pilot.press("colon", *"2251")
        assert app.screen is opened, "digits are typed, and go nowhere"
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is focused and focused.display)
        await enter(pilot, "colon", "nonsense")
        await until(pilot, lambda: "There is no command 'nonsense'" in text_of(app))
        assert app.focused is focused
        await enter(pilot, "colon", "jobs")
        await shown(app, pilot, "jobs")
