"""Parts of one answer that are asked for on their own, so that one that fails leaves the others standing."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from c8tui.errors import C8Error

T = TypeVar("T")


async def part(name: str, asked: Awaitable[T], troubles: dict[str, C8Error]) -> T | None:
    """The answer, or None with the failure noted under `name`."""
    try:
        return await asked
    except C8Error as failed:
        troubles[name] = failed
        return None
