"""What can be done with the process under the cursor, which versions are listed, and the counts of those in sight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from c8tui.model.processes import ProcessDefinition
from c8tui.session.filter_syntax import quoted
from c8tui.session.process_definitions import InstanceCounts, ProcessQuery
from c8tui.session.process_instances import InstanceQuery
from c8tui.session.views import View
from c8tui.tui.commands.ids import INCIDENTS, INSTANCES, JOBS, MESSAGES
from c8tui.tui.debounce import Debounce
from c8tui.tui.processes.definition_columns import STUCK
from c8tui.tui.screens.related import Way, way_to, way_to_tasks

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen
    from c8tui.tui.screens.query import ListQuery

REST_S = 0.1
"""The list rests for so long before its rows are counted."""


class ProcessActions:
    """The commands on the process under the cursor, on which versions are listed, and the counts of those in sight."""

    def __init__(self, screen: ListScreen[ProcessDefinition], list_query: ListQuery[ProcessQuery]) -> None:
        self._screen, self._query = screen, list_query
        self._resting = Debounce(screen, REST_S, self._begin_counting)

    @property
    def _every_version(self) -> bool:
        return self._query.query.every_version

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
            versions = ProcessQuery(conditions=of_process, every_version=True)
            yield Way("versions", "its versions", lambda: self._query.ask(versions))

    def action_open(self) -> None:
        """Show its diagram with the counts of all instances."""
        from c8tui.tui.processes.version import ProcessScreen

        if (item := self._screen.current) is not None:
            self._screen.ui.show(ProcessScreen(item))

    def action_all_versions(self) -> None:
        """From the latest versions to all of them and back."""
        query = self._query.query
        self._query.ask_instead(replace(query, every_version=not query.every_version))

    def action_instances_of(self) -> None:
        """List the instances: of this version where versions are listed, else of the process."""
        if (item := self._screen.current) is None:
            return
        name = "process_definition_key" if self._every_version else "process_definition_id"
        plain = self._screen.session.ops.process_instances.plain
        query = InstanceQuery(conditions={**plain.conditions, name: getattr(item, name)})
        self._screen.host.go_and(INSTANCES, lambda instances: instances.list_query.ask(query))
