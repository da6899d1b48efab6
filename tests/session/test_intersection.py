"""What meets two conditions on one field: by example, and for patterns by every short text."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from c8tui.model.search import Op, VariableMatch
from c8tui.session.filter_syntax import NotWords
from c8tui.session.task_filters import common_patterns, intersection, matches


@pytest.mark.parametrize(
    ("field", "one", "other", "both"),
    [
        ("name", None, "a", ("a",)),
        ("name", "a", "a", ("a",)),
        ("name", "a", "b", ()),
        ("name", "Review invoice", Op(like="*?nvoice*"), ("Review invoice",)),
        ("name", Op(in_=("a", "b", "c")), Op(not_in=("b", "d")), (Op(in_=("a", "c")),)),
        ("name", Op(neq="a"), Op(neq="b"), (Op(not_in=("a", "b")),)),
        ("name", Op(neq="a"), Op(like="*x*"), (Op(neq="a", like="*x*"),)),
        ("name", Op(like="Rev*"), Op(like="*view*"), (Op(like="Review*"), Op(like="Rev*view*"))),
        ("assignee", Op(exists=False), "anna", ()),
        ("assignee", Op(exists=False), Op(exists=True), ()),
        ("assignee", Op(exists=True), Op(neq="anna"), (Op(exists=True, neq="anna"),)),
        ("priority", Op(gte=20), Op(gte=51, lte=75), (Op(gte=51, lte=75),)),
        ("priority", Op(in_=(10, 60)), Op(gte=51), (60,)),
        (
            "due_date",
            Op(lt="2026-05-07T00:00:00+02:00"),
            Op(lt="2026-05-06T23:00:00+00:00"),
            (Op(lt="2026-05-07T00:00:00+02:00"),),
        ),
        ("tags", ("vip",), ("vip", "emea"), (("vip", "emea"),)),
        (
            "local_variables",
            (VariableMatch("a", "1"),),
            (VariableMatch("b", "2"),),
            ((VariableMatch("a", "1"), VariableMatch("b", "2")),),
        ),
    ],
)
def test_what_meets_both(field: str, one: Any, other: Any, both: tuple[Any, ...]) -> None:
    assert intersection(field, one, other) == both


def test_what_the_cluster_cannot_be_asked() -> None:
    with pytest.raises(NotWords, match="two candidates"):
        intersection("candidate_group", "sales", "support")
    with pytest.raises(NotWords, match="at once"):
        common_patterns("*a*b*c*d*e*f*", "*f*e*d*c*b*a*")


@pytest.mark.parametrize(
    ("one", "other"),
    [("a*", "*b"), ("a*", "*a*"), ("*ab*", "*ba*"), ("?b*", "a?*"), ("ab", "a?"), ("*", "?a"), ("a*b", "*a*b*"),
     ("a", "b"), ("a*a", "*aa")],
)  # fmt: skip
def test_a_text_is_of_both_patterns_when_it_is_of_one_of_the_common_ones(one: str, other: str) -> None:
    common = common_patterns(one, other)
    for length in range(6):
        for letters in product("ab", repeat=length):
            text = "".join(letters)
            both = matches(text, one) and matches(text, other)
            assert any(matches(text, pattern) for pattern in common) is both, (text, common)


def test_escaped_wildcards_are_letters() -> None:
    assert matches("5*", r"5\*")
    assert not matches("5a", r"5\*")
    assert common_patterns(r"5\**", r"*\*") == (r"5\*", r"5\**\*")
