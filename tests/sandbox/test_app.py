"""Wiring: options that make no sense, files, and what runs beside the requests."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path
from time import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.sandbox import wire
from c8tui.sandbox.app import build
from c8tui.sandbox.auth import DEMO, Principal
from c8tui.sandbox.body import Body
from c8tui.sandbox.calls import Call, xml
from c8tui.sandbox.catalog import USER_TASKS
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.fault_specs import Faults
from c8tui.sandbox.options import Options
from c8tui.sandbox.problems import STATUS, Problem, invalid, rejected
from c8tui.sandbox.store import DatabaseUnfit, Store
from c8tui.sandbox.stories.triage import Triage
from c8tui.sandbox.wire import lone
from c8tui.sandbox.world import Logged, World
from tests.sandbox.clusters import NOON, Cluster


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"dialect": "8.7"}, "There are: 8.8, 8.9, 8.10"),
        ({"story": "soap"}, "There are: triage, incidents, tree"),
        ({"tasks": 0}, "at least 1 task"),
        ({"faults": ("earthquake",)}, "earthquake"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build(Options(**options))


async def test_a_file_is_opened_again_with_what_was_done(tmp_path: Path) -> None:
    path = str(tmp_path / "s.db")
    first = Cluster(db=path)
    task = await first.task(assignee=None)
    await first.do("POST", f"/user-tasks/{task['userTaskKey']}/assignment", {"assignee": "demo"})
    first.app.close()
    again = Cluster(db=path)
    assert await again.get(f"/user-tasks/{task['userTaskKey']}") == task | {"assignee": "demo"}
    assert len(await again.items("/user-tasks")) == 200
    again.app.close()
    for other in ({"tasks": 201}, {"story": "hostile"}):
        with pytest.raises(DatabaseUnfit, match="Start it with what the file was built with"):
            build(Options(**{"db": path, "tasks": 200, **other}))  # type: ignore[arg-type]


async def test_the_lag_hides_what_was_done_for_a_while() -> None:
    cluster = Cluster(lag_ms=500)
    task = await cluster.task(elementId="review-invoice", assignee=None)
    path = f"/user-tasks/{task['userTaskKey']}"
    await cluster.do("POST", f"{path}/assignment", {"assignee": "demo", "allowOverride": False})
    assert await cluster.get(path) == task
    assert (await cluster.refused("POST", f"{path}/assignment", {"assignee": "ben", "allowOverride": False}))[
        "status"
    ] == 409
    await cluster.do("POST", f"{path}/completion", {"variables": {"approved": True}})
    assert (await cluster.refused("POST", f"{path}/completion"))["status"] == 404
    assert await cluster.get(path) == task
    cluster.at += 0.5
    assert (await cluster.get(path))["state"] == "COMPLETED"
    following = await cluster.task(processInstanceKey=task["processInstanceKey"])
    assert following["name"] == "Release payment"


@pytest.mark.parametrize("pinned", [0, 253_402_300_799_999])
async def test_a_lag_is_over_though_the_clock_stands(pinned: int) -> None:
    cluster = Cluster(lag_ms=500)
    await cluster.do("PUT", "/clock", {"timestamp": pinned})
    task = await cluster.task(elementId="review-invoice", assignee=None)
    path = f"/user-tasks/{task['userTaskKey']}"
    await cluster.do("POST", f"{path}/assignment", {"assignee": "demo"})
    assert await cluster.get(path) == task
    cluster.at += 0.5
    assert (await cluster.get(path))["assignee"] == "demo"


async def test_jobs_of_a_lagging_cluster_can_be_worked_on_at_once() -> None:
    cluster = Cluster(lag_ms=60_000)
    task = await cluster.task(elementId="check-delivery")
    await cluster.activate("ship-order", maxJobsToActivate=100)
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion")
    (job,) = await cluster.activate("ship-order")
    assert job["processInstanceKey"] == task["processInstanceKey"]
    assert await cluster.items("/jobs", {"jobKey": job["jobKey"]}) == []
    await cluster.do("POST", f"/jobs/{job['jobKey']}/completion")
    cluster.at += 61
    (shown,) = await cluster.items("/jobs", {"jobKey": job["jobKey"]})
    assert shown["state"] == "COMPLETED"


# Reading a request body property by property.


BODY = Body({"text": "a", "number": 7, "flag": True, "list": ["a"], "object": {"inner": 1}, "null": None})


def test_what_is_there() -> None:
    assert BODY.text("text") == "a"
    assert BODY.whole("number", 0, 0, 10) == 7
    assert BODY.flag("flag", False) is True
    assert BODY.texts("list") == ["a"]
    assert BODY.inner("object").whole("inner", 0, 0, 1) == 1


def test_null_is_like_not_there() -> None:
    for name in ("null", "missing"):
        assert BODY.text(name) is None
        assert BODY.texts(name) is None
        assert BODY.whole(name, 3, 0, 9) == 3
        assert BODY.flag(name, True) is True
        assert BODY.inner(name).data == {}
        assert not BODY.has(name)


@pytest.mark.parametrize(
    "read",
    [
        lambda body: body.text("number"),
        lambda body: body.whole("text", 0, 0, 1),
        lambda body: body.whole("number", 0, 8, 9),
        lambda body: body.whole("flag", 0, 0, 9),
        lambda body: body.flag("number", True),
        lambda body: body.texts("text"),
        lambda body: body.inner("list"),
        lambda body: body.need("missing"),
        lambda body: body.only("text"),
        lambda body: body.inner("object").text("inner"),
    ],
)
def test_what_does_not_fit_is_named(read: Callable[[Body], Any]) -> None:
    with pytest.raises(Problem, match=r"'(number|text|flag|list|missing|object\.inner)'") as refused:
        read(BODY)
    assert refused.value.status == 400


def test_a_body_that_has_no_others_is_itself() -> None:
    assert BODY.known(*BODY.data) is BODY


# What a handler is told about a request.


async def never() -> bool:
    return False


def call(world: Any, principal: Principal = DEMO, **query: str) -> Call:
    return Call(world, principal, "GET", "/v2/x", {"userTaskKey": "7", "jobKey": "x"}, query, Body({}), never)


class Tenants:
    """As much of a world as a scope looks at."""

    tenants = World.tenants


def test_keys_in_the_path() -> None:
    assert call(None).key("userTaskKey") == 7
    with pytest.raises(Problem, match="'jobKey'"):
        call(None).key("jobKey")


def test_flags_in_the_query() -> None:
    assert call(None).flag("cut", True) is True
    assert call(None, cut="FALSE").flag("cut", True) is False
    with pytest.raises(Problem, match="'cut'"):
        call(None, cut="no").flag("cut", True)


def test_a_scope_is_needed_by_those_who_do_not_see_every_tenant() -> None:
    assert call(Tenants(), DEMO).scope().sql == "1"
    scope = call(Tenants(), Principal(username="anna")).scope()
    assert (scope.sql, scope.params) == ("+t.tenant_id IN (?)", ["<default>"])


def test_xml_goes_out_raw() -> None:
    response = xml(f"<a>{lone(0xD800)}</a>")
    assert response.body == b"<a>\xed\xa0\x80</a>"
    assert response.headers["content-type"].startswith("text/xml")


# What the sandbox says of the requests that reached it.


async def asked(cluster: Cluster, what: str) -> list[dict[str, Any]]:
    answer = (await cluster.http.get(f"/sandbox/{what}")).json()
    entries: list[dict[str, Any]] = answer["commands" if what == "log" else what]
    return entries


async def test_only_commands_that_took_effect_are_in_the_log() -> None:
    cluster = Cluster("ben")
    key = (await cluster.task(assignee=None))["userTaskKey"]
    await cluster.refused("POST", f"/user-tasks/{key}/assignment", {})
    cluster.at += 2
    await cluster.do("POST", f"/user-tasks/{key}/assignment", {"assignee": "ben"})
    assert await asked(cluster, "log") == [
        {
            "method": "POST",
            "path": f"/v2/user-tasks/{key}/assignment",
            "status": 204,
            "time": NOON + 2,
            "principal": "ben",
        }
    ]


async def test_every_request_is_among_the_requests(cluster: Cluster) -> None:
    await cluster.get("/topology")
    await cluster.refused("GET", "/nothing")
    await cluster.refused("GET", "/user-tasks/42")
    seen = [(entry["method"], entry["path"], entry["status"]) for entry in await asked(cluster, "requests")]
    assert seen == [
        ("GET", "/v2/topology", 200),
        ("GET", "/v2/nothing", 404),
        ("GET", "/v2/user-tasks/42", 404),
    ]


async def test_an_answer_that_got_lost_is_in_the_log() -> None:
    cluster = Cluster(faults=("502=done@/v2/user-tasks/*/completion",))
    key = (await cluster.task())["userTaskKey"]
    assert (await cluster.ask("POST", f"/user-tasks/{key}/completion")).status_code == 502
    assert [entry["path"] for entry in await asked(cluster, "log")] == [f"/v2/user-tasks/{key}/completion"]


# What a sandbox is started with.


def test_the_defaults_are_an_open_quiet_sandbox_on_the_wall_clock() -> None:
    options = Options()
    assert (options.story, options.auth, options.dialect, options.lag_ms) == ("triage", "none", "8.9", 0)
    assert (options.tasks, options.db, options.faults, options.lively) == (None, None, (), False)
    assert options.clock is time
    assert "clock" not in repr(options)


def test_they_stay_as_they_are() -> None:
    with pytest.raises(FrozenInstanceError):
        Options().dialect = "8.8"  # type: ignore[misc]


# Refusals.


def test_a_problem_has_five_members() -> None:
    assert Problem("NOT_FOUND", "gone").body("/v2/x") == {
        "type": "about:blank",
        "title": "NOT_FOUND",
        "status": 404,
        "detail": "gone",
        "instance": "/v2/x",
    }


def test_the_engine_says_what_it_rejected() -> None:
    problem = rejected("CLAIM", "INVALID_STATE", "taken")
    assert (problem.status, problem.detail) == (409, "Command 'CLAIM' rejected with code 'INVALID_STATE': taken")
    assert invalid("no").status == 400


def test_statuses_are_those_of_the_api() -> None:
    assert {title: STATUS[title] for title in ("UNAVAILABLE", "DEADLINE_EXCEEDED", "FORBIDDEN")} == {
        "UNAVAILABLE": 503,
        "DEADLINE_EXCEEDED": 504,
        "FORBIDDEN": 403,
    }


# Bodies: strict in, and lone surrogates go through unharmed.


TEXTS = st.text(st.characters(codec=None) | st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=10,
)


@given(value=VALUES.filter(lambda value: not any(ord(c) >= 0x10F800 for c in json.dumps(value, ensure_ascii=False))))
def test_what_comes_in_goes_out_alike(value: Any) -> None:
    sent = json.loads(json.dumps(value))
    assert json.loads(wire.encode(wire.decode(json.dumps(value).encode()))) == sent


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "line 1, column 2"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b"[-Infinity]", "-Infinity is not a number"),
        (b"[1e999]", "too large"),
        (b"[" + b"1" * 5000 + b"]", "too long"),
        (b"\xff", "not UTF-8"),
        (b"[" * 101 + b"]" * 101, "deeper than 100"),
        (b"[" * 100_000, "deeper than 100"),
    ],
)
def test_what_is_not_json_is_refused_with_the_reason(body: bytes, said: str) -> None:
    with pytest.raises(Problem) as refused:
        wire.decode(body)
    assert (refused.value.status, said in refused.value.detail) == (400, True)


def test_a_lone_surrogate_leaves_as_an_escape() -> None:
    assert wire.encode({"a": wire.lone(0xD800) + "x" + wire.lone(0xDFFF)}) == b'{"a":"\\ud800x\\udfff"}'
    assert wire.encode("\U0001f600") == '"\U0001f600"'.encode()


def test_outside_of_json_it_is_three_bytes() -> None:
    assert wire.raw_utf8("ü" + wire.lone(0xD83D)) == b"\xc3\xbc\xed\xa0\xbd"


def test_variables_are_stored_compactly() -> None:
    assert wire.compact({"a": [1, "ü"]}) == '{"a":[1,"ü"]}'


# The running sandbox: time, duties and the bounds of its logs.


def world(**options: object) -> World:
    given = Options(clock=lambda: 12.3456, **options)  # type: ignore[arg-type]
    store = Store(None, given.lag_ms, {}, lambda store: None)
    return World(given, store, Engine(store, Triage().twist), Faults(), Triage())


def test_time_is_whole_milliseconds() -> None:
    assert world().now() == 12345


def test_duties_are_done_in_turn() -> None:
    done: list[int] = []
    here = world()
    here.duties.append(done.append)
    here.turn()
    here.turn()
    assert done == [12345, 12345]


def test_the_dialect_says_what_there_is() -> None:
    old = world(dialect="8.8")
    assert (old.speaks("8.8"), old.speaks("8.9")) == (True, False)
    assert old.view(USER_TASKS).dialect == "8.8"


def test_logs_forget_what_is_long_ago() -> None:
    here = world()
    for number in range(10_005):
        here.commands.append(Logged("POST", f"/{number}", 204, 0, None))
    assert (len(here.commands), here.commands[0].path) == (10_000, "/5")
