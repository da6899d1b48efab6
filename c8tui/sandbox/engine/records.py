"""What searches show of the engine's work: the rows of instances, elements, jobs, user tasks and incidents."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from c8tui.sandbox import wire
from c8tui.sandbox.engine.variables import Twist
from c8tui.sandbox.engine.work import Execution, Incident, Work
from c8tui.sandbox.query import serialized
from c8tui.sandbox.store import Row

DEFAULT_PRIORITY = 50
"""Of jobs and of user tasks."""


def hash_code(message: str) -> int:
    """The number by which messages of incidents are told apart: 32 bits with a sign, the same in every run."""
    number = zlib.crc32(message.encode("utf-8", "surrogatepass"))
    return number - 2**32 if number >= 2**31 else number


class Records:
    """Writes rows as the story of the sandbox tells them."""

    def __init__(self, work: Work, twist: Twist) -> None:
        self._work = work
        self._store = work.store
        self._twist = twist

    def put(self, table: str, row: Row) -> Row:
        """Writes a new row and returns it as it was told."""
        told = self._twist(table, row)
        if table == "incident":
            told = told | {"error_hash": hash_code(told["error_message"])}
        self._store.put(table, told, self._work.at)
        return told

    def change(self, table: str, key: int, **changes: object) -> Row | None:
        """Changes columns of a row that is there."""
        row = self._store.get(table, key)
        if row is None:
            return None
        row = row | changes
        self._store.put(table, row, self._work.at)
        return row

    def instance_of(self, execution: Execution) -> Row:
        """The process instance that an execution belongs to."""
        row = self._store.get("process_instance", execution.instance)
        assert row is not None, "an execution has a process instance"
        return row

    def process_instance(
        self,
        definition: Row,
        key: int,
        tenant: str,
        *,
        caller: Execution | None,
        tags: list[str],
        business_id: str | None,
    ) -> Row:
        """A new process instance; `caller` is the call activity that starts it."""
        root = key if caller is None else self.instance_of(caller)["root_process_instance_key"]
        row: Row = {
            "key": key,
            "process_definition_id": definition["process_definition_id"],
            "process_definition_name": definition["name"],
            "process_definition_version": definition["version"],
            "process_definition_version_tag": definition["version_tag"],
            "process_definition_key": definition["key"],
            "start_date": self._work.at,
            "end_date": None,
            "state": "ACTIVE",
            "suspended_date": None,
            "has_incident": 0,
            "tenant_id": tenant,
            "parent_process_instance_key": None if caller is None else caller.instance,
            "parent_element_instance_key": None if caller is None else caller.key,
            "root_process_instance_key": root,
            "tags": serialized(tags),
            "business_id": business_id,
        }
        return self.put("process_instance", row)

    def _place(self, execution: Execution) -> Row:
        """What all rows about a place in a process instance have in common."""
        instance = self.instance_of(execution)
        return {
            "process_definition_id": instance["process_definition_id"],
            "process_definition_key": instance["process_definition_key"],
            "process_instance_key": execution.instance,
            "root_process_instance_key": instance["root_process_instance_key"],
            "tenant_id": instance["tenant_id"],
            "element_id": execution.element_id,
        }

    def element_instance(self, execution: Execution, name: str, scope: int) -> None:
        """A new element instance."""
        row = self._place(execution) | {
            "key": execution.key,
            "element_name": name or execution.element_id,
            "type": execution.type,
            "state": "ACTIVE",
            "start_date": self._work.at,
            "end_date": None,
            "has_incident": 0,
            "incident_key": None,
            "element_instance_scope_key": scope,
        }
        self.put("element_instance", row)

    def ended(self, execution: Execution, state: str) -> None:
        """An element instance or a process instance ends in a state."""
        table = "process_instance" if execution.is_process else "element_instance"
        self.change(table, execution.key, state=state, end_date=self._work.at)

    def flow_taken(self, scope: Execution, flow_id: str) -> None:
        """A token passes a sequence flow."""
        row = self._place(scope) | {"key": self._store.new_key(), "sequence_flow_id": flow_id}
        self._store.put("sequence_flow", row, self._work.at)

    def job(
        self,
        execution: Execution,
        type: str,
        retries: int,
        *,
        kind: str = "BPMN_ELEMENT",
        event: str = "UNSPECIFIED",
        headers: Mapping[str, str] | None = None,
        priority: int = DEFAULT_PRIORITY,
    ) -> Row:
        """A new job, ready for its workers."""
        instance, at = self.instance_of(execution), self._work.at
        row = self._place(execution) | {
            "key": self._store.new_key(),
            "custom_headers": wire.compact(dict(headers or {})),
            "deadline": None,
            "denied_reason": None,
            "element_instance_key": execution.key,
            "end_time": None,
            "error_code": None,
            "error_message": None,
            "has_failed_with_retries_left": 0,
            "is_denied": None,
            "kind": kind,
            "listener_event_type": event,
            "process_definition_version": instance["process_definition_version"],
            "business_id": instance["business_id"],
            "retries": retries,
            "state": "CREATED",
            "type": type,
            "worker": "",
            "creation_time": at,
            "last_update_time": at,
            "priority": priority,
            "phase": "ready",
            "ready_at": at,
        }
        return self.put("job", row)

    def user_task(self, execution: Execution, name: str, values: Row) -> Row:
        """A new user task."""
        instance = self.instance_of(execution)
        row: Row = self._place(execution) | {
            "key": self._store.new_key(),
            "name": name,
            "state": "CREATING",
            "assignee": None,
            "creation_date": self._work.at,
            "completion_date": None,
            "process_definition_version": instance["process_definition_version"],
            "element_instance_key": execution.key,
            "process_name": instance["process_definition_name"],
            "business_id": instance["business_id"],
            "tags": instance["tags"],
        }
        return self.put("user_task", row | values)

    def raise_incident(self, execution: Execution, incident: Incident, job: int | None = None) -> Row:
        """An incident at an execution; its instance, and those that called it, have one from now on."""
        row = self._place(execution) | {
            "key": self._store.new_key(),
            "error_type": incident.error_type,
            "error_message": incident.message,
            "creation_time": self._work.at,
            "state": "ACTIVE",
            "element_instance_key": execution.key,
            "job_key": job,
        }
        self.reopen(row := self.put("incident", row))
        return row

    def reopen(self, incident: Row) -> None:
        """An active incident as it shows at its element instance and its process instances."""
        self._store.put("incident", incident, self._work.at)
        at = incident["element_instance_key"]
        if at != incident["process_instance_key"]:
            self.change("element_instance", at, has_incident=1, incident_key=incident["key"])
        self._mark(incident["process_instance_key"])

    def resolve(self, incident: Row) -> None:
        """An incident is over."""
        self._store.put("incident", incident | {"state": "RESOLVED"}, self._work.at)
        left = self._active(element_instance_key=incident["element_instance_key"])
        key = left[-1]["key"] if left else None
        self.change(
            "element_instance", incident["element_instance_key"], has_incident=int(bool(left)), incident_key=key
        )
        self._mark(incident["process_instance_key"])

    def incidents_of(self, execution: Execution) -> list[Row]:
        """The active incidents at an execution."""
        return self._active(element_instance_key=execution.key)

    def _active(self, **where: Any) -> list[Row]:
        return self._store.find("incident", state="ACTIVE", **where)

    def _mark(self, instance_key: int | None) -> None:
        """Brings `hasIncident` of an instance and of those that called it up to date."""
        while instance_key is not None:
            row = self._store.get("process_instance", instance_key)
            if row is None:
                return
            own = bool(self._active(process_instance_key=instance_key))
            called = own or bool(
                self._store.find("process_instance", limit=1, parent_process_instance_key=instance_key, has_incident=1)
            )
            if bool(row["has_incident"]) == called:
                return
            self._store.put("process_instance", row | {"has_incident": int(called)}, self._work.at)
            instance_key = row["parent_process_instance_key"]
