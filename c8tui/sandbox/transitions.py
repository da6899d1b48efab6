"""A user task between two states: listeners that take their time, that deny, or that nobody works for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from c8tui.sandbox.calls import Call
from c8tui.sandbox.fault_specs import Fault
from c8tui.sandbox.problems import Problem, rejected
from c8tui.sandbox.store import Row
from c8tui.sandbox.world import World

OPEN_STATES = frozenset({"CREATING", "CREATED", "ASSIGNING", "UPDATING", "COMPLETING", "CANCELING"})
"""The states of a user task that the engine still holds."""
_UNATTENDED_MS = 5_000
"""How long a task hangs in its -ING state when its listener has no worker."""

Effect = Callable[[int], None]
"""What a command does in the end, given the time in milliseconds."""


@dataclass(eq=False)
class Listening:
    """A task whose listener is at work until `due`; then `effect` happens."""

    due: int
    effect: Effect


class Listeners:
    """All listeners at work. They end when they are due, whether or not anybody still waits for the answer."""

    def __init__(self) -> None:
        self._at_work: list[Listening] = []

    def begin(self, due: int, effect: Effect) -> Listening:
        """A listener starts to work."""
        listening = Listening(due, effect)
        self._at_work.append(listening)
        return listening

    def end(self, listening: Listening, at: int) -> None:
        """A listener is done, unless it was before."""
        if listening in self._at_work:
            self._at_work.remove(listening)
            listening.effect(at)

    def turn(self, now: int) -> None:
        """Ends every listener that is due."""
        for listening in [one for one in self._at_work if one.due <= now]:
            self.end(listening, now)


def open_task(call: Call, intent: str) -> Row:
    """The task that a command is about; 404 unless the engine holds it, 409 while another command is at work."""
    key = call.key("userTaskKey")
    task = call.world.store.get("user_task", key)
    if task is None or task["state"] not in OPEN_STATES or task["tenant_id"] not in call.principal.tenants:
        raise rejected(intent, "NOT_FOUND", f"no open user task has the key '{key}'")
    if task["state"] != "CREATED":
        raise rejected(intent, "INVALID_STATE", f"user task '{key}' is in state '{task['state']}', not 'CREATED'")
    instance = call.world.store.get("process_instance", task["process_instance_key"])
    if instance is not None and instance["state"] == "SUSPENDED":
        raise rejected(intent, "INVALID_STATE", f"the process instance of user task '{key}' is suspended")
    return task


async def carry_out(call: Call, listeners: Listeners, intent: str, passing: str, task: Row, effect: Effect) -> None:
    """Takes a task through its `passing` state (such as ASSIGNING) to the effect of a command.

    Raises the problem that a listener causes; the task is then, or will be, what it was before.
    """
    world = call.world
    if world.faults.take("listener-timeout", call.method, call.path):
        _pass(world, task, passing)
        listeners.begin(world.now() + _UNATTENDED_MS, lambda _: world.put("user_task", task))
        raise Problem("DEADLINE_EXCEEDED", f"Command '{intent}' got no answer in time: a task listener has no worker.")
    denial = world.faults.take("deny", call.method, call.path)
    listener = world.faults.take("listener", call.method, call.path)
    end = effect if denial is None else lambda _: world.put("user_task", task)
    if listener is not None:
        await _listen(world, listeners, listener, passing, task, end)
    elif denial is None:
        end(world.now())
    if denial is not None:
        raise rejected(intent, "INVALID_STATE", f"a task listener denied it: {denial.value}")


async def _listen(world: World, listeners: Listeners, listener: Fault, passing: str, task: Row, end: Effect) -> None:
    _pass(world, task, passing)
    listening = listeners.begin(world.now() + listener.number, end)
    await asyncio.sleep(listener.number / 1000)
    listeners.end(listening, world.now())


def _pass(world: World, task: Row, passing: str) -> None:
    world.put("user_task", task | {"state": passing})
