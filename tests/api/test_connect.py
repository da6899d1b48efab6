"""From settings to a connection."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import certifi
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from c8tui.api import cluster, connect
from c8tui.api.http import REFUSAL_BYTES, open_client
from c8tui.api.trust import trusting
from c8tui.errors import NoAnswer, ServerFault, SettingsError
from c8tui.secret_text import SecretStr
from c8tui.settings import Settings
from tests.api.fakes import SECRET, Chunks, Cluster, answer

OAUTH = {"client_id": "worker", "client_secret": SecretStr(SECRET), "oauth_url": "http://login.test/oauth/token"}


def settings(**changes: Any) -> Settings:
    return Settings(**{"address": "http://cluster.test/v2", "auth": "none", **changes})


async def header_of(**changes: Any) -> str | None:
    """The Authorization header of a request under such settings."""
    here = Cluster(httpx.Response(204))
    connection = connect.connect(settings(**changes), transport=httpx.MockTransport(here), cache_dir=None)
    await cluster.status(connection.wire)
    await connection.aclose()
    assert str(here.requests[-1].url) == "http://cluster.test/v2/status"
    header: str | None = here.requests[-1].headers.get("authorization")
    return header


async def test_no_auth() -> None:
    assert await header_of() is None


async def test_basic() -> None:
    assert await header_of(auth="basic", username="demo", password=SecretStr("demo")) == "Basic ZGVtbzpkZW1v"


async def test_a_static_token() -> None:
    assert await header_of(auth="bearer", token=SecretStr("abc")) == "Bearer abc"


@pytest.mark.parametrize("host", ["xn--a", "xn--0"])
@pytest.mark.parametrize("setting", ["address", "oauth_url"])
def test_a_host_that_cannot_be_called_so_is_a_mistake_of_the_settings(setting: str, host: str) -> None:
    with pytest.raises(SettingsError, match="is no usable URL") as refused:
        connect.connect(settings(**{setting: f"http://{host}/v2"}), cache_dir=None)
    assert refused.value.setting == setting


def a_token(request: httpx.Request) -> httpx.Response:
    """Both servers in one, as on a shared transport."""
    if request.url.host == "login.test":
        return answer({"access_token": "abc", "token_type": "Bearer", "expires_in": 300})
    return httpx.Response(204)


async def test_oauth_through_the_same_transport() -> None:
    here = Cluster(a_token)
    wanted = settings(auth="oauth", **OAUTH, audience="aud", scope="a", resource="r", oauth_body="json")
    connection = connect.connect(wanted, transport=httpx.MockTransport(here), cache_dir=None)
    await cluster.status(connection.wire)
    first, second = here.requests
    assert (str(first.url), second.headers["authorization"]) == (OAUTH["oauth_url"], "Bearer abc")
    for said in ('"audience":"aud"', '"scope":"a"', '"resource":"r"', f'"client_secret":"{SECRET}"'):
        assert said in first.content.decode().replace('": "', '":"')
    assert "authorization" not in first.headers
    assert connection.tokens is not None
    assert connection.tokens.requests_made == 1
    await connection.aclose()


async def test_tokens_are_kept_where_it_was_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = tmp_path / "usual" / "tokens"
    monkeypatch.setattr(connect, "default_directory", lambda: usual)
    for directory in (tmp_path / "other", connect.DEFAULT_CACHE, None):
        connection = connect.connect(
            settings(auth="oauth", **OAUTH), transport=httpx.MockTransport(Cluster(a_token)), cache_dir=directory
        )
        assert connection.tokens is not None
        await connection.tokens.token()
        await connection.aclose()
    assert len(list((tmp_path / "other").iterdir())) == 1
    assert len(list(usual.iterdir())) == 1


async def test_nothing_of_a_connection_shows_its_secrets() -> None:
    connection = connect.connect(
        settings(auth="oauth", **OAUTH), transport=httpx.MockTransport(Cluster(a_token)), cache_dir=None
    )
    assert SECRET not in repr((connection, connection.wire, connection.tokens, vars(connection.tokens)))
    await connection.aclose()


async def test_an_app_in_this_process() -> None:
    async def topology(_: Request) -> Response:
        return JSONResponse({"gatewayVersion": "8.9.0"})

    async def broken(_: Request) -> Response:
        raise ZeroDivisionError

    app = Starlette(routes=[Route("/v2/topology", topology), Route("/v2/license", broken)])
    strict = connect.connect(settings(), transport=connect.in_process(app))
    assert (await cluster.topology(strict.wire)).gateway_version == "8.9.0"
    with pytest.raises(ZeroDivisionError):
        await cluster.license(strict.wire)
    demo = connect.connect(settings(), transport=connect.in_process(app, raise_app_exceptions=False))
    with pytest.raises(ServerFault):
        await cluster.license(demo.wire)
    await strict.aclose()
    await demo.aclose()


@pytest.mark.parametrize("lenient", [True, False])
async def test_an_app_that_hangs_up_is_a_cut_connection_and_no_crash(lenient: bool) -> None:
    async def app(*_: object) -> None:
        raise ConnectionResetError

    transport = connect.in_process(app, raise_app_exceptions=not lenient)
    connection = connect.connect(settings(), transport=transport)
    with pytest.raises(NoAnswer) as caught:
        await connection.wire.command("POST", "/user-tasks/1/completion", {})
    assert not caught.value.outcome_known
    await connection.aclose()


class TestTls:
    def test_plain_http_loads_no_certificates_and_trusts_nobody(self) -> None:
        connection = connect.connect(settings())
        context = verify_of(connection.wire)
        assert context.verify_mode == ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.get_ca_certs() == []

    def test_https_trusts_the_usual_authorities(self) -> None:
        context = verify_of(connect.connect(settings(address="https://cluster.test/v2")).wire)
        assert context.verify_mode == ssl.CERT_REQUIRED
        assert len(context.get_ca_certs()) > 50

    def test_an_authority_of_ones_own_stands_alone(self, tmp_path: Path) -> None:
        one = certifi.contents().split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
        (tmp_path / "ca.pem").write_text(one)
        assert len(connect.ssl_context(settings(ca_path=tmp_path / "ca.pem")).get_ca_certs()) == 1

    @pytest.mark.parametrize("content", [None, "no certificate"])
    def test_an_authority_that_cannot_be_used(self, tmp_path: Path, content: str | None) -> None:
        path = tmp_path / "ca.pem"
        if content is not None:
            path.write_text(content)
        with pytest.raises(SettingsError) as caught:
            connect.connect(settings(address="https://cluster.test/v2", ca_path=path))
        assert caught.value.setting == "ca_path"
        assert str(path) in str(caught.value)

    def test_a_client_certificate_that_cannot_be_used(self, tmp_path: Path) -> None:
        path = tmp_path / "client.pem"
        path.write_text("no certificate")
        with pytest.raises(SettingsError) as caught:
            connect.ssl_context(settings(client_cert_path=path, client_key_password=SecretStr(SECRET)))
        assert caught.value.setting == "client_cert_path"
        assert SECRET not in str(caught.value)


def verify_of(wire: Any) -> ssl.SSLContext:
    context = wire._client._transport._pool._ssl_context
    assert isinstance(context, ssl.SSLContext)
    return context


@pytest.mark.parametrize(("timeout_s", "connect_s"), [(2.0, 2.0), (60.0, connect.CONNECT_S)])
async def test_timeouts(timeout_s: float, connect_s: float) -> None:
    here = Cluster(httpx.Response(204))
    connection = connect.connect(settings(timeout_s=timeout_s), transport=httpx.MockTransport(here))
    await cluster.status(connection.wire)
    assert here.requests[0].extensions["timeout"] == {
        "connect": connect_s,
        "read": timeout_s,
        "write": timeout_s,
        "pool": timeout_s,
    }


# The client stores nothing, follows nothing, and reads no more of a refusal than it needs.


TIMEOUTS = httpx.Timeout(1)


def client_of(here: Cluster, auth: httpx.Auth | None = None) -> httpx.AsyncClient:
    transport = httpx.MockTransport(here)
    return open_client(base_url="http://h", transport=transport, timeouts=TIMEOUTS, auth=auth)


async def test_no_cookie_is_kept() -> None:
    """A session cookie would make the next command fail on CSRF."""
    here = Cluster(httpx.Response(200, headers={"set-cookie": "JSESSIONID=1; Path=/"}))
    async with client_of(here) as client:
        await client.get("/a")
        await client.get("/a")
        assert not client.cookies
    assert "cookie" not in here.requests[1].headers


async def test_no_redirect_is_followed() -> None:
    here = Cluster(httpx.Response(302, headers={"location": "http://elsewhere/"}))
    async with client_of(here) as client:
        assert (await client.get("/a")).status_code == 302
    assert len(here.requests) == 1


async def test_it_says_who_it_is() -> None:
    here = Cluster(httpx.Response(200))
    async with client_of(here) as client:
        await client.get("/a")
    assert here.requests[0].headers["user-agent"].startswith("c8tui/")


class Again(httpx.Auth):
    """Tries a 401 once more, as the real flow does."""

    async def async_auth_flow(self, request: httpx.Request):  # type: ignore[no-untyped-def]
        response = yield request
        if response.status_code == 401:
            yield request


async def test_a_refusal_without_end_is_read_to_a_bound() -> None:
    endless = Chunks(b"x" * 1024 for _ in range(1_000_000))
    here = Cluster(httpx.Response(401, stream=endless), httpx.Response(200))
    async with client_of(here, Again()) as client:
        assert (await client.get("/a")).status_code == 200
    assert endless.given == REFUSAL_BYTES // 1024


async def test_other_answers_are_not_bounded_here() -> None:
    here = Cluster(httpx.Response(200, stream=Chunks([b"x" * REFUSAL_BYTES, b"y"])))
    async with client_of(here) as client:
        assert len((await client.get("/a")).content) == REFUSAL_BYTES + 1


# Whom TLS trusts, and what is said of a variable that names nobody.


FILES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
VARIABLES = (*FILES, "SSL_CERT_DIR")
ONE = certifi.contents().split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"


@pytest.fixture
def usual() -> int:
    """How many authorities there are when nothing is said."""
    return len(trusting(None, {}).get_ca_certs())


@pytest.mark.parametrize("variable", FILES)
def test_a_bundle_takes_the_place_of_the_usual_one(variable: str, tmp_path: Path, usual: int) -> None:
    (tmp_path / "ca.pem").write_text(ONE)
    context = trusting(None, {variable: str(tmp_path / "ca.pem")})
    assert 1 <= len(context.get_ca_certs()) <= usual
    assert context.check_hostname


@pytest.mark.parametrize("variable", ["SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_a_folder_of_rehashed_certificates(variable: str, tmp_path: Path) -> None:
    (tmp_path / "0123abcd.0").write_text(ONE)
    assert trusting(None, {variable: f"{tmp_path}"}).check_hostname


def refusal(environ: Mapping[str, str], ca: Path | None = None) -> SettingsError:
    with pytest.raises(SettingsError) as refused:
        trusting(ca, environ)
    return refused.value


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("name", ["none.pem", "text.pem", "empty", "~nobody-of-that-name/ca.pem", "cut.pem"])
def test_what_cannot_be_used_is_told_by_the_name_of_the_variable(variable: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "text.pem").write_text("no certificate")
    (tmp_path / "cut.pem").write_text(ONE[:200])
    (tmp_path / "empty").mkdir()
    typed = name if name.startswith("~") else str(tmp_path / name)
    refused = refusal({variable: typed})
    assert (refused.setting, refused.origin) == (variable, "environment")
    assert "unset it" in refused.advice


def test_a_file_that_cannot_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "0123abcd.0").write_text(ONE)
    assert "is a folder" in refusal({"SSL_CERT_FILE": str(tmp_path)}).detail


@pytest.mark.parametrize("name", ["none/keys", "", "~nobody/keys"])
def test_a_key_log_that_cannot_be_written(name: str, tmp_path: Path) -> None:
    refused = refusal({"SSLKEYLOGFILE": str(tmp_path / name)})
    assert refused.setting == "SSLKEYLOGFILE"
    (tmp_path / "ca.pem").write_text(ONE)
    assert refusal({"SSLKEYLOGFILE": str(tmp_path / name)}, tmp_path / "ca.pem").setting == "SSLKEYLOGFILE"


def test_authorities_of_the_settings_come_first(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text(ONE)
    assert len(trusting(tmp_path / "ca.pem", {"SSL_CERT_FILE": "/none"}).get_ca_certs()) == 1
    assert refusal({}, tmp_path / "none.pem").setting == "ca_path"
