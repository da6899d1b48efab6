"""Authorities of one's own beside the usual ones, certificates in other formats, and the proxy of a profile."""

from __future__ import annotations

import asyncio
import shlex
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import certifi
import httpx
import pytest

from c8tui.api.connect import connect, ssl_context
from c8tui.api.proxies import named_proxy
from c8tui.errors import SettingsError, TlsFailure
from c8tui.settings import Settings

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")


def openssl(folder: Path, line: str) -> None:
    subprocess.run(["openssl", *shlex.split(line)], cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate of 127.0.0.1 that has signed itself, in every format, and its key."""
    folder = tmp_path_factory.mktemp("certificates")
    openssl(
        folder,
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out ca.pem -days 3650"
        " -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1",
    )
    openssl(folder, "pkcs12 -export -in ca.pem -inkey key.pem -out client.p12 -passout pass:x")
    openssl(folder, "x509 -in ca.pem -outform der -out ca.crt")
    openssl(folder, "pkey -in key.pem -outform der -out key.der")
    openssl(folder, "pkey -in key.pem -aes256 -passout pass:k3y -out locked.pem")
    (folder / "store.jks").write_bytes(b"\xfe\xed\xfe\xed\0\0\0\2")
    return folder


def settings(**given: Any) -> Settings:
    return Settings(**{"address": "https://127.0.0.1/v2", **given})


def trusted(**given: Any) -> int:
    return len(ssl_context(settings(**given)).get_ca_certs())


def test_an_authority_as_text_stands_alone_or_is_added(certificates: Path) -> None:
    text = (certificates / "ca.pem").read_text()
    usual = trusted()
    assert usual > 50
    assert trusted(ca_pem=text) == trusted(ca_pem=text.replace("\n", "\\n")) == 1
    assert trusted(ca_pem=text, ca_added=True) == usual + 1
    assert trusted(ca_path=certificates / "ca.pem", ca_added=True) == usual + 1
    assert trusted(ca_added=True) == usual
    other = certifi.contents().split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
    assert trusted(ca_pem=other, ca_path=certificates / "ca.pem") == 2


@pytest.mark.parametrize(
    "text",
    ["nonsense", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----", "-----BEGIN PRIVATE KEY-----\n", "ü"],
)
def test_a_text_that_is_no_authority(text: str) -> None:
    with pytest.raises((SettingsError, ValueError)) as refused:
        trusted(ca_pem=text)
    assert "ca_pem" in str(refused.value)


@asynccontextmanager
async def cluster(folder: Path) -> AsyncIterator[str]:
    """The address of a cluster that shows the certificate and answers everything with 204."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/v2"


async def ping(**given: Any) -> None:
    connection = connect(Settings(**given), cache_dir=None)
    try:
        await connection.wire.ping("/status")
    finally:
        await connection.aclose()


async def test_it_is_really_trusted(certificates: Path) -> None:
    text = (certificates / "ca.pem").read_text()
    other = certifi.contents().split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
    async with cluster(certificates) as address:
        await ping(address=address, ca_pem=text)
        await ping(address=address, ca_pem=text, ca_added=True)
        await ping(address=address, ca_path=certificates / "ca.pem", ca_added=True)
        with pytest.raises(TlsFailure, match="certificate") as refused:
            await ping(address=address, ca_pem=other)
        assert "ca_pem" in refused.value.advice
        with pytest.raises(TlsFailure):
            await ping(address=address)


@pytest.mark.parametrize(
    ("setting", "name", "said", "command"),
    [
        ("client_cert_path", "client.p12", "is a PKCS#12 file", "openssl pkcs12"),
        ("client_key_path", "client.p12", "is a PKCS#12 file", "openssl pkcs12"),
        ("ca_path", "client.p12", "is a PKCS#12 file", "openssl pkcs12"),
        ("client_cert_path", "ca.crt", "is a certificate in DER", "openssl x509 -inform der"),
        ("ca_path", "ca.crt", "is a certificate in DER", "openssl x509 -inform der"),
        ("client_key_path", "key.der", "is a key in DER", "openssl pkey -inform der"),
        ("ca_path", "store.jks", "is a Java key store", "keytool -importkeystore"),
    ],
)
def test_other_formats_are_refused_with_the_command(
    certificates: Path, setting: str, name: str, said: str, command: str
) -> None:
    given: dict[str, Any] = {setting: certificates / name}
    if setting == "client_key_path":
        given["client_cert_path"] = certificates / "ca.pem"
    with pytest.raises(SettingsError) as refused:
        connect(settings(**given), cache_dir=None)
    assert refused.value.setting == setting
    assert said in refused.value.detail
    assert f"{command} " in refused.value.advice
    assert str(certificates / name) in refused.value.advice


def test_the_command_does_it(certificates: Path, tmp_path: Path) -> None:
    shutil.copy(certificates / "client.p12", tmp_path / "my client.p12")
    with pytest.raises(SettingsError) as refused:
        connect(settings(client_cert_path=tmp_path / "my client.p12"), cache_dir=None)
    command = shlex.split(refused.value.advice.removeprefix("Convert it: ").split(", then set")[0])
    assert command[:2] == ["openssl", "pkcs12"]
    openssl(tmp_path, shlex.join([*command[1:], "-passin", "pass:x", "-passout", "pass:k3y"]))
    secret = tmp_path / "secret"
    secret.touch(0o600)
    secret.write_text("k3y\n")
    connect(settings(client_cert_path=tmp_path / "my client.pem", client_key_password=f"file:{secret}"), cache_dir=None)


def test_the_password_of_a_key_is_looked_up_only_if_the_key_has_one(certificates: Path) -> None:
    given = {"client_cert_path": certificates / "ca.pem", "client_key_password": "file:/nowhere/at/all"}
    connect(settings(**given, client_key_path=certificates / "key.pem"), cache_dir=None)
    with pytest.raises(SettingsError, match=r"client_key_password \(settings\): there is no file"):
        connect(settings(**given, client_key_path=certificates / "locked.pem"), cache_dir=None)


@asynccontextmanager
async def forwarding() -> AsyncIterator[tuple[int, list[bytes]]]:
    """The port of a proxy that forwards, and the heads of the requests that it got."""
    heads: list[bytes] = []
    serving: list[asyncio.Task[None] | None] = []

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65_536):
            writer.write(chunk)
            await writer.drain()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.append(asyncio.current_task())
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        method, target, _ = heads[-1].split(b" ", 2)
        if method == b"CONNECT":
            host, _, port = target.decode().rpartition(":")
            there, back = await asyncio.open_connection(host, int(port))
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            pumps = [asyncio.create_task(pump(reader, back)), asyncio.create_task(pump(there, writer))]
            _, left = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            for one in left:
                one.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            back.close()
            await asyncio.gather(back.wait_closed(), return_exceptions=True)
        else:
            writer.write(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
        writer.close()
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], heads
        await asyncio.gather(*filter(None, serving))


