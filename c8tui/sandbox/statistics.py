"""Counts over definitions, incidents, subscriptions and what waits, and the metrics of use."""

from __future__ import annotations

from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.catalog import MESSAGE_SUBSCRIPTIONS, PROCESS_DEFINITIONS, VARIABLES
from c8tui.sandbox.problems import Problem
from c8tui.sandbox.query import compile_filter
from c8tui.sandbox.reads import found
from c8tui.sandbox.summaries import cursor_page, offset_page
from c8tui.sandbox.values import date

_ACTIVE = "t.state = 'ACTIVE'"
_INT32 = 2**31


async def by_error(call: Call) -> object:
    """`POST /incidents/statistics/process-instances-by-error`: active incidents by their message."""
    body, scope = call.body.only("sort", "page"), call.scope()
    sql = (
        "SELECT t.error_hash, min(t.error_message), count(DISTINCT t.process_instance_key) FROM incident t "
        f"WHERE {_ACTIVE} AND {scope.sql} GROUP BY 1 ORDER BY 3 DESC, 2"
    )
    names = ("errorHashCode", "errorMessage", "activeInstancesWithErrorCount")
    items = [dict(zip(names, row, strict=True)) for row in call.world.store.select(sql, scope.params)]
    return offset_page(body, items, ("errorMessage", "activeInstancesWithErrorCount"))


async def by_definition(call: Call) -> object:
    """`POST /incidents/statistics/process-instances-by-definition`: of the incidents with one `errorHashCode`."""
    body = call.body.only("filter", "sort", "page")
    wanted, scope = body.inner("filter").known("errorHashCode"), call.scope()
    wanted.need("errorHashCode")
    sql = (
        "SELECT t.process_definition_id, t.process_definition_key, d.name, d.version, t.tenant_id, "
        "count(DISTINCT t.process_instance_key) FROM incident t "
        "JOIN process_definition d ON d.key = t.process_definition_key "
        f"WHERE {_ACTIVE} AND t.error_hash = ? AND {scope.sql} GROUP BY 2 ORDER BY 6 DESC, 2"
    )
    number = wanted.whole("errorHashCode", 0, -_INT32, _INT32 - 1)
    items = [
        {
            "processDefinitionId": id_,
            "processDefinitionKey": str(key),
            "processDefinitionName": name or id_,
            "processDefinitionVersion": version,
            "tenantId": tenant,
            "activeInstancesWithErrorCount": count,
        }
        for id_, key, name, version, tenant, count in call.world.store.select(sql, (number, *scope.params))
    ]
    return offset_page(body, items, ("activeInstancesWithErrorCount", "processDefinitionKey", "tenantId"))


_WITHOUT, _WITH = "activeInstancesWithoutIncidentCount", "activeInstancesWithIncidentCount"
_COUNTS = (
    "SELECT i.process_definition_key AS definition, sum(i.has_incident = 0) AS fine, sum(i.has_incident) AS stuck "
    "FROM process_instance i WHERE i.state = 'ACTIVE' GROUP BY 1"
)


async def definitions(call: Call) -> object:
    """`POST /process-definitions/statistics/process-instances`: active instances by process id and tenant."""
    body, scope = call.body.only("sort", "page"), call.scope()
    sql = (
        "SELECT t.process_definition_id, t.tenant_id, t.name, max(t.version), count(*), "
        f"total(c.fine), total(c.stuck) FROM process_definition t LEFT JOIN ({_COUNTS}) c ON c.definition = t.key "
        f"WHERE {scope.sql} GROUP BY 1, 2 ORDER BY 1, 2"
    )
    items = [
        {
            "processDefinitionId": id_,
            "tenantId": tenant,
            "latestProcessDefinitionName": name,
            "hasMultipleVersions": versions > 1,
            _WITHOUT: int(fine),
            _WITH: int(stuck),
        }
        for id_, tenant, name, _, versions, fine, stuck in call.world.store.select(sql, scope.params)
        if fine or stuck
    ]
    return offset_page(body, items, ("processDefinitionId", _WITH, _WITHOUT))


async def versions(call: Call) -> object:
    """`POST /process-definitions/statistics/process-instances-by-version`: of one process id."""
    body, scope = call.body.only("filter", "sort", "page"), call.scope()
    wanted = body.inner("filter").known("processDefinitionId", "tenantId")
    wanted.need("processDefinitionId")
    scope.add("t.process_definition_id = ?", wanted.text("processDefinitionId") or "")
    if wanted.has("tenantId"):
        scope.add("t.tenant_id = ?", wanted.text("tenantId") or "")
    sql = (
        "SELECT t.process_definition_id, t.key, t.name, t.tenant_id, t.version, total(c.fine), total(c.stuck) "
        f"FROM process_definition t LEFT JOIN ({_COUNTS}) c ON c.definition = t.key "
        f"WHERE {scope.sql} GROUP BY t.key ORDER BY t.version"
    )
    items = [
        {
            "processDefinitionId": id_,
            "processDefinitionKey": str(key),
            "processDefinitionName": name or id_,
            "tenantId": tenant,
            "processDefinitionVersion": version,
            _WITH: int(stuck),
            _WITHOUT: int(fine),
        }
        for id_, key, name, tenant, version, fine, stuck in call.world.store.select(sql, scope.params)
        if fine or stuck
    ]
    names = ("processDefinitionId", "processDefinitionKey", "processDefinitionName", "processDefinitionVersion")
    return offset_page(body, items, (*names, _WITH, _WITHOUT))


