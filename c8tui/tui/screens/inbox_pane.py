"""The pane of the inbox: everything about the task under the cursor."""

from __future__ import annotations

from c8tui.model.user_tasks import UserTask
from c8tui.session.inbox import TaskDetail
from c8tui.tui.screens.inbox_actions import TaskActions
from c8tui.tui.screens.task_lines import brief_lines, detail_lines
from c8tui.tui.widgets.facts import Facts


class TaskPane(TaskActions):
    """Describes a task, asking for what is not known yet. Mix in beside the list."""

    def __init__(self) -> None:
        super().__init__()
        self._detail: TaskDetail | None = None

    def describe(self, item: UserTask) -> None:
        """First what the list knows, then everything."""
        pane = self.query_one("#pane", Facts)
        if not self._detail_is_of(item):
            pane.show(brief_lines(item, self.session.inbox.overlay.mark(item.user_task_key)))
        self.ask(self.session.inbox.detail(item), self._show_detail, failed=self.load_failed, group="detail",
                 exclusive=True)  # fmt: skip

    def _detail_is_of(self, task: UserTask) -> bool:
        return self._detail is not None and self._detail.task.user_task_key == task.user_task_key

    def _show_detail(self, detail: TaskDetail) -> None:
        if self.is_described(detail.task.user_task_key):
            self._detail = detail
            mark = self.session.inbox.overlay.mark(detail.task.user_task_key)
            self.query_one("#pane", Facts).show(detail_lines(detail, mark))
