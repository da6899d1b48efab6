"""Migration: what is active in a process instance goes on in another process definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from c8tui.sandbox.body import Body
from c8tui.sandbox.bpmn.model import FlowNode
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.engine.lifecycle import AD_HOC_INNER, BODY
from c8tui.sandbox.engine.work import INNER_SUFFIX, Execution
from c8tui.sandbox.problems import Problem, invalid, rejected
from c8tui.sandbox.store import Row
from c8tui.sandbox.values import key

_MIGRATE = "MIGRATE"


@dataclass(frozen=True, slots=True)
class MigrationPlan:
    """Where instances go: a process definition, and its elements by those that they stand at."""

    target: int
    mapping: Mapping[str, str]


def read_plan(body: Body) -> MigrationPlan:
    """A plan with `targetProcessDefinitionKey` and `mappingInstructions`; 400 for what is no plan."""
    body.need("targetProcessDefinitionKey", "mappingInstructions")
    target = key(body.data["targetProcessDefinitionKey"], body.at("targetProcessDefinitionKey"))
    mapping: dict[str, str] = {}
    for one in body.objects("mappingInstructions"):
        one.only("sourceElementId", "targetElementId").need("sourceElementId", "targetElementId")
        source = one.text("sourceElementId") or ""
        if source in mapping:
            raise invalid(f"The element '{source}' is mapped twice.")
        mapping[source] = one.text("targetElementId") or ""
    return MigrationPlan(target, mapping)


class Migration:
    """The migration of one process instance: checked as a whole, then carried out."""

    def __init__(self, engine: Engine, instance: Execution, plan: MigrationPlan) -> None:
        self._engine = engine
        self._work = engine.work
        self._store = engine.store
        self._instance = instance
        self._mapping = plan.mapping
        tenant = engine.records.instance_of(instance)["tenant_id"]
        definition = self._store.get("process_definition", plan.target)
        if definition is None or definition["tenant_id"] != tenant or definition["state"] == "DELETED":
            raise rejected(_MIGRATE, "NOT_FOUND", f"no process definition has the key '{plan.target}'")
        self._definition = definition
        self._from = engine.definitions.process(instance.definition)
        self._to = engine.definitions.process(plan.target)
        self._active = engine.work.of_instance(instance.key)

    # Checks

    def check(self) -> Migration:
        """Refuses a plan that does not fit the definitions, or what is active in the instance."""
        for source, target in self._mapping.items():
            self._pair(source, target)
        for execution in self._active:
            if execution.phase == "terminating" or "then" in execution.data:
                raise _state(f"element '{execution.element_id}' is being terminated")
            if not execution.is_process:
                self._fits(execution)
            self._tokens(execution)
        return self

    def _pair(self, source: str, target: str) -> None:
        """Two elements that are mapped: both there, of one type, in scopes that correspond."""
        for element_id, process, which in ((source, self._from, "source"), (target, self._to, "target")):
            if element_id not in process.elements:
                raise _argument(f"there is no element '{element_id}' in the {which} process '{process.id}'")
        old, new = self._from.elements[source], self._to.elements[target]
        if old.type != new.type or _loop(old) != _loop(new):
            raise _argument(f"'{source}' is of type {_kind(old)}, but '{target}' is of type {_kind(new)}")
        if type(old.event) is not type(new.event):
            raise _argument(f"'{source}' and '{target}' wait for different kinds of events")
        at, there = old.attached_to, new.attached_to
        if at is not None and there is not None and self._mapping.get(at.id) != there.id:
            raise _argument(f"'{source}' is attached to '{at.id}', which is not mapped to '{there.id}'")
        self._scope(old, new)

    def _scope(self, old: FlowNode, new: FlowNode) -> None:
        before, behind = old.container.owner, new.container.owner
        mapped = None if before is None else self._mapping.get(before.id)
        if before is not None and mapped is None and behind is not None and behind.id == before.id:
            return  # an unmapped scope is told of where it is active
        if mapped != (None if behind is None else behind.id):
            raise _argument(f"'{old.id}' would change its scope: '{new.id}' stands in another one")

    def _fits(self, execution: Execution) -> None:
        """What is active must be mapped, to an element that does its work in the same way."""
        element_id = execution.element_id.removesuffix(INNER_SUFFIX)
        if element_id not in self._mapping:
            raise _state(f"the active element '{element_id}' is not mapped")
        old, new = self._from.elements[element_id], self._new(element_id)
        ways = [(node.job is None, node.user_task is None, node.called is None) for node in (old, new)]
        if ways[0] != ways[1]:
            raise _state(f"'{old.id}' and '{new.id}' do their work in different ways")

    def _tokens(self, scope: Execution) -> None:
        """Tokens that wait at a joining gateway need the same flows into the gateway that it is mapped to."""
        for gateway, waiting in scope.data.get("arrived", {}).items():
            target = self._to.elements.get(self._mapping.get(gateway, ""))
            into = set() if target is None else {flow.id for flow in target.incoming}
            if not into.issuperset(waiting):
                raise _state(f"tokens wait at the gateway '{gateway}', which is not mapped to one with the same flows")

    def _new(self, element_id: str) -> FlowNode:
        return self._to.elements[self._mapping[element_id]]

    # Carrying out

    def carry_out(self) -> None:
        """Moves executions, jobs, user tasks, incidents and subscriptions to the target definition."""
        definition = self._definition
        shared = {
            "process_definition_id": definition["process_definition_id"],
            "process_definition_key": definition["key"],
        }
        names = {
            "process_definition_name": definition["name"],
            "process_definition_version": definition["version"],
            "process_definition_version_tag": definition["version_tag"],
        }
        self._engine.records.change("process_instance", self._instance.key, **shared, **names)
        for execution in self._active:
            self._execution(execution, shared)
        number = self._instance.key
        for job in self._store.find("job", process_instance_key=number):
            if job["phase"] != "done":
                moved = {"state": "MIGRATED", "process_definition_version": definition["version"]}
                self._put("job", job, shared | moved | {"last_update_time": self._work.at})
        version = {"process_definition_version": definition["version"], "process_name": definition["name"]}
        for task in self._store.find("user_task", process_instance_key=number):
            if task["state"] not in ("COMPLETED", "CANCELED"):
                node = self._new(task["element_id"])
                self._put("user_task", task, shared | version | {"name": node.name or node.id})
        for incident in self._store.find("incident", process_instance_key=number, state="ACTIVE"):
            self._put("incident", incident, shared)

    def _put(self, table: str, row: Row, changes: Row) -> None:
        element_id = self._mapping.get(row["element_id"], row["element_id"])
        self._store.put(table, row | changes | {"element_id": element_id}, self._work.at)

    def _execution(self, execution: Execution, shared: Row) -> None:
        old = execution.element_id
        execution.definition = self._definition["key"]
        for gateway in list(execution.data.get("arrived", {})):
            waiting = execution.data["arrived"].pop(gateway)
            execution.data["arrived"][self._mapping[gateway]] = waiting
        if execution.is_process:
            execution.element_id = self._definition["process_definition_id"]
        else:
            node = self._new(old.removesuffix(INNER_SUFFIX))
            execution.element_id = node.id + (INNER_SUFFIX if execution.type == AD_HOC_INNER else "")
            names = {"element_id": execution.element_id, "element_name": node.name or node.id}
            self._engine.records.change("element_instance", execution.key, **shared, **names)
        self._subscriptions(execution, old, shared)

    def _subscriptions(self, execution: Execution, old: str, shared: Row) -> None:
        """Subscriptions to mapped events go on; those of others are closed, and those of new events opened."""
        moved: set[str] = set()
        for row in self._store.find("trigger_subscription", execution_key=execution.key):
            if row["kind"] == "output":
                self._put("trigger_subscription", row, {"definition_key": execution.definition})
            elif row["element_id"] in self._mapping:
                moved.add(self._mapping[row["element_id"]])
                self._put("trigger_subscription", row, {"definition_key": execution.definition})
            else:
                self._store.remove("trigger_subscription", row["key"], self._work.at)
        names = {
            "process_definition_name": self._definition["name"],
            "process_definition_version": self._definition["version"],
            "last_updated_date": self._work.at,
        }
        for row in self._engine.subscriptions.open_messages(element_instance_key=execution.key):
            if row["element_id"] in self._mapping:
                moved.add(self._mapping[row["element_id"]])
                self._put("message_subscription", row, shared | names | {"message_subscription_state": "MIGRATED"})
            else:
                closed = {"message_subscription_state": "DELETED", "last_updated_date": self._work.at}
                self._store.put("message_subscription", row | closed, self._work.at)
        if execution.phase == "active":
            fresh = [event for event in self._awaited(execution) if event.id not in moved]
            self._engine.subscriptions.open(execution, fresh)

    def _awaited(self, execution: Execution) -> list[FlowNode]:
        """The events around an execution that it waits for: attached ones, and those that its scope or gateway has."""
        found: list[FlowNode] = []
        if execution.is_process:
            body = self._to.body
        elif execution.type == AD_HOC_INNER:
            return found
        else:
            node = self._to.elements[execution.element_id]
            if execution.type == "EVENT_BASED_GATEWAY":
                found += [flow.target for flow in node.outgoing]
            if execution.type == BODY or node.loop is None:
                found += [event for event in node.boundary_events if event.event is not None]
            if node.children is None or execution.type == BODY:
                return found
            body = node.children
        for subprocess in body.event_subprocesses:
            if subprocess.children is not None:
                found += subprocess.children.event_starts
        return found


def _loop(node: FlowNode) -> str:
    return "" if node.loop is None else "sequential" if node.loop.sequential else "parallel"


def _kind(node: FlowNode) -> str:
    return f"{_loop(node)} {node.type}".strip()


def _argument(reason: str) -> Problem:
    return rejected(_MIGRATE, "INVALID_ARGUMENT", reason)


def _state(reason: str) -> Problem:
    return rejected(_MIGRATE, "INVALID_STATE", reason)
