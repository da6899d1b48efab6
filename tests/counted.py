"""How much work something is, counted: the calls that Python makes for it, which no busy machine changes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def calls(work: Callable[..., object], *arguments: Any, **named: Any) -> int:
    """The number of functions, Python's own and built-in ones, that are called while `work` runs once.

    It runs once before, so that what is kept for later and what is imported on the way is not counted.
    """
    work(*arguments, **named)
    found = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal found
        found += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work(*arguments, **named)
    finally:
        sys.setprofile(before)
    return found
