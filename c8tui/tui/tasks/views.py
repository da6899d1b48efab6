"""Which tasks the inbox shows: its views, the way through them, the view file, and how many tasks each holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from c8tui.errors import C8Error
from c8tui.model.user_tasks import UserTask
from c8tui.session.process_names import NameSearch
from c8tui.session.rows import Rows
from c8tui.session.views import BUILT_IN, View, tasks_of_instance
from c8tui.tui.flow import Flow, Ui
from c8tui.tui.history import CameBy
from c8tui.tui.screens.kept_views import say_problems
from c8tui.tui.screens.search import ClusterSearch, plain_text_only
from c8tui.tui.screens.variable_columns import VariableColumns
from c8tui.tui.widgets.views import Views

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.screens.list import ListScreen

MOST_STEPS = 50
"""Views that escape can go back through."""


class TaskViews:
    """The view that is shown, and the names that the cluster is asked for besides."""

    def __init__(
        self, ui: Ui, session: Session, screen: ListScreen[UserTask], variables: VariableColumns[UserTask]
    ) -> None:
        self._ui, self._session, self._screen, self._variables = ui, session, screen, variables
        self.view: View = BUILT_IN[0]
        self.named: NameSearch | None = None
        """What the cluster narrows the view to, by names."""
        self._before: list[View] = []
        """The views that were shown before one that is not kept: escape leads there."""
        self._read = 0
        """The changes of the view file that are shown."""

    def begin(self) -> None:
        """Show the view that was shown last on this cluster."""
        self._session.views.refresh()
        self._read = self._session.views.changes
        last = self._session.views.named(self._session.last_view or "")
        if last is not None and not self._unknown(last):
            self.view = last
        self._tell_columns()
        self._tell_views()
        self._screen.call_after_refresh(self._say_problems)

    def names_on_line(self) -> Iterator[str]:
        """What may stand behind `in` on the `:` line."""
        return (view.id for view in self._session.views)

    def rows(self) -> Rows[UserTask]:
        """The tasks of the view."""
        return self._session.user_tasks.rows(self.view, self._session.identity, self.named)

    def caption(self) -> str:
        """What is shown, raw."""
        named = f' + task or process named "{self.named.text}"' if self.named else ""
        return f"{self.view.title}{named}   {self.view.sort_words}"

    # Choosing

    async def action_views(self) -> None:
        """Choose a view; the file is looked at again."""
        self._reload()
        counts = self._session.counts
        choices = [
            (view.id, f"{view.title:24} {counts.words(view):>8}{self._new(view, '   {} new')}")
            for view in self._session.views
        ]
        chosen = self._session.views.named(await self._ui.choose("Views", choices, self.view.id))
        if chosen is not None:
            await self.show(chosen)

    def narrow(self, argument: str) -> None:
        """Show the view with this id."""
        self._reload()
        if (chosen := self._session.views.named(argument)) is not None:
            self.go(chosen)
        else:
            names = ", ".join(view.id for view in self._session.views)
            self._ui.say(f"no view of the inbox is called {argument!r}; there are {names}", "warn")

    def go(self, view: View) -> None:
        """Show another view: at once, where it is known who we are."""
        if self._unknown(view):
            self._screen.flow.start(self.show(view))
        else:
            self._show(view, self._before_that(view), CameBy.ASKED)

    async def show(self, view: View) -> None:
        """Show another view; one that needs to know who we are asks for it first."""
        while unknown := self._unknown(view):
            await self._ui.introduce(need_groups="groups" in unknown)
        self._show(view, self._before_that(view), CameBy.ASKED)

    def _before_that(self, view: View) -> list[View]:
        """Where escape leads from a view: from one that is kept, nowhere."""
        if self._session.views.named(view.id) is not None:
            return []
        return [*self._before, self.view][-MOST_STEPS:] if view != self.view else self._before

    def _unknown(self, view: View) -> list[str]:
        """What a view needs to know of us, and nobody has said yet."""
        return [need for need in sorted(view.needs) if not getattr(self._session.identity, need)]

    def _show(self, view: View, before: list[View], step: CameBy, named: NameSearch | None = None) -> None:
        places = self._screen.host.navigation
        places.look()
        asks_the_same = not self.named and (view.alternatives, view.common) == (
            self.view.alternatives,
            self.view.common,
        )
        self.view, self.named, self._before = view, named, before
        self._screen.search.wanted = self._screen.search.sorted_by = ""
        if self._session.views.named(view.id) is not None:
            self._session.remember_view(view.id)
        self._tell_columns()
        self._tell_views()
        self.count()
        carried = self._screen.listed.carried
        self._screen.restart()
        if asks_the_same:  # in another order: whatever was listed still is
            self._screen.listed.carried = carried
        places.note(step)

    async def change(self, view: View) -> None:
        """Show a view that is not one of those that are kept."""
        await self.show(self.view.changed(view))

    def show_instance(self, task: UserTask) -> None:
        """List the tasks of a task's process instance; back goes to where one was."""
        self.go(tasks_of_instance(task))
        self._ui.say("the open tasks of its process instance; esc goes back")

    def introduced(self) -> None:
        """A view that depends on who we are asks anew."""
        if self.view.needs:
            self._screen.restart()

    # The way out of them

    @property
    def asked(self) -> object:
        """What the history knows the place by."""
        return self.view, self.named

    def asked_again(self) -> Callable[[], object]:
        """What shows the same again."""
        return partial(self._show, self.view, self._before, CameBy.CHANGED, self.named)

    @property
    def depth(self) -> int:
        """How many steps `back` can take."""
        return bool(self.named) + len(self._before)

    def back(self) -> bool:
        """Back out of a search that the cluster answers, then of a view that is not kept; False when there is none."""
        if self.named:
            self._name(None, CameBy.OUT)
        elif self._before:
            *before, view = self._before
            self._show(view, before, CameBy.OUT)
        else:
            return False
        return True

    def way_back(self) -> str:
        """What brings rows where the view has none, as a sentence."""
        back = ", esc goes back" if self._before else ""
        return f"f changes the filter, v chooses another view{back}."

    def ask_names(self, text: str) -> None:
        """Ask the cluster for the tasks of the view whose name, or that of their process, contains the text."""
        if text.strip():
            again = partial(self._not_asked, text)
            self._screen.flow.start(self._ask_names(text), failed=again, group="names", exclusive=True)
        elif self.named:
            self._name(None, CameBy.OUT)

    def _name(self, named: NameSearch | None, step: CameBy) -> None:
        places = self._screen.host.navigation
        places.look()
        self.named = named
        self._screen.restart()
        places.note(step)

    async def _ask_names(self, text: str) -> None:
        session = self._session
        asking = session.process_names.search_for(text, session.topology.gateway_version)
        named = await self._screen.flow.heard(asking)
        self.view.filters(session.identity, session.user_tasks.now(), named=named)  # raises what cannot be asked
        self._name(named, CameBy.ASKED)
        if named.note:
            self._ui.say(named.note, "warn")

    def _not_asked(self, text: str, error: C8Error) -> None:
        """It failed: what was typed stands in the line again."""
        self._screen.on_failure(error)
        self._screen.search.open(text)

    # The view file, and counts

    def action_refresh(self) -> None:
        """The view file is looked at too."""
        self._reload()
        self._screen.pane.action_refresh()

    def _reload(self) -> None:
        self._session.views.refresh()
        if self._read != (changes := self._session.views.changes):
            self._read = changes
            if (again := self._session.views.named(self.view.id)) is not None and again != self.view:
                self.go(again)
            self._tell_views()
            self.count()
            self._say_problems()

    def _say_problems(self) -> None:
        """What is wrong with the view file."""
        say_problems(self._ui, self._session, self._screen)

    def count(self) -> None:
        """Count the views in the background, unless that is under way."""
        flow: Flow = self._screen.flow
        if not flow.runs("counts"):
            flow.start(self._count(), failed=self._not_counted, group="counts")

    async def _count(self) -> None:
        views: list[View] = []
        while views != (views := [self.view, *self._session.views]):  # what has changed meanwhile is counted too
            await self._screen.flow.heard(self._session.counts.refresh(views, self._session.identity))
            self._tell_views()

    def _not_counted(self, _: C8Error) -> None:
        self._tell_views()

    def _tell_views(self) -> None:
        """Bring the column of views up to date."""
        counts, views = self._session.counts, [*self._session.views]
        if self.view.title not in {view.title for view in views}:
            views.append(replace(self.view, own=True))
        entries = [(view.title, self._new(view, "+{} ") + counts.words(view), view.own) for view in views]
        self._screen.query_one(Views).tell(entries, self.view.title)

    def _new(self, view: View, words: str) -> str:
        """How many tasks are new in a view that is watched, in these words; empty where none is."""
        watch = self._session.task_watch
        number = watch.unseen(view.id) if watch is not None else 0
        return words.format(f"{number:,}") if number else ""

    def seen(self) -> None:
        """What is new in the view was seen, if somebody is there."""
        watch = self._session.task_watch
        if watch is not None and watch.seen(self.view.id):
            self._tell_views()
            self._screen.tell()

    def noticed(self) -> None:
        """There are new tasks in views that are watched: what is told of is listed."""
        self._screen.polling.now()

    def _tell_columns(self) -> None:
        """Let the list have the columns of the view."""
        self._variables.show(self.view.columns)


class NamesOnCluster(ClusterSearch):
    """Asks the cluster for tasks by their name and by that of their process."""

    what = "task and process names"

    def __init__(self, views: TaskViews) -> None:
        self._views = views

    def wrong(self, text: str) -> str:
        return plain_text_only(text)

    def ask(self, text: str) -> None:
        self._views.ask_names(text)
