"""The processes screen: definitions with their versions, and how many instances of each are active or stuck."""

from __future__ import annotations

from c8tui.model.processes import ProcessDefinition
from c8tui.session.filter_syntax import is_long_key
from c8tui.session.lists import LISTS
from c8tui.session.process_definitions import ProcessQuery
from c8tui.session.rows import Rows
from c8tui.tui.commands.ids import PROCESSES
from c8tui.tui.processes.definition_actions import ProcessActions
from c8tui.tui.processes.definition_columns import definition_columns
from c8tui.tui.processes.definition_lines import definition_lines
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.list_views import ListViews
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related
from c8tui.tui.widgets.record_list import RecordList

ABOUT_FILTER = "All that is filled in must hold. The counts are of active instances."


class ProcessesScreen(ListScreen[ProcessDefinition]):
    """The latest version of each process, or all versions."""

    NAME = PROCESSES
    NOUN = "definition"
    EMPTY = f"No processes are deployed. {OR_NO_PERMISSION}"

    list_query: ListQuery[ProcessQuery]
    views: ListViews[ProcessQuery]
    _actions: ProcessActions

    def begin(self) -> None:
        definitions = self.session.ops.process_definitions
        self.list_query = ListQuery(
            self, definitions, ProcessQuery(), what="process definitions", about=ABOUT_FILTER,
            names=lambda one: (one.process_definition_id,), text_field="name",
        )  # fmt: skip
        self._actions = ProcessActions(self, self.list_query)
        related = Related(self.ui, lambda: self.current, self._actions.ways)
        columns = definition_columns(self._actions)
        self.views = ListViews(self, self.list_query, LISTS[PROCESSES], columns, self._actions)
        self.parts += [self._actions, *self.views.parts(), related]
        self.views.begin()
        super().begin()

    def rows(self) -> Rows[ProcessDefinition]:
        return self.list_query.rows()

    def caption(self) -> str:
        which = "all versions" if self.list_query.query.every_version else "latest versions"
        return self.views.caption("Processes", plain=f"Processes, {which}")

    def empty_words(self) -> str:
        return self.list_query.empty_words(self.EMPTY)

    def narrow(self, argument: str) -> None:
        """A view by its id, else all versions of a process by its id, or one by its key."""
        if self.views.shows(argument):
            return
        name = "process_definition_key" if is_long_key(argument) else "process_definition_id"
        self.list_query.ask(ProcessQuery(conditions={name: argument}, every_version=True))

    def show(self, answer: object) -> None:
        super().show(answer)
        if answer is self.listed.rows:
            self._actions.count_soon()

    def on_record_list_moved(self, _: RecordList.Moved) -> None:
        """Beside what every list does then: Textual calls the handler of each class."""
        self._actions.count_soon()

    def describe(self, item: ProcessDefinition) -> None:
        self.pane.facts.show(definition_lines(item, self._actions.counts_of(item), self._actions.trouble))
