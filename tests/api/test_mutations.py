"""Every coroutine that reads, on every mutation of its answer: a record with less in it, or one sentence."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, get_args, get_type_hints
from unittest.mock import MagicMock

import httpx
import pytest

import c8tui.api
from c8tui.api import (
    batch_operations,
    cluster,
    decisions,
    expressions,
    incident_statistics,
    incidents,
    job_statistics,
    jobs,
    messages,
    process_instances,
    process_statistics,
    processes,
    variables,
)
from c8tui.api.wire import Wire
from c8tui.errors import BadAnswer
from c8tui.model.audit_logs import InstanceAuditFilter
from c8tui.model.batch_operations import BatchItemFilter, BatchOperationFilter
from c8tui.model.cluster import TenantFilter
from c8tui.model.incidents import IncidentFilter
from c8tui.model.jobs import Activation
from c8tui.model.messages import CorrelatedSubscriptionFilter, MessageSubscriptionFilter
from c8tui.model.process_instances import ElementInstanceFilter, ProcessInstanceFilter
from c8tui.model.processes import ProcessDefinitionFilter, VersionStatisticsFilter
from c8tui.model.search import PageRequest, Search
from c8tui.model.variables import InstanceVariableFilter
from c8tui.session.probes import PROBES
from tests.mutations import Mutating, endpoint_of, mutated, mutations_of, response

KEY = "1"


def one_of(filter_: Any) -> Search[Any]:
    return Search(filter=filter_, page=PageRequest(limit=2))


OTHERS: dict[str, Callable[[Wire, str], Awaitable[Any]]] = {
    "topology": lambda w, _: cluster.topology(w),
    "authentication/me": lambda w, _: cluster.me(w),
    "tenants/search": lambda w, _: cluster.tenants(w, Search(filter=TenantFilter())),
    "license": lambda w, _: cluster.license(w),
    "variables/search": lambda w, _: variables.search(
        w, Search(filter=InstanceVariableFilter(), page=PageRequest(limit=2))
    ),
    "jobs/activation": lambda w, _: jobs.activate(
        w, Activation(type="credit-check", timeout=1, max_jobs_to_activate=1, request_timeout=-1)
    ),
    "decision-definitions/evaluation": lambda w, _: decisions.evaluate(
        w, decision_definition_id="dish", variables={"season": "Winter", "guestCount": 4}
    ),
    "process-instances": lambda w, key: processes.start(w, key, {}),
    "expression/evaluation": lambda w, _: expressions.evaluate(w, "=1 + 1", {}),
    "process-instances/search": lambda w, _: process_instances.search(w, one_of(ProcessInstanceFilter())),
    "process-instances/KEY": process_instances.get,
    "process-instances/KEY/call-hierarchy": process_instances.call_hierarchy,
    "process-instances/KEY/sequence-flows": process_instances.sequence_flows,
    "process-instances/KEY/statistics/element-instances": process_instances.statistics,
    "element-instances/search": lambda w, _: process_instances.search_elements(w, one_of(ElementInstanceFilter())),
    "audit-logs/search": lambda w, _: process_instances.audit_logs(w, one_of(InstanceAuditFilter())),
    "batch-operations/search": lambda w, _: batch_operations.search(w, one_of(BatchOperationFilter())),
    "batch-operations/KEY": batch_operations.get,
    "batch-operation-items/search": lambda w, _: batch_operations.items(w, one_of(BatchItemFilter())),
    "process-definitions/KEY/statistics/element-instances": process_statistics.by_element,
    "process-definitions/statistics/process-instances": lambda w, _: process_statistics.by_process(
        w, PageRequest(limit=2)
    ),
    "process-definitions/statistics/process-instances-by-version": lambda w, _: process_statistics.by_version(
        w, one_of(VersionStatisticsFilter(process_definition_id="invoice-approval"))
    ),
    "message-subscriptions/search": lambda w, _: messages.search(w, one_of(MessageSubscriptionFilter())),
    "correlated-message-subscriptions/search": lambda w, _: messages.correlated(
        w, one_of(CorrelatedSubscriptionFilter())
    ),
    "messages/publication": lambda w, _: messages.publish(
        w, "nobody", "k", time_to_live_ms=0, message_id=None, variables={}, tenant_id=None
    ),
    "messages/correlation": lambda w, _: messages.correlate(w, "paid", "k", variables={}, tenant_id=None),
    "signals/broadcast": lambda w, _: messages.broadcast(w, "nobody", variables={}, tenant_id=None),
    "incidents/statistics/process-instances-by-error": lambda w, _: incident_statistics.by_error(
        w, PageRequest(limit=2)
    ),
    "incidents/statistics/process-instances-by-definition": lambda w, code: incident_statistics.by_definition(
        w, int(code), PageRequest(limit=2)
    ),
    "jobs/statistics/by-types": lambda w, _: job_statistics.by_types(
        w, datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC), PageRequest(limit=2)
    ),
}
CALLS = {**{probe.endpoint: probe.ask for probe in PROBES}, **OTHERS}
NEEDED = {
    "process-instances/KEY": "process instance",
    "process-instances/KEY/call-hierarchy": "process instance",
    "process-instances/KEY/sequence-flows": "process instance",
    "process-instances/KEY/statistics/element-instances": "process instance",
    "batch-operations/KEY": "batch operation",
    "process-definitions/KEY/statistics/element-instances": "process definition",
    "process-instances": "process definition",
    "incidents/statistics/process-instances-by-definition": "error of incidents",
    **{probe.endpoint: probe.needs for probe in PROBES},
}
WITHOUT_A_BODY = {"status"}
UNREAL = ("None", "UNSET", "msgspec", "Traceback", "object at 0x", "<class", "c8tui.")
"""Words of the program's own that belong in no sentence."""


