"""The funnel: what it sends, what it makes of the answer, what it tries again, and what it never does."""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import re
import ssl
import weakref
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.api import retry
from c8tui.api.detached import detached
from c8tui.api.retry import LOST_READ, NOT_SENT, RetryRule, rule_for, wait_before_retry
from c8tui.api.wire import IN_FLIGHT, LARGEST_BODY, Wire, pages
from c8tui.errors import (
    Backpressure,
    BadAnswer,
    C8Error,
    Conflict,
    CredentialsRejected,
    Forbidden,
    GatewayFailure,
    InvalidArgument,
    NoAnswer,
    NotFound,
    Problem,
    Refusal,
    RequestLine,
    ServerFault,
    TlsFailure,
    TokenServerDown,
    Unauthorized,
    Unavailable,
    Unreachable,
)
from c8tui.model.cluster import Topology
from c8tui.model.search import PageRequest, Search
from c8tui.model.user_tasks import UserTask, UserTaskFilter
from tests.api.fakes import BASE, Chunks, Cluster, Handler, answer, problem

JSON = {"content-type": "application/json"}
OK = httpx.Response(204)
BUSY = problem(503, "RESOURCE_EXHAUSTED", "full")
Reply = httpx.Response | Exception | Handler


async def command(wire: Wire) -> None:
    await wire.command("POST", "/user-tasks/7/completion", {"variables": {}})


async def read(wire: Wire) -> Topology:
    return await wire.read("/topology", Topology)


async def search(wire: Wire) -> object:
    return await wire.search("/user-tasks/search", Search(filter=UserTaskFilter()), UserTask)


async def ask(wire: Wire) -> object:
    return await wire.ask("/decision-definitions/evaluation", {}, Topology)


async def error_of(here: Cluster, send: Callable[[Wire], Awaitable[object]], **options: Any) -> C8Error:
    with pytest.raises(C8Error) as caught:
        await send(here.wire(**options))
    return caught.value


def fresh(reply: Reply) -> Callable[[], Reply]:
    """The same reply again and again: a Response object can be read only once."""
    if isinstance(reply, httpx.Response):
        content, headers = reply.content, reply.headers
        return lambda: httpx.Response(reply.status_code, content=content, headers=headers)
    return lambda: reply


def always(reply: Reply) -> Cluster:
    make = fresh(reply)

    def respond(request: httpx.Request) -> httpx.Response:
        made = make()
        if isinstance(made, Exception):
            raise made
        assert isinstance(made, httpx.Response)
        return made

    return Cluster(respond)


def cut(status: int = 200, sent: bytes = b'{"brokers"') -> Cluster:
    """A cluster whose bodies break off."""
    error = httpx.RemoteProtocolError("peer closed connection without sending complete message body")
    return Cluster(lambda _: httpx.Response(status, headers=JSON, stream=Chunks([sent], error)))


