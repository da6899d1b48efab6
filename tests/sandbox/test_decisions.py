"""Decisions: definitions, their XML, instances, and the evaluation that is yet to come."""

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
        ({"decisionDefinitionId": "dish"}, 503, "does not evaluate decisions yet"),
    ],
)
async def test_evaluation_says_what_is_wrong_or_that_it_is_not_served(
    cluster: Cluster, body: Any, status: int, said: str
) -> None:
    problem = await cluster.refused("POST", "/decision-definitions/evaluation", body)
    assert (problem["status"], said in problem["detail"]) == (status, True)
