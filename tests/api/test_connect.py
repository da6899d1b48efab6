"""From settings to a connection."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import certifi
import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from c8tui.api import cluster, connect
from c8tui.errors import NoAnswer, ServerFault, SettingsError
from c8tui.settings import Settings
from tests.api.fakes import SECRET, Cluster, answer

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
