"""Servers that do not speak HTTP/1.1, met on real sockets: each is named as what it is, and nothing is repeated."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from c8tui.api.strangers import stranger, wants_tls
from c8tui.api.wire import Wire
from c8tui.errors import BadAnswer, C8Error, NoAnswer, TlsFailure
from c8tui.model.cluster import Topology
from tests.api.test_failures import listening

SETTINGS = bytes.fromhex("000012040000000000000300000064000400100000000600002000")
GOAWAY = b"\x00\x00\x2a\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01Unexpected HTTP/1.x request: GET /v2 "
ALERT = bytes.fromhex("15030100020246")
NGINX = b"<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>"


def saying(words: bytes, *, first: bool = False) -> Callable[..., Awaitable[None]]:
    """A server that says so, before it is asked or behind, and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not first:
            await reader.read(100)
        writer.write(words)
        await writer.drain()
        writer.write_eof()
        await reader.read(100)
        writer.close()

    return serve


async def met(words: bytes, *, first: bool = False, command: bool = False) -> C8Error:
    """What a client of the API makes of a server that says so."""
    async with listening(saying(words, first=first)) as where:
        wire = Wire(f"http://{where}/v2", sleep=lambda _: asyncio.sleep(0))
        try:
            with pytest.raises(C8Error) as caught:
                await (
                    wire.command("POST", "/user-tasks/7/completion") if command else wire.read("/topology", Topology)
                )
        finally:
            await wire.aclose()
    return caught.value


@pytest.mark.parametrize(
    ("words", "said", "advice"),
    [
        (b"SSH-2.0-OpenSSH_9.6p1 Ubuntu-3\r\n", "is an SSH server (SSH-2.0-OpenSSH_9.6p1 Ubuntu-3)", "port"),
        (ALERT, "speaks TLS, and was spoken to in clear text", "https://"),
        (SETTINGS, "speaks HTTP/2 only", "8080"),
        (SETTINGS + GOAWAY, "speaks HTTP/2 only", "8080"),
        (b"220 mail.test ESMTP\r\n", "does not speak HTTP: it said '220 mail.test ESMTP", "port"),
        (b"-ERR unknown command\r\n", "does not speak HTTP", "port"),
        (b"\x05\xff\x00\x01\r\n\r\n", "does not speak HTTP", "port"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
async def test_each_is_named(words: bytes, said: str, advice: str, first: bool) -> None:
    found = await met(words, first=first)
    assert isinstance(found, BadAnswer)
    assert said in found.detail
    assert advice in found.advice
    assert "repeat" not in found.advice


async def test_an_answer_that_is_cut_came_from_the_right_port() -> None:
    found = await met(b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"a":')
    assert isinstance(found, NoAnswer)
    assert (found.status, found.advice) == (200, "")


async def test_a_command_to_one_has_an_unknown_outcome() -> None:
    assert not (await met(b"SSH-2.0-x\r\n", command=True)).outcome_known


@pytest.mark.parametrize(
    "body",
    [
        NGINX,
        b"Client sent an HTTP request to an HTTPS server.\n",
        b"Bad Request\r\n\r\nThis combination of host and port requires TLS.\r\n",
        b"<p>Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />",
    ],
)
async def test_a_port_of_tls_that_complains_in_clear_text(body: bytes) -> None:
    assert wants_tls(body)
    head = b"HTTP/1.1 400 Bad Request\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n" % len(body)
    found = await met(head + body)
    assert isinstance(found, TlsFailure)
    assert "speaks TLS" in found.detail
    assert "https://" in found.advice


async def test_a_server_that_says_nothing_is_no_stranger() -> None:
    found = await met(b"")
    assert type(found) is NoAnswer
    assert found.advice == "Check the port. Use https:// in the address."


async def test_an_answer_that_breaks_off_is_no_stranger() -> None:
    found = await met(b"HTTP/1.1 200 OK\r\ncontent-le")
    assert type(found) is NoAnswer
    assert stranger(b"HTTP/1.1 200 OK\r\n") is None
    assert stranger(b"") is None
