"""The styles that a widget draws with, by name, each worked out once until the looks of the widget change."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from rich.style import Style

K = TypeVar("K", bound=Hashable)


class StyleCache(dict[K, Style]):
    """`make` works out a style that is asked for first; `clear()` when the theme, the focus or a class changes."""

    def __init__(self, make: Callable[[K], Style]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> Style:
        style = self[key] = self._make(key)
        return style
