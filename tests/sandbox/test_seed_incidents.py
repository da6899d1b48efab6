"""Incidents of the first state without a job: many kinds, each where its instance is, and nothing else is moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.sandbox.store import FIRST_KEY
from tests.sandbox.clusters import Cluster

SECOND_PARTITION = 2 * FIRST_KEY


async def without_job(cluster: Cluster) -> list[dict[str, str]]:
    return await cluster.items("/incidents", {"jobKey": {"$exists": False}})


async def test_kinds_of_error(cluster: Cluster) -> None:
    assert {one["errorType"] for one in await without_job(cluster)} == {
        *("IO_MAPPING_ERROR", "EXTRACT_VALUE_ERROR", "CONDITION_ERROR", "FORM_NOT_FOUND"),
        *("CALLED_DECISION_ERROR", "DECISION_EVALUATION_ERROR"),
    }


async def test_each_is_where_its_instance_is(cluster: Cluster) -> None:
    for one in await without_job(cluster):
        instance = await cluster.get(f"/process-instances/{one['processInstanceKey']}")
        assert (instance["state"], instance["hasIncident"]) == ("ACTIVE", True)
        for name in ("processDefinitionKey", "processDefinitionId", "tenantId", "rootProcessInstanceKey"):
            assert one[name] == instance[name]
        assert instance["startDate"] <= one["creationTime"] < "2027-01-15T08:00:00.000Z"
        xml = (await cluster.ask("GET", f"/process-definitions/{one['processDefinitionKey']}/xml")).text
        assert f'id="{one["elementId"]}"' in xml
        here = await cluster.items("/process-instances", {"elementId": one["elementId"]})
        assert instance in here


async def test_messages_of_one_line_and_of_many(cluster: Cluster) -> None:
    lines = sorted(len(one["errorMessage"].splitlines()) for one in await without_job(cluster))
    assert lines[0] == 1
    assert lines[-1] > 24


async def test_a_failed_decision_names_the_inputs_that_its_instance_has(cluster: Cluster) -> None:
    (failed,) = await cluster.items("/incidents", {"errorType": "DECISION_EVALUATION_ERROR"})
    there = await cluster.items("/variables", {"processInstanceKey": failed["processInstanceKey"]})
    values = {one["name"]: one["value"] for one in there}
    assert f"tier = {values['tier']}, amount = {values['amount']}" in failed["errorMessage"].splitlines()[-1]


async def test_one_was_resolved_and_came_back_and_some_say_the_same(cluster: Cluster) -> None:
    (resolved,) = await cluster.items("/incidents", {"state": "RESOLVED"})
    place = {"elementInstanceKey": resolved["elementInstanceKey"], "state": "ACTIVE"}
    (again,) = await cluster.items("/incidents", place)
    assert again["errorMessage"] == resolved["errorMessage"]
    assert again["creationTime"] > resolved["creationTime"]
    same = await cluster.items("/incidents", {"errorMessage": again["errorMessage"], "state": "ACTIVE"})
    assert len({one["processInstanceKey"] for one in same}) == 3


async def test_both_tenants_have_some(cluster: Cluster) -> None:
    theirs, hers = await Cluster("ben").items("/incidents"), await Cluster("anna").items("/incidents")
    assert {one["tenantId"] for one in theirs} == {"<default>", "tenant-b"}
    assert hers == [one for one in theirs if one["tenantId"] == "<default>"]


@pytest.mark.parametrize("tasks", [1, 200, 2_500])
async def test_they_are_in_a_partition_of_their_own(tasks: int) -> None:
    cluster = Cluster(tasks=tasks)
    mine = await without_job(cluster)
    assert len(mine) == 9
    assert all(int(one["incidentKey"]) > SECOND_PARTITION for one in mine)
    for table in ("user_task", "job", "decision_instance", "audit_log"):
        assert cluster.app.store.select(f"SELECT count(*) FROM {table} WHERE key > {SECOND_PARTITION}") == [(0,)]
    assert cluster.app.store.new_key() < SECOND_PARTITION


async def test_keys_of_the_first_partition_go_on_in_a_reopened_file(tmp_path: Path) -> None:
    path = str(tmp_path / "sandbox.db")
    built = Cluster(tasks=5, db=path)
    highest = built.app.store.new_key()
    built.app.close()
    again = Cluster(tasks=5, db=path)
    assert again.app.store.new_key() == highest
    assert len(await without_job(again)) == 9
    again.app.close()
