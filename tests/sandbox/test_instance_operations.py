"""Deletion, suspension, resumption and business ids of process instances."""

from __future__ import annotations

import pytest

from tests.sandbox.bpmn.builder import END, START, boundary, el, event, ext, file, flows, message, process, task, timer
from tests.sandbox.bpmn.builder import user_task as user
from tests.sandbox.clusters import Cluster
from tests.sandbox.operated import deploy, elements, refusal, start, state, straight

TIMED = straight(task("a"), ids=("a",), beside=boundary("timer", timer("timeDuration", "PT1H"), at="a"))


@pytest.fixture
def newest() -> Cluster:
    """A sandbox that speaks 8.10."""
    return Cluster(dialect="8.10")


async def test_a_deleted_instance_takes_all_along(cluster: Cluster) -> None:
    (definition,) = await deploy(cluster, TIMED)
    instance = await start(cluster, definition, amount=1)
    path = f"/process-instances/{instance}/deletion"
    status, detail = await refusal(cluster, path)
    assert (status, "only ended ones can be deleted" in detail) == (409, True)
    await cluster.do("POST", f"/process-instances/{instance}/cancellation")
    await cluster.do("POST", path, {"operationReference": 3})
    for what in ("process-instances", "element-instances", "variables", "jobs", "incidents"):
        assert await cluster.items(f"/{what}", {"processInstanceKey": instance}) == []
    assert (await refusal(cluster, path))[0] == 404
    (entry,) = await cluster.items("/audit-logs", {"processInstanceKey": instance, "operationType": "DELETE"})
    assert entry["entityType"] == "PROCESS_INSTANCE"


async def test_called_instances_are_deleted_with_their_caller(cluster: Cluster) -> None:
    call = el("callActivity", ext(el("zeebe:calledElement", processId="order")), id="c")
    _, outer = await deploy(cluster, TIMED, straight(call, ids=("c",), id="outer"))
    instance = await start(cluster, outer)
    (called,) = await cluster.items("/process-instances", {"parentProcessInstanceKey": instance})
    await cluster.do("POST", f"/process-instances/{instance}/cancellation")
    await cluster.do("POST", f"/process-instances/{instance}/deletion")
    assert await cluster.items("/process-instances", {"processInstanceKey": called["processInstanceKey"]}) == []


async def test_jobs_and_timers_of_a_suspended_instance_wait(newest: Cluster) -> None:
    (definition,) = await deploy(newest, TIMED)
    instance = await start(newest, definition)
    (job,) = await newest.activate("work", timeout=60_000)
    await newest.do("POST", f"/process-instances/{instance}/suspension", {"operationReference": 1})
    found = await newest.get(f"/process-instances/{instance}")
    assert (found["state"], found["suspendedDate"]) == ("SUSPENDED", "2027-01-15T08:00:00.000Z")
    for command in ("completion", "failure", "error"):
        body = {"errorCode": "x"} if command == "error" else {}
        assert (await refusal(newest, f"/jobs/{job['jobKey']}/{command}", body))[0] == 409
    newest.at += 7_200
    assert await newest.activate("work") == []
    assert await elements(newest, instance) == ["a"]
    assert (await newest.search("/process-instances", {"state": "SUSPENDED"}))["page"]["totalItems"] == 1
    await newest.do("POST", f"/process-instances/{instance}/resumption")
    assert (await newest.ask("GET", "/topology")).status_code == 200
    found = await newest.get(f"/process-instances/{instance}")
    assert (found["state"], found["suspendedDate"]) == ("COMPLETED", None)
    assert "b" in await elements(newest, instance, "COMPLETED")


async def test_a_job_is_workable_again_after_the_resumption(newest: Cluster) -> None:
    (definition,) = await deploy(newest, straight(task("a"), ids=("a",)))
    instance = await start(newest, definition)
    (job,) = await newest.activate("work", timeout=600_000)
    await newest.do("POST", f"/process-instances/{instance}/suspension")
    await newest.do("POST", f"/process-instances/{instance}/resumption")
    await newest.do("POST", f"/jobs/{job['jobKey']}/completion")
    assert await state(newest, instance) == "COMPLETED"


async def test_user_tasks_of_a_suspended_instance_take_no_commands(newest: Cluster) -> None:
    (definition,) = await deploy(newest, straight(user(id="u"), ids=("u",)))
    instance = await start(newest, definition)
    await newest.do("POST", f"/process-instances/{instance}/suspension")
    (waiting,) = await newest.items("/user-tasks", {"processInstanceKey": instance})
    path = f"/user-tasks/{waiting['userTaskKey']}"
    assert (await refusal(newest, f"{path}/completion"))[0] == 409
    assert (await refusal(newest, f"{path}/assignment", {"assignee": "ben"}))[0] == 409
    assert (await newest.refused("DELETE", f"{path}/assignee"))["status"] == 409
    changes = {"changeset": {"priority": 3}}
    assert (await newest.refused("PATCH", path, changes))["status"] == 409
    draft = {"variables": {"a": 1}, "local": True}
    assert (await newest.refused("PUT", f"/element-instances/{waiting['elementInstanceKey']}/variables", draft))[
        "status"
    ] == 409


