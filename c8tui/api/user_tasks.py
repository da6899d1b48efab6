"""User tasks: find, look into, and the five commands. Reads are eventually consistent, commands are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from c8tui.api.request import given, path
from c8tui.model.audit_logs import AuditLog, AuditLogFilter
from c8tui.model.search import Page, Search
from c8tui.model.user_tasks import Changeset, Form, UserTask, UserTaskFilter
from c8tui.model.variables import Variable, VariableFilter

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def search(wire: Wire, query: Search[UserTaskFilter]) -> Page[UserTask]:
    """A page of tasks; empty, not Forbidden, without permission. POST /user-tasks/search."""
    return await wire.search("/user-tasks/search", query, UserTask)


async def get(wire: Wire, user_task_key: str) -> UserTask:
    """One task, also when it has ended. GET /user-tasks/{key}."""
    return await wire.read(path("user-tasks", user_task_key), UserTask)


async def complete(wire: Wire, user_task_key: str, variables: Mapping[str, Any], action: str | None = None) -> None:
    """Complete with `variables`; any assignee will do. POST /user-tasks/{key}/completion.

    Conflict when a listener denies it or the task is in transition; GatewayFailure, outcome unknown, when a
    listener's worker is absent.
    """
    body = given(variables=variables, action=action)
    await wire.command("POST", path("user-tasks", user_task_key, "completion"), body)


async def assign(
    wire: Wire, user_task_key: str, assignee: str, *, allow_override: bool, action: str | None = None
) -> None:
    """Give the task to `assignee`; Conflict when another one holds it and `allow_override` is False.

    POST /user-tasks/{key}/assignment.
    """
    body = given(assignee=assignee, allowOverride=allow_override, action=action)
    await wire.command("POST", path("user-tasks", user_task_key, "assignment"), body)


async def update(wire: Wire, user_task_key: str, changeset: Changeset, action: str | None = None) -> None:
    """Change priority, dates or candidates. PATCH /user-tasks/{key}."""
    await wire.command("PATCH", path("user-tasks", user_task_key), given(changeset=changeset, action=action))


async def unassign(wire: Wire, user_task_key: str) -> None:
    """Take the task from whoever has it. DELETE /user-tasks/{key}/assignee."""
    await wire.command("DELETE", path("user-tasks", user_task_key, "assignee"))


async def form(wire: Wire, user_task_key: str) -> Form | None:
    """The linked form, None when there is none (204). GET /user-tasks/{key}/form."""
    return await wire.read_or_none(path("user-tasks", user_task_key, "form"), Form)


async def variables(
    wire: Wire, user_task_key: str, query: Search[VariableFilter], *, truncate: bool = True
) -> Page[Variable]:
    """Variables of every scope that the task sees, so a name may come twice. POST /user-tasks/{key}/variables/search.

    With `truncate`, long values come cut short and say so.
    """
    where = path("user-tasks", user_task_key, "variables", "search")
    return await wire.search(where, query, Variable, params={"truncateValues": truncate})


async def effective_variables(
    wire: Wire, user_task_key: str, query: Search[VariableFilter], *, truncate: bool = True
) -> Page[Variable]:
    """Each name once, from its innermost scope. POST /user-tasks/{key}/effective-variables/search, late 8.8+.

    Pages by `from_` and `limit` only. NotFound on clusters that lack it, as for an unknown task.
    """
    where = path("user-tasks", user_task_key, "effective-variables", "search")
    return await wire.search(where, query, Variable, params={"truncateValues": truncate})


async def audit_logs(wire: Wire, user_task_key: str, query: Search[AuditLogFilter]) -> Page[AuditLog]:
    """What was done to the task, and by whom. POST /user-tasks/{key}/audit-logs/search, 8.9+."""
    return await wire.search(path("user-tasks", user_task_key, "audit-logs", "search"), query, AuditLog)
