"""Decision definitions, requirements and instances."""

from __future__ import annotations

import json
from typing import Any

from c8tui.sandbox.audit import record
from c8tui.sandbox.calls import Call, Endpoint, xml
from c8tui.sandbox.catalog import DECISION_DEFINITIONS, DECISION_INSTANCES, DECISION_REQUIREMENTS
from c8tui.sandbox.evaluations import Asked, evaluate
from c8tui.sandbox.problems import invalid, rejected
from c8tui.sandbox.reads import found, getting, missing, searching
from c8tui.sandbox.search import by_key
from c8tui.sandbox.store import Row
from c8tui.sandbox.tenants import tenant_of
from c8tui.sandbox.values import key


async def get_definition_xml(call: Call) -> object:
    """`GET /decision-definitions/{decisionDefinitionKey}/xml`: the DMN with all decisions of its requirements."""
    definition = found(call, DECISION_DEFINITIONS, "decision definition")
    return _xml(call, int(definition["decisionRequirementsKey"]))


async def get_requirements_xml(call: Call) -> object:
    """`GET /decision-requirements/{decisionRequirementsKey}/xml`."""
    return _xml(call, int(found(call, DECISION_REQUIREMENTS, "decision requirements")["decisionRequirementsKey"]))


def _xml(call: Call, requirements: int) -> object:
    return xml(call.world.store.select("SELECT xml FROM decision_requirements WHERE key = ?", (requirements,))[0][0])


async def get_instance(call: Call) -> object:
    """`GET /decision-instances/{decisionEvaluationInstanceKey}`: with inputs and matched rules."""
    name = call.values["decisionEvaluationInstanceKey"]
    evaluation, hyphen, number = name.partition("-")
    if not (hyphen and evaluation.isascii() and evaluation.isdigit() and number.isascii() and number.isdigit()):
        raise invalid("The value of 'decisionEvaluationInstanceKey' must be two numbers joined by a hyphen.")
    column = "decision_evaluation_instance_key"
    item = by_key(call.world.store, call.world.view(DECISION_INSTANCES), column, name, call.scope())
    if item is None:
        raise missing("decision instance", name)
    sql = f"SELECT evaluated_inputs, matched_rules FROM decision_instance WHERE {column} = ?"
    inputs, rules = (json.loads(text) for text in call.world.store.select(sql, (name,))[0])
    return item | {"evaluatedInputs": inputs, "matchedRules": _rules(call, rules)}


def _rules(call: Call, rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Matched rules as the dialect tells them: before 8.9 an output does not repeat its rule."""
    if not call.world.speaks("8.9"):
        for rule in rules:
            for output in rule["evaluatedOutputs"]:
                del output["ruleId"], output["ruleIndex"]
    return rules


async def evaluate_decision(call: Call) -> object:
    """`POST /decision-definitions/evaluation`: 200 for failed evaluations, too; records an instance a decision."""
    body = call.body.only("decisionDefinitionId", "decisionDefinitionKey", "variables", "tenantId")
    by_id, by_number = body.has("decisionDefinitionId"), body.has("decisionDefinitionKey")
    if by_id == by_number:
        raise invalid("Exactly one of 'decisionDefinitionId' and 'decisionDefinitionKey' must be given.")
    variables = body.inner("variables").data
    tenant, engine = tenant_of(call, "EVALUATE"), call.world.engine
    if by_id:
        wanted = body.text("decisionDefinitionId") or ""
        place = ("decision_definition", "decision_definition_id", wanted, tenant)
        definition = engine.definitions.latest(*place)
    else:
        number = key(body.data["decisionDefinitionKey"], "decisionDefinitionKey")
        wanted, definition = str(number), call.world.store.get("decision_definition", number)
    if definition is None or definition["tenant_id"] != tenant:
        raise rejected("EVALUATE", "NOT_FOUND", f"there is no decision '{wanted}' for tenant '{tenant}'")
    with engine.transaction(call.world.now()):
        asked = evaluate(engine.store, engine.records.put, definition, variables, engine.work.at)
        about = {name: definition[name] for name in ("decision_definition_id", "decision_requirements_id", "tenant_id")}
        about |= {"decision_definition_key": definition["key"], "decision_evaluation_key": asked.key}
        about |= {"decision_requirements_key": definition["decision_requirements_key"]}
        result = "FAIL" if asked.failure else "SUCCESS"
        record(engine, "DECISION", definition["key"], "EVALUATE", call.principal, about, result)
    return _answer(call, asked)


def _answer(call: Call, asked: Asked) -> dict[str, object]:
    failed = next((row for row in asked.instances if row["state"] == "FAILED"), None)
    return _names(asked.definition) | {
        "decisionRequirementsId": asked.definition["decision_requirements_id"],
        "decisionRequirementsKey": str(asked.definition["decision_requirements_key"]),
        "decisionEvaluationKey": str(asked.key),
        "decisionInstanceKey": str(asked.key),
        "output": asked.output,
        "tenantId": asked.definition["tenant_id"],
        "failedDecisionDefinitionId": failed["decision_definition_id"] if failed else None,
        "failureMessage": asked.failure or None,
        "evaluatedDecisions": [_evaluated(call, row) for row in asked.instances],
    }


def _names(row: Row) -> dict[str, object]:
    """Which definition it is; a row of an instance says the same in other columns."""
    prefix = "" if "name" in row else "decision_definition_"
    return {
        "decisionDefinitionId": row["decision_definition_id"],
        "decisionDefinitionKey": str(row[f"{prefix}key"]),
        "decisionDefinitionName": row[f"{prefix}name"],
        "decisionDefinitionVersion": row[f"{prefix}version"],
    }


def _evaluated(call: Call, row: Row) -> dict[str, object]:
    return _names(row) | {
        "decisionDefinitionType": row["decision_definition_type"],
        "decisionEvaluationInstanceKey": row["decision_evaluation_instance_key"],
        "output": row["result"],
        "tenantId": row["tenant_id"],
        "evaluatedInputs": json.loads(row["evaluated_inputs"]),
        "matchedRules": _rules(call, json.loads(row["matched_rules"])),
    }


ENDPOINTS = (
    Endpoint("command", "POST", "/decision-definitions/evaluation", evaluate_decision),
    Endpoint("search", "POST", "/decision-definitions/search", searching(DECISION_DEFINITIONS)),
    Endpoint(
        "get",
        "GET",
        "/decision-definitions/{decisionDefinitionKey}",
        getting(DECISION_DEFINITIONS, "decision definition"),
    ),
    Endpoint("get", "GET", "/decision-definitions/{decisionDefinitionKey}/xml", get_definition_xml),
    Endpoint("search", "POST", "/decision-requirements/search", searching(DECISION_REQUIREMENTS)),
    Endpoint(
        "get",
        "GET",
        "/decision-requirements/{decisionRequirementsKey}",
        getting(DECISION_REQUIREMENTS, "decision requirements"),
    ),
    Endpoint("get", "GET", "/decision-requirements/{decisionRequirementsKey}/xml", get_requirements_xml),
    Endpoint("search", "POST", "/decision-instances/search", searching(DECISION_INSTANCES)),
    Endpoint("get", "GET", "/decision-instances/{decisionEvaluationInstanceKey}", get_instance),
)
