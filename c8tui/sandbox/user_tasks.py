"""Reads of user tasks: search, one by key, its form, its variables."""

from __future__ import annotations

from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.catalog import FORMS, USER_TASKS, VARIABLES
from c8tui.sandbox.query import Conditions
from c8tui.sandbox.reads import found, getting, page_of, searching
from c8tui.sandbox.search import by_key
from c8tui.sandbox.variables import truncated


async def get_form(call: Call) -> object:
    """`GET /user-tasks/{userTaskKey}/form`: the linked form; 204 when there is none."""
    form_key = found(call, USER_TASKS, "user task")["formKey"]
    if form_key is None:
        return None
    return by_key(call.world.store, call.world.view(FORMS), "key", int(form_key), Conditions())


def _scopes(call: Call) -> list[int]:
    """The keys of the scopes that a task sees, its own first, its process instance last."""
    task = found(call, USER_TASKS, "user task")
    at, outermost = int(task["elementInstanceKey"]), int(task["processInstanceKey"])
    scopes = [at]
    while at != outermost:
        sql = "SELECT e.element_instance_scope_key FROM element_instance e WHERE e.key = ?"
        rows = call.world.store.select(sql, (at,))
        at = rows[0][0] if rows else outermost
        scopes.append(at)
    return scopes


async def search_variables(call: Call) -> object:
    """`POST /user-tasks/{userTaskKey}/variables/search`: the variables of every scope that the task sees."""
    scopes, scope = _scopes(call), Conditions()
    scope.add(f"t.scope_key IN ({', '.join('?' * len(scopes))})", *scopes)
    return truncated(call, page_of(call, VARIABLES, scope, filters=("name",)))


async def search_effective_variables(call: Call) -> object:
    """`POST /user-tasks/{userTaskKey}/effective-variables/search`: of two with one name only the inner one."""
    scopes, scope = _scopes(call), Conditions()
    terms, params = [], list[int]()
    for depth, key in enumerate(scopes):
        inner = scopes[:depth]
        hidden = f"(SELECT i.name FROM variable i WHERE i.scope_key IN ({', '.join('?' * depth)}))"
        terms.append(f"(t.scope_key = ? AND t.name NOT IN {hidden})" if inner else "t.scope_key = ?")
        params += [key, *inner]
    scope.add(f"({' OR '.join(terms)})", *params)
    return truncated(call, page_of(call, VARIABLES, scope, filters=("name",), offset_only=True))


ENDPOINTS = (
    Endpoint("search", "POST", "/user-tasks/search", searching(USER_TASKS)),
    Endpoint("get", "GET", "/user-tasks/{userTaskKey}", getting(USER_TASKS, "user task")),
    Endpoint("get", "GET", "/user-tasks/{userTaskKey}/form", get_form),
    Endpoint("search", "POST", "/user-tasks/{userTaskKey}/variables/search", search_variables),
    Endpoint(
        "search",
        "POST",
        "/user-tasks/{userTaskKey}/effective-variables/search",
        search_effective_variables,
        "8.9",  # late 8.8 patches have it too; the 8.8 that is spoken here is an early one
    ),
)
