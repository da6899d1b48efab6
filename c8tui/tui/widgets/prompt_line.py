"""The line that opens at the bottom for `:` and `/`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from c8tui.tui.widgets.typing_order import LineField

PLACEHOLDERS = {
    ":": "a command, Tab or Right completes",
    "/": "text to look for, Enter asks the cluster",
    "=": "a column and its value, as amount = 500: the rules that can match",
    "*": "mark what contains this text; Enter alone marks the whole view",
}
"""What an empty line says, by its sign."""


class Prompted:
    """Hears what is typed on the line behind one sign."""

    def typed(self, text: str) -> None:
        """The text has changed."""

    def entered(self, text: str) -> None:
        """Enter."""

    def closed(self, text: str) -> None:
        """Escape."""


class PromptLine(Horizontal):
    """A one-line input with its sign before it. Escape closes it; what a closed one held is gone."""

    DEFAULT_CSS = """
    PromptLine { height: 1; background: $boost; display: none; padding: 0 1; }
    PromptLine.-open { display: block; layout: horizontal; }
    PromptLine > Static { width: 2; color: $text-accent; text-style: bold; }
    PromptLine > Input { width: 1fr; border: none; height: 1; padding: 0; background: transparent; }
    PromptLine > Input:focus { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    class Said(Message):
        """The text behind the sign has changed (`typed`), enter (`entered`) or escape (`closed`) was pressed."""

        def __init__(self, sign: str, text: str, how: str) -> None:
            self.sign, self.text, self.how = sign, text, how
            super().__init__()

        def tell(self, prompted: Prompted) -> None:
            """Hand it to whoever opened the line."""
            {"typed": prompted.typed, "entered": prompted.entered, "closed": prompted.closed}[self.how](self.text)

    sign = ":"

    def compose(self) -> ComposeResult:
        yield Static(self.sign, markup=False)
        yield LineField(id="prompt-input")

    @property
    def is_open(self) -> bool:
        """Whether something is being typed."""
        return self.has_class("-open")

    def open(self, sign: str, text: str = "", words: Sequence[str] = (), placeholder: str = "") -> None:
        """Open with a sign and what was there before; `words` complete what is typed."""
        self.sign = sign
        self.query_one(Static).update(sign)
        field = self.query_one(Input)
        field.suggester = SuggestFromList(words, case_sensitive=False) if words else None
        field.placeholder = placeholder or PLACEHOLDERS.get(sign, "")
        with self.prevent(Input.Changed):
            field.value = text
        field.cursor_position = len(text)
        self.add_class("-open")
        self.screen.set_focus(field)  # at once: `focus()` waits its turn, and the next keys would act as commands

    def close(self) -> None:
        """Close without a word."""
        self.remove_class("-open")

    def action_close(self) -> None:
        """Escape."""
        text = self.query_one(Input).value
        self.close()
        self.post_message(self.Said(self.sign, text, "closed"))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self.post_message(self.Said(self.sign, event.value, "typed"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.close()
        self.post_message(self.Said(self.sign, event.value, "entered"))
