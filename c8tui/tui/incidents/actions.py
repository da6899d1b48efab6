"""What is read of the incident under the cursor, copied of it, and gone to from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.model.incidents import Incident
from c8tui.model.jobs import Job
from c8tui.tui.incidents.lines import incident_lines, keys_of, whole_message

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen


class IncidentActions:
    """Reads, copies and goes; what changes an incident is elsewhere."""

    def __init__(self, screen: ListScreen[Incident]) -> None:
        self._screen = screen
        self._job: Job | None = None
        """The job of the incident that the pane is about, once it was read."""

    def describe(self, item: Incident) -> None:
        """What the list has of it at once, then what the cluster says now."""
        if self._job is not None and self._job.job_key != item.job_key:
            self._job = None
        self._tell(item)
        self._screen.flow.start(self._read(item), failed=self._screen.load_failed, group="detail", exclusive=True)

    async def _read(self, item: Incident) -> None:
        incidents = self._screen.session.incidents
        fresh, job = await self._screen.flow.heard(incidents.detail(item.incident_key))
        if self._screen.pane.is_about(item.incident_key):
            self._job = job
            self._tell(fresh)

    def _tell(self, incident: Incident) -> None:
        key = incident.incident_key
        refusals = self._screen.session.ops.incident_records.refusals
        self._screen.pane.tell(lambda: incident_lines(incident, self._job, refusals.get(key, "")))

    # Copying

    def action_copy(self) -> None:
        """The key; where the incident is read in the pane, its whole message."""
        if (item := self._screen.current) is None:
            return
        if self._screen.pane.is_open or self._screen.pane.has_keys:
            self._screen.ui.copy(whole_message(item, self._job), "the whole message")
        else:
            self._screen.ui.copy(item.incident_key, item.incident_key)

    async def action_copy_more(self) -> None:
        """Choose what of the incident to copy."""
        if (item := self._screen.current) is not None:
            texts = {"message": whole_message(item, self._job), **keys_of(item)}
            choices = [(name, f"{name:<12}{text}") for name, text in texts.items() if text]
            name = await self._screen.ui.choose("Copy", choices)
            self._screen.ui.copy(texts[name], f"the {name}")
