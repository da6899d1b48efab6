"""Answers of the cluster that come late, twice, or for something else than what is shown by then."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

import pytest

from c8tui.api import decisions
from c8tui.decisions.file import evaluate
from c8tui.session.decision_models import DecisionModels, Opened
from c8tui.session.session import Session
from c8tui.tui.decisions.screen import DecisionScreen
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.widgets.notice import Notice
from tests.sandboxes import Sandbox
from tests.tui.apps import text_of, until
from tests.tui.decisions.shown import answer, decision_on

GOLD = [*"gold", "tab", *"950"]
EVALUATION = "/decision-definitions/evaluation"


class Gate:
    """Holds up evaluations on the cluster until it is opened; counts those that came to it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.came = 0
        self.opened = asyncio.Event()
        self._real = decisions.evaluate
        monkeypatch.setattr("c8tui.api.decisions.evaluate", self.pass_through)

    async def pass_through(self, *given: Any, **more: Any) -> Any:
        self.came += 1
        await self.opened.wait()
        return await self._real(*given, **more)


def notice_of(screen: DecisionScreen) -> str:
    return screen.query_one(Notice).text


async def test_a_second_evaluation_waits_for_the_first_and_the_screen_for_none(
    sandbox: Sandbox, sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    real = evaluate

    def noted(*given: Any) -> Any:
        threads.append(threading.current_thread())
        return real(*given)

    async with decision_on(sandbox_session, "discount") as (_, pilot, screen):
        await answer(pilot, screen, *GOLD)
        gate = Gate(monkeypatch)
        monkeypatch.setattr("c8tui.tui.decisions.evaluating.evaluate_here", noted)
        await pilot.press("ctrl+s", "ctrl+s")
        await until(pilot, lambda: "still under way" in notice_of(screen))
        gate.opened.set()
        await until(pilot, lambda: "cluster agrees: 4" in notice_of(screen))
        assert (gate.came, len(sandbox.bodies(EVALUATION))) == (1, 1)
        assert threads
        assert threading.main_thread() not in threads, "the preview beside the answer does not hold up the screen"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(sandbox.bodies(EVALUATION)) == 2)


async def test_the_answer_for_a_version_that_is_shown_no_more_is_told_only(
    sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with decision_on(sandbox_session, "discount") as (app, pilot, screen):
        await answer(pilot, screen, *GOLD)
        gate = Gate(monkeypatch)
        await pilot.press("ctrl+s", "escape", "A")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Discount   v1" in text_of(app))
        gate.opened.set()
        await until(pilot, lambda: notice_of(screen) == "the version shown before: cluster says 4")
        assert screen.view.state is not None
        assert screen.view.state.evaluation is None or screen.view.state.evaluation.source == "preview"


async def test_a_required_decision_that_the_cluster_does_not_name_is_not_taken_for_another(
    sandbox: Sandbox, sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def alone(_: object, definition: Any) -> Mapping[str, Any]:
        return {definition.decision_definition_id: definition}

    monkeypatch.setattr(DecisionModels, "_siblings", alone)
    async with decision_on(sandbox_session, "dish") as (app, pilot, screen):
        screen.view.go("guestCount")
        await answer(pilot, screen, "2", "tab", "1")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: notice_of(screen) == "the cluster does not name its 'guestCount'")
        await pilot.press("escape", "number_sign", "I")
        await pilot.pause()
        assert app.screen is screen
        assert sandbox.bodies(EVALUATION) == []


async def test_keys_are_not_about_the_version_before_where_another_cannot_be_read(
    sandbox: Sandbox, sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with decision_on(sandbox_session, "discount") as (app, pilot, screen):
        await answer(pilot, screen, *GOLD)
        real = DecisionModels.open

        async def broken(models: DecisionModels, definition: Any) -> Opened:
            opened = await real(models, definition)
            return Opened(definition, "<definitions/>", None, "broken on purpose", opened.siblings)

        monkeypatch.setattr(DecisionModels, "open", broken)
        await pilot.press("escape", "A")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "cannot be read: broken on purpose" in text_of(app))
        assert screen.view.state is None
        assert "UNIQUE (U)" not in text_of(app)
        await pilot.press("ctrl+s", "T", "number_sign", "I")
        await pilot.pause()
        assert app.screen is screen
        assert sandbox.bodies(EVALUATION) == []
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is not screen)
