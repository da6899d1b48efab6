"""The decision endpoints: method, path, body and what is made of the answer."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from c8tui.api import decisions
from c8tui.model.decisions import (
    DecisionDefinition,
    DecisionDefinitionFilter,
    DecisionInstance,
    DecisionInstanceFilter,
    DecisionRequirements,
    DecisionRequirementsFilter,
    EvaluatedInput,
    EvaluatedOutput,
    Evaluation,
    MatchedRule,
)
from c8tui.model.search import Op, Search, Sort
from tests.api.fakes import Cluster, answer


@pytest.mark.parametrize(
    ("ask", "query", "path", "body", "item", "read"),
    [
        (
            decisions.search,
            Search(filter=DecisionDefinitionFilter(is_latest_version=True), sort=(Sort("version", "DESC"),)),
            "/decision-definitions/search",
            {"filter": {"isLatestVersion": True}, "sort": [{"field": "version", "order": "DESC"}]},
            {"decisionDefinitionKey": "1", "version": 4},
            DecisionDefinition(decision_definition_key="1", version=4),
        ),
        (
            decisions.search_requirements,
            Search(filter=DecisionRequirementsFilter(resource_name="a.dmn")),
            "/decision-requirements/search",
            {"filter": {"resourceName": "a.dmn"}},
            {"decisionRequirementsKey": "2", "decisionRequirementsName": "Dish"},
            DecisionRequirements(decision_requirements_key="2", decision_requirements_name="Dish"),
        ),
        (
            decisions.search_instances,
            Search(filter=DecisionInstanceFilter(state=Op(neq="FAILED"))),
            "/decision-instances/search",
            {"filter": {"state": {"$neq": "FAILED"}}},
            {"decisionEvaluationInstanceKey": "3-1", "result": '"x"'},
            DecisionInstance(decision_evaluation_instance_key="3-1", result='"x"'),
        ),
    ],
)
async def test_searches(ask: Any, query: Any, path: str, body: Any, item: Any, read: Any) -> None:
    here = Cluster(answer({"items": [item], "page": {"totalItems": 1}}))
    page = await ask(here.wire(), query)
    assert here.asked == ("POST", path, body)
    assert page.items == (read,)


@pytest.mark.parametrize(
    ("ask", "path", "said", "read"),
    [
        (
            decisions.get,
            "/decision-definitions/1",
            {"decisionDefinitionKey": "1", "name": "Dish", "decisionRequirementsVersion": 2},
            DecisionDefinition(decision_definition_key="1", name="Dish", decision_requirements_version=2),
        ),
        (
            decisions.get_requirements,
            "/decision-requirements/1",
            {"decisionRequirementsName": "Dish"},
            DecisionRequirements(decision_requirements_name="Dish"),
        ),
        (
            decisions.get_instance,
            "/decision-instances/1",
            {
                "decisionEvaluationInstanceKey": "1",
                "evaluatedInputs": [{"inputId": "i", "inputName": "Season", "inputValue": '"Fall"'}],
                "matchedRules": [{"ruleId": "r", "ruleIndex": 1, "evaluatedOutputs": [{"outputId": "o"}]}],
            },
            DecisionInstance(
                decision_evaluation_instance_key="1",
                evaluated_inputs=(EvaluatedInput(input_id="i", input_name="Season", input_value='"Fall"'),),
                matched_rules=(
                    MatchedRule(rule_id="r", rule_index=1, evaluated_outputs=(EvaluatedOutput(output_id="o"),)),
                ),
            ),
        ),
    ],
)
async def test_gets(ask: Any, path: str, said: Any, read: Any) -> None:
    here = Cluster(answer(said))
    assert await ask(here.wire(), "1") == read
    assert here.asked == ("GET", path, None)


@pytest.mark.parametrize(
    ("ask", "path"),
    [
        (decisions.xml, "/decision-definitions/1/xml"),
        (decisions.requirements_xml, "/decision-requirements/1/xml"),
    ],
)
async def test_xml(ask: Any, path: str) -> None:
    xml = '<?xml version="1.0" encoding="UTF-8"?><definitions name="Menü"/>'
    here = Cluster(httpx.Response(200, content=xml.encode(), headers={"content-type": "text/xml"}))
    assert await ask(here.wire(), "1") == xml
    assert here.asked == ("GET", path, None)


async def test_evaluation() -> None:
    said: dict[str, Any] = {
        "output": '"Stew"',
        "evaluatedDecisions": [],
        "failureMessage": None,
        "decisionEvaluationKey": "9",
    }
    here = Cluster(answer(said))
    read = await decisions.evaluate(here.wire(), variables={"season": "Fall"}, decision_definition_key="1")
    assert here.asked == (
        "POST",
        "/decision-definitions/evaluation",
        {"decisionDefinitionKey": "1", "variables": {"season": "Fall"}},
    )
    assert read == Evaluation(output='"Stew"', decision_evaluation_key="9")


async def test_evaluation_of_the_newest_version() -> None:
    here = Cluster(answer({"failureMessage": "no rule", "failedDecisionDefinitionId": "dish"}))
    read = await decisions.evaluate(here.wire(), variables={}, decision_definition_id="dish", tenant_id="a")
    assert here.asked[2] == {"decisionDefinitionId": "dish", "variables": {}, "tenantId": "a"}
    assert (read.failure_message, read.failed_decision_definition_id) == ("no rule", "dish")
