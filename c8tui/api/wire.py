"""The one way to the cluster: a funnel through which every request goes and every failure becomes an error."""

from __future__ import annotations

import asyncio
import random as random_module
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TypeVar

import httpx
from msgspec import Struct
from msgspec.structs import replace

from c8tui.api.answers import Expects, Reply, fault_of
from c8tui.api.capture import CapturedRequest, capture
from c8tui.api.detached import detached
from c8tui.api.failures import FAILURES, failure_of, without_locals
from c8tui.api.http import open_client
from c8tui.api.paging import pages as pages
from c8tui.api.retry import wait_before_retry
from c8tui.api.route import Auth, Route
from c8tui.api.uploads import Upload, headers_of, multipart, pieces
from c8tui.errors import Backpressure, BadAnswer, C8Error, NoAnswer, RequestLine
from c8tui.model.base import decode, encode
from c8tui.model.search import F, Page, Search
from c8tui.request_log import RequestLog

T = TypeVar("T")

IN_FLIGHT = 8
"""Requests at a time; the client's pool slows down beyond it."""
LARGEST_BODY = 32 * 1024 * 1024
"""Bytes of an answer, unpacked."""
MOST_KEPT = 10_000
"""Bytes of an answer that cannot be understood that are kept to be shown."""
SERVER_POLL_S = 10.0
"""How long the server itself is believed to hold a long poll that names no time."""
GRACE_S = 10.0
"""What a long poll may take beyond the time that it asked for."""
TIMEOUTS = httpx.Timeout(30.0, connect=5.0)

_JSON = "application/json"
_Params = Mapping[str, str | int | bool]


class _Call(Struct, frozen=True):
    """A request before it is sent; `safe` when it only reads. `poll_s` is the time a long poll asks for."""

    line: RequestLine
    content: bytes | None
    params: _Params | None
    expects: Expects
    safe: bool
    poll_s: float | None
    kind: str = _JSON
    sent: Callable[[int], None] | None = None
    """Told how many bytes of the content have gone out."""


def _captured(call: _Call) -> CapturedRequest:
    query = f"?{httpx.QueryParams(call.params)}" if call.params else ""
    return CapturedRequest(call.line.method, call.line.path + query, call.content)


