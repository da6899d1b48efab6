"""Batch operations: a command over all that a filter finds, carried out item by item as time passes.

All of their state is in the database, so that a sandbox that was killed goes on with them.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from c8tui.sandbox import wire
from c8tui.sandbox.audit import Batched, record
from c8tui.sandbox.auth import Principal
from c8tui.sandbox.calls import Call
from c8tui.sandbox.engine.deletion import delete_evaluation, delete_instance
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.engine.migration import Migration, MigrationPlan
from c8tui.sandbox.engine.modification import Modification
from c8tui.sandbox.engine.suspension import resume, running, suspend
from c8tui.sandbox.engine.work import MOST_STEPS, Execution
from c8tui.sandbox.incidents import resolve_incident
from c8tui.sandbox.problems import Problem, rejected
from c8tui.sandbox.process_instances import cancel_instance, note_instance
from c8tui.sandbox.store import Row
from c8tui.sandbox.world import World

PACE_MS = 25
"""How long an item takes, by the sandbox's clock."""
_BEGINS_MS = 250
"""How long a batch is CREATED before its first item is carried out."""
_MOST_AT_ONCE = 500
"""Items that one request carries out when the clock was moved far ahead."""
_NEVER = 2**62
_UNFINISHED = ("CREATED", "ACTIVE", "SUSPENDED")

Item = tuple[int, int | None, int | None, str]
"""What an operation is about: its key, its process instance, the root of that, its tenant."""
Effect = Callable[[Engine, Row, Mapping[str, Any], Principal, Batched], None]
"""Carries an operation out on an item, given what the batch was created with; within a transaction."""


def _actor(row: Row) -> Principal:
    if row["actor_type"] == "USER":
        return Principal(username=row["actor_id"])
    return Principal(client_id=row["actor_id"])


