"""Counts over jobs, incidents, definitions and subscriptions."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.sandbox.engine.records import hash_code
from tests.sandbox.bpmn.builder import (
    END,
    START,
    boundary,
    el,
    event,
    ext,
    file,
    flows,
    message,
    process,
    task,
    timer,
    user_task,
)
from tests.sandbox.clusters import Cluster
from tests.sandbox.operated import deploy, refusal, start, straight

ORDER = straight(task("a").replace('type="work"', 'type="special"'), ids=("a",))
AROUND = {"from": "2027-01-15T07:00:00Z", "to": "2027-01-15T09:00:00Z"}
NOW = "2027-01-15T08:00:00.000Z"


async def ask(cluster: Cluster, path: str, **body: Any) -> list[dict[str, Any]]:
    """The items of a POST that works."""
    answer = await cluster.ask("POST", path, body)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def worked(cluster: Cluster) -> None:
    """Five jobs: two completed, one failed, one thrown, one left; by the workers `w` and `v`."""
    (definition,) = await deploy(cluster, ORDER)
    for _ in range(5):
        await start(cluster, definition)
    first, second, third = await cluster.activate("special", maxJobsToActivate=3)
    (fourth,) = await cluster.activate("special", worker="v")
    for job in (first, second):
        await cluster.do("POST", f"/jobs/{job['jobKey']}/completion")
    await cluster.do("POST", f"/jobs/{third['jobKey']}/failure", {"errorMessage": "broken"})
    thrown = {"errorCode": "E1"}
    await cluster.do("POST", f"/jobs/{fourth['jobKey']}/error", thrown)


def counts(item: dict[str, Any]) -> tuple[int, int, int]:
    return item["created"]["count"], item["completed"]["count"], item["failed"]["count"]


async def test_jobs_are_counted_by_type_and_worker(cluster: Cluster) -> None:
    await worked(cluster)
    (item,) = await ask(cluster, "/jobs/statistics/by-types", filter=AROUND | {"jobType": "special"})
    assert (item["jobType"], counts(item), item["workers"]) == ("special", (5, 2, 2), 2)
    assert item["created"]["lastUpdatedAt"] == NOW
    like = AROUND | {"jobType": {"$like": "spec*"}}
    assert await ask(cluster, "/jobs/statistics/by-types", filter=like) == [item]
    workers = await ask(cluster, "/jobs/statistics/by-workers", filter=AROUND | {"jobType": "special"})
    assert [(one["worker"], counts(one)) for one in workers] == [("v", (1, 0, 1)), ("w", (3, 2, 1))]
    whole = await cluster.get(f"/jobs/statistics/global?from={AROUND['from']}&to={AROUND['to']}&jobType=special")
    assert (counts(whole), whole["isIncomplete"]) == ((5, 2, 2), False)
    early = "from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z"
    assert counts(await cluster.get(f"/jobs/statistics/global?{early}")) == (0, 0, 0)


async def test_jobs_are_counted_by_error_and_time(cluster: Cluster) -> None:
    await worked(cluster)
    wanted = AROUND | {"jobType": "special"}
    errors = await ask(cluster, "/jobs/statistics/errors", filter=wanted)
    assert errors == [
        {"errorCode": "", "errorMessage": "broken", "workers": 1},
        {"errorCode": "E1", "errorMessage": "", "workers": 1},
    ]
    assert await ask(cluster, "/jobs/statistics/errors", filter=wanted | {"errorCode": "E1"}) == errors[1:]
    (step,) = await ask(cluster, "/jobs/statistics/time-series", filter=wanted | {"resolution": "PT30M"})
    assert (step["time"], counts(step)) == (NOW, (5, 2, 2))


@pytest.mark.parametrize(
    ("path", "filter", "words"),
    [
        ("by-types", {}, "filter.from"),
        ("by-types", {"from": "2027-01-15T07:00:00Z"}, "filter.to"),
        ("by-types", {"from": "x", "to": "y"}, "filter.from"),
        ("by-types", {"from": AROUND["to"], "to": AROUND["from"]}, "must not lie behind"),
        ("by-types", AROUND | {"jobType": {"$gt": "a"}}, "filter.jobType"),
        ("by-types", AROUND | {"worker": "a"}, "filter.worker"),
        ("by-workers", AROUND, "filter.jobType"),
        ("by-workers", AROUND | {"jobType": {"$like": "a"}}, "filter.jobType"),
        ("errors", AROUND, "filter.jobType"),
        ("time-series", AROUND | {"jobType": "a", "resolution": "1h"}, "filter.resolution"),
        (
            "time-series",
            {"from": "2000-01-01T00:00:00Z", "to": AROUND["to"], "jobType": "a", "resolution": "PT1M"},
            "steps",
        ),
    ],
)
async def test_job_statistics_want_a_time(cluster: Cluster, path: str, filter: Any, words: str) -> None:
    status, detail = await refusal(cluster, f"/jobs/statistics/{path}", {"filter": filter})
    assert (status, words in detail) == (400, True), detail


async def test_a_page_goes_on_behind_its_cursor(cluster: Cluster) -> None:
    everything = await ask(cluster, "/jobs/statistics/by-types", filter=ALWAYS)
    seen, body = list[dict[str, Any]](), {"filter": ALWAYS, "page": {"limit": 1}}
    for _ in everything:
        answer = (await cluster.ask("POST", "/jobs/statistics/by-types", body)).json()
        seen += answer["items"]
        assert answer["page"]["totalItems"] == len(everything)
        body = body | {"page": {"limit": 1, "after": answer["page"]["endCursor"]}}
    assert seen == everything != []
    assert (await cluster.ask("POST", "/jobs/statistics/by-types", body)).json()["items"] == []
    for page in ({"after": "x"}, {"from": 1}, {"limit": 0}):
        wrong = {"filter": ALWAYS, "page": page}
        assert (await refusal(cluster, "/jobs/statistics/by-types", wrong))[0] == 400


ALWAYS = {"from": "2000-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z"}


async def test_incidents_are_grouped_by_message(cluster: Cluster) -> None:
    (definition,) = await deploy(cluster, ORDER)
    for _ in range(3):
        await start(cluster, definition)
    for job in await cluster.activate("special", maxJobsToActivate=3):
        await cluster.do("POST", f"/jobs/{job['jobKey']}/failure", {"errorMessage": "broken"})
    groups = await ask(cluster, "/incidents/statistics/process-instances-by-error")
    group = next(one for one in groups if one["errorMessage"] == "broken")
    assert group == {
        "errorHashCode": hash_code("broken"),
        "errorMessage": "broken",
        "activeInstancesWithErrorCount": 3,
    }
    total = sum(one["activeInstancesWithErrorCount"] for one in groups)
    assert total == (await cluster.search("/process-instances", {"hasIncident": True}))["page"]["totalItems"]
    wanted = {"errorHashCode": group["errorHashCode"]}
    (of,) = await ask(cluster, "/incidents/statistics/process-instances-by-definition", filter=wanted)
    assert (of["processDefinitionKey"], of["processDefinitionName"]) == (definition, "order")
    assert of["activeInstancesWithErrorCount"] == 3
    down = [{"field": "errorMessage", "order": "DESC"}]
    ordered = await ask(cluster, "/incidents/statistics/process-instances-by-error", sort=down)
    assert [one["errorMessage"] for one in ordered] == sorted((one["errorMessage"] for one in groups), reverse=True)
    for wrong in ({}, {"filter": {"errorHashCode": "1"}}, {"filter": {"errorHashCode": 2**31}}):
        assert (await refusal(cluster, "/incidents/statistics/process-instances-by-definition", wrong))[0] == 400


async def test_instances_are_counted_by_definition_and_version(cluster: Cluster) -> None:
    (first,) = await deploy(cluster, ORDER)
    (second,) = await deploy(cluster, straight(task("b"), ids=("b",)))
    await start(cluster, first)
    await start(cluster, second)
    (job,) = await cluster.activate("special")
    await cluster.do("POST", f"/jobs/{job['jobKey']}/failure", {})
    items = await ask(cluster, "/process-definitions/statistics/process-instances")
    (mine,) = [one for one in items if one["processDefinitionId"] == "order"]
    assert mine == {
        "processDefinitionId": "order",
        "tenantId": "<default>",
        "latestProcessDefinitionName": None,
        "hasMultipleVersions": True,
        "activeInstancesWithoutIncidentCount": 1,
        "activeInstancesWithIncidentCount": 1,
    }
    path = "/process-definitions/statistics/process-instances-by-version"
    found = await ask(cluster, path, filter={"processDefinitionId": "order"})
    assert [(one["processDefinitionKey"], one["activeInstancesWithIncidentCount"]) for one in found] == [
        (first, 1),
        (second, 0),
    ]
    for wrong in ({}, {"filter": {"processDefinitionId": 1}}, {"filter": {"processDefinitionId": "a", "b": 1}}):
        assert (await refusal(cluster, path, wrong))[0] == 400


async def test_subscriptions_are_counted_by_definition(cluster: Cluster) -> None:
    wait = event("intermediateCatchEvent", "message", id="x", messageRef="m")
    waiting = file(message(key='="k"'), process(START, wait, END, flows("s", "x", "e"), id="waits"))
    (definition,) = await deploy(cluster, waiting)
    for _ in range(2):
        await start(cluster, definition)
    path = "/process-definitions/statistics/message-subscriptions"
    assert await ask(cluster, path, filter={"processDefinitionId": "waits"}) == [
        {
            "processDefinitionId": "waits",
            "tenantId": "<default>",
            "processDefinitionKey": definition,
            "processInstancesWithActiveSubscriptions": 2,
            "activeSubscriptions": 2,
        }
    ]


async def test_waiting_elements_are_told(cluster: Cluster) -> None:
    newest = Cluster(dialect="8.10")
    (definition,) = await deploy(newest, ORDER)
    instance = await start(newest, definition, one=1, two=2)
    (item,) = await newest.items("/element-instances/wait-states", {"processInstanceKey": instance})
    assert (item["elementId"], item["elementType"], item["bpmnProcessId"]) == ("a", "SERVICE_TASK", "order")
    assert (item["details"]["waitStateType"], item["details"]["jobType"]) == ("JOB", "special")
    assert item["details"]["listenerEventType"] is None
    counted = await newest.get(f"/process-instances/{instance}/statistics/wait-states")
    assert counted == {"items": [{"elementId": "a", "waitingCount": 1}]}
    only = {"processInstanceKey": instance, "waitStateType": "MESSAGE"}
    assert await newest.items("/element-instances/wait-states", only) == []
    names = await ask(
        newest, f"/process-definitions/{definition}/variable-names/search", filter={"name": {"$like": "t*"}}
    )
    assert names == [{"name": "two"}]
    assert (await refusal(cluster, "/element-instances/wait-states/search", {}))[0] in (404, 405)


async def test_a_listener_that_is_waited_for_names_its_event() -> None:
    newest = Cluster(dialect="8.10")
    listener = el("zeebe:executionListeners", el("zeebe:executionListener", eventType="start", type_="audit"))
    (definition,) = await deploy(
        newest, straight(task("a", ext(el("zeebe:taskDefinition", type_="work"), listener)), ids=("a",))
    )
    instance = await start(newest, definition)
    (item,) = await newest.items("/element-instances/wait-states", {"processInstanceKey": instance})
    kind, event_type = item["details"]["jobKind"], item["details"]["listenerEventType"]
    assert (kind, event_type) == ("EXECUTION_LISTENER", "START")


async def test_what_was_used_is_counted(cluster: Cluster) -> None:
    (definition,) = await deploy(cluster, ORDER)
    await start(cluster, definition)
    around = f"startTime={NOW}&endTime={NOW}"
    used = await cluster.get(f"/system/usage-metrics?{around}")
    assert used == {"processInstances": 1, "decisionInstances": 0, "assignees": 0, "activeTenants": 1, "tenants": {}}
    told = await cluster.get(f"/system/usage-metrics?{around}&withTenants=true")
    assert told["tenants"] == {"<default>": {"processInstances": 1, "decisionInstances": 0, "assignees": 0}}
    assert (await cluster.refused("GET", "/system/usage-metrics"))["status"] == 400
    assert (await cluster.get("/system/configuration"))["jobMetrics"]["enabled"] is True


async def test_people_and_events_are_waited_for() -> None:
    newest = Cluster(dialect="8.10")
    hour = timer("timeCycle", "R3/PT1H")
    condition = el("condition", "=done")
    signal = el("signal", id="sig", name="alarm")
    around = "".join(
        (
            boundary("timer", hour, at="x", id="t", cancelActivity="false"),
            boundary("signal", at="x", id="g", signalRef="sig"),
            boundary("conditional", condition, at="x", id="c"),
        )
    )
    schedule = el("zeebe:taskSchedule", dueDate="2027-02-01T00:00:00Z")
    body = process(START, user_task(schedule), END, flows("s", "x", "e"), around)
    (definition,) = await deploy(newest, file(signal, body))
    instance = await start(newest, definition)
    found = await newest.items("/element-instances/wait-states", {"processInstanceKey": instance})
    details = {one["details"].pop("waitStateType"): one["details"] for one in found}
    assert {one["elementId"] for one in found} == {"x"}
    assert details.pop("USER_TASK")["dueDate"] == "2027-02-01T00:00:00.000Z"
    assert details == {
        "TIMER": {"dueDate": 1_800_003_600_000, "repetitions": 2},
        "SIGNAL": {"signalName": "alarm"},
        "CONDITION": {"expression": "=done", "events": []},
    }
    counted = await newest.get(f"/process-instances/{instance}/statistics/wait-states")
    assert counted == {"items": [{"elementId": "x", "waitingCount": 1}]}
