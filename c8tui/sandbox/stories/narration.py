"""The steps that scripted stories are told in: files deployed, instances started, and what became of their jobs."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from c8tui.sandbox.audit import record_task
from c8tui.sandbox.deployments import Deployer, File
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.engine.jobs import Verdict
from c8tui.sandbox.store import Row
from c8tui.sandbox.tenants import DEFAULT_TENANT

_WORKER = "warehouse-7"


class Narration:
    """Tells one story; its files lie in the folder of `resources/` beside it that bears its name.

    Times are milliseconds since 1970.
    """

    def __init__(self, engine: Engine, story: str) -> None:
        self._engine, self._folder = engine, files("c8tui.sandbox.stories").joinpath("resources", story)

    def deploy(self, at: int, *names: str) -> None:
        """Deploys files together; `parcel-v1.bpmn` is an earlier version of `parcel.bpmn`."""
        brought = [File(name.replace("-v1.", "."), self._folder.joinpath(name).read_bytes()) for name in names]
        with self._engine.transaction(at):
            Deployer(self._engine).deploy(brought, DEFAULT_TENANT)

    def start(self, at: int, process_id: str, values: Mapping[str, Any], business_id: str | None = None) -> int:
        """Starts an instance of the latest version; its key."""
        place = ("process_definition", "process_definition_id", process_id, DEFAULT_TENANT)
        definition = self._engine.definitions.latest(*place)
        assert definition is not None, f"the story has deployed '{process_id}'"
        with self._engine.transaction(at):
            return self._engine.create(definition, values, DEFAULT_TENANT, business_id=business_id).key

    def jobs(self, instance: int) -> list[Row]:
        """The jobs of an instance that wait for a worker."""
        return self._engine.store.find("job", process_instance_key=instance, phase="ready")

    def complete_job(self, at: int, job: Row, values: Mapping[str, Any] | None = None) -> None:
        """A worker does a job."""
        with self._engine.transaction(at):
            self._engine.jobs.complete(job | {"worker": _WORKER}, values or {}, Verdict())

    def fail_job(self, at: int, job: Row, message: str) -> None:
        """A worker fails at a job until no retries are left."""
        with self._engine.transaction(at):
            self._engine.jobs.fail(job | {"worker": _WORKER}, 0, 0, message, {})

    def complete_task(self, at: int, instance: int, actor: str, values: Mapping[str, Any] | None = None) -> None:
        """Somebody completes the open task of an instance."""
        (task,) = self._engine.store.find("user_task", process_instance_key=instance, state="CREATED")
        with self._engine.transaction(at):
            execution = self._engine.work.get(task["element_instance_key"])
            self._engine.tasks.begin(execution, "completing", {}, dict(values or {}))
            record_task(self._engine, task, "COMPLETE", actor)

    def publish(self, at: int, name: str, key: str, values: Mapping[str, Any], ttl: int = 0) -> None:
        """A message comes from outside."""
        with self._engine.transaction(at):
            self._engine.messages.publish(name, key, ttl, None, values, DEFAULT_TENANT)

    def broadcast(self, at: int, name: str) -> None:
        """A signal comes from outside."""
        with self._engine.transaction(at):
            self._engine.messages.broadcast(name, {}, DEFAULT_TENANT)