class Batches:
    """Creates batches and carries them out."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._engine = world.engine
        self._store = world.store
        self._next_due = 0
        """Nothing is to be done before this time, in milliseconds since 1970."""

    def create(self, call: Call, type_: str, items: list[Item], details: Mapping[str, Any]) -> dict[str, object]:
        """The answer to a request for a batch, which begins a moment later."""
        at, who = self._world.now(), call.principal
        with self._engine.transaction(at):
            key = self._store.new_key()
            actor = "USER" if who.username is not None else "CLIENT" if who.client_id else "ANONYMOUS"
            plan = {"due": at + _BEGINS_MS, "details": dict(details), "strict": self._world.speaks("8.9")}
            row: Row = {
                "key": key,
                "state": "CREATED",
                "batch_operation_type": type_,
                "operation_type": type_,
                "start_date": at,
                "end_date": None,
                "actor_type": actor,
                "actor_id": who.username or who.client_id,
                "operations_total_count": len(items),
                "operations_failed_count": 0,
                "operations_completed_count": 0,
                "errors": "[]",
                "plan": wire.compact(plan),
            }
            self._store.put("batch_operation", row, at)
            for number, instance, root, tenant in items:
                item = {
                    "key": self._store.new_key(),
                    "operation_type": type_,
                    "batch_operation_key": key,
                    "item_key": number,
                    "process_instance_key": instance,
                    "root_process_instance_key": root,
                    "state": "ACTIVE",
                    "processed_date": None,
                    "error_message": None,
                    "tenant_id": tenant,
                }
                self._store.put("batch_operation_item", item, at)
            self._note(row, "CREATE", who)
        self._next_due = 0
        return {"batchOperationKey": str(key), "batchOperationType": type_}

    def _note(self, row: Row, operation: str, actor: Principal) -> None:
        about = {"batch_operation_key": row["key"], "batch_operation_type": row["batch_operation_type"]}
        record(self._engine, "BATCH", row["key"], operation, actor, about)

    # Commands

    def command(self, call: Call, intent: str, wanted: tuple[str, ...], state: str) -> None:
        """Takes a batch from one of some states to another; 404 when it is over, 409 when it is in none of them."""
        number, at = call.key("batchOperationKey"), self._world.now()
        with self._engine.transaction(at):
            row = self._store.get("batch_operation", number)
            if row is None or row["state"] not in _UNFINISHED:
                raise rejected(intent, "NOT_FOUND", f"no unfinished batch operation has the key '{number}'")
            if row["state"] not in wanted:
                reason = f"batch operation '{number}' is in state '{row['state']}'"
                raise rejected(intent, "INVALID_STATE", reason)
            plan = json.loads(row["plan"]) | {"due": at}
            changes: Row = {"state": state, "plan": wire.compact(plan)}
            if state == "CANCELED":
                changes["end_date"] = at
                for item in self._left(number):
                    self._store.put("batch_operation_item", item | {"state": "CANCELED", "processed_date": at}, at)
            self._store.put("batch_operation", row | changes, at)
            self._note(row, intent, call.principal)
        self._next_due = 0

    def _left(self, batch: int, limit: int = -1) -> list[Row]:
        return self._store.find("batch_operation_item", limit=limit, batch_operation_key=batch, state="ACTIVE")

    # Carrying out

    def turn(self, now: int) -> None:
        """Carries out the items that are due."""
        if now < self._next_due:
            return
        self._next_due = _NEVER
        for state in ("CREATED", "ACTIVE"):
            for row in self._store.find("batch_operation", state=state):
                self._next_due = min(self._next_due, self._go_on(row, now))

    def _go_on(self, row: Row, now: int) -> int:
        """Carries out what is due of one batch; when the next item is."""
        due: int = json.loads(row["plan"])["due"]
        if now < due:
            return due
        wanted = min((now - due) // PACE_MS + 1, _MOST_AT_ONCE)
        for item in self._left(row["key"], wanted):
            self._item(row["key"], item, now)
            due += PACE_MS
        with self._engine.transaction(now):
            row = self._store.get("batch_operation", row["key"]) or row
            changes: Row = {"state": "ACTIVE", "plan": wire.compact(json.loads(row["plan"]) | {"due": due})}
            if not self._left(row["key"], 1):
                failed = row["operations_failed_count"] > 0
                changes |= {"state": "PARTIALLY_COMPLETED" if failed else "COMPLETED", "end_date": now}
                due = _NEVER
            self._store.put("batch_operation", row | changes, now)
        return due

    def _item(self, batch: int, item: Row, now: int) -> None:
        """An item takes effect and is done, together or not at all; a refusal is written down instead."""
        try:
            with self._engine.transaction(now):
                row = self._store.get("batch_operation", batch)
                assert row is not None, "an item belongs to a batch"
                plan, type_ = json.loads(row["plan"]), row["batch_operation_type"]
                about: Batched = {"batch_operation_key": batch, "batch_operation_type": type_}
                details = plan["details"] | {"strict": plan["strict"]}
                EFFECTS[type_](self._engine, item, details, _actor(row), about)
                self._engine.work.drain(MOST_STEPS)
                self._done(batch, item, "COMPLETED", None)
        except Problem as problem:
            with self._engine.transaction(now):
                state = "SKIPPED" if problem.title == "NOT_FOUND" else "FAILED"
                self._done(batch, item, state, problem.detail)
        except Exception:  # else it would come up again at every request
            sys.stderr.write(f"c8tui sandbox: item {item['item_key']} of batch operation {batch} failed\n")
            traceback.print_exc(file=sys.stderr)
            with self._engine.transaction(now):
                self._done(batch, item, "FAILED", "The sandbox failed; its standard error output says why.")

    def _done(self, batch: int, item: Row, state: str, why: str | None) -> None:
        at, row = self._engine.work.at, self._store.get("batch_operation", batch)
        assert row is not None, "an item belongs to a batch"
        done = {"state": state, "processed_date": at, "error_message": why}
        self._store.put("batch_operation_item", item | done, at)
        counted = "operations_failed_count" if state == "FAILED" else "operations_completed_count"
        self._store.put("batch_operation", row | {counted: row[counted] + 1}, at)


# What the operations do


def _instance(engine: Engine, item: Row, intent: str) -> Execution:
    found = engine.work.find(item["item_key"])
    if found is None:
        raise rejected(intent, "NOT_FOUND", f"no active process instance has the key '{item['item_key']}'")
    return found


def _cancel(engine: Engine, item: Row, details: Mapping[str, Any], actor: Principal, batch: Batched) -> None:
    cancel_instance(engine, _instance(engine, item, "CANCEL"))
    note_instance(engine, item["item_key"], "CANCEL", actor, batch)


def _resolve(engine: Engine, item: Row, details: Mapping[str, Any], actor: Principal, batch: Batched) -> None:
    incident = engine.store.get("incident", item["item_key"])
    if incident is None or incident["state"] != "ACTIVE":
        raise rejected("RESOLVE", "NOT_FOUND", f"no active incident has the key '{item['item_key']}'")
    resolve_incident(engine, incident, actor, strict=details["strict"], batch=batch)


def _modify(engine: Engine, item: Row, details: Mapping[str, Any], actor: Principal, batch: Batched) -> None:
    instance = running(_instance(engine, item, "MODIFY"), "MODIFY")
    Modification(engine, instance).move([(source, target) for source, target in details["moves"]]).carry_out()
    note_instance(engine, item["item_key"], "MODIFY", actor, batch)


def _migrate(engine: Engine, item: Row, details: Mapping[str, Any], actor: Principal, batch: Batched) -> None:
    instance = running(_instance(engine, item, "MIGRATE"), "MIGRATE")
    Migration(engine, instance, MigrationPlan(details["target"], details["mapping"])).check().carry_out()
    note_instance(engine, item["item_key"], "MIGRATE", actor, batch)


def _delete(engine: Engine, item: Row, details: Mapping[str, Any], actor: Principal, batch: Batched) -> None:
    row = engine.store.get("process_instance", item["item_key"])
    if row is None:
        raise rejected("DELETE", "NOT_FOUND", f"no process instance has the key '{item['item_key']}'")
    note_instance(engine, item["item_key"], "DELETE", actor, batch)
    delete_instance(engine, row)


def _suspend(engine: Engine, item: Row, details: Mapping[str, Any], actor: Principal, batch: Batched) -> None:
    suspend(engine, _instance(engine, item, "SUSPEND"))
    note_instance(engine, item["item_key"], "SUSPEND", actor, batch)


def _resume(engine: Engine, item: Row, details: Mapping[str, Any], actor: Principal, batch: Batched) -> None:
    resume(engine, _instance(engine, item, "RESUME"))
    note_instance(engine, item["item_key"], "RESUME", actor, batch)


def _forget(engine: Engine, item: Row, details: Mapping[str, Any], actor: Principal, batch: Batched) -> None:
    forget_evaluation(engine, item["item_key"], actor, batch)


def forget_evaluation(engine: Engine, number: int, actor: Principal, batch: Batched | None = None) -> None:
    """Deletes the instances of a decision evaluation; within a transaction. 404 without any."""
    row = delete_evaluation(engine, number)
    if row is None:
        raise rejected("DELETE", "NOT_FOUND", f"no decision instance has the evaluation key '{number}'")
    about = {column: row[column] for column in ("decision_definition_id", "decision_definition_key", "tenant_id")}
    about |= {"decision_evaluation_key": number, "decision_requirements_key": row["decision_requirements_key"]}
    record(engine, "DECISION", number, "DELETE", actor, about | (batch or {}))


def _update_job(engine: Engine, item: Row, details: Mapping[str, Any], actor: Principal, batch: Batched) -> None:
    job = engine.store.get("job", item["item_key"])
    if job is None or job["phase"] == "done":
        raise rejected("UPDATE", "NOT_FOUND", f"no open job has the key '{item['item_key']}'")
    engine.jobs.update(job, details["changes"], details["timeout"])
    about = {column: job[column] for column in ("process_definition_id", "process_definition_key", "tenant_id")}
    about |= {"process_instance_key": job["process_instance_key"], "job_key": job["key"]}
    record(engine, "JOB", job["key"], "UPDATE", actor, about | batch)


EFFECTS: Mapping[str, Effect] = {
    "CANCEL_PROCESS_INSTANCE": _cancel,
    "RESOLVE_INCIDENT": _resolve,
    "MODIFY_PROCESS_INSTANCE": _modify,
    "MIGRATE_PROCESS_INSTANCE": _migrate,
    "DELETE_PROCESS_INSTANCE": _delete,
    "SUSPEND_PROCESS_INSTANCE": _suspend,
    "RESUME_PROCESS_INSTANCE": _resume,
    "DELETE_DECISION_INSTANCE": _forget,
    "UPDATE_JOB": _update_job,
}
"""What each type of batch does to an item."""
