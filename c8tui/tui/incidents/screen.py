"""The incidents screen: what the cluster cannot get on with, the newest first, and what is done about it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from c8tui.model.incidents import Incident
from c8tui.session.filter_syntax import is_long_key
from c8tui.session.incident_groups import groups
from c8tui.session.incidents import IncidentQuery
from c8tui.session.lists import LISTS
from c8tui.session.rows import Rows
from c8tui.tui.commands.ids import INCIDENTS, JOBS
from c8tui.tui.commands.incidents import IncidentContext
from c8tui.tui.incidents.actions import IncidentActions
from c8tui.tui.incidents.columns import INCIDENT_COLUMNS
from c8tui.tui.incidents.resolving import Resolving
from c8tui.tui.screens import marks
from c8tui.tui.screens.grouping import Grouping
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.list_views import ListViews
from c8tui.tui.screens.marks import Marks
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related, Way, way_to, ways_of_instance
from c8tui.tui.screens.run_rows import RunRows

if TYPE_CHECKING:
    from c8tui.tui.host import Host


class IncidentsScreen(ListScreen[Incident]):
    """The active incidents, or those that are asked for."""

    NAME = INCIDENTS
    NOUN = "incident"
    EMPTY = f"No incidents. {OR_NO_PERMISSION}"
    COLUMNS = INCIDENT_COLUMNS.shown

    list_query: ListQuery[IncidentQuery]
    views: ListViews[IncidentQuery]
    _actions: IncidentActions
    _run_rows: RunRows[Incident]

    def begin(self) -> None:
        incidents, records = self.session.incidents, self.session.ops.incident_records
        self.list_query = ListQuery(
            self,
            incidents,
            IncidentQuery(),
            what="incidents",
            about="All that is filled in must hold. An empty State asks for incidents of every state.",
            names=lambda one: (one.process_definition_id, one.process_instance_key),
            text_field="error_message",
        )
        self.views = ListViews(self, self.list_query, LISTS[INCIDENTS], INCIDENT_COLUMNS)
        marked: Marks[Incident] = Marks(self)
        self._actions = IncidentActions(self)
        self._run_rows = RunRows(self, records, find=self.narrow_to_key)
        self.parts += [
            *self.views.parts(), self._actions, self._run_rows, marked,
            Grouping(
                self, self.list_query, lambda loaded, total: groups(incidents, loaded, total),
                none="No active incidents, or no permission to count them",
                then="m enter marks all of it, x resolves what is marked, esc goes back",
            ),
            Resolving(self.ui, self.session, self, marked, self.host.reporter.watch),
            Related(self.ui, lambda: self.current, partial(ways_of_incident, self.host)),
        ]  # fmt: skip
        self.prompts[marks.SIGN] = marked
        self._run_rows.begin()
        self.views.begin()
        super().begin()

    def rows(self) -> Rows[Incident]:
        return self.list_query.rows()

    def caption(self) -> str:
        return self.views.caption("Incidents")

    def empty_words(self) -> str:
        return self.EMPTY if self.list_query.is_plain else self.list_query.empty_words(self.EMPTY)

    def flag(self, item: Incident) -> str:
        return self._run_rows.flag(item, super().flag(item))

    def remark(self, item: Incident) -> str:
        refused = self.session.ops.incident_records.refusals.get(item.incident_key)
        return self._run_rows.remark(item) or (f"refused: {refused}" if refused else "")

    def context(self) -> IncidentContext:
        return IncidentContext(incident=self.current, **self.known())

    def narrow(self, argument: str) -> None:
        """A view by its id, else those of a process instance by its key, of a process by its id."""
        if self.views.shows(argument):
            return
        name = "process_instance_key" if is_long_key(argument) else "process_definition_id"
        self.list_query.ask(IncidentQuery(conditions={name: argument}))

    def narrow_to_key(self, key: str) -> None:
        """The incident with this key, whatever its state."""
        self.list_query.ask_and_open(IncidentQuery(conditions={"incident_key": key}), key)

    def describe(self, item: Incident) -> None:
        self._actions.describe(item)


def ways_of_incident(host: Host, one: Incident) -> Iterator[Way]:
    """Where one can go from an incident: to all of its process instance, to its element there, to its job."""
    yield from ways_of_instance(host, one.process_instance_key, one.element_id)
    if one.job_key:
        yield way_to(host, JOBS, "job", "the job that failed", {"job_key": one.job_key})
