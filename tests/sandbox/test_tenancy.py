"""What belongs to a tenant that the caller lacks is not there, whatever the operation."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from starlette.routing import Route

from c8tui.sandbox.app import build
from c8tui.sandbox.options import Options
from tests.sandbox.clusters import Cluster

BODIES: dict[str, dict[str, Any]] = {
    "modification": {"activateInstructions": [{"elementId": "x"}]},
    "migration": {"targetProcessDefinitionKey": "1", "mappingInstructions": []},
    "business-id-assignment": {"businessId": "x"},
    "assignment": {"assignee": "anna"},
    "error": {"errorCode": "x"},
    "variables": {"variables": {"a": 1}},
    "activation": {"elements": [{"elementId": "x"}]},
}
"""What an operation needs to look for what it is about, by the end of its path."""
CHANGE = {"changeset": {"retries": 1}}
ELSEWHERE = ("batch-operations", "documents", "users", "groups", "roles", "tenants", "mapping-rules", "authorizations")
"""What belongs to no tenant."""
OPERATIONS = sorted(
    (method, route.path)
    for route in build(Options(dialect="8.10", tasks=1)).api.routes
    if isinstance(route, Route) and "{" in route.path and route.path.split("/")[2] not in ELSEWHERE
    for method in (route.methods or set()) - {"HEAD"}
)


@pytest.fixture(scope="module")
def anna() -> Cluster:
    """A sandbox asked by somebody who has the default tenant alone."""
    return Cluster(user="anna", dialect="8.10")


def foreign(cluster: Cluster) -> dict[str, str]:
    """A key of the other tenant for each name in a path."""
    store = cluster.app.store
    tables = {
        "processInstanceKey": ("process_instance", "key"),
        "elementInstanceKey": ("element_instance", "key"),
        "adHocSubProcessInstanceKey": ("element_instance", "key"),
        "jobKey": ("job", "key"),
        "incidentKey": ("incident", "key"),
        "userTaskKey": ("user_task", "key"),
        "variableKey": ("variable", "key"),
        "processDefinitionKey": ("process_definition", "key"),
        "decisionDefinitionKey": ("decision_definition", "key"),
        "decisionRequirementsKey": ("decision_requirements", "key"),
        "decisionEvaluationInstanceKey": ("decision_instance", "decision_evaluation_instance_key"),
        "decisionEvaluationKey": ("decision_instance", "decision_evaluation_key"),
        "auditLogKey": ("audit_log", "key"),
        "formKey": ("form", "key"),
        "resourceKey": ("form", "key"),
    }
    found = {}
    for name, (table, column) in tables.items():
        rows = store.select(f"SELECT {column} FROM {table} WHERE tenant_id = 'tenant-b' ORDER BY key LIMIT 1")
        found[name] = str(rows[0][0]) if rows else "1-1" if column == "decision_evaluation_instance_key" else "42"
    return found


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
async def test_it_is_not_there(anna: Cluster, method: str, path: str) -> None:
    assert (await anna.ask("GET", "/topology")).status_code == 200
    keys = foreign(anna)
    filled = re.sub(r"\{(\w+)\}", lambda name: keys[name[1]], path)
    end = path.rpartition("/")[2]
    body = CHANGE if method == "PATCH" and "jobs" in path else BODIES.get(end, {})
    if method == "PATCH" and "user-tasks" in path:
        body = {"changeset": {"priority": 1}}
    answer: httpx.Response = await anna.http.request(method, filled, json=None if method == "GET" else body)
    if path.endswith("/user-tasks/{userTaskKey}/audit-logs/search"):
        assert answer.json()["items"] == []
    else:
        assert answer.status_code == 404, answer.text


TENANT = {"tenantId": "tenant-b"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/process-instances", {"processDefinitionId": "order-handling"}),
        ("/decision-definitions/evaluation", {"decisionDefinitionId": "discount"}),
        ("/messages/publication", {"name": "a"}),
        ("/messages/correlation", {"name": "a"}),
        ("/signals/broadcast", {"signalName": "a"}),
        ("/conditionals/evaluation", {"variables": {}}),
        ("/expression/evaluation", {"expression": "=1"}),
    ],
)
async def test_it_cannot_be_named(anna: Cluster, path: str, body: dict[str, Any]) -> None:
    assert (await anna.refused("POST", path, body | TENANT))["status"] == 403
