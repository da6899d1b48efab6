"""A decision table in both dialects, and the requirements of a file in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from c8tui import feel
from c8tui.feel import dmn

CASES = Path(__file__).parent / "cases"
FILE = CASES / "test_without_question_mark.dmn"


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (
            feel.Dialect.CAMUNDA,
            ["another variable", "its own variable by name", "negated", "cellInput", "question mark"],
        ),
        (feel.Dialect.STANDARD, ["question mark"]),
    ],
)
def test_cells_without_a_question_mark(dialect: feel.Dialect, expected: list[str]) -> None:
    inputs = feel.to_feel(json.loads(FILE.with_suffix(".json").read_text(encoding="utf-8")))
    evaluation = dmn.evaluate(dmn.read(FILE.read_bytes()), "d1", inputs, dialect=dialect)
    assert evaluation.value == expected
    assert feel.Dialect.CAMUNDA is feel.Dialect("camunda")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"2" > 1', True),
        ('"1" > 2', False),
        ('"b" > 1', False),
        ('"" >= 0', True),
        ("true > 0", True),
        ('"2" in (> 1)', True),
        ("null > 1", None),
        ('"a" = 1', None),
        ('"2" + 1', None),
        ('date("2026-12-24") > 1', None),
        ('"10" > "9"', False),
    ],
)
def test_forms_order_texts_and_numbers_as_javascript_does(source: str, expected: bool | None) -> None:
    assert feel.parse(source).evaluate({}, dialect=feel.Dialect.FORMS).value is expected
    if '"' in source and "10" not in source:
        assert feel.parse(source).evaluate({}).value in (None, False)
