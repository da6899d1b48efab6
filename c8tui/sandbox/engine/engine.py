"""The engine as its commands see it: processes are started, cancelled and moved on, each command in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from c8tui.sandbox.bpmn.model import FlowNode
from c8tui.sandbox.engine.activities import Activities
from c8tui.sandbox.engine.ad_hoc import AdHocSubProcesses
from c8tui.sandbox.engine.definitions import Definitions
from c8tui.sandbox.engine.events import Events
from c8tui.sandbox.engine.gateways import Gateways
from c8tui.sandbox.engine.jobs import JobWork
from c8tui.sandbox.engine.lifecycle import Lifecycle
from c8tui.sandbox.engine.loops import Loops
from c8tui.sandbox.engine.messages import Messages
from c8tui.sandbox.engine.records import Records
from c8tui.sandbox.engine.subscriptions import Subscriptions
from c8tui.sandbox.engine.user_tasks import UserTasks
from c8tui.sandbox.engine.variables import Twist, Variables
from c8tui.sandbox.engine.work import Execution, Work
from c8tui.sandbox.evaluations import evaluate, explained
from c8tui.sandbox.problems import Problem
from c8tui.sandbox.store import Row, Store


class Engine:
    """One engine over one store. Commands are called within `work.transaction(at)`."""

    def __init__(self, store: Store, twist: Twist) -> None:
        self.store = store
        self.definitions = Definitions(store)
        self.work = Work(store, self.definitions)
        self.variables = Variables(self.work, twist)
        self.records = Records(self.work, twist)
        self.life = Lifecycle(self.work, self.variables, self.records)
        self.subscriptions = Subscriptions(self.life)
        self.activities = Activities(self.life, self.subscriptions, self._decide, self._start_called)
        self.events = Events(self.life, self.subscriptions, self.activities.by_job)
        self.gateways = Gateways(self.life, self.subscriptions)
        self.loops = Loops(self.life)
        self.tasks = UserTasks(self.life)
        self.ad_hoc = AdHocSubProcesses(self.life)
        self.jobs = JobWork(self.life, self.events, self.tasks, self.ad_hoc)
        self.messages = Messages(self.life, self.subscriptions, self._start_at)
        self.events.broadcast = self.messages.broadcast
        self.work.on_incident = self.life.stop
        self._recovered = False

    @property
    def transaction(self) -> Callable[[int], Any]:
        """The transaction that a command runs in, given its time."""
        return self.work.transaction

    def time_passes(self, now: int) -> None:
        """Lets happen what is due: timers, ends of locks and back-offs, and what a long transaction left."""
        if not self._recovered:
            self._recovered = True
            self._recover(now)
        self.work.resume(now)
        self.jobs.time_passes(now)
        self.messages.time_passes(now)

    def _recover(self, now: int) -> None:
        """Frees the user tasks that a listener held which ended with an earlier process of the sandbox."""
        with self.transaction(now):
            for state in ("ASSIGNING", "UPDATING", "COMPLETING"):
                for task in self.store.find("user_task", state=state):
                    execution = self.work.find(task["element_instance_key"])
                    if execution is not None and "transition" not in execution.data:
                        self.store.put("user_task", task | {"state": "CREATED"}, now)

    # Process instances

    def create(
        self,
        definition: Row,
        variables: Mapping[str, Any],
        tenant: str,
        *,
        caller: Execution | None = None,
        start_at: list[Any] | None = None,
        tags: list[str] | None = None,
        business_id: str | None = None,
    ) -> Execution:
        """A new instance of a process definition, at its none start event unless `start_at` names other places."""
        key = self.store.new_key()
        if caller is not None:
            called_by = self.records.instance_of(caller)
            business_id = called_by["business_id"]
        data = {} if start_at is None else {"start_at": start_at}
        process_id = definition["process_definition_id"]
        parent = None if caller is None else caller.key
        execution = Execution(key, key, parent, definition["key"], process_id, "PROCESS", data=data)
        if caller is not None:
            caller.children += 1
        self.work.add(execution)
        self.variables.new_scope(key)
        self.records.process_instance(definition, key, tenant, caller=caller, tags=tags or [], business_id=business_id)
        self.variables.set_local(execution, variables)
        self.work.do("begin", execution)
        return execution

    def _start_at(
        self, definition: Row, event: FlowNode, variables: Mapping[str, Any], tenant: str, business_id: str | None
    ) -> Execution:
        given = {"triggered": dict(variables)}
        return self.create(definition, {}, tenant, start_at=[[event.id, given]], business_id=business_id)

    def _start_called(self, definition: Row, caller: Execution, variables: dict[str, Any]) -> None:
        tenant = self.records.instance_of(caller)["tenant_id"]
        self.create(definition, variables, tenant, caller=caller)

    def cancel(self, instance: Execution) -> None:
        """Terminates a process instance with all that is active in it."""
        self.work.do("terminate", instance)

    def _decide(
        self, definition: Row, variables: dict[str, Any], instance: Row, execution: Execution
    ) -> tuple[Any, str]:
        try:
            asked = evaluate(
                self.store,
                self.records.put,
                definition,
                variables,
                self.work.at,
                instance,
                element_instance=execution.key,
            )
        except Problem as problem:
            return None, problem.detail
        return asked.value, explained(asked)

    # Incidents

    def resolve(self, incident: Row, *, anew: bool) -> None:
        """Tries again what an incident stopped; `anew` says that its job has no retries, so that it comes up again."""
        execution = self.work.find(incident["element_instance_key"])
        job = None if incident["job_key"] is None else self.store.get("job", incident["job_key"])
        if job is not None and not anew:
            self.jobs.resolve(incident, job)
            return
        self.records.resolve(incident)
        if execution is None:
            return
        if job is not None:
            again = {"key": self.store.new_key(), "creation_time": self.work.at, "state": "ACTIVE"}
            self.records.reopen(incident | again)
        self.life.retry(execution, incident["key"])
