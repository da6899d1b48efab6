"""The whole of a failure: title, detail, request, status, trace; to read and to copy."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from c8tui.dates.wire import in_zone
from c8tui.errors import BadAnswer, C8Error, Problem
from c8tui.text import block
from c8tui.tui import clock
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.read_text import ReadText


def in_full(error: C8Error, at: datetime) -> str:
    """Everything that is known of a failure, line by line, safe to show and to paste elsewhere."""
    trace = error.instance if isinstance(error, Problem) else None
    cause = error.__cause__ if isinstance(error.__cause__, C8Error) else None
    facts = {
        "error": error.title,
        "status": str(error.status) if error.status else None,
        "detail": error.detail,
        "next step": error.advice or None,
        "request": str(error.request) if error.request else None,
        "outcome": None if error.outcome_known else "unknown: the command may have taken effect",
        "trace": trace,
        "cause": str(cause) if cause else None,
        "came": error.came if isinstance(error, BadAnswer) else None,
        "time": in_zone(at).isoformat(timespec="seconds"),
    }
    return "\n".join(f"{name:<9} {block(value, 20_000)}" for name, value in facts.items() if value)


class ProblemDialog(Dialog[None]):
    """Shows one failure; `y` copies it."""

    DEFAULT_CSS = """
    ProblemDialog > #frame { border: round $error; width: 90; }
    ProblemDialog ReadText { height: auto; max-height: 16; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", show=False),
        Binding("enter", "leave", show=False),
    ]
    TITLE_TEXT = "What went wrong"
    KEYS_TEXT = "y copy   esc close"

    def __init__(self, error: C8Error) -> None:
        super().__init__()
        self._text = in_full(error, clock.now())

    def content(self) -> ComposeResult:
        with ReadText():
            yield Clipped(self._text, markup=False)

    def action_copy(self) -> None:
        """Copy the whole text."""
        self.copy(self._text, lambda where: self.query_one("#keys", Clipped).update(f"Copied {where}   esc close"))
