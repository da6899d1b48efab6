"""Tables as text: what Markdown and CSV would take for something else is shown as it is."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from c8tui.decisions.sheet import Column, Row, Sheet, policy_of
from c8tui.decisions.table_text import csv_cell, csv_text, markdown, row_text
from c8tui.text import visible

COLUMNS = (
    Column("input", "in1", "season", "season", "string"),
    Column("input", "in2", "guests", "guests", "number"),
    Column("output", "out1", "dish", "dish"),
    Column("note", "", "why"),
)
ROWS = (
    Row(1, "r1", ('"Fall"', "-", '"Stew"', "warm")),
    Row(2, "r2", ("-", "> 8", '"Roast"', "")),
)
SHEET = Sheet(policy_of("UNIQUE", ""), COLUMNS, ROWS)


def sheet_with(*cells: str) -> Sheet:
    """A table of one rule with these cells."""
    columns = tuple(Column("input", "", f"c{number}") for number in range(len(cells)))
    return Sheet(policy_of("UNIQUE", ""), columns, (Row(1, "r", cells),))


def read(written: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written, newline=""), strict=True))


def test_markdown() -> None:
    assert markdown(SHEET) == (
        "| # | input: season (string) | input: guests (number) | output: dish | note: why |\n"
        "| ---: | --- | --- | --- | --- |\n"
        '| 1 | "Fall" | - | "Stew" | warm |\n'
        '| 2 | - | \\> 8 | "Roast" |  |\n'
    )


def test_markdown_of_one_rule() -> None:
    assert markdown(SHEET, [ROWS[1]]).splitlines()[2:] == ['| 2 | - | \\> 8 | "Roast" |  |']


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("a|b", r"a\|b"),
        ("a\\b", r"a\\b"),
        ("a\\|b", r"a\\\|b"),
        ("`x`", r"\`x\`"),
        ("*x* __y__ ~z~", r"\*x\* \_\_y\_\_ \~z\~"),
        ("[a](b)", r"\[a\](b)"),
        ("<b> &amp;", r"\<b\> \&amp;"),
        ("one\ntwo\r\nthree\rfour", "one<br>two<br>three<br>four"),
        ("a\tb\x1b[31m", r"a\\tb\\x1b\[31m"),
        ("\u202eevil\u200b\x85\x7f", r"\\u202eevil\\u200b\\x85\\x7f"),
    ],
)
def test_markdown_shows_cells_as_they_are(cell: str, shown: str) -> None:
    assert markdown(sheet_with(cell)).splitlines()[2] == f"| 1 | {shown} |"


@given(st.text(st.sampled_from("a1 |\\`*_~<>[]()&;#!-\n\t\x1b\u202e"), max_size=12))
def test_a_renderer_of_markdown_shows_cells_as_they_are(cell: str) -> None:
    render = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = render.parse(markdown(sheet_with(cell, "end")))
    inline = [token for token in tokens if token.type == "inline"]
    assert len(inline) == 6
    children = inline[4].children or []
    assert {child.type for child in children} <= {"text", "text_special", "html_inline"}
    shown = "".join("\n" if child.type == "html_inline" else child.content for child in children)
    lines = [visible(line, limit=None) for line in cell.strip().split("\n")]
    assert [line.strip() for line in shown.split("\n")] == [line.strip() for line in lines]


def test_a_title_cannot_break_the_table() -> None:
    sheet = Sheet(policy_of("UNIQUE", ""), (Column("input", "", "a | b\nc", type_ref="x|y"),), ())
    assert markdown(sheet).splitlines()[0] == r"| # | input: a \| b<br>c (x\|y) |"


def test_csv() -> None:
    written = csv_text(SHEET)
    assert read(written) == [
        ["#", "input: season (string)", "input: guests (number)", "output: dish", "note: why"],
        ["1", '"Fall"', "-", '"Stew"', "warm"],
        ["2", "-", "> 8", '"Roast"', ""],
    ]
    assert written.count("\r\n") == 3
    assert read(csv_text(SHEET, [ROWS[0]]))[1:] == [["1", '"Fall"', "-", '"Stew"', "warm"]]


def test_csv_keeps_quotes_commas_and_lines() -> None:
    assert read(csv_text(sheet_with('"a", "b"', "x\r\ny")))[1] == ["1", '"a", "b"', "x\ny"]


@pytest.mark.parametrize("cell", ["=1+1", "+x", "-x", "@f", "-5-3", "\uff1d1", "--"])
def test_formulas_are_led_in_by_a_quote(cell: str) -> None:
    assert csv_cell(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "shown"), [("\t=1", "'\\t=1"), ("\r=1", "'\n=1"), ("\n=1", "'\n=1")])
def test_white_space_before_a_formula_does_not_hide_it(cell: str, shown: str) -> None:
    assert csv_cell(cell) == shown


@pytest.mark.parametrize("cell", ["-", "-5", "-2.5e3", "5", "> 5", "[1..2]", '"=1"', ""])
def test_what_is_no_formula_stays(cell: str) -> None:
    assert csv_cell(cell) == cell


def test_controls_do_not_pass() -> None:
    assert csv_cell("a\x1b]0;x\x07\u2066b\U000e0041") == "a\\x1b]0;x\\x07\\u2066b\\U000e0041"


def test_one_rule_in_words() -> None:
    assert row_text(SHEET, ROWS[0]) == 'rule 1 (r1)\nwhen season: "Fall"\nthen dish: "Stew"\nnote why: warm'
    both = Row(3, "", ('"Fall"', "> 8\nor so\x07", '"Stew"', ""))
    assert row_text(SHEET, both) == ('rule 3\nwhen season: "Fall"\nand guests: > 8\n     or so\\x07\nthen dish: "Stew"')
    assert row_text(SHEET, Row(4, "", ("-", "-", "1", ""))) == "rule 4\nalways\nthen dish: 1"
