'''FEEL and DMN 1.5 in Python: parses, evaluates, explains. Imports nothing of c8tui and could be published alone.

An expression is evaluated with plain Python values, and comes to a value of FEEL with warnings:

>>> from datetime import date
>>> from c8tui import feel
>>> feel.evaluate("price * 1.19", {"price": 100})
Outcome(value=Decimal('119.00'), warnings=())
>>> feel.to_python(feel.evaluate('due + duration("P1D")', {"due": date(2026, 12, 31)}).value)
datetime.date(2027, 1, 1)
>>> str(feel.evaluate("price.net", {"price": 100}).warnings[0])
'a number has no net at 1:6'

What is evaluated often is parsed once; it then takes values of FEEL only, which are never looked at again:

>>> rule = feel.parse("amount > limit")
>>> sorted(rule.names)
['amount', 'limit']
>>> rule.evaluate(feel.to_feel({"amount": 5, "limit": 3})).value
True
>>> feel.parse("amount >")
Traceback (most recent call last):
...
c8tui.feel.problems.FeelSyntaxError: expected an expression at 1:9

A unary test asks about one value, as the cells of decision tables do, and a decision is asked with its inputs:

>>> feel.unary_test('"gold", "silver"', "gold").value
True
>>> model = feel.dmn.read("""
... <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="urn:example">
...   <decision id="discount" name="Discount"><literalExpression><text>amount / 10</text></literalExpression></decision>
... </definitions>""")
>>> feel.to_json(feel.dmn.evaluate(model, "discount", {"amount": 250}).value)
25
>>> feel.dmn.read("missing.dmn")
Traceback (most recent call last):
...
c8tui.feel.dmn_model.DmnError: missing.dmn cannot be read: No such file or directory

Dates, times and durations are classes of FEEL's own, since its years have nine digits and its seconds nanoseconds:

>>> str(feel.Date(-44, 3, 15)), str(feel.DaysDuration(90 * 10**9))
('-0044-03-15', 'PT1M30S')
>>> feel.Date(2026, 2, 30)
Traceback (most recent call last):
...
ValueError: the calendar has no 2026-2-30
>>> feel.to_feel({"b", "a"})
Traceback (most recent call last):
...
TypeError: a set has no order, which lists of FEEL have: sort it into a list
'''

from __future__ import annotations

from c8tui.feel import dmn
from c8tui.feel.dmn_model import DmnError
from c8tui.feel.evaluate import Expression, Outcome, evaluate, unary_test, unary_tests
from c8tui.feel.evaluate import expression as parse
from c8tui.feel.names import odd_names
from c8tui.feel.problems import FeelSyntaxError, Warned
from c8tui.feel.python_values import to_feel, to_python
from c8tui.feel.run import Dialect, Limits
from c8tui.feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time
from c8tui.feel.values import Builtin, Function, Range, Value, to_json
from c8tui.feel.zones import Zone

__all__ = [
    "Builtin",
    "Date",
    "DateTime",
    "DaysDuration",
    "Dialect",
    "DmnError",
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
    "Zone",
    "dmn",
    "evaluate",
    "odd_names",
    "parse",
    "to_feel",
    "to_json",
    "to_python",
    "unary_test",
    "unary_tests",
]
