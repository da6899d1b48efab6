"""Decisions: definitions, their XML, instances, and evaluating one."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from c8tui.sandbox.evaluations import evaluate
from tests.sandbox.clusters import Cluster


async def test_definitions_have_versions(cluster: Cluster) -> None:
    found = await cluster.items("/decision-definitions", None, "decisionDefinitionId, version DESC")
    assert [(item["decisionDefinitionId"], item["version"]) for item in found] == [
        ("compensation", 1),
        ("discount", 2),
        ("discount", 1),
        ("dish", 1),
        ("guestCount", 1),
        ("season", 1),
    ]
    latest = await cluster.items("/decision-definitions", {"isLatestVersion": True, "decisionDefinitionId": "discount"})
    assert [item["version"] for item in latest] == [2]
    older = await cluster.items("/decision-definitions", {"isLatestVersion": False})
    assert [(item["decisionDefinitionId"], item["version"]) for item in older] == [("discount", 1)]


async def test_the_xml_is_the_whole_drd(cluster: Cluster) -> None:
    (season,) = await cluster.items("/decision-definitions", {"decisionDefinitionId": "season"})
    by_definition = await cluster.ask("GET", f"/decision-definitions/{season['decisionDefinitionKey']}/xml")
    by_requirements = await cluster.ask("GET", f"/decision-requirements/{season['decisionRequirementsKey']}/xml")
    assert by_definition.headers["content-type"].startswith("text/xml")
    assert by_definition.content == by_requirements.content
    ids = {part.get("id") for part in ElementTree.fromstring(by_definition.content).iterfind("{*}decision")}
    assert ids == {"dish", "season", "guestCount"}
    for path in ("decision-definitions", "decision-requirements"):
        assert (await cluster.refused("GET", f"/{path}/42/xml"))["status"] == 404


async def test_an_instance_has_inputs_and_rules(cluster: Cluster) -> None:
    (latest, *_) = await cluster.items("/decision-instances", {"decisionDefinitionId": "dish"}, "evaluationDate")
    instance = await cluster.get(f"/decision-instances/{latest['decisionEvaluationInstanceKey']}")
    assert latest.items() <= instance.items()
    assert instance["decisionEvaluationInstanceKey"] == f"{instance['decisionEvaluationKey']}-3"
    assert [column["inputId"] for column in instance["evaluatedInputs"]] == ["dish-season", "dish-guests"]
    (rule,) = instance["matchedRules"]
    (output,) = rule["evaluatedOutputs"]
    assert output["outputValue"] == instance["result"]
    assert (output["ruleId"], output["ruleIndex"]) == (rule["ruleId"], rule["ruleIndex"])
    parts = await cluster.items("/decision-instances", {"decisionEvaluationKey": instance["decisionEvaluationKey"]})
    assert [part["decisionDefinitionId"] for part in parts] == ["season", "guestCount", "dish"]
    assert {part["rootDecisionDefinitionKey"] for part in parts} == {instance["decisionDefinitionKey"]}
    failed, of_a_process = await cluster.items("/decision-instances", {"state": "FAILED"})
    assert "UNIQUE" in of_a_process["evaluationFailure"]
    assert failed["evaluationFailure"]


async def test_8_8_says_the_rule_once() -> None:
    cluster = Cluster(dialect="8.8")
    (one, *_) = await cluster.items("/decision-instances", {"decisionDefinitionId": "dish", "state": "EVALUATED"})
    instance = await cluster.get(f"/decision-instances/{one['decisionEvaluationInstanceKey']}")
    assert set(instance["matchedRules"][0]["evaluatedOutputs"][0]) == {"outputId", "outputName", "outputValue"}


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({}, 400, "Exactly one"),
        ({"decisionDefinitionId": "dish", "decisionDefinitionKey": "1"}, 400, "Exactly one"),
        ({"decisionDefinitionId": 7}, 400, "'decisionDefinitionId'"),
        ({"decisionDefinitionKey": "x"}, 400, "'decisionDefinitionKey'"),
        ({"decisionDefinitionId": "dish", "variables": []}, 400, "'variables'"),
        ({"decisionDefinitionId": "soup"}, 404, "'soup'"),
        ({"decisionDefinitionKey": "42"}, 404, "'42'"),
    ],
)
async def test_evaluation_says_what_is_wrong(cluster: Cluster, body: Any, status: int, said: str) -> None:
    problem = await cluster.refused("POST", "/decision-definitions/evaluation", body)
    assert (problem["status"], said in problem["detail"]) == (status, True)


async def test_an_evaluation_answers_and_is_recorded(cluster: Cluster) -> None:
    body = {"decisionDefinitionId": "dish", "variables": {"temperature": 30, "dayType": "weekday", "terraceOpen": True}}
    answer = (await cluster.ask("POST", "/decision-definitions/evaluation", body)).json()
    assert (answer["decisionDefinitionName"], answer["decisionDefinitionVersion"]) == ("Dish", 1)
    assert (answer["failureMessage"], answer["failedDecisionDefinitionId"]) == (None, None)
    parts = answer["evaluatedDecisions"]
    assert [part["decisionDefinitionId"] for part in parts] == ["season", "guestCount", "dish"]
    assert parts[0]["output"] == '"summer"'
    assert parts[-1]["output"] == answer["output"]
    assert parts[-1]["matchedRules"][0]["evaluatedOutputs"][0]["outputValue"] == answer["output"]
    recorded = await cluster.items("/decision-instances", {"decisionEvaluationKey": answer["decisionEvaluationKey"]})
    assert {item["decisionEvaluationInstanceKey"]: item["result"] for item in recorded} == {
        part["decisionEvaluationInstanceKey"]: part["output"] for part in parts
    }


async def test_a_failed_evaluation_is_an_answer_too(cluster: Cluster) -> None:
    body = {"decisionDefinitionId": "dish", "variables": {"temperature": 3, "dayType": "never"}}
    answer = (await cluster.ask("POST", "/decision-definitions/evaluation", body)).json()
    assert answer["failedDecisionDefinitionId"] == "guestCount"
    assert answer["failureMessage"].startswith('"no plan for never" is a string')
    assert answer["output"] == "null"


async def test_the_newest_version_is_asked_by_its_id_and_any_by_its_key(cluster: Cluster) -> None:
    (older,) = await cluster.items("/decision-definitions", {"decisionDefinitionId": "discount", "version": 1})
    variables = {"tier": "gold", "amount": 1200}
    for body, version in (
        ({"decisionDefinitionId": "discount"}, 2),
        ({"decisionDefinitionKey": older["decisionDefinitionKey"]}, 1),
    ):
        asked = body | {"variables": variables}
        answer = (await cluster.ask("POST", "/decision-definitions/evaluation", asked)).json()
        assert answer["decisionDefinitionVersion"] == version


@pytest.mark.parametrize("dialect", ["8.8", "8.9", "8.10"])
async def test_instances_are_filtered_by_what_the_dialect_knows(dialect: str) -> None:
    cluster = Cluster(dialect=dialect)
    failed, _ = await cluster.items("/decision-instances", {"state": "FAILED"})
    same = {"decisionEvaluationKey": failed["decisionEvaluationKey"], "evaluationFailure": failed["evaluationFailure"]}
    assert await cluster.items("/decision-instances", same) == [failed]
    span = {"$gte": failed["evaluationDate"], "$lte": failed["evaluationDate"]}
    assert failed in await cluster.items("/decision-instances", {"evaluationDate": span})
    since = {
        ("decision-instances", "rootDecisionDefinitionKey"): "8.9",
        ("decision-instances", "decisionRequirementsKey"): "8.9",
        ("decision-instances", "businessId"): "8.10",
        ("decision-definitions", "isLatestVersion"): "8.9",
        ("decision-definitions", "decisionRequirementsVersion"): "8.9",
    }
    order = ["8.8", "8.9", "8.10"]
    for (path, name), first in since.items():
        value = True if name == "isLatestVersion" else 1 if name.endswith("Version") else "1"
        if order.index(dialect) >= order.index(first):
            await cluster.items(f"/{path}", {name: value})
        else:
            problem = await cluster.refused("POST", f"/{path}/search", {"filter": {name: value}})
            assert (problem["status"], name in problem["detail"]) == (400, True)


async def test_the_newest_version_is_that_of_its_tenant(cluster: Cluster) -> None:
    store = cluster.app.store
    await cluster.items("/user-tasks")
    (older,) = store.find("decision_definition", decision_definition_id="discount", version=1)
    store.put("decision_definition", older | {"key": store.new_key(), "tenant_id": "tenant-b"}, 0)
    found = await cluster.items("/decision-definitions", {"isLatestVersion": True, "decisionDefinitionId": "discount"})
    assert {(item["tenantId"], item["version"]) for item in found} == {("<default>", 2), ("tenant-b", 1)}


# Decision instances agree with the DMN that they claim to come from.


DISHES = {
    ("winter", 41): "Lentil stew",
    ("summer", 12): "Grilled trout",
}
"""Two rows of `dish.dmn`, read by hand."""


async def evaluated(cluster: Cluster, decision_id: str) -> list[dict[str, Any]]:
    """Every instance of a decision that did not fail, with inputs and rules."""
    items = await cluster.items("/decision-instances", {"state": "EVALUATED", "decisionDefinitionId": decision_id})
    return [await cluster.get(f"/decision-instances/{item['decisionEvaluationInstanceKey']}") for item in items]


def values(parts: list[dict[str, Any]], name: str) -> list[Any]:
    return [json.loads(part[name]) for part in parts]


async def test_inputs_rules_and_results_agree(cluster: Cluster) -> None:
    for decision_id, inputs in (("dish", 2), ("guestCount", 2), ("discount", 2), ("compensation", 3)):
        found = await evaluated(cluster, decision_id)
        assert found
        for instance in found:
            assert len(instance["evaluatedInputs"]) == inputs
            outputs = [values(rule["evaluatedOutputs"], "outputValue") for rule in instance["matchedRules"]]
            result = json.loads(instance["result"])
            if not outputs:
                assert result is None
            else:
                assert result == (sum(v for (v,) in outputs) if decision_id == "compensation" else outputs[0][0])
    for instance in await evaluated(cluster, "dish"):
        season, guests = values(instance["evaluatedInputs"], "inputValue")
        if (season, guests) in DISHES:
            assert json.loads(instance["result"]) == DISHES[season, guests]


async def test_one_evaluation_failed_at_the_decision_that_could_not_be_made(cluster: Cluster) -> None:
    failed, of_a_process = await cluster.items("/decision-instances", {"state": "FAILED"})
    assert "UNIQUE" in of_a_process["evaluationFailure"]
    assert failed["decisionDefinitionId"] == "guestCount"
    assert failed["evaluationFailure"] == ('"no plan for monday" is a string, where a number is wanted')


async def test_decisions_of_instances_look_at_their_variables(cluster: Cluster) -> None:
    asked = await cluster.items("/decision-instances", {"decisionDefinitionId": "discount"})
    assert asked
    for item in asked:
        instance = await cluster.get(f"/decision-instances/{item['decisionEvaluationInstanceKey']}")
        scope = {"scopeKey": item["processInstanceKey"], "name": {"$in": ["tier", "amount"]}}
        variables = {v["name"]: v["value"] for v in await cluster.items("/variables", scope)}
        seen = values(instance["evaluatedInputs"], "inputValue")
        assert seen == [json.loads(variables[name]) for name in ("tier", "amount")]
        assert item["tenantId"] in ("<default>", "tenant-b")


# Evaluations of decisions: recorded with whoever asked, as often as they are asked.


async def test_an_evaluation_of_a_process_carries_its_keys(cluster: Cluster) -> None:
    await cluster.items("/user-tasks")
    store = cluster.app.store
    (caller,) = store.find("process_instance", limit=1, process_definition_id="quote-to-cash", tenant_id="tenant-b")
    definition = store.find("decision_definition", decision_definition_id="discount", version=2)[0]
    put = cluster.app.engine.records.put
    asked = evaluate(store, put, definition, {"tier": "gold", "amount": 1200}, 1_000, caller)
    (row,) = asked.instances
    assert (row["process_instance_key"], row["tenant_id"]) == (caller["key"], "tenant-b")
    assert (row["evaluation_date"], row["root_decision_definition_key"]) == (1_000, definition["key"])
    assert row["decision_evaluation_instance_key"] == f"{asked.key}-1"
    assert (asked.failure, asked.output) == ("", row["result"])
    again = evaluate(store, put, definition, {"tier": "gold", "amount": 1200}, 1_000, caller)
    assert again.key != asked.key


# FEEL evaluated for clients.


PATH = "/expression/evaluation"


async def test_a_value_and_its_warnings(cluster: Cluster) -> None:
    answer = (await cluster.ask("POST", PATH, {"expression": "=a * 2 + missing", "variables": {"a": 21}})).json()
    assert answer["result"] is None
    assert answer["warnings"] == [{"message": "there is no missing at 1:9"}]
    body = {"expression": '={total: a * 2, on: date("2026-11-25")}', "variables": {"a": 21}}
    answer = (await cluster.ask("POST", PATH, body)).json()
    assert (answer["result"], answer["warnings"]) == ({"total": 42, "on": "2026-11-25"}, [])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "'expression'"),
        ({"expression": "1"}, "must start with '='"),
        ({"expression": "=1 +"}, "expected an expression at 1:4"),
        ({"expression": "=1", "variables": []}, "'variables'"),
    ],
)
async def test_what_is_none_is_refused(cluster: Cluster, body: Any, said: str) -> None:
    problem = await cluster.refused("POST", PATH, body)
    assert (problem["status"], said in problem["detail"]) == (400, True)
