"""The expression endpoint."""

from __future__ import annotations

from c8tui.api import expressions
from tests.api.fakes import Cluster, answer


async def test_evaluate() -> None:
    here = Cluster(answer({"expression": "=a + 1", "result": {"x": [1]}, "warnings": [{"message": "why"}]}))
    found = await expressions.evaluate(here.wire(), "=a + 1", {"a": 1}, "t")
    assert here.asked == (
        "POST",
        "/expression/evaluation",
        {"expression": "=a + 1", "variables": {"a": 1}, "tenantId": "t"},
    )
    assert (found.result, [warning.message for warning in found.warnings]) == ({"x": [1]}, ["why"])
