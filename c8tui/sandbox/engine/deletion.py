"""Deletion of process instances that have ended, with all that belongs to them."""

from __future__ import annotations

from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.problems import rejected
from c8tui.sandbox.store import Row

_BELONGING = (
    *("element_instance", "variable", "job", "user_task", "incident", "sequence_flow", "decision_instance"),
    *("message_subscription", "correlated_message_subscription"),
)


def delete_instance(engine: Engine, row: Row) -> None:
    """Deletes an instance and those that it called; within a transaction. 409 while it is active."""
    if engine.work.find(row["key"]) is not None:
        reason = f"process instance '{row['key']}' is in state '{row['state']}': only ended ones can be deleted"
        raise rejected("DELETE", "INVALID_STATE", reason)
    waiting = [row["key"]]
    while waiting:
        number = waiting.pop()
        waiting += [one["key"] for one in engine.store.find("process_instance", parent_process_instance_key=number)]
        for table in _BELONGING:
            for one in engine.store.find(table, process_instance_key=number):
                engine.store.remove(table, one["key"], engine.work.at)
        engine.store.remove("process_instance", number, engine.work.at)


def delete_evaluation(engine: Engine, number: int) -> Row | None:
    """Deletes the instances of one decision evaluation; within a transaction. One of them, or None without any."""
    rows = engine.store.find("decision_instance", decision_evaluation_key=number)
    for one in rows:
        engine.store.remove("decision_instance", one["key"], engine.work.at)
    return rows[-1] if rows else None
