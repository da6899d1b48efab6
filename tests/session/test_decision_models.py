"""Decision models over a sandbox: read once, evaluations recorded and put together, inputs kept."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from c8tui.decisions.evaluation import disagreement, preview
from c8tui.errors import NotFound, Refusal, ServerFault
from c8tui.feel import to_feel
from c8tui.model.decisions import (
    DecisionInstance,
    EvaluatedDecision,
    EvaluatedInput,
    EvaluatedOutput,
    Evaluation,
    MatchedRule,
)
from c8tui.session.decision_models import (
    LONGEST_ANSWER,
    MOST_HISTORY,
    Opened,
    result_of_evaluation,
    result_of_instances,
)
from c8tui.session.drafts import Drafts
from c8tui.session.session import Session
from tests.conftest import OpenSession
from tests.decisions.models import decision_xml, model_xml
from tests.sandboxes import Sandbox, a_task
from tests.session.lists import every_evaluation, newest

DINNER = {"temperature": 25, "dayType": "weekend", "terraceOpen": True}


def paths(sandbox: Sandbox, ending: str) -> list[str]:
    return [request.url.path for request in sandbox.sent if request.url.path.endswith(ending)]


async def open_dish(session: Session) -> Opened:
    return await session.decision_models.open(await newest(session, "dish"))


async def test_a_model_is_asked_for_once_for_all_decisions_of_its_file(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    opened = await open_dish(sandbox_session)
    assert opened.model is not None
    assert {key: one.version for key, one in opened.siblings.items()} == {"dish": 1, "season": 1, "guestCount": 1}
    again = await sandbox_session.decision_models.open(await newest(sandbox_session, "season"))
    assert again.model is opened.model
    assert len(paths(sandbox, "/xml")) == 1


async def test_what_cannot_be_read_says_why_and_shows_its_xml(
    sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> str:
        return "<definitions><decision></definitions>"

    monkeypatch.setattr("c8tui.api.decisions.xml", broken)
    opened = await open_dish(sandbox_session)
    assert opened.model is None
    assert opened.problem.startswith("broken XML at 1:")
    assert opened.xml.startswith("<definitions>")


async def test_a_file_without_the_decision_says_so(sandbox_session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    async def other(*_: object) -> str:
        return model_xml(decision_xml("x", ""))

    monkeypatch.setattr("c8tui.api.decisions.xml", other)
    opened = await open_dish(sandbox_session)
    assert (opened.model, opened.problem) == (None, "its DMN has no decision 'dish'")


async def test_the_cluster_evaluates_and_agrees_with_the_preview(sandbox: Sandbox, sandbox_session: Session) -> None:
    opened = await open_dish(sandbox_session)
    assert opened.model is not None
    said = await sandbox_session.decision_models.evaluate(opened.definition, DINNER)
    assert sandbox.bodies("/decision-definitions/evaluation") == [
        {"decisionDefinitionKey": opened.definition.decision_definition_key, "variables": DINNER}
    ]
    assert (said.source, said.asked, said.value) == ("cluster", "dish", '"Buffet of the house"')
    assert [one.id for one in said.decisions] == ["season", "guestCount", "dish"]
    here = preview(opened.model, "dish", to_feel(DINNER))
    assert disagreement(here, said) == ""


async def test_a_failed_evaluation_is_an_answer(sandbox_session: Session) -> None:
    said = await sandbox_session.decision_models.evaluate(await newest(sandbox_session, "dish"), {"dayType": "monday"})
    assert "no plan for monday" in said.failure
    failed = said.of("guestCount")
    assert failed is not None
    assert failed.failure == said.failure


async def test_a_read_only_profile_evaluates_nothing(sandbox: Sandbox, open_session: OpenSession) -> None:
    session = await open_session(sandbox, read_only=True)
    with pytest.raises(Refusal, match="records"):
        await session.decision_models.evaluate(await newest(session, "dish"), DINNER)
    assert paths(sandbox, "/evaluation") == []


async def test_an_instance_is_shown_with_its_whole_evaluation(sandbox_session: Session) -> None:
    season = (await every_evaluation(sandbox_session, decision_definition_id="season"))[1]
    said = await sandbox_session.decision_models.evaluation_of(season)
    assert [one.id for one in said.decisions] == ["season", "guestCount", "dish"]
    assert (said.source, said.asked, said.key) == ("instance", "dish", season.decision_evaluation_key)
    own = said.of("season")
    assert own is not None
    assert own.value == season.result
    dish = said.of("dish")
    assert dish is not None
    assert [part.name for part in dish.inputs] == ["Season", "Guests"]
    assert len(dish.rules) == 1


async def test_a_part_that_cannot_be_read_is_a_failure(sandbox: Sandbox, sandbox_session: Session) -> None:
    dish = (await every_evaluation(sandbox_session, decision_definition_id="dish"))[1]
    await sandbox.faults("500@/v2/decision-instances/*-2")
    with pytest.raises(ServerFault):
        await sandbox_session.decision_models.evaluation_of(dish)


async def test_without_the_decisions_beside_it_it_is_opened_all_the_same(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    dish = await newest(sandbox_session, "dish")
    await sandbox.faults("403@/v2/decision-definitions/search")
    opened = await sandbox_session.decision_models.open(dish)
    assert opened.model is not None
    assert opened.siblings == {"dish": dish}


async def test_versions_are_the_newest_first(sandbox_session: Session) -> None:
    discount = await newest(sandbox_session, "discount")
    assert [one.version for one in await sandbox_session.decision_models.versions(discount)] == [2, 1]


async def test_inputs_are_remembered_the_latest_first_and_not_twice(sandbox_session: Session, tmp_path: Path) -> None:
    models = sandbox_session.decision_models
    models.drafts = Drafts(tmp_path)
    dish = await newest(sandbox_session, "dish")
    assert models.history(dish) == []
    for number in range(MOST_HISTORY + 3):
        models.remember(dish, {"n": number})
    models.remember(dish, {"n": 5})
    history = models.history(dish)
    assert history[:2] == [{"n": 5}, {"n": MOST_HISTORY + 2}]
    assert (len(history), history.count({"n": 5})) == (MOST_HISTORY, 1)
    models.drafts = Drafts(tmp_path)
    assert models.history(dish) == history
    assert models.history(await newest(sandbox_session, "season")) == []
    for broken in ("{", "7", '[1, "x"]'):
        models.drafts.save(models._name(dish), broken)
        assert models.history(dish) == []


async def test_what_inputs_came_to_is_remembered_with_them(sandbox_session: Session, tmp_path: Path) -> None:
    models = sandbox_session.decision_models
    models.drafts = Drafts(tmp_path)
    dish = await newest(sandbox_session, "dish")
    said = await models.evaluate(dish, DINNER)
    assert models.answer_to(dish, dict(reversed(DINNER.items()))) == said.value
    failed = await models.evaluate(dish, {"dayType": "monday"})
    assert models.answer_to(dish, {"dayType": "monday"}) == f"failed: {failed.failure}"[:LONGEST_ANSWER]
    assert models.answer_to(dish, {"dayType": "sunday"}) == ""
    await models.evaluate(dish, {"dayType": "holiday", "temperature": 9}, remember=False)
    assert models.answer_to(dish, {"dayType": "holiday", "temperature": 9}) == ""
    for broken in ("{", "7", '[1, "x"]'):
        models.drafts.save(models._name(dish, "answers"), broken)
        assert models.answer_to(dish, DINNER) == ""


async def test_variables_of_a_task_and_of_a_process_instance(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, element_id="approve-discount")
    of_task = await sandbox_session.decision_models.variables_of(task.user_task_key)
    assert isinstance(of_task["amount"], int | float)
    assert await sandbox_session.decision_models.variables_of(task.process_instance_key) == of_task
    with pytest.raises(NotFound, match="no user task with key '4711', and no process instance"):
        await sandbox_session.decision_models.variables_of("4711")


async def test_what_was_typed_is_kept_until_it_is_evaluated(sandbox_session: Session) -> None:
    models, dish = sandbox_session.decision_models, await newest(sandbox_session, "dish")
    assert models.kept(dish) == {}
    models.keep(dish, {"n": 1})
    assert (models.kept(dish), models.history(dish)) == ({"n": 1}, [])
    assert models.kept(await newest(sandbox_session, "season")) == {}
    models.keep(dish, {})
    assert models.kept(dish) == {}
    models.keep(dish, {"n": 2})
    models.remember(dish, {"n": 2})
    assert (models.kept(dish), models.history(dish)) == ({"n": 2}, [{"n": 2}])
    await models.evaluate(dish, DINNER)
    assert (models.kept(dish), models.history(dish)) == ({}, [DINNER, {"n": 2}])


# What the cluster says of evaluations: chains, failures, values that cells may speak of


def decided(id_: str, output: str = "1") -> EvaluatedDecision:
    return EvaluatedDecision(
        decision_definition_id=id_,
        decision_definition_name=id_.title(),
        decision_definition_version=3,
        output=output,
        evaluated_inputs=(EvaluatedInput(input_id="i", input_name="In", input_value="7"),),
        matched_rules=(
            MatchedRule(
                rule_id="r",
                rule_index=2,
                evaluated_outputs=(EvaluatedOutput(output_id="o", output_name="out", output_value='"x"'),),
            ),
        ),
    )


def test_an_evaluation_with_its_inputs_and_rules() -> None:
    answer = Evaluation(
        decision_definition_id="b", output="2", evaluated_decisions=(decided("a"), decided("b", "2")),
        decision_evaluation_key="77",
    )  # fmt: skip
    said = result_of_evaluation(answer, {"x": 5})
    assert (said.asked, said.value, said.failure, said.key) == ("b", "2", "", "77")
    first = said.decisions[0]
    assert (first.id, first.name, first.value, first.version) == ("a", "A", "1", 3)
    assert [(part.id, part.text, part.value) for part in first.inputs] == [("i", "7", Decimal(7))]
    assert [(rule.id, rule.index, rule.outputs) for rule in first.rules] == [("r", 2, (("o", "out", '"x"'),))]
    assert said.context == {"x": Decimal(5), "A": Decimal(1), "a": Decimal(1), "B": Decimal(2), "b": Decimal(2)}


def test_the_decision_that_failed_says_so_even_where_it_is_not_among_the_evaluated() -> None:
    answer = Evaluation(
        decision_definition_id="b", output="null", failed_decision_definition_id="a", failure_message="no way",
        evaluated_decisions=(decided("a", "null"),),
    )  # fmt: skip
    said = result_of_evaluation(answer, {})
    assert (said.failure, said.decisions[0].failure) == ("no way", "no way")
    said = result_of_evaluation(
        Evaluation(decision_definition_id="b", failed_decision_definition_id="a", failure_message="no way"), {}
    )
    assert [(one.id, one.failure) for one in said.decisions] == [("a", "no way")]


def instance(id_: str, key: str, root: str | None, **more: Any) -> DecisionInstance:
    return DecisionInstance(
        decision_evaluation_instance_key="1",
        decision_definition_id=id_,
        decision_definition_key=key,
        root_decision_definition_key=root,
        decision_evaluation_key="9",
        **more,
    )


def test_instances_are_asked_for_by_their_root_and_before_8_9_by_the_last() -> None:
    both = (instance("b", "2", "2", result="5"), instance("a", "1", "2", result="4"))
    assert (result_of_instances(both).asked, result_of_instances(both).value) == ("b", "5")
    old = (instance("a", "1", None, result="4"), instance("b", "2", None, result="5"))
    assert (result_of_instances(old).asked, result_of_instances(old).key) == ("b", "9")


def test_an_instance_that_failed_says_why() -> None:
    failed = instance("a", "1", None, state="FAILED", evaluation_failure="broken")
    assert result_of_instances((failed,)).failure == "broken"
    assert result_of_instances((instance("a", "1", None, state="FAILED"),)).decisions[0].failure == "it failed"
    assert result_of_instances((failed,)).value == "null"
