"""The engine's bookkeeping, without requests."""

from __future__ import annotations

import pytest

from c8tui.sandbox.deploy import deploy
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.store import Row, Store
from c8tui.sandbox.stories.triage import Triage


@pytest.fixture
def store() -> Store:
    return Store(None, 0, {}, lambda store: deploy(store, Flow(store, Triage()), 0))


@pytest.fixture
def flow(store: Store) -> Flow:
    return Flow(store, Triage())


def instance(flow: Flow, process_id: str = "order-handling") -> Row:
    return flow.start(process_id, {"amount": 12.5}, 1000, "<default>", 7)


def test_an_instance_walks_through_its_steps(store: Store, flow: Flow) -> None:
    woken: list[int] = []
    flow.on_job = lambda: woken.append(1)
    key = instance(flow)["key"]
    job = flow.enter(store.get("process_instance", key) or {}, 0, 2000)
    assert job is not None
    assert (job["type"], job["phase"], woken) == ("payment-service", "ready", [1])
    flow.leave(key, "payment-service", {"receipt": "R"}, 3000)
    (task,) = store.find("user_task", process_instance_key=key)
    assert (task["name"], task["creation_date"], task["candidate_groups"]) == ("Check delivery", 3000, '["support"]')
    assert 3000 + 3_600_000 <= task["due_date"] < 3000 + 24 * 3_600_000
    assert flow.variables(key) == {"amount": 12.5, "receipt": "R"}
    flow.leave(key, "check-delivery", {}, 4000)
    flow.leave(key, "ship-order", {}, 5000)
    ended = store.get("process_instance", key)
    assert ended is not None
    assert (ended["state"], ended["end_date"], ended["business_id"]) == ("COMPLETED", 5000, "ORD-000007")


def test_the_latest_version_is_started(flow: Flow) -> None:
    started = instance(flow, "invoice-approval")
    assert (started["process_definition_version"], started["process_definition_version_tag"]) == (3, "2026.3")


def test_variables_are_changed_or_added(store: Store, flow: Flow) -> None:
    started = instance(flow)
    flow.set_variables(started, started["key"], {"amount": 1, "new": None}, 2000)
    assert flow.variables(started["key"]) == {"amount": 1, "new": None}
    assert len(store.find("variable", scope_key=started["key"])) == 2


def test_incidents_mark_their_instance(store: Store, flow: Flow) -> None:
    started = instance(flow)
    job = flow.enter(started, 0, 2000)
    assert job is not None
    incident = flow.raise_incident(job, "JOB_NO_RETRIES", "broken", 3000)
    marked = store.get("process_instance", started["key"])
    assert marked is not None
    assert (marked["has_incident"], incident["job_key"]) == (1, job["key"])
    store.put("incident", incident | {"state": "RESOLVED"}, 4000)
    flow.mark_incident(started["key"], 4000)
    assert store.get("process_instance", started["key"]) == marked | {"has_incident": 0}


def test_an_element_that_fails_at_once_leaves_an_incident_alone(store: Store, flow: Flow) -> None:
    started = instance(flow)
    incident = flow.stop(started, "ship-order", "IO_MAPPING_ERROR", "no parcel", 2000)
    assert (incident["element_id"], incident["job_key"], incident["creation_time"]) == ("ship-order", None, 2000)
    marked = store.get("process_instance", started["key"])
    assert marked == started | {"element_id": "ship-order", "has_incident": 1}
    assert store.find("job") == store.find("user_task") == []


def test_what_is_not_mended_comes_up_again(store: Store, flow: Flow) -> None:
    started = instance(flow)
    first = flow.stop(started, "ship-order", "IO_MAPPING_ERROR", "no parcel", 2000)
    again = flow.raise_anew(first, 3000)
    assert store.find("incident") == [first | {"state": "RESOLVED"}, again]
    assert again == first | {"key": again["key"], "creation_time": 3000}
    assert again["key"] != first["key"]
