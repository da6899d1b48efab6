"""How instances move: a process starts, each step makes a task or a job, and the last one ends the instance."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from c8tui.sandbox import wire
from c8tui.sandbox.blueprints import HOUR_MS, PROCESSES, JobStep, UserStep
from c8tui.sandbox.query import serialized
from c8tui.sandbox.store import Row, Store
from c8tui.sandbox.stories import Story

_PRIORITIES = (50, 50, 50, 50, 75, 75, 30, 25, 90, 95)
OPEN_STATES = frozenset({"CREATING", "CREATED", "ASSIGNING", "UPDATING", "COMPLETING", "CANCELING"})
"""The states of a user task that the engine still holds."""


class Flow:
    """The engine's bookkeeping. Every time is in milliseconds since 1970 and given by the caller."""

    def __init__(self, store: Store, story: Story) -> None:
        self._store = store
        self._story = story
        self._definitions: dict[str, Row] = {}
        self._forms: dict[str, int] = {}
        self.on_job: Callable[[], None] = lambda: None
        """Called whenever a new job is ready."""

    def put(self, table: str, row: Row, at: int) -> Row:
        """Writes a new row as the story tells it, and returns it so."""
        told = self._story.twist(table, row)
        self._store.put(table, told, at)
        return told

    def _definition(self, process_id: str) -> Row:
        """The latest version of a process."""
        if process_id not in self._definitions:
            rows = self._store.find("process_definition", process_definition_id=process_id)
            self._definitions[process_id] = max(rows, key=lambda row: int(row["version"]))
        return self._definitions[process_id]

    def _form_key(self, form_id: str | None) -> int | None:
        if not self._forms:
            self._forms = {row["form_id"]: row["key"] for row in self._store.find("form")}
        return self._forms.get(form_id) if form_id else None

    def start(self, process_id: str, variables: Mapping[str, Any], at: int, tenant: str, number: int) -> Row:
        """A new instance with its variables, not yet in any step."""
        process, definition = PROCESSES[process_id], self._definition(process_id)
        key = self._store.new_key()
        instance: Row = {
            "key": key,
            "process_definition_id": process_id,
            "process_definition_name": definition["name"],
            "process_definition_version": definition["version"],
            "process_definition_version_tag": definition["version_tag"],
            "process_definition_key": definition["key"],
            "start_date": at,
            "end_date": None,
            "state": "ACTIVE",
            "suspended_date": None,
            "has_incident": 0,
            "tenant_id": tenant,
            "parent_process_instance_key": None,
            "parent_element_instance_key": None,
            "root_process_instance_key": key,
            "tags": serialized(process.tags),
            "business_id": f"{process_id[:3].upper()}-{number:06d}",
            "element_id": None,
        }
        instance = self.put("process_instance", instance, at)
        for name, value in variables.items():
            self._new_variable(instance, key, name, value, at)
        return instance

    def set_variables(self, instance: Row, scope: int, variables: Mapping[str, Any], at: int) -> None:
        """Sets variables in a scope, new ones and those that are there."""
        there = {row["name"]: row for row in self._store.find("variable", scope_key=scope)} if variables else {}
        for name, value in variables.items():
            if name in there:
                self._store.put("variable", there[name] | {"value": wire.compact(value)}, at)
            else:
                self._new_variable(instance, scope, name, value, at)

    def _new_variable(self, instance: Row, scope: int, name: str, value: object, at: int) -> None:
        row: Row = {
            "key": self._store.new_key(),
            "name": name,
            "tenant_id": instance["tenant_id"],
            "scope_key": scope,
            "process_instance_key": instance["key"],
            "root_process_instance_key": instance["root_process_instance_key"],
            "value": wire.compact(value),
        }
        self.put("variable", row, at)

    def enter(self, instance: Row, position: int, at: int) -> Row | None:
        """The instance arrives at a step: its task or job appears. Behind the last step the instance is complete."""
        steps = PROCESSES[instance["process_definition_id"]].steps
        if position == len(steps):
            self._store.put("process_instance", instance | {"state": "COMPLETED", "end_date": at}, at)
            return None
        step = steps[position]
        instance["element_id"] = step.element_id
        self._store.put("process_instance", instance, at)
        return self._job(instance, step, at) if isinstance(step, JobStep) else self._task(instance, step, at)

    def leave(self, instance_key: int, element_id: str, variables: Mapping[str, Any], at: int) -> None:
        """A step is done: its variables go into the instance, which arrives at the next step."""
        instance = self._store.get("process_instance", instance_key)
        if instance is None:
            return
        self.set_variables(instance, instance_key, variables, at)
        process = PROCESSES[instance["process_definition_id"]]
        self.enter(instance, process.position(element_id) + 1, at)

    def _task(self, instance: Row, step: UserStep, at: int) -> Row:
        key = self._store.new_key()
        chance = Random(key)
        due = step.due_hours and at + chance.randrange(step.due_hours[0] * HOUR_MS, step.due_hours[1] * HOUR_MS)
        task: Row = {
            "key": key,
            "name": step.name,
            "state": "CREATED",
            "assignee": None,
            "element_id": step.element_id,
            "candidate_groups": serialized(step.groups),
            "candidate_users": "[]",
            "process_definition_id": instance["process_definition_id"],
            "creation_date": at,
            "completion_date": None,
            "follow_up_date": None,
            "due_date": due,
            "tenant_id": instance["tenant_id"],
            "external_form_reference": None,
            "process_definition_version": instance["process_definition_version"],
            "custom_headers": "{}",
            "priority": chance.choice(_PRIORITIES),
            "element_instance_key": self._store.new_key(),
            "process_name": instance["process_definition_name"],
            "process_definition_key": instance["process_definition_key"],
            "process_instance_key": instance["key"],
            "root_process_instance_key": instance["root_process_instance_key"],
            "business_id": instance["business_id"],
            "form_key": self._form_key(step.form),
            "tags": instance["tags"],
        }
        self.put("user_task", task, at)
        return task

    def _job(self, instance: Row, step: JobStep, at: int) -> Row:
        job: Row = {
            "key": self._store.new_key(),
            "custom_headers": wire.compact(dict(step.headers)),
            "deadline": None,
            "denied_reason": None,
            "element_id": step.element_id,
            "element_instance_key": self._store.new_key(),
            "end_time": None,
            "error_code": None,
            "error_message": None,
            "has_failed_with_retries_left": 0,
            "is_denied": None,
            "kind": "BPMN_ELEMENT",
            "listener_event_type": "UNSPECIFIED",
            "process_definition_id": instance["process_definition_id"],
            "process_definition_key": instance["process_definition_key"],
            "process_definition_version": instance["process_definition_version"],
            "process_instance_key": instance["key"],
            "root_process_instance_key": instance["root_process_instance_key"],
            "business_id": instance["business_id"],
            "retries": 3,
            "state": "CREATED",
            "tenant_id": instance["tenant_id"],
            "type": step.type,
            "worker": "",
            "creation_time": at,
            "last_update_time": at,
            "priority": 50,
            "phase": "ready",
            "ready_at": at,
        }
        self.put("job", job, at)
        self.on_job()
        return job

    def raise_incident(self, job: Row, error_type: str, message: str, at: int) -> Row:
        """An incident about a job; its instance has one from now on."""
        return self._raise(job, job["key"], error_type, message, at)

    def stop(self, instance: Row, element_id: str, error_type: str, message: str, at: int) -> Row:
        """The instance arrives at an element that fails at once: there is an incident, and neither task nor job."""
        instance = instance | {"element_id": element_id}
        self._store.put("process_instance", instance, at)
        place = {"process_instance_key": instance["key"], "element_instance_key": self._store.new_key()}
        return self._raise(instance | place, None, error_type, message, at)

    def raise_anew(self, incident: Row, at: int) -> Row:
        """The incident was resolved, what caused it was not: another one comes up in its place."""
        self._store.put("incident", incident | {"state": "RESOLVED"}, at)
        again = incident | {"key": self._store.new_key(), "state": "ACTIVE", "creation_time": at}
        self._store.put("incident", again, at)
        return again

    def _raise(self, place: Row, job_key: int | None, error_type: str, message: str, at: int) -> Row:
        """An incident at a place: what both a job and an instance at an element know of where they are."""
        incident: Row = {
            "key": self._store.new_key(),
            "process_definition_id": place["process_definition_id"],
            "error_type": error_type,
            "error_message": message,
            "element_id": place["element_id"],
            "creation_time": at,
            "state": "ACTIVE",
            "tenant_id": place["tenant_id"],
            "process_definition_key": place["process_definition_key"],
            "process_instance_key": place["process_instance_key"],
            "root_process_instance_key": place["root_process_instance_key"],
            "element_instance_key": place["element_instance_key"],
            "job_key": job_key,
        }
        incident = self.put("incident", incident, at)
        self.mark_incident(place["process_instance_key"], at)
        return incident

    def mark_incident(self, instance_key: int, at: int) -> None:
        """Brings `hasIncident` of an instance up to date."""
        instance = self._store.get("process_instance", instance_key)
        if instance is not None:
            active = self._store.find("incident", process_instance_key=instance_key, state="ACTIVE")
            self._store.put("process_instance", instance | {"has_incident": int(bool(active))}, at)

    def variables(self, scope: int) -> dict[str, Any]:
        """The variables of a scope, parsed."""
        return {row["name"]: json.loads(row["value"]) for row in self._store.find("variable", scope_key=scope)}
