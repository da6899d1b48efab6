"""Matching of rules: ids, equal cells, neighbours, what is alike, and an end to the search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions import matching
from c8tui.decisions.matching import ComparedRule, Matching, in_order, match


def rules(*texts: str) -> list[ComparedRule]:
    """Rules from `id: test test = result`; the id may be left out."""
    made = []
    for text in texts:
        head, _, results = text.partition("=")
        name, colon, tests = head.rpartition(":")
        made.append(ComparedRule(name if colon else "", tuple(tests.split()), tuple(results.split())))
    return made


def partners(old: list[ComparedRule], new: list[ComparedRule]) -> dict[int, int]:
    return match(old, new).partner


def test_ids_go_first() -> None:
    assert partners(rules("a: 1 = x", "b: 2 = y"), rules("b: 1 = x", "a: 2 = y")) == {0: 1, 1: 0}


def test_an_id_that_stands_twice_tells_nothing() -> None:
    assert partners(rules("a: 1 = x", "a: 2 = y"), rules("a: 2 = y", "a: 1 = x")) == {0: 1, 1: 0}


def test_equal_cells() -> None:
    assert partners(rules("a: 1 = x", "b: 2 = y"), rules("c: 2 = y", "d: 1 = x")) == {0: 1, 1: 0}


def test_equal_rules_pair_beside_their_neighbours() -> None:
    old = rules("9 = q", "1 = x", "2 = u", "1 = x")
    new = rules("2 = u", "1 = x")
    assert partners(old, new) == {0: 2, 1: 3}
    assert partners(rules("1 = x", "1 = x", "2 = u"), rules("1 = x", "2 = u")) == {0: 0, 1: 2}


def test_equal_inputs_of_other_results() -> None:
    assert partners(rules("1 2 = x", "3 4 = y"), rules("3 4 = z", "1 2 = z")) == {0: 1, 1: 0}


def test_one_input_differs() -> None:
    assert partners(rules("1 2 3 = x", "4 5 6 = y"), rules("4 5 7 = y", "1 9 3 = z")) == {0: 1, 1: 0}


def test_what_has_little_in_common_is_not_the_same() -> None:
    assert partners(rules("1 2 3 = x"), rules("7 8 3 = y")) == {}
    assert partners(rules("1 = x"), rules("2 = x")) == {}
    assert partners(rules("- 2 = x"), rules("- 3 = y")) == {}


def test_the_most_alike_wins() -> None:
    old = rules("1 2 3 4 5 6 = x", "1 2 3 4 8 9 = y")
    assert partners(old, rules("1 2 3 4 0 0 = y")) == {0: 1}
    assert partners(old, rules("1 2 3 0 5 0 = x", "1 2 0 4 8 0 = y")) == {0: 0, 1: 1}


def test_a_rare_cell_leads_far_away() -> None:
    old = rules(*(f"5 6 7 {number} = x" for number in range(100)), "1 2 rare a = z")
    assert partners(old, rules("1 7 rare b = z")) == {0: 100}


def test_one_input_differs_in_rules_that_stand_elsewhere() -> None:
    numbers = [f"{number // 36} {number // 6 % 6} {number % 6}" for number in range(216)]
    old = rules(*(f"{number} 8 = x" for number in numbers))
    new = rules(*(f"{number} 9 = y" for number in reversed(numbers)))
    assert partners(old, new) == {number: 215 - number for number in range(216)}


def test_a_table_rewritten_in_place() -> None:
    old = rules(*(f"1 2 3 4 5 {number} = a" for number in range(200)))
    new = rules(*(f"1 2 3 9 5 new{number} = b" for number in range(200)))
    assert partners(old, new) == {number: number for number in range(200)}


def test_without_inputs_only_equal_results_pair() -> None:
    assert partners(rules("= x", "= y"), rules("= y", "= z")) == {0: 1}
    assert match([], []) == Matching()
    assert partners([], rules("1 = x")) == partners(rules("1 = x"), []) == {}


def test_the_search_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    new = rules("1 2 4 = y")
    old = rules("1 2 3 = x", "4 5 6 = x")
    assert match(old, new).thorough
    monkeypatch.setattr(matching, "BUDGET", 1)
    found = match(old, [*new, *rules("4 5 6 = x")])
    assert not found.thorough
    assert found.partner == {1: 1}


CELLS = st.sampled_from("-123")
RULES = st.lists(st.builds(ComparedRule, st.sampled_from(["", "a", "b"]), st.tuples(CELLS, CELLS), st.tuples(CELLS)))


@given(RULES, RULES)
def test_no_rule_has_two_partners_and_equal_ones_are_found(old: list[ComparedRule], new: list[ComparedRule]) -> None:
    found = partners(old, new)
    assert len(set(found.values())) == len(found)
    assert all(0 <= here < len(new) and 0 <= there < len(old) for here, there in found.items())
    assert partners(new, new) == {place: place for place in range(len(new))}


@given(st.permutations(range(8)))
def test_what_was_not_moved_is_a_longest_rising_part(places: list[int]) -> None:
    kept = in_order(places)
    assert [place for place in places if place in kept] == sorted(kept)
    longest = [1] * len(places)
    for n, place in enumerate(places):
        longest[n] = 1 + max([longest[k] for k in range(n) if places[k] < place], default=0)
    assert len(kept) == max(longest)
    assert in_order([]) == set()
