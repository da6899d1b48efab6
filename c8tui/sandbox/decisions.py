"""Decision definitions, requirements and instances."""

from __future__ import annotations

import json

from c8tui.sandbox.calls import Call, Endpoint, xml
from c8tui.sandbox.catalog import DECISION_DEFINITIONS, DECISION_INSTANCES, DECISION_REQUIREMENTS
from c8tui.sandbox.problems import Problem, invalid, rejected
from c8tui.sandbox.reads import found, getting, missing, searching
from c8tui.sandbox.search import by_key
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
    if not call.world.speaks("8.9"):
        for rule in rules:
            for output in rule["evaluatedOutputs"]:
                del output["ruleId"], output["ruleIndex"]
    return item | {"evaluatedInputs": inputs, "matchedRules": rules}


async def evaluate(call: Call) -> object:
    """`POST /decision-definitions/evaluation`: checks the request, then says that it cannot be served."""
    body = call.body.only("decisionDefinitionId", "decisionDefinitionKey", "variables", "tenantId")
    by_id, by_number = body.has("decisionDefinitionId"), body.has("decisionDefinitionKey")
    if by_id == by_number:
        raise invalid("Exactly one of 'decisionDefinitionId' and 'decisionDefinitionKey' must be given.")
    body.inner("variables")
    body.text("tenantId")
    store = call.world.store
    if by_id:
        wanted = body.text("decisionDefinitionId")
        there = store.find("decision_definition", decision_definition_id=wanted)
    else:
        number = key(body.data["decisionDefinitionKey"], "decisionDefinitionKey")
        wanted = str(number)
        there = store.find("decision_definition", key=number)
    if not there:
        raise rejected("EVALUATE", "NOT_FOUND", f"there is no decision '{wanted}'")
    raise Problem("UNAVAILABLE", "The sandbox does not evaluate decisions yet; a later version will.")


ENDPOINTS = (
    Endpoint("search", "POST", "/decision-definitions/search", searching(DECISION_DEFINITIONS)),
    Endpoint(
        "get",
        "GET",
        "/decision-definitions/{decisionDefinitionKey}",
        getting(DECISION_DEFINITIONS, "decision definition"),
    ),
    Endpoint("get", "GET", "/decision-definitions/{decisionDefinitionKey}/xml", get_definition_xml),
    Endpoint("command", "POST", "/decision-definitions/evaluation", evaluate),
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
