"""Decisions: definitions, their XML, instances, and evaluating one."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

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
    (failed,) = await cluster.items("/decision-instances", {"state": "FAILED"})
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
    (failed,) = await cluster.items("/decision-instances", {"state": "FAILED"})
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
    store, flow = cluster.app.store, cluster.app.flow
    (older,) = store.find("decision_definition", decision_definition_id="discount", version=1)
    flow.put("decision_definition", older | {"key": store.new_key(), "tenant_id": "tenant-b"}, 0)
    found = await cluster.items("/decision-definitions", {"isLatestVersion": True, "decisionDefinitionId": "discount"})
    assert {(item["tenantId"], item["version"]) for item in found} == {("<default>", 2), ("tenant-b", 1)}
