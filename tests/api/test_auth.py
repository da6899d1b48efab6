"""What is added to a request, what a 401 leads to, and that a crash shows none of it."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import httpx
import pytest
from rich.console import Console
from rich.traceback import Traceback

from c8tui.api.auth import Basic, Bearer, StaticBearer
from c8tui.api.late_secret import LateSecret
from c8tui.api.wire import Wire
from c8tui.errors import C8Error, CredentialsRejected, TokenServerDown, Unauthorized
from c8tui.secret_text import SecretStr
from tests.api.fakes import SECRET, Cluster, TokenServer, answer, problem
from tests.clocks import Clock


def late(secret: str) -> LateSecret:
    return LateSecret(SecretStr(secret), "secret")


class Guarded:
    """A cluster that accepts some tokens only."""

    def __init__(self, *good: str) -> None:
        self.good = {f"Bearer {token}" for token in good}
        self.seen: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request.headers["authorization"])
        return httpx.Response(204) if self.seen[-1] in self.good else problem(401, "UNAUTHORIZED", "expired")


def wire_of(here: Any, auth: httpx.Auth) -> Wire:
    return Wire("http://cluster.test/v2", auth=auth, transport=httpx.MockTransport(here))


async def command(wire: Wire) -> None:
    await wire.command("POST", "/user-tasks/1/completion", {"variables": {}})


async def test_basic() -> None:
    here = Cluster(httpx.Response(204))
    await command(here.wire(auth=Basic("demo", late("pässword"))))
    assert here.requests[0].headers["authorization"] == "Basic ZGVtbzpww6Rzc3dvcmQ="


async def test_a_static_token() -> None:
    here = Guarded("fixed")
    await command(wire_of(here, StaticBearer(late("fixed"))))
    assert here.seen == ["Bearer fixed"]


async def test_a_static_token_that_is_refused_is_not_sent_again() -> None:
    here = Guarded()
    with pytest.raises(Unauthorized, match="expired"):
        await command(wire_of(here, StaticBearer(late("fixed"))))
    assert len(here.seen) == 1


async def test_a_401_renews_once_and_tries_once_more() -> None:
    here, server = Guarded("token-2"), TokenServer()
    await command(wire_of(here, Bearer(server.source(Clock()))))
    assert here.seen == ["Bearer token-1", "Bearer token-2"]


async def test_a_second_401_is_final() -> None:
    here, server = Guarded(), TokenServer()
    with pytest.raises(Unauthorized) as caught:
        await command(wire_of(here, Bearer(server.source(Clock()))))
    assert here.seen == ["Bearer token-1", "Bearer token-2"]
    assert caught.value.outcome_known


async def test_a_cluster_that_refuses_every_token_costs_two_of_them() -> None:
    here, server = Guarded(), TokenServer()
    wire = wire_of(here, Bearer(server.source(Clock())))
    for _ in range(10):
        with pytest.raises(Unauthorized):
            await command(wire)
    assert len(server.requests) == 2
    assert len(here.seen) == 11


async def test_many_that_meet_a_401_together_renew_once() -> None:
    here, server = Guarded("token-2"), TokenServer()
    wire = wire_of(here, Bearer(server.source(Clock())))
    await asyncio.gather(*(command(wire) for _ in range(8)))
    assert len(server.requests) == 2


async def test_other_failures_renew_nothing() -> None:
    server = TokenServer()
    with pytest.raises(C8Error):
        await command(wire_of(Cluster(problem(403, "FORBIDDEN")), Bearer(server.source(Clock()))))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "kind"),
    [(answer({"error": "invalid_client"}, 401), CredentialsRejected), (httpx.ConnectError("x"), TokenServerDown)],
)
async def test_without_a_token_nothing_is_sent(reply: Any, kind: type[C8Error]) -> None:
    here, server = Guarded(), TokenServer()
    server.replies = [reply]
    with pytest.raises(kind):
        await command(wire_of(here, Bearer(server.source(Clock()))))
    assert here.seen == []
    assert len(server.requests) == 1


TOKENS = ("token-1", "token-2", "fixed-token")


async def shown_of_a_crash(crash: Any) -> str:
    """What a crash report would show: the traceback with the locals of every frame."""
    with pytest.raises(Exception) as caught:  # noqa: PT011
        await crash
    console = Console(file=io.StringIO(), width=250)
    error = caught.value
    trace = Traceback.from_exception(
        type(error), error, error.__traceback__, show_locals=True, locals_max_string=10_000, locals_max_length=1_000
    )
    console.print(trace)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def crash_with(error: Exception) -> Any:
    """A transport that holds the header in a local, as httpcore does, and fails."""

    def respond(request: httpx.Request) -> httpx.Response:
        header, content = request.headers["authorization"], request.content
        raise error.with_traceback(None) if header and content else AssertionError

    return respond


@pytest.mark.parametrize("error", [ZeroDivisionError("a bug"), httpx.ReadError("x"), httpx.ConnectError("x")])
@pytest.mark.parametrize("scheme", ["bearer", "static", "basic"])
async def test_no_crash_of_a_request_shows_a_secret(error: Exception, scheme: str) -> None:
    auths: dict[str, httpx.Auth] = {
        "bearer": Bearer(TokenServer().source(Clock())),
        "static": StaticBearer(late("fixed-token")),
        "basic": Basic("demo", late("fixed-token")),
    }
    shown = await shown_of_a_crash(command(wire_of(crash_with(error), auths[scheme])))
    assert "_attempt" in shown or "send" in shown
    assert not [secret for secret in (SECRET, *TOKENS, "Zml4ZWQtdG9rZW4", "ZGVtbzpma") if secret in shown]


@pytest.mark.parametrize(
    "reply",
    [
        ZeroDivisionError("a bug"),
        httpx.ReadError("x"),
        answer({"error": "invalid_client"}, 401),
        answer({"access_token": "token-1", "token_type": "mac"}),
    ],
)
async def test_no_crash_of_a_token_request_shows_a_secret(reply: Any) -> None:
    server = TokenServer()
    server.replies = [reply]
    here = wire_of(Guarded(), Bearer(server.source(Clock())))
    shown = await shown_of_a_crash(command(here))
    assert not [secret for secret in (SECRET, *TOKENS) if secret in shown]


async def test_no_crash_of_a_replacement_shows_a_token() -> None:
    server = TokenServer()
    source = server.source(Clock())
    await source.token()
    server.replies = [ZeroDivisionError("a bug")]
    shown = await shown_of_a_crash(command(wire_of(Guarded(), Bearer(source))))
    assert "a bug" in shown
    assert not [secret for secret in (SECRET, *TOKENS) if secret in shown]


async def test_no_crash_of_the_source_itself_shows_a_token() -> None:
    server = TokenServer()
    source = server.source(Clock())
    await source.token()
    server.replies = [httpx.ConnectError("x")]
    shown = await shown_of_a_crash(source.replace(await source.token()))
    assert "in replace" in shown
    assert not [secret for secret in (SECRET, *TOKENS) if secret in shown]