class TestRetries:
    """DESIGN: only what is safe is sent again."""

    @pytest.mark.parametrize("send", [command, read, search, ask])
    @pytest.mark.parametrize("reply", [BUSY, problem(429)])
    async def test_busy_is_asked_again_by_anybody(self, send: Any, reply: httpx.Response) -> None:
        here = always(reply)
        error = await error_of(here, send)
        assert isinstance(error, Backpressure)
        assert error.outcome_known
        assert here.clock.slept == [0.25, 0.5, 1.0, 2.0, 4.0]
        assert len(here.requests) == 6

    @pytest.mark.parametrize("send", [command, read, search, ask])
    async def test_what_never_left_is_sent_again_by_anybody(self, send: Any) -> None:
        here = always(httpx.ConnectError("refused"))
        assert isinstance(await error_of(here, send), Unreachable)
        assert here.clock.slept == [0.1, 0.2]

    @pytest.mark.parametrize("send", [command, read, search, ask])
    @pytest.mark.parametrize(
        ("reply", "kind"),
        [
            (httpx.ReadTimeout("x"), NoAnswer),
            (httpx.ReadError("x"), NoAnswer),
            (httpx.RemoteProtocolError("x"), NoAnswer),
            (ssl.SSLError(1, "x"), NoAnswer),
            (ConnectionResetError(), NoAnswer),
            (problem(502, "ABORTED"), GatewayFailure),
            (problem(503, "UNAVAILABLE"), Unavailable),
            (problem(504, "DEADLINE_EXCEEDED"), GatewayFailure),
        ],
    )
    async def test_what_may_have_happened_is_sent_again_by_reads_only(self, send: Any, reply: Any, kind: Any) -> None:
        here = always(reply)
        error = await error_of(here, send)
        assert type(error) is kind
        reads = send in (read, search)
        assert len(here.requests) == (3 if reads else 1)
        assert here.clock.slept == ([0.25, 0.5] if reads else [])
        assert error.outcome_known is reads

    @pytest.mark.parametrize("send", [command, read, search, ask])
    @pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 409, 413, 500])
    async def test_nothing_else_is_sent_again(self, send: Any, status: int) -> None:
        here = always(problem(status))
        await error_of(here, send)
        assert len(here.requests) == 1

    async def test_a_later_attempt_can_succeed(self) -> None:
        here = Cluster(httpx.ConnectError("x"), BUSY, problem(429, retry_after="3"), OK)
        await command(here.wire())
        assert here.clock.slept == [0.1, 0.5, 4.0]
        assert {request.content for request in here.requests} == {b'{"variables":{}}'}

    async def test_retry_after_beyond_our_patience_goes_up(self) -> None:
        here = always(problem(429, retry_after="60"))
        error = await error_of(here, command)
        assert isinstance(error, Backpressure)
        assert error.retry_after == 60.0
        assert len(here.requests) == 1

    async def test_a_cut_read_is_read_again(self) -> None:
        broken = httpx.Response(200, headers=JSON, stream=Chunks([b'{"clus'], httpx.ReadError("x")))
        assert (await read(Cluster(broken, answer({"clusterSize": 3})).wire())).cluster_size == 3


