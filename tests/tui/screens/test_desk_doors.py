"""The doors to the decision desk, from the screens that have them."""

from __future__ import annotations

import pytest

from c8tui.model.decisions import DecisionDefinition
from c8tui.session.evaluations import EvaluationsAsked
from c8tui.session.session import Session
from c8tui.tui.screens.desk_doors import DeskDoors
from c8tui.tui.screens.evaluations import EvaluationsScreen
from tests.tui.apps import app_on, list_of, text_of, until


@pytest.mark.parametrize("door", ["open_desk", "open_graph", "open_what_if"])
async def test_a_definition_is_opened_from_elsewhere(sandbox_session: Session, door: str) -> None:
    (discount,) = [one for one in await definitions(sandbox_session) if one.decision_definition_id == "discount"]
    async with app_on(sandbox_session) as (app, pilot):
        inbox = list_of(app)
        assert isinstance(inbox, DeskDoors)
        getattr(inbox, door)(discount)
        await until(pilot, lambda: app.current_mode == "decisions" and "Versions  " in text_of(app))
        assert "Discount  v2" in text_of(app)
        assert list_of(app).current == discount


async def test_an_evaluation_is_opened_among_those_that_were_made_with_it(sandbox_session: Session) -> None:
    rows = sandbox_session.evaluations.rows(EvaluationsAsked(conditions={"decision_definition_id": "dish"}))
    await rows.load(0, 0)
    dinner = rows.row(1)
    assert dinner is not None
    async with app_on(sandbox_session) as (app, pilot):
        inbox = list_of(app)
        assert isinstance(inbox, DeskDoors)
        inbox.open_evaluation(dinner)
        await until(pilot, lambda: app.current_mode == "evaluations" and "Rule " in text_of(app))
        screen = list_of(app)
        assert isinstance(screen, EvaluationsScreen)
        assert screen.current == dinner
        assert screen.question.conditions == {"decision_evaluation_key": dinner.decision_evaluation_key}
        await pilot.press("minus")
        await until(pilot, lambda: app.current_mode == "inbox")


async def definitions(session: Session) -> list[DecisionDefinition]:
    rows = session.decisions.rows()
    await rows.load(0, 0)
    return [one for _, one in rows.loaded()]
