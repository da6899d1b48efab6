"""Incidents as a resource of runs: resolving them, and the second look that tells whether they stay resolved.

The cluster accepts a resolution and tries again what had failed. Where that fails once more, another incident comes up
at the same element instance: so nothing is called resolved before it was looked at again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal

import msgspec
from msgspec import Struct

from c8tui.api import incidents, jobs, process_instances, variables
from c8tui.errors import C8Error, Forbidden, NotFound, Problem
from c8tui.exact_json import exact_json
from c8tui.model.base import encode
from c8tui.model.incidents import Incident
from c8tui.model.jobs import JobChangeset
from c8tui.session import rules
from c8tui.session.incidents import Incidents
from c8tui.session.overlay import Overlay
from c8tui.session.resolve import PAUSES_S, Sleep, resolve
from c8tui.session.resources import Item
from c8tui.session.stale_check import Difference, reason_in
from c8tui.text import counted

MOST_RETRIES = 1_000
INDEX_PAUSES_S = (0.5, 0.5, 1.0, 1.0, 2.0, 2.0, 4.0, 4.0, 8.0, 8.0)
"""Waits before each look whether the index shows the resolutions; where it does not by then, nothing is known."""
AFTER_S = 2.0
"""How long a new incident may be behind: what fails again at once, or in the hands of a worker that waits for it."""
RESOLVED = "resolved"
GONE = "gone with its instance"
NOT_SHOWN = "not shown as resolved yet"
_INSTANCE_ENDED = frozenset({"COMPLETED", "CANCELED", "TERMINATED"})


class Resolution(Struct, frozen=True):
    """Resolving an incident: variables that are changed first, retries for its job, then the resolution."""

    retries: int = 1
    """What its job gets, where a job failed."""
    variables: Mapping[str, Any] = msgspec.field(default_factory=dict)
    """What is set first, as the element instance of the incident sees it."""
    local: bool = False
    """Whether it is set in the scope of just that element instance, whatever the scopes around it have."""
    today: str = ""
    """What the variables are before that, as a sentence; it is not kept."""
    kind: Literal["resolve"] = "resolve"
    user: str | None = None

    verb: ClassVar[str] = "resolve"
    doing: ClassVar[str] = "resolving"
    done: ClassVar[str] = "sent"

    @property
    def drafts(self) -> tuple[str, ...]:
        """What drafts of it are named by."""
        return ("resolve",) if self.variables else ()

    def values(self, records: Sequence[Incident]) -> str:
        """What is set before, in words: the variables, and retries where jobs failed."""
        told: list[str] = []
        if self.variables:
            where = " at each element that failed" if self.local else ""
            told.append(f"{encode(self.variables).decode()} is set first{where}")
        if number := sum(bool(one.job_key) for one in records):
            retries = f"{self.retries:,} {'retry' if self.retries == 1 else 'retries'}"
            gets = f"gets {retries}" if number == 1 else f"get {retries} each"
            told.append(f"{counted(number, 'failed job')} {gets} first")
        return "\n".join(filter(None, ("; ".join(told), self.today)))

    def effect(self) -> dict[str, Any]:
        """Resolved it is not before the index says so, and perhaps not for long."""
        return {"state": "PENDING"}


@dataclass(slots=True)
class IncidentRecords:
    """The `RunResource` of incidents, whose operations are `Resolution`s."""

    incidents: Incidents
    read_only: bool = False
    sleep: Sleep = asyncio.sleep
    """How to wait between two looks at a command whose answer was lost."""
    refusals: dict[str, str] = field(default_factory=dict)
    """Why incidents could not be resolved, by their keys, until it is tried again (raw)."""
    _halves: set[tuple[str, str]] = field(default_factory=set)
    """What was done of resolutions that are not over: a try once more does not send it again."""
    name: ClassVar[str] = "incidents"
    noun: ClassVar[str] = "incident"
    grace_s: ClassVar[float] = INDEX_PAUSES_S[0] + AFTER_S
    second_look_words: ClassVar[str] = "Checking in a moment whether any incident comes back"

    @property
    def overlay(self) -> Overlay[Incident]:
        """Our own writes over the lists."""
        return self.incidents.overlay

    @property
    def times_pressed(self) -> int:
        """How often the cluster has said that it has too much to do."""
        return self.incidents.wire.times_pressed

    def key_of(self, record: Incident) -> str:
        """What an incident is known by."""
        return record.incident_key

    def title_of(self, record: Incident) -> str:
        """Where it is and what it says, as far as a line goes, raw."""
        said = next(iter(record.error_message.splitlines()), "") or record.error_type.lower().replace("_", " ")
        return f"{record.element_id or record.process_definition_id}: {said}"

    async def read(self, key: str, *, pending: bool = True) -> Incident:
        """The incident as the index has it."""
        return await self.incidents.incident(key, pending=pending)

    async def found(self, records: Sequence[Incident]) -> dict[str, Incident]:
        """Those that the index has, our writes on top."""
        found = await self.incidents.of_keys(map(self.key_of, records))
        return {key: self.overlay.over(one) for key, one in found.items()}

    def differences(self, before: Incident, after: Incident) -> tuple[Difference, ...]:
        """What a person decides by: the state and the message."""
        fields = (("state", str.lower), ("error_message", _first_line))
        return tuple(
            Difference(name.replace("_", " "), getattr(before, name), getattr(after, name), shown)
            for name, shown in fields
            if getattr(before, name) != getattr(after, name)
        )

    def why_not(self, operation: Resolution, record: Incident) -> str | None:
        """Only what is active can be resolved."""
        return rules.why_not_resolve(record)

    def holder(self, record: Incident) -> str | None:
        """Nobody has an incident."""
        return None

    def takes(self, operation: Resolution, record: Incident) -> bool:
        """Nothing is taken from anybody."""
        return False

    def shows(self, operation: Resolution, record: Incident) -> bool:
        """Whether the index says that it is not active any more."""
        return record.state not in ("ACTIVE", "")

    def state_words(self, record: Incident) -> str:
        """Its state."""
        return record.state.lower() or "in an unknown state"

    # Resolving

    async def send(self, operation: Resolution, record: Incident) -> None:
        """Variables, retries, resolution, as far as each applies. Where one fails, the error says what was done."""
        rules.allow(self.why_not(operation, record), read_only=self.read_only)
        self.refusals.pop(record.incident_key, None)
        write = self.overlay.begin(record, **operation.effect())
        done: list[str] = []
        try:
            if operation.variables and await self._half(record, "variables", self._set(operation, record)):
                done.append("the variables were set")
            if record.job_key and await self._half(record, "retries", self._give_retries(operation, record)):
                done.append(f"its job has {operation.retries:,} {'retry' if operation.retries == 1 else 'retries'} now")
            await resolve(
                incidents.resolve(self.incidents.wire, record.incident_key), self._is_over(record), self.sleep
            )
        except BaseException as failed:
            self.overlay.roll_back(write)
            if isinstance(failed, C8Error) and done:
                failed.detail = f"{failed.detail.rstrip('. ')}; {' and '.join(done)}, but it is not resolved"
            raise
        self.overlay.confirm(write)
        self._halves -= {(record.incident_key, half) for half in ("variables", "retries")}

    async def _half(self, record: Incident, name: str, command: Coroutine[Any, Any, None]) -> bool:
        """Do one half of a resolution, unless an earlier try has done it. Always true: it is done then."""
        if (record.incident_key, name) in self._halves:
            command.close()
        else:
            await command
            self._halves.add((record.incident_key, name))
        return True

    async def _set(self, operation: Resolution, record: Incident) -> None:
        wanted = operation.variables

        async def shown() -> bool:
            now = {one.name: one.value for one in await self.incidents.variables_of(record)}
            return all(name in now and exact_json(now[name]) == value for name, value in wanted.items())

        key = record.element_instance_key
        setting = process_instances.set_variables if operation.local else variables.set_variables
        await resolve(setting(self.incidents.wire, key, dict(wanted)), shown, self.sleep)

    async def _give_retries(self, operation: Resolution, record: Incident) -> None:
        async def shown() -> bool:
            job = await self.incidents.job_of(record)
            return job is not None and job.retries == operation.retries

        changes = JobChangeset(retries=operation.retries)
        await resolve(jobs.update(self.incidents.wire, record.job_key or "", changes), shown, self.sleep)

    def _is_over(self, record: Incident) -> Callable[[], Awaitable[bool]]:
        async def look() -> bool:
            return (await incidents.get(self.incidents.wire, record.incident_key)).state != "ACTIVE"

        return look

    async def explain(self, operation: Resolution, item: Item, error: C8Error, now: datetime) -> None:
        """What a refusal means: job or instance are gone, it was resolved already, or a permission is missing."""
        record: Incident = item.record
        item.error, item.why = error, reason_in(error.detail)
        if isinstance(error, NotFound):
            item.outcome, item.why = await self._what_is_gone(record, item.why)
        elif isinstance(error, Forbidden):
            item.why = f"no permission: {item.why}"
        if isinstance(error, Problem):
            self.refusals[record.incident_key] = item.outcome or item.why

    async def _what_is_gone(self, record: Incident, said: str) -> tuple[str, str]:
        """The outcome, "" for a plain refusal, and why; the index is given time to learn of it."""
        for pause in PAUSES_S:
            await self.sleep(pause)
            try:
                instance = await process_instances.get(self.incidents.wire, record.process_instance_key)
                fresh = await incidents.get(self.incidents.wire, record.incident_key)
            except NotFound:
                return GONE, "neither can be found any more"
            except C8Error:
                break
            if instance.state in _INSTANCE_ENDED:
                return GONE, f"its instance is {instance.state.lower()}"
            if fresh.state != "ACTIVE":
                return "", f"it is {fresh.state.lower()} already"
        return "", f"gone: {said}"

    # Looking again

    async def second_look(self, operation: Resolution, items: Sequence[Item], sleep: Sleep) -> None:
        """Wait until the index shows them as resolved, and a little longer, then look what came in their place."""
        late = {item.record.incident_key: item for item in items}
        for pause in INDEX_PAUSES_S:
            await sleep(pause)
            now = await self.incidents.of_keys(late)
            late = {key: item for key, item in late.items() if key not in now or not self.shows(operation, now[key])}
            if not late:
                break
        await sleep(AFTER_S)
        back = await self.incidents.active_at(item.record.element_instance_key for item in items)
        for item in items:
            follower = back.get(item.record.element_instance_key)
            if item.record.incident_key in late:
                item.outcome, item.failed_after_all = NOT_SHOWN, True
            elif follower is None:
                item.outcome = RESOLVED
            else:
                _came_back(item, follower)

    # On disk

    def written(self, operation: Resolution) -> Mapping[str, Any]:
        """A resolution for the journal."""
        told = {"kind": operation.kind, "retries": operation.retries, "variables": operation.variables}
        return {**told, "local": True} if operation.local else told

    def operation(self, told: Mapping[str, Any]) -> Resolution:
        """The resolution that the journal tells of. Raises ValueError for another kind."""
        if told["kind"] != "resolve":
            raise ValueError(told["kind"])
        variables, local = dict(told["variables"]), bool(told.get("local", False))
        return Resolution(retries=int(told["retries"]), variables=variables, local=local)

    def records(self, told: Any) -> tuple[Incident, ...]:
        """The incidents that the journal tells of."""
        return msgspec.convert(told, tuple[Incident, ...])


def _came_back(item: Item, follower: Incident) -> None:
    before: Incident = item.record
    same = (follower.error_type, follower.error_message) == (before.error_type, before.error_message)
    item.outcome = f"back with {'the same' if same else 'another'} error"
    item.failed_after_all, item.follower = True, follower.incident_key
    item.why = "" if same else _first_line(follower.error_message)


def _first_line(message: str) -> str:
    return next(iter(message.splitlines()), "")
