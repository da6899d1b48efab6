"""Conditions in words, whatever list they are for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from c8tui.model.search import Op
from c8tui.session.filter_syntax import NotWords, comparing, dates, is_key, keys, one_key, one_of, some_of, text, whole

NOW = datetime(2026, 5, 6, 10, 30, tzinfo=UTC)
STATES = ("ACTIVE", "JOB_NO_RETRIES")
KINDS = {"table": "DECISION_TABLE", "literal": "LITERAL_EXPRESSION"}


@pytest.mark.parametrize(
    ("read", "words", "value"),
    [
        (text, "anna", "anna"),
        (text, "anna, ben", Op(in_=("anna", "ben"))),
        (text, "an*", Op(like="an*")),
        (text, '"an*"', "an*"),
        (text, "none", Op(exists=False)),
        (lambda words: text(words, {"mine": ("a", "b*")}), "not mine", Op(not_in=("a", "b*"))),
        (keys, "12", "12"),
        (keys, "12, 13", Op(in_=("12", "13"))),
        (one_key, "12", "12"),
        (whole, "12", 12),
        (lambda words: one_of(words, KINDS), "Table", "DECISION_TABLE"),
        (lambda words: one_of(words, KINDS), "literal expression", "LITERAL_EXPRESSION"),
        (lambda words: some_of(words, STATES), "Job no retries", "JOB_NO_RETRIES"),
        (lambda words: some_of(words, STATES), "active, JOB_NO_RETRIES", Op(in_=("ACTIVE", "JOB_NO_RETRIES"))),
        (lambda words: some_of(words, STATES), "not active", Op(neq="ACTIVE")),
        (lambda words: some_of(words, STATES), "*no retries", Op(like="*NO_RETRIES")),
        (lambda words: some_of(words, STATES), "NEWER, active", Op(in_=("NEWER", "ACTIVE"))),
        (lambda words: dates(words, NOW), ">= 2026-05-06T08:00:00Z", Op(gte=datetime(2026, 5, 6, 8, tzinfo=UTC)
                                                                       .astimezone().isoformat())),
    ],
)  # fmt: skip
def test_what_is_meant(read: Callable[[str], Any], words: str, value: Any) -> None:
    found = read(words)
    if isinstance(found, Op) and found.gte:
        assert datetime.fromisoformat(found.gte) == datetime.fromisoformat(value.gte)
    else:
        assert found == value


@pytest.mark.parametrize(
    ("read", "words", "said"),
    [
        (text, ",", "a name, several"),
        (text, "a*, b*", "one pattern"),
        (keys, "12,", "a key: digits, several"),
        (keys, "²", "a key: digits, several"),
        (one_key, "12, 13", "a key: digits"),
        (whole, "abc", "a whole number from 1 on"),
        (whole, "0", "a whole number from 1 on"),
        (whole, "1" * 10, "a whole number from 1 on"),
        (lambda words: one_of(words, KINDS), "chair", "one of table, literal"),
        (lambda words: some_of(words, STATES), "asleep", "one of active, job no retries"),
        (lambda words: some_of(words, STATES), "job*, active", "one of active, job no retries"),
        (lambda words: some_of(words, STATES), "not active, job no retries", "not with one name"),
        (lambda words: some_of(words, STATES), "", "a name, several"),
        (lambda words: dates(words, NOW), "soon", "'soon' is no date: write it as < now, today"),
    ],
)
def test_what_is_no_condition(read: Callable[[str], Any], words: str, said: str) -> None:
    with pytest.raises(NotWords, match=f"^{re.escape(said)}"):
        read(words)


def test_small_parts() -> None:
    assert comparing(">=", 3) == Op(gte=3)
    assert [is_key(typed) for typed in ("12", "", "1-2", "٣")] == [True, False, False, False]
