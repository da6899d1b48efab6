"""From an evaluation on the decision screen to what belongs to it, in the mode over which it stands and in others."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import Any

import pytest

from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.session.session import Session
from c8tui.tui.decisions.opening import open_evaluation
from c8tui.tui.decisions.related import ways_of, ways_of_evaluation
from c8tui.tui.decisions.screen import DecisionScreen
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.flow import Cancelled
from c8tui.tui.screens.related import Related
from tests.tui.apps import app_on, list_of, loaded, text_of, until
from tests.tui.fake_ui import FakeUi


async def an_evaluation(session: Session) -> DecisionInstance:
    rows = session.evaluations.rows()
    await rows.load(0, 100)
    return next(one for _, one in rows.loaded() if one.decision_definition_id == "discount")


def test_an_evaluation_of_nobodys_process_has_no_process_instance() -> None:
    item = DecisionInstance(
        decision_evaluation_instance_key="1", decision_definition_id="d", decision_definition_version=2
    )
    host: Any = Going()
    assert [way.id for way in ways_of_evaluation(host, item)] == ["evaluation", "definition"]
    of_process = DecisionInstance(decision_evaluation_instance_key="1", process_instance_key="7")
    assert [way.id for way in ways_of_evaluation(host, of_process)] == [
        "evaluation", "tasks", "jobs", "incidents", "decisions", "messages", "instance", "definition",
    ]  # fmt: skip
    of_version = DecisionDefinition(decision_definition_key="1", decision_definition_id="d")
    assert [way.id for way in ways_of(host, of_version)] == ["evaluations", "failed", "every", "definition"]


async def test_an_evaluation_leads_on(sandbox_session: Session) -> None:
    item = await an_evaluation(sandbox_session)
    async with app_on(sandbox_session, "evaluations") as (app, pilot):
        await open_screen(app, pilot, item)
        await pilot.press("H")
        await until(pilot, lambda: app.screen is list_of(app) and "Evaluations of Discount v2" in text_of(app))
        for steps, mode, seen in (
            (0, "evaluations", "evaluation key"),
            (4, "evaluations", "process instance"),
            (1, "inbox", "process instance"),
            (7, "decisions", "discount"),
        ):
            await open_screen(app, pilot, item)
            assert f"process instance {item.process_instance_key}" in text_of(app)
            await pilot.press("o")
            await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
            await pilot.press(*["down"] * steps, "enter")
            await until(pilot, lambda: app.current_mode == mode and app.screen is list_of(app) and loaded(app))  # noqa: B023
            await until(pilot, lambda: seen in text_of(app).casefold())  # noqa: B023
            if mode != "evaluations":
                await pilot.press("minus")
                await until(pilot, lambda: app.current_mode == "evaluations")
                await pilot.press("escape")
                assert app.screen is list_of(app), "it was still there, over the list"


async def open_screen(app: Any, pilot: Any, item: DecisionInstance) -> None:
    open_evaluation(list_of(app).ui, item)
    await until(pilot, lambda: isinstance(app.screen, DecisionScreen) and "as it was evaluated" in text_of(app))


class Going:
    """The app, as far as one goes elsewhere in it."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def go_and(self, screen: str, _: Any) -> None:
        self.steps.append(screen)


@pytest.mark.parametrize(
    ("chosen", "screens"),
    [("evaluation", ["evaluations"]), ("decisions", ["evaluations"]), ("instance", ["instances"]), ("tasks", ["inbox"]),
     ("definition", ["decisions"]), (None, [])],
)  # fmt: skip
async def test_what_is_chosen_is_gone_to(chosen: str | None, screens: list[str]) -> None:
    going = Going()
    item = DecisionInstance(decision_evaluation_instance_key="1", process_instance_key="7")
    host: Any = going
    asking = Related(FakeUi(chosen), lambda: item, partial(ways_of, host)).action_related()
    with nullcontext() if chosen else pytest.raises(Cancelled):
        await asking
    assert going.steps == screens
