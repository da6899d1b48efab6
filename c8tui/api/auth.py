"""How a request says who we are: what is added to it, and what a 401 leads to."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator

import httpx
from pydantic import SecretStr

from c8tui.api.tokens import TokenSource

Basic = httpx.BasicAuth


class StaticBearer(httpx.Auth):
    """A token that somebody else renews; a 401 is final."""

    def __init__(self, token: SecretStr) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the token."""
        request.headers["authorization"] = f"Bearer {self._token.get_secret_value()}"
        yield request


class Bearer(httpx.Auth):
    """Tokens of a TokenSource; a 401 renews once and is tried again once."""

    def __init__(self, source: TokenSource) -> None:
        self._source = source

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Add a token, and another one after a 401. Raises TokenError when there is none to be had."""
        # No token in a local: a crash report shows locals, while the headers of a request hide it.
        request.headers["authorization"] = f"Bearer {await self._source.token()}"
        response = yield request
        if response.status_code != 401:
            return
        sent = _Sent(request)
        request.headers["authorization"] = f"Bearer {await self._source.replace(sent.token())}"
        if not sent.same_as(request):
            yield request


class _Sent:
    """The token that a request went out with, out of sight."""

    def __init__(self, request: httpx.Request) -> None:
        self._header = SecretStr(request.headers["authorization"])

    def token(self) -> str:
        return self._header.get_secret_value().removeprefix("Bearer ")

    def same_as(self, request: httpx.Request) -> bool:
        return self._header.get_secret_value() == request.headers["authorization"]
