"""The processes screen: definitions with their versions, and how many instances of each are active or stuck."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from c8tui.model.processes import ProcessDefinition
from c8tui.model.versions import version_word
from c8tui.session.filter_syntax import is_long_key, quoted
from c8tui.session.lists import LISTS
from c8tui.session.process_definitions import InstanceCounts, ProcessQuery
from c8tui.session.process_instances import InstanceQuery
from c8tui.session.rows import Rows
from c8tui.session.views import View
from c8tui.tui.commands.ids import INCIDENTS, INSTANCES, JOBS, MESSAGES, PROCESSES
from c8tui.tui.debounce import Debounce
from c8tui.tui.processes.definition_columns import STUCK, definition_columns
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.list_views import ListViews
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related, Way, way_to, way_to_tasks
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line
from c8tui.tui.widgets.record_list import RecordList

ABOUT_FILTER = "All that is filled in must hold. The counts are of active instances."
REST_S = 0.1
"""The list rests for so long before its rows are counted."""


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
        self._actions = ProcessActions(self)
        self.list_query = ListQuery(
            self, definitions, ProcessQuery(), what="process definitions", about=ABOUT_FILTER,
            names=lambda one: (one.process_definition_id,), text_field="name",
        )  # fmt: skip
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
            self.list_query.shown()

    def on_record_list_moved(self, _: RecordList.Moved) -> None:
        """Beside what every list does then: Textual calls the handler of each class."""
        self._actions.count_soon()

    def describe(self, item: ProcessDefinition) -> None:
        self.pane.facts.show(definition_lines(item, self._actions.counts_of(item), self._actions.trouble))


class ProcessActions:
    """The commands on the process under the cursor, on which versions are listed, and the counts of those in sight."""

    def __init__(self, screen: ProcessesScreen) -> None:
        self._screen = screen
        self._resting = Debounce(screen, REST_S, self._begin_counting)

    @property
    def _every_version(self) -> bool:
        return self._screen.list_query.query.every_version

    @property
    def trouble(self) -> str:
        """Why nothing is counted."""
        return self._screen.session.ops.process_definitions.counts.trouble

    def counts_of(self, definition: ProcessDefinition) -> InstanceCounts | None:
        """What is known."""
        return self._screen.session.ops.process_definitions.counts.of(definition, every_version=self._every_version)

    # What an export writes beside the fields of a definition

    async def fetch(self, records: Iterable[ProcessDefinition], _: Sequence[str]) -> bool:
        """Count the instances of these; whether something new came. A failure is told by `trouble`."""
        counts = self._screen.session.ops.process_definitions.counts
        return await counts.fetch(records, every_version=self._every_version)

    def text(self, record: ProcessDefinition, name: str) -> str | None:
        """The count of a column; None while it is not known."""
        counts = self.counts_of(record)
        return None if counts is None else str(counts.incidents if name == STUCK else counts.active)

    # Counting what is in sight

    def count_soon(self) -> None:
        """Count what is in sight when the list rests."""
        self._resting.ask()

    def _begin_counting(self) -> None:
        self._screen.flow.start(self._count(), group="counts", exclusive=True)

    async def _count(self) -> None:
        listed = self._screen.listed
        if await self._screen.flow.heard(self.fetch([row for _, row in listed.in_sight()], ())):
            if self.trouble:
                self._screen.ui.say(f"the instances cannot be counted: {self.trouble}", "warn")
            self._screen.search.again()
            listed.redraw()
            if (item := self._screen.current) is not None and self._screen.pane.in_sight:
                self._screen.describe(item)

    def ways(self, one: ProcessDefinition) -> Iterator[Way]:
        """Where one can go from it: of this version where versions are listed, else of the process."""
        name = "process_definition_key" if self._every_version else "process_definition_id"
        value = getattr(one, name)
        host, of_it = self._screen.host, {name: value if self._every_version else quoted(value)}
        plain = self._screen.session.ops.process_instances.plain
        yield way_to(host, INSTANCES, "instances", "active instances", {**plain.conditions, **of_it})
        yield way_to(host, INSTANCES, "all", "all instances", of_it)
        yield way_to(host, INCIDENTS, "incidents", "active incidents", {**of_it, "state": "active"})
        view = View("process", f"Tasks of {one.name or one.process_definition_id}", ({name: value},))
        yield way_to_tasks(host, "tasks", "open tasks", view)
        yield way_to(host, JOBS, "jobs", "jobs", of_it)
        of_process = {"process_definition_id": quoted(one.process_definition_id)}
        yield way_to(host, MESSAGES, "messages", "messages that its instances wait for", of_process)
        if not self._every_version:
            yield Way("versions", "its versions", lambda: self._screen.narrow(one.process_definition_id))

    def action_open(self) -> None:
        """Show its diagram with the counts of all instances."""
        from c8tui.tui.processes.version import ProcessScreen

        if (item := self._screen.current) is not None:
            self._screen.ui.show(ProcessScreen(item))

    def action_all_versions(self) -> None:
        """From the latest versions to all of them and back."""
        query = self._screen.list_query
        query.ask_instead(replace(query.query, every_version=not query.query.every_version))

    def action_instances_of(self) -> None:
        """List the instances: of this version where versions are listed, else of the process."""
        if (item := self._screen.current) is None:
            return
        name = "process_definition_key" if self._every_version else "process_definition_id"
        plain = self._screen.session.ops.process_instances.plain
        query = InstanceQuery(conditions={**plain.conditions, name: getattr(item, name)})
        self._screen.host.go_and(INSTANCES, lambda instances: instances.list_query.ask(query))


def definition_lines(one: ProcessDefinition, counts: InstanceCounts | None, trouble: str) -> Iterator[Line]:
    """Everything about one version."""
    yield Heading(one.name or one.process_definition_id, version_word(one.version))
    if counts is not None:
        yield Fact("active", f"{counts.active:,}")
        yield Fact("with incidents", f"{counts.incidents:,}", "error" if counts.incidents else "")
    elif trouble:
        yield Body(f"! its instances cannot be counted: {trouble}", "error")
    yield Fact("id", one.process_definition_id)
    yield Fact("version tag", one.version_tag or "-")
    yield Fact("file", one.resource_name or "-")
    yield Fact("start form", "yes" if one.has_start_form else "no")
    if one.state:
        yield Fact("state", one.state.lower())
    yield Heading("Keys")
    yield Fact("definition", one.process_definition_key, "dim")
    yield Fact("tenant", one.tenant_id, "dim")
