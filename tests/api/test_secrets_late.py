"""Secrets by reference on their way to the cluster: looked up at the first request that needs them, and no earlier."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from c8tui import secret_sources
from c8tui.api import cluster
from c8tui.api.connect import Connection, connect
from c8tui.errors import CredentialsRejected, SettingsError, Unauthorized
from c8tui.secret_text import SecretStr
from c8tui.session.check import check
from c8tui.settings import Settings
from tests.sandboxes import ADDRESS, Sandbox

OAUTH: dict[str, Any] = {"auth": "oauth", "client_id": "c8tui", "oauth_url": "http://sandbox.test/oauth/token"}


def kept(folder: Path, secret: str) -> Path:
    path = folder / "secret"
    path.touch(0o600)
    path.write_text(secret + "\n")
    return path


def connected(sandbox: Sandbox, cache_dir: Path | None = None, **settings: Any) -> Connection:
    return connect(Settings(address=ADDRESS, **settings), transport=sandbox, cache_dir=cache_dir)


async def asked(connection: Connection) -> None:
    try:
        await cluster.topology(connection.wire)
    finally:
        await connection.aclose()


async def test_a_password_is_read_at_the_first_request(tmp_path: Path) -> None:
    sandbox = Sandbox(auth="basic")
    connection = connected(sandbox, username="demo", password=f"file:{tmp_path}/secret")
    kept(tmp_path, "demo")
    await asked(connection)
    assert sandbox.sent[-1].headers["authorization"] == "Basic ZGVtbzpkZW1v"


async def test_a_password_that_was_refused_is_read_again(tmp_path: Path) -> None:
    sandbox = Sandbox(auth="basic")
    connection = connected(sandbox, username="demo", password=f"file:{kept(tmp_path, 'old')}")
    with pytest.raises(Unauthorized):
        await cluster.topology(connection.wire)
    kept(tmp_path, "demo")
    await asked(connection)


async def test_a_password_that_cannot_be_had_sends_nothing(tmp_path: Path) -> None:
    sandbox = Sandbox(auth="basic")
    with pytest.raises(SettingsError, match=r"password \(settings\): there is no file") as refused:
        await asked(connected(sandbox, username="demo", password=f"file:{tmp_path}/none"))
    assert refused.value.advice
    assert sandbox.sent == []


@pytest.mark.parametrize(
    "given", [{"username": "demo", "password": "keyring:x"}, {**OAUTH, "client_secret": "keyring:x"}]
)
async def test_a_secret_may_take_longer_than_the_cluster(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, Any]
) -> None:
    """A person unlocks the keyring: none of the time limits of a request goes by meanwhile."""
    under_way: list[str] = []

    def look(*_: object) -> SecretStr:
        under_way.extend(task.get_name() for task in asyncio.all_tasks(loop) if "exchange" in repr(task.get_coro()))
        return SecretStr("demo" if "password" in given else "c8tui-secret")

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(secret_sources, "look_up", look)
    sandbox = Sandbox(auth="basic" if "password" in given else "oauth")
    await asked(connected(sandbox, **given))
    assert under_way == []


@pytest.mark.parametrize("token", ["a b", "ü", "a\tb"])
async def test_a_token_is_checked_when_it_is_found(tmp_path: Path, token: str) -> None:
    sandbox = Sandbox()
    with pytest.raises(SettingsError, match="holds blanks or other characters") as refused:
        await asked(connected(sandbox, token=f"file:{kept(tmp_path, token)}", auth="bearer"))
    assert token not in str(refused.value)
    assert sandbox.sent == []


async def test_the_secret_of_a_client(tmp_path: Path) -> None:
    sandbox = Sandbox(auth="oauth")
    connection = connected(sandbox, **OAUTH, client_secret=f"file:{tmp_path}/secret")
    kept(tmp_path, "c8tui-secret")
    await asked(connection)
    assert dict(parse_qsl(sandbox.sent[0].content.decode()))["client_secret"] == "c8tui-secret"


async def test_one_that_cannot_be_had_is_a_mistake_of_the_settings(tmp_path: Path) -> None:
    sandbox = Sandbox(auth="oauth")
    with pytest.raises(SettingsError, match=r"client_secret \(settings\): there is no file"):
        await asked(connected(sandbox, **OAUTH, client_secret=f"file:{tmp_path}/none"))
    assert sandbox.sent == []


async def test_a_token_that_is_still_good_needs_no_secret(tmp_path: Path) -> None:
    sandbox = Sandbox(auth="oauth")
    given = {**OAUTH, "client_secret": f"file:{kept(tmp_path, 'c8tui-secret')}"}
    await asked(connected(sandbox, tmp_path / "cache", **given))
    (tmp_path / "secret").unlink()
    await asked(connected(sandbox, tmp_path / "cache", **given))
    assert [request.url.path for request in sandbox.sent].count("/oauth/token") == 1


async def test_a_secret_that_the_server_echoes_is_not_told(tmp_path: Path) -> None:
    def echo(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"error": "invalid_client", "error_description": request.content.decode()})

    settings = Settings(address=ADDRESS, **OAUTH, client_secret=SecretStr(f"file:{kept(tmp_path, 'c8tui-secret')}"))
    connection = connect(settings, transport=httpx.MockTransport(echo), cache_dir=None)
    with pytest.raises(CredentialsRejected, match=r"client_secret=\*\*\*\*") as failed:
        await asked(connection)
    assert "c8tui-secret" not in str(failed.value)


@pytest.mark.parametrize("body", ["form", "json"])
async def test_no_audience_at_all(body: str) -> None:
    sandbox = Sandbox(auth="oauth")
    given = {**OAUTH, "client_secret": "c8tui-secret", "audience": "", "oauth_body": body}
    await asked(connected(sandbox, **given))
    request = sandbox.sent[0]
    assert request.url.path == "/oauth/token"
    assert b"client_credentials" in request.content
    assert b"audience" not in request.content


async def test_check_says_where_a_secret_was_found(tmp_path: Path) -> None:
    for secret, good in (("demo", True), ("", False)):
        sandbox = Sandbox(auth="basic")
        given = SecretStr(f"file:{kept(tmp_path, secret)}")
        settings = Settings(address=ADDRESS, username="demo", password=given)
        connection = connect(settings, transport=sandbox, origins={"password": "profile p"})
        origins = dict.fromkeys(Settings.__struct_fields__, "default") | {"password": "profile p"}
        lines = [line async for line in check(connection, settings, origins)]
        await connection.aclose()
        (line,) = [line for line in lines if line.name == "secret password"]
        assert line.ok is good
        assert line.detail == ("found in a file" if good else "password (profile p): is empty in a file")
        assert [line.detail for line in lines if line.name == "setting password"] == ["**** (in a file) (profile p)"]
        assert bool(sandbox.sent) is good
