"""Stand-ins for what a client meets: time that only moves when told, a cluster that records, a token server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

import httpx

from c8tui.api.token_cache import TokenCache
from c8tui.api.token_request import Grant, TokenRequest
from c8tui.api.tokens import TokenSource
from c8tui.api.wire import Wire
from c8tui.secret_text import SecretStr
from tests.clocks import Clock

BASE = "http://cluster.test/v2"
TOKEN_URL = "http://login.test/oauth/token"
SECRET = "s3cr3t-of-the-client"

Handler = Callable[[httpx.Request], httpx.Response]


class Cluster:
    """Answers with the given replies in turn, the last one for ever, and keeps what it was asked."""

    def __init__(self, *replies: httpx.Response | Exception | Handler) -> None:
        self._replies = list(replies)
        self.requests: list[httpx.Request] = []
        self.clock = Clock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, httpx.Response) else reply(request)

    def wire(self, **options: Any) -> Wire:
        """A wire to it, with the longest waits that jitter allows."""
        defaults: dict[str, Any] = {
            "transport": httpx.MockTransport(self),
            "clock": self.clock,
            "now": self.clock,
            "sleep": self.clock.sleep,
            "random": lambda: 1.0,
        }
        return Wire(BASE, **{**defaults, **options})

    @property
    def asked(self) -> tuple[str, str, Any]:
        """Method, path with its query below the base URL, and body of the last request."""
        request = self.requests[-1]
        where = request.url.raw_path.decode().removeprefix("/v2")
        return request.method, where, json.loads(request.content) if request.content else None


def answer(body: Any, status: int = 200, **headers: str) -> httpx.Response:
    """A JSON answer."""
    return httpx.Response(status, json=body, headers=headers)


def problem(status: int, title: str = "", detail: str = "", **headers: str) -> httpx.Response:
    """An answer of problem+json."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": "/v2/x"}
    named = {"content-type": "application/problem+json", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return httpx.Response(status, content=json.dumps(body), headers=named)


class Chunks(httpx.AsyncByteStream):
    """A body that comes in pieces and may break off with an error."""

    def __init__(self, chunks: Iterable[bytes], error: Exception | None = None) -> None:
        self._chunks = chunks
        self._error = error
        self.given = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            self.given += 1
            yield chunk
        if self._error:
            raise self._error


class TokenServer:
    """A token endpoint: tokens `token-1`, `token-2`, ... unless `replies` says otherwise; can be held back."""

    def __init__(self, *, lifetime: object = 300) -> None:
        self.lifetime = lifetime
        self.replies: list[httpx.Response | Exception] = []
        self.requests: list[httpx.Request] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.arrived = asyncio.Event()

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        number = len(self.requests)
        self.arrived.set()
        await self.gate.wait()
        if self.replies:
            reply = self.replies.pop(0)
            if isinstance(reply, Exception):
                raise reply
            return reply
        return answer({"access_token": f"token-{number}", "token_type": "bearer", "expires_in": self.lifetime})

    @property
    def form(self) -> dict[str, str]:
        """Fields of the last request."""
        return dict(parse_qsl(self.requests[-1].content.decode(), keep_blank_values=True))

    def request(self, clock: Clock, **grant: Any) -> TokenRequest:
        client = httpx.AsyncClient(transport=httpx.MockTransport(self))
        return TokenRequest(a_grant(**grant), client, now=clock)

    def source(self, clock: Clock, cache: TokenCache | None = None, **grant: Any) -> TokenSource:
        return TokenSource(self.request(clock, **grant), cache=cache, now=clock, random=lambda: 1.0)


def a_grant(**changes: Any) -> Grant:
    fields: dict[str, Any] = {"url": TOKEN_URL, "client_id": "worker", "client_secret": SecretStr(SECRET)}
    return Grant(**{**fields, **changes})
