"""The official TypeScript SDK, in strict validation, accepts what the sandbox answers to all that it can ask.

Its 8.8 line judges the dialect 8.8, its 9 line 8.9. No line on npm speaks 8.10, so that the 9 line judges that, too:
there, whatever it does not know must be an addition of 8.10 that is listed here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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


SINCE_8_9 = {
    "deleteDecisionInstance",
    "deleteDecisionInstancesBatchOperation",
    "deleteProcessInstance",
    "deleteProcessInstancesBatchOperation",
    "evaluateConditionals",
    "evaluateExpression",
    "getAuditLog",
    "getGlobalJobStatistics",
    "getJobErrorStatistics",
    "getJobTimeSeriesStatistics",
    "getJobTypeStatistics",
    "getJobWorkerStatistics",
    "getProcessDefinitionInstanceStatistics",
    "getProcessDefinitionInstanceVersionStatistics",
    "getProcessDefinitionMessageSubscriptionStatistics",
    "getProcessInstanceStatisticsByDefinition",
    "getProcessInstanceStatisticsByError",
    "getSystemConfiguration",
    "resolveProcessInstanceIncidents",
    "searchAuditLogs",
    "searchElementInstanceIncidents",
    "searchUserTaskAuditLogs",
    "searchUserTaskEffectiveVariables",
}
"""What the 8.8 line does not know. (Effective variables came to late patches of 8.8, after it.)"""
UNKNOWN_ENDPOINTS: Mapping[str, set[str]] = {
    "8.8": set(),
    "8.9": set(),
    "8.10": {
        "GET /v2/forms/{formKey}",
        "GET /v2/process-instances/{processInstanceKey}/statistics/wait-states",
        "GET /v2/resources/{resourceKey}/content/binary",
        "POST /v2/authentication/me/authorizations/search",
        "POST /v2/element-instances/wait-states/search",
        "POST /v2/jobs/batch-update",
        "POST /v2/process-definitions/{processDefinitionKey}/variable-names/search",
        "POST /v2/process-instances/resumption",
        "POST /v2/process-instances/suspension",
        "POST /v2/process-instances/{processInstanceKey}/business-id-assignment",
        "POST /v2/process-instances/{processInstanceKey}/resumption",
        "POST /v2/process-instances/{processInstanceKey}/suspension",
        "POST /v2/resources/search",
    },
}
"""What each dialect serves that the SDK which judges it cannot ask for."""
_CHANNEL = ("inboundChannelToolName", "inboundChannelType")
_SUBSCRIPTION = (
    "inboundConnectorType",
    "messageSubscriptionType",
    "processDefinitionName",
    "processDefinitionVersion",
    "toolName",
    "toolProperties",
)
UNKNOWN_MEMBERS: Mapping[str, Mapping[str, set[str]]] = {
    # It came to late patches of 8.8, after the SDK.
    "8.8": {"getProcessDefinition": {".state"}, "searchProcessDefinitions": {".items[].state"}},
    "8.9": {},
    "8.10": {
        "activateJobs": {f".jobs[].{name}" for name in ("businessId", "leaseToken", "physicalTenantId", "priority")},
        "evaluateExpression": {".referencedSecrets"},
        "getAuditLog": {f".{name}" for name in _CHANNEL},
        "getDecisionInstance": {".businessId"},
        "getProcessInstance": {".suspendedDate"},
        "getSystemConfiguration": {".authentication", ".cloud", ".components", ".deployment"},
        "getTopology": {".brokers[].brokerId", ".brokers[].partitions[].state"},
        "getUserTask": {".businessId"},
        "searchAuditLogs": {f".items[].{name}" for name in _CHANNEL},
        "searchCorrelatedMessageSubscriptions": {".items[].businessId"},
        "searchDecisionInstances": {".items[].businessId"},
        "searchJobs": {".items[].businessId", ".items[].priority"},
        "searchMessageSubscriptions": {f".items[].{name}" for name in _SUBSCRIPTION},
        "searchProcessInstances": {".items[].suspendedDate"},
        "searchUserTaskAuditLogs": {f".items[].{name}" for name in _CHANNEL},
        "searchUserTasks": {".items[].businessId"},
    },
}
"""What members each dialect has that the SDK which judges it does not know, by operation."""
CONTRADICTIONS: Mapping[str, set[str]] = {
    sdk.EIGHT: {
        "evaluateDecision",
        "getDecisionInstance",
        "getStartProcessForm",
        "getUserTaskForm",
        "searchDecisionInstances",
    },
    sdk.NINE: set(),
}
"""Whose answers a version of the SDK gets wrong; `sdk_contradictions.mjs` says why."""


@dataclass(frozen=True)
class Drive:
    """What the SDK said to each call."""

    dialect: str
    lines: list[dict[str, Any]]

    @property
    def good(self) -> list[dict[str, Any]]:
        """The calls that no problem answered."""
        return [line for line in self.lines if line["status"] is None or line["status"] < 400]

    @property
    def operations(self) -> dict[str, set[int]]:
        """The operations that the SDK must know, with the statuses to be met."""
        unknown = SINCE_8_9 if sdk.JUDGES[self.dialect] == sdk.EIGHT else set[str]()
        return {operation: statuses for operation, statuses in DRIVEN.items() if operation not in unknown}


@pytest.fixture(scope="module", params=sdk.JUDGES)
def driven(request: pytest.FixtureRequest) -> Iterator[Drive]:
    """What the SDK that judges a dialect said to each call."""
    version = sdk.JUDGES[request.param]
    sdk.installed(version)
    with running(Options(dialect=request.param)) as sandbox:
        yield Drive(request.param, sdk.drive(sandbox.url, version=version))


def test_every_operation_is_driven(driven: Drive) -> None:
    seen: dict[str, set[int]] = {}
    for line in driven.lines:
        seen.setdefault(line["operation"], set()).add(line["status"])
    assert seen == driven.operations


def test_no_endpoint_of_the_sandbox_is_left_out(driven: Drive) -> None:
    served: Any = build(Options(dialect=driven.dialect)).api
    routes = [route for route in served.routes if route.path.startswith("/v2/")]
    asked = [line["request"].split(" ") for line in driven.lines]
    left_out = {
        f"{min(route.methods - {'HEAD'})} {route.path}"
        for route in routes
        if not any(method in route.methods and route.path_regex.match(path) for method, path in asked)
    }
    assert left_out == UNKNOWN_ENDPOINTS[driven.dialect]
    assert len(routes) == len(driven.operations) + len(left_out)


def test_every_good_answer_is_accepted(driven: Drive) -> None:
    assert [line for line in driven.good if line.get("error") or line.get("absent")] == []


def test_no_good_answer_has_a_member_that_the_version_does_not_know(driven: Drive) -> None:
    extra: dict[str, set[str]] = {}
    for line in driven.good:
        if line.get("extra"):
            extra.setdefault(line["operation"], set()).update(line["extra"])
    assert extra == UNKNOWN_MEMBERS[driven.dialect]


def test_only_known_contradictions_of_the_sdk_are_excused(driven: Drive) -> None:
    excused = {line["operation"] for line in driven.lines if line.get("excused")}
    assert excused == CONTRADICTIONS[sdk.JUDGES[driven.dialect]]


def test_every_problem_is_one_that_the_sdk_understands(driven: Drive) -> None:
    problems = [line for line in driven.lines if line["status"] is not None and line["status"] >= 400]
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


def test_no_search_was_accepted_for_being_empty(driven: Drive) -> None:
    searches = [line for line in driven.lines if line["operation"].startswith("search")]
    assert {line["operation"] for line in searches if line.get("items") == 0} == EMPTY


WORK = {
    "searchElementInstances",
    "searchProcessDefinitions",
    "searchProcessInstances",
    "searchUserTasks",
    "searchVariables",
}
"""What every story has."""
STORIES: Mapping[str, set[str]] = {
    "incidents": WORK | {"searchIncidents", "searchJobs"},
    "tree": WORK | {"searchIncidents", "searchJobs"},
    "messages": WORK | {"searchCorrelatedMessageSubscriptions", "searchJobs", "searchMessageSubscriptions"},
    "batch": WORK | {"searchDecisionDefinitions", "searchDecisionRequirements", "searchIncidents", "searchJobs"},
}
"""The stories for operators, with the searches that find something in each."""


@pytest.mark.parametrize("dialect", sdk.JUDGES)
@pytest.mark.parametrize("story", STORIES)
def test_what_the_stories_show_is_accepted(story: str, dialect: str) -> None:
    version = sdk.JUDGES[dialect]
    sdk.installed(version)
    with running(Options(dialect=dialect, story=story)) as sandbox:
        lines = sdk.drive(sandbox.url, *sorted(STORIES[story]), version=version)
    assert {line["operation"] for line in lines if line.get("items")} == STORIES[story]
    assert [line for line in lines if line.get("error") or line.get("absent") or line.get("excused")] == []
    known = UNKNOWN_MEMBERS[dialect]
    assert [line for line in lines if not known.get(line["operation"], set()).issuperset(line["extra"])] == []


def test_a_cluster_that_misses_a_broker_is_still_described_as_the_schema_says() -> None:
    sdk.installed()
    with running(Options(faults=("broker-down=1",))) as sandbox:
        [line] = sdk.drive(sandbox.url, "getTopology")
    assert (line["status"], line["extra"], line["absent"], "error" in line) == (200, [], [], False)


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize("dialect", sdk.JUDGES)
def test_the_hostile_story_breaks_the_rules_for_tags_alone(dialect: str) -> None:
    version = sdk.JUDGES[dialect]
    sdk.installed(version)
    tagged = {"searchProcessInstances"} | ({"searchUserTasks"} if dialect != "8.8" else set())
    asked = WORK | {"searchDecisionDefinitions", "searchDecisionInstances", "searchIncidents", "searchJobs"}
    with running(Options(dialect=dialect, story="hostile")) as sandbox:
        lines = sdk.drive(sandbox.url, *sorted(asked), version=version)
    assert {line["operation"] for line in lines if line.get("error")} == tagged
    named = [line["error"].split(": must match")[0] for line in lines if line.get("error")]
    assert [one for one in named if ".tags." not in one] == []
    assert [line for line in lines if line.get("items") == 0] == []


CHANGES: list[tuple[Change, str]] = [
    (lambda body: body.pop("clusterSize"), "error"),
    (lambda body: body.update(clusterSize="3"), "error"),
    (lambda body: body["brokers"][0].update(nodeId=None), "error"),
    (lambda body: body["brokers"][0]["partitions"][0].update(role="king"), "error"),
    (lambda body: body["brokers"][0].update(surprise=1), "extra"),
]


FALSE_KEYS = ["12", "x-1", "12-", None]
VERSIONS = {sdk.EIGHT: "8.8", sdk.NINE: "8.9"}


class Falsified:
    """An ASGI app that changes what the sandbox answers at one path."""

    def __init__(self, app: ASGIApp, change: Change, path: str = "/v2/topology") -> None:
        self._app = app
        self._change = change
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def falsify(message: Message) -> None:
            if scope["path"] != self._path:
                await send(message)
            elif message["type"] == "http.response.start":
                headers = [pair for pair in message["headers"] if pair[0] != b"content-length"]
                await send({**message, "headers": headers})
            else:
                body = json.loads(message["body"])
                self._change(body)
                await send({**message, "body": json.dumps(body).encode()})

        await self._app(scope, receive, falsify)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("change", "told"), CHANGES)
def test_the_judge_sees_a_wrong_answer(change: Change, told: str, version: str) -> None:
    sdk.installed(version)
    options = Options(dialect=VERSIONS[version])
    with running(options, app=Falsified(build(options), change)) as sandbox:
        [line] = sdk.drive(sandbox.url, "getTopology", version=version)
    assert line["status"] == 200
    assert line.get(told)


@pytest.mark.parametrize("wrong", FALSE_KEYS)
def test_a_contradiction_excuses_nothing_else(wrong: str | None) -> None:
    sdk.installed(sdk.EIGHT)
    options = Options(dialect="8.8")

    def change(body: dict[str, Any]) -> None:
        body["items"][0]["decisionEvaluationInstanceKey"] = wrong

    app = Falsified(build(options), change, "/v2/decision-instances/search")
    with running(options, app=app) as sandbox:
        [line] = sdk.drive(sandbox.url, "searchDecisionInstances", version=sdk.EIGHT)
    assert line.get("error")


@pytest.mark.parametrize("fault", ["shape", "garbage"])
def test_the_judge_sees_what_is_no_answer_at_all(fault: str) -> None:
    sdk.installed()
    with running(Options(faults=(f"{fault}@/v2/topology",))) as sandbox:
        [line] = sdk.drive(sandbox.url, "getTopology")
    assert line["error"]
