"""The official TypeScript SDK, in strict validation, accepts what the sandbox answers to all that it can ask."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from c8tui.sandbox.app import build
from c8tui.sandbox.options import Options
from c8tui.sandbox.server import running
from tests.real import sdk

pytestmark = pytest.mark.real

DRIVEN = {
    "activateAdHocSubProcessActivities": {404},
    "activateJobs": {200},
    "assignUserTask": {204},
    "broadcastSignal": {200},
    "cancelBatchOperation": {204},
    "cancelProcessInstance": {204},
    "cancelProcessInstancesBatchOperation": {200},
    "completeJob": {204},
    "completeUserTask": {204, 404},
    "correlateMessage": {200},
    "createDeployment": {200},
    "createDocument": {201},
    "createDocumentLink": {400},
    "createDocuments": {201},
    "createElementInstanceVariables": {204},
    "createProcessInstance": {200},
    "deleteDecisionInstance": {204},
    "deleteDecisionInstancesBatchOperation": {200},
    "deleteDocument": {204},
    "deleteProcessInstance": {204},
    "deleteProcessInstancesBatchOperation": {200},
    "deleteResource": {200},
    "evaluateConditionals": {200},
    "evaluateDecision": {200},
    "evaluateExpression": {200},
    "failJob": {204},
    "getAuditLog": {200},
    "getAuthentication": {200},
    "getAuthorization": {200},
    "getBatchOperation": {200},
    "getDecisionDefinition": {200},
    "getDecisionDefinitionXml": {200},
    "getDecisionInstance": {200},
    "getDecisionRequirements": {200},
    "getDecisionRequirementsXml": {200},
    "getDocument": {200},
    "getElementInstance": {200},
    "getGlobalJobStatistics": {200},
    "getGroup": {200},
    "getIncident": {200},
    "getJobErrorStatistics": {200},
    "getJobTimeSeriesStatistics": {200},
    "getJobTypeStatistics": {200},
    "getJobWorkerStatistics": {200},
    "getLicense": {200},
    "getMappingRule": {404},
    "getProcessDefinition": {200},
    "getProcessDefinitionInstanceStatistics": {200},
    "getProcessDefinitionInstanceVersionStatistics": {200},
    "getProcessDefinitionMessageSubscriptionStatistics": {200},
    "getProcessDefinitionStatistics": {200},
    "getProcessDefinitionXml": {200},
    "getProcessInstance": {200},
    "getProcessInstanceCallHierarchy": {200},
    "getProcessInstanceSequenceFlows": {200},
    "getProcessInstanceStatistics": {200},
    "getProcessInstanceStatisticsByDefinition": {200},
    "getProcessInstanceStatisticsByError": {200},
    "getResource": {200},
    "getResourceContent": {200},
    "getRole": {200},
    "getStartProcessForm": {200, 204},
    "getStatus": {204},
    "getSystemConfiguration": {200},
    "getTenant": {200},
    "getTopology": {200},
    "getUsageMetrics": {200},
    "getUser": {200},
    "getUserTask": {200},
    "getUserTaskForm": {200, 204},
    "getVariable": {200},
    "migrateProcessInstance": {204},
    "migrateProcessInstancesBatchOperation": {200},
    "modifyProcessInstance": {204},
    "modifyProcessInstancesBatchOperation": {200},
    "pinClock": {204},
    "publishMessage": {200},
    "resetClock": {204},
    "resolveIncident": {204},
    "resolveIncidentsBatchOperation": {200},
    "resolveProcessInstanceIncidents": {200},
    "resumeBatchOperation": {204},
    "searchAuditLogs": {200},
    "searchAuthorizations": {200},
    "searchBatchOperationItems": {200},
    "searchBatchOperations": {200},
    "searchClientsForGroup": {200},
    "searchClientsForRole": {200},
    "searchClientsForTenant": {200},
    "searchCorrelatedMessageSubscriptions": {200},
    "searchDecisionDefinitions": {200},
    "searchDecisionInstances": {200},
    "searchDecisionRequirements": {200},
    "searchElementInstanceIncidents": {200},
    "searchElementInstances": {200},
    "searchGroupIdsForTenant": {200},
    "searchGroups": {200},
    "searchGroupsForRole": {200},
    "searchIncidents": {200},
    "searchJobs": {200},
    "searchMappingRule": {200},
    "searchMappingRulesForGroup": {200},
    "searchMappingRulesForRole": {200},
    "searchMappingRulesForTenant": {200},
    "searchMessageSubscriptions": {200},
    "searchProcessDefinitions": {200},
    "searchProcessInstanceIncidents": {200},
    "searchProcessInstances": {200},
    "searchRoles": {200},
    "searchRolesForGroup": {200},
    "searchRolesForTenant": {200},
    "searchTenants": {200},
    "searchUserTaskAuditLogs": {200},
    "searchUserTaskEffectiveVariables": {200},
    "searchUserTaskVariables": {200},
    "searchUserTasks": {200},
    "searchUsers": {200},
    "searchUsersForGroup": {200},
    "searchUsersForRole": {200},
    "searchUsersForTenant": {200},
    "searchVariables": {200},
    "suspendBatchOperation": {204},
    "throwJobError": {204},
    "unassignUserTask": {204},
    "updateJob": {204},
    "updateUserTask": {204},
}
"""Every operation that the sandbox serves and the SDK knows, and the statuses that the drive meets."""


@pytest.fixture(scope="module")
def lines() -> Iterator[list[dict[str, Any]]]:
    """What the SDK said to each call."""
    sdk.installed()
    with running(Options(dialect="8.9")) as sandbox:
        yield sdk.drive(sandbox.url)


def test_every_operation_is_driven(lines: list[dict[str, Any]]) -> None:
    seen: dict[str, set[int]] = {}
    for line in lines:
        seen.setdefault(line["operation"], set()).add(line["status"])
    assert seen == DRIVEN


def test_no_endpoint_of_the_sandbox_is_left_out(lines: list[dict[str, Any]]) -> None:
    served: Any = build(Options(dialect="8.9")).api
    routes = [route for route in served.routes if route.path.startswith("/v2/")]
    driven = [line["request"].split(" ") for line in lines]
    left_out = [
        f"{sorted(route.methods)[-1]} {route.path}"
        for route in routes
        if not any(method in route.methods and route.path_regex.match(path) for method, path in driven)
    ]
    assert left_out == []
    assert len(routes) == len(DRIVEN)


def test_every_good_answer_is_accepted_to_the_last_field(lines: list[dict[str, Any]]) -> None:
    good = [line for line in lines if line["status"] is None or line["status"] < 400]
    faulty = [line for line in good if line.get("error") or line.get("extra") or line.get("absent")]
    assert faulty == []


def test_every_problem_is_one_that_the_sdk_understands(lines: list[dict[str, Any]]) -> None:
    problems = [line for line in lines if line["status"] is not None and line["status"] >= 400]
    assert {line["operation"] for line in problems} == {
        "activateAdHocSubProcessActivities",
        "completeUserTask",
        "createDocumentLink",
        "getMappingRule",
    }
    assert [line for line in problems if line["problem"] is not True] == []


EMPTY = {
    "searchClientsForGroup",
    "searchGroupIdsForTenant",
    "searchGroupsForRole",
    "searchMappingRule",
    "searchMappingRulesForGroup",
    "searchMappingRulesForRole",
    "searchMappingRulesForTenant",
    "searchRolesForGroup",
    "searchRolesForTenant",
}
"""Who has no members in any sandbox: there are no mapping rules, and roles and groups are given to people alone."""


def test_no_search_was_accepted_for_being_empty(lines: list[dict[str, Any]]) -> None:
    empty = {line["operation"] for line in lines if line["operation"].startswith("search") and line.get("items") == 0}
    assert empty == EMPTY


def test_a_cluster_that_misses_a_broker_is_still_described_as_the_schema_says() -> None:
    sdk.installed()
    with running(Options(faults=("broker-down=1",))) as sandbox:
        [line] = sdk.drive(sandbox.url, "getTopology")
    assert (line["status"], line["extra"], line["absent"], "error" in line) == (200, [], [], False)


Change = Callable[[dict[str, Any]], object]
CHANGES: list[tuple[Change, str]] = [
    (lambda body: body.pop("clusterSize"), "error"),
    (lambda body: body.update(clusterSize="3"), "error"),
    (lambda body: body["brokers"][0].update(nodeId=None), "error"),
    (lambda body: body["brokers"][0]["partitions"][0].update(role="king"), "error"),
    (lambda body: body["brokers"][0].update(surprise=1), "extra"),
]


class Falsified:
    """An ASGI app that changes the topology which the sandbox answers."""

    def __init__(self, app: ASGIApp, change: Change) -> None:
        self._app = app
        self._change = change

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def falsify(message: Message) -> None:
            if scope["path"] != "/v2/topology":
                await send(message)
            elif message["type"] == "http.response.start":
                headers = [pair for pair in message["headers"] if pair[0] != b"content-length"]
                await send({**message, "headers": headers})
            else:
                body = json.loads(message["body"])
                self._change(body)
                await send({**message, "body": json.dumps(body).encode()})

        await self._app(scope, receive, falsify)


@pytest.mark.parametrize(("change", "told"), CHANGES)
def test_the_judge_sees_a_wrong_answer(change: Change, told: str) -> None:
    sdk.installed()
    with running(Options(), app=Falsified(build(Options()), change)) as sandbox:
        [line] = sdk.drive(sandbox.url, "getTopology")
    assert line["status"] == 200
    assert line.get(told)


@pytest.mark.parametrize("fault", ["shape", "garbage"])
def test_the_judge_sees_what_is_no_answer_at_all(fault: str) -> None:
    sdk.installed()
    with running(Options(faults=(f"{fault}@/v2/topology",))) as sandbox:
        [line] = sdk.drive(sandbox.url, "getTopology")
    assert line["error"]
