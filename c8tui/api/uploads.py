"""Bodies that carry a file: multipart/form-data, in pieces whose sending can be watched."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence

import httpx
from msgspec import Struct

PIECE = 64 * 1024
"""Bytes that go out at a time."""


class Upload(Struct, frozen=True):
    """A file to send: its name, its type, its bytes; `sent` is told how many bytes of the request have gone out."""

    name: str
    content_type: str
    content: bytes
    sent: Callable[[int], None] = lambda _: None


def multipart(
    files: Sequence[Upload], part: str = "file", fields: Mapping[str, str] | None = None
) -> tuple[str, bytes]:
    """The content type and the body of a request with each of these files in a part of that name, after `fields`."""
    parts = [(part, (file.name, file.content, file.content_type)) for file in files]
    request = httpx.Request("POST", "http://x.invalid", data=dict(fields or {}), files=parts)
    return request.headers["content-type"], request.read()


async def pieces(content: bytes, sent: Callable[[int], None]) -> AsyncIterator[bytes]:
    """The content piece by piece; a piece counts as sent when the next one is asked for."""
    for start in range(0, len(content), PIECE):
        piece = content[start : start + PIECE]
        yield piece
        sent(start + len(piece))


def headers_of(content: bytes | None, kind: str) -> dict[str, str] | None:
    """The headers that a body needs; its length, since one in pieces would not say it."""
    return None if content is None else {"content-type": kind, "content-length": str(len(content))}
