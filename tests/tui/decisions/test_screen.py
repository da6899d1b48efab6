"""A decision of the cluster: what is shown, evaluated there, compared with the preview, and what goes wrong."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from c8tui.errors import Forbidden
from c8tui.feel import dmn
from c8tui.session.session import Session
from c8tui.tui.decisions.screen import DecisionScreen
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.widgets.notice import Notice
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox, a_task
from tests.session.lists import newest
from tests.tui.apps import burst, text_of, until
from tests.tui.decisions.shown import answer, decision_on

GOLD = [*"gold", "tab", *"950"]
EVALUATION = "/decision-definitions/evaluation"


def notice_of(screen: object) -> str:
    return screen.query_one(Notice).text  # type: ignore[attr-defined,no-any-return]


async def test_what_is_typed_is_previewed_and_compared_with_what_the_cluster_says(
    sandbox: Sandbox, sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with decision_on(sandbox_session, "discount") as (app, pilot, screen):
        shown = text_of(app)
        for part in ("Discount   v2", "UNIQUE (U): exactly one rule may match", "Customer tier", "By contract."):
            assert part in shown

        await answer(pilot, screen, *"gold", "tab", *"much")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "no number" in screen.view.what_if.told)
        assert "much" in text_of(app)
        await pilot.press(*["backspace"] * 4, *"950")
        await until(pilot, lambda: "-> 4   rule 3" in text_of(app))
        assert screen.view.what_if.told == "", "it is right now"
        assert "no number" not in text_of(app)
        assert "local preview" in text_of(app)
        assert sandbox.bodies(EVALUATION) == []

        await sandbox.faults(f"504@/v2{EVALUATION}*1")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "! shows all" in notice_of(screen))
        assert app.screen is screen
        assert len(sandbox.bodies(EVALUATION)) == 1, "whether it was recorded is not known: it is not sent again"
        assert screen.view.what_if.variables == {"tier": "gold", "amount": 950}

        await pilot.press("ctrl+s")
        await until(pilot, lambda: "evaluated on the cluster" in text_of(app))
        assert notice_of(screen) == "cluster agrees: 4"
        assert sandbox.bodies(EVALUATION)[-1]["variables"] == {"tier": "gold", "amount": 950}

        real = dmn.evaluate

        def otherwise(*given: object, **more: object) -> dmn.Evaluation:
            found = real(*given, **more)  # type: ignore[arg-type]
            return dmn.Evaluation(Decimal(5), found.decisions, found.failure)

        monkeypatch.setattr("c8tui.decisions.evaluation.evaluate", otherwise)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "disagree" in notice_of(screen))
        assert notice_of(screen).endswith("c8tui finds 5, the cluster 4")
        await pilot.press("8")
        await until(pilot, lambda: "local preview" in text_of(app))
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: app.screen is not screen)


async def test_a_read_only_profile_has_the_preview_only(sandbox: Sandbox, open_session: OpenSession) -> None:
    session = await open_session(sandbox, read_only=True)
    async with decision_on(session, "discount") as (app, pilot, screen):
        await answer(pilot, screen, *GOLD)
        assert "-> 4" in text_of(app)
        await pilot.press("ctrl+s")
        assert notice_of(screen) == "evaluate: this profile is read-only"
        assert sandbox.bodies(EVALUATION) == []


async def test_a_protected_profile_is_told_once_that_it_is_recorded(
    sandbox: Sandbox, open_session: OpenSession
) -> None:
    session = await open_session(sandbox, protected=True, profile="prod")
    async with decision_on(session, "discount") as (app, pilot, screen):
        await answer(pilot, screen, *GOLD)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert "records every evaluation" in text_of(app)
        assert sandbox.bodies(EVALUATION) == []
        await pilot.press(*"prod", "enter")
        await until(pilot, lambda: app.screen is screen and "cluster agrees: 4" in notice_of(screen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(sandbox.bodies(EVALUATION)) == 2)


async def test_what_failed_says_why(sandbox_session: Session) -> None:
    async with decision_on(sandbox_session, "dish") as (_, pilot, screen):
        await answer(pilot, screen, *"25")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: 'the evaluation failed: "no plan for no day" is' in notice_of(screen))


async def test_a_required_decision_is_asked_by_itself(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with decision_on(sandbox_session, "dish") as (_, pilot, screen):
        screen.view.go("guestCount")
        await answer(pilot, screen, "2", "tab", "1")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "cluster agrees: 70" in notice_of(screen))
        wanted = (await newest(sandbox_session, "guestCount")).decision_definition_key
        assert sandbox.bodies(EVALUATION)[0]["decisionDefinitionKey"] == wanted


async def test_inputs_come_from_earlier_ones_behind_what_they_came_to(sandbox_session: Session) -> None:
    definition = await newest(sandbox_session, "discount")
    await sandbox_session.decision_models.evaluate(definition, {"tier": "platinum", "amount": 3})
    async with decision_on(sandbox_session, "discount") as (app, pilot, screen):
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        assert "-> 12   tier platinum, amount 3" in text_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: "-> 12" in text_of(app))
        assert screen.view.what_if.variables == {"tier": "platinum", "amount": 3}


async def test_the_earlier_inputs_are_those_of_the_decision_that_is_asked(sandbox_session: Session) -> None:
    sandbox_session.decision_models.remember(await newest(sandbox_session, "dish"), {"temperature": 25})
    wanted = {"dayType": "holiday", "terraceOpen": True}
    sandbox_session.decision_models.remember(await newest(sandbox_session, "guestCount"), wanted)
    async with decision_on(sandbox_session, "dish") as (app, pilot, screen):
        screen.view.go("guestCount")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        assert "temperature 25" not in text_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: screen.view.asks)
        assert screen.view.asked == "guestCount"
        assert screen.view.what_if.variables == wanted


async def test_inputs_come_from_a_task(sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, element_id="approve-discount")
    wanted = await sandbox_session.decision_models.variables_of(task.user_task_key)
    async with decision_on(sandbox_session, "discount") as (app, pilot, screen):
        await pilot.press("ctrl+o", "enter")
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog))
        await pilot.press(*"4711", "enter")
        await until(pilot, lambda: "there is no user task" in text_of(app))
        await pilot.press(*["backspace"] * 4, *task.user_task_key, "enter")
        await until(pilot, lambda: app.screen is screen and screen.view.asks)
        assert screen.view.what_if.variables == {name: wanted[name] for name in ("tier", "amount")}


async def test_an_evaluation_is_lit_and_its_inputs_can_be_changed(sandbox_session: Session) -> None:
    rows = sandbox_session.evaluations.rows()
    await rows.load(0, 100)
    made = (one for _, one in rows.loaded() if one.decision_definition_id == "discount")
    instance = next(one for one in made if one.state == "EVALUATED")
    async with decision_on(sandbox_session, "discount", instance=instance) as (app, pilot, screen):
        await until(pilot, lambda: "as it was evaluated" in text_of(app))
        highlights = screen.view.state.highlights if screen.view.state else None
        assert highlights is not None
        assert {screen.view.table.row} == highlights.matched
        assert highlights.failing
        await pilot.press("i")
        await until(pilot, lambda: screen.view.asks and "local preview" in text_of(app))
        tier, amount = map(json.loads, highlights.values.values())
        assert screen.view.what_if.variables == {"tier": tier, "amount": amount}


async def test_a_dmn_that_cannot_be_read_is_shown_as_it_is(
    sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> str:
        return "<definitions><decision \x1b[31m></definitions>"

    monkeypatch.setattr("c8tui.api.decisions.xml", broken)
    async with decision_on(sandbox_session, "dish") as (app, pilot, screen):
        await until(pilot, lambda: "this DMN cannot be read: broken XML at 1:" in notice_of(screen))
        assert "<definitions><decision \\x1b[31m></definitions>" in text_of(app)
        await pilot.press("i", "T", "f", "ctrl+s", "escape")
        await until(pilot, lambda: app.screen is not screen)


async def test_what_may_not_be_seen_says_so_in_its_place(sandbox: Sandbox, sandbox_session: Session) -> None:
    await sandbox.faults("403@/v2/decision-definitions/*/xml")
    async with decision_on(sandbox_session, "dish") as (app, pilot, screen):
        await until(pilot, lambda: "cannot be shown" in text_of(app))
        assert isinstance(screen.last_problem, Forbidden)
        await sandbox.faults()
        await pilot.press("r")
        await until(pilot, lambda: "FIRST (F)" in text_of(app))


async def test_it_begins_with_the_graph_or_the_inputs(sandbox_session: Session) -> None:
    async with decision_on(sandbox_session, "dish", begin="graph") as (app, pilot, screen):
        assert screen.view.shows_graph
        await pilot.press("down", "enter")
        await until(pilot, lambda: screen.view.state is not None and screen.view.state.at != "dish")
        assert not screen.view.shows_graph
        inputs = DecisionScreen(screen.version.definition, begin="what_if", variables={"temperature": 5})
        await app.push_screen(inputs)
        await until(pilot, lambda: inputs.view.asks)
        assert inputs.view.what_if.variables == {"temperature": 5}


async def test_what_was_typed_is_kept_until_it_is_evaluated(sandbox_session: Session) -> None:
    typed = {"tier": "gold", "amount": 950}
    async with decision_on(sandbox_session, "discount") as (app, pilot, screen):
        await answer(pilot, screen, *GOLD)
        await pilot.press("escape", "escape")
        assert not screen.view.asks
        await pilot.press("i")
        await until(pilot, lambda: screen.view.asks and screen.view.what_if.variables == typed)
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: app.screen is not screen)
        again = DecisionScreen(screen.version.definition, begin="what_if")
        await app.push_screen(again)
        await until(pilot, lambda: again.view.asks and again.view.what_if.variables == typed)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "cluster agrees: 4" in notice_of(again))
        assert sandbox_session.decision_models.kept(screen.version.definition) == {}


async def test_keys_that_did_not_rest_are_kept_too(sandbox_session: Session) -> None:
    async with decision_on(sandbox_session, "discount") as (app, pilot, screen):
        await answer(pilot, screen)
        burst(app, *"gold", "escape", "escape", "escape")
        await until(pilot, lambda: app.screen is not screen)
        assert sandbox_session.decision_models.kept(screen.version.definition) == {"tier": "gold"}
