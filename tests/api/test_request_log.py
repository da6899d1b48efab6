"""What the log is told by the wire and by the source of tokens: every attempt, and no secret."""

from __future__ import annotations

import httpx
import pytest

from c8tui.api.tokens import TokenSource
from c8tui.api.wire import Wire
from c8tui.errors import C8Error
from c8tui.request_log import Exchange, RequestLog
from tests.api.fakes import SECRET, Cluster, TokenServer, answer, problem
from tests.clocks import Clock


def told(log: RequestLog) -> list[str]:
    return [entry.text() for entry in log.entries]


def exchanges(log: RequestLog) -> list[tuple[str, str, int | None, int, str]]:
    found = [entry for entry in log.entries if isinstance(entry, Exchange)]
    return [(one.method, one.path, one.status, one.attempt, one.failure) for one in found]


async def failed(wire: Wire) -> None:
    with pytest.raises(C8Error):
        await wire.command("PATCH", "/user-tasks/7", {"changeset": {"priority": 1, "secret": SECRET}})


async def test_every_attempt_with_its_outcome() -> None:
    busy = problem(503, "RESOURCE_EXHAUSTED", SECRET)
    wire = Cluster(busy, httpx.ConnectError(SECRET), httpx.Response(204)).wire()
    await wire.command("POST", "/user-tasks/7/completion", {"variables": {"secret": SECRET}})
    assert exchanges(wire.log) == [
        ("POST", "/user-tasks/7/completion", 503, 1, "Backpressure"),
        ("POST", "/user-tasks/7/completion", None, 2, "Unreachable"),
        ("POST", "/user-tasks/7/completion", 204, 3, ""),
    ]
    assert SECRET not in str(told(wire.log))


async def test_a_refusal_and_an_answer_that_is_cut() -> None:
    refused = Cluster(problem(409, "INVALID_STATE", SECRET)).wire()
    await failed(refused)
    assert exchanges(refused.log) == [("PATCH", "/user-tasks/7", 409, 1, "Conflict")]
    cut = Cluster(httpx.ReadError("cut")).wire()
    await failed(cut)
    assert exchanges(cut.log) == [("PATCH", "/user-tasks/7", None, 1, "NoAnswer")]


async def test_a_query_without_its_values() -> None:
    wire = Cluster(answer({})).wire()
    await wire.send("GET", "/documents/1", params={"storeId": SECRET, "full": True}, safe=True)
    assert exchanges(wire.log) == [("GET", "/documents/1?storeId=*&full=true", 200, 1, "")]


async def test_retries_are_noted_for_debugging() -> None:
    log = RequestLog(debug=True)
    await Cluster(problem(503, "RESOURCE_EXHAUSTED", SECRET), httpx.Response(204)).wire(log=log).ping("/status")
    assert [words for words in told(log) if words.startswith("Backpressure")] == [
        "Backpressure: attempt 2 at GET in 0.25 s"
    ]


async def test_tokens_are_told_of_without_showing_them() -> None:
    log, clock, server = RequestLog(debug=True), Clock(), TokenServer(lifetime=300)
    source = TokenSource(server.request(clock), now=clock, log=log)
    token = await source.token()
    await source.replace(token)
    assert exchanges(log) == [("POST", "http://login.test/oauth/token", 200, 1, "")] * 2
    assert "token: the cluster refused the one that is in use" in told(log)
    assert "token: a new one, renewed in 270 s" in told(log)
    assert not any(secret in str(told(log)) for secret in (SECRET, token))


async def test_a_token_server_that_refuses_is_told_of() -> None:
    log, server = RequestLog(debug=True), TokenServer()
    server.replies = [answer({"error": "invalid_client", "error_description": SECRET}, 401)]
    with pytest.raises(C8Error):
        await TokenSource(server.request(clock := Clock()), now=clock, log=log).token()
    assert exchanges(log) == [("POST", "http://login.test/oauth/token", 401, 1, "CredentialsRejected")]
    assert told(log)[-1] == "token: CredentialsRejected; the server is not asked for 30 s"
    assert SECRET not in str(told(log))
