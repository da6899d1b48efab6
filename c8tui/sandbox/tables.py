"""Just enough DMN to seed decision instances that agree with their tables; not the engine that evaluates decisions.

It reads the unary tests that `resources/` use (`-`, literals, comparisons, ranges, lists and `not(...)`) and outputs
that are literals or a variable times a number. Anything else is a ValueError, so that no instance is ever made up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

Value = str | int | float | bool

_RANGE = re.compile(r"([\[(\]])\s*(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)\s*([\])\[])")
_COMPARISON = re.compile(r"(<=|>=|<|>)\s*(-?[\d.]+)")
_NOT = re.compile(r"not\((.*)\)")
_PRODUCT = re.compile(r"(\w+)\s*\*\s*([\d.]+)")


@dataclass(frozen=True)
class Input:
    """An input column: what it is called and which variable it looks at."""

    id: str
    label: str
    expression: str


@dataclass(frozen=True)
class Output:
    """An output column."""

    id: str
    name: str


@dataclass(frozen=True)
class Rule:
    """One row of a table: a test for each input, an expression for each output."""

    id: str
    tests: tuple[str, ...]
    outputs: tuple[str, ...]


class Table:
    """A decision table."""

    def __init__(self, decision: Element) -> None:
        table = decision.find("{*}decisionTable")
        if table is None:
            raise ValueError(f"{decision.get('id')} is no decision table")
        self.policy = table.get("hitPolicy", "UNIQUE")
        self.aggregation = table.get("aggregation")
        self.inputs = tuple(
            Input(part.get("id", ""), part.get("label", ""), _text(part, "{*}inputExpression/{*}text"))
            for part in table.iterfind("{*}input")
        )
        self.outputs = tuple(
            Output(part.get("id", ""), part.get("label") or part.get("name") or "")
            for part in table.iterfind("{*}output")
        )
        self.rules = tuple(
            Rule(rule.get("id", ""), _texts(rule, "{*}inputEntry"), _texts(rule, "{*}outputEntry"))
            for rule in table.iterfind("{*}rule")
        )

    @cached_property
    def first_only(self) -> bool:
        """Whether the first rule that fits is the only one that counts."""
        return self.policy == "FIRST"

    def matches(self, values: Mapping[str, Value]) -> list[tuple[int, Rule, tuple[Value, ...]]]:
        """The rules that fire for the inputs, by 1-based index, with the values of their outputs."""
        fired = [
            (index, rule, tuple(output(text, values) for text in rule.outputs))
            for index, rule in enumerate(self.rules, 1)
            if all(
                passes(text, values[column.expression]) for text, column in zip(rule.tests, self.inputs, strict=True)
            )
        ]
        return fired[:1] if self.first_only else fired

    def result(self, fired: list[tuple[int, Rule, tuple[Value, ...]]]) -> Value | None:
        """What the table says, given what fired; tables here have one output, and collect by summing."""
        if not fired:
            return None
        if self.policy == "COLLECT":
            return sum(value for _, _, (value, *_) in fired if not isinstance(value, str))
        return fired[0][2][0]


def passes(text: str, value: Value) -> bool:
    """Whether a value passes a unary test."""
    text = text.strip()
    if text in ("", "-"):
        return True
    if negated := _NOT.fullmatch(text):
        return not passes(negated[1], value)
    if compared := _COMPARISON.fullmatch(text):
        limit = float(compared[2])
        number = _number(value)
        return {"<": number < limit, "<=": number <= limit, ">": number > limit, ">=": number >= limit}[compared[1]]
    if span := _RANGE.fullmatch(text):
        low, high, number = float(span[2]), float(span[3]), _number(value)
        above = number >= low if span[1] == "[" else number > low
        return above and (number <= high if span[4] == "]" else number < high)
    return any(literal == value for literal in json.loads(f"[{text}]"))


def output(text: str, values: Mapping[str, Value]) -> Value:
    """The value of an output entry."""
    if product := _PRODUCT.fullmatch(text.strip()):
        return round(_number(values[product[1]]) * float(product[2]), 2)
    value: Value = json.loads(text)
    return value


def _number(value: Value) -> float:
    if isinstance(value, str):
        raise ValueError(f"{value!r} is not a number")
    return float(value)


def _text(part: Element, path: str) -> str:
    return (part.findtext(path) or "").strip()


def _texts(rule: Element, path: str) -> tuple[str, ...]:
    return tuple((part.findtext("{*}text") or "").strip() for part in rule.iterfind(path))
