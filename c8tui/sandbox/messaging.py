"""Messages and signals over HTTP: publication, correlation, broadcast, and who waits or has been reached."""

from __future__ import annotations

from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.catalog import CORRELATED_MESSAGE_SUBSCRIPTIONS, MESSAGE_SUBSCRIPTIONS
from c8tui.sandbox.problems import invalid, rejected
from c8tui.sandbox.reads import searching
from c8tui.sandbox.tenants import tenant_of
from c8tui.sandbox.values import key as key_of

_LONGEST_MS = 10**13


def _text(call: Call, name: str) -> str:
    call.body.need(name)
    text = call.body.text(name) or ""
    if not text:
        raise invalid(f"The property '{name}' must not be empty.")
    return text


def _newer(call: Call) -> tuple[str, ...]:
    return ("businessId",) if call.world.speaks("8.10") else ()


async def publish(call: Call) -> object:
    """`POST /messages/publication`: reaches who waits, and is buffered for its time to live in milliseconds."""
    body = call.body.only("name", "correlationKey", "timeToLive", "messageId", "variables", "tenantId", *_newer(call))
    name, key = _text(call, "name"), body.text("correlationKey") or ""
    ttl, message_id = body.whole("timeToLive", 0, 0, _LONGEST_MS), body.text("messageId") or None
    variables = body.inner("variables").data
    business_id = body.text("businessId") or None
    tenant, engine = tenant_of(call, "PUBLISH"), call.world.engine
    with engine.transaction(call.world.now()):
        if message_id is not None and engine.messages.known(name, key, message_id, tenant):
            reason = f"a message with the id '{message_id}' was published before"
            raise rejected("PUBLISH", "ALREADY_EXISTS", reason)
        message = engine.messages.publish(name, key, ttl, message_id, variables, tenant, business_id)
    return {"messageKey": str(message["key"]), "tenantId": tenant}


async def correlate(call: Call) -> object:
    """`POST /messages/correlation`: reaches who waits now; 404 when nobody does."""
    body = call.body.only("name", "correlationKey", "variables", "tenantId", *_newer(call))
    name, key = _text(call, "name"), body.text("correlationKey") or ""
    variables = body.inner("variables").data
    business_id = body.text("businessId") or None
    tenant, engine = tenant_of(call, "CORRELATE"), call.world.engine
    with engine.transaction(call.world.now()):
        reached = engine.messages.correlate(name, key, variables, tenant, business_id)
    if reached is None:
        reason = f"nothing waits for the message '{name}' with the correlation key '{key}'"
        raise rejected("CORRELATE", "NOT_FOUND", reason)
    return {"messageKey": str(reached[0]), "tenantId": tenant, "processInstanceKey": str(reached[1])}


async def broadcast(call: Call) -> object:
    """`POST /signals/broadcast`: reaches all who wait, and starts what waits to be started."""
    body = call.body.only("signalName", "variables", "tenantId")
    name, variables = _text(call, "signalName"), body.inner("variables").data
    tenant, engine = tenant_of(call, "BROADCAST"), call.world.engine
    with engine.transaction(call.world.now()):
        key = engine.store.new_key()
        engine.messages.broadcast(name, variables, tenant)
    return {"signalKey": str(key), "tenantId": tenant}


async def evaluate_conditionals(call: Call) -> object:
    """`POST /conditionals/evaluation`: starts an instance at each conditional start event that is true now."""
    body = call.body.only("tenantId", "processDefinitionKey", "variables")
    body.need("variables")
    variables = body.inner("variables").data
    name = "processDefinitionKey"
    only = key_of(body.data[name], name) if body.has(name) else None
    tenant, engine = tenant_of(call, "EVALUATE"), call.world.engine
    if only is not None:
        row = call.world.store.get("process_definition", only)
        if row is None or row["tenant_id"] != tenant or row["state"] != "ACTIVE":
            raise rejected("EVALUATE", "NOT_FOUND", f"there is no process '{only}' for tenant '{tenant}'")
    with engine.transaction(call.world.now()):
        number = engine.store.new_key()
        started = engine.messages.start_where_true(variables, tenant, only)
    instances = [{"processDefinitionKey": str(one.definition), "processInstanceKey": str(one.key)} for one in started]
    return {"conditionalEvaluationKey": str(number), "tenantId": tenant, "processInstances": instances}


ENDPOINTS = (
    Endpoint("command", "POST", "/conditionals/evaluation", evaluate_conditionals, "8.9"),
    Endpoint("command", "POST", "/messages/publication", publish),
    Endpoint("command", "POST", "/messages/correlation", correlate),
    Endpoint("command", "POST", "/signals/broadcast", broadcast),
    Endpoint("search", "POST", "/message-subscriptions/search", searching(MESSAGE_SUBSCRIPTIONS)),
    Endpoint("search", "POST", "/correlated-message-subscriptions/search", searching(CORRELATED_MESSAGE_SUBSCRIPTIONS)),
)