@pytest.mark.parametrize("no_proxy", ["", "*"])
async def test_the_proxy_of_a_profile_goes_before_variables(
    certificates: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, no_proxy: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://nowhere.invalid:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://nowhere.invalid:1")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    secret = tmp_path / "secret"
    secret.touch(0o600)
    secret.write_text("Pr0xy:S@\n")
    async with forwarding() as (port, heads), cluster(certificates) as address:
        proxy = {"proxy": f"http://127.0.0.1:{port}", "proxy_user": "u", "proxy_password": f"file:{secret}"}
        await ping(address="http://cluster.test", **proxy)
        await ping(address=address, ca_path=certificates / "ca.pem", **proxy)
    assert heads[0].startswith(b"GET http://cluster.test/v2/status ")
    assert heads[1].startswith(b"CONNECT 127.0.0.1:")
    basic = httpx.BasicAuth("u", "Pr0xy:S@")._auth_header.encode()
    assert all(b"Proxy-Authorization: " + basic in head for head in heads)


async def test_no_proxy_at_all(certificates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://nowhere.invalid:1")
    async with cluster(certificates) as address:
        await ping(address=address, ca_path=certificates / "ca.pem", proxy="none")


@pytest.mark.parametrize(("value", "said"), [("ftp://h:1", "no address of a proxy"), ("socks4://h:1", "SOCKS4")])
def test_a_proxy_that_is_none(value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as refused:
        connect(settings(proxy=value), cache_dir=None)
    assert (refused.value.setting, refused.value.origin) == ("proxy", "settings")


def test_a_proxy_without_credentials() -> None:
    proxy = named_proxy("127.0.0.1:3128", None, "")
    assert proxy is not None
    assert (str(proxy.url), proxy.auth) == ("http://127.0.0.1:3128", None)
