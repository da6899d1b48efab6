"""Evaluated decisions over a sandbox: every filter and sort of each dialect, and one with inputs and rules."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.errors import NotFound
from c8tui.model.base import moment
from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.session.evaluations import NEWEST_FIRST, EvaluationQuery, definition_of
from c8tui.session.session import Session
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox, a_task
from tests.session.lists import DIALECTS, all_of, every_evaluation

DISH = DecisionDefinition(decision_definition_key="7", decision_definition_id="dish", version=2, tenant_id="blue")


async def test_the_newest_first_page_by_page(sandbox: Sandbox, sandbox_session: Session) -> None:
    everything = await every_evaluation(sandbox_session)
    assert len(everything) > 100
    dates = [moment(one.evaluation_date) for one in everything]
    assert dates == sorted(dates, reverse=True)  # type: ignore[type-var]
    bodies = sandbox.bodies("/decision-instances/search")
    assert bodies[0] == {
        "filter": {},
        "sort": [{"field": "evaluationDate", "order": "DESC"}],
        "page": {"limit": 100},
    }
    assert bodies[1]["page"].keys() == {"limit", "after"}
    assert sandbox.commands_sent() == []


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_each_condition_narrows(open_session: OpenSession, dialect: str) -> None:
    session = await open_session(Sandbox(dialect=dialect))
    failed, of_a_process = await every_evaluation(session, state="failed")
    assert of_a_process.decision_definition_id == "discount"
    assert failed.decision_definition_id == "guestCount"
    assert await every_evaluation(session, evaluation_failure=failed.evaluation_failure or "") == [failed]
    assert await every_evaluation(
        session, decision_evaluation_instance_key=failed.decision_evaluation_instance_key
    ) == [failed]
    same = await every_evaluation(session, decision_evaluation_key=failed.decision_evaluation_key)
    assert {one.decision_evaluation_key for one in same} == {failed.decision_evaluation_key}
    assert failed in same
    dishes = await every_evaluation(
        session, decision_definition_name="Dish", decision_definition_type="table", state="evaluated"
    )
    assert {one.decision_definition_id for one in dishes} == {"dish"}
    made = next(
        one for one in await every_evaluation(session, decision_definition_id="discount") if one.process_instance_key
    )
    assert made in await every_evaluation(session, process_instance_key=made.process_instance_key or "")
    assert made in await every_evaluation(session, decision_definition_key=f"1, {made.decision_definition_key}")
    assert await every_evaluation(session, decision_definition_version="9") == []
    assert await every_evaluation(session, tenant_id="nobody") == []


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_every_order_and_condition_is_understood_by_its_dialect(open_session: OpenSession, dialect: str) -> None:
    sandbox = Sandbox(dialect=dialect)
    session = await open_session(sandbox)
    schema = session.evaluations.schema
    for order in schema.orders:
        assert await all_of(session.evaluations.rows(EvaluationQuery(sort=order.after(None))))
    words = {
        "state": "failed", "evaluation_date": "today", "decision_definition_type": "literal", "business_id": "order-*",
    }  # fmt: skip
    conditions = {one.field: words.get(one.field, one.example.split(",")[0]) for one in schema.conditions}
    assert await every_evaluation(session, **conditions) == []
    sent = sandbox.bodies("/decision-instances/search")[-1]["filter"]
    assert (sent["state"], sent["decisionDefinitionType"]) == ("FAILED", "LITERAL_EXPRESSION")
    assert ("rootDecisionDefinitionKey" in sent) is (dialect != "8.8")
    assert sent.get("businessId") == ({"$like": "order-*"} if dialect == "8.10" else None)


class TestAboutADecision:
    def test_one_version_and_all_of_them_and_back(self) -> None:
        one = EvaluationQuery(conditions={"state": "failed"}).about(DISH)
        assert one.conditions == {"state": "failed", "decision_definition_key": "7"}
        assert (one.one_version, one.every_version) == (True, False)
        wide = one.widened()
        assert wide.conditions == {"state": "failed", "decision_definition_id": "dish", "tenant_id": "blue"}
        assert (wide.one_version, wide.every_version) == (False, True)
        assert wide.about(DISH) == one

    def test_without_a_decision(self) -> None:
        nothing = EvaluationQuery()
        assert (nothing.one_version, nothing.every_version, nothing.widened()) == (False, False, nothing)
        assert nothing.sort == NEWEST_FIRST


async def test_all_versions_of_a_decision(sandbox_session: Session) -> None:
    (some, *_) = await every_evaluation(sandbox_session, decision_definition_id="discount")
    question = EvaluationQuery().about(definition_of(some))
    one, every = (
        await all_of(sandbox_session.evaluations.rows(question)),
        await all_of(sandbox_session.evaluations.rows(question.widened())),
    )
    assert {item.decision_definition_key for item in one} == {some.decision_definition_key}
    assert {item.decision_definition_key for item in one} <= {item.decision_definition_key for item in every}
    assert {item.decision_definition_id for item in every} == {"discount"}
    assert len(one) <= len(every)


def test_a_definition_as_its_evaluation_tells_of_it() -> None:
    fields: dict[str, Any] = {"decision_definition_key": "7", "decision_definition_id": "dish", "tenant_id": "blue"}
    told = definition_of(
        DecisionInstance(
            decision_evaluation_instance_key="1",
            decision_definition_name="Dish",
            decision_definition_version=2,
            **fields,
        )
    )
    assert told == DecisionDefinition(name="Dish", version=2, **fields)


async def test_one_in_full_and_those_of_a_process_instance(sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, element_id="approve-discount")
    (made,) = await sandbox_session.evaluations.made_in(task.process_instance_key)
    assert made.process_instance_key == task.process_instance_key
    assert made.evaluated_inputs == ()
    whole = await sandbox_session.evaluations.instance(made.decision_evaluation_instance_key)
    assert whole.evaluated_inputs
    assert whole.result == made.result
    with pytest.raises(NotFound):
        await sandbox_session.evaluations.instance("7-1")
