"""Suspension: a process instance and all that it called stand still until they are resumed.

Jobs are kept from workers, timers and conditions do not fire, messages wait in their buffer: what of them was due
meanwhile happens at the resumption. Nobody keeps a signal, so one that is broadcast meanwhile passes by.
"""

from __future__ import annotations

from collections.abc import Iterator

from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.engine.work import Execution
from c8tui.sandbox.problems import rejected

ASIDE = "suspended:"
"""Stands before the phase of a job and the kind of a subscription, so that nothing finds them."""


def suspend(engine: Engine, instance: Execution) -> None:
    """Suspends an instance with all that it called; within a transaction. 409 unless it is active."""
    _outermost(engine, instance, "SUSPEND", "ACTIVE")
    for one in list(_family(engine, instance)):
        one.data["suspended"] = True
        engine.records.change("process_instance", one.key, state="SUSPENDED", suspended_date=engine.work.at)
        for job in engine.store.find("job", process_instance_key=one.key):
            if job["phase"] != "done":
                engine.store.put("job", job | {"phase": ASIDE + job["phase"]}, engine.work.at)
        _turn_triggers(engine, one, aside=True)


def resume(engine: Engine, instance: Execution) -> None:
    """Resumes a suspended instance; within a transaction. 409 unless it is suspended."""
    _outermost(engine, instance, "RESUME", "SUSPENDED")
    for one in list(_family(engine, instance)):
        one.data.pop("suspended", None)
        engine.records.change("process_instance", one.key, state="ACTIVE", suspended_date=None)
        for job in engine.store.find("job", process_instance_key=one.key):
            if job["phase"].startswith(ASIDE):
                engine.jobs.put(job, phase=job["phase"].removeprefix(ASIDE), last_update_time=job["last_update_time"])
        _turn_triggers(engine, one, aside=False)
        for execution in engine.work.of_instance(one.key):
            engine.subscriptions.look_again(execution)
            for row in engine.subscriptions.open_messages(element_instance_key=execution.key):
                engine.work.do("buffered", execution, subscription=row["key"])


def running(instance: Execution, intent: str) -> Execution:
    """The instance itself; 409 while it is suspended."""
    if instance.data.get("suspended"):
        raise rejected(intent, "INVALID_STATE", f"process instance '{instance.key}' is suspended: resume it first")
    return instance


def _outermost(engine: Engine, instance: Execution, intent: str, state: str) -> None:
    row = engine.records.instance_of(instance)
    if instance.parent is not None:
        reason = f"process instance '{instance.key}' was called by another: {intent.lower()} the outermost"
        raise rejected(intent, "INVALID_STATE", reason)
    if row["state"] != state:
        reason = f"process instance '{instance.key}' is in state '{row['state']}', not '{state}'"
        raise rejected(intent, "INVALID_STATE", reason)


def _family(engine: Engine, instance: Execution) -> Iterator[Execution]:
    """An instance and all active ones that it called, at any depth."""
    waiting = [instance]
    while waiting:
        one = waiting.pop()
        yield one
        for row in engine.store.find("process_instance", parent_process_instance_key=one.key):
            called = engine.work.find(row["key"])
            if called is not None:
                waiting.append(called)


def _turn_triggers(engine: Engine, instance: Execution, *, aside: bool) -> None:
    for execution in engine.work.of_instance(instance.key):
        for row in engine.store.find("trigger_subscription", execution_key=execution.key):
            kind = row["kind"]
            if kind == "output":
                continue
            changed = ASIDE + kind if aside else kind.removeprefix(ASIDE)
            engine.store.put("trigger_subscription", row | {"kind": changed}, engine.work.at)
    engine.subscriptions.next_due = 0
