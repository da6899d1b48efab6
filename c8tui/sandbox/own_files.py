"""A deployment at the start: files of the user's own, and one instance of each process that they change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from c8tui.sandbox.bpmn.model import ConditionalEvent, FlowNode, MessageEvent, Process, SignalEvent
from c8tui.sandbox.deployments import Deployer, File
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.store import Row
from c8tui.sandbox.tenants import DEFAULT_TENANT


@dataclass(frozen=True, slots=True)
class Deployed:
    """A file that was deployed: what it holds, as `process order`; whether that is new, and in which version."""

    file: str
    what: str
    version: int
    new: bool


@dataclass(frozen=True, slots=True)
class Started:
    """A process that came new: the key of its instance, or what it `waits_for` to be started."""

    process_id: str
    key: int | None
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the files."""

    deployed: Sequence[Deployed]
    started: Sequence[Started]
    job_types: Sequence[str]
    """Types of jobs that the processes have work for; whoever uses the sandbox is the worker."""
    incidents: int
    """How many of the instances are stuck already."""


class OwnFiles:
    """Deploys them once in the life of a sandbox, at its first turn; what an earlier life has deployed stays as it is.

    All of it is one transaction, so that a sandbox that dies meanwhile begins anew with it.
    """

    def __init__(self, engine: Engine, files: Sequence[File]) -> None:
        self._engine, self._files = engine, files
        self.account: Account | None = None
        """There from the first turn on."""

    def turn(self, now: int) -> None:
        """Deploys and starts, unless that was done. Raises `NotDeployable`."""
        if self.account is not None:
            return
        engine = self._engine
        with engine.transaction(now):
            key, made = Deployer(engine).deploy(self._files, DEFAULT_TENANT)
            deployed = [
                Deployed(_file(row, made), _what(table, row), int(row["version"]), row["deployment_key"] == key)
                for table, row in made
                if table != "decision_requirements"
            ]
            processes = [row for table, row in made if table == "process_definition"]
            models = [engine.definitions.process(row["key"]) for row in processes]
            started = [
                self._start(row, model)
                for row, model in zip(processes, models, strict=True)
                if row["deployment_key"] == key
            ]
        stuck = sum(engine.store.count("incident", process_instance_key=one.key) for one in started if one.key)
        types = dict.fromkeys(type for model in models for type in _job_types(model))
        self.account = Account(deployed, started, [*types], stuck)

    def _start(self, definition: Row, process: Process) -> Started:
        if process.body.start is None:
            events = " or ".join(_event(node) for node in process.body.event_starts)
            return Started(process.id, None, events)
        return Started(process.id, self._engine.create(definition, {}, DEFAULT_TENANT).key)


_NAMES = {
    "process_definition": ("process", "process_definition_id"),
    "decision_definition": ("decision", "decision_definition_id"),
    "form": ("form", "form_id"),
    "resource": ("resource", "resource_id"),
}


def _file(row: Row, made: list[tuple[str, Row]]) -> str:
    """The name of the file that something came in; of a decision that of its requirements."""
    requirements = row.get("decision_requirements_key")
    holder = next((other for _, other in made if other["key"] == requirements), row)
    return str(holder["resource_name"])


def _what(table: str, row: Row) -> str:
    noun, column = _NAMES[table]
    return noun if table == "resource" else f"{noun} {row[column]}"


def _job_types(process: Process) -> Iterator[str]:
    for node in process.walk():
        if node.job is not None:
            yield node.job.type.text


def _event(node: FlowNode) -> str:
    match node.event:
        case MessageEvent(name=name):
            return f'the message "{name.text}"'
        case SignalEvent(name=name):
            return f'the signal "{name.text}"'
        case ConditionalEvent():
            return "a condition"
    return "a timer"