class Wire:
    """A client of one cluster. Every method raises nothing but C8Error (and what a bug raises)."""

    def __init__(
        self,
        base_url: str,
        *,
        auth: httpx.Auth | None = None,
        signs_in: Auth = "none",
        ca_path: str | None = None,
        ready: Callable[[], Awaitable[object]] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        verify: ssl.SSLContext | bool = True,
        proxy: httpx.Proxy | None = None,
        timeouts: httpx.Timeout = TIMEOUTS,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = random_module.random,
        log: RequestLog | None = None,
    ) -> None:
        """`signs_in` and `ca_path` say what `auth` and `verify` were made of, for advice.

        `ready` is awaited before each attempt: whatever `auth` has to wait for a person for, such as a keyring that is
        locked, is no delay of the cluster.
        `clock` measures seconds, `now` is Unix time, `sleep` and `random` (0 to 1) pace the retries.
        """
        self._client = open_client(
            base_url=base_url, auth=auth, transport=transport, verify=verify, proxy=proxy, timeouts=timeouts
        )
        base = self._client.base_url
        self._route = Route(base, proxy.url if proxy else None, signs_in, ca_path, met=False)
        self._ready = ready
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._clock = clock
        self._now = now
        self._sleep = sleep
        self._random = random
        self.log = RequestLog() if log is None else log
        """Every attempt at a request."""
        self.last_round_trip_s: float | None = None
        """Seconds from the last whole answer's request to its last byte; long polls do not count."""
        self.times_pressed = 0
        """How often the cluster has said that it has too much to do."""
        self.commands_under_way = 0
        """How many requests that change something have no answer yet."""
        self.last_command: CapturedRequest | None = None
        """The last request that changes something, whether or not it has an answer; files that were sent are none."""

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def read(self, path: str, into: type[T]) -> T:
        """GET `path` as `into`."""
        return self._decoded(await self.send("GET", path, safe=True), RequestLine("GET", path), into, safe=True)

    async def read_or_none(self, path: str, into: type[T]) -> T | None:
        """GET `path` as `into`, None for 204."""
        reply = await self.send("GET", path, safe=True)
        return None if reply.status == 204 else self._decoded(reply, RequestLine("GET", path), into, safe=True)

    async def text(self, path: str) -> str:
        """GET `path` as text, empty for 204."""
        reply = await self.send("GET", path, safe=True, expects="text")
        return reply.body.decode("utf-8-sig", "replace")

    async def ping(self, path: str) -> None:
        """GET `path`, whose answer has no body."""
        await self.send("GET", path, safe=True, expects="nothing")

    async def search(self, path: str, query: Search[F], item: type[T], *, params: _Params | None = None) -> Page[T]:
        """POST `query`, which only reads, and give the page of `item`."""
        reply = await self.send("POST", path, body=query.body(), params=params, safe=True)
        page: type[Page[T]] = Page[item]  # type: ignore[valid-type]
        return self._decoded(reply, RequestLine("POST", path), page, safe=True)

    async def command(self, method: str, path: str, body: object = None) -> None:
        """Send something that changes the cluster and answers 204."""
        await self.send(method, path, body=body, expects="nothing")

    async def ask(self, path: str, body: object, into: type[T], *, long_poll_ms: int | None = None) -> T:
        """POST something that changes the cluster and answers with `into`.

        `long_poll_ms`: how long the cluster may hold the answer; 0 for its own time, negative for not at all.
        """
        poll_s = None if long_poll_ms is None or long_poll_ms < 0 else long_poll_ms / 1000 or SERVER_POLL_S
        reply = await self.send("POST", path, body=body, poll_s=poll_s)
        return self._decoded(reply, RequestLine("POST", path), into, safe=False)

    async def work_out(self, path: str, body: object, into: type[T]) -> T:
        """POST something that changes nothing and answers with `into`."""
        reply = await self.send("POST", path, body=body, safe=True)
        return self._decoded(reply, RequestLine("POST", path), into, safe=True)

    async def upload(
        self,
        path: str,
        files: Sequence[Upload],
        into: type[T],
        *,
        part: str = "file",
        fields: Mapping[str, str] | None = None,
    ) -> T:
        """POST files as multipart/form-data, each as a `part`, beside `fields`.

        `sent` of the last file is told of every piece that has gone out.
        """
        kind, content = multipart(files, part, fields)
        call = _Call(RequestLine("POST", path), content, None, "json", False, None, kind, files[-1].sent)
        return self._decoded(await self._answered(call), call.line, into, safe=False)

    async def send(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        params: _Params | None = None,
        expects: Expects = "json",
        safe: bool = False,
        poll_s: float | None = None,
    ) -> Reply:
        """Send one request, again where that is safe, and give its good answer; raises C8Error for any other.

        `path` begins with a slash and follows the base URL; `safe`: it only reads; `poll_s`: a long poll of so many
        seconds, which takes no slot from other requests.
        """
        content = None if body is None else encode(body)
        return await self._answered(_Call(RequestLine(method, path), content, params, expects, safe, poll_s))

    async def _answered(self, call: _Call) -> Reply:
        """The good answer to a call, tried again where that is safe."""
        request = _captured(call)
        if (nothing := capture(request)) is not None:
            return Reply(200, {}, nothing, None)
        if not call.safe and call.kind == _JSON:
            self.last_command = request
        self.commands_under_way += not call.safe
        try:
            return await self._tried(call)
        finally:
            self.commands_under_way -= not call.safe

    async def _tried(self, call: _Call) -> Reply:
        began = self._clock()
        failures = 0
        while True:
            answer = await self._attempt(call, failures + 1)
            if isinstance(answer, Reply):
                return answer
            failures += 1
            self.times_pressed += isinstance(answer, Backpressure)
            elapsed = self._clock() - began
            wait = wait_before_retry(answer, failures, safe=call.safe, elapsed=elapsed, random=self._random)
            if wait is None:
                raise answer
            self.log.note(f"{type(answer).__name__}: attempt {failures + 1} at {call.line.method} in {wait:.2f} s")
            await self._sleep(wait)

    async def _attempt(self, call: _Call, number: int) -> Reply | C8Error:
        """One exchange, logged. Errors are given back, not raised, so that none drags the frames of httpx along."""
        async with self._slot(call):
            if (missing := await self._made_ready(call)) is not None:
                return missing
            began = self._clock()
            answer = await self._exchanged(call)
            took = self._clock() - began
        if isinstance(answer, Reply):
            if call.poll_s is None:
                self.last_round_trip_s = took
            status: int | None = answer.status
            answer = self._judged(answer, call)
        else:
            status = answer.status
        failure = "" if isinstance(answer, Reply) else type(answer).__name__
        line = call.line
        self.log.exchanged(
            line.method, line.path, status=status, seconds=took, attempt=number, failure=failure, params=call.params
        )
        return answer

    async def _made_ready(self, call: _Call) -> C8Error | None:
        """Wait for what signs the request. No time limit runs: a person may have to open a keyring."""
        try:
            if self._ready is not None:
                await self._ready()
        except C8Error as error:
            return error.with_traceback(None)
        except FAILURES as error:
            return failure_of(error, self._route, call.line, safe=call.safe)
        except Exception as bug:
            raise without_locals(bug)  # noqa: B904
        return None

    async def _exchanged(self, call: _Call) -> Reply | C8Error:
        try:
            return await detached(self._exchange(call))
        except C8Error as error:
            return error.with_traceback(None)
        except FAILURES as error:
            return failure_of(error, self._route, call.line, safe=call.safe)
        except Exception as bug:
            raise without_locals(bug)  # noqa: B904

    def _judged(self, reply: Reply, call: _Call) -> Reply | C8Error:
        fault = fault_of(reply, call.line, expects=call.expects, safe=call.safe, now=self._now, route=self._route)
        if fault is None and not self._route.met:
            self._route = replace(self._route, met=True)
        return fault or reply

    def _slot(self, call: _Call) -> AbstractAsyncContextManager[None]:
        return self._slots if call.poll_s is None else nullcontext()

    async def _exchange(self, call: _Call) -> Reply:
        timeouts = self._timeouts(call)
        request = self._client.build_request(
            call.line.method,
            call.line.path,
            content=call.content if call.sent is None or call.content is None else pieces(call.content, call.sent),
            params=call.params,
            headers=headers_of(call.content, call.kind),
            timeout=timeouts,
        )
        # A server that sends a byte now and then never runs into a read timeout, hence one over all.
        async with asyncio.timeout(3 * timeouts.read if timeouts.read else None):
            response = await self._client.send(request, stream=True)
            try:
                return await self._received(response, call)
            finally:
                await response.aclose()

    def _timeouts(self, call: _Call) -> httpx.Timeout:
        usual = self._client.timeout
        if call.poll_s is None or usual.read is None:
            return usual
        patience = max(usual.read, call.poll_s + GRACE_S)
        return httpx.Timeout(patience, connect=usual.connect, write=usual.write, pool=usual.pool)

    async def _received(self, response: httpx.Response, call: _Call) -> Reply:
        """The reply, with as much of its body as can be had."""
        body = bytearray()
        flaw: C8Error | None = None
        try:
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > LARGEST_BODY:
                    flaw = BadAnswer(
                        f"the answer is larger than {LARGEST_BODY // 1024**2} MiB",
                        status=response.status_code,
                        request=call.line,
                        outcome_known=call.safe,
                    )
                    break
        except FAILURES as error:
            # A status has come: whatever cuts the rest, the port is right, and how it is spoken to.
            flaw = failure_of(error, replace(self._route, met=True), call.line, safe=call.safe)
            if isinstance(flaw, NoAnswer):
                flaw.status = response.status_code
        return Reply(response.status_code, dict(response.headers), bytes(body), flaw)

    def _decoded(self, reply: Reply, line: RequestLine, into: type[T], *, safe: bool) -> T:
        try:
            return decode(reply.body, into)
        except ValueError as error:
            why = str(error)
        wrong = BadAnswer(
            f"the answer of {line} cannot be understood: {why}", status=reply.status, request=line, outcome_known=safe
        )
        wrong.came = reply.body[:MOST_KEPT].decode("utf-8", "backslashreplace")
        raise wrong
