"""Indexes over FEEL's equality agree with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from c8tui import feel
from c8tui.feel.equality_index import MOST_KEPT, SHORTEST, EqualityIndex, EqualityIndexes, groups_of, key_of
from c8tui.feel.operators import equal
from tests.feel.said import value, warned

SOURCES = [
    *("null", "true", "false", "0", "-0", "1", "1.00", "1e2", "100", '"1"', '""', '"true"'),
    *("[]", "[1]", "[1.0]", "[true]", "[[1]]", "{}", "{a: 1}", "{a: 1.0}", "{a: true}", "{b: 1}", "{a: null}"),
    *('@"2026-01-01"', "date(2026, 1, 1)", '@"2026-01-01T00:00:00"', '@"2026-01-01T00:00:00Z"'),
    *('@"2026-01-01T01:00:00+01:00"', '@"2026-01-01T01:00:00@Europe/Paris"', '@"10:00:00"', '@"10:00:00.5"'),
    *('@"10:00:00Z"', '@"11:00:00.2+01:00"', '@"P1D"', '@"PT24H"', '@"P1Y"', '@"P12M"', '@"PT0S"', '@"P0M"'),
    *("[1..5]", "[1.0..5]", "(1..5]", "(< 5)", "(null..5)", "(<= 5)", 'range("(..5)")', "(= 5)", "[5..5]", "(!= 5)"),
    *("abs", "sum", "function(x) x", '{a: [1..5], b: @"10:00:00.5"}', '{b: @"10:00:00", a: [1..5]}'),
]
VALUES = [feel.evaluate(source, {}).value for source in SOURCES]


@pytest.mark.parametrize("left", range(len(VALUES)), ids=SOURCES)
def test_equal_values_share_a_key_and_are_found(left: int) -> None:
    index = EqualityIndex(VALUES)
    alike = [place for place, other in enumerate(VALUES) if equal(VALUES[left], other) is True]
    assert left in alike
    assert index.places(VALUES[left]) == alike
    assert {key_of(VALUES[place]) for place in alike} == {key_of(VALUES[left])}


def test_groups_are_in_the_order_of_their_first() -> None:
    groups = groups_of(feel.to_feel([2, 1, "1", 2.0, None, True, None, 2]))
    assert [(group.value, group.count) for group in groups] == [(2, 3), (1, 1), ("1", 1), (None, 2), (True, 1)]


def test_a_list_has_an_index_when_it_is_asked_again() -> None:
    indexes = EqualityIndexes()
    long: list[Any] = [Decimal(n) for n in range(SHORTEST)]
    assert (indexes.asked(long), indexes.ready(long), indexes.known(long)) == (None, None, True)
    found = indexes.asked(long)
    assert found is not None
    assert found.holds(Decimal(3))
    assert not found.holds(Decimal(-1))
    assert indexes.ready(long) is found is indexes.asked(long)
    long.append(Decimal(-1))
    assert indexes.ready(long) is None
    grown = indexes.asked(long)
    assert grown is not None
    assert grown.holds(Decimal(-1))
    assert indexes.asked(long[:3]) is None
    assert not indexes.known(long[:3])
    for n in range(MOST_KEPT):
        indexes.asked([n] * SHORTEST)
    assert not indexes.known(long)


@pytest.mark.parametrize("many", [20_000, pytest.param(100_000, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("count(distinct values(for i in 1..many return i))", 1),
        ("count(distinct values(for i in 1..many return string(i)))", 1),
        ("count(union(xs, ys))", 1.5),
        ("count(duplicate values(concatenate(xs, ys)))", 0.5),
        ("count(xs[list contains(ys, item)])", 0.5),
        ("count(xs[item in ys])", 0.5),
        ("count(texts[count(index of(texts, item)) = 1])", 1),
        ("every x in xs satisfies list contains(xs, x)", None),
        ("{ys: for i in 1..many return i, n: count((for j in 1..many return j)[list contains(ys, item)])}.n", 1),
        ("count(mode(xs))", 1),
    ],
)
def test_many_items_fit_into_the_limits(source: str, expected: float | None, many: int) -> None:
    """What is expected is told as a part of `many`; None is true of all."""
    numbers = list(range(many))
    context = {"xs": numbers, "ys": [2 * n for n in numbers], "texts": [f"t{n}" for n in numbers]}
    assert value(source, many=many, **context) == (True if expected is None else many * expected)


def test_an_index_answers_as_the_list_does() -> None:
    found = value(
        "{{list: [{}], all: list[item in list], at: for x in list return index of(list, x)}}".format(", ".join(SOURCES))
    )
    assert len(found["all"]) == len(SOURCES)
    places = [[n + 1 for n, other in enumerate(VALUES) if equal(one, other) is True] for one in VALUES]
    kinds = [n for n, source in enumerate(SOURCES) if "function" not in source]
    assert [found["at"][n] for n in kinds] == [places[n] for n in kinds]


def test_numbers_of_one_hash_do_not_fill_one_bucket() -> None:
    source = "count(distinct values(for i in 1..20000 return i * 2305843009213693951))"
    assert value(source) == 20_000


def test_what_grows_in_a_loop_is_looked_up_as_it_is() -> None:
    source = "for i in 1..40 return if list contains(partial, 7) then 7 else i"
    assert value(source) == [*range(1, 8), *[7] * 33]


def test_ranges_of_a_long_list_hold_what_lies_in_them() -> None:
    listed = "[" + ", ".join(f"[{n}..{n + 1})" for n in range(0, 60, 2)) + "]"
    assert value(f"{{r: {listed}, n: (for i in 0..9 return i)[item in r]}}.n") == [0, 2, 4, 6, 8]


def test_going_through_without_end_is_still_stopped() -> None:
    (said, *_) = warned("xs[some y in xs satisfies y = item + 0.5]", xs=list(range(2_000)))
    assert said == "stopped after 500,000 steps at 1:1"