class TestAnswers:
    """What came, and what it means for who asked."""

    @pytest.mark.parametrize("send", [read, ask])
    async def test_a_cut_body(self, send: Any) -> None:
        error = await error_of(cut(), send)
        assert isinstance(error, NoAnswer)
        assert error.status == 200
        assert error.outcome_known is (send is read)

    @pytest.mark.parametrize("status", [200, 201, 202, 206])
    @pytest.mark.parametrize("body", [b"", b"{}", b"OK", b"<html>"])
    async def test_a_command_is_done_only_when_its_own_status_arrived(self, status: int, body: bytes) -> None:
        error = await error_of(Cluster(httpx.Response(status, content=body)), command)
        assert isinstance(error, BadAnswer)
        assert not error.outcome_known
        await command(Cluster(httpx.Response(204)).wire())

    @pytest.mark.parametrize("status", [202, 204, 206])
    async def test_an_answer_with_a_body_comes_with_its_own_status(self, status: int) -> None:
        error = await error_of(Cluster(httpx.Response(status, headers=JSON, content=b"{}")), ask)
        assert isinstance(error, BadAnswer)
        assert not error.outcome_known

    @pytest.mark.parametrize("status", [400, 403, 404, 405, 408, 409, 418, 422, 499])
    async def test_a_page_of_somebody_in_between_decides_nothing(self, status: int) -> None:
        page = httpx.Response(status, headers={"content-type": "text/html"}, content=b"<title>Blocked</title>")
        assert not (await error_of(Cluster(page), command)).outcome_known

    async def test_a_failure_is_known_when_its_status_arrived(self) -> None:
        assert isinstance(await error_of(cut(409, b'{"title'), command), Conflict)

    @pytest.mark.parametrize("status", [200, 500])
    async def test_a_body_without_end(self, status: int) -> None:
        endless = Chunks(b"x" * 1024 * 1024 for _ in range(1000))
        error = await error_of(Cluster(httpx.Response(status, headers=JSON, stream=endless)), read)
        assert isinstance(error, BadAnswer) is (status == 200)
        assert endless.given == LARGEST_BODY // 1024**2 + 1

    async def test_a_bomb(self) -> None:
        packed = gzip.compress(b"[" + b" " * (LARGEST_BODY + 1))
        here = Cluster(httpx.Response(200, headers={**JSON, "content-encoding": "gzip"}, stream=Chunks([packed])))
        assert "larger than 32 MiB" in (await error_of(here, read)).detail

    async def test_a_body_that_cannot_be_unpacked(self) -> None:
        here = Cluster(httpx.Response(200, headers={**JSON, "content-encoding": "gzip"}, stream=Chunks([b"no gzip"])))
        assert isinstance(await error_of(here, read), BadAnswer)

    @pytest.mark.parametrize(
        ("body", "why"),
        [
            (b"", "it is empty"),
            (b"{", 'it is no JSON, and begins with "{"'),
            (b"[]", "the whole of it is a list, where an object belongs"),
            (b"[" * 100_000, "nested too deeply"),
        ],
    )
    async def test_an_answer_of_another_shape_names_the_place(self, body: bytes, why: str) -> None:
        error = await error_of(Cluster(httpx.Response(200, content=body, headers=JSON)), read)
        assert isinstance(error, BadAnswer)
        assert error.detail.startswith("the answer of GET /topology cannot be understood: ")
        assert why in error.detail
        assert error.request == RequestLine("GET", "/topology")
        assert error.came == body[:10_000].decode()

    async def test_a_shape_that_does_not_fit_leaves_a_command_open(self) -> None:
        error = await error_of(Cluster(httpx.Response(200, content=b"[]", headers=JSON)), ask)
        assert not error.outcome_known

    async def test_a_page_keeps_strange_texts(self) -> None:
        body = b'{"items":[{"userTaskKey":7,"name":"\\ud800\\u001b]52;","state":null,"assignee":"\xff"}],"page":{}}'
        here = Cluster(httpx.Response(200, content=body, headers=JSON))
        page = await here.wire().search("/s", Search(filter=UserTaskFilter()), UserTask)
        assert page.items == (UserTask(user_task_key="7", name="\ud800\x1b]52;", assignee="\udcff"),)

    async def test_errors_leave_the_frames_of_the_library_behind(self) -> None:
        error = await error_of(always(httpx.ReadError("x")), command)
        assert error.__cause__ is None
        assert error.__context__ is None
        frames = []
        trace = error.__traceback__
        while trace:
            frames.append(trace.tb_frame.f_globals["__name__"])
            trace = trace.tb_next
        assert not [name for name in frames if re.match("httpx|httpcore|h11", name)]

    async def test_a_bug_is_no_error_of_ours(self) -> None:
        with pytest.raises(ZeroDivisionError):
            await read(always(ZeroDivisionError()).wire())

    @given(
        status=st.sampled_from([200, 201, 204, 302, 400, 401, 409, 418, 429, 500, 503]),
        kind=st.sampled_from(["application/json", "text/html", "text/plain", "", "application/problem+json"]),
        coding=st.sampled_from(["", "gzip", "deflate", "br", "gzip, gzip"]),
        body=st.binary(max_size=40)
        | st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner)).map(
            lambda value: json.dumps(value).encode()
        ),
    )
    @pytest.mark.parametrize("send", [command, read, search, ask])
    async def test_no_body_raises_anything_but_our_errors(
        self, send: Any, status: int, kind: str, coding: str, body: bytes
    ) -> None:
        headers = {"content-type": kind, "content-encoding": coding}
        here = Cluster(lambda _: httpx.Response(status, headers=headers, stream=Chunks([body])))
        with suppress(C8Error):
            await send(here.wire())


