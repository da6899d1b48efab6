"""Activation: what it asks for, and how it waits."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

import pytest

from c8tui.sandbox.activation import wait
from tests.sandbox.clusters import Cluster


async def exhaust(cluster: Cluster, type: str = "ship-order") -> None:
    await cluster.activate(type, maxJobsToActivate=1000, timeout=10_000_000, tenantIds=["<default>", "tenant-b"])
    assert await cluster.activate(type) == []


async def test_a_waiting_activation_wakes_when_a_job_appears(cluster: Cluster) -> None:
    await exhaust(cluster)
    waiting = asyncio.create_task(cluster.activate("ship-order", requestTimeout=30_000))
    await asyncio.sleep(0)
    task = await cluster.task(elementId="check-delivery")
    assert not waiting.done()
    began = monotonic()
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion")
    (job,) = await waiting
    assert job["processInstanceKey"] == task["processInstanceKey"]
    assert monotonic() - began < 5


async def test_a_waiting_activation_ends_with_nothing(cluster: Cluster) -> None:
    await exhaust(cluster)
    assert await cluster.activate("ship-order", requestTimeout=20) == []


async def test_a_job_that_time_makes_ready_is_found_while_waiting(cluster: Cluster) -> None:
    await cluster.activate("ship-order", maxJobsToActivate=1000, tenantIds=["<default>", "tenant-b"])
    waiting = asyncio.create_task(cluster.activate("ship-order", requestTimeout=30_000))
    await asyncio.sleep(0)
    cluster.at += 61
    assert len(await waiting) == 1


async def test_a_cancelled_activation_locks_nothing(cluster: Cluster) -> None:
    await exhaust(cluster)
    waiting = asyncio.create_task(cluster.activate("ship-order", requestTimeout=30_000))
    await asyncio.sleep(0.01)
    waiting.cancel()
    task = await cluster.task(elementId="check-delivery")
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion")
    job = await cluster.job(processInstanceKey=task["processInstanceKey"], elementId="ship-order")
    assert job["deadline"] is None


async def test_tenants_are_those_asked_for(cluster: Cluster) -> None:
    default = await cluster.activate(maxJobsToActivate=1000)
    assert {job["tenantId"] for job in default} <= {"<default>"}
    cluster.at += 100
    assert len(await cluster.activate(maxJobsToActivate=1000, tenantFilter="ASSIGNED")) >= len(default)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"type": None}, "type"),
        ({"type": " "}, "type"),
        ({"timeout": None}, "timeout"),
        ({"timeout": 0}, "timeout"),
        ({"timeout": 1.5}, "timeout"),
        ({"maxJobsToActivate": 0}, "maxJobsToActivate"),
        ({"fetchVariable": "amount"}, "fetchVariable"),
        ({"requestTimeout": "long"}, "requestTimeout"),
        ({"tenantFilter": "ALL"}, "tenantFilter"),
        ({"withLease": True}, "withLease"),
        ({"typo": 1}, "typo"),
    ],
)
async def test_a_bad_order_names_the_property(cluster: Cluster, change: dict[str, Any], named: str) -> None:
    order = {"type": "x", "timeout": 1, "maxJobsToActivate": 1, "requestTimeout": -1}
    problem = await cluster.refused("POST", "/jobs/activation", order | change)
    assert problem["status"] == 400
    assert f"'{named}'" in problem["detail"]


async def test_a_tenant_that_one_lacks_is_forbidden() -> None:
    order = {"type": "x", "timeout": 1, "maxJobsToActivate": 1, "requestTimeout": -1, "tenantIds": ["tenant-b"]}
    assert (await Cluster("anna").refused("POST", "/jobs/activation", order))["status"] == 403


async def test_waiting_for_an_event_that_comes_or_does_not() -> None:
    event = asyncio.Event()
    await wait(event, 0.001)
    event.set()
    await wait(event, 60)
    assert not event.is_set()
