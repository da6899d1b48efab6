"""Which tasks the inbox shows: its views, their order and columns, and the search that the cluster answers."""

from __future__ import annotations

from dataclasses import replace

from c8tui.errors import C8Error
from c8tui.model.search import Sort
from c8tui.model.user_tasks import UserTask
from c8tui.session.rows import Rows
from c8tui.session.view_file import BrokenViews
from c8tui.session.views import BUILT_IN, View, name_pattern, tasks_of_instance
from c8tui.text import visible
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.tasks.actions import TaskActions
from c8tui.tui.widgets.views import Views

SORTS: tuple[tuple[str, str, Sort], ...] = (
    ("due", "due, nearest first", Sort("due_date")),
    ("-due", "due, latest first", Sort("due_date", "DESC")),
    ("-priority", "priority, highest first", Sort("priority", "DESC")),
    ("priority", "priority, lowest first", Sort("priority")),
    ("created", "created, oldest first", Sort("creation_date")),
    ("-created", "created, newest first", Sort("creation_date", "DESC")),
    ("follow-up", "follow-up, nearest first", Sort("follow_up_date")),
    ("-completed", "completed, latest first", Sort("completion_date", "DESC")),
    ("name", "name", Sort("name")),
)
"""How the cluster sorts tasks: an id, words, the key."""


