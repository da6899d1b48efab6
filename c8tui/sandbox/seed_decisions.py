"""Decision instances of the first state, evaluated as any other so that inputs, rules and results agree.

The files are read as they are, since a story may have told the cluster's copies in its own way.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

from c8tui.sandbox.blueprints import HOUR_MS
from c8tui.sandbox.deploy import resource
from c8tui.sandbox.evaluations import evaluate
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.store import Row, Store

_MENUS = 24
_CALLS = {"quote-to-cash": "discount", "complaint": "compensation"}
"""The decision that each process asks when it starts."""
_MOST_CALLS = 200


def seed_decisions(store: Store, flow: Flow, now: int) -> None:
    """Decisions asked by running instances, some dinners planned by hand, and one that failed."""
    chance = Random(9)
    for process_id, decision_id in _CALLS.items():
        definition = _latest(store, decision_id)
        for instance in store.find("process_instance", limit=_MOST_CALLS, process_definition_id=process_id):
            rows = store.find("variable", scope_key=instance["key"], limit=20)
            variables = {row["name"]: json.loads(row["value"]) for row in rows}
            at = instance["start_date"]
            evaluate(store, flow, definition, variables, at, instance, xml=resource(f"{decision_id}.dmn"))
    dish, menu = _latest(store, "dish"), resource("dish.dmn")
    for number in range(_MENUS):
        values: dict[str, Any] = {
            "temperature": chance.randrange(-5, 35),
            "dayType": chance.choice(("weekday", "weekend", "holiday")),
            "terraceOpen": chance.random() < 0.5,
        }
        evaluate(store, flow, dish, values, now - (number * 5 + 1) * HOUR_MS, xml=menu)
    evaluate(store, flow, dish, {"temperature": 20, "dayType": "monday"}, now - HOUR_MS // 2, xml=menu)


def _latest(store: Store, decision_id: str) -> Row:
    rows = store.find("decision_definition", decision_definition_id=decision_id)
    return max(rows, key=lambda row: int(row["version"]))
