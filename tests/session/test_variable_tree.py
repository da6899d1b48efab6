"""The tree of variables: types, paths, previews, what is in sight, and what a search finds."""

from __future__ import annotations

import pytest

from c8tui.model.variables import Variable
from c8tui.session.variables import VariableNode, kind_of, matching, preview, read, roots, shown


def nodes(**values: str) -> list[VariableNode]:
    return roots(Variable(name=name, value=value) for name, value in values.items())


def names(found: list[VariableNode]) -> list[str]:
    return [node.path for node in found]


@pytest.mark.parametrize(
    ("text", "kind", "on_one_line"),
    [
        ("12400.00", "number", "12400.00"),
        ("1e400", "number", "1E+400"),
        ("true", "boolean", "true"),
        ("null", "null", "null"),
        ('"ACME"', "string", "ACME"),
        ('{"name": "ACME", "n": 1, "x": null}', "{3}", "ACME, 1, null"),
        ('[{"a": 1}, [1, 2], "z"]', "[3]", "{1}, [2], z"),
        ("{}", "{0}", ""),
        ('{"cut', "text", '{"cut'),
    ],
)
def test_what_a_value_looks_like(text: str, kind: str, on_one_line: str) -> None:
    [node] = nodes(v=text)
    assert (node.kind, node.preview()) == (kind, on_one_line)


def test_a_long_value_is_short_on_its_line_and_whole_on_demand() -> None:
    [text, many] = nodes(a=f'"{"a" * 1_000_000}"', b="[" + "1," * 9_999 + "1]")
    assert len(text.preview()) == 121
    assert text.whole() == "a" * 1_000_000
    assert many.preview().endswith("1, …")
    assert len(many.preview()) < 130
    assert many.whole().count("\n") == 10_001


def test_whole_values_keep_their_digits() -> None:
    [node] = nodes(v='{"b":12345678901234567890.10,"a":{"x":1.50}}')
    assert node.whole() == '{\n  "b": 12345678901234567890.10,\n  "a": {\n    "x": 1.50\n  }\n}'
    assert node.members[1].whole() == '{\n  "x": 1.50\n}'


def test_paths_are_those_of_expressions() -> None:
    [node] = nodes(customer='{"lines": [{"n": 1}], "last name": 2}')
    assert names([node, *node.members, *node.members[0].members]) == [
        "customer", "customer.lines", "customer.`last name`", "customer.lines[1]",
    ]  # fmt: skip
    assert names(roots([Variable(name="a b", value="1")])) == ["`a b`"]


def test_in_sight_is_what_is_open() -> None:
    tree = nodes(a='{"b": {"c": 1}}', d="2")
    assert names(list(shown(tree))) == ["a", "d"]
    tree[0].is_open = True
    assert names(list(shown(tree))) == ["a", "a.b", "d"]
    tree[0].members[0].is_open = True
    assert names(list(shown(tree))) == ["a", "a.b", "a.b.c", "d"]
    assert not tree[1].has_members


def test_a_search_finds_names_and_values_with_all_above_them() -> None:
    tree = nodes(a='{"b": {"City": "x"}, "e": "Cityhall"}', d='"no"', city="1")
    found, more = matching(tree, "city", 10)
    assert (names(found), more) == (["a", "a.b", "a.b.City", "a.e", "city"], False)
    found, more = matching(tree, "city", 2)
    assert (names(found), more) == (["a", "a.b", "a.b.City", "a.e"], True)
    assert matching(tree, "zzz", 10) == ([], False)


def test_cut_and_deep_values_are_text() -> None:
    assert read("[" * 5_000 + "]" * 5_000)[1] is False
    [node] = roots([Variable(name="v", value='"abc', is_truncated=True)])
    assert (node.kind, node.is_cut, node.has_members, node.whole()) == ("text", True, False, '"abc')
    assert (kind_of([]), preview([])) == ("[0]", "")
