"""One request for an access token: the OAuth 2.0 client-credentials grant, and what every answer to it means."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any, Literal

import httpx
import msgspec
from msgspec import Struct

from c8tui.api.advice import BETWEEN, PROXY_CREDENTIALS, for_wait
from c8tui.api.answers import PAGES, Reply, read_problem, retry_after
from c8tui.api.failures import FAILURES, failure_of, without_locals
from c8tui.api.late_secret import LateSecret
from c8tui.api.route import Route, place
from c8tui.errors import CredentialsRejected, RequestLine, SettingsError, TokenError, TokenServerDown, Unreachable
from c8tui.secret_text import SecretStr

USUAL_LIFETIME_S = 300.0
"""Assumed when the server does not say; a 401 corrects it."""
LONGEST_LIFETIME_S = 30 * 86_400.0
LARGEST_ANSWER = 256 * 1024
"""Bytes of a token answer."""

ADVICE = {
    "invalid_client": "Check that the client exists on the authorization server and is enabled, and its secret.",
    "unauthorized_client": "Check client_secret, and that the client may use the client-credentials grant.",
    "access_denied": "Check client_secret and audience.",
    "invalid_scope": "Check the setting scope, or remove it.",
    "invalid_target": "Check the settings resource and audience.",
    "invalid_resource": "Check the setting resource.",
    "invalid_request": "Check oauth_body (form or json), audience and scope.",
    "unsupported_grant_type": "Allow the client-credentials grant for this client, or check oauth_body (form or json).",
    "invalid_grant": "Check client_id and client_secret.",
}
"""What to do about an error code of RFC 6749 or RFC 8707, in terms of the settings."""


class Grant(Struct, frozen=True):
    """What a token is asked for with; whatever is None or empty is not sent."""

    url: str
    client_id: str
    client_secret: SecretStr
    """As the settings have it: the secret, or a reference to it."""
    audience: str | None = None
    scope: str | None = None
    resource: str | None = None
    body: Literal["form", "json"] = "form"


class Token(Struct, frozen=True):
    """An access token; times in Unix seconds."""

    value: SecretStr
    obtained_at: float
    expires_at: float

    @property
    def lifetime_s(self) -> float:
        """How long the token lives in all."""
        return self.expires_at - self.obtained_at

    @property
    def due_at(self) -> float:
        """When to renew: max(30 s, 5 % of the lifetime) before the end, but not in its first half."""
        return self.expires_at - min(max(30.0, 0.05 * self.lifetime_s), self.lifetime_s / 2)

    def is_due(self, now: float) -> bool:
        """Whether it is time to renew; also when the clock was set back, because then nothing is certain."""
        return not self.obtained_at <= now < self.due_at

    def is_usable(self, now: float) -> bool:
        """Whether a request that leaves now arrives before the token ends, which servers know to the second only."""
        return now < self.expires_at - min(5.0, max(1.0, self.lifetime_s / 10), self.lifetime_s / 2)


class _Answer(msgspec.Struct):
    """The members of a token answer that matter; `access_token` is masked while it is still being read."""

    access_token: SecretStr
    token_type: str = "Bearer"
    expires_in: Any = None


class TokenRequest:
    """Asks for a token, each time it is called."""

    def __init__(
        self,
        grant: Grant,
        client: httpx.AsyncClient,
        *,
        secret: LateSecret | None = None,
        proxy: httpx.Proxy | None = None,
        ca_path: str | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`secret` is that of the grant when None. `proxy` and `ca_path` say what `client` goes through and whom it
        trusts, for advice. `now` is Unix time.
        """
        self._grant = grant
        self._secret = secret or LateSecret(grant.client_secret, "client_secret")
        self._client = client
        self._now = now
        self._url = httpx.URL(grant.url)
        self._line = RequestLine("POST", self._url.path)
        self._route = Route(self._url, proxy.url if proxy else None, ca_path=ca_path)

    @property
    def url(self) -> str:
        """Where it asks."""
        return str(self._url.copy_with(username=None, password=None, query=None, fragment=None))

    async def __call__(self) -> Token | TokenError | SettingsError:
        """A token, or why there is none. Errors are given back, not raised: no frame of theirs holds a secret."""
        try:
            secret = await self._secret.value()
        except SettingsError as missing:
            return missing.with_traceback(None)
        outcome = await self._asked(self._built(secret))
        if isinstance(outcome, CredentialsRejected):
            self._secret.forget()
        return outcome

    async def _asked(self, request: httpx.Request) -> Token | TokenError:
        asked_at = self._now()
        read_s = self._client.timeout.read
        try:
            async with asyncio.timeout(3 * read_s if read_s else None):
                response = await self._client.send(request, stream=True, auth=None)
                try:
                    return await self._read(response, asked_at)
                finally:
                    await response.aclose()
        except FAILURES as error:
            return self._no_answer(error)
        except Exception as bug:
            raise without_locals(bug)  # noqa: B904

    async def aclose(self) -> None:
        """Close the connections to the token server."""
        await self._client.aclose()

    def _built(self, secret: SecretStr) -> httpx.Request:
        grant = self._grant
        body = {
            "grant_type": "client_credentials",
            "client_id": grant.client_id,
            "client_secret": secret,
            "audience": grant.audience,
            "scope": grant.scope,
            "resource": grant.resource,
        }
        fields = {name: value for name, value in body.items() if value}
        # httpx would show a `data` or `json` argument in its frames; a finished request hides its body.
        if grant.body == "json":
            return self._client.build_request("POST", self._url, json=_revealed(fields))
        return self._client.build_request("POST", self._url, data=_revealed(fields))

    async def _read(self, response: httpx.Response, asked_at: float) -> Token | TokenError:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > LARGEST_ANSWER:
                return self._down(f"answered with more than {LARGEST_ANSWER // 1024} KiB", response.status_code)
        reply = Reply(response.status_code, dict(response.headers), bytes(body))
        return self._token(reply, asked_at) if reply.status == 200 else self._refusal(reply)

    def _token(self, reply: Reply, asked_at: float) -> Token | TokenError:
        try:
            answer = msgspec.json.decode(reply.body, type=_Answer, dec_hook=secret_from_json)
        except (ValueError, RecursionError):
            return self._no_token(reply)
        if answer.token_type.lower() != "bearer":
            return self._down(f"gave a token of the type {self._clean(answer.token_type)!r}, not Bearer", reply.status)
        if not _is_header_text(answer.access_token):
            return self._down("gave an access token that cannot stand in a header", reply.status)
        return Token(answer.access_token, asked_at, asked_at + _lifetime(answer.expires_in))

    def _no_token(self, reply: Reply) -> TokenError:
        """What a good status came with instead of a token."""
        code, description = _rfc_error(reply)
        said = ": ".join(self._clean(text) for text in (code, description) if text)
        if said:
            error = self._down(f"answered {reply.status}, with an error inside ({said})", reply.status)
            error.advice = ADVICE.get(code, error.advice)
        elif reply.media_type in PAGES:
            error = self._down("sent a web page instead of a token", reply.status)
            error.advice = "Check oauth_url: the token endpoint itself is wanted, not a login page."
        else:
            error = self._down("gave an answer that holds no access token", reply.status)
        return error

    def _refusal(self, reply: Reply) -> TokenError:
        code, description = _rfc_error(reply)
        if reply.status == 401 or (code and reply.status in (400, 403)):
            code, description = self._clean(code), self._clean(description)
            said = f"{code} ({description})" if code and description else code or description or "401"
            return CredentialsRejected(
                f"{self._host} refused the client {self._grant.client_id!r}: {said}",
                title=code or None,
                status=reply.status,
                request=self._line,
                advice=ADVICE.get(code),
            )
        if 300 <= reply.status < 400:
            error = self._down("redirects instead of answering", reply.status)
            error.advice = "Check oauth_url: the token endpoint itself is wanted, not a login page."
            return error
        title, detail, _ = read_problem(reply)
        said = self._clean(description or (detail if detail.startswith(title) else f"{title}: {detail}"))
        error = self._down(f"answered {reply.status} at {self._line.path} ({said})", reply.status)
        if reply.status == 415:
            other = "json" if self._grant.body == "form" else "form"
            error.advice = f'It does not take what was sent: set oauth_body = "{other}".'
        elif reply.status == 404:
            error.advice = "Check the path of oauth_url."
        elif reply.status == 429:
            error.advice = for_wait(retry_after(reply.headers, self._now))
        elif reply.status == 407:
            error.advice = PROXY_CREDENTIALS
        elif reply.media_type in PAGES:
            error.advice = BETWEEN
        error.retry_after = retry_after(reply.headers, self._now)
        return error

    def _no_answer(self, error: Exception) -> TokenError:
        failure = failure_of(error, self._route, self._line, safe=True)
        advice = failure.advice if failure.advice != Unreachable.advice else None
        return TokenServerDown(
            f"no token from {self._host}: {failure.detail}", title=failure.title, request=self._line, advice=advice
        )

    def _down(self, what: str, status: int) -> TokenServerDown:
        return TokenServerDown(f"the token server {self._host} {what}", status=status, request=self._line)

    @property
    def _host(self) -> str:
        return place(self._url)

    def _clean(self, text: str) -> str:
        """Foreign text on one line, short, and without the secret, should a server echo it."""
        one_line = " ".join(text.split())[:300]
        secret = self._secret.known
        return one_line.replace(secret.get_secret_value(), "**********") if secret else one_line


