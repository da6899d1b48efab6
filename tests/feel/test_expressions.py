"""Expressions and unary tests with the values that the standard, its kit and Camunda's engine give them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from c8tui import feel

LINES = (Path(__file__).parent / "cases" / "expressions.jsonl").read_text(encoding="utf-8").splitlines()
CASES: list[dict[str, Any]] = [json.loads(line) for line in LINES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("expression") or case["unary test"])
def test_value(case: dict[str, Any]) -> None:
    context = feel.to_feel(case.get("context", {}))
    if "expression" in case:
        found = feel.evaluate(case["expression"], context).value
    else:
        found = feel.unary_test(case["unary test"], feel.to_feel(case["input"]), context).value
    assert feel.to_json(found) == case["expected"]
    assert type(feel.to_json(found)) is type(case["expected"])
