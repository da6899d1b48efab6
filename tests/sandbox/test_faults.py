"""What each fault does to a request, in-process; `test_server.py` has the same on a real port."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from c8tui.sandbox.fault_after import answer_after
from c8tui.sandbox.fault_specs import KINDS, NAMED, Fault, Faults, parse
from c8tui.sandbox.faults import FaultInjector
from c8tui.sandbox.options import Options
from tests.sandboxes import Sandbox, a_task

PROBLEM = "application/problem+json"


class Cluster:
    """The app behind the middleware: it remembers the requests that took effect."""

    def __init__(self) -> None:
        self.effects: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await request.body()
        self.effects.append(f"{request.method} {request.url.path}")
        answer = Response(status_code=204) if request.method == "POST" else JSONResponse({"items": ["a", "b"]})
        await answer(scope, receive, send)


def client(*specs: str, **options: Any) -> tuple[httpx.AsyncClient, Cluster]:
    cluster = Cluster()
    app = FaultInjector(cluster, Faults(specs), Options(**options))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox"), cluster


@pytest.mark.parametrize(
    ("spec", "status", "title"),
    [
        ("400", 400, "INVALID_ARGUMENT"),
        ("401", 401, "UNAUTHORIZED"),
        ("403", 403, "FORBIDDEN"),
        ("404", 404, "NOT_FOUND"),
        ("409", 409, "INVALID_STATE"),
        ("429=7", 429, "Too Many Requests"),
        ("500", 500, "INTERNAL"),
        ("502", 502, "ABORTED"),
        ("503", 503, "RESOURCE_EXHAUSTED"),
        ("unavailable", 503, "UNAVAILABLE"),
        ("504", 504, "DEADLINE_EXCEEDED"),
    ],
)
async def test_a_refusal_is_a_problem_without_effect(spec: str, status: int, title: str) -> None:
    http, cluster = client(spec)
    answer = await http.post("/v2/user-tasks/7/completion", json={})
    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert f"'{spec}'" in problem.pop("detail")
    assert problem == {
        "type": "about:blank",
        "title": title,
        "status": status,
        "instance": "/v2/user-tasks/7/completion",
    }
    assert cluster.effects == []


async def test_the_headers_that_clients_act_on() -> None:
    assert (await client("429=7")[0].get("/v2/topology")).headers["retry-after"] == "7"
    assert (await client("401")[0].get("/v2/topology")).headers["www-authenticate"] == "Bearer"
    basic = client("401", auth="basic")[0]
    assert (await basic.get("/v2/topology")).headers["www-authenticate"].startswith("Basic")


@pytest.mark.parametrize("status", [502, 504])
async def test_done_means_that_the_request_took_effect_before(status: int) -> None:
    http, cluster = client(f"{status}=done")
    assert (await http.post("/v2/user-tasks/7/completion")).status_code == status
    assert cluster.effects == ["POST /v2/user-tasks/7/completion"]


@pytest.mark.parametrize(("spec", "effects"), [("drop", 0), ("lost", 1), ("cut", 1)])
async def test_a_broken_connection_raises_in_process(spec: str, effects: int) -> None:
    http, cluster = client(spec)
    with pytest.raises(ConnectionResetError):
        await http.post("/v2/user-tasks/7/completion")
    assert len(cluster.effects) == effects


async def test_garbage_is_not_json_and_shape_is_json_of_no_use() -> None:
    garbage = await client("garbage")[0].get("/v2/topology")
    assert (garbage.status_code, garbage.headers["content-type"]) == (200, "application/json")
    with pytest.raises(ValueError, match=r"codec|JSON|Expecting"):
        json.loads(garbage.content)
    shape = await client("shape")[0].get("/v2/topology")
    assert shape.json()["items"] == "none"


async def test_media_relabels_the_true_answer() -> None:
    answer = await client("media=text/csv")[0].get("/v2/topology")
    assert answer.headers.get_list("content-type") == ["text/csv"]
    assert answer.json() == {"items": ["a", "b"]}


async def test_big_is_as_big_as_it_says() -> None:
    answer = await client("big=2")[0].get("/v2/topology")
    assert answer.status_code == 200
    assert len(answer.content) == 2 * 1024 * 1024 + len('{"items": [""]}')
    assert set(answer.json()["items"][0]) == {"x"}


async def test_proxies_and_the_servlet_layer_have_their_own_words() -> None:
    page = await client("html=503")[0].get("/v2/topology")
    assert page.status_code == 503
    assert page.headers["content-type"].startswith("text/html")
    assert "503 Service Unavailable" in page.text
    servlet = await client("servlet=404", clock=lambda: 0.0)[0].get("/v2/topology")
    assert servlet.headers["content-type"] == "application/json"
    assert servlet.json() == {
        "timestamp": "1970-01-01T00:00:00.000+00:00",
        "status": 404,
        "error": "Not Found",
        "path": "/v2/topology",
    }
    assert (await client("html=599")[0].get("/v2/topology")).status_code == 599


async def test_slow_waits_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    http, cluster = client("slow=2000", "409@*/completion")
    assert (await http.get("/v2/topology")).status_code == 200
    assert (await http.post("/v2/user-tasks/7/completion")).status_code == 409
    assert waits == [2.0, 2.0]
    assert cluster.effects == ["GET /v2/topology"]


async def test_the_token_endpoint_is_reached_by_its_own_path_only() -> None:
    http, cluster = client("401@/oauth/token*1", "503")
    refused = await http.post("/oauth/token")
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
    assert (await http.post("/oauth/token")).status_code == 204
    assert cluster.effects == ["POST /oauth/token"]


async def test_other_paths_are_out_of_reach() -> None:
    http, _ = client("drop@*")
    assert (await http.get("/sandbox/log")).status_code == 200


async def test_semantic_faults_do_not_touch_the_wire() -> None:
    semantic = [name for name, kind in KINDS.items() if kind.semantic]
    http, _ = client(*semantic)
    assert (await http.get("/v2/topology")).status_code == 200
    assert semantic == [
        "deny", "listener", "listener-timeout", "broker-down", "leader-moved", "no-leader", "unhealthy", "dead",
        "older", "joining", "zones", "licence-ends", "cluster",
    ]  # fmt: skip


async def test_the_weather_is_changed_at_run_time() -> None:
    http, _ = client()
    assert (await http.get("/sandbox/faults")).json() == {"faults": []}
    added = await http.post("/sandbox/faults", json={"spec": "503*1"})
    assert added.json() == {"faults": [{"spec": "503@/v2/**1", "hits": 0}]}
    assert (await http.get("/v2/topology")).status_code == 503
    assert (await http.get("/v2/topology")).status_code == 200
    await http.put("/sandbox/faults", json={"specs": ["409", "slow=0"]})
    assert (await http.get("/v2/topology")).status_code == 409
    listed = (await http.get("/sandbox/faults")).json()["faults"]
    assert listed == [{"spec": "409", "hits": 1}, {"spec": "slow=0", "hits": 1}]
    assert (await http.delete("/sandbox/faults")).json() == {"faults": []}
    assert (await http.get("/v2/topology")).status_code == 200


@pytest.mark.parametrize(
    ("method", "body", "said"),
    [
        ("POST", b'{"spec": "fire"}', "'fire' is not a kind of fault"),
        ("POST", b"{", "must be JSON like"),
        ("POST", b'{"specs": ["409"]}', "must be JSON like"),
        ("POST", b'{"spec": 409}', "must be JSON like"),
        ("PUT", b'{"specs": ["409", null]}', "must be JSON like"),
        ("PUT", b'["409"]', "must be JSON like"),
        ("PUT", b"[" * 100_000, "must be JSON like"),
        ("PUT", b'{"specs": ["409", "slow=x"]}', "slow must be a whole number"),
    ],
)
async def test_a_bad_order_changes_nothing(method: str, body: bytes, said: str) -> None:
    http, _ = client("drop")
    answer = await http.request(method, "/sandbox/faults", content=body)
    assert answer.status_code == 400
    assert said in answer.text
    assert (await http.get("/sandbox/faults")).json() == {"faults": [{"spec": "drop", "hits": 0}]}


async def test_other_methods_are_refused() -> None:
    assert (await client()[0].patch("/sandbox/faults")).status_code == 405


# The language of faults, and how they wear out.


@pytest.mark.parametrize(
    ("spec", "fault"),
    [
        ("slow=2000", Fault("slow", "2000", None, "/v2/*", None)),
        ("503@/v2/user-tasks/search*3", Fault("503", "", None, "/v2/user-tasks/search", 3)),
        ("drop@/v2/user-tasks/*/completion*1", Fault("drop", "", None, "/v2/user-tasks/*/completion", 1)),
        ("503@/v2/jobs/**2", Fault("503", "", None, "/v2/jobs/*", 2)),
        ("lost@POST:/v2/*/assignment", Fault("lost", "", "POST", "/v2/*/assignment", None)),
        ("401@*", Fault("401", "", None, "*", None)),
        ("429=2*5", Fault("429", "2", None, "/v2/*", 5)),
        ("429", Fault("429", "1", None, "/v2/*", None)),
        (" html ", Fault("html", "502", None, "/v2/*", None)),
        ("504=done", Fault("504", "done", None, "/v2/*", None)),
        ("deny=Ask a lead (a@b) first*1", Fault("deny", "Ask a lead (a@b) first", None, "/v2/*", 1)),
        ("listener-timeout@/v2/user-tasks/7/*", Fault("listener-timeout", "", None, "/v2/user-tasks/7/*", None)),
    ],
)
def test_a_spec_says_what_when_and_how_often(spec: str, fault: Fault) -> None:
    assert parse(spec) == fault
    assert parse(str(fault)) == fault


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_works_without_a_value(kind: str) -> None:
    assert parse(kind) == Fault(kind, KINDS[kind].default, None, "/v2/*", None)
    assert str(parse(kind)) == kind
    assert KINDS[kind].help


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("", "KIND[=VALUE]"),
        ("slow 5", "KIND[=VALUE]"),
        ("503@jobs", "KIND[=VALUE]"),
        ("fire", "'fire' is not a kind of fault; there are: slow, drop, lost"),
        ("slow=soon", "the value of slow must be a whole number from 0 to 600000"),
        ("slow=-1", "the value of slow must be"),
        ("slow=99999999999999999999", "the value of slow must be"),
        ("html=200", "from 400 to 599"),
        ("409=why", "the value of 409 must be one of ''"),
        ("504=later", "one of '', 'done'"),
        ("deny=", "the value of deny must be some text"),
        ("503*0", "hits 0 requests"),
    ],
)
def test_a_bad_spec_is_told_what_is_wrong(spec: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse(spec)


def test_a_counted_fault_wears_out() -> None:
    faults = Faults(["503@/v2/jobs/**2", "409"])
    assert [str(faults.take_wire("POST", "/v2/jobs/search")) for _ in range(3)] == [
        "503@/v2/jobs/**2",
        "503@/v2/jobs/**2",
        "409",
    ]
    assert faults.listed() == [{"spec": "409", "hits": 1}]


def test_a_fault_meets_only_its_own_requests() -> None:
    faults = Faults(["lost@POST:/v2/user-tasks/*/completion"])
    assert faults.take_wire("PATCH", "/v2/user-tasks/7/completion") is None
    assert faults.take_wire("POST", "/v2/user-tasks/7/assignment") is None
    assert faults.take_wire("POST", "/v2/user-tasks/7/completion") is not None


def test_semantic_faults_are_left_to_those_who_ask_for_them() -> None:
    faults = Faults(["deny=No", "listener=30", "slow=5"])
    assert faults.take_wire("POST", "/v2/user-tasks/7/completion") is None
    denied = faults.take("deny", "POST", "/v2/user-tasks/7/completion")
    waits = faults.take("listener", "POST", "/v2/user-tasks/7/completion")
    assert denied is not None
    assert denied.value == "No"
    assert waits is not None
    assert waits.number == 30


def test_replacing_is_all_or_nothing() -> None:
    faults = Faults(["drop"])
    with pytest.raises(ValueError, match="fire"):
        faults.replace(["409", "fire"])
    assert faults.listed() == [{"spec": "drop", "hits": 0}]
    faults.replace(["409"])
    faults.add("cut*1")
    assert [entry["spec"] for entry in faults.listed()] == ["409", "cut@/v2/**1"]


# Faults that answer after the effect: the command is in the log, whatever the answer says.


@pytest.mark.parametrize("value", [*NAMED, "200", "202", "205", "301", "500", "502", "503", "504"])
async def test_the_effect_is_there_whatever_is_answered(value: str) -> None:
    sandbox = Sandbox(tasks=20)
    session = await sandbox.session()
    task = await a_task(session, assignee=None)
    await session.close()
    await sandbox.faults(f"after={value}*1")
    path = f"/v2/user-tasks/{task.user_task_key}/assignment"
    sent = httpx.Request("POST", f"http://sandbox.test{path}", json={"assignee": "demo", "allowOverride": False})
    answer = await sandbox.handle_async_request(sent)
    assert answer.status_code == answer_after(value, path).status_code
    assert await sandbox.log() == [f"POST /user-tasks/{task.user_task_key}/assignment"]


@pytest.mark.parametrize("value", ["204", "404", "nonsense", "999", ""])
def test_what_would_be_the_api_s_own_word_is_no_fault(value: str) -> None:
    with pytest.raises(ValueError, match="the value of after must be"):
        parse(f"after={value}")
