"""One sentence above the key bar: what happened, and what to do."""

from __future__ import annotations

from textual.content import Content

from c8tui.text import visible
from c8tui.tui.widgets.clipped import Clipped

LONGEST = 400
"""Characters of a sentence."""
STYLES = {"ok": "$text-success", "warn": "$text-warning", "error": "bold $text-error"}


class Notice(Clipped):
    """Hidden until it has something to say; stays until the next thing happens. Texts are raw."""

    DEFAULT_CSS = """
    Notice { height: auto; max-height: 3; padding: 0 1; background: $boost; display: none; }
    Notice.-shown { display: block; }
    """

    text = ""

    def say(self, text: str, kind: str = "ok") -> None:
        """Show a sentence; `kind` is ok, warn or error, and is said in words by the text itself."""
        self.text = visible(text, LONGEST)
        self.update(Content.styled(self.text, STYLES[kind]))
        self.add_class("-shown")

    def says(self, text: str) -> bool:
        """Whether it is this sentence that is shown."""
        return self.text == visible(text, LONGEST)

    def clear(self) -> None:
        """Nothing to say any more."""
        if self.text:
            self.text = ""
            self.remove_class("-shown")
