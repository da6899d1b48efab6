"""How a request says who we are: what is added to it, and what a 401 leads to."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import httpx

from c8tui.api.late_secret import LateSecret
from c8tui.api.tokens import TokenSource
from c8tui.secret_text import SecretStr


class Basic(httpx.Auth):
    """A user and a password, looked up at the first request; after a 401 the next request looks it up again."""

    def __init__(self, username: str, password: LateSecret) -> None:
        self._username = username
        self._password = password

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Add both. Raises SettingsError where there is no password to be had."""
        signer = httpx.BasicAuth(self._username, (await self._password.value()).get_secret_value())
        response = yield next(signer.auth_flow(request))
        if response.status_code == 401:
            self._password.forget()


class StaticBearer(httpx.Auth):
    """A token that somebody else renews, looked up as the password is; a 401 is final for this request."""

    def __init__(self, token: LateSecret) -> None:
        self._token = token

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Add the token. Raises SettingsError where there is none to be had."""
        request.headers["authorization"] = f"Bearer {(await self._token.value()).get_secret_value()}"
        response = yield request
        if response.status_code == 401:
            self._token.forget()


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
