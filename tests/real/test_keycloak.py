"""Tokens of a real Keycloak: renewed in time for a minute of steady work, and every refusal told apart."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from c8tui.api import cluster
from c8tui.api.connect import Connection, connect
from c8tui.api.keep_alive import keep_alive
from c8tui.errors import C8Error, CredentialsRejected, TokenServerDown
from c8tui.sandbox.app import build
from c8tui.sandbox.options import Options
from c8tui.sandbox.server import running
from c8tui.settings import Settings
from tests.real.keycloak import Keycloak

pytestmark = pytest.mark.real

MINUTE_S = 60
TICK_S = 0.2
AT_ONCE = 3
DELAY_S = 0.8
"""Added to every token request, so that a request that waits for one is seen by its time."""


class Witness:
    """An ASGI app around the sandbox that saw every answer and every token."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.statuses: Counter[int] = Counter()
        self.tokens: set[bytes] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def look(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.statuses[message["status"]] += 1
            await send(message)

        self.tokens.update(value for name, value in scope["headers"] if name == b"authorization")
        await self._app(scope, receive, look)


class SlowTokens(httpx.AsyncHTTPTransport):
    """The real network, but with a token server that takes its time."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/token"):
            await asyncio.sleep(DELAY_S)
        return await super().handle_async_request(request)


def settings(keycloak: Keycloak, address: str, client_id: str, **more: Any) -> Settings:
    usual = {"client_secret": f"{client_id}-secret", "oauth_url": keycloak.token_url, "audience": "orchestration-api"}
    return Settings(**({"address": address, "auth": "oauth", "client_id": client_id} | usual | more))


@asynccontextmanager
async def connected(chosen: Settings, transport: httpx.AsyncBaseTransport | None = None) -> AsyncIterator[Connection]:
    """A connection whose tokens are kept alive, as a session does it; nothing of it stays on the disk."""
    connection = connect(chosen, transport=transport, cache_dir=None)
    assert connection.tokens is not None
    alive = asyncio.create_task(keep_alive(connection.tokens))
    try:
        yield connection
    finally:
        alive.cancel()
        with suppress(asyncio.CancelledError):
            await alive
        await connection.aclose()


async def until(condition: Callable[[], Awaitable[bool]], seconds: float) -> None:
    """Waits for something that real time brings about."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110  another process has no Event to wait for
            await asyncio.sleep(0.1)


async def failure(connection: Connection) -> C8Error | None:
    """What a request meets: nothing, or an error."""
    try:
        await cluster.topology(connection.wire)
    except C8Error as error:
        return error
    return None


async def test_a_minute_of_steady_work_meets_no_401_and_waits_for_no_token(keycloak: Keycloak) -> None:
    options = Options(auth="oauth", issuer=keycloak.issuer)
    witness = Witness(build(options))
    taken: list[float] = []

    async def timed(connection: Connection) -> None:
        began = time.perf_counter()
        await cluster.topology(connection.wire)
        taken.append(time.perf_counter() - began)

    with running(options, app=witness) as sandbox:
        async with connected(settings(keycloak, sandbox.url, "steady"), SlowTokens()) as connection:
            assert connection.tokens is not None
            await cluster.topology(connection.wire)
            began = time.perf_counter()
            for tick in range(round(MINUTE_S / TICK_S)):
                await asyncio.sleep(max(0.0, began + tick * TICK_S - time.perf_counter()))
                await asyncio.gather(*(timed(connection) for _ in range(AT_ONCE)))
            await connection.tokens.renew_if_due()  # one may be under way; let it end
            asked = connection.tokens.requests_made

    assert len(taken) == round(MINUTE_S / TICK_S) * AT_ONCE >= 500
    assert witness.statuses == {200: len(taken) + 1}
    assert keycloak.token_requests("steady") == asked
    assert asked - len(witness.tokens) in (0, 1)  # the last renewal may be too young to have been used
    # A token of 5 s is renewed in its second half: not later, and not much more often than that.
    assert MINUTE_S / 5 <= asked <= MINUTE_S / 1.9
    assert max(taken) < DELAY_S, "a request waited for a renewal"


REFUSALS: list[tuple[str, dict[str, Any], type[C8Error], str, str]] = [
    (
        "long",
        {"client_secret": "wrong"},
        CredentialsRejected,
        "refused the client 'long': unauthorized_client (Invalid client or Invalid client credentials)",
        "Check client_secret, and that the client may use the client-credentials grant.",
    ),
    (
        "disabled",
        {},
        CredentialsRejected,
        "refused the client 'disabled': invalid_client (Invalid client or Invalid client credentials)",
        "Check that the client exists on the authorization server and is enabled, and its secret.",
    ),
    (
        "no-service",
        {},
        CredentialsRejected,
        "refused the client 'no-service': unauthorized_client (Client not enabled to retrieve service account)",
        "Check client_secret, and that the client may use the client-credentials grant.",
    ),
    (
        "long",
        {"scope": "unheard-of"},
        CredentialsRejected,
        "refused the client 'long': invalid_scope (Invalid scopes: unheard-of)",
        "Check the setting scope, or remove it.",
    ),
    (
        "long",
        {"oauth_body": "json"},
        CredentialsRejected,
        "refused the client 'long': invalid_request (Missing form parameter: grant_type)",
        "Check oauth_body (form or json), audience and scope.",
    ),
]


@pytest.mark.parametrize(
    ("client_id", "more", "kind", "said", "advice"),
    REFUSALS,
    ids=["wrong secret", "disabled client", "no service account", "unknown scope", "json body"],
)
async def test_each_refusal_has_its_own_message(
    keycloak: Keycloak, client_id: str, more: dict[str, Any], kind: type[C8Error], said: str, advice: str
) -> None:
    async with connected(settings(keycloak, "http://127.0.0.1:9", client_id, **more)) as connection:
        error = await failure(connection)
        assert type(error) is kind
        assert error.detail.endswith(said)
        assert error.detail.startswith(keycloak.url.removeprefix("http://"))
        assert error.advice == advice
        assert connection.tokens is not None
        await failure(connection)
        assert connection.tokens.requests_made == 1, "a rejected credential is remembered"


async def test_an_unknown_realm_is_a_wrong_address_not_a_wrong_secret(keycloak: Keycloak) -> None:
    wrong = keycloak.token_url.replace("camunda-platform", "nowhere")
    async with connected(settings(keycloak, "http://127.0.0.1:9", "long", oauth_url=wrong)) as connection:
        error = await failure(connection)
    assert isinstance(error, TokenServerDown)
    assert "answered 404 at /realms/nowhere/protocol/openid-connect/token (Realm does not exist" in error.detail
    assert error.advice == "Check the path of oauth_url."


async def test_a_rotated_secret_is_told_once_the_last_token_ends(keycloak: Keycloak) -> None:
    options = Options(auth="oauth", issuer=keycloak.issuer)
    with running(options) as sandbox:
        async with connected(settings(keycloak, sandbox.url, "rotated")) as connection:
            assert await failure(connection) is None
            keycloak.change("rotated", secret="second")

            async def refused() -> bool:
                error = await failure(connection)
                assert error is None or isinstance(error, CredentialsRejected), error
                return error is not None

            await until(refused, seconds=15)
            error = await failure(connection)
            assert isinstance(error, CredentialsRejected)
            assert "refused the client 'rotated': unauthorized_client" in error.detail
        async with connected(settings(keycloak, sandbox.url, "rotated", client_secret="second")) as connection:
            assert await failure(connection) is None


async def test_a_token_server_that_goes_and_comes_back(keycloak: Keycloak) -> None:
    options = Options(auth="oauth", issuer=keycloak.issuer)
    with running(options) as sandbox:
        async with connected(settings(keycloak, sandbox.url, "restarted")) as connection:
            assert await failure(connection) is None
            keycloak.stop()

            async def gone() -> bool:
                error = await failure(connection)
                assert error is None or isinstance(error, TokenServerDown), error
                return error is not None

            try:
                await until(gone, seconds=15)
                error = await failure(connection)
                assert isinstance(error, TokenServerDown)
                host = keycloak.url.removeprefix("http://")
                reason = "nothing listens there (connection refused)"
                assert error.detail == f"no token from {host}: cannot connect to {host}: {reason}"
            finally:
                await asyncio.to_thread(keycloak.start)

            async def back() -> bool:
                return await failure(connection) is None

            await until(back, seconds=60)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"grant_type": None},
        {"grant_type": "unheard_of"},
        {"client_secret": "wrong"},
        {"client_secret": None},
        {"client_id": "nobody"},
        {"scope": ""},
        {"scope": "unheard-of"},
        {"scope": "email profile"},
    ],
)
async def test_the_sandbox_refuses_as_keycloak_does(keycloak: Keycloak, change: dict[str, Any]) -> None:
    sandbox = httpx.AsyncClient(transport=httpx.ASGITransport(build(Options(auth="oauth"))), base_url="http://sandbox")

    def form(client_id: str) -> dict[str, str]:
        usual = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": f"{client_id}-secret"}
        return {name: value for name, value in (usual | change).items() if value is not None}

    async with sandbox, httpx.AsyncClient() as network:
        real = await network.post(keycloak.token_url, data=form("long"))
        ours = await sandbox.post("/oauth/token", data=form("c8tui"))
    assert (ours.status_code, ours.json().get("error")) == (real.status_code, real.json().get("error"))
    assert ours.json().keys() <= real.json().keys()
