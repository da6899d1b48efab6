"""Expressions that the cluster has evaluated."""

from __future__ import annotations

from c8tui.model.base import decode
from c8tui.model.expressions import ExpressionResult, ExpressionWarning


def test_any_result_is_taken() -> None:
    found = decode(
        b'{"expression": "=1", "result": [1, {"a": null}], "warnings": [{"message": "m"}], "new": 1}', ExpressionResult
    )
    assert found == ExpressionResult(
        expression="=1", result=[1, {"a": None}], warnings=(ExpressionWarning(message="m"),)
    )
    assert decode(b"{}", ExpressionResult) == ExpressionResult()
