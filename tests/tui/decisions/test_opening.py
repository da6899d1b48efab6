"""The doors to the decision screen, from the screens that have them."""

from __future__ import annotations

from c8tui.model.decisions import DecisionDefinition
from c8tui.session.evaluations import EvaluationQuery
from c8tui.session.session import Session
from c8tui.tui.decisions.opening import open_definition, open_evaluation
from c8tui.tui.decisions.screen import DecisionScreen
from tests.tui.apps import app_on, list_of, text_of, until


async def test_a_definition_is_opened_from_elsewhere(sandbox_session: Session) -> None:
    (discount,) = [one for one in await definitions(sandbox_session) if one.decision_definition_id == "discount"]
    async with app_on(sandbox_session) as (app, pilot):
        inbox = list_of(app)
        for begin, seen in (("", "Volume."), ("graph", "decision ─"), ("what_if", "local preview")):
            open_definition(inbox.ui, discount, begin)
            await until(pilot, lambda: isinstance(app.screen, DecisionScreen) and seen in text_of(app))  # noqa: B023
            assert "Discount   v2" in text_of(app)
            while app.screen is not inbox:
                await pilot.press("escape")


async def test_an_evaluation_is_opened_in_its_table(sandbox_session: Session) -> None:
    rows = sandbox_session.evaluations.rows(EvaluationQuery(conditions={"decision_definition_id": "dish"}))
    await rows.load(0, 0)
    dinner = rows.row(1)
    assert dinner is not None
    async with app_on(sandbox_session) as (app, pilot):
        inbox = list_of(app)
        open_evaluation(inbox.ui, dinner)
        await until(pilot, lambda: "as it was evaluated" in text_of(app))
        assert "Season  >  Guest Count  >  [Dish]" in text_of(app)
        assert f"-> {dinner.result}" in text_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is inbox)


async def definitions(session: Session) -> list[DecisionDefinition]:
    rows = session.decisions.rows()
    await rows.load(0, 0)
    return [one for _, one in rows.loaded()]
