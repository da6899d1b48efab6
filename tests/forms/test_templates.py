"""Templates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from c8tui import feel
from c8tui.forms.display import edited_text, raw_text
from c8tui.forms.html import LONGEST, markdown
from c8tui.forms.options import Option, fixed_options, kept_choice, options_of, word
from c8tui.forms.properties import Unfit, is_feel, properties_of, taken
from c8tui.forms.schema import Checklist, Kind, Number, Select, Table
from c8tui.forms.templates import Context, Unevaluable, is_template, parse
from tests.forms.opened import NOW, field, opened

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


# Html.


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>Title</h1><p>One <b>two</b>\n three</p>", "# Title\n\nOne **two** three"),
        ("a<br>b<br/><br/>c", "a\nb\n\nc"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>end", "- a\n- b\n  - c\n\nend"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ('<a href="https://example.com">here</a>', "[here](https://example.com)"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ('<img src="x.png" alt="A cat">', "\\[image: A cat\\]"),
        ("<script>alert(1)</script><style>p{}</style>ok", "ok"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", "A | B\n1 | 2"),
        ("<blockquote>said</blockquote>", "> said"),
        ("a &lt;b&gt; &amp; c", "a \\<b\\> & c"),
        ("<p>unclosed <b>bold", "unclosed **bold"),
        ("a<hr>b", "a\n\n---\n\nb"),
        ("</ul></b></blockquote></pre></a></script>x", "x"),
        ("", ""),
    ],
)
def test_structure(html: str, text: str) -> None:
    assert markdown(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>Title</h2>", "## Title"),
        ("<p>a <strong>b</strong> <em>c</em></p>", "a **b** *c*"),
        ("a *b* [c](d)", "a \\*b\\* \\[c\\](d)"),
        ("<li><b>x</b></li>", "- **x**"),
    ],
)
def test_markdown(html: str, text: str) -> None:
    assert markdown(html) == text


def test_deep_nesting_is_no_trouble() -> None:
    assert markdown("<div>" * 5000 + "x" + "<ul>" * 3000 + "<li>y").endswith("- y")


@pytest.mark.parametrize(
    "bomb",
    ["<!-- x", "<a href=' x", "<p " + "a='v' " * 9, "<script>", "<![CDATA[", "<?x ", "<", "<div>", "<table><tr><td>x"],
)
def test_a_text_of_any_size_is_read_in_limits_and_what_is_cut_is_said(bomb: str) -> None:
    content = bomb * (3 * LONGEST // len(bomb))
    told = markdown(content)
    assert told.endswith(f"… and {len(content) - LONGEST:,} more characters of HTML")
    assert len(told) <= 5 * LONGEST


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<!-- b", "a"),
        ("a <b href='x>c", "a"),
        ("a <!doctype html>b", "a b"),
        ("1 < 2 <3 && 4 > 3", "1 \\< 2 \\<3 && 4 \\> 3"),
        ("a<script>x < '</p>' </script>b", "ab"),
        ("a<p title='>'>b</p>", "a\n\nb"),
        ('<a href="https://x" href="https://y">z</a>', "[z](https://x)"),
        ("<A HREF=https://x>z</A>", "[z](https://x)"),
        ("<img alt='a &amp; b'/>", "\\[image: a & b\\]"),
    ],
)
def test_it_is_read_as_a_browser_does(html: str, text: str) -> None:
    assert markdown(html) == text


# Display.


@pytest.mark.parametrize(
    ("component", "value", "text"),
    [
        (field("textfield"), "a b", "a b"),
        (field("number"), 1.50, "1.5"),
        (field("datetime", use24h=True, subtype="datetime"), "2026-12-24T10:11:12Z", "2026-12-24 11:11"),
        (field("textfield", readonly=True), {"a": ["ü"]}, '{"a": ["ü"]}'),
        (field("number", readonly=True), "about ten", "about ten"),
        (field("datetime", readonly=True), "24th of December", "24th of December"),
        (field("datetime", disabled=True), "24th of December", "24th of December"),
        (field("datetime"), None, ""),
    ],
)
def test_what_cannot_be_read_is_shown_raw(component: dict[str, Any], value: Any, text: str) -> None:
    assert edited_text(opened(component, x=value).instances[0], NOW) == text


def test_what_was_typed_and_is_no_value_stays() -> None:
    state = opened(field("number"))
    state.enter(("x",), "12a")
    assert edited_text(state.instances[0], NOW) == "12a"


def test_raw() -> None:
    assert [raw_text(value) for value in ("a", True, 1.0, [1, {"b": None}])] == ["a", "true", "1", '[1, {"b": null}]']


# Options.


def test_primitives_values_and_labels() -> None:
    assert options_of(["a", 1, True, {"value": "b"}, {"label": "C", "value": {"id": 3}}, {"label": 5, "value": 0}]) == (
        Option("a", "a"),
        Option("1", 1),
        Option("true", True),
        Option("b", "b"),
        Option("C", {"id": 3}),
        Option("0", 0),
    )


def test_the_empty_are_dropped() -> None:
    assert (
        options_of(
            [
                "",
                None,
                {"label": "x"},
                {"label": "x", "value": ""},
                {"value": {"a": 1}},
                ["a"],
                {"label": "x", "value": {}},
            ]
        )
        == ()
    )
    assert options_of("abc") == options_of(None) == ()


def test_a_key_before_values_before_an_expression() -> None:
    more: dict[str, Any] = {"id": "s", "where": "", "values": ("v",), "values_expression": "=x"}
    assert fixed_options(Select(**more, values_key="k"), {"k": ["a"]}) == (Option("a", "a"),)
    assert fixed_options(Select(**more, values_key="k"), {}) == ()
    assert fixed_options(Select(**more), {}) == (Option("v", "v"),)
    assert fixed_options(Select(id="s", where="", values_expression="=x"), {}) is None
    assert fixed_options(Select(id="s", where=""), {}) == (Option("Value", "value"),)


def test_what_is_no_option_is_not_kept() -> None:
    options = options_of([1, {"label": "O", "value": {"id": 3}}])
    select, checklist = Select(id="s", where=""), Checklist(id="c", where="")
    assert kept_choice(select, {"id": 3}, options) == {"id": 3}
    assert kept_choice(select, True, options) is None
    assert kept_choice(checklist, [1, 2, {"id": 3}], options) == [1, {"id": 3}]
    assert kept_choice(checklist, "x", options) == []


def test_words_as_javascript_writes_them() -> None:
    assert [word(value) for value in (True, False, 1.0, 1.5, "x", 1e21)] == ["true", "false", "1", "1.5", "x", "1e+21"]


# Properties.


def test_where_the_document_has_them() -> None:
    places = {prop.attribute: prop.place for prop in properties_of(Number)}
    assert places["hide"] == "conditional.hide"
    assert places["layout_columns"] == "layout.columns"
    assert places["decimal_digits"] == "decimalDigits"
    assert places["min"] == "validate.min"
    assert places["prefix_adorner"] == "appearance.prefixAdorner"
    assert {prop.attribute: prop.place for prop in properties_of(Table)}["columns"] == "columns"


@pytest.mark.parametrize(
    ("kind", "said", "found"),
    [
        (Kind.TEMPLATE, 5, "5"),
        (Kind.RULE, "=a", "=a"),
        (Kind.RULE, "", False),
        (Kind.RULE, "true", True),
        (Kind.NUMBER, "1.50", Decimal("1.50")),
        (Kind.NUMBER, "", None),
        (Kind.NUMBER_OR_FEEL, " = a", " = a"),
        (Kind.NUMBER_OR_FEEL, 0.1, Decimal("0.1")),
        (Kind.COUNT, "3", 3),
        (Kind.COUNT, "", None),
        (Kind.LIST, [1], (1,)),
        (Kind.VALUE, [1], [1]),
    ],
)
def test_taken(kind: Kind, said: object, found: object) -> None:
    assert taken(kind, said) == found


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.TEXT, 5),
        (Kind.TEMPLATE, True),
        (Kind.FLAG, "true"),
        (Kind.RULE, "a"),
        (Kind.RULE, []),
        (Kind.NUMBER, True),
        (Kind.NUMBER, "x"),
        (Kind.NUMBER, "Infinity"),
        (Kind.COUNT, -1),
        (Kind.COUNT, 1.5),
        (Kind.MAP, []),
        (Kind.LIST, {}),
    ],
)
def test_unfit(kind: Kind, said: object) -> None:
    with pytest.raises(Unfit, match="takes"):
        taken(kind, said)


def test_feel_starts_with_an_equals_sign() -> None:
    assert is_feel(" =a")
    assert not is_feel("a = b")
    assert not is_feel(None)
