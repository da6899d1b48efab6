"""How the sandbox answers whatever is asked: methods, slashes, sizes, faults, and members that are not there."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.sandbox.deployments import MOST_BYTES
from tests.sandbox.bpmn.builder import END, START, el, event, file, flows, process, task
from tests.sandbox.clusters import NOON, Cluster
from tests.sandbox.operated import deploy, refusal, start, straight


async def test_other_methods_are_told_those_that_there_are(cluster: Cluster) -> None:
    answer = await cluster.ask("DELETE", "/topology")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    answer = await cluster.ask("PUT", "/user-tasks/42")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, PATCH")
    assert "allow" not in (await cluster.ask("GET", "/nothing")).headers


async def test_a_slash_behind_a_path_makes_no_difference(cluster: Cluster) -> None:
    assert await cluster.get("/topology/") == await cluster.get("/topology")
    answer = await cluster.ask("POST", "/user-tasks/search/", {"page": {"limit": 1}})
    assert answer.status_code == 200


async def test_bodies_that_are_too_large(cluster: Cluster) -> None:
    large = b'{"filter": {"name": "' + b"x" * MOST_BYTES + b'"}}'
    headers = {"content-type": "application/json"}
    answer = await cluster.http.post("/v2/user-tasks/search", content=large, headers=headers)
    assert (answer.status_code, answer.json()["title"]) == (413, "CONTENT_TOO_LARGE")

    async def chunks() -> Any:
        for start_ in range(0, len(large), 65_536):
            yield large[start_ : start_ + 65_536]

    answer = await cluster.http.post("/v2/user-tasks/search", content=chunks(), headers=headers)
    assert answer.status_code == 413
    for path, part in (("/deployments", "resources"), ("/documents", "file")):
        answer = await cluster.http.post(f"/v2{path}", files={part: ("a.txt", b"x" * MOST_BYTES)})
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


async def test_an_unforeseen_fault_is_told_and_logged(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("of no use")

    monkeypatch.setattr(cluster.app.engine.messages, "broadcast", broken)
    problem = await cluster.refused("POST", "/signals/broadcast", {"signalName": "a"})
    assert (problem["status"], problem["title"]) == (500, "INTERNAL")
    shown = capsys.readouterr().err
    assert "POST /v2/signals/broadcast failed" in shown
    assert "ZeroDivisionError: of no use" in shown
    assert (await cluster.ask("GET", "/topology")).status_code == 200


async def test_absent_members_are_left_out_before_8_9() -> None:
    for dialect, nulls in (("8.8", False), ("8.9", True)):
        cluster = Cluster(dialect=dialect)
        (definition,) = await deploy(cluster, straight(task("a"), ids=("a",)))
        instance = await start(cluster, definition, nothing=None)
        item = (await cluster.items("/process-instances", {"processInstanceKey": instance}))[0]
        read = await cluster.get(f"/process-instances/{instance}")
        assert ("endDate" in item, "endDate" in read) == (nulls, nulls)
        (job,) = await cluster.activate("work")
        assert job["variables"] == {"nothing": None}
        assert ("userTask" in job) is nulls
        evaluated = await cluster.ask("POST", "/decision-definitions/evaluation", DISCOUNT)
        answer = evaluated.json()
        assert ("failureMessage" in answer) is nulls
        rules = [rule for one in answer["evaluatedDecisions"] for rule in one["matchedRules"]]
        assert ("ruleId" in rules[0]["evaluatedOutputs"][0]) is nulls


async def test_a_text_that_8_8_always_has_is_empty_there() -> None:
    """A message may have no correlation key, a process no name."""
    for dialect, absent in (("8.8", ""), ("8.9", None)):
        cluster = Cluster(dialect=dialect, story="empty", tasks=None)
        begin = event("startEvent", "message", messageRef="m", id="s")
        one = file(
            el("message", id="m", name="begun"), process(begin, task("a"), END, flows("s", "a", "e"), id="nameless")
        )
        await deploy(cluster, one)
        published = await cluster.ask("POST", "/messages/publication", {"name": "begun", "timeToLive": 0})
        assert published.status_code == 200, published.text
        (instance,) = await cluster.items("/process-instances")
        (subscription,) = await cluster.items("/correlated-message-subscriptions")
        assert (instance["processDefinitionName"], subscription["correlationKey"]) == (absent, absent)
        assert (await cluster.get("/authentication/me"))["salesPlanType"] == absent


LONGS: dict[str, Any] = {"requestTimeout": "-1", "timeout": "60000"}


async def test_8_8_reads_long_integers_that_are_spelled_as_strings() -> None:
    body = {"type": "payment-service", "maxJobsToActivate": 1}
    old = Cluster(dialect="8.8")
    answer = await old.ask("POST", "/jobs/activation", body | LONGS)
    (job,) = answer.json()["jobs"]
    assert job["deadline"] == NOON * 1000 + 60_000
    await old.do("PATCH", f"/jobs/{job['jobKey']}", {"changeset": {"timeout": "5000"}})
    (found,) = await old.items("/jobs", {"jobKey": job["jobKey"]})
    assert found["deadline"] == "2027-01-15T08:00:05.000Z"
    for wrong in ("1.5", "soon", "", " 1", "1" * 20, "٣"):
        assert (await old.refused("POST", "/jobs/activation", body | {"timeout": wrong}))["status"] == 400
    assert (await old.refused("POST", "/jobs/activation", body | LONGS | {"maxJobsToActivate": "1"}))["status"] == 400
    assert (await Cluster().refused("POST", "/jobs/activation", body | LONGS))["status"] == 400


async def test_strings_in_variables_stay_strings() -> None:
    cluster = Cluster(dialect="8.8")
    (definition,) = await deploy(cluster, straight(task("a"), ids=("a",)))
    instance = await start(cluster, definition, timeout="1000", changeset={"timeout": "2"})
    variables = await cluster.items("/variables", {"processInstanceKey": instance})
    assert {one["name"]: one["value"] for one in variables} == {"timeout": '"1000"', "changeset": '{"timeout":"2"}'}


DISCOUNT = {"decisionDefinitionId": "discount", "variables": {"tier": "gold", "amount": 100}}


async def test_conditional_starts_are_tried_with_variables(cluster: Cluster) -> None:
    begin = event("startEvent", "conditional", el("condition", "=amount > 3"), id="c")
    one = file(process(begin, task("a"), END, flows("c", "a", "e"), id="conditional"))
    (definition,) = await deploy(cluster, one)
    path = "/conditionals/evaluation"
    none = (await cluster.ask("POST", path, {"variables": {"amount": 3}})).json()
    assert (none["tenantId"], none["processInstances"]) == ("<default>", [])
    answer = (await cluster.ask("POST", path, {"variables": {"amount": 4}, "processDefinitionKey": definition})).json()
    (started,) = answer["processInstances"]
    assert started["processDefinitionKey"] == definition
    instance = started["processInstanceKey"]
    (variable,) = await cluster.items("/variables", {"processInstanceKey": instance})
    assert (variable["name"], variable["value"]) == ("amount", "4")
    for body, status in (
        ({}, 400),
        ({"variables": []}, 400),
        ({"variables": {}, "processDefinitionKey": 1}, 400),
        ({"variables": {}, "processDefinitionKey": "42"}, 404),
        ({"variables": {}, "tenantId": "none"}, 403),
    ):
        assert (await refusal(cluster, path, body))[0] == status


async def test_an_expression_sees_a_scope_from_8_10_on(cluster: Cluster) -> None:
    newest = Cluster(dialect="8.10")
    (definition,) = await deploy(newest, straight(task("a"), ids=("a",)))
    instance = await start(newest, definition, amount=2)
    body = {"expression": "=amount + more", "variables": {"more": 1}, "scopeKey": instance}
    answer = (await newest.ask("POST", "/expression/evaluation", body)).json()
    assert (answer["result"], answer["referencedSecrets"]) == (3, [])
    assert (await refusal(newest, "/expression/evaluation", body | {"scopeKey": "42"}))[0] == 404
    assert (await refusal(newest, "/expression/evaluation", body | {"tenantId": "none"}))[0] == 403
    assert (await refusal(cluster, "/expression/evaluation", body))[0] == 400
    old = (await cluster.ask("POST", "/expression/evaluation", {"expression": "=1"})).json()
    assert "referencedSecrets" not in old


async def test_a_client_that_hung_up_gets_no_job(cluster: Cluster) -> None:
    (definition,) = await deploy(cluster, straight(task("a"), ids=("a",)))
    await start(cluster, definition)
    body = b'{"type": "work", "timeout": 60000, "maxJobsToActivate": 1, "requestTimeout": 1000}'
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": body, "more_body": False},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        return messages.pop(0) if len(messages) > 1 else messages[0]

    async def send(message: Any) -> None:
        pass

    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "path": "/v2/jobs/activation", "query_string": b"",
        "headers": [(b"content-type", b"application/json")], "scheme": "http", "server": ("sandbox", 80),
    }  # fmt: skip
    await cluster.app(scope, receive, send)
    assert len(await cluster.activate("work")) == 1


async def test_deleting_a_process_may_take_its_history_along(cluster: Cluster) -> None:
    (definition,) = await deploy(cluster, file(process(START, END, flows("s", "e"))))
    instance = await start(cluster, definition)
    answer = await cluster.ask("POST", f"/resources/{definition}/deletion", {"deleteHistory": True})
    batch = answer.json()["batchOperation"]
    assert batch["batchOperationType"] == "DELETE_PROCESS_INSTANCE"
    cluster.at += 10
    assert (await cluster.get(f"/batch-operations/{batch['batchOperationKey']}"))["state"] == "COMPLETED"
    assert await cluster.items("/process-instances", {"processInstanceKey": instance}) == []
