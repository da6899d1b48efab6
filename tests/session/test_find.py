"""The search over loaded rows: a text, what lacks it, its letters in order, and columns compared."""

from __future__ import annotations

import pytest

from c8tui.session.filter_syntax import NotWords
from c8tui.session.find import compile_find

CELLS = (
    ("Task", "Review Invoice"),
    ("Assignee", "anna"),
    ("amount", "1,250.50"),
    ("customer.name", "ACME GmbH"),
    ("Due", "-"),
)
TITLES = [title for title, _ in CELLS]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("invoice", True),
        ("INV", True),
        ("ben", False),
        ("", True),
        ("!ben", True),
        ("!anna", False),
        ("!", True),
        ("/inv", True),
        ("/^review .*E$/", True),
        ("/^invoice/", False),
        ("/", True),
        ("//", True),
        (r"/1,\d{3}\.50/", True),
        ("~rvinv", True),
        ("~invr", False),
        ("~", True),
        ("amount>1000", True),
        ("amount > 1250.50", False),
        ("amount>=1250.5", True),
        ("am<2000", True),
        ("amount=1,250.5", True),
        ("amount!=1250.5", False),
        ("assignee=ANNA", True),
        ("customer.name=acme gmbh", True),
        ("task<s", True),
        ("due>0", False),
        ("colour>3", False),
        ("a>b", False),
    ],
)
def test_what_is_found(text: str, found: bool) -> None:
    assert compile_find(text, TITLES).hits(CELLS) is found


@pytest.mark.parametrize(
    ("text", "literal", "words"),
    [
        ("Invoice", True, "Invoice"),
        ("!ben", False, "!ben (without it)"),
        ("~rv", False, "~rv (fuzzy)"),
        ("/rev", False, "/rev/"),
        (r"/a\/", False, r"/a\//"),
        ("am>1", False, "amount > 1"),
        ("colour>3", True, "colour>3"),
        ("a>", True, "a>"),
    ],
)
def test_what_it_is_called_and_whether_the_cluster_can_be_asked(text: str, literal: bool, words: str) -> None:
    find = compile_find(text, TITLES)
    assert (find.literal, find.words) == (literal, words)


def test_letters_that_nearly_fit_are_given_up_at_once() -> None:
    """Every letter but the last fits in very many ways, none of which may be tried one by one."""
    assert not compile_find(f"~{'e' * 40}q", ["Task"]).hits([("Task", "e" * 400)])
    assert compile_find(f"~{'e' * 40}q", ["Task"]).hits([("Task", "e" * 400 + "q")])


@pytest.mark.parametrize("text", ["/(/", "/[a", "/a{2,1}/", "/*/", "/(?<x>a)\\k<y>/"])
def test_a_wrong_regular_expression_is_refused(text: str) -> None:
    with pytest.raises(NotWords, match="is no regular expression"):
        compile_find(text, TITLES)


def test_a_regular_expression_that_takes_too_long_is_given_up() -> None:
    find = compile_find("/(a|aa|aaa)+(b|c)\\1$/", TITLES)
    with pytest.raises(NotWords, match="takes too long"):
        find.hits([("Task", "a" * 5_000)])


@pytest.mark.parametrize(
    ("text", "hit"), [("prio>50", True), ("prio<=50", False), ("prio=75", True), ("prio=high", True)]
)
def test_a_number_behind_a_word_is_what_compares(text: str, hit: bool) -> None:
    cells = [("Task", "Review"), ("Prio", "high"), ("Prio", "75")]
    assert compile_find(text, ("Task", "Prio"), {"Prio"}).hits(cells) is hit


@pytest.mark.parametrize(("text", "why"), [
    ("prio>low", "Prio is compared with a number"), ("age>5d", "Age is a date in words here; f filters by it"),
])  # fmt: skip
def test_what_has_no_order_is_no_comparison(text: str, why: str) -> None:
    with pytest.raises(NotWords) as wrong:
        compile_find(text, ("Prio", "Age"), {"Prio"}, {"Age"})
    assert why in wrong.value.detail
