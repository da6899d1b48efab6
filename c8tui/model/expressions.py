"""Expressions that the cluster has evaluated."""

from __future__ import annotations

from typing import Any

from c8tui.model.base import Record


class ExpressionWarning(Record, frozen=True, kw_only=True):
    """Why a part of the result is null."""

    message: str = ""


class ExpressionResult(Record, frozen=True, kw_only=True):
    """The result as a JSON value, and what was wrong on the way."""

    expression: str = ""
    result: Any = None
    warnings: tuple[ExpressionWarning, ...] = ()
