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
