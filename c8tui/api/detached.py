"""Tasks in a context of their own: what outlives the one who started it must not keep them in memory.

A task, and every timer and callback that it leaves with the event loop, keeps the context variables of whoever started
it. Those of a user interface name the widget that asked, so that a request's timeout, cancelled long ago, would hold a
closed dialog until it would have been due.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextvars import Context
from typing import Any, TypeVar

T = TypeVar("T")


def detached(work: Coroutine[Any, Any, T], name: str | None = None) -> asyncio.Task[T]:
    """A task that does `work` with no context variable set."""
    return asyncio.create_task(work, name=name, context=Context())
