"""Incidents of the first state that no job is behind: mappings, decisions, forms and conditions that really fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.store import Row
from c8tui.sandbox.stories.company import HOUR_MS, PLANS, SECOND_TENANT
from c8tui.sandbox.stories.people import variables
from c8tui.sandbox.tenants import DEFAULT_TENANT

_PARTITIONS = (2, 3)
"""Of those that got stuck early, and of the others."""
_FIRST_NUMBER = 30_001


@dataclass(frozen=True, slots=True)
class _Stop:
    """An instance that gets stuck: where it begins, with which variables, in which version of its process."""

    process_id: str
    hours: int
    """How long ago it got stuck."""
    tenant: str = DEFAULT_TENANT
    values: Mapping[str, Any] = field(default_factory=dict)
    """The variables that are to blame."""
    element_id: str | None = None
    """Where it begins, unless at the start."""
    version: int | None = None
    returned: bool = False
    """Whether it was resolved before, an hour after it had come up for the first time."""


EARLY = (
    _Stop("quote-to-cash", 20, SECOND_TENANT),
    _Stop("invoice-approval", 44, SECOND_TENANT),
)
"""What got stuck before everything was deployed."""
LATER = (
    _Stop("order-handling", 3, values={"express": True}, returned=True),
    _Stop("order-handling", 5, values={"express": True}),
    _Stop("order-handling", 29, values={"express": True}),
    _Stop("invoice-approval", 8, values={"approved": "no"}, element_id="verdict"),
    _Stop("invoice-approval", 12, values={"approved": None}, element_id="verdict", version=1),
    _Stop("quote-to-cash", 2, values={"tier": ["gold", "standard"], "amount": 1846.7}),
)


def seed_incidents(engine: Engine, now: int, stops: tuple[_Stop, ...]) -> None:
    """One instance for each stop. Their partitions are their own, so that the keys of all else stay as they are."""
    partition = _PARTITIONS[stops is LATER]
    chance = Random(partition)
    with engine.store.partition(partition):
        for number, stop in enumerate(stops, _FIRST_NUMBER * partition):
            at = now - stop.hours * HOUR_MS
            _stop(engine, stop, chance, number, at - 2 * HOUR_MS if stop.returned else at)
            if stop.returned:
                with engine.transaction(at):
                    (incident,) = engine.store.find("incident", state="ACTIVE", error_type="IO_MAPPING_ERROR")
                    engine.resolve(incident, anew=False)


def _stop(engine: Engine, stop: _Stop, chance: Random, number: int, at: int) -> None:
    values = variables(stop.process_id, chance, number) | dict(stop.values)
    place = ("process_definition", "process_definition_id", stop.process_id, DEFAULT_TENANT)
    definitions = engine.definitions
    definition: Row | None = (
        definitions.latest(*place) if stop.version is None else definitions.version(*place, stop.version)
    )
    assert definition is not None, "the company has deployed its processes"
    start_at = None if stop.element_id is None else [[stop.element_id, {}]]
    tags, business_id = list(PLANS[stop.process_id].tags), f"{stop.process_id[:3].upper()}-{number:06d}"
    with engine.transaction(at):
        engine.create(definition, values, stop.tenant, start_at=start_at, tags=tags, business_id=business_id)
