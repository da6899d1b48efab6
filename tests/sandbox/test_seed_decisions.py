"""Decision instances agree with the DMN that they claim to come from."""

from __future__ import annotations

import json
from typing import Any

from tests.sandbox.clusters import Cluster

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
    (failed,) = await cluster.items("/decision-instances", {"state": "FAILED"})
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
