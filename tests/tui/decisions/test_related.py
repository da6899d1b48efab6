"""From an evaluation on the decision screen to what belongs to it, in the mode over which it stands and in others."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.model.decisions import DecisionInstance
from c8tui.session.session import Session
from c8tui.tui.decisions.opening import open_evaluation
from c8tui.tui.decisions.related import related_to
from c8tui.tui.decisions.screen import DecisionScreen
from c8tui.tui.dialogs.choice import ChoiceDialog
from tests.tui.apps import app_on, list_of, loaded, text_of, until


async def an_evaluation(session: Session) -> DecisionInstance:
    rows = session.evaluations.rows()
    await rows.load(0, 100)
    return next(one for _, one in rows.loaded() if one.decision_definition_id == "discount")


def test_an_evaluation_of_nobodys_process_has_no_process_instance() -> None:
    item = DecisionInstance(
        decision_evaluation_instance_key="1", decision_definition_id="d", decision_definition_version=2
    )
    assert [id_ for id_, _ in related_to(item)] == ["evaluation", "definition"]
    of_process = DecisionInstance(decision_evaluation_instance_key="1", process_instance_key="7")
    assert [id_ for id_, _ in related_to(of_process)] == ["evaluation", "instance", "tasks", "definition"]


@pytest.mark.parametrize(
    ("steps", "mode", "seen"),
    [
        (0, "evaluations", "evaluation key"),
        (1, "evaluations", "process instance"),
        (2, "inbox", "process instance"),
        (3, "decisions", "Discount"),
    ],
)
async def test_an_evaluation_leads_on(sandbox_session: Session, steps: int, mode: str, seen: str) -> None:
    item = await an_evaluation(sandbox_session)
    async with app_on(sandbox_session, "evaluations") as (app, pilot):
        await open_screen(app, pilot, item)
        assert f"process instance {item.process_instance_key}" in text_of(app)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press(*["down"] * steps, "enter")
        await until(pilot, lambda: app.current_mode == mode and app.screen is list_of(app) and loaded(app))
        await until(pilot, lambda: seen.casefold() in text_of(app).casefold())


async def test_the_history_is_seen_where_the_decision_stood_over_it(sandbox_session: Session) -> None:
    item = await an_evaluation(sandbox_session)
    async with app_on(sandbox_session, "evaluations") as (app, pilot):
        await open_screen(app, pilot, item)
        await pilot.press("h")
        await until(pilot, lambda: app.screen is list_of(app) and "Evaluations of Discount v2" in text_of(app))


async def open_screen(app: Any, pilot: Any, item: DecisionInstance) -> None:
    open_evaluation(list_of(app).ui, item)
    await until(pilot, lambda: isinstance(app.screen, DecisionScreen) and "as it was evaluated" in text_of(app))
