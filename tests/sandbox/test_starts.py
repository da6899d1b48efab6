"""Starting process instances."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.clusters import Cluster


async def test_an_instance_starts_with_its_variables_and_its_first_task(cluster: Cluster) -> None:
    (latest,) = await cluster.items("/process-definitions", {"processDefinitionId": "complaint"})
    body = {"processDefinitionKey": latest["processDefinitionKey"], "variables": {"tier": "gold"}}
    started = (await cluster.ask("POST", "/process-instances", body)).json()
    assert (started["processDefinitionId"], started["processDefinitionVersion"]) == ("complaint", 1)
    key = started["processInstanceKey"]
    (task,) = await cluster.items("/user-tasks", {"processInstanceKey": key})
    assert (task["name"], task["state"]) == ("Call customer back", "CREATED")
    (variable,) = await cluster.items("/variables", {"processInstanceKey": key})
    assert (variable["name"], variable["value"]) == ("tier", '"gold"')


async def test_the_latest_version_starts_by_its_id(cluster: Cluster) -> None:
    started = (await cluster.ask("POST", "/process-instances", {"processDefinitionId": "invoice-approval"})).json()
    assert started["processDefinitionVersion"] == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"processDefinitionId": "x", "processDefinitionKey": "1"}, 400),
        ({"processDefinitionId": "soup"}, 404),
        ({"processDefinitionKey": "42"}, 404),
        ({"processDefinitionId": "complaint", "variables": []}, 400),
        ({"processDefinitionId": "complaint", "tenantId": "nobody"}, 404),
    ],
)
async def test_what_cannot_be_started_is_refused(cluster: Cluster, body: Any, status: int) -> None:
    assert (await cluster.refused("POST", "/process-instances", body))["status"] == status
