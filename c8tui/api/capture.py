"""Requests as they would be sent, and are not: what stands behind a list or a record, to be repeated elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable
from contextvars import ContextVar
from dataclasses import dataclass

from c8tui.errors import C8Error


@dataclass(frozen=True, slots=True)
class CapturedRequest:
    """A request of the API without what signs it in: `path` with its query, below the base URL; `body` is JSON."""

    method: str
    path: str
    body: bytes | None


class NotSent(C8Error):
    """A request was captured in the place of being sent; whoever captures catches it."""


_capturing: ContextVar[list[CapturedRequest] | None] = ContextVar("capturing", default=None)


def capture(request: CapturedRequest) -> None:
    """Called with every request before it is sent. Raises NotSent where requests are captured."""
    if (captured := _capturing.get()) is not None:
        if request not in captured:
            captured.append(request)
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
