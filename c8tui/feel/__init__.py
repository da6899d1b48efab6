"""FEEL and DMN 1.5 in Python: parses, evaluates, explains. Imports nothing of c8tui and could be published alone."""

from __future__ import annotations

from c8tui.feel.evaluate import Expression, Outcome, evaluate, expression, unary_test, unary_tests
from c8tui.feel.names import odd_names
from c8tui.feel.problems import FeelSyntaxError, Warned
from c8tui.feel.run import Dialect, Limits
from c8tui.feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time
from c8tui.feel.values import Builtin, Function, Range, Value, to_feel, to_json

__all__ = [
    "Builtin",
    "Date",
    "DateTime",
    "DaysDuration",
    "Dialect",
    "Expression",
    "FeelSyntaxError",
    "Function",
    "Limits",
    "MonthsDuration",
    "Outcome",
    "Range",
    "Time",
    "Value",
    "Warned",
    "evaluate",
    "expression",
    "odd_names",
    "to_feel",
    "to_json",
    "unary_test",
    "unary_tests",
]
