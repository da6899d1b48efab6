"""Every way in which an exchange can fail, by its name: real sockets where sockets matter."""

from __future__ import annotations

import asyncio
import io
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest
from rich.console import Console
from rich.traceback import Traceback

from c8tui.api.failures import failure_of, without_locals
from c8tui.api.route import Route
from c8tui.api.wire import Wire
from c8tui.errors import BadAnswer, C8Error, NoAnswer, RequestLine, TlsFailure, Unreachable

LINE = RequestLine("GET", "/topology")
ROUTE = Route(httpx.URL("https://cluster.test/v2"))


def failure(error: Exception, *, safe: bool = False) -> C8Error:
    return failure_of(error, ROUTE, LINE, safe=safe)


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (httpx.ConnectError("x"), Unreachable, "cannot connect to cluster.test:443"),
        (httpx.ConnectTimeout("x"), Unreachable, "no reaction in time"),
        (httpx.PoolTimeout("x"), Unreachable, "busy"),
        (httpx.ProxyError("403 Forbidden"), Unreachable, "does not let us through to cluster.test:443: 403"),
        (httpx.UnsupportedProtocol("x"), Unreachable, "http:// or https://"),
        (httpx.ReadTimeout("x"), NoAnswer, "did not answer in time"),
        (httpx.WriteTimeout("x"), NoAnswer, "did not answer in time"),
        (TimeoutError(), NoAnswer, "did not answer in time"),
        (httpx.ReadError("x"), NoAnswer, "was cut"),
        (httpx.WriteError("x"), NoAnswer, "was cut"),
        (httpx.CloseError("x"), NoAnswer, "was cut"),
        (httpx.RemoteProtocolError("x"), NoAnswer, "was cut"),
        (httpx.LocalProtocolError("Illegal header value b'Bearer abc'"), NoAnswer, "was cut"),
        (httpx.DecodingError("x"), BadAnswer, "unpacked"),
    ],
)
def test_the_table(error: Exception, kind: type[C8Error], said: str) -> None:
    found = failure(error)
    assert type(found) is kind
    assert said in found.detail
    assert "abc" not in found.detail
    assert found.request == LINE
    assert found.outcome_known is (kind is Unreachable)
    assert failure(error, safe=True).outcome_known
    assert found.__cause__ is None
    assert found.__context__ is None


async def met(url: str, verify: ssl.SSLContext | bool = True) -> C8Error:
    """What asking `url` for real fails with."""
    async with httpx.AsyncClient(verify=verify, trust_env=False, timeout=5) as client:
        with pytest.raises(httpx.HTTPError) as caught:
            await client.get(url)
    return failure_of(caught.value, Route(httpx.URL(url)), LINE, safe=False)


Served = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(serve: Served) -> AsyncIterator[str]:
    """`host:port` of a server in this loop."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100)
    writer.close()


async def plain_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100)
    writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
    writer.close()


async def by_proxy(proxy: str, url: str = "https://cluster.test/v2") -> C8Error:
    """What asking for `url` by way of a proxy fails with."""
    async with httpx.AsyncClient(proxy=proxy, trust_env=False, timeout=5) as client:
        route = Route(httpx.URL(url), httpx.URL(proxy))
        with pytest.raises(httpx.HTTPError) as caught:
            await client.get(url)
    return failure_of(caught.value, route, LINE, safe=False)


def answering(status: bytes) -> Served:
    """A proxy that answers every CONNECT so."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\n\r\n")
        if status.startswith(b"200"):
            await reader.read(100)
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    return serve


