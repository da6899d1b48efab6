"""Incidents of the first state that no job is behind: mappings, decisions, forms and conditions that failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from c8tui.sandbox.blueprints import HOUR_MS
from c8tui.sandbox.deploy import DEFAULT_TENANT, SECOND_TENANT
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.store import Store
from c8tui.sandbox.stories.people import variables

_PARTITION = 2
_FIRST_NUMBER = 90_001
_NO_PARCEL = (
    "The input mapping of 'parcel' failed: '={weight: parcel.weight, to: customer.address}' gives null.\n"
    "There is no variable 'parcel'.\nThere is no entry 'address' in 'customer'."
)
_RULES = 36
_UNMATCHED: Mapping[str, Any] = {"tier": 7, "amount": 1846.7}


def _no_rule() -> str:
    """What an evaluation says that looked at every rule in vain: a message of many lines."""
    lines = [
        f"Rule {number}: the condition on 'Customer tier' gives null, as 'tier' is a number and the rule wants a text."
        for number in range(1, _RULES + 1)
    ]
    inputs = ", ".join(f"{name} = {value}" for name, value in _UNMATCHED.items())
    head = "The decision 'discount' failed: no rule of 'Discount' matches, and there is no default output."
    return "\n".join((head, "The evaluation has these warnings:", *lines, f"Inputs: {inputs}"))


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where an instance is stuck, and why."""

    process_id: str
    element_id: str
    error_type: str
    message: str
    hours: int
    """How long ago it got stuck."""
    tenant: str = DEFAULT_TENANT
    values: Mapping[str, Any] = field(default_factory=dict)
    """The variables that are to blame."""
    returned: bool = False
    """Whether it was resolved before, an hour after it had come up for the first time."""


_STOPS = (
    _Stop("order-handling", "payment-service", "IO_MAPPING_ERROR", _NO_PARCEL, 3, returned=True),
    _Stop("order-handling", "payment-service", "IO_MAPPING_ERROR", _NO_PARCEL, 5),
    _Stop("order-handling", "payment-service", "IO_MAPPING_ERROR", _NO_PARCEL, 29),
    _Stop(
        "invoice-approval",
        "verdict",
        "EXTRACT_VALUE_ERROR",
        "The condition '=approved = false' of 'refused' gives null, which is neither true nor false.\n"
        "A text cannot be compared with a boolean.",
        8,
        values={"approved": "no"},
    ),
    _Stop("invoice-approval", "verdict", "CONDITION_ERROR", "No condition of the flows behind 'verdict' is true.", 12),
    _Stop(
        "quote-to-cash",
        "find-discount",
        "CALLED_DECISION_ERROR",
        f"There is no decision 'discount' for the tenant '{SECOND_TENANT}'.",
        20,
        SECOND_TENANT,
    ),
    _Stop("quote-to-cash", "find-discount", "DECISION_EVALUATION_ERROR", _no_rule(), 2, values=_UNMATCHED),
    _Stop(
        "invoice-approval",
        "review-invoice",
        "FORM_NOT_FOUND",
        f"There is no form 'review-invoice' for the tenant '{SECOND_TENANT}'.",
        44,
        SECOND_TENANT,
    ),
)


def seed_incidents(store: Store, flow: Flow, now: int) -> None:
    """One instance for each stop. Their partition is their own, so that the keys of all else stay as they are."""
    chance = Random(10)
    with store.partition(_PARTITION):
        for number, stop in enumerate(_STOPS, _FIRST_NUMBER):
            at = now - stop.hours * HOUR_MS
            started = at - 2 * HOUR_MS if stop.returned else at
            values = variables(stop.process_id, chance, number) | dict(stop.values)
            instance = flow.start(stop.process_id, values, started, stop.tenant, number)
            incident = flow.stop(instance, stop.element_id, stop.error_type, stop.message, started)
            if stop.returned:
                flow.raise_anew(incident, at)
