"""The inbox: tasks of a view, everything about one of them, and what to do with it."""

from __future__ import annotations

from textual.app import ComposeResult

from c8tui.model.base import moment
from c8tui.model.user_tasks import UserTask, priority_word
from c8tui.session.dates import due_words, span
from c8tui.session.filters import FILTERS, InboxFilter, filter_named, name_pattern
from c8tui.session.inbox import TaskDetail
from c8tui.session.rows import Rows
from c8tui.tui import clock
from c8tui.tui.base import bindings_for
from c8tui.tui.commands import Situation
from c8tui.tui.modals.choice import ChoiceDialog
from c8tui.tui.modes import INBOX
from c8tui.tui.screens.inbox_actions import TaskActions
from c8tui.tui.screens.task_lines import brief_lines, detail_lines
from c8tui.tui.widgets.columns import Cell, Column
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.views import Views

_PRIORITY_STYLES = {"critical": "error", "high": "warn", "low": "dim"}


def _name(task: UserTask) -> Cell:
    return task.name or task.element_id, ""


def _assignee(task: UserTask) -> Cell:
    if task.state.endswith("ING"):
        return task.state.lower(), "warn"
    return (task.assignee, "") if task.assignee else ("-", "dim")


def _priority(task: UserTask) -> Cell:
    word = priority_word(task.priority)
    return word, _PRIORITY_STYLES.get(word, "")


def _due(task: UserTask) -> Cell:
    if task.completion_date or task.state == "COMPLETED":
        done = moment(task.completion_date)
        return (f"done {span((clock.now() - done).total_seconds())} ago" if done else "done", "ok")
    words = due_words(moment(task.due_date), clock.now())
    style = "error" if words.startswith("overdue") else "warn" if words.startswith("in ") else ""
    return words, style if words != "-" else "dim"


def _age(task: UserTask) -> Cell:
    created = moment(task.creation_date)
    return (span((clock.now() - created).total_seconds()) if created else "-"), "dim"


class InboxScreen(TaskActions):
    """The list of one view; the pane shows the task under the cursor."""

    NAME = INBOX
    BINDINGS = bindings_for(INBOX)
    DEFAULT_CSS = """
    InboxScreen Views { display: none; }
    InboxScreen.-wide Views { display: block; }
    """
    EMPTY = "no tasks in this view; a missing permission would look the same"
    COLUMNS = (
        Column("Task", 20, _name, grow=3),
        Column("Process", 14, lambda task: (task.process_name or task.process_definition_id, "dim"), grow=2,
               show_from=84),
        Column("Assignee", 11, _assignee, grow=1),
        Column("Prio", 8, _priority),
        Column("Due", 12, _due),
        Column("Age", 5, _age, show_from=66, right=True),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.filter: InboxFilter = FILTERS[0]
        self._name_like: str | None = None
        self._detail: TaskDetail | None = None

    def on_mount(self) -> None:
        self.session.inbox.overlay.told = self._overlay_changed

    def _overlay_changed(self) -> None:
        """A command of ours began, was confirmed or was refused, wherever it came from: the rows say so at once."""
        if self.listening:
            self.listed.redraw()

    def left(self) -> ComposeResult:
        yield Views()

    def rows(self) -> Rows[UserTask]:
        return self.session.inbox.rows(self.filter, self.session.identity, self._name_like)

    def caption(self) -> str:
        order = "latest first" if self.filter.completed else "nearest due first"
        cluster = f"   name like {self._name_like} (asked the cluster)" if self._name_like else ""
        return f"{self.filter.title}   {order}{cluster}"

    def empty_words(self) -> str:
        return f"no task has a name like {self._name_like}; esc shows all" if self._name_like else self.EMPTY

    def flag(self, item: UserTask) -> str:
        return "~" if self.session.inbox.overlay.mark(item.user_task_key) else super().flag(item)

    def situation(self) -> Situation:
        return self.about(task=self.current)

    def catching_up(self) -> bool:
        return self.session.inbox.overlay.waiting

    # Views and search

    def action_views(self) -> None:
        """Choose a view."""
        choices = [(view.id, view.title) for view in FILTERS]
        self.app.push_screen(ChoiceDialog("Views", choices, self.filter.id), self._view_chosen)

    def _view_chosen(self, id_: str | None) -> None:
        if id_ is not None and (chosen := filter_named(id_)) is not None:
            self.show_view(chosen)

    def narrow(self, argument: str) -> None:
        if (chosen := filter_named(argument)) is not None:
            self.show_view(chosen)

    def show_view(self, view: InboxFilter) -> None:
        """Show another view; one that needs to know who we are asks for it first."""
        me = self.session.identity
        if (view.needs == "user" and not me.user) or (view.needs == "groups" and not me.groups):
            self.introduce(then=lambda: self.show_view(view), need_groups=view.needs == "groups")
            return
        self.filter, self._name_like, self.wanted = view, None, ""
        self.query_one(Views).choose(view.id)
        self.restart()

    def introduced(self) -> None:
        """A view that depends on who we are asks anew."""
        super().introduced()
        if self.filter.needs:
            self.restart()

    def search_entered(self, text: str) -> None:
        """Enter asks the cluster for names that contain the text (operators on names are known from 8.9)."""
        self.wanted = ""
        self._name_like = name_pattern(text)
        self.restart()

    def action_back(self) -> None:
        if self._name_like and not self.has_class("-opened") and not self.wanted:
            self._name_like = None
            self.restart()
        else:
            super().action_back()

    # The pane

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
