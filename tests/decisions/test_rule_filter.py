"""Rules that can match a value: questions in people's own words, and answers that leave nothing out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from c8tui.decisions.rule_filter import GivenValue, Unclear, rows_that_can, understand
from c8tui.decisions.sheet import Sheet, sheet_of
from tests.decisions.models import decision_xml, model_of, table_of, table_xml

RULES = [
    ['"Fall"', "<= 8", '"a"'],
    ['"Winter","Fall, late"', "[9..20]", '"b"'],
    ["-", "> limit", '"c"'],
    ["", "(", '"d"'],
    ['"Fall"', "", '"e"'],
]


@pytest.fixture
def sheet() -> Sheet:
    model = model_of(decision_xml("d", table_xml(["season", "Guest count"], ["dish"], RULES)))
    return sheet_of(table_of(model, "d"))


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("guest count = 5", [0, 2, 3, 4]),
        ("GUEST COUNT=12", [1, 2, 3, 4]),
        ('season = "Fall"', [0, 2, 3, 4]),
        ("season = Fall", [0, 2, 3, 4]),
        ('season = "Fall, late" and guest count = 10', [1, 2, 3]),
        ('season = "Fall, late", guest count = 10', [1, 2, 3]),
        ("season = null", [2, 3]),
        ('guest count = "five"', [2, 3, 4]),
        ("guest count = 2 * 5", [1, 2, 3, 4]),
    ],
)
def test_rules_that_can_match(sheet: Sheet, question: str, rows: list[int]) -> None:
    assert rows_that_can(sheet, understand(question, sheet)) == rows


def test_values_are_feel_and_plain_words_are_texts(sheet: Sheet) -> None:
    assert understand("guest count = 5", sheet) == [GivenValue(1, Decimal(5))]
    assert understand("season = [1, 2]", sheet) == [GivenValue(0, [1, 2])]
    assert understand("season = late fall", sheet) == [GivenValue(0, "late fall")]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "write a column"),
        ("season", "write a column"),
        ("seasons = 1", "did you mean season?"),
        ("dish = 1", "no input is called 'dish'"),
        ("season =", "no value"),
    ],
)
def test_what_is_unclear_is_told(sheet: Sheet, question: str, told: str) -> None:
    with pytest.raises(Unclear, match=told.replace("?", r"\?")):
        understand(question, sheet)
