"""Deployments over HTTP, and the resources that they bring."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from c8tui.sandbox.audit import record
from c8tui.sandbox.batches import Batches, Item
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.catalog import RESOURCE_FILES
from c8tui.sandbox.deployments import Deployer, File, NotDeployable
from c8tui.sandbox.problems import Problem, invalid, rejected
from c8tui.sandbox.reads import found, missing, searching
from c8tui.sandbox.store import Row
from c8tui.sandbox.tenants import tenant_of

_ANSWERS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "process_definition": (
        "processDefinition",
        {
            "processDefinitionId": "process_definition_id",
            "processDefinitionVersion": "version",
            "resourceName": "resource_name",
            "tenantId": "tenant_id",
            "processDefinitionKey": "key",
        },
    ),
    "decision_definition": (
        "decisionDefinition",
        {
            "decisionDefinitionId": "decision_definition_id",
            "version": "version",
            "decisionRequirementsId": "decision_requirements_id",
            "name": "name",
            "tenantId": "tenant_id",
            "decisionDefinitionKey": "key",
            "decisionRequirementsKey": "decision_requirements_key",
        },
    ),
    "decision_requirements": (
        "decisionRequirements",
        {
            "decisionRequirementsId": "decision_requirements_id",
            "decisionRequirementsName": "decision_requirements_name",
            "version": "version",
            "resourceName": "resource_name",
            "tenantId": "tenant_id",
            "decisionRequirementsKey": "key",
        },
    ),
    "form": (
        "form",
        {
            "formId": "form_id",
            "version": "version",
            "resourceName": "resource_name",
            "tenantId": "tenant_id",
            "formKey": "key",
        },
    ),
    "resource": (
        "resource",
        {
            "resourceId": "resource_id",
            "resourceName": "resource_name",
            "version": "version",
            "tenantId": "tenant_id",
            "resourceKey": "key",
        },
    ),
}
"""The member of a deployment's answer for each table, and its properties by column."""


async def deploy(call: Call) -> object:
    """`POST /deployments`: the files of the parts `resources`; all of them or none."""
    call.body.known("resources", "tenantId")
    tenant = tenant_of(call, "CREATE")
    parts = call.body.data.get("resources")
    if not isinstance(parts, list) or not parts:
        raise invalid("There is nothing to deploy: no part 'resources' has a file.")
    files = [File(name, content) for name, content in parts]
    engine = call.world.engine
    try:
        with engine.transaction(call.world.now()):
            key, made = Deployer(engine).deploy(files, tenant)
            for _, row in made:
                if row["deployment_key"] == key:
                    about = {"tenant_id": tenant, "deployment_key": key, "resource_key": row["key"]}
                    record(engine, "RESOURCE", row["key"], "CREATE", call.principal, about)
    except NotDeployable as error:
        reasons = "".join(f"\n- {reason}" for reason in error.reasons)
        raise rejected("CREATE", "INVALID_ARGUMENT", f"nothing was deployed:{reasons}") from None
    deployments = [_entry(call, table, row) for table, row in made]
    return {"deploymentKey": str(key), "tenantId": tenant, "deployments": deployments}


def _entry(call: Call, table: str, row: Row) -> dict[str, object]:
    member, properties = _ANSWERS[table]
    shown = {name: str(row[column]) if name.endswith("Key") else row[column] for name, column in properties.items()}
    if not call.world.speaks("8.9"):
        return {member: shown}
    return {other: shown if other == member else None for other, _ in _ANSWERS.values()}


async def content(call: Call) -> object:
    """`GET /resources/{resourceKey}/content`: the text of a resource; 406 for one that is no text."""
    row = _row(call)
    try:
        text = row["content"].decode()
    except UnicodeDecodeError:
        raise Problem("NOT_ACCEPTABLE", f"Resource '{row['key']}' is no text.") from None
    return Response(text, media_type="text/plain")


async def binary(call: Call) -> object:
    """`GET /resources/{resourceKey}/content/binary`."""
    return Response(_row(call)["content"], media_type="application/octet-stream")


