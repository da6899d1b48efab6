"""Breadcrumbs: the way that leads to what is shown, before the line that says what that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from c8tui.text import visible
from c8tui.tui.history import way_words

if TYPE_CHECKING:
    from c8tui.tui.screens.frame import Framed

LONGEST_NAME = 40
"""Characters of one name in the way."""


class WayLine:
    """The way to the place of one screen: in a line before other words, and read once to who listens."""

    def __init__(self, screen: Framed) -> None:
        self._screen = screen
        self._heard = ""
        """Behind which words the way was read."""

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(visible(name, LONGEST_NAME) for name in self._screen.host.navigation.way)

    def before(self, words: str, width: int, spare: int = 0) -> str:
        """`words` behind as much of the way as has room in `width` cells.

        The last `spare` cells of the words may be cut off for it, since they stand elsewhere too.
        """
        left = width - cell_len(words)
        return way_words(self._names, max(left, min(width // 2, left + spare))) + words

    def arrived(self) -> None:
        """The screen is seen anew, so that the way is read again."""
        self._heard = ""

    def read_with(self, words: str, *, loading: bool) -> str:
        """What is selected, in words, the first time behind the way."""
        if not (names := self._names) or self._heard not in ("", words):
            return words
        if not loading:
            self._heard = words
        return f"from {', '.join(names)}: {words}"