class TaskViews(TaskActions):
    """Chooses what is listed. Mix in beside the list."""

    def __init__(self) -> None:
        super().__init__()
        self.view: View = BUILT_IN[0]
        self._name_like: str | None = None
        self._trail: list[View] = []
        """The views that were shown, and where in them we are."""
        self._at = -1

    def on_mount(self) -> None:
        self.session.views.refresh()
        last = self.session.views.named(self.session.last_view or "")
        if last is not None and not any(not getattr(self.session.identity, need) for need in last.needs):
            self.view = last
        self.show_columns()  # here, since Textual calls the `on_mount` of derived classes first
        self._walk_on(self.view)
        self.tell_views()
        self.call_after_refresh(self._say_problems)

    def rows(self) -> Rows[UserTask]:
        return self.session.inbox.rows(self.view, self.session.identity, self._name_like)

    def caption(self) -> str:
        cluster = f"   name like {self._name_like} (asked the cluster)" if self._name_like else ""
        return f"{self.view.title}   {self.view.sort_words}{cluster}"

    def empty_words(self) -> str:
        return f"no task has a name like {self._name_like}; esc shows all" if self._name_like else self.EMPTY

    # Choosing

    def action_views(self) -> None:
        """Choose a view; the file is looked at again."""
        self._reload()
        counts = self.session.counts
        choices = [(view.id, f"{view.title:24} {counts.words(view.id):>8}") for view in self.session.views]
        self.app.push_screen(ChoiceDialog("Views", choices, self.view.id), self._view_chosen)

    def _view_chosen(self, id_: str | None) -> None:
        if id_ is not None and (chosen := self.session.views.named(id_)) is not None:
            self.show_view(chosen)

    def narrow(self, argument: str) -> None:
        self._reload()
        if (chosen := self.session.views.named(argument)) is not None:
            self.show_view(chosen)
        else:
            names = ", ".join(view.id for view in self.session.views)
            self.say(f"no view of the inbox is called {argument!r}; there are {names}", "warn")

    def show_view(self, view: View) -> None:
        """Show another view; one that needs to know who we are asks for it first."""
        me = self.session.identity
        if missing := [need for need in sorted(view.needs) if not getattr(me, need)]:
            self.introduce(then=lambda: self.show_view(view), need_groups="groups" in missing)
            return
        self._walk_on(view)
        self._show(view)

    def _show(self, view: View) -> None:
        self.view, self._name_like, self.wanted, self.sorted_by = view, None, "", ""
        if self.session.views.named(view.id) is not None:
            self.session.remember_view(view.id)
        self.show_columns()
        self.tell_views()
        self.restart()

    def show_columns(self) -> None:
        """Let the list have the columns of the view."""
        raise NotImplementedError

    def show_instance(self, task: UserTask) -> None:
        """List the tasks of a task's process instance; back goes to where one was."""
        self.show_view(tasks_of_instance(task))
        self.say("the open tasks of its process instance; esc goes back")

    def introduced(self) -> None:
        """A view that depends on who we are asks anew."""
        super().introduced()
        if self.view.needs:
            self.restart()

    # History

    def _walk_on(self, view: View) -> None:
        """Another view is shown: what lay ahead on the trail is forgotten."""
        if not self._trail or self._trail[self._at] != view:
            self._trail = [*self._trail[: self._at + 1], view][-50:]
            self._at = len(self._trail) - 1

    def action_view_back(self) -> None:
        """The view that was shown before."""
        self._walk(-1)

    def action_view_forward(self) -> None:
        """The view that was gone back from."""
        self._walk(1)

    def _walk(self, step: int) -> None:
        if 0 <= self._at + step < len(self._trail):
            self._at += step
            self._show(self._trail[self._at])
        else:
            self.say("there is no view before this one" if step < 0 else "there is no view behind this one", "warn")

    # What the cluster searches and sorts

    def search_entered(self, text: str) -> None:
        """Enter asks the cluster for names that contain the text (operators on names are known from 8.9).

        What is no plain text the cluster cannot be asked for: that goes on searching what is loaded.
        """
        self.wanted = text
        if text and not self.find.literal:
            self.search_for(text)
            return
        self.wanted = ""
        self._name_like = name_pattern(text)
        self.restart()

    def action_sort(self) -> None:
        """Choose the first key; the one that was first comes second."""
        chosen = next((id_ for id_, _, key in SORTS if self.view.sort[:1] == (key,)), "")
        choices = [(id_, words) for id_, words, _ in SORTS]
        about = "What is first now comes second. Columns of variables are sorted with > over what is loaded."
        self.app.push_screen(ChoiceDialog("Sort", choices, chosen, about), self._sort_chosen)

    def _sort_chosen(self, id_: str | None) -> None:
        first = next((key for known, _, key in SORTS if known == id_), None)
        if first is not None:
            rest = tuple(key for key in self.view.sort if key.field != first.field)
            self.change_view(replace(self.view, sort=(first, *rest[:2])))

    def change_view(self, view: View) -> None:
        """Show a view that is not one of those that are kept."""
        title = view.title.removesuffix(" (changed)")
        self.show_view(replace(view, id=f"{self.view.id}*", title=f"{title} (changed)", own=False))

    def action_back(self) -> None:
        if self.has_class("-opened") or self.wanted or self.listed.range_from is not None:
            super().action_back()
        elif self._name_like:
            self._name_like = None
            self.restart()
        elif self.session.views.named(self.view.id) is None and self._at > 0:
            self._walk(-1)
        else:
            super().action_back()

    # The view file, and counts

    def action_refresh(self) -> None:
        """The view file is looked at too."""
        self._reload()
        super().action_refresh()

    def _reload(self) -> None:
        if self.session.views.refresh():
            if (again := self.session.views.named(self.view.id)) is not None and again != self.view:
                self.show_view(again)
            self.tell_views()
            self._say_problems()

    def _say_problems(self) -> None:
        """What is wrong with the view file: the first problem at once, all of them behind `!`."""
        if problems := self.session.views.problems:
            self.last_problem = BrokenViews("\n".join(problems), title="View file")
            more = f", and {len(problems) - 1} more: ! shows all" if len(problems) > 1 else ""
            self.say(f"{visible(problems[0], 300)}{more}", "warn")
            self.tell()

    def show(self, answer: object) -> None:
        super().show(answer)
        self.count()

    def count(self) -> None:
        """Count the views in the background, unless that is under way."""
        if not any(worker.group == "counts" and not worker.is_finished for worker in self.workers):
            views = [self.view, *self.session.views]
            counting = self.session.counts.refresh(views, self.session.identity)
            self.ask(counting, lambda _: self.tell_views(), failed=self._not_counted, group="counts")

    def _not_counted(self, _: C8Error) -> None:
        self.tell_views()

    def tell_views(self) -> None:
        """Bring the column of views up to date."""
        counts, views = self.session.counts, [*self.session.views]
        if self.session.views.named(self.view.id) is None:
            views.append(replace(self.view, own=True))
        entries = [(view.title, counts.words(view.id), view.own) for view in views]
        self.query_one(Views).tell(entries, self.view.title)
