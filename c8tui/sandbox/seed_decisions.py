"""Decision instances of the first state, worked out from the tables so that inputs, rules and results agree."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from random import Random
from xml.etree import ElementTree

from c8tui.sandbox import wire
from c8tui.sandbox.blueprints import HOUR_MS
from c8tui.sandbox.deploy import DEFAULT_TENANT, resource
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.store import Row, Store
from c8tui.sandbox.tables import Table, Value

_MENUS = 24
_CALLS = {"quote-to-cash": "discount", "complaint": "compensation"}
"""The decision that each process asks when it starts."""
_MOST_CALLS = 200


def seed_decisions(store: Store, flow: Flow, now: int) -> None:
    """Decisions asked by running instances, some dinners planned by hand, and one that failed."""
    chance = Random(9)
    sower = _Sower(store, flow)
    for process_id, decision_id in _CALLS.items():
        for instance in store.find("process_instance", limit=_MOST_CALLS, process_definition_id=process_id):
            variables = {row["name"]: row for row in store.find("variable", scope_key=instance["key"], limit=20)}
            sower.evaluate(decision_id, _plain(variables), instance["start_date"], instance)
    for number in range(_MENUS):
        values: dict[str, Value] = {
            "temperature": chance.randrange(-5, 35),
            "dayType": chance.choice(("weekday", "weekend", "holiday")),
            "terraceOpen": chance.random() < 0.5,
        }
        sower.evaluate("dish", values, now - (number * 5 + 1) * HOUR_MS, None)
    sower.fail("dish", "The variable 'temperature' is missing.", now - HOUR_MS // 2)


def _plain(variables: Mapping[str, Row]) -> dict[str, Value]:
    parsed = {name: json.loads(row["value"]) for name, row in variables.items()}
    return {name: value for name, value in parsed.items() if isinstance(value, str | int | float)}


def _season(values: Mapping[str, Value]) -> Value:
    """The literal expression of the decision `season`."""
    temperature = values["temperature"]
    if isinstance(temperature, str):
        raise ValueError("the temperature is a number")
    return "summer" if temperature >= 22 else "winter" if temperature <= 6 else "between"


class _Sower:
    def __init__(self, store: Store, flow: Flow) -> None:
        self._store = store
        self._flow = flow
        self._tables = {
            decision.get("id"): Table(decision)
            for name in ("dish.dmn", "discount.dmn", "compensation.dmn")
            for decision in ElementTree.fromstring(resource(name)).iterfind("{*}decision")
            if decision.find("{*}decisionTable") is not None
        }

    def _definition(self, decision_id: str) -> Row:
        rows = self._store.find("decision_definition", decision_definition_id=decision_id)
        return max(rows, key=lambda row: int(row["version"]))

    def evaluate(self, decision_id: str, values: Mapping[str, Value], at: int, instance: Row | None) -> None:
        """One evaluation: an instance for each decision that the asked one needs, the asked one last."""
        known: dict[str, Value] = dict(values)
        evaluation = self._store.new_key()
        steps = ("season", "guestCount", "dish") if decision_id == "dish" else (decision_id,)
        for number, step in enumerate(steps, 1):
            row = self._row(step, decision_id, evaluation, number, at, instance)
            if step == "season":
                known[step] = _season(known)
                row["result"] = wire.compact(known[step])
            else:
                result = self._evaluated(row, self._tables[step], known)
                if result is not None:
                    known[step] = result
            self._flow.put("decision_instance", row, at)

    def fail(self, decision_id: str, message: str, at: int) -> None:
        """An evaluation that came to nothing."""
        row = self._row(decision_id, decision_id, self._store.new_key(), 1, at, None)
        self._flow.put("decision_instance", row | {"state": "FAILED", "evaluation_failure": message}, at)

    def _row(self, decision_id: str, root_id: str, evaluation: int, number: int, at: int, instance: Row | None) -> Row:
        definition, caller = self._definition(decision_id), instance or {}
        return {
            "key": self._store.new_key(),
            "business_id": caller.get("business_id"),
            "decision_definition_id": decision_id,
            "decision_definition_key": definition["key"],
            "decision_definition_name": definition["name"],
            "decision_definition_type": definition["decision_type"],
            "decision_definition_version": definition["version"],
            "decision_evaluation_instance_key": f"{evaluation}-{number}",
            "decision_evaluation_key": evaluation,
            "element_instance_key": self._store.new_key() if instance else None,
            "evaluation_date": at,
            "evaluation_failure": None,
            "process_definition_key": caller.get("process_definition_key"),
            "process_instance_key": caller.get("key"),
            "result": "null",
            "root_decision_definition_key": self._definition(root_id)["key"],
            "root_process_instance_key": caller.get("root_process_instance_key"),
            "state": "EVALUATED",
            "tenant_id": caller.get("tenant_id", DEFAULT_TENANT),
            "decision_requirements_key": definition["decision_requirements_key"],
            "evaluated_inputs": "[]",
            "matched_rules": "[]",
        }

    def _evaluated(self, row: Row, table: Table, known: Mapping[str, Value]) -> Value | None:
        """Writes inputs, rules and result of a table into its row."""
        fired = table.matches(known)
        row["evaluated_inputs"] = wire.compact(
            [
                {"inputId": column.id, "inputName": column.label, "inputValue": wire.compact(known[column.expression])}
                for column in table.inputs
            ]
        )
        row["matched_rules"] = wire.compact(
            [
                {
                    "ruleId": rule.id,
                    "ruleIndex": index,
                    "evaluatedOutputs": list(_outputs(table, values, rule.id, index)),
                }
                for index, rule, values in fired
            ]
        )
        result = table.result(fired)
        row["result"] = wire.compact(result)
        return result


def _outputs(table: Table, values: Iterable[Value], rule_id: str, index: int) -> Iterable[dict[str, object]]:
    for column, value in zip(table.outputs, values, strict=True):
        yield {
            "outputId": column.id,
            "outputName": column.name,
            "outputValue": wire.compact(value),
            "ruleId": rule_id,
            "ruleIndex": index,
        }
