from __future__ import annotations

from typing import Any

import pytest

from c8tui import feel
from c8tui.forms.templates import Context, Unevaluable, is_template, parse

DATA: dict[str, Any] = {
    "a": 1,
    "b": None,
    "xs": [1, 2],
    "people": [{"name": "jo", "pets": ["cat"]}, {"name": "al", "pets": []}],
    "s": "hi",
    "f": False,
    "none": [],
}


def evaluate(expression: str, context: Context) -> feel.Value:
    try:
        return feel.evaluate(expression, context).value
    except feel.FeelSyntaxError as mistake:
        raise Unevaluable(str(mistake)) from None


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("plain", "plain"),
        ("= a + 1", "2"),
        ("=", ""),
        (" =a", " =a"),
        ("{{a}}{{=a}}", "11"),
        ("{{}}{{ }}{{=}}", ""),
        ("{{b}}x{{missing}}", "x"),
        ("{{xs}} {{people[2].name}}", "[1, 2] al"),
        ("{{#if a}}yes{{/if}}", "yes"),
        ("{{#if f}}yes{{/if}}no", "no"),
        ("{{#if none}}a list{{/if}}{{#if 0}}zero{{/if}}", "a list"),
        ("{{#if a}}\nyes\n{{/if}}\nend", "yes\nend"),
        ("{{#if a}}\nyes{{/if}}\nend", "yes\nend"),
        ("{{#loop xs}}\n- {{this}}\n{{/loop}}\nend", "- 1\n- 2\nend"),
        ("{{#loop none}}x{{/loop}}\nend", "\nend"),
        ("{{#loop a}}[{{this}}]{{/loop}}{{#loop b}}x{{/loop}}", "[1]"),
        ("{{#loop people}}{{name}} {{parent.s}}{{a}};{{/loop}}", "jo hi;al hi;"),
        (
            "{{#loop people}}{{#loop pets}}{{this}} of {{parent.name}}, {{_parent_._parent_.s}}{{/loop}}{{/loop}}",
            "cat of jo, hi",
        ),
        ("{{#loop xs}}{{#if this > 1}}{{_this_}}{{/if}}{{/loop}}", "2"),
        ("{{a", "1"),
        ("a}}b", "a}}b"),
        ("{{/if}}x{{/loop}}", "x"),
        ("{{#if a}}x", "x"),
        ("{{1 +}} {{#if 1 +}}x{{/if}}", "{{1 +}} {{#if 1 +}}"),
    ],
)
def test_as_feelers_renders(template: str, text: str) -> None:
    assert parse(template).render(feel.to_feel(DATA), evaluate) == text


def test_values_are_escaped_and_the_template_is_not() -> None:
    assert parse("<b>{{s}}</b>{{1 +}}").render(feel.to_feel(DATA), evaluate, str.upper) == "<b>HI</b>{{1 +}}"


def test_expressions_as_they_are_evaluated() -> None:
    template = parse("{{a}}{{#if b}}{{#loop xs}}{{this}}{{/loop}}{{/if}}")
    assert list(template.expressions()) == [("string(a)", False), ("b", False), ("xs", False), ("string(this)", True)]


def test_what_is_a_template() -> None:
    assert is_template("=a")
    assert is_template("x {{a}}")
    assert not is_template("x = a")
    assert not is_template(None)


def test_hostile_templates_end() -> None:
    deep = "{{#if a}}" * 5_000 + "x" + "{{/if}}" * 5_000
    assert "x" in parse(deep).render(feel.to_feel(DATA), evaluate)
    data = feel.to_feel({"xs": list(range(300))})
    wide = "{{#loop xs}}{{#loop parent.xs}}{{#loop parent.parent.xs}}x{{/loop}}{{/loop}}{{/loop}}"
    assert len(parse(wide).render(data, evaluate)) < 200_000