async def subscriptions(call: Call) -> object:
    """`POST /process-definitions/statistics/message-subscriptions`: open ones by definition."""
    body, scope = call.body.only("filter", "page"), call.scope()
    conditions = compile_filter(call.world.view(MESSAGE_SUBSCRIPTIONS), body.data.get("filter"))
    sql = (
        "SELECT t.process_definition_id, t.tenant_id, t.process_definition_key, "
        "count(DISTINCT t.process_instance_key), count(*) FROM message_subscription t "
        "WHERE t.message_subscription_state IN ('CREATED', 'MIGRATED') "
        f"AND {conditions.sql} AND {scope.sql} GROUP BY 3, 2 ORDER BY 3, 2"
    )
    items = [
        {
            "processDefinitionId": id_,
            "tenantId": tenant,
            "processDefinitionKey": str(key),
            "processInstancesWithActiveSubscriptions": instances,
            "activeSubscriptions": count,
        }
        for id_, tenant, key, instances, count in call.world.store.select(sql, (*conditions.params, *scope.params))
    ]
    return cursor_page(body, items)


async def variable_names(call: Call) -> object:
    """`POST /process-definitions/{processDefinitionKey}/variable-names/search`: of its instances, each once."""
    number = int(found(call, PROCESS_DEFINITIONS, "process definition")["processDefinitionKey"])
    body = call.body.only("filter", "sort", "page")
    body.inner("filter").known("name")
    conditions = compile_filter(call.world.view(VARIABLES), body.data.get("filter"))
    sql = (
        "SELECT DISTINCT t.name FROM process_instance i JOIN variable t ON t.process_instance_key = i.key "
        f"WHERE i.process_definition_key = ? AND {conditions.sql} ORDER BY 1"
    )
    items = [{"name": name} for (name,) in call.world.store.select(sql, (number, *conditions.params))]
    return offset_page(body, items, ("name",))


async def usage(call: Call) -> object:
    """`GET /system/usage-metrics`: what was started, decided and assigned between `startTime` and `endTime`."""
    first, last = date(call.query.get("startTime"), "startTime"), date(call.query.get("endTime"), "endTime")
    only = call.query.get("tenantId")
    if only is not None and only not in call.principal.tenants:
        raise Problem("FORBIDDEN", f"The principal has no tenant '{only}'.")
    tenants = call.principal.tenants if only is None else (only,)
    counts = {tenant: {name: _used(call, sql, first, last, tenant) for name, sql in _USE.items()} for tenant in tenants}
    total = {name: sum(one[name] for one in counts.values()) for name in _USE}
    active = {tenant: one for tenant, one in counts.items() if any(one.values())}
    return total | {"activeTenants": len(active), "tenants": active if call.flag("withTenants", False) else {}}


_USE = {
    "processInstances": "SELECT count(*) FROM process_instance t WHERE t.start_date BETWEEN ? AND ? "
    "AND t.parent_process_instance_key IS NULL AND t.tenant_id = ?",
    "decisionInstances": "SELECT count(*) FROM decision_instance t WHERE t.evaluation_date BETWEEN ? AND ? "
    "AND t.tenant_id = ?",
    "assignees": "SELECT count(DISTINCT t.assignee) FROM user_task t WHERE t.creation_date BETWEEN ? AND ? "
    "AND t.tenant_id = ?",
}


def _used(call: Call, sql: str, first: int, last: int, tenant: str) -> int:
    return int(call.world.store.select(sql, (first, last, tenant))[0][0])


ENDPOINTS = (
    Endpoint("search", "POST", "/incidents/statistics/process-instances-by-error", by_error, "8.9"),
    Endpoint("search", "POST", "/incidents/statistics/process-instances-by-definition", by_definition, "8.9"),
    Endpoint("search", "POST", "/process-definitions/statistics/process-instances", definitions, "8.9"),
    Endpoint("search", "POST", "/process-definitions/statistics/process-instances-by-version", versions, "8.9"),
    Endpoint("search", "POST", "/process-definitions/statistics/message-subscriptions", subscriptions, "8.9"),
    Endpoint(
        "search",
        "POST",
        "/process-definitions/{processDefinitionKey}/variable-names/search",
        variable_names,
        "8.10",
    ),
    Endpoint("get", "GET", "/system/usage-metrics", usage),
)
