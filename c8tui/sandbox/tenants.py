"""Which tenant a command is for, by what it says and by what the principal has."""

from __future__ import annotations

from c8tui.sandbox.calls import Call
from c8tui.sandbox.problems import Problem

DEFAULT_TENANT = "<default>"


def tenant_of(call: Call, intent: str) -> str:
    """The tenant that the body names, the default one when it names none; 403 for one that the principal lacks."""
    tenant = call.body.text("tenantId") or DEFAULT_TENANT
    if tenant not in call.principal.tenants:
        raise Problem("FORBIDDEN", f"Command '{intent}' rejected: the principal has no tenant '{tenant}'.")
    return tenant
