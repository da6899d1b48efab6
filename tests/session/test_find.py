"""The search over loaded rows: a text, what lacks it, its letters in order, and columns compared."""

from __future__ import annotations

import pytest

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
        ("!ben", False, "without ben"),
        ("~rv", False, "like rv"),
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
