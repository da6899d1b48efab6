"""One token request: what is sent, and the name of everything that can come back."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.api.token_request import LARGEST_ANSWER, Token
from c8tui.errors import CredentialsRejected, RequestLine, SettingsError, TokenError, TokenServerDown
from c8tui.secret_text import SecretStr
from tests.api.fakes import SECRET, Chunks, TokenServer, answer
from tests.clocks import NOON, Clock


async def outcome_of(reply: httpx.Response | Exception, **grant: Any) -> Token | TokenError:
    server = TokenServer()
    server.replies = [reply]
    outcome = await server.request(Clock(), **grant)()
    assert not isinstance(outcome, SettingsError)
    return outcome


async def error_of(reply: httpx.Response | Exception) -> TokenError:
    outcome = await outcome_of(reply)
    assert isinstance(outcome, TokenError)
    assert outcome.request == RequestLine("POST", "/oauth/token")
    assert "login.test:80" in outcome.detail
    return outcome


class TestRequest:
    async def test_a_form_by_default_and_nothing_empty(self) -> None:
        server = TokenServer()
        await server.request(Clock(), audience="", scope=None)()
        assert server.requests[0].headers["content-type"] == "application/x-www-form-urlencoded"
        assert server.form == {"grant_type": "client_credentials", "client_id": "worker", "client_secret": SECRET}

    async def test_everything_that_was_set(self) -> None:
        server = TokenServer()
        await server.request(Clock(), audience="zeebe", scope="a b", resource="urn:x")()
        assert server.form == {
            "grant_type": "client_credentials",
            "client_id": "worker",
            "client_secret": SECRET,
            "audience": "zeebe",
            "scope": "a b",
            "resource": "urn:x",
        }

    async def test_json_on_demand(self) -> None:
        server = TokenServer()
        await server.request(Clock(), audience="zeebe", body="json")()
        assert json.loads(server.requests[0].content) == {
            "grant_type": "client_credentials",
            "client_id": "worker",
            "client_secret": SECRET,
            "audience": "zeebe",
        }


class TestToken:
    async def test_a_token(self) -> None:
        token = await outcome_of(answer({"access_token": "abc", "token_type": "BEARER", "expires_in": 60, "x": {}}))
        assert token == Token(SecretStr("abc"), NOON, NOON + 60)
        assert "abc" not in repr(token)

    async def test_its_life_begins_when_it_was_asked_for(self) -> None:
        clock = Clock()
        server = TokenServer(lifetime=60)
        server.gate.clear()
        asked = asyncio.create_task(server.request(clock)())
        await server.arrived.wait()
        clock.at += 7
        server.gate.set()
        token = await asked
        assert isinstance(token, Token)
        assert token.expires_at == NOON + 60

    @pytest.mark.parametrize(
        ("expires_in", "seconds"),
        [
            (3600, 3600),
            ("3600", 3600),
            (0.5, 0.5),
            (None, 300),
            (0, 300),
            (-5, 300),
            ("soon", 300),
            ("nan", 300),
            (True, 300),
            ([], 300),
            (10**400, 300),
            ("inf", 30 * 86400),
            (1e300, 30 * 86400),
        ],
    )
    async def test_odd_lifetimes(self, expires_in: Any, seconds: float) -> None:
        token = await outcome_of(answer({"access_token": "abc", "expires_in": expires_in}))
        assert isinstance(token, Token)
        assert token.lifetime_s == seconds

    @pytest.mark.parametrize(
        ("lifetime", "due_in"),
        [(5, 2.5), (60, 30), (40, 20), (300, 270), (3600, 3420), (86_400, 82_080)],
    )
    def test_it_is_due_early_but_not_in_its_first_half(self, lifetime: float, due_in: float) -> None:
        token = Token(SecretStr("x"), NOON, NOON + lifetime)
        assert token.due_at == NOON + due_in
        assert not token.is_due(NOON + due_in - 0.01)
        assert token.is_due(NOON + due_in)

    def test_it_is_due_when_the_clock_was_set_back(self) -> None:
        assert Token(SecretStr("x"), NOON, NOON + 300).is_due(NOON - 3600)

    def test_it_is_not_used_to_its_last_moment(self) -> None:
        assert Token(SecretStr("x"), NOON, NOON + 5).is_usable(NOON + 3.9)
        assert not Token(SecretStr("x"), NOON, NOON + 5).is_usable(NOON + 4.0)
        assert not Token(SecretStr("x"), NOON, NOON + 3600).is_usable(NOON + 3595)


KEYCLOAK_WRONG_SECRET = answer(
    {"error": "unauthorized_client", "error_description": "Invalid client or Invalid client credentials"}, 401
)


class TestRefusal:
    async def test_a_wrong_secret_names_host_client_and_reason(self) -> None:
        error = await error_of(KEYCLOAK_WRONG_SECRET)
        assert isinstance(error, CredentialsRejected)
        assert error.detail == (
            "login.test:80 refused the client 'worker': "
            "unauthorized_client (Invalid client or Invalid client credentials)"
        )
        assert (error.title, error.status) == ("unauthorized_client", 401)
        assert "client_secret" in error.advice

    @pytest.mark.parametrize(
        ("status", "code", "advice"),
        [
            (401, "invalid_client", "enabled"),
            (400, "unauthorized_client", "client_secret"),
            (400, "invalid_scope", "scope"),
            (400, "invalid_request", "oauth_body"),
            (400, "unsupported_grant_type", "grant"),
            (400, "invalid_target", "resource"),
            (403, "access_denied", "audience"),
            (400, "something_new", "client id"),
        ],
    )
    async def test_the_advice_fits_the_code(self, status: int, code: str, advice: str) -> None:
        error = await error_of(answer({"error": code}, status))
        assert isinstance(error, CredentialsRejected)
        assert error.title == code
        assert advice in error.advice

    async def test_a_401_without_words(self) -> None:
        error = await error_of(httpx.Response(401))
        assert isinstance(error, CredentialsRejected)
        assert error.detail == "login.test:80 refused the client 'worker': 401"

    async def test_a_server_that_echoes_the_secret(self) -> None:
        text = f"bad\nsecret {SECRET}\x1b"
        error = await error_of(answer({"error": "invalid_client", "error_description": text}, 401))
        assert "bad secret **********" in error.detail
        assert SECRET not in error.detail


class TestNoToken:
    @pytest.mark.parametrize(
        ("reply", "said"),
        [
            (httpx.ConnectError("x"), "cannot connect"),
            (httpx.ReadTimeout("x"), "did not answer in time"),
            (httpx.ReadError("x"), "was cut"),
            (httpx.Response(302, headers={"location": "http://x/"}), "redirects"),
            (answer({"error": "Realm does not exist"}, 404), "404 at /oauth/token (Realm does not exist"),
            (answer({"error": "Bad Request", "status": 400}, 400), "answered 400"),
            (httpx.Response(403, html="<title>Blocked</title>"), "(Forbidden: Blocked)"),
            (httpx.Response(405), "answered 405"),
            (httpx.Response(429, headers={"retry-after": "60"}), "answered 429"),
            (answer({"error": "temporarily_unavailable", "error_description": "later"}, 503), "answered 503"),
            (httpx.Response(200, html="<title>Log in</title>"), "sent a web page instead of a token"),
            (httpx.Response(200, content=b"[" * 100_000), "holds no access token"),
            (answer({"access_token": None}), "holds no access token"),
            (answer({"error": "invalid_scope", "error_description": "none"}), "error inside (invalid_scope: none)"),
            (answer({"access_token": ""}), "cannot stand in a header"),
            (answer({"access_token": "a\r\nb"}), "cannot stand in a header"),
            (answer({"access_token": "ä"}), "cannot stand in a header"),
            (answer({"access_token": "a", "token_type": "mac"}), "of the type 'mac'"),
            (answer({}, 201), "answered 201"),
        ],
    )
    async def test_its_name(self, reply: httpx.Response | Exception, said: str) -> None:
        error = await error_of(reply)
        assert isinstance(error, TokenServerDown)
        assert said in error.detail
        assert error.__context__ is None

    async def test_how_long_it_asks_to_wait(self) -> None:
        error = await error_of(httpx.Response(429, headers={"retry-after": "60"}))
        assert isinstance(error, TokenServerDown)
        assert error.retry_after == 60.0

    async def test_a_body_without_end(self) -> None:
        endless = Chunks(b" " * 1024 for _ in range(100_000))
        assert "more than 256 KiB" in (await error_of(httpx.Response(200, stream=endless))).detail
        assert endless.given == LARGEST_ANSWER // 1024 + 1

    @given(status=st.integers(200, 599), body=st.binary() | st.text().map(lambda t: json.dumps({"error": t}).encode()))
    async def test_nothing_that_comes_is_more_than_an_outcome(self, status: int, body: bytes) -> None:
        outcome = await outcome_of(httpx.Response(status, content=body))
        assert isinstance(outcome, TokenError)
        assert outcome.detail


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (httpx.Response(415, text="form only"), 'set oauth_body = "json"'),
        (httpx.Response(404), "path of oauth_url"),
        (answer({"error": "invalid_scope"}), "setting scope"),
        (httpx.Response(200, html="<title>Log in</title>"), "token endpoint itself"),
        (httpx.Response(429, headers={"retry-after": "60"}), "Try again in 60 s."),
        (httpx.Response(407), "USER:PASSWORD"),
        (httpx.Response(403, html="<title>Blocked</title>"), "Something between here and the cluster"),
        (httpx.Response(302, headers={"location": "/login"}), "token endpoint itself"),
    ],
)
async def test_advice_fits_what_the_token_server_said(reply: httpx.Response, said: str) -> None:
    assert said in (await error_of(reply)).advice


async def test_a_body_that_is_not_taken_is_sent_the_other_way_round() -> None:
    outcome = await outcome_of(httpx.Response(415), body="json")
    assert isinstance(outcome, TokenError)
    assert 'oauth_body = "form"' in outcome.advice
