"""Batch operations over HTTP: what they are created with, how they are watched, suspended, resumed and cancelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from c8tui.sandbox.batches import Batches, Item, forget_evaluation
from c8tui.sandbox.calls import Call, Endpoint, Handler
from c8tui.sandbox.catalog import BATCH_ITEMS, BATCH_OPERATIONS, DECISION_INSTANCES, JOBS, PROCESS_INSTANCES
from c8tui.sandbox.engine.migration import read_plan
from c8tui.sandbox.fields import Resource
from c8tui.sandbox.jobs import job_changes
from c8tui.sandbox.problems import invalid, rejected
from c8tui.sandbox.process_instances import operation_reference
from c8tui.sandbox.query import Conditions, compile_filter
from c8tui.sandbox.reads import missing, page_of, searching
from c8tui.sandbox.search import by_key

Details = Callable[[Call], Mapping[str, Any]]
"""Reads what a batch needs beside its filter."""
_INSTANCE = (
    "SELECT t.key, t.key, t.root_process_instance_key, t.tenant_id FROM process_instance t WHERE {} ORDER BY t.key"
)
_INCIDENT = (
    "SELECT i.key, i.process_instance_key, i.root_process_instance_key, i.tenant_id FROM incident i "
    "WHERE i.state = 'ACTIVE' AND i.process_instance_key IN (SELECT t.key FROM process_instance t WHERE {}) "
    "ORDER BY i.key"
)
_JOB = (
    "SELECT t.key, t.process_instance_key, t.root_process_instance_key, t.tenant_id FROM job t "
    "WHERE t.phase <> 'done' AND {} ORDER BY t.key"
)
_EVALUATION = (
    "SELECT t.decision_evaluation_key, t.process_instance_key, t.root_process_instance_key, t.tenant_id "
    "FROM decision_instance t WHERE {} GROUP BY 1 ORDER BY 1"
)
_OUTERMOST = "t.parent_process_instance_key IS NULL AND t.state = '{}'"


def items_of(call: Call, resource: Resource, sql: str, also: str = "1") -> list[Item]:
    """What the filter of the body finds, as far as the principal sees it; 400 without a filter."""
    if not call.body.has("filter"):
        raise invalid("The property 'filter' is missing.")
    conditions = compile_filter(call.world.view(resource), call.body.data["filter"])
    scope = call.scope()
    where = " AND ".join((conditions.sql, scope.sql, also))
    rows = call.world.store.select(sql.format(where), (*conditions.params, *scope.params))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _no_details(call: Call) -> Mapping[str, Any]:
    return {}


def _moves(call: Call) -> Mapping[str, Any]:
    call.body.need("moveInstructions")
    pairs = []
    for one in call.body.objects("moveInstructions"):
        one.only("sourceElementId", "targetElementId").need("sourceElementId", "targetElementId")
        pairs.append([one.text("sourceElementId"), one.text("targetElementId")])
    if not pairs:
        raise invalid("The property 'moveInstructions' must not be empty.")
    return {"moves": pairs}


def _plan(call: Call) -> Mapping[str, Any]:
    call.body.need("migrationPlan")
    inner = call.body.inner("migrationPlan").only("targetProcessDefinitionKey", "mappingInstructions")
    plan = read_plan(inner)
    row = call.world.store.get("process_definition", plan.target)
    if row is None or row["tenant_id"] not in call.principal.tenants:
        raise rejected("MIGRATE", "NOT_FOUND", f"no process definition has the key '{plan.target}'")
    return {"target": plan.target, "mapping": dict(plan.mapping)}


def _changes(call: Call) -> Mapping[str, Any]:
    call.body.need("changeset")
    changes, timeout = job_changes(call.body.inner("changeset"), newest=True)
    return {"changes": changes, "timeout": timeout}


class BatchRequests:
    """The handlers of batch operations."""

    def __init__(self, batches: Batches) -> None:
        self._batches = batches

    def _over(
        self, type_: str, resource: Resource, sql: str, also: str, details: Details = _no_details, *names: str
    ) -> Handler:
        async def handler(call: Call) -> object:
            reference = ("operationReference",) if call.world.speaks("8.9") else ()
            operation_reference(call.body.only("filter", *names, *reference))
            given = details(call)
            return self._batches.create(call, type_, items_of(call, resource, sql, also), given)

        return handler

    async def resolve_all(self, call: Call) -> object:
        """`POST /process-instances/{processInstanceKey}/incident-resolution`: the incidents of one instance."""
        call.body.only()
        number = call.key("processInstanceKey")
        row = call.world.store.get("process_instance", number)
        if row is None or row["tenant_id"] not in call.principal.tenants:
            raise rejected("RESOLVE", "NOT_FOUND", f"no process instance has the key '{number}'")
        found = call.world.store.find("incident", process_instance_key=number, state="ACTIVE")
        root = row["root_process_instance_key"]
        items: list[Item] = [(one["key"], number, root, one["tenant_id"]) for one in found]
        return self._batches.create(call, "RESOLVE_INCIDENT", items, {})

    async def delete_decision(self, call: Call) -> None:
        """`POST /decision-instances/{decisionEvaluationKey}/deletion`: all instances of one evaluation."""
        operation_reference(call.body.only("operationReference"))
        number, engine = call.key("decisionEvaluationKey"), call.world.engine
        with engine.transaction(call.world.now()):
            rows = engine.store.find("decision_instance", decision_evaluation_key=number)
            if not rows or rows[0]["tenant_id"] not in call.principal.tenants:
                raise rejected("DELETE", "NOT_FOUND", f"no decision instance has the evaluation key '{number}'")
            forget_evaluation(engine, number, call.principal)

    async def search(self, call: Call) -> object:
        """`POST /batch-operations/search`."""
        return page_of(call, BATCH_OPERATIONS, Conditions())

    async def get(self, call: Call) -> object:
        """`GET /batch-operations/{batchOperationKey}`."""
        number = call.key("batchOperationKey")
        found = by_key(call.world.store, call.world.view(BATCH_OPERATIONS), "key", number, Conditions())
        if found is None:
            raise missing("batch operation", number)
        return found

    def _command(self, intent: str, wanted: tuple[str, ...], state: str) -> Handler:
        async def handler(call: Call) -> None:
            call.body.only()
            self._batches.command(call, intent, wanted, state)

        return handler

    def endpoints(self) -> tuple[Endpoint, ...]:
        """What these handlers serve."""
        of_instances = "/process-instances/"
        some = (
            ("cancellation", "CANCEL", _INSTANCE, _OUTERMOST.format("ACTIVE"), _no_details, (), "8.8"),
            ("modification", "MODIFY", _INSTANCE, "t.state = 'ACTIVE'", _moves, ("moveInstructions",), "8.8"),
            ("migration", "MIGRATE", _INSTANCE, "t.state = 'ACTIVE'", _plan, ("migrationPlan",), "8.8"),
            ("deletion", "DELETE", _INSTANCE, "t.state IN ('COMPLETED', 'TERMINATED')", _no_details, (), "8.9"),
            ("suspension", "SUSPEND", _INSTANCE, _OUTERMOST.format("ACTIVE"), _no_details, (), "8.10"),
            ("resumption", "RESUME", _INSTANCE, _OUTERMOST.format("SUSPENDED"), _no_details, (), "8.10"),
        )
        over_instances = (
            Endpoint(
                "command",
                "POST",
                of_instances + word,
                self._over(f"{verb}_PROCESS_INSTANCE", PROCESS_INSTANCES, sql, also, details, *names),
                since,
            )
            for word, verb, sql, also, details, names, since in some
        )
        resolve = self._over("RESOLVE_INCIDENT", PROCESS_INSTANCES, _INCIDENT, "t.state = 'ACTIVE'")
        forget = self._over("DELETE_DECISION_INSTANCE", DECISION_INSTANCES, _EVALUATION, "1")
        update = self._over("UPDATE_JOB", JOBS, _JOB, "1", _changes, "changeset")
        one, batch = "/process-instances/{processInstanceKey}", "/batch-operations/{batchOperationKey}"
        evaluation = "/decision-instances/{decisionEvaluationKey}"
        suspending = self._command("SUSPEND", ("CREATED", "ACTIVE"), "SUSPENDED")
        resuming = self._command("RESUME", ("SUSPENDED",), "ACTIVE")
        cancelling = self._command("CANCEL", ("CREATED", "ACTIVE", "SUSPENDED"), "CANCELED")
        return (
            *over_instances,
            Endpoint("command", "POST", "/process-instances/incident-resolution", resolve),
            Endpoint("command", "POST", f"{one}/incident-resolution", self.resolve_all, "8.9"),
            Endpoint("command", "POST", "/decision-instances/deletion", forget, "8.9"),
            Endpoint("command", "POST", f"{evaluation}/deletion", self.delete_decision, "8.9"),
            Endpoint("command", "POST", "/jobs/batch-update", update, "8.10"),
            Endpoint("search", "POST", "/batch-operations/search", self.search),
            Endpoint("get", "GET", batch, self.get),
            Endpoint("command", "POST", f"{batch}/suspension", suspending),
            Endpoint("command", "POST", f"{batch}/resumption", resuming),
            Endpoint("command", "POST", f"{batch}/cancellation", cancelling),
            Endpoint("search", "POST", "/batch-operation-items/search", searching(BATCH_ITEMS)),
        )
