"""A question whose answer is Cancel unless the person confirms."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input

from c8tui.text import block, visible
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.typing_order import LineField

YES = "yes"
"""What a question ends with when somebody goes on."""


def button_label(text: str) -> Content:
    """The label of a button, which looks like one without a colour, too."""
    return Content(f"[ {visible(text, 40)} ]")


class ConfirmDialog(Dialog[str]):
    """YES or None, Cancel first. With `require` confirming takes typing that word, as a protected profile's name.

    An answer that begins with yes is answered no beside it: where the question is whether to cancel something, a button
    that says Cancel could mean either.
    """

    DEFAULT_CSS = """
    ConfirmDialog #question { height: auto; max-height: 25vh; margin: 1 0; }
    ConfirmDialog Horizontal { height: 1; margin-top: 1; align-horizontal: right; }
    ConfirmDialog Button { margin-left: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", show=False),
        Binding("n", "leave", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    def __init__(self, title: str, question: str, yes: str, *, require: str | None = None) -> None:
        super().__init__()
        self._title, self._question, self._yes, self.require = title, question, yes, require
        self._no = "No" if yes.startswith("Yes, ") else "Cancel"
        self.drops_keys = not require

    def title_text(self) -> str:
        return self._title

    def keys_text(self) -> str:
        no = self._no.lower()
        return f"enter confirm   esc {no}" if self.require else f"y confirm   n, esc {no}"

    def content(self) -> ComposeResult:
        yield Clipped(block(self._question, 2_000), id="question", markup=False)
        if self.require:
            yield Clipped(f"Type {visible(self.require)} to confirm:", markup=False)
            yield LineField(id="required")
        with Horizontal():
            yield Button(button_label(self._no), id="no")
            yield Button(button_label(self._yes), id="yes", classes="-danger" if self.require else "")

    def on_mount(self) -> None:
        self.query_one("#required" if self.require else "#no").focus()

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
        """Confirm, when what was required has been typed."""
        if self.require and self.query_one("#required", Input).value.strip() != self.require:
            self.tell_failure(f"Type {self.require} first, or press esc.")
            return
        self.dismiss(self.answer())
