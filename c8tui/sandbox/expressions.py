"""Evaluating FEEL for clients."""

from __future__ import annotations

from c8tui import feel
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.problems import invalid


async def evaluate(call: Call) -> object:
    """`POST /expression/evaluation`: the value as JSON, and why parts of it are null."""
    body = call.body.only("expression", "variables", "tenantId", "scopeKey")
    body.need("expression")
    source = body.text("expression") or ""
    body.text("tenantId")
    variables = body.inner("variables").data
    if not source.startswith("="):
        raise invalid("The value of 'expression' must start with '='.")
    try:
        outcome = feel.evaluate(source[1:], feel.to_feel(variables))
    except feel.FeelSyntaxError as mistake:
        raise invalid(f"The expression cannot be read: {mistake.message}.") from None
    answer = {"expression": source, "result": feel.to_json(outcome.value)}
    return answer | {"warnings": [{"message": str(warning)} for warning in outcome.warnings]}


ENDPOINTS = (Endpoint("get", "POST", "/expression/evaluation", evaluate, "8.9"),)