class TestFlow:
    """Slots, patience and measure."""

    async def test_no_more_in_flight_than_the_client_bears(self) -> None:
        gate, full = asyncio.Event(), asyncio.Event()
        now = most = 0

        async def held(_: httpx.Request) -> httpx.Response:
            nonlocal now, most
            now += 1
            most = max(most, now)
            if now == IN_FLIGHT:
                full.set()
            await gate.wait()
            now -= 1
            return httpx.Response(204)

        wire = Wire(BASE, transport=httpx.MockTransport(held))
        async with asyncio.TaskGroup() as group:
            for _ in range(3 * IN_FLIGHT):
                group.create_task(command(wire))
            await full.wait()
            for _ in range(10):
                await asyncio.sleep(0)
            gate.set()
        assert most == IN_FLIGHT
        await wire.aclose()

    async def test_a_long_poll_takes_no_slot(self) -> None:
        gate = asyncio.Event()

        async def held(request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/poll"):
                await gate.wait()
                return httpx.Response(200, json={})
            return httpx.Response(204)

        wire = Wire(BASE, transport=httpx.MockTransport(held))
        async with asyncio.TaskGroup() as group:
            for _ in range(2 * IN_FLIGHT):
                group.create_task(wire.ask("/poll", {}, Topology, long_poll_ms=1000))
            await asyncio.sleep(0)
            await command(wire)
            gate.set()
        assert wire.last_round_trip_s is not None

    async def test_a_slot_is_free_while_a_retry_waits(self) -> None:
        here = Cluster(*[BUSY] * 3, OK)
        wire = here.wire()

        async def sleep(seconds: float) -> None:
            assert not wire._slots.locked()
            await here.clock.sleep(seconds)

        wire._sleep = sleep
        wire._slots = asyncio.Semaphore(1)
        await command(wire)
        assert len(here.requests) == 4

    async def test_a_server_that_never_finishes_is_given_up(self) -> None:
        class Trickle(httpx.AsyncByteStream):
            async def __aiter__(self):  # type: ignore[no-untyped-def]
                while True:
                    await asyncio.sleep(0)
                    yield b" "

        here = Cluster(lambda _: httpx.Response(200, headers=JSON, stream=Trickle()))
        error = await error_of(here, ask, timeouts=httpx.Timeout(0.01))
        assert isinstance(error, NoAnswer)
        assert error.title == "Timeout"

    async def test_a_cancelled_request_frees_its_slot(self) -> None:
        entered, never = asyncio.Event(), asyncio.Event()

        async def held(_: httpx.Request) -> httpx.Response:
            entered.set()
            await never.wait()
            raise AssertionError

        wire = Wire(BASE, transport=httpx.MockTransport(held))
        wire._slots = asyncio.Semaphore(1)
        task = asyncio.create_task(read(wire))
        await entered.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not wire._slots.locked()

    async def test_the_round_trip_is_measured(self) -> None:
        here = Cluster(OK)
        wire = here.wire()

        def slow(request: httpx.Request) -> httpx.Response:
            here.clock.at += 0.125
            return OK

        here._replies = [slow]
        assert wire.last_round_trip_s is None
        await command(wire)
        assert wire.last_round_trip_s == 0.125

    async def test_an_empty_text(self) -> None:
        assert await Cluster(httpx.Response(204)).wire().text("/x") == ""

    async def test_a_body_says_that_it_is_json(self) -> None:
        here = Cluster(OK)
        await command(here.wire())
        await here.wire().command("DELETE", "/user-tasks/7/assignee")
        assert [request.headers.get("content-type") for request in here.requests] == ["application/json", None]

    async def test_pages_over_the_wire(self) -> None:
        def page(number: int, cursor: str | None) -> httpx.Response:
            return answer({"items": [{"userTaskKey": str(number)}], "page": {"totalItems": 2, "endCursor": cursor}})

        here = Cluster(page(1, "a"), page(2, "b"))
        wire = here.wire()
        query = Search(filter=UserTaskFilter(), page=PageRequest(limit=1))
        found = [p.items[0].user_task_key async for p in pages(lambda q: wire.search("/s", q, UserTask), query)]
        assert found == ["1", "2"]
        assert here.asked[2]["page"] == {"limit": 1, "after": "a"}


# The table of what is tried again.


NEVER = (BadAnswer, Problem, InvalidArgument, Unauthorized, Forbidden, NotFound, Conflict, ServerFault)
LOCAL = (Refusal, CredentialsRejected, TokenServerDown, TlsFailure)


@pytest.mark.parametrize(
    ("kind", "command", "read"),
    [
        (Backpressure, retry.BUSY, retry.BUSY),
        (Unreachable, NOT_SENT, NOT_SENT),
        (NoAnswer, None, LOST_READ),
        (GatewayFailure, None, LOST_READ),
        (Unavailable, None, LOST_READ),
        *((kind, None, None) for kind in NEVER + LOCAL),
    ],
)
def test_the_table(kind: type[C8Error], command: RetryRule | None, read: RetryRule | None) -> None:
    assert rule_for(kind("x"), safe=False) == command
    assert rule_for(kind("x"), safe=True) == read


def wait(error: C8Error, failures: int, elapsed: float = 0.0, jitter: float = 1.0) -> float | None:
    return wait_before_retry(error, failures, safe=True, elapsed=elapsed, random=lambda: jitter)


def test_waits_double_up_to_a_cap_and_attempts_end() -> None:
    assert [wait(Backpressure("x"), n) for n in range(1, 7)] == [0.25, 0.5, 1.0, 2.0, 4.0, None]
    assert [wait(Unreachable("x"), n) for n in range(1, 4)] == [0.1, 0.2, None]
    assert [wait(NoAnswer("x"), n) for n in range(1, 4)] == [0.25, 0.5, None]


def test_jitter_is_full() -> None:
    assert wait(Backpressure("x"), 3, jitter=0.0) == 0.0
    assert wait(Backpressure("x"), 3, jitter=0.5) == 0.5


def test_patience_ends() -> None:
    assert wait(NoAnswer("x"), 1, elapsed=19.0) == 0.25
    assert wait(NoAnswer("x"), 1, elapsed=20.0) is None
    assert wait(Unreachable("x"), 1, elapsed=3.0) is None


@given(asked=st.floats(0, 29), failures=st.integers(1, 5), jitter=st.floats(0, 1))
def test_never_earlier_than_the_server_asked(asked: float, failures: int, jitter: float) -> None:
    waited = wait(Backpressure("x", retry_after=asked), failures, jitter=jitter)
    assert waited is None or waited >= asked


def test_a_longer_wait_than_our_patience_is_not_waited_for() -> None:
    assert wait(Backpressure("x", retry_after=31), 1) is None
    assert wait(Unavailable("x", retry_after=2), 1) == 2.25


# Tasks that keep nothing of whoever started them.


asker: ContextVar[object] = ContextVar("asker")


class Asker:
    """Somebody who asks and goes away."""


async def timed() -> bool:
    async with asyncio.timeout(3_600):
        await asyncio.sleep(0)
    return asker.get(None) is None


async def ask_of_detached(who: Asker) -> bool:
    asker.set(who)
    return await detached(timed(), "timed")


async def asked() -> tuple[bool, weakref.ref[Asker]]:
    who = Asker()
    return await asyncio.create_task(ask_of_detached(who)), weakref.ref(who)


async def test_a_timeout_that_was_cancelled_does_not_hold_who_asked() -> None:
    clean, gone = await asked()
    await asyncio.sleep(0)  # the loop lets go of what woke this up
    gc.collect()
    assert clean
    assert gone() is None


async def test_who_stops_waiting_stops_the_work() -> None:
    work = detached(asyncio.sleep(3_600))
    waiting = asyncio.create_task(_wait(work))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert work.cancelled()


async def _wait(work: asyncio.Task[None]) -> None:
    await work
