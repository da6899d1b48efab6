"""Decisions asked by hand in the first state: some dinners planned, and one question that failed."""

from __future__ import annotations

from random import Random
from typing import Any

from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.evaluations import evaluate
from c8tui.sandbox.stories.company import HOUR_MS
from c8tui.sandbox.tenants import DEFAULT_TENANT

_MENUS = 24


def seed_decisions(engine: Engine, now: int) -> None:
    """Asks what to cook on past days."""
    chance = Random(9)
    dish = engine.definitions.latest("decision_definition", "decision_definition_id", "dish", DEFAULT_TENANT)
    assert dish is not None, "the company has deployed its decisions"
    for number in range(_MENUS):
        values: dict[str, Any] = {
            "temperature": chance.randrange(-5, 35),
            "dayType": chance.choice(("weekday", "weekend", "holiday")),
            "terraceOpen": chance.random() < 0.5,
        }
        at = now - (number * 5 + 1) * HOUR_MS
        with engine.transaction(at):
            evaluate(engine.store, engine.records.put, dish, values, at)
    at = now - HOUR_MS // 2
    with engine.transaction(at):
        evaluate(engine.store, engine.records.put, dish, {"temperature": 20, "dayType": "monday"}, at)
