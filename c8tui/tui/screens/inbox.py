"""The inbox: tasks of a view, everything about one of them, and what to do with it."""

from __future__ import annotations

from textual.app import ComposeResult

from c8tui.model.user_tasks import UserTask
from c8tui.session.pending_writes import WAITING, WAITING_IN_ROW
from c8tui.tui.command_actions import bindings_for
from c8tui.tui.commands import Situation
from c8tui.tui.modes import INBOX
from c8tui.tui.screens.exporting import Exporting
from c8tui.tui.screens.flow_actions import TaskFlow
from c8tui.tui.screens.inbox_columns import STANDARD
from c8tui.tui.screens.inbox_pane import TaskPane
from c8tui.tui.screens.inbox_shape import ViewShape
from c8tui.tui.screens.run_watch import RunWatch
from c8tui.tui.widgets.views import Views

TOGETHER_S = 0.03
"""So long changes of what is laid over the rows are waited for, to be drawn together."""


class InboxScreen(ViewShape, TaskPane, Exporting, TaskFlow, RunWatch):
    """The list of one view; the pane shows the task under the cursor."""

    NAME = INBOX
    BINDINGS = bindings_for(INBOX)
    DEFAULT_CSS = """
    InboxScreen Views { display: none; }
    InboxScreen.-wide Views { display: block; }
    """
    EMPTY = "no tasks in this view; a missing permission would look the same"
    COLUMNS = STANDARD

    def __init__(self) -> None:
        super().__init__()
        self._to_redraw = False

    def on_mount(self) -> None:
        self.session.inbox.overlay.told = self.c8app.reporter.listening(self._overlay_changed)

    def _overlay_changed(self) -> None:
        """A command of ours began, was confirmed or was refused, wherever it came from: the rows say so at once."""
        if not self.listening:
            return
        self.ours_changed()
        if not self._to_redraw:  # a bulk step of a thousand tells three thousand times
            self._to_redraw = True
            self.set_timer(TOGETHER_S, self._redraw)

    def _redraw(self) -> None:
        self._to_redraw = False
        self.listed.redraw()

    def left(self) -> ComposeResult:
        yield Views()

    def flag(self, item: UserTask) -> str:
        overlay, key = self.session.inbox.overlay, item.user_task_key
        if mark := overlay.mark(key):
            return "w" if mark == WAITING else "~"
        return " " if overlay.ours(key) else super().flag(item)

    def remark(self, item: UserTask) -> str:
        return WAITING_IN_ROW if self.session.inbox.overlay.mark(item.user_task_key) == WAITING else ""

    def situation(self) -> Situation:
        return self.about(task=self.current)

    def catching_up(self) -> bool:
        return self.session.inbox.overlay.waiting
