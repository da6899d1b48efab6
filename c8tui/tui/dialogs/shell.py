"""Commands of one's own in dialogs: the exact line before it runs, and all that it has printed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button

from c8tui.session.shell_jobs import ShellJob
from c8tui.text import block, counted, visible
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.dialogs.confirm import ConfirmDialog, button_label
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.read_text import ReadText
from c8tui.tui.widgets.typing_order import LineField

LOOK_S = 0.3
"""Seconds between two looks at what a command prints."""


class RunLinesDialog(ConfirmDialog):
    """Shows every line as it would run, whole; Cancel first."""

    DEFAULT_CSS = """
    RunLinesDialog > #frame { width: 96; }
    RunLinesDialog ReadText { height: auto; max-height: 12; margin-bottom: 1; }
    RunLinesDialog ReadText:focus { background: $surface-lighten-1; }
    """

    def __init__(self, title: str, question: str, lines: tuple[str, ...], *, require: str | None = None) -> None:
        super().__init__(title, question, "Run", require=require)
        self._lines = lines

    def content(self) -> ComposeResult:
        yield Clipped(block(self._question, 500), id="question", markup=False)
        with ReadText():
            yield Clipped(block("\n".join(self._lines)), id="lines", markup=False)
        if self.require:
            yield Clipped(f"Type {visible(self.require)} to confirm:", markup=False)
            yield LineField(id="required")
        with Horizontal():
            yield Button(button_label("Cancel"), id="no")
            yield Button(button_label("Run"), id="yes", classes="-danger" if self.require else "")


class OutputDialog(Dialog[None]):
    """All that a command has printed, also while it runs; ctrl+x stops it."""

    DEFAULT_CSS = """
    OutputDialog > #frame { width: 100; }
    OutputDialog ReadText { height: auto; max-height: 18; margin-top: 1; }
    OutputDialog #state { height: auto; max-height: 2; color: $text-accent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", show=False),
        Binding("enter", "leave", show=False),
        Binding("ctrl+x", "stop", show=False),
    ]
    KEYS_TEXT = "y copy   ctrl+x stop   esc close"

    def __init__(self, job: ShellJob, stop: Callable[[ShellJob], Awaitable[None]]) -> None:
        super().__init__()
        self._job, self._stop, self._shown = job, stop, (-1, "")

    def title_text(self) -> str:
        return f"Output of {self._job.name}"

    def content(self) -> ComposeResult:
        yield Clipped(id="state", markup=False)
        with ReadText():
            yield Clipped(id="printed", markup=False)

    def on_mount(self) -> None:
        self._look()
        self.set_interval(LOOK_S, self._look)
        self.query_one(ReadText).focus()

    def _look(self) -> None:
        job = self._job
        now = (len(job.printed) + job.left_out, job.state)
        if now != self._shown:
            self._shown = now
            words = "still runs" if job.state == "running" else job.words or "ended well"
            lines = f"   {counted(len(job.lines), 'line')}" if len(job.lines) > 1 else ""
            self.query_one("#state", Clipped).update(f"{words}{lines}")
            self.query_one("#printed", Clipped).update(block(job.text) or "(it has printed nothing)")

    def action_copy(self) -> None:
        """Copy all of it."""
        self.copy(self._job.text, lambda where: self.query_one("#keys", Clipped).update(f"Copied {where}   esc close"))

    async def action_stop(self) -> None:
        """End the command."""
        await self._stop(self._job)
        self._look()
