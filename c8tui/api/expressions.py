"""Expressions: evaluating FEEL on the cluster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from c8tui.api.request import given
from c8tui.model.expressions import ExpressionResult

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def evaluate(
    wire: Wire, expression: str, variables: Mapping[str, Any], tenant_id: str | None = None
) -> ExpressionResult:
    """What `expression` (with its leading `=`) comes to. POST /expression/evaluation, 8.9+.

    NotFound on clusters that lack it, Forbidden without the permission EXPRESSION:EVALUATE.
    """
    body = given(expression=expression, variables=variables, tenantId=tenant_id)
    return await wire.work_out("/expression/evaluation", body, ExpressionResult)
