"""The user-task endpoints: method, path, body and what is made of the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest

from c8tui.api import documents, expressions, user_tasks, variables
from c8tui.api.uploads import Upload
from c8tui.api.wire import Wire
from c8tui.model.audit_logs import AuditLog, AuditLogFilter
from c8tui.model.search import Op, PageRequest, Search, Sort
from c8tui.model.user_tasks import Changeset, Form, UserTask, UserTaskFilter
from c8tui.model.variables import InstanceVariableFilter, Variable, VariableFilter
from c8tui.session.session import Session
from tests.api.fakes import Cluster, answer
from tests.sandboxes import Sandbox, a_task


@pytest.mark.parametrize(
    ("send", "method", "path", "body"),
    [
        (
            lambda wire: user_tasks.complete(wire, "7", {"ok": True, "sum": Decimal("0.10")}, "approve"),
            "POST",
            "/user-tasks/7/completion",
            {"variables": {"ok": True, "sum": 0.1}, "action": "approve"},
        ),
        (lambda wire: user_tasks.complete(wire, "7", {}), "POST", "/user-tasks/7/completion", {"variables": {}}),
        (
            lambda wire: user_tasks.assign(wire, "7", "ann", allow_override=False, action="claim"),
            "POST",
            "/user-tasks/7/assignment",
            {"assignee": "ann", "allowOverride": False, "action": "claim"},
        ),
        (
            lambda wire: user_tasks.update(wire, "7", Changeset(priority=0, due_date="", candidate_groups=())),
            "PATCH",
            "/user-tasks/7",
            {"changeset": {"priority": 0, "dueDate": "", "candidateGroups": []}},
        ),
        (lambda wire: user_tasks.unassign(wire, "7"), "DELETE", "/user-tasks/7/assignee", None),
        (lambda wire: user_tasks.unassign(wire, "../1"), "DELETE", "/user-tasks/%2E%2E%2F1/assignee", None),
    ],
)
async def test_commands(send: Callable[[Wire], Awaitable[None]], method: str, path: str, body: Any) -> None:
    here = Cluster(httpx.Response(204))
    await send(here.wire())
    assert here.asked == (method, path, body)


async def test_search() -> None:
    here = Cluster(
        answer(
            {
                "items": [{"userTaskKey": "7", "name": "Check", "state": "CREATED", "priority": 80, "new": 1}],
                "page": {"totalItems": 10000, "hasMoreTotalItems": True, "startCursor": "a", "endCursor": "b"},
            }
        )
    )
    query = Search(
        filter=UserTaskFilter(state="CREATED", candidate_group=Op(in_=("sales", "it")), assignee=Op(exists=False)),
        sort=(Sort("due_date"), Sort("priority", "DESC")),
        page=PageRequest(limit=50, after="x"),
    )
    page = await user_tasks.search(here.wire(), query)
    assert here.asked == (
        "POST",
        "/user-tasks/search",
        {
            "filter": {
                "state": "CREATED",
                "candidateGroup": {"$in": ["sales", "it"]},
                "assignee": {"$exists": False},
            },
            "sort": [{"field": "dueDate", "order": "ASC"}, {"field": "priority", "order": "DESC"}],
            "page": {"limit": 50, "after": "x"},
        },
    )
    assert page.items == (UserTask(user_task_key="7", name="Check", state="CREATED", priority=80),)
    assert (page.page.total_items, page.page.has_more_total_items, page.page.end_cursor) == (10000, True, "b")


async def test_get() -> None:
    here = Cluster(answer({"userTaskKey": "7", "state": "A_NEW_ONE", "tags": ["vip"]}))
    assert await user_tasks.get(here.wire(), "7") == UserTask(user_task_key="7", state="A_NEW_ONE", tags=("vip",))
    assert here.asked == ("GET", "/user-tasks/7", None)


async def test_form() -> None:
    here = Cluster(answer({"formKey": "3", "formId": "f", "version": 2, "schema": "{}", "tenantId": "<default>"}))
    form = await user_tasks.form(here.wire(), "7")
    assert form == Form(form_key="3", form_id="f", version=2, schema="{}", tenant_id="<default>")
    assert here.asked == ("GET", "/user-tasks/7/form", None)


async def test_no_form() -> None:
    assert await user_tasks.form(Cluster(httpx.Response(204)).wire(), "7") is None


@pytest.mark.parametrize(
    ("ask", "name"),
    [(user_tasks.variables, "variables"), (user_tasks.effective_variables, "effective-variables")],
)
@pytest.mark.parametrize("truncate", [True, False])
async def test_variables(ask: Any, name: str, truncate: bool) -> None:
    here = Cluster(answer({"items": [{"name": "a", "value": "1", "isTruncated": True}], "page": {"totalItems": 1}}))
    query = Search(filter=VariableFilter(name="a"), page=PageRequest(from_=0, limit=20))
    page = await ask(here.wire(), "7", query, truncate=truncate)
    assert here.asked == (
        "POST",
        f"/user-tasks/7/{name}/search?truncateValues={'true' if truncate else 'false'}",
        {"filter": {"name": "a"}, "page": {"from": 0, "limit": 20}},
    )
    assert page.items == (Variable(name="a", value="1", is_truncated=True),)


async def test_audit_logs() -> None:
    here = Cluster(answer({"items": [{"auditLogKey": "1", "operationType": "ASSIGN"}], "page": {"totalItems": 1}}))
    page = await user_tasks.audit_logs(
        here.wire(), "7", Search(filter=AuditLogFilter(result="FAIL"), sort=(Sort("timestamp", "DESC"),))
    )
    assert here.asked == (
        "POST",
        "/user-tasks/7/audit-logs/search",
        {"filter": {"result": "FAIL"}, "sort": [{"field": "timestamp", "order": "DESC"}]},
    )
    assert page.items == (AuditLog(audit_log_key="1", operation_type="ASSIGN"),)


# The document endpoint.


async def test_a_file_goes_up_and_comes_back_as_its_reference() -> None:
    told: list[int] = []
    connection, _ = Sandbox(tasks=1).connection()
    reference = await documents.upload(connection.wire, Upload("é.txt", "text/plain", b"hello", told.append))
    await connection.aclose()
    assert reference["camunda.document.type"] == "camunda"
    assert (reference["metadata"]["fileName"], reference["metadata"]["size"]) == ("é.txt", 5)
    assert told[-1] > 5


# Variables over many process instances: what is asked, and what comes back from a real sandbox.


async def test_it_asks_for_names_in_instances(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session)
    where = InstanceVariableFilter(process_instance_key=Op(in_=(task.process_instance_key,)), name=Op(like="*"))
    wire = sandbox_session.user_tasks.wire
    page = await variables.search(wire, Search(filter=where, page=PageRequest(limit=50)), truncate=False)
    assert page.items
    assert {variable.process_instance_key for variable in page.items} == {task.process_instance_key}
    request = sandbox.sent[-1]
    assert (request.method, request.url.path) == ("POST", "/v2/variables/search")
    assert request.url.params["truncateValues"] == "false"
    assert sandbox.bodies("/variables/search")[-1]["filter"] == {
        "processInstanceKey": {"$in": [task.process_instance_key]},
        "name": {"$like": "*"},
    }


# The expression endpoint.


async def test_evaluate() -> None:
    here = Cluster(answer({"expression": "=a + 1", "result": {"x": [1]}, "warnings": [{"message": "why"}]}))
    found = await expressions.evaluate(here.wire(), "=a + 1", {"a": 1}, "t")
    assert here.asked == (
        "POST",
        "/expression/evaluation",
        {"expression": "=a + 1", "variables": {"a": 1}, "tenantId": "t"},
    )
    assert (found.result, [warning.message for warning in found.warnings]) == ({"x": [1]}, ["why"])
