"""Commands whose answer was lost: they are never sent again, what they changed is read instead."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from c8tui.errors import C8Error, OutcomeUnknown

Sleep = Callable[[float], Awaitable[object]]

PAUSES_S = (0.0, 0.5, 1.0, 2.0)
"""Waits before each look: the index may be a little behind the command."""


async def resolve(
    command: Awaitable[None],
    took_effect: Callable[[], Awaitable[bool]],
    sleep: Sleep = asyncio.sleep,
) -> None:
    """Wait for `command`; when its outcome is unknown, look whether it took effect and return if it did.

    Raises the command's own error when its outcome is known, else OutcomeUnknown.
    """
    try:
        await command
    except C8Error as error:
        if error.outcome_known:
            raise
        for pause in PAUSES_S:
            await sleep(pause)
            if await _looks_done(took_effect):
                return
        raise OutcomeUnknown(
            f"{error.detail.rstrip('. ')}. It was read again and does not show as done",
            title=error.title,
            status=error.status,
            request=error.request,
            outcome_known=False,
        ) from error


async def _looks_done(took_effect: Callable[[], Awaitable[bool]]) -> bool:
    """Whether a look says yes; a look that fails says nothing."""
    try:
        return await took_effect()
    except C8Error:
        return False
