"""An engine over a store of its own, moved from outside one word at a time, and what it leaves behind as a trail."""

from __future__ import annotations

import json
import shlex
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from c8tui.sandbox.bpmn.values import is_whole_number
from c8tui.sandbox.deployments import Deployer, File
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.engine.jobs import Verdict
from c8tui.sandbox.engine.work import Execution
from c8tui.sandbox.store import Row, Store
from tests.sandbox.engine.notation import bpmn

TENANT = "<default>"
NOON = 1_800_000_000_000
"""When every run begins, in milliseconds since 1970: 2027-01-15T08:00:00Z."""
MARKS = {"version": "test"}
_MARK = {"ACTIVE": "?", "TERMINATED": "!", "COMPLETED": ""}
DECISION = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rules" name="Rules" namespace="n">
  <decision id="double" name="Double"><literalExpression><text>n * 2</text></literalExpression></decision>
  <decision id="sorted" name="Sorted"><decisionTable hitPolicy="UNIQUE">
    <input id="i"><inputExpression><text>n</text></inputExpression></input><output id="o" name="kind"/>
    <rule id="r1"><inputEntry><text>&lt; 9</text></inputEntry><outputEntry><text>"small"</text></outputEntry></rule>
    <rule id="r2"><inputEntry><text>&gt; 5</text></inputEntry><outputEntry><text>"large"</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>"""
FORM = b'{"id": "approve", "type": "default", "components": []}'


class _Image(Store):
    """A store in memory that begins with the bytes of another."""

    def __init__(self, image: bytes) -> None:
        super().__init__(None, 0, MARKS, lambda store: None)
        self._image = image

    def _fill(self, connection: sqlite3.Connection) -> None:
        connection.deserialize(self._image)


@lru_cache(maxsize=1)
def _empty() -> bytes:
    store = Store(None, 0, MARKS, lambda store: None)
    image = store.connection.serialize()
    store.close()
    return image


class Run:
    """One engine. What is done to it are the words of `do`."""

    def __init__(self, text: str = "", store: Store | None = None) -> None:
        self.at = NOON
        self.store = store or _Image(_empty())
        self.engine = self._engine()
        if text:
            self.deploy(File("p.bpmn", bpmn(text)))

    def _engine(self) -> Engine:
        return Engine(self.store, lambda table, row: row)

    def restart(self) -> None:
        """The engine is killed; another one begins with what is stored."""
        image = self.store.connection.serialize()
        self.store.close()
        self.store = _Image(image)
        self.engine = self._engine()

    def deploy(self, *files: File) -> None:
        """Files, which stand for a whole deployment."""
        with self.engine.transaction(self.at):
            Deployer(self.engine).deploy(files, TENANT)

    def do(self, command: str) -> None:
        """One command, as `complete work a=1`: a word, what it is about, and variables as JSON."""
        word, *rest = shlex.split(command)
        self.engine.time_passes(self.at)
        getattr(self, f"_{word}")(*rest)
        self.engine.time_passes(self.at)

    # What can be done

    def _start(self, *given: str) -> None:
        process, values = _split(given)
        row = self.engine.definitions.latest(
            "process_definition", "process_definition_id", process[0] if process else "p", TENANT
        )
        assert row is not None, "there is no such process"
        with self.engine.transaction(self.at):
            self.engine.create(row, values, TENANT)

    def _job(self, type: str) -> Row:
        """The oldest job of a type that can be worked on; `type*2` is the second one."""
        type, _, number = type.partition("*")
        rows = [row for row in self.store.find("job", type=type) if row["phase"] in ("ready", "active")]
        assert rows, f"no job of type '{type}' is open"
        return rows[int(number or 1) - 1]

    def _complete(self, type: str, *given: str) -> None:
        with self.engine.transaction(self.at):
            self.engine.jobs.complete(self._job(type), _split(given)[1], Verdict())

    def _deny(self, type: str, reason: str = "no") -> None:
        with self.engine.transaction(self.at):
            self.engine.jobs.complete(self._job(type), {}, Verdict(denied=True, reason=reason))

    def _correct(self, type: str, *given: str) -> None:
        with self.engine.transaction(self.at):
            self.engine.jobs.complete(self._job(type), {}, Verdict(corrections=_split(given)[1]))

    def _fail(self, type: str, retries: str = "0", *given: str) -> None:
        with self.engine.transaction(self.at):
            self.engine.jobs.fail(self._job(type), int(retries), 0, "broken", _split(given)[1])

    def _throw(self, type: str, code: str, *given: str) -> None:
        with self.engine.transaction(self.at):
            self.engine.jobs.throw(self._job(type), code, "thrown", _split(given)[1])

    def _retries(self, type: str, number: str) -> None:
        row = next(row for row in self.store.find("job", type=type, phase="failed") if row["retries"] == 0)
        with self.engine.transaction(self.at):
            self.engine.jobs.put(row, retries=int(number), state="RETRIES_UPDATED")

    def _publish(self, name: str, key: str = "", *given: str) -> None:
        self._send(name, key, 0, _split(given)[1])

    def _keep(self, name: str, key: str = "", *given: str) -> None:
        self._send(name, key, 3_600_000, _split(given)[1])

    def _send(self, name: str, key: str, ttl: int, values: Mapping[str, Any]) -> None:
        with self.engine.transaction(self.at):
            self.engine.messages.publish(name, key, ttl, None, values, TENANT)

    def _broadcast(self, name: str, *given: str) -> None:
        with self.engine.transaction(self.at):
            self.engine.messages.broadcast(name, _split(given)[1], TENANT)

    def _pass(self, seconds: str) -> None:
        self.at += int(seconds) * 1000

    def _active(self, element: str) -> Execution:
        rows = [row for row in self.store.find("element_instance", element_id=element) if row["state"] == "ACTIVE"]
        key = rows[0]["key"] if rows else self.store.find("process_instance", state="ACTIVE")[0]["key"]
        return self.engine.work.get(key)

    def _set(self, element: str, *given: str) -> None:
        with self.engine.transaction(self.at):
            self.engine.variables.propagate(self._active(element), _split(given)[1])

    def _local(self, element: str, *given: str) -> None:
        with self.engine.transaction(self.at):
            self.engine.variables.set_local(self._active(element), _split(given)[1])

    def _task(self, element: str, event: str, *given: str) -> None:
        """A command on a user task: `completing` has variables, the others have columns."""
        values = _split(given)[1]
        with self.engine.transaction(self.at):
            completing = event == "completing"
            changes = {} if completing else values
            self.engine.tasks.begin(self._active(element), event, changes, values if completing else {})

    def _complete_task(self, *given: str) -> None:
        """The oldest open user task is completed."""
        task = self.store.find("user_task", state="CREATED", limit=1)[0]
        with self.engine.transaction(self.at):
            execution = self.engine.work.get(task["element_instance_key"])
            self.engine.tasks.begin(execution, "completing", {}, _split(given)[1])

    def _resolve(self, element: str = "") -> None:
        rows = [row for row in self.store.find("incident", state="ACTIVE") if element in ("", row["element_id"])]
        job = None if rows[0]["job_key"] is None else self.store.get("job", rows[0]["job_key"])
        with self.engine.transaction(self.at):
            self.engine.resolve(rows[0], anew=job is not None and job["retries"] < 1)

    def _cancel(self) -> None:
        (row,) = self.store.find("process_instance", state="ACTIVE", parent_process_instance_key=None)
        with self.engine.transaction(self.at):
            self.engine.cancel(self.engine.work.get(row["key"]))

    def _bring(self, what: str, *more: str) -> None:
        """Deploys a decision, a form, or another process."""
        files = {"decision": File("d.dmn", DECISION), "form": File("f.form", FORM)}
        self.deploy(files.get(what) or File(f"{what}.bpmn", bpmn(f"process {what}\n  s start\n  e end\n  s > e")))

    # What is left

    def trail(self) -> str:
        """The element instances in the order in which they were activated: `x` completed, `x!` terminated, `x?`."""
        rows = self.store.find("element_instance")
        return " ".join(f"{row['element_id']}{_MARK[row['state']]}" for row in rows)

    def states(self) -> str:
        """The states of the process instances, the oldest first."""
        return " ".join(row["state"] for row in self.store.find("process_instance"))

    def variables(self) -> dict[str, Any]:
        """The variables of the oldest process instance."""
        rows = self.store.find("process_instance", limit=1)
        return self.engine.variables.local(rows[0]["key"]) if rows else {}

    def incidents(self) -> list[str]:
        """The active incidents as `TYPE@element`."""
        return [f"{row['error_type']}@{row['element_id']}" for row in self.store.find("incident", state="ACTIVE")]

    def jobs(self) -> list[str]:
        """The types of the jobs that can be worked on."""
        return [row["type"] for row in self.store.find("job") if row["phase"] in ("ready", "active")]

    def task(self) -> Row:
        """The newest user task."""
        return self.store.find("user_task")[-1]


def _split(given: Iterable[str]) -> tuple[list[str], dict[str, Any]]:
    plain, values = [], {}
    for word in given:
        name, separator, text = word.partition("=")
        if separator:
            values[name] = int(text) if is_whole_number(text) else json.loads(text)
        else:
            plain.append(word)
    return plain, values


@dataclass(frozen=True)
class Case:
    """A process, what is done to it, and what is left in the end."""

    name: str
    process: str
    does: tuple[str, ...]
    trail: str
    states: str = "COMPLETED"
    variables: Mapping[str, Any] = field(default_factory=dict)
    incidents: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()

    def check(self, *, restarted: bool) -> None:
        """Runs it; with `restarted` the engine is killed after every command."""
        run = Run(self.process)
        for command in self.does:
            run.do(command)
            if restarted:
                run.restart()
            faults = inconsistencies(run)
            assert not faults, (command, faults)
        found = (run.trail(), run.states(), run.variables(), tuple(run.incidents()), tuple(run.jobs()))
        wanted = (self.trail, self.states, dict(self.variables), self.incidents, self.jobs)
        assert found == wanted, f"\n  found  {found}\n  wanted {wanted}"


def case(name: str, process: str, *does: str, trail: str, **more: Any) -> Case:
    """A case of a table."""
    return Case(name, process, does, trail, **more)


def inconsistencies(run: Run) -> list[str]:
    """What is wrong in what is stored: tokens lost or doubled, and what waits for nothing."""
    store = run.store
    executions = {row["key"]: row for row in store.find("execution")}
    faults = []
    for row in executions.values():
        inside = [one for one in executions.values() if one["parent_key"] == row["key"]]
        if len(inside) != row["children"]:
            faults.append(f"{row['element_id']} counts {row['children']} children and has {len(inside)}")
        if row["parent_key"] is not None and row["parent_key"] not in executions:
            faults.append(f"{row['element_id']} is in a scope that has ended")
        if not inside and not _waits(store, row):
            faults.append(f"{row['element_id']} ({row['phase']}) waits for nothing")
    shown = {row["key"] for row in store.find("element_instance", state="ACTIVE")}
    shown |= {row["key"] for row in store.find("process_instance", state="ACTIVE")}
    if shown != set(executions):
        faults.append(f"shown and not active, or the other way round: {shown ^ set(executions)}")
    faults += _orphans(store, executions)
    return faults


def _waits(store: Store, execution: Row) -> bool:
    """Whether something visible will let a leaf go on; a token at a joining gateway is seen by its scope."""
    key = execution["key"]
    if json.loads(execution["data"]).get("arrived"):
        return True
    if any(row["phase"] not in ("done", "failed", "thrown") for row in store.find("job", element_instance_key=key)):
        return True
    if store.find("incident", element_instance_key=key, state="ACTIVE"):
        return True
    if any(row["state"] not in ("COMPLETED", "CANCELED") for row in store.find("user_task", element_instance_key=key)):
        return True
    if any(row["kind"] != "output" for row in store.find("trigger_subscription", execution_key=key)):
        return True
    return bool(store.find("message_subscription", element_instance_key=key, message_subscription_state="CREATED"))


def _orphans(store: Store, executions: Mapping[int, Row]) -> list[str]:
    faults = [
        f"job {row['type']} has outlived its element"
        for row in store.find("job")
        if row["phase"] != "done" and row["element_instance_key"] not in executions
    ]
    faults += [
        f"{row['kind']} subscription of {row['element_id']} has outlived its element"
        for row in store.find("trigger_subscription")
        if row["execution_key"] is not None and row["execution_key"] not in executions
    ]
    faults += [
        f"subscription of {row['element_id']} has outlived its element"
        for row in store.find("message_subscription", message_subscription_state="CREATED")
        if row["element_instance_key"] is not None and row["element_instance_key"] not in executions
    ]
    faults += [
        f"incident of {row['element_id']} has outlived its element"
        for row in store.find("incident", state="ACTIVE")
        if row["element_instance_key"] not in executions
    ]
    return faults
