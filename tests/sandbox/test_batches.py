"""Batch operations: created over filters, carried out as time passes, watched, suspended, resumed, cancelled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from c8tui.sandbox.batches import PACE_MS
from c8tui.sandbox.engine.work import Execution
from tests.sandbox.bpmn.builder import task
from tests.sandbox.clusters import Cluster
from tests.sandbox.operated import deploy, elements, refusal, start, state, straight

ORDER = straight(task("a"), task("b"), ids=("a", "b"))


async def several(cluster: Cluster, number: int = 4) -> list[str]:
    """Keys of so many instances that wait at `a`."""
    (definition,) = await deploy(cluster, ORDER)
    return [await start(cluster, definition) for _ in range(number)]


async def create(cluster: Cluster, path: str, **body: Any) -> str:
    """The key of a new batch."""
    answer = await cluster.ask("POST", path, body)
    assert answer.status_code == 200, answer.text
    key: str = answer.json()["batchOperationKey"]
    return key


OURS = {"processDefinitionId": "order"}


def of_all(**more: Any) -> dict[str, Any]:
    return {"filter": OURS | more}


async def batch(cluster: Cluster, key: str) -> tuple[str, int, int, int]:
    """State and counts of a batch: total, completed, failed."""
    found = await cluster.get(f"/batch-operations/{key}")
    names = ("Total", "Completed", "Failed")
    total, completed, failed = (found[f"operations{name}Count"] for name in names)
    return found["state"], total, completed, failed


async def items(cluster: Cluster, key: str) -> dict[str, str]:
    """The states of the items of a batch by what they are about."""
    return {
        one["itemKey"]: one["state"]
        for one in await cluster.items("/batch-operation-items", {"batchOperationKey": key})
    }


async def test_a_batch_takes_its_time(cluster: Cluster) -> None:
    instances = await several(cluster)
    key = await create(cluster, "/process-instances/cancellation", **of_all())
    assert await batch(cluster, key) == ("CREATED", 4, 0, 0)
    cluster.at += 0.25
    assert await batch(cluster, key) == ("ACTIVE", 4, 1, 0)
    assert await items(cluster, key) == dict(zip(instances, ["COMPLETED", *["ACTIVE"] * 3], strict=True))
    assert [await state(cluster, one) for one in instances] == ["TERMINATED", "ACTIVE", "ACTIVE", "ACTIVE"]
    cluster.at += 2 * PACE_MS / 1000
    assert await batch(cluster, key) == ("ACTIVE", 4, 3, 0)
    cluster.at += 1
    assert await batch(cluster, key) == ("COMPLETED", 4, 4, 0)
    found = await cluster.get(f"/batch-operations/{key}")
    assert found["endDate"] is not None
    assert (found["actorType"], found["actorId"]) == ("USER", "demo")
    entries = await cluster.items("/audit-logs", {"batchOperationType": "CANCEL_PROCESS_INSTANCE"})
    assert [one["operationType"] for one in entries] == ["CREATE", *["CANCEL"] * 4]
    assert {one["batchOperationKey"] for one in entries} == {key}
    (mine,) = await cluster.items("/process-instances", {"batchOperationKey": key, "processInstanceKey": instances[0]})
    assert mine["processInstanceKey"] == instances[0]
    assert len(await cluster.items("/process-instances", {"batchOperationId": {"$like": f"{key[:-1]}?"}})) == 4


async def test_it_stands_still_while_it_is_suspended(cluster: Cluster) -> None:
    await several(cluster)
    key = await create(cluster, "/process-instances/cancellation", **of_all())
    cluster.at += 0.25
    await cluster.do("POST", f"/batch-operations/{key}/suspension")
    assert (await refusal(cluster, f"/batch-operations/{key}/suspension"))[0] == 409
    cluster.at += 100
    assert await batch(cluster, key) == ("SUSPENDED", 4, 1, 0)
    await cluster.do("POST", f"/batch-operations/{key}/resumption")
    assert await batch(cluster, key) == ("ACTIVE", 4, 2, 0)
    assert (await refusal(cluster, f"/batch-operations/{key}/resumption"))[0] == 409
    await cluster.do("POST", f"/batch-operations/{key}/cancellation")
    cluster.at += 100
    assert await batch(cluster, key) == ("CANCELED", 4, 2, 0)
    assert sorted((await items(cluster, key)).values()) == ["CANCELED", "CANCELED", "COMPLETED", "COMPLETED"]
    for command in ("suspension", "resumption", "cancellation"):
        assert (await refusal(cluster, f"/batch-operations/{key}/{command}"))[0] == 404


async def test_what_fails_is_told_and_what_is_gone_is_skipped(cluster: Cluster) -> None:
    instances = await several(cluster, 3)
    moves = [{"sourceElementId": "a", "targetElementId": "b"}]
    key = await create(cluster, "/process-instances/modification", **of_all(), moveInstructions=moves)
    await cluster.do("POST", f"/process-instances/{instances[0]}/cancellation")
    out = {"activateInstructions": [{"elementId": "b"}], "terminateInstructions": [{"elementId": "a"}]}
    await cluster.do("POST", f"/process-instances/{instances[1]}/modification", out)
    cluster.at += 10
    assert await batch(cluster, key) == ("PARTIALLY_COMPLETED", 3, 2, 1)
    assert await items(cluster, key) == dict(zip(instances, ["SKIPPED", "FAILED", "COMPLETED"], strict=True))
    (failed,) = await cluster.items("/batch-operation-items", {"batchOperationKey": key, "state": "FAILED"})
    assert "no instance of 'a' is active" in failed["errorMessage"]
    assert await elements(cluster, instances[2]) == ["b"]


async def test_migration_and_deletion(cluster: Cluster) -> None:
    instances = await several(cluster, 2)
    (target,) = await deploy(cluster, straight(task("c"), ids=("c",), id="newer"))
    mapping = [{"sourceElementId": "a", "targetElementId": "c"}]
    plan = {"targetProcessDefinitionKey": target, "mappingInstructions": mapping}
    key = await create(cluster, "/process-instances/migration", **of_all(), migrationPlan=plan)
    cluster.at += 10
    assert await batch(cluster, key) == ("COMPLETED", 2, 2, 0)
    assert await elements(cluster, instances[1]) == ["c"]
    await cluster.do("POST", f"/process-instances/{instances[0]}/cancellation")
    gone = {"filter": {"processDefinitionId": "newer"}}
    key = await create(cluster, "/process-instances/deletion", **gone)
    cluster.at += 10
    assert await items(cluster, key) == {instances[0]: "COMPLETED"}
    left = await cluster.items("/process-instances", gone["filter"])
    assert [one["processInstanceKey"] for one in left] == instances[1:]


async def test_incidents_are_resolved(cluster: Cluster) -> None:
    instances = await several(cluster, 2)
    jobs = await cluster.activate("work", maxJobsToActivate=2)
    for job in jobs:
        await cluster.do("POST", f"/jobs/{job['jobKey']}/failure", {"errorMessage": "broken"})
    await cluster.do("PATCH", f"/jobs/{jobs[0]['jobKey']}", {"changeset": {"retries": 1}})
    key = await create(cluster, "/process-instances/incident-resolution", **of_all(hasIncident=True))
    cluster.at += 10
    assert await batch(cluster, key) == ("PARTIALLY_COMPLETED", 2, 1, 1)
    found = await cluster.items("/process-instances", {"processInstanceKey": {"$in": instances}, "hasIncident": True})
    assert [one["processInstanceKey"] for one in found] == [jobs[1]["processInstanceKey"]]
    await cluster.do("PATCH", f"/jobs/{jobs[1]['jobKey']}", {"changeset": {"retries": 1}})
    one = await create(cluster, f"/process-instances/{jobs[1]['processInstanceKey']}/incident-resolution")
    cluster.at += 10
    assert await batch(cluster, one) == ("COMPLETED", 1, 1, 0)
    assert (await refusal(cluster, "/process-instances/42/incident-resolution", {}))[0] == 404


async def test_suspension_resumption_and_jobs_are_newer() -> None:
    cluster = Cluster(dialect="8.10")
    instances = await several(cluster, 2)
    for word, now in (("suspension", "SUSPENDED"), ("resumption", "ACTIVE")):
        await create(cluster, f"/process-instances/{word}", **of_all())
        cluster.at += 10
        assert [await state(cluster, one) for one in instances] == [now, now]
    wanted = {"filter": {"type": "work"}, "changeset": {"retries": 9}}
    key = await create(cluster, "/jobs/batch-update", **wanted)
    cluster.at += 10
    assert await batch(cluster, key) == ("COMPLETED", 2, 2, 0)
    assert [one["retries"] for one in await cluster.items("/jobs", {"type": "work"})] == [9, 9]
    assert (await refusal(cluster, "/jobs/batch-update", {"filter": {}, "changeset": {}}))[0] == 400


async def test_decision_instances_are_deleted(cluster: Cluster) -> None:
    (some, *_) = await cluster.items("/decision-instances", {"tenantId": "<default>"})
    wanted = {"filter": {"decisionEvaluationKey": some["decisionEvaluationKey"]}}
    key = await create(cluster, "/decision-instances/deletion", **wanted)
    cluster.at += 10
    assert await batch(cluster, key) == ("COMPLETED", 1, 1, 0)
    assert await cluster.items("/decision-instances", wanted["filter"]) == []
    (other, *_) = await cluster.items("/decision-instances", {"tenantId": "<default>"})
    path = f"/decision-instances/{other['decisionEvaluationKey']}/deletion"
    await cluster.do("POST", path)
    assert (await refusal(cluster, path))[0] == 404


PLAN = {"targetProcessDefinitionKey": "1", "mappingInstructions": []}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("cancellation", {}, 400),
        ("cancellation", {"filter": []}, 400),
        ("cancellation", {"filter": {"none": 1}}, 400),
        ("cancellation", {"filter": {}, "operationReference": "x"}, 400),
        ("cancellation", {"filter": {}, "moveInstructions": []}, 400),
        ("modification", {"filter": {}}, 400),
        ("modification", {"filter": {}, "moveInstructions": []}, 400),
        ("modification", {"filter": {}, "moveInstructions": [{"sourceElementId": 1, "targetElementId": "a"}]}, 400),
        ("migration", {"filter": {}}, 400),
        ("migration", {"filter": {}, "migrationPlan": {}}, 400),
        ("migration", {"filter": {}, "migrationPlan": PLAN}, 404),
        ("suspension", {"filter": {}}, 405),
    ],
)
async def test_bodies_that_make_no_batch(cluster: Cluster, path: str, body: Any, status: int) -> None:
    found, _ = await refusal(cluster, f"/process-instances/{path}", body)
    assert found in (status, 404 if status == 405 else status)
    assert await cluster.items("/batch-operations") == []


async def test_an_item_always_has_the_key_of_an_instance(cluster: Cluster) -> None:
    """What a client evaluated by itself belongs to no process instance: the key is that of none."""
    path, body = "/decision-definitions/evaluation", {"decisionDefinitionId": "discount"}
    evaluation = (await cluster.ask("POST", path, body)).json()["decisionEvaluationKey"]
    key = await create(cluster, "/decision-instances/deletion", filter={"decisionEvaluationKey": evaluation})
    (item,) = await cluster.items("/batch-operation-items", {"batchOperationKey": key})
    assert item["processInstanceKey"] == "-1"
    found = {"batchOperationKey": key, "processInstanceKey": {"$exists": False}}
    assert await cluster.items("/batch-operation-items", found) == [item]


async def test_a_batch_over_nothing_is_complete(cluster: Cluster) -> None:
    key = await create(cluster, "/process-instances/cancellation", filter={"processInstanceKey": "42"})
    cluster.at += 1
    assert await batch(cluster, key) == ("COMPLETED", 0, 0, 0)
    assert (await cluster.refused("GET", "/batch-operations/42"))["status"] == 404


async def test_instances_of_foreign_tenants_are_left_alone() -> None:
    cluster = Cluster(user="anna")
    foreign = await Cluster(user="demo").items("/process-instances", {"tenantId": "tenant-b"})
    key = await create(cluster, "/process-instances/cancellation", filter={})
    assert set(await items(cluster, key)).isdisjoint({one["processInstanceKey"] for one in foreign})


async def test_it_goes_on_after_a_restart(tmp_path: Path) -> None:
    path = str(tmp_path / "sandbox.db")
    first = Cluster(db=path)
    await several(first)
    key = await create(first, "/process-instances/cancellation", **of_all())
    first.at += 0.25
    assert await batch(first, key) == ("ACTIVE", 4, 1, 0)
    first.app.close()
    second = Cluster(db=path)
    second.at += 100
    assert await batch(second, key) == ("COMPLETED", 4, 4, 0)
    second.app.close()


async def test_a_fault_of_the_sandbox_fails_its_item_alone(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    instances = await several(cluster, 2)
    key = await create(cluster, "/process-instances/cancellation", **of_all())
    cancel = cluster.app.engine.cancel

    def broken(instance: Execution) -> None:
        if str(instance.key) == instances[0]:
            raise ZeroDivisionError("of no use")
        cancel(instance)

    monkeypatch.setattr(cluster.app.engine, "cancel", broken)
    cluster.at += 10
    assert await batch(cluster, key) == ("PARTIALLY_COMPLETED", 2, 1, 1)
    assert [await state(cluster, one) for one in instances] == ["ACTIVE", "TERMINATED"]
    assert "ZeroDivisionError: of no use" in capsys.readouterr().err
