"""Free variables of expressions and of boxes."""

from __future__ import annotations

import pytest

from c8tui.decisions.free_variables import expressions_in, free_variables
from c8tui.feel.dmn_model import Decision, LiteralBox
from c8tui.feel.parser import parse, parse_tests
from tests.decisions.models import decision_xml, literal_xml, model_of


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a + b.c", ["a", "b"]),
        ("for x in xs return x + y", ["xs", "y"]),
        ("for x in 1..n, y in x.all return partial", ["n"]),
        ("some x in xs satisfies x > limit", ["xs", "limit"]),
        ("{a: 1, b: a + c, d: d}", ["c", "d"]),
        ("function(p) p + q", ["q"]),
        ("sum([count, 1])", ["count"]),
        ("sort(list, before)", ["list"]),
        ("duration + date", ["duration", "date"]),
        ('date("2026-01-01") > date', ["date"]),
        ("own function(x)", ["own function", "x"]),
        ("is(value1: u, value2: v)", ["u", "v"]),
        ("x in (a, [b..c])", ["x", "a", "b", "c"]),
        ("if a then b else c", ["a", "b", "c"]),
        ("x instance of number", ["x"]),
        (" + ".join(["n"] * 3_000), ["n"] * 3_000),
    ],
)
def test_of_expressions(source: str, names: list[str]) -> None:
    assert [free.name for free in free_variables(parse(source))] == names


def test_names_in_filters_may_be_members() -> None:
    found = [(free.name, free.filtered) for free in free_variables(parse("orders[amount > limit and item.x = 1].id"))]
    assert found == [("orders", False), ("amount", True), ("limit", True)]


def test_of_unary_tests() -> None:
    assert [free.name for free in free_variables(parse_tests("> a, ? < b and cellInput != c"))] == ["a", "b", "c"]


BOXES = (
    "<context><contextEntry><variable name='a'/>{x}</contextEntry><contextEntry><variable name='f'/>"
    "<functionDefinition><formalParameter name='p'/>{p}</functionDefinition></contextEntry><contextEntry>"
    "<variable name='all'/><list><for iteratorVariable='i'><in>{xs}</in><return>{i}</return></for>"
    "<filter><in>{xs}</in><match>{item}</match></filter><conditional><if>{x}</if><then>{x}</then><else>{x}</else>"
    "</conditional><relation><column name='c'/><row>{x}</row></relation></list></contextEntry><contextEntry>"
    "<invocation>{f}<binding><parameter name='p'/>{a}</binding></invocation></contextEntry></context>"
)


def test_of_boxes() -> None:
    names = {name: literal_xml(name) for name in ("x", "p", "xs", "i", "item", "a", "f")}
    decision = model_of(decision_xml("d", BOXES.format(**names))).elements["d"]
    assert isinstance(decision, Decision)
    free = [
        inside.box.text
        for inside in expressions_in(decision.logic)
        if isinstance(inside.box, LiteralBox) and inside.box.text not in inside.bound
    ]
    assert set(free) == {"x", "xs"}
