"""The line that says in words what is selected, for those who listen to the screen."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget

from c8tui.text import visible

YOURS = "@"
"""Before a job that one holds, and a batch that one started."""
SHOW_CURSOR = "\x1b[?25h"
FLAGS = {
    "~": ", written by you and not indexed yet",
    "w": ", waiting for the cluster, u undoes it",
    ":": ", changed since the last look",
    "*": ", marked",
    YOURS: ", yours",
}
"""The marks before a row, in words."""
LONGEST = 400
"""Characters that are said of one row."""


class Spoken(Widget):
    """One line of text at a fixed place, with the terminal's cursor at its start: screen readers follow that cursor."""

    DEFAULT_CSS = """
    Spoken { height: auto; max-height: 4; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def say(self, text: str) -> None:
        """Say a sentence, raw, unless it is what was said last."""
        text = visible(text, LONGEST)
        if text != self.text:
            self.text = text
            self.refresh(layout=True)
            self.call_after_refresh(self._point)

    def _point(self) -> None:
        """Put the terminal's cursor here and show it, unless somebody is typing elsewhere."""
        focused = self.app.focused
        if not self.screen.is_active or (focused is not None and focused.check_consume_key("a", "a")):
            return
        self.app.cursor_position = Offset(*self.region.offset)
        if (driver := self.app._driver) is not None:  # Textual hides it, and has no public way to show it
            driver.write(SHOW_CURSOR)

    def render(self) -> Content:
        return Content(self.text)


def row_words(place: str, flag: str, cells: Iterable[tuple[str, str]]) -> str:
    """A row in words: which one it is, what has happened to it, and its columns by their titles; raw."""
    told = ", ".join(f"{title} {text}" for title, text in cells if text not in ("", "-"))
    return f"{place}{FLAGS.get(flag, '')}: {told}"
