"""Evaluating on the cluster as a use case: what is asked first, what is sent, where inputs come from."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from c8tui.decisions.evaluation import EvaluationResult
from c8tui.session.session import Session
from c8tui.tui.decisions.evaluating import FROM_KEY, Evaluating
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.decisions.version import ShownVersion
from c8tui.tui.flow import Cancelled
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox, a_task
from tests.session.lists import newest
from tests.tui.fake_ui import FakeUi

EVALUATION = "/decision-definitions/evaluation"
GOLD = {"tier": "gold", "amount": 950}
RECORDED = "Evaluate on a protected cluster?"


class View:
    """A decision view with its inputs open, without a screen."""

    def __init__(self, state: DecisionState, answers: dict[str, Any] | None) -> None:
        self.state, self.asked, self.asks = state, state.at, True
        self.what_if = SimpleNamespace(answers=lambda: answers)
        self.results: list[EvaluationResult] = []
        self.inputs: list[dict[str, Any]] = []

    def show_result(self, result: EvaluationResult) -> None:
        self.results.append(result)

    def ask_what_if(self, variables: dict[str, Any]) -> None:
        self.inputs.append(variables)


async def evaluating(
    session: Session, ui: FakeUi, answers: dict[str, Any] | None = GOLD
) -> tuple[Evaluating, View, ShownVersion]:
    definition = await newest(session, "discount")
    version = ShownVersion(definition, opened=await session.decision_models.open(definition))
    assert version.opened is not None
    assert version.opened.model is not None
    view = View(DecisionState(version.opened.model, "discount"), answers)
    return Evaluating(ui, session, version, view), view, version  # type: ignore[arg-type]


async def test_what_the_cluster_found_is_shown_and_compared(sandbox: Sandbox, sandbox_session: Session) -> None:
    ui = FakeUi()
    use_case, view, _ = await evaluating(sandbox_session, ui)
    await use_case.action_evaluate()
    assert ui.said == [("evaluating …", "ok"), ("cluster agrees: 4", "ok")]
    assert [(result.source, result.value) for result in view.results] == [("cluster", "4")]
    assert [body["variables"] for body in sandbox.bodies(EVALUATION)] == [GOLD]


async def test_inputs_that_are_wrong_send_nothing(sandbox: Sandbox, sandbox_session: Session) -> None:
    ui = FakeUi()
    use_case, view, _ = await evaluating(sandbox_session, ui, answers=None)
    await use_case.action_evaluate()
    assert (ui.said, view.results, sandbox.bodies(EVALUATION)) == ([], [], [])


async def test_a_protected_profile_is_asked_once_that_it_is_recorded(
    sandbox: Sandbox, open_session: OpenSession
) -> None:
    ui = FakeUi(None, True)
    ui.protected = True
    use_case, view, _ = await evaluating(await open_session(sandbox, protected=True, profile="prod"), ui)
    with pytest.raises(Cancelled):
        await use_case.action_evaluate()
    assert sandbox.bodies(EVALUATION) == []
    await use_case.action_evaluate()
    evaluate = await use_case.evaluator()
    assert ui.asked == [RECORDED, RECORDED]
    assert evaluate is not None
    assert (await evaluate(GOLD)).value == "4"
    assert len(sandbox.bodies(EVALUATION)) == 2
    assert len(view.results) == 1


async def test_a_read_only_profile_evaluates_a_batch_here_and_is_asked_nothing(
    sandbox: Sandbox, open_session: OpenSession
) -> None:
    ui = FakeUi()
    session = await open_session(sandbox, read_only=True, protected=True, profile="prod")
    use_case, _, _ = await evaluating(session, ui)
    assert await use_case.evaluator() is None
    assert ui.asked == []


@pytest.mark.parametrize("loaded", [True, False])
async def test_a_decision_that_is_not_known_is_said_to_be_so(
    sandbox: Sandbox, sandbox_session: Session, loaded: bool
) -> None:
    ui = FakeUi()
    use_case, view, version = await evaluating(sandbox_session, ui)
    view.asked = "elsewhere"
    if not loaded:
        version.opened = None
    with pytest.raises(Cancelled):
        await use_case.action_evaluate()
    why = "the cluster does not name its 'elsewhere'" if loaded else "the version is still loading"
    assert ui.said == [(why, "warn")]
    assert sandbox.bodies(EVALUATION) == []


async def test_inputs_are_taken_from_a_task(sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, element_id="approve-discount")
    ui = FakeUi(FROM_KEY, {"key": f" {task.user_task_key} "})
    use_case, view, _ = await evaluating(sandbox_session, ui)
    await use_case.action_values()
    assert ui.choices == [FROM_KEY], "nothing was evaluated before"
    assert view.inputs == [await sandbox_session.decision_models.variables_of(task.user_task_key)]


async def test_what_is_typed_is_kept_until_it_is_evaluated(sandbox_session: Session) -> None:
    ui = FakeUi("0")
    use_case, view, _ = await evaluating(sandbox_session, ui)
    use_case.keep("discount", GOLD)
    use_case.keep("elsewhere", GOLD)
    assert (use_case.kept("discount"), use_case.kept("elsewhere")) == (GOLD, {})
    await use_case.action_evaluate()
    assert use_case.kept("discount") == {}
    await use_case.action_values()
    assert view.inputs == [GOLD]