def secret_from_json(_: type, value: object) -> SecretStr:
    """A decoding hook by which msgspec reads text as a SecretStr."""
    if not isinstance(value, str):
        raise ValueError("not a text")
    return SecretStr(value)


def _revealed(fields: dict[str, Any]) -> dict[str, str]:
    return {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in fields.items()}


def _rfc_error(reply: Reply) -> tuple[str, str]:
    """`error` and `error_description` of RFC 6749, empty where they are not."""
    try:
        read = msgspec.json.decode(reply.body)
    except (ValueError, RecursionError):
        return "", ""
    fields = read if isinstance(read, dict) else {}
    code, description = fields.get("error"), fields.get("error_description")
    known = code if isinstance(code, str) and re.fullmatch(r"[a-z][a-z0-9_.-]*", code) else ""
    return known, description if isinstance(description, str) else ""


def _lifetime(expires_in: object) -> float:
    """Seconds that a token lives, from a number or a numeral; the usual ones for anything else."""
    if isinstance(expires_in, bool) or not isinstance(expires_in, int | float | str):
        return USUAL_LIFETIME_S
    try:
        seconds = float(expires_in)
    except (ValueError, OverflowError):
        return USUAL_LIFETIME_S
    return min(seconds, LONGEST_LIFETIME_S) if seconds > 0 else USUAL_LIFETIME_S


def _is_header_text(token: SecretStr) -> bool:
    return bool(token) and all("!" <= character <= "~" for character in token.get_secret_value())
