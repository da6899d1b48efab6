"""Decision instances agree with the DMN that they claim to come from."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

from c8tui.sandbox.tables import Table
from tests.sandbox.clusters import Cluster


async def tables(cluster: Cluster) -> dict[str, Table]:
    """Every decision table, by the key of its definition, from the XML that the cluster sends."""
    found = {}
    for definition in await cluster.items("/decision-definitions"):
        xml = (await cluster.ask("GET", f"/decision-definitions/{definition['decisionDefinitionKey']}/xml")).content
        for part in ElementTree.fromstring(xml).iterfind("{*}decision"):
            if part.get("id") == definition["decisionDefinitionId"] and part.find("{*}decisionTable") is not None:
                found[definition["decisionDefinitionKey"]] = Table(part)
    return found


async def test_inputs_rules_and_results_agree_with_the_table(cluster: Cluster) -> None:
    known = await tables(cluster)
    checked: set[str] = set()
    for item in await cluster.items("/decision-instances", {"state": "EVALUATED"}):
        instance = await cluster.get(f"/decision-instances/{item['decisionEvaluationInstanceKey']}")
        table = known.get(instance["decisionDefinitionKey"])
        if table is None:
            assert instance["decisionDefinitionId"] == "season"
            continue
        inputs = {part["inputId"]: json.loads(part["inputValue"]) for part in instance["evaluatedInputs"]}
        fired = table.matches({column.expression: inputs[column.id] for column in table.inputs})
        said = [(rule["ruleIndex"], rule["ruleId"], values(rule)) for rule in instance["matchedRules"]]
        assert said == [(index, rule.id, list(outputs)) for index, rule, outputs in fired]
        assert json.loads(instance["result"]) == table.result(fired)
        checked.add(instance["decisionDefinitionId"])
    assert checked == {"dish", "guestCount", "discount", "compensation"}


def values(rule: dict[str, Any]) -> list[Any]:
    return [json.loads(part["outputValue"]) for part in rule["evaluatedOutputs"]]


async def test_decisions_of_instances_look_at_their_variables(cluster: Cluster) -> None:
    asked = await cluster.items("/decision-instances", {"decisionDefinitionId": "discount"})
    assert asked
    for item in asked:
        instance = await cluster.get(f"/decision-instances/{item['decisionEvaluationInstanceKey']}")
        scope = {"scopeKey": item["processInstanceKey"], "name": {"$in": ["tier", "amount"]}}
        variables = {v["name"]: v["value"] for v in await cluster.items("/variables", scope)}
        assert [part["inputValue"] for part in instance["evaluatedInputs"]] == [variables["tier"], variables["amount"]]
        assert item["tenantId"] in ("<default>", "tenant-b")