async def get_resource(call: Call) -> object:
    """`GET /resources/{resourceKey}`."""
    return found(call, RESOURCE_FILES, "resource")


def _row(call: Call) -> Row:
    found(call, RESOURCE_FILES, "resource")
    row = call.world.store.get("resource", call.key("resourceKey"))
    if row is None:
        raise missing("resource", call.key("resourceKey"))
    return row


def deletion(batches: Batches) -> tuple[Endpoint, ...]:
    """The endpoint that deletes resources; the history of a process goes in a batch."""

    async def delete(call: Call) -> object:
        """`POST /resources/{resourceKey}/deletion`: of a process, a whole decision file, a form or another file.

        A process that still has active instances is drained: nothing new starts, what runs goes on. With
        `deleteHistory` its ended instances are deleted as well.
        """
        newer = ("deleteHistory",) if call.world.speaks("8.9") else ()
        body = call.body.only("operationReference", *newer)
        body.whole("operationReference", 1, 1, 2**63 - 1)
        history, number, engine = body.flag("deleteHistory", False), call.key("resourceKey"), call.world.engine
        with engine.transaction(call.world.now()):
            table, row = _anything(call, number)
            if table == "process_definition":
                Deployer(engine).withdraw(row)
            elif table == "decision_requirements":
                for decision in engine.store.find("decision_definition", decision_requirements_key=number):
                    engine.store.remove("decision_definition", decision["key"], engine.work.at)
                engine.store.remove(table, number, engine.work.at)
            else:
                engine.store.remove(table, number, engine.work.at)
            about = {"tenant_id": row["tenant_id"], "resource_key": number}
            record(engine, "RESOURCE", number, "DELETE", call.principal, about)
            batch = _delete_history(call, batches, table, number) if history else None
        answer = {"resourceKey": str(number), "batchOperation": batch}
        return answer if call.world.speaks("8.9") else Response()

    return (Endpoint("command", "POST", "/resources/{resourceKey}/deletion", delete),)


def _delete_history(call: Call, batches: Batches, table: str, number: int) -> dict[str, object] | None:
    """The batch that deletes what ran or was evaluated and is over; None for resources without a history."""
    store = call.world.store
    if table == "process_definition":
        found = store.find("process_instance", process_definition_key=number)
        ended = [row for row in found if row["state"] in ("COMPLETED", "TERMINATED")]
        items: list[Item] = [
            (row["key"], row["key"], row["root_process_instance_key"], row["tenant_id"]) for row in ended
        ]
        return batches.create(call, "DELETE_PROCESS_INSTANCE", items, {})
    if table == "decision_requirements":
        rows = {
            row["decision_evaluation_key"]: row
            for row in store.find("decision_instance", decision_requirements_key=number)
        }
        items = [
            (key, row["process_instance_key"], row["root_process_instance_key"], row["tenant_id"])
            for key, row in rows.items()
        ]
        return batches.create(call, "DELETE_DECISION_INSTANCE", items, {})
    return None


def _anything(call: Call, number: int) -> tuple[str, Row]:
    """The table and row of what a deployment brought under a key; 404 without any."""
    for table in ("process_definition", "decision_requirements", "form", "resource"):
        row = call.world.store.get(table, number)
        if row is not None and row["tenant_id"] in call.principal.tenants and row.get("state", "ACTIVE") == "ACTIVE":
            return table, row
    raise rejected("DELETE", "NOT_FOUND", f"no resource has the key '{number}'")


ENDPOINTS = (
    Endpoint("command", "POST", "/deployments", deploy, uploads=True),
    Endpoint("search", "POST", "/resources/search", searching(RESOURCE_FILES), "8.10"),
    Endpoint("get", "GET", "/resources/{resourceKey}", get_resource),
    Endpoint("get", "GET", "/resources/{resourceKey}/content", content),
    Endpoint("get", "GET", "/resources/{resourceKey}/content/binary", binary, "8.10"),
)
