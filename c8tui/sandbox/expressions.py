"""Evaluating FEEL for clients."""

from __future__ import annotations

from typing import Any

from c8tui import feel
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.problems import invalid, rejected
from c8tui.sandbox.tenants import tenant_of
from c8tui.sandbox.values import key


async def evaluate(call: Call) -> object:
    """`POST /expression/evaluation`: the value as JSON, and why parts of it are null."""
    newest = ("scopeKey",) if call.world.speaks("8.10") else ()
    body = call.body.only("expression", "variables", "tenantId", *newest)
    body.need("expression")
    source = body.text("expression") or ""
    tenant_of(call, "EVALUATE")
    variables = body.inner("variables").data
    if body.has("scopeKey"):
        variables = _visible(call, key(body.data["scopeKey"], "scopeKey")) | dict(variables)
    if not source.startswith("="):
        raise invalid("The value of 'expression' must start with '='.")
    try:
        outcome = feel.evaluate(source[1:], feel.to_feel(variables))
    except feel.FeelSyntaxError as mistake:
        raise invalid(f"The expression cannot be read: {mistake.message}.") from None
    answer = {"expression": source, "result": feel.to_json(outcome.value)}
    answer["warnings"] = [{"message": str(warning)} for warning in outcome.warnings]
    return answer | ({"referencedSecrets": []} if call.world.speaks("8.10") else {})


def _visible(call: Call, scope: int) -> dict[str, Any]:
    """What an active element instance or process instance sees; 404 for other keys."""
    engine = call.world.engine
    with engine.transaction(call.world.now()):
        execution = engine.work.find(scope)
        if execution is None or engine.records.instance_of(execution)["tenant_id"] not in call.principal.tenants:
            raise rejected("EVALUATE", "NOT_FOUND", f"no active element instance has the key '{scope}'")
        return engine.variables.visible(execution)


ENDPOINTS = (Endpoint("get", "POST", "/expression/evaluation", evaluate, "8.9"),)
