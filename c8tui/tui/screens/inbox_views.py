"""Which tasks the inbox shows: its views, and the search that the cluster answers."""

from __future__ import annotations

from c8tui.model.user_tasks import UserTask
from c8tui.session.filters import FILTERS, InboxFilter, filter_named, name_pattern, tasks_of_instance
from c8tui.session.rows import Rows
from c8tui.tui.modals.choice import ChoiceDialog
from c8tui.tui.screens.inbox_actions import TaskActions
from c8tui.tui.widgets.views import Views


class TaskViews(TaskActions):
    """Chooses what is listed. Mix in beside the list."""

    def __init__(self) -> None:
        super().__init__()
        self.filter: InboxFilter = FILTERS[0]
        self._name_like: str | None = None
        self._before: InboxFilter | None = None
        """The view that was shown before the tasks of one process instance."""

    def rows(self) -> Rows[UserTask]:
        return self.session.inbox.rows(self.filter, self.session.identity, self._name_like)

    def caption(self) -> str:
        order = "latest first" if self.filter.completed else "nearest due first"
        cluster = f"   name like {self._name_like} (asked the cluster)" if self._name_like else ""
        return f"{self.filter.title}   {order}{cluster}"

    def empty_words(self) -> str:
        return f"no task has a name like {self._name_like}; esc shows all" if self._name_like else self.EMPTY

    def action_views(self) -> None:
        """Choose a view."""
        choices = [(view.id, view.title) for view in FILTERS]
        self.app.push_screen(ChoiceDialog("Views", choices, self.filter.id), self._view_chosen)

    def _view_chosen(self, id_: str | None) -> None:
        if id_ is not None and (chosen := filter_named(id_)) is not None:
            self._before = None
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

    def show_instance(self, task: UserTask) -> None:
        """List the tasks of a task's process instance; back goes to where one was."""
        self._before = self._before or self.filter
        self.show_view(tasks_of_instance(task))

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
        elif self._before is not None and not self.has_class("-opened") and not self.wanted:
            before, self._before = self._before, None
            self.show_view(before)
        else:
            super().action_back()
