"""The HTTP client that the API and the token server are talked to with."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

import c8tui

CONNECTIONS = 32
"""Requests in flight and long polls together."""
KEEPALIVE_S = 20.0
REFUSAL_BYTES = 64 * 1024
"""How much of a 401 is read: httpx reads it whole before the request goes out again."""


def open_client(
    *,
    base_url: str = "",
    auth: httpx.Auth | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    verify: ssl.SSLContext | bool = True,
    proxy: httpx.Proxy | None = None,
    timeouts: httpx.Timeout,
) -> httpx.AsyncClient:
    """A client that stores no cookie, follows no redirect, and reads no variable: `proxy` and `verify` say it all.

    A session cookie would turn the next command into a CSRF failure, and a redirect could carry credentials elsewhere.
    """
    if proxy is not None and isinstance(verify, ssl.SSLContext):
        proxy.ssl_context = verify if proxy.url.scheme == "https" else None
    return httpx.AsyncClient(
        base_url=base_url,
        auth=auth,
        transport=transport,
        verify=verify,
        proxy=proxy,
        trust_env=False,
        timeout=timeouts,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        follow_redirects=False,
        limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=8, keepalive_expiry=KEEPALIVE_S),
        headers={
            "user-agent": f"c8tui/{c8tui.__version__}",
            "accept": "application/json, application/problem+json, text/xml",
        },
        event_hooks={"response": [_bound_refusal]},
    )


async def _bound_refusal(response: httpx.Response) -> None:
    if response.status_code == 401 and isinstance(response.stream, httpx.AsyncByteStream):
        response.stream = _FirstBytes(response.stream)


class _FirstBytes(httpx.AsyncByteStream):
    """The beginning of a stream."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = REFUSAL_BYTES
        async for chunk in self._stream:
            yield chunk[:left]
            left -= len(chunk)
            if left <= 0:
                return

    async def aclose(self) -> None:
        await self._stream.aclose()
