"""The last requests to the cluster, the newest first, with their age; typing narrows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from c8tui.request_log import KEPT, Entry, Exchange, Note, RequestLog
from c8tui.session.dates import span
from c8tui.text import counted, visible
from c8tui.tui import clock
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.dialogs.lines import ReadLines
from c8tui.tui.forms.lines import Line, wrapped
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.typing_order import LineField

AGE_WIDTH = 6
WORST_GOOD = 399
"""The highest status that is no failure."""


class LogDialog(Dialog[None]):
    """Shows a log as it grows."""

    DEFAULT_CSS = """
    LogDialog > #frame { width: 96%; height: 90%; }
    LogDialog #about { height: 1; color: $text-muted; }
    LogDialog ReadLines { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll_lines(1)", show=False, priority=True),
        Binding("up", "scroll_lines(-1)", show=False, priority=True),
        Binding("pagedown,ctrl+d", "scroll_lines(10)", show=False, priority=True),
        Binding("pageup,ctrl+u", "scroll_lines(-10)", show=False, priority=True),
        Binding("ctrl+y", "copy", show=False, priority=True),
    ]
    TITLE_TEXT = "Requests"
    KEYS_TEXT = "type to search   up, down, page keys move   ctrl+y copy   esc close"

    def __init__(self, log: RequestLog, text: str = "") -> None:
        """`text` is what is searched for at first."""
        super().__init__()
        self._log, self._first = log, text
        self._lines = ReadLines(self._made)
        self._lines.can_focus = False  # the search keeps the keys

    def content(self) -> ComposeResult:
        yield LineField(self._first, placeholder="search: 503, user-tasks, attempt, Backpressure")
        yield Clipped("", id="about", markup=False)
        yield self._lines

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self._show()
        self.set_interval(1.0, self._show)

    def _found(self) -> Iterator[Entry]:
        """The newest first."""
        wanted = self.query_one(Input).value.strip().casefold()
        return (entry for entry in reversed(self._log.entries) if wanted in entry.text().casefold())

    def _made(self, width: int) -> list[Line]:
        now = clock.now().timestamp()
        lines: list[Line] = []
        for entry in self._found():
            age = f"{span(max(0.0, now - entry.at)):>{AGE_WIDTH - 1}} "
            first, *more = wrapped(visible(entry.text()), max(20, width - AGE_WIDTH), KEPT)
            lines.append(((age, "hint"), (first, _style(entry))))
            lines += (((" " * AGE_WIDTH + part, _style(entry)),) for part in more)
        return lines or [(("nothing is found", "hint"),)]

    def _about(self) -> str:
        """How many there are, and where all of them are."""
        number, file = len(self._log.entries), self._log.file
        kept = f"the last {KEPT}" if number == KEPT else counted(number, "line")
        if file is None:
            return f"{kept}; --log FILE keeps all of them"
        return f"{kept}; all of them: {file.path}" if not file.trouble else f"{kept}; {file.path}: {file.trouble}"

    def _show(self) -> None:
        self.query_one("#about", Clipped).update(visible(self._about(), 200))
        if self._lines.content_size.width:
            self._lines.paint(self._made(self._lines.content_size.width))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._lines.action_jump(0)
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()

    def action_scroll_lines(self, lines: int) -> None:
        """Move in the list, while the search keeps the keys."""
        self._lines.action_move(lines)

    def action_copy(self) -> None:
        """Copy what is found, with dates."""
        from c8tui.request_log import line_of

        text = "\n".join(map(line_of, self._found()))
        self.copy(text, lambda where: self.query_one("#keys", Clipped).update(f"Copied {where}   esc close"))


def _style(entry: Entry) -> str:
    if isinstance(entry, Note):
        return "hint"
    return "removed" if _has_failed(entry) else ""


def _has_failed(exchange: Exchange) -> bool:
    return bool(exchange.failure) or exchange.status is None or exchange.status > WORST_GOOD
