"""Requests as they would be sent, and are not: what stands behind a list or a record, to be repeated elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable
from contextvars import ContextVar

from msgspec import Struct

from c8tui.errors import C8Error


class CapturedRequest(Struct, frozen=True):
    """A request of the API without what signs it in: `path` with its query, below the base URL; `body` is JSON."""

    method: str
    path: str
    body: bytes | None


class NotSent(C8Error):
    """A request was captured in the place of being sent; whoever captures catches it."""


_capturing: ContextVar[list[CapturedRequest] | None] = ContextVar("capturing", default=None)


NOTHING_FOUND = b'{"items":[],"page":{"totalItems":0}}'


def capture(request: CapturedRequest) -> bytes | None:
    """Called with every request before it is sent; None where it shall be.

    Where requests are captured a search finds nothing, so that those beside it are asked for too, and any other
    request raises NotSent.
    """
    if (found := _capturing.get()) is None:
        return None
    if request not in found:
        found.append(request)
    if request.path.partition("?")[0].endswith("/search"):
        return NOTHING_FOUND
    raise NotSent("it was captured")


async def captured(asking: Awaitable[object]) -> tuple[CapturedRequest, ...]:
    """The requests that `asking` begins with; none of them is sent. Raises any other C8Error of it."""
    requests: list[CapturedRequest] = []
    token = _capturing.set(requests)
    try:
        await asking
    except NotSent:
        pass
    finally:
        _capturing.reset(token)
    return tuple(requests)
