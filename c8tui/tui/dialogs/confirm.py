"""A question whose answer is No unless somebody says otherwise."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from c8tui.text import block, visible
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.widgets.typing_order import LineField

YES = "yes"
"""What a question ends with when somebody goes on."""


class ConfirmDialog(Dialog[str]):
    """YES or None, No first. With `require` the answer Yes takes typing that word, as a protected profile's name."""

    DEFAULT_CSS = """
    ConfirmDialog #question { height: auto; max-height: 25vh; margin: 1 0; }
    ConfirmDialog Horizontal { height: 3; align-horizontal: right; }
    ConfirmDialog Button { margin-left: 2; min-width: 12; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", show=False),
        Binding("n", "leave", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]
    KEYS_TEXT = "y yes   n or esc no"

    def __init__(self, title: str, question: str, yes: str, *, require: str | None = None) -> None:
        super().__init__()
        self._title, self._question, self._yes, self._require = title, question, yes, require

    def title_text(self) -> str:
        return self._title

    def keys_text(self) -> str:
        return "enter go on   esc no" if self._require else self.KEYS_TEXT

    def content(self) -> ComposeResult:
        yield Static(block(self._question, 2_000), id="question", markup=False)
        if self._require:
            yield Static(f"Type {visible(self._require)} to go on:", markup=False)
            yield LineField(id="required")
        with Horizontal():
            no = Button("No", id="no", variant="default")
            yield no
            yield Button(Content(visible(self._yes, 40)), id="yes", variant="error" if self._require else "primary")

    def on_mount(self) -> None:
        self.query_one("#required" if self._require else "#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "yes":
            self.action_yes()
        else:
            self.dismiss(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_yes()

    def answer(self) -> str:
        """What it ends with when somebody goes on."""
        return YES

    def action_yes(self) -> None:
        """Go on, when what was required has been typed."""
        if self._require and self.query_one("#required", Input).value.strip() != self._require:
            self.tell_failure(f"type {self._require} first, or leave with esc")
            return
        self.dismiss(self.answer())
