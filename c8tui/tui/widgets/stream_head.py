"""The first line of a stream: which task this is, and how the day goes."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from c8tui.model.user_tasks import UserTask, priority_word
from c8tui.session.dates import due_words
from c8tui.text import visible
from c8tui.tui import clock

LEAST_LEFT = 20
"""Cells that the name of the task keeps."""


class StreamHead(Widget):
    """The task at the left, the place and the stats at the right; redraws only when its words change."""

    DEFAULT_CSS = """
    StreamHead { height: 1; padding: 0 1; background: $boost; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._title, self._rest, self._right = "", "", ""

    def tell(self, task: UserTask | None, right: str) -> None:
        """Show this task, and at the right what is given; without a task only that."""
        words = (visible(task.title, 80), _rest(task), right) if task else ("", "", right)
        if words != (self._title, self._rest, self._right):
            self._title, self._rest, self._right = words
            self.refresh()

    def render(self) -> Content:
        """The right gives way first, then what is said of the task, its name last."""
        width = self.content_size.width
        right = Content.styled(self._right, "$foreground-muted").truncate(max(0, width - LEAST_LEFT), ellipsis=True)
        left = Content.assemble((self._title, "bold"), (self._rest, "$foreground-muted"))
        left = left.truncate(max(0, width - right.cell_length - 2), ellipsis=True)
        return Content.assemble(left, " " * max(0, width - left.cell_length - right.cell_length), right)


def _rest(task: UserTask) -> str:
    process = visible(task.process_name or task.process_definition_id, 60)
    due = due_words(task.due_date, clock.now())
    if due == "-":
        due = ""
    elif not due.startswith("overdue"):
        due = f"due {due}"
    return "".join(f"   {part}" for part in (process, priority_word(task.priority), due) if part)
