"""The pane of the inbox: everything about the task under the cursor, and what changed while somebody looked at it."""

from __future__ import annotations

from textual.timer import Timer

from c8tui.errors import C8Error
from c8tui.model.user_tasks import UserTask
from c8tui.session.changes import Difference, differences, variable_differences
from c8tui.session.user_tasks import TaskDetail
from c8tui.tui.tasks.actions import TaskActions
from c8tui.tui.tasks.lines import brief_lines, detail_lines
from c8tui.tui.widgets.facts import Facts

PATIENCE_S = 0.2
"""So long the pane waits for everything before it shows what the list knows: a paint less when the answer is quick."""


class TaskPane(TaskActions):
    """Describes a task, asking for what is not known yet. Mix in beside the list."""

    def __init__(self) -> None:
        super().__init__()
        self._detail: TaskDetail | None = None
        self._seen: UserTask | None = None
        """The task as it was when the cursor came to it."""
        self._seen_detail: TaskDetail | None = None
        """The first detail that was shown of it."""
        self._waiting: Timer | None = None

    def describe(self, item: UserTask) -> None:
        """What is known at once, then everything as it is now."""
        self._see(item)
        if (known := self.session.details.known(item)) is not None:
            self._show_detail(known)
        elif not self._detail_is_of(item):
            self._wait_for(item)
        self.ask(self.session.details.fetch(item), self._fetched, failed=lambda error: self._not_fetched(item, error),
                 group="detail", exclusive=True)  # fmt: skip

    def _not_fetched(self, item: UserTask, error: C8Error) -> None:
        """Where nothing was known of it, what the list knows and why there is no more."""
        self._stop_waiting()
        self._show_brief(item, error)
        self.load_failed(error)

    def _fetched(self, detail: TaskDetail) -> None:
        self._show_detail(detail)
        self._prefetch_next()

    def _prefetch_next(self) -> None:
        """Have the next row's task ready: that is where an action leads."""
        following = self.listed.item(self.listed.cursor + 1)
        if following is not None and self.session.details.known(following) is None:
            ahead = self.session.details.prefetch((following,))
            self.ask(ahead, failed=lambda _: None, group="ahead", exclusive=True)

    def _see(self, item: UserTask) -> None:
        """Another task, or one that we have just written to ourselves, is seen as it is."""
        ours = self.session.inbox.overlay.mark(item.user_task_key) is not None
        if ours or self._seen is None or self._seen.user_task_key != item.user_task_key:
            self._seen, self._seen_detail = item, None

    def _wait_for(self, item: UserTask) -> None:
        """Show what the list knows if the rest takes long."""
        self._stop_waiting()
        self._waiting = self.set_timer(PATIENCE_S, lambda: self._show_brief(item))

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def _show_brief(self, item: UserTask, error: C8Error | None = None) -> None:
        if self.is_described(item.user_task_key) and not self._detail_is_of(item):
            mark = self.session.inbox.overlay.mark(item.user_task_key)
            self.query_one("#pane", Facts).show(brief_lines(item, mark, error))

    def _detail_is_of(self, task: UserTask) -> bool:
        return self._detail is not None and self._detail.task.user_task_key == task.user_task_key

    def _show_detail(self, detail: TaskDetail) -> None:
        if self.is_described(detail.task.user_task_key):
            self._stop_waiting()
            self._detail = detail
            self.last_problem = next(iter(detail.troubles.values()), self.last_problem)
            self._seen_detail = self._seen_detail or detail
            mark = self.session.inbox.overlay.mark(detail.task.user_task_key)
            self.query_one("#pane", Facts).show(detail_lines(detail, mark, self._changes(detail)))

    def _changes(self, detail: TaskDetail) -> tuple[Difference, ...]:
        """What became different since the cursor came to the task, by whomever but us."""
        if self._seen is None or self._seen_detail is None:
            return ()
        before, now = self._seen_detail.variables, detail.variables
        inside = variable_differences(before, now) if before is not None and now is not None else ()
        return differences(self._seen, detail.task) + inside

    def ours_changed(self) -> None:
        """A command of ours began or ended: what it does to the task in the pane is no news."""
        if self._seen is not None and self.session.inbox.overlay.mark(self._seen.user_task_key):
            self._seen = self._seen_detail = None
