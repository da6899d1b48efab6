"""What a server speaks that does not speak HTTP/1.1, told from its first bytes or from its own complaint."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

USE_TLS = "Use https:// in the address."
REST_PORT = "Use the port of the REST API (8080 where nobody changed it); 26500 is that of gRPC."
ANOTHER_PORT = "Check the port: something else listens there."

_WANTS_TLS = re.compile(
    rb"HTTP request (was sent )?to (an? )?(HTTPS|TLS|SSL)|requires TLS|speaking plain HTTP to an SSL", re.IGNORECASE
)
"""What Go, nginx, Tomcat and Apache answer in clear text on a port of TLS."""

_STATUS_LINE = re.compile(r"illegal status line: bytearray\((b['\"].*)\)", re.DOTALL)
"""What h11 says of a first line that is none of HTTP."""


class Stranger(Struct, frozen=True):
    """What it is that speaks there, as the end of a sentence, and what to do about it."""

    what: str
    advice: str


def stranger(said: bytes) -> Stranger | None:
    """Who speaks so; None for HTTP/1.1, and for nothing at all."""
    if not said or said.startswith((b"HTTP/1.", b"HTTP/0.")):
        return None
    if said.startswith(b"SSH-"):
        return Stranger(f"is an SSH server ({_readable(said.splitlines()[0])})", ANOTHER_PORT)
    if len(said) > 1 and said[0] in (0x15, 0x16) and said[1] == 0x03:  # an alert or a handshake, version 3.x
        return Stranger("speaks TLS, and was spoken to in clear text", USE_TLS)
    if _is_http2(said):
        return Stranger("speaks HTTP/2 only, as the gRPC port of a cluster does", REST_PORT)
    return Stranger(f"does not speak HTTP: it said {_readable(said[:60])!r}", ANOTHER_PORT)


def wants_tls(body: bytes) -> bool:
    """Whether a 400 complains that a port of TLS was spoken to in clear text."""
    return bool(_WANTS_TLS.search(body[:4_096]))


def unread(errors: Iterable[BaseException]) -> bytes:
    """What had come from the server when an exchange failed.

    Neither httpx nor h11 tells it: it is in the parser, which the frames of the failure lead to.
    """
    errors = [*errors]
    for error in errors:  # a whole head was read, and is in the complaint about it
        if found := _STATUS_LINE.fullmatch(str(error)):
            return bytes(ast.literal_eval(found[1]))
    for connection in _parsers(errors):
        return bytes(connection.trailing_data[0])
    return b""


def _parsers(errors: Iterable[BaseException]) -> Iterator[Any]:
    for error in errors:
        step = error.__traceback__
        while step is not None:
            parser = getattr(step.tb_frame.f_locals.get("self"), "_h11_state", None)
            if parser is not None and hasattr(parser, "trailing_data"):
                yield parser
            step = step.tb_next


def _is_http2(said: bytes) -> bool:
    """A SETTINGS or GOAWAY frame of the connection: nine bytes of head, the type fourth, of stream 0."""
    return len(said) >= 9 and said[0] == 0 and said[3] in (0x04, 0x07) and said[5:9] == bytes(4)


def _readable(said: bytes) -> str:
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in said).strip()
