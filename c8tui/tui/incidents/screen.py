"""The incidents screen: what the cluster cannot get on with, the newest first, and what each of them belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from c8tui.model.incidents import Incident
from c8tui.session.dates import absolute, ago
from c8tui.session.filter_syntax import is_long_key
from c8tui.session.incidents import IncidentQuery
from c8tui.session.rows import Rows
from c8tui.session.views import tasks_in
from c8tui.tui import clock
from c8tui.tui.commands.ids import INBOX, INCIDENTS, JOBS
from c8tui.tui.jumps import Jump
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.widgets.columns import Cell, Column
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line

RELATED = (
    ("tasks", "open tasks of its process instance"),
    ("jobs", "jobs of its process instance"),
    ("incidents", "all incidents of its process instance"),
)


def _state(incident: Incident) -> Cell:
    return _words(incident.state), "error" if incident.state == "ACTIVE" else "dim"


def _words(member: str) -> str:
    """An enum member as sentences have it: `JOB_NO_RETRIES` -> `job no retries`."""
    return member.lower().replace("_", " ") or "unknown"


class IncidentsScreen(ListScreen[Incident]):
    """The active incidents, or those that are asked for."""

    NAME = INCIDENTS
    NOUN = "incident"
    EMPTY = f"No incidents. {OR_NO_PERMISSION}"
    COLUMNS = (
        Column("Error", 18, lambda i: (_words(i.error_type), ""), grow=1, order="error_type"),
        Column("Message", 20, lambda i: (i.error_message or "-", "error"), grow=4),
        Column("Process", 14, lambda i: (i.process_definition_id, "dim"), grow=2, show_from=80,
               order="process_definition_id"),
        Column("Element", 12, lambda i: (i.element_id, "dim"), grow=1, show_from=100, order="element_id"),
        Column("State", 9, _state, order="state"),
        Column("Since", 9, lambda i: (ago(i.creation_time, clock.now()), "dim"), order="creation_time"),
    )  # fmt: skip

    list_query: ListQuery[IncidentQuery]

    def begin(self) -> None:
        incidents = self.session.incidents
        self.list_query = ListQuery(
            self,
            IncidentQuery(),
            incidents.schema,
            incidents.now,
            what="incidents",
            about="All that is filled in must hold. An empty State asks for incidents of every state.",
            names=lambda one: (one.process_definition_id, one.process_instance_key),
            text_field="error_message",
        )
        self.parts += [self.list_query, IncidentActions(self)]
        super().begin()

    def rows(self) -> Rows[Incident]:
        return self.session.incidents.rows(self.list_query.query)

    def caption(self) -> str:
        return f"Incidents{self.list_query.words()}"

    def empty_words(self) -> str:
        return self.EMPTY if self.list_query.is_plain else self.list_query.empty_words(self.EMPTY)

    def show(self, answer: object) -> None:
        super().show(answer)
        if answer is self.listed.rows:
            self.list_query.shown()

    def narrow(self, argument: str) -> None:
        """Those of a process instance by its key, of a process by its id."""
        name = "process_instance_key" if is_long_key(argument) else "process_definition_id"
        self.list_query.ask(IncidentQuery(conditions={name: argument}))

    def describe(self, item: Incident) -> None:
        self.pane.facts.show(incident_lines(item))
        self.flow.start(self._describe(item.incident_key), failed=self.load_failed, group="detail", exclusive=True)

    async def _describe(self, key: str) -> None:
        """It as it is now, and not as the list has it."""
        incident = await self.flow.heard(self.session.incidents.incident(key))
        if self.pane.is_about(key):
            self.pane.facts.show(incident_lines(incident))


class IncidentActions:
    """What can be done about the incident under the cursor."""

    def __init__(self, screen: IncidentsScreen) -> None:
        self._screen = screen

    async def action_copy_more(self) -> None:
        """Choose what of the incident to copy."""
        if (item := self._screen.current) is not None:
            texts = {"message": item.error_message or "", **keys_of(item)}
            choices = [(name, f"{name:<12}{text}") for name, text in texts.items() if text]
            name = await self._screen.ui.choose("Copy", choices)
            self._screen.ui.copy(texts[name], f"the {name}")

    async def action_related(self) -> None:
        """Choose what to go to from an incident."""
        if (item := self._screen.current) is None:
            return
        self._go_related(item.process_instance_key, await self._screen.ui.choose("Related", RELATED))

    def related_jumps(self) -> Iterator[Jump]:
        """The same as labels."""
        if (item := self._screen.current) is not None:
            instance = item.process_instance_key
            for id_, title in RELATED:
                yield Jump(title, partial(self._go_related, instance, id_), near=instance)

    def _go_related(self, instance: str, chosen: str) -> None:
        if chosen == "jobs":
            self._screen.host.go_and(JOBS, lambda jobs: jobs.narrow(instance))
        elif chosen == "tasks":
            self._screen.host.go_and(INBOX, lambda inbox: inbox.views.go(tasks_in(instance)))
        else:
            self._screen.narrow(instance)


def incident_lines(incident: Incident) -> Iterator[Line]:
    """Everything about one incident, its whole message first."""
    yield Heading(_words(incident.error_type), _words(incident.state))
    yield from (Body(line, "error") for line in (incident.error_message or "it gives no message").splitlines())
    yield Heading("Where")
    yield Fact("process", incident.process_definition_id or "-")
    yield Fact("element", incident.element_id or "-")
    yield Fact("created", f"{absolute(incident.creation_time)}  ({ago(incident.creation_time, clock.now())})")
    yield Heading("Keys")
    yield from (Fact(name, key, "dim") for name, key in keys_of(incident).items() if key)


def keys_of(incident: Incident) -> dict[str, str]:
    """What it belongs to, by what that is called here; empty where there is none."""
    return {
        "incident": incident.incident_key, "job": incident.job_key or "", "instance": incident.process_instance_key,
        "element": incident.element_instance_key, "definition": incident.process_definition_key,
        "tenant": incident.tenant_id,
    }  # fmt: skip