async def test_messages_wait_for_the_resumption(newest: Cluster) -> None:
    wait = event("intermediateCatchEvent", "message", id="x", messageRef="m")
    waiting = file(message(key='="k"'), process(START, wait, END, flows("s", "x", "e")))
    (definition,) = await deploy(newest, waiting)
    instance = await start(newest, definition)
    await newest.do("POST", f"/process-instances/{instance}/suspension")
    paid = {"name": "paid", "correlationKey": "k"}
    assert (await refusal(newest, "/messages/correlation", paid))[0] == 404
    answer = await newest.ask("POST", "/messages/publication", paid | {"timeToLive": 60_000})
    assert answer.status_code == 200
    assert await state(newest, instance) == "SUSPENDED"
    await newest.do("POST", f"/process-instances/{instance}/resumption")
    assert await state(newest, instance) == "COMPLETED"


async def test_called_instances_stand_still_with_their_caller(newest: Cluster) -> None:
    call = el("callActivity", ext(el("zeebe:calledElement", processId="order")), id="c")
    _, outer = await deploy(newest, TIMED, straight(call, ids=("c",), id="outer"))
    instance = await start(newest, outer)
    (called,) = await newest.items("/process-instances", {"parentProcessInstanceKey": instance})
    inner = f"/process-instances/{called['processInstanceKey']}"
    assert (await refusal(newest, f"{inner}/suspension"))[0] == 409
    await newest.do("POST", f"/process-instances/{instance}/suspension")
    assert (await newest.get(inner))["state"] == "SUSPENDED"
    assert await newest.activate("work") == []
    await newest.do("POST", f"/process-instances/{instance}/cancellation")
    assert (await newest.get(inner))["state"] == "TERMINATED"


async def test_what_stands_still_is_not_changed(newest: Cluster) -> None:
    (definition,) = await deploy(newest, TIMED)
    instance = await start(newest, definition)
    path = f"/process-instances/{instance}"
    assert (await refusal(newest, f"{path}/resumption"))[0] == 409
    await newest.do("POST", f"{path}/suspension")
    assert (await refusal(newest, f"{path}/suspension"))[0] == 409
    plan = {"targetProcessDefinitionKey": definition, "mappingInstructions": []}
    assert (await refusal(newest, f"{path}/migration", plan))[0] == 409
    assert (await refusal(newest, f"{path}/modification", {"terminateInstructions": [{"elementId": "a"}]}))[0] == 409
    assert (await refusal(newest, "/process-instances/42/suspension"))[0] == 404


async def test_suspension_is_new_in_8_10(cluster: Cluster) -> None:
    (definition,) = await deploy(cluster, TIMED)
    instance = await start(cluster, definition)
    assert (await refusal(cluster, f"/process-instances/{instance}/suspension"))[0] == 404


async def test_a_business_id_is_given_once(newest: Cluster) -> None:
    (definition,) = await deploy(newest, TIMED)
    path = f"/process-instances/{await start(newest, definition)}/business-id-assignment"
    for body in ({}, {"businessId": 1}, {"businessId": ""}, {"businessId": "x" * 257}, {"businessId": "a", "b": 1}):
        assert (await refusal(newest, path, body))[0] == 400
    await newest.do("POST", path, {"businessId": "B-1"})
    (found,) = await newest.items("/process-instances", {"businessId": "B-1"})
    (job,) = await newest.items("/jobs", {"processInstanceKey": found["processInstanceKey"]})
    assert job["businessId"] == "B-1"
    assert (await refusal(newest, path, {"businessId": "B-2"}))[0] == 409


async def test_a_boundary_timer_of_many_fires_once(cluster: Cluster) -> None:
    each = el("zeebe:loopCharacteristics", inputCollection="=[1, 2, 3]")
    many = task("a", el("multiInstanceLoopCharacteristics", ext(each)))
    hour = boundary("timer", timer("timeDuration", "PT1H"), at="a", cancelActivity="false")
    (definition,) = await deploy(cluster, straight(many, ids=("a",), beside=hour))
    instance = await start(cluster, definition)
    cluster.at += 3_700
    assert await state(cluster, instance) == "ACTIVE"
    assert (await elements(cluster, instance, "COMPLETED")).count("b") == 1


async def test_a_signal_passes_by_what_stands_still(newest: Cluster) -> None:
    wait = event("intermediateCatchEvent", "signal", id="x", signalRef="sig")
    waiting = file(el("signal", id="sig", name="alarm"), process(START, wait, END, flows("s", "x", "e")))
    (definition,) = await deploy(newest, waiting)
    instance = await start(newest, definition)
    await newest.do("POST", f"/process-instances/{instance}/suspension")
    assert (await newest.ask("POST", "/signals/broadcast", {"signalName": "alarm"})).status_code == 200
    await newest.do("POST", f"/process-instances/{instance}/resumption")
    assert await state(newest, instance) == "ACTIVE"
    assert (await newest.ask("POST", "/signals/broadcast", {"signalName": "alarm"})).status_code == 200
    assert await state(newest, instance) == "COMPLETED"