@pytest.mark.parametrize("url", ["https://cluster.test/v2", "http://cluster.test/v2"])
async def test_a_proxy_that_is_down_is_to_blame_itself(url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        found = await by_proxy(f"http://anna:s3cret@127.0.0.1:{port}", url)
    assert isinstance(found, Unreachable)
    assert f"cannot connect to the proxy 127.0.0.1:{port}: nothing listens there" in found.detail
    assert "was not asked" in found.detail
    assert "NO_PROXY" in found.advice
    assert "s3cret" not in f"{found} {found.advice}"


async def test_a_proxy_that_nobody_knows() -> None:
    found = await by_proxy("http://nowhere.invalid:3128")
    assert "the proxy nowhere.invalid:3128: the host name is not known" in found.detail


@pytest.mark.parametrize(
    ("status", "said", "advice"),
    [
        (b"407 Proxy Authentication Required", "wants to know who we are (407", "USER:PASSWORD"),
        (b"403 Forbidden", "does not let us through to cluster.test:443: 403", "NO_PROXY"),
        (b"502 Bad Gateway", "cannot reach cluster.test:443 (502", "the way to the cluster"),
        (b"504 Gateway Timeout", "cannot reach cluster.test:443 (504", "the way to the cluster"),
    ],
)
async def test_a_proxy_that_does_not_let_us_through(status: bytes, said: str, advice: str) -> None:
    async with listening(answering(status)) as where:
        found = await by_proxy(f"http://{where}")
    assert type(found) is Unreachable
    assert found.detail.startswith(f"the proxy {where} ")
    assert said in found.detail
    assert advice in found.advice


async def test_behind_a_proxy_the_cluster_is_to_blame_for_its_tls() -> None:
    async with listening(answering(b"200 OK")) as where:
        found = await by_proxy(f"http://{where}")
    assert isinstance(found, TlsFailure)
    assert found.detail == "cluster.test:443 does not speak TLS"


async def test_a_server_that_hangs_up_in_the_handshake_may_speak_no_tls() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.close()

    async with listening(hang_up) as where:
        wire = Wire(f"https://{where}/v2", sleep=lambda _: asyncio.sleep(0))
        with pytest.raises(Unreachable) as caught:
            await wire.ping("/topology")
        await wire.aclose()
    assert caught.value.detail == f"{where} hung up in the TLS handshake"
    assert "http://" in caught.value.advice


async def test_a_proxy_of_https_that_speaks_none_is_to_blame_itself() -> None:
    async with listening(plain_http) as where:
        found = await by_proxy(f"https://{where}")
    assert found.detail == f"the proxy {where} does not speak TLS"


async def test_a_dead_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        found = await met(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    assert isinstance(found, Unreachable)
    assert "nothing listens there" in found.detail


async def test_an_unknown_host() -> None:
    found = await met("http://nowhere.invalid/")
    assert found.detail == "cannot connect to nowhere.invalid:80: the host name is not known"


async def test_a_server_that_hangs_up() -> None:
    async with listening(hang_up) as where:
        found = await met(f"http://{where}/")
    assert isinstance(found, NoAnswer)


async def test_a_server_without_tls() -> None:
    async with listening(plain_http) as where:
        found = await met(f"https://{where}/")
    assert isinstance(found, TlsFailure)
    assert "does not speak TLS" in found.detail
    assert found.advice == "Use http:// instead of https://, or another port."


async def test_a_server_that_hangs_up_in_the_handshake() -> None:
    async with listening(hang_up) as where:
        found = await met(f"https://{where}/")
    assert isinstance(found, Unreachable)


def test_an_untrusted_certificate() -> None:
    refused = ssl.SSLCertVerificationError(1, "x")
    refused.verify_message = "self-signed certificate"
    try:
        try:
            raise refused
        except ssl.SSLError as cause:
            raise httpx.ConnectError("x") from cause
    except httpx.ConnectError as error:
        found = failure(error)
    assert isinstance(found, TlsFailure)
    assert found.detail == "the certificate of cluster.test:443 is not trusted: self-signed certificate"
    assert "ca_path" in found.advice


def alert(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, "x")
    error.reason = reason
    return error


@pytest.mark.parametrize("reason", ["TLSV13_ALERT_CERTIFICATE_REQUIRED", "TLSV1_ALERT_UNKNOWN_CA"])
def test_a_client_certificate_that_is_wanted_later(reason: str) -> None:
    """TLS 1.3 tells it in the middle of an exchange that never took place, and httpx lets the error through."""
    found = failure(alert(reason))
    assert isinstance(found, TlsFailure)
    assert "client_cert_path" in found.advice
    assert found.outcome_known


def test_another_alert_may_come_after_the_effect() -> None:
    found = failure(alert("TLSV1_ALERT_INTERNAL_ERROR"))
    assert type(found) is NoAnswer
    assert not found.outcome_known


def test_a_bug_keeps_its_story_and_loses_its_locals() -> None:
    def inner() -> None:
        header = "Bearer " + "".join(["ab", "cd"])
        raise RuntimeError(f"boom {len(header)}")

    def outer() -> None:
        try:
            inner()
        except RuntimeError as cause:
            token = "".join(["ab", "cd"])
            raise LookupError(f"no {len(token)}") from cause

    def relieved() -> None:
        try:
            outer()
        except LookupError as bug:
            raise without_locals(bug)  # noqa: B904

    with pytest.raises(LookupError) as caught:
        relieved()
    console = Console(file=io.StringIO(), width=200)
    console.print(Traceback.from_exception(LookupError, caught.value, caught.value.__traceback__, show_locals=True))
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert "abcd" not in shown
    assert "boom 11" in shown
    assert caught.value.__cause__ is not None
    assert "in inner" in "".join(caught.value.__cause__.__notes__)