@pytest.fixture
async def asked() -> AsyncIterator[tuple[dict[str, Any], Wire, dict[str, str]]]:
    """What each endpoint answers when nothing is odd; the wire; and a key of each thing."""
    sandbox = Mutating(tasks=30)
    connection, _ = sandbox.connection()
    wire, keys = connection.wire, {"": ""}
    (error,) = (await incident_statistics.by_error(wire, PageRequest(limit=1))).items
    (incident,) = (await incidents.search(wire, Search(filter=IncidentFilter(), page=PageRequest(limit=1)))).items
    cancelled = ProcessInstanceFilter(process_instance_key=incident.process_instance_key)
    batch = await process_instances.batch(wire, "incident-resolution", cancelled)
    for probe in PROBES:
        found = await probe.ask(wire, keys[probe.needs])
        if probe.finds:
            keys[probe.finds] = probe.key_of(found)
        if probe.finds == "process definition":
            every = await processes.search(wire, Search(filter=ProcessDefinitionFilter()))
            keys[probe.finds] = next(one.process_definition_key for one in every.items if one.has_start_form)
    keys["batch operation"] = batch.batch_operation_key
    keys |= {"error of incidents": str(error.error_hash_code), "process instance": incident.process_instance_key}
    for endpoint, ask in OTHERS.items():
        if endpoint != "messages/correlation":
            await ask(wire, keys[NEEDED.get(endpoint, "")])
    # Nobody waits for a message in this story.
    sandbox.heard["messages/correlation"] = {"tenantId": "<default>", "messageKey": "7", "processInstanceKey": "8"}
    yield sandbox.heard, wire, keys
    await connection.aclose()


async def test_it_reads_or_says_in_words_why_not(asked: tuple[dict[str, Any], Wire, dict[str, str]]) -> None:
    answers, _, keys = asked
    tried, odd = 0, list[str]()
    for endpoint, ask in CALLS.items():
        body: Any = None

        def answer(request: httpx.Request) -> httpx.Response:
            kind = "text/xml" if isinstance(answers[endpoint], str) else "application/json"  # noqa: B023
            return response(200, body, kind, request)  # noqa: B023

        wire = Wire("http://cluster.test/v2", transport=httpx.MockTransport(answer))
        for mutation in mutations_of(endpoint, answers.get(endpoint, {})):
            body = mutated(answers[endpoint], mutation.path, mutation.change)
            tried += 1
            try:
                await ask(wire, keys[NEEDED.get(endpoint, "")])
            except BadAnswer as wrong:
                told = f"{wrong.detail} {wrong.advice}"
                at_home = endpoint_of(str(wrong.request).split()[1]) == endpoint
                if not at_home or any(word in told for word in UNREAL):
                    odd.append(f"{mutation}: {wrong.request}: {told}")
        await wire.aclose()
    assert not odd
    assert tried > 2_000


async def test_every_endpoint_that_answers_with_something_is_mutated(
    asked: tuple[dict[str, Any], Wire, dict[str, str]],
) -> None:
    answers, _, _ = asked
    assert read_endpoints() == CALLS.keys() | WITHOUT_A_BODY
    assert CALLS.keys() <= answers.keys()


def read_endpoints() -> set[str]:
    """The endpoints of all coroutines over a wire that give something of what was answered."""
    asked = set[str]()
    for module in pkgutil.iter_modules(c8tui.api.__path__):
        for coroutine in vars(importlib.import_module(f"c8tui.api.{module.name}")).values():
            if inspect.iscoroutinefunction(coroutine) and coroutine.__module__.endswith(f".{module.name}"):
                parameters = [*inspect.signature(coroutine).parameters.values()]
                if parameters and parameters[0].name == "wire":
                    asked |= endpoint_asked_by(coroutine)
    return asked


def endpoint_asked_by(coroutine: Callable[..., Awaitable[Any]]) -> set[str]:
    """The endpoint that a coroutine reads, seen on a wire that only listens; nothing for commands without an answer."""
    listening = MagicMock()
    hints = get_type_hints(coroutine, localns={"Wire": Wire})
    given: dict[str, Any] = {}
    for name, parameter in [*inspect.signature(coroutine).parameters.items()][1:]:
        if parameter.default is inspect.Parameter.empty:
            filters = get_args(hints[name])
            given[name] = KEY if hints[name] is str else Search(filter=filters[0]()) if name == "query" else MagicMock()
    with pytest.raises((TypeError, AttributeError)):  # a mock cannot be awaited
        coroutine(listening, **given).send(None)  # type: ignore[attr-defined]
    (call,) = listening.method_calls
    verb, path = call[0], call.args[0]
    return set() if verb in ("command", "upload", "send") else {endpoint_of(path)}
