"""Evaluates decisions as the engine does: by the FEEL library, with an instance for every decision on the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from c8tui import feel
from c8tui.feel import dmn
from c8tui.sandbox import wire
from c8tui.sandbox.problems import rejected
from c8tui.sandbox.store import Row, Store


@dataclass(frozen=True)
class Asked:
    """One evaluation that took place: its key, its instances (the asked decision last) and how it ended."""

    key: int
    definition: Row
    instances: list[Row]
    output: str
    value: Any
    """The output as a JSON value."""
    failure: str
    """Why it failed; empty when it did not."""


@lru_cache(maxsize=32)
def _model(xml: str) -> dmn.Definitions:
    return dmn.read(xml)


def evaluate(
    store: Store,
    put: Callable[[str, Row], Row],
    definition: Row,
    variables: Mapping[str, Any],
    at: int,
    caller: Row | None = None,
    element_instance: int | None = None,
) -> Asked:
    """Evaluates a definition and records what came of it; `caller` is the process instance that asked.

    Refuses what cannot be read as DMN.
    """
    (requirements,) = store.find("decision_requirements", key=definition["decision_requirements_key"])
    try:
        model = _model(requirements["source"])
    except dmn.DmnError as error:
        raise rejected("EVALUATE", "INVALID_ARGUMENT", f"the decision cannot be read: {error}") from None
    evaluation = dmn.evaluate(model, definition["decision_definition_id"], feel.to_feel(variables))
    key = store.new_key()
    siblings = {
        row["decision_definition_id"]: row
        for row in store.find("decision_definition", decision_requirements_key=requirements["key"], limit=10_000)
    }
    instances = []
    for number, evaluated in enumerate(evaluation.decisions, 1):
        row = _instance(store, siblings[evaluated.id], definition, (key, number), at, caller, element_instance)
        instances.append(put("decision_instance", row | _outcome(evaluated)))
    return Asked(
        key, definition, instances, _json(evaluation.value), feel.to_json(evaluation.value), evaluation.failure
    )


def explained(asked: Asked) -> str:
    """Why an evaluation failed, with the inputs of the decision that did; empty when it did not."""
    if not asked.failure:
        return ""
    inputs = json.loads(asked.instances[-1]["evaluated_inputs"]) if asked.instances else []
    lines = [f"{one['inputName']} is {one['inputValue']}" for one in inputs]
    return "\n".join((asked.failure, *lines))


def _json(value: feel.Value) -> str:
    return wire.compact(feel.to_json(value))


def _outcome(evaluated: dmn.Evaluated) -> Row:
    return {
        "state": "FAILED" if evaluated.failure else "EVALUATED",
        "evaluation_failure": evaluated.failure or None,
        "result": _json(evaluated.value),
        "evaluated_inputs": wire.compact(
            [{"inputId": part.id, "inputName": part.name, "inputValue": _json(part.value)} for part in evaluated.inputs]
        ),
        "matched_rules": wire.compact(list(_rules(evaluated))),
    }


def _rules(evaluated: dmn.Evaluated) -> Iterator[dict[str, object]]:
    for rule in evaluated.rules:
        place = {"ruleId": rule.id, "ruleIndex": rule.index}
        outputs = [
            {"outputId": part.id, "outputName": part.name, "outputValue": _json(part.value)} | place
            for part in rule.outputs
        ]
        yield place | {"evaluatedOutputs": outputs}


def _instance(
    store: Store,
    definition: Row,
    root: Row,
    number: tuple[int, int],
    at: int,
    instance: Row | None,
    element_instance: int | None,
) -> Row:
    caller = instance or {}
    return {
        "key": store.new_key(),
        "business_id": caller.get("business_id"),
        "decision_definition_id": definition["decision_definition_id"],
        "decision_definition_key": definition["key"],
        "decision_definition_name": definition["name"],
        "decision_definition_type": definition["decision_type"],
        "decision_definition_version": definition["version"],
        "decision_evaluation_instance_key": f"{number[0]}-{number[1]}",
        "decision_evaluation_key": number[0],
        "element_instance_key": element_instance,
        "evaluation_date": at,
        "process_definition_key": caller.get("process_definition_key"),
        "process_instance_key": caller.get("key"),
        "root_decision_definition_key": root["key"],
        "root_process_instance_key": caller.get("root_process_instance_key"),
        "tenant_id": caller.get("tenant_id", definition["tenant_id"]),
        "decision_requirements_key": definition["decision_requirements_key"],
    }
