"""Tables as text: what Markdown and CSV would take for something else is shown as it is."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from c8tui import feel
from c8tui.decisions.cell_conditions import wanted
from c8tui.decisions.colours import LONGEST, coloured
from c8tui.decisions.rule_match import match_rules
from c8tui.decisions.sheet import ANY, Column, Row, Sheet, policy_of, sheet_of, with_column
from c8tui.decisions.table_highlights import InputResult, RuleResult, highlights_of
from c8tui.decisions.table_text import csv_cell, csv_text, markdown, row_text
from c8tui.text import visible
from tests.decisions.models import decision_xml, model_of, table_of, table_xml

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


# The sheet of a table: columns by kind, cells for all of them, hit policies with their letters.


@pytest.mark.parametrize(
    ("policy", "aggregation", "letter"),
    [
        ("UNIQUE", "", "U"), ("", "", "U"), ("ANY", "", "A"), ("FIRST", "", "F"), ("PRIORITY", "", "P"),
        ("RULE ORDER", "", "R"), ("OUTPUT ORDER", "", "O"), ("COLLECT", "", "C"), ("COLLECT", "SUM", "C+"),
        ("COLLECT", "MIN", "C<"), ("COLLECT", "MAX", "C>"), ("COLLECT", "COUNT", "C#"), ("GUESS", "", "?"),
        ("COLLECT", "MEDIAN", "C"),
    ],
)  # fmt: skip
def test_every_hit_policy_has_a_letter_and_a_meaning(policy: str, aggregation: str, letter: str) -> None:
    found = policy_of(policy, aggregation)
    assert found.letter == letter
    assert found.meaning


def test_a_sheet_has_a_cell_for_every_column() -> None:
    logic = table_xml(
        [("season", "string", '"Fall","Winter"'), "guests"],
        ["dish"],
        [['"Fall"', "", '"Stew"', "why not"], ["", "> 8"], ["-", "-", '"Roast"', "", "too many"]],
        notes=["why"],
    )
    sheet = sheet_of(table_of(model_of(decision_xml("d", logic)), "d"))
    assert sheet.columns == (
        Column("input", "in1", "season", "season", "string", '"Fall","Winter"'),
        Column("input", "in2", "guests", "guests"),
        Column("output", "out1", "dish", "dish"),
        Column("note", "", "why"),
    )
    assert (sheet.inputs, sheet.outputs, sheet.policy.letter) == (2, 1, "U")
    assert [row.cells for row in sheet.rows] == [
        ('"Fall"', ANY, '"Stew"', "why not"),
        (ANY, "> 8", ANY, ""),
        (ANY, ANY, '"Roast"', ""),
    ]
    assert [(row.number, row.id) for row in sheet.rows] == [(1, "rule1"), (2, "rule2"), (3, "rule3")]


def test_what_rules_say_of_themselves_is_a_column() -> None:
    logic = table_xml(["a"], ["b"], [["1", "2"], ["2", "3"]]).replace(
        '<rule id="rule2">', '<rule id="rule2"><description>since 2020</description>'
    )
    sheet = sheet_of(table_of(model_of(decision_xml("d", logic)), "d"))
    assert sheet.columns[-1] == Column("note", "", "description")
    assert [row.cells for row in sheet.rows] == [("1", "2", ""), ("2", "3", "since 2020")]


def test_a_column_is_added_at_the_end() -> None:
    sheet = sheet_of(table_of(model_of(decision_xml("d", table_xml(["a"], ["b"], [["1", "2"]]))), "d"))
    more = with_column(sheet, "fired", ["7"])
    assert (more.columns[-1].title, more.rows[0].cells, sheet.rows[0].cells) == ("fired", ("1", "2", "7"), ("1", "2"))


def test_what_is_not_in_feel_is_followed_by_its_language() -> None:
    table = table_xml([("a", "", "1")], ["x"], [["b == 1", "c"], ["-", "2"]])
    table = table.replace("<inputExpression", '<inputExpression expressionLanguage="juel"')
    table = table.replace("<inputEntry", '<inputEntry expressionLanguage="groovy"', 1)
    table = table.replace("<outputEntry", '<outputEntry expressionLanguage="javascript"', 1)
    sheet = sheet_of(table_of(model_of(decision_xml("d", table)), "d"))
    assert (sheet.columns[0].expression, sheet.columns[0].language) == ("a", "juel")
    assert [row.cells for row in sheet.rows] == [("b == 1 (groovy)", "c (javascript)"), ("-", "2")]


# An evaluation in its table: joined by ids, by names and places only where there are none.


XML = table_xml(["season", "guests"], ["dish", "price"], [['"Fall"', "-", '"a"', "1 + 1"], ["-", "> 8", '"b"', "3"]])
MODEL = model_of(decision_xml("d", XML))
TABLE = table_of(MODEL, "d")
SHEET_OF_TABLE_HIGHLIGHTS = sheet_of(TABLE)


def test_ids_join_and_not_places() -> None:
    report = match_rules(TABLE, feel.to_feel(["Fall", 5]), {})
    highlights = highlights_of(
        SHEET_OF_TABLE_HIGHLIGHTS,
        [InputResult("in2", "x", "5"), InputResult("in1", "y", '"Fall"')],
        [RuleResult("rule1", 2, (("out2", "", "2"), ("out1", "", '"a"')))],
        report,
    )
    assert highlights.values == {0: '"Fall"', 1: "5"}
    assert (highlights.matched, highlights.problems) == ({0}, ())
    assert highlights.outputs == {(0, 3): "2"}, "what the cell says itself is not said again"
    assert highlights.failing == ((), (1,))


def test_what_has_no_id_is_joined_by_name_or_place() -> None:
    highlights = highlights_of(
        SHEET_OF_TABLE_HIGHLIGHTS,
        [InputResult("", "guests", "5"), InputResult("", "", "7")],
        [RuleResult("", 2, (("", "price", "9"),))],
    )
    assert highlights.values == {1: "7"}
    assert (highlights.matched, highlights.outputs) == ({1}, {(1, 3): "9"})
    bare = XML
    for known in ("in1", "in2", "out1", "out2", "rule1", "rule2"):
        bare = bare.replace(f' id="{known}"', "")
    sheet = sheet_of(table_of(model_of(decision_xml("d", bare)), "d"))
    highlights = highlights_of(sheet, [InputResult("made-up", "season", "1")], [RuleResult("made-up", 2)])
    assert highlights.values == {0: "1"}
    assert (highlights.matched, highlights.problems) == ({1}, ())


def test_what_does_not_fit_is_told() -> None:
    highlights = highlights_of(
        SHEET_OF_TABLE_HIGHLIGHTS, [InputResult("gone", "Color", "5")], [RuleResult("other", 1), RuleResult("", 9)]
    )
    assert not highlights.values
    assert not highlights.matched
    assert [problem.split(" is ")[0] for problem in highlights.problems] == [
        "the input Color", "the matched rule other", "the matched rule 9",
    ]  # fmt: skip


# What a cell wants, in words.


@pytest.mark.parametrize(
    ("cell", "value", "text", "nearest"),
    [
        ("< 100", 120, "amount < 100", ""),
        ('"Gold"', "Silver", 'amount = "Gold"', ""),
        ('"a","b"', "c", 'amount in ("a","b")', ""),
        ("[1..5]", 9, "amount in [1..5]", "5"),
        ("]1..5[", 9, "amount in ]1..5[", "just below 5"),
        ("(1..5)", -3, "amount in (1..5)", "just above 1"),
        ("< 10, [20..30], 70", 15, "amount in (< 10, [20..30], 70)", "just below 10"),
        ("< 10, [20..30], 70", 16, "amount in (< 10, [20..30], 70)", "20"),
        ("< 10, [20..30], 70", 60, "amount in (< 10, [20..30], 70)", "70"),
        ("[-5..-1]", 3, "amount in [-5..-1]", "-1"),
        ("other > 3", 9, "amount: other > 3", ""),
        ('starts with(other, "a")', 9, 'amount: starts with(other, "a")', ""),
        ('starts with(cellInput, "a")', 9, 'amount: starts with(cellInput, "a")', ""),
        ("other between 1 and 5", 9, "amount: other between 1 and 5", ""),
        ("date(other)", 9, "amount = date(other)", ""),
        ("other + 1", 9, "amount = other + 1", ""),
        ("not(5)", 5, "amount: not(5)", ""),
        ("? > 3 and ? < 7", 9, "amount: ? > 3 and ? < 7", ""),
        ("(", 9, "amount: (", ""),
        ("(3..3)", 9, "amount in (3..3)", ""),
        ("[3..3)", 9, "amount in [3..3)", ""),
        ("[3..3]", 9, "amount in [3..3]", "3"),
        ("[5..1], 9, 11", 3, "amount in ([5..1], 9, 11)", "9"),
        ("[a..b]", 9, "amount in [a..b]", ""),
        ("!= 5, != 6", 5, "amount in (!= 5, != 6)", ""),
    ],
)
def test_conditions_and_their_nearest_values(cell: str, value: object, text: str, nearest: str) -> None:
    found = wanted("amount", cell, feel.to_feel(value))
    assert (found.text, found.nearest) == (text, nearest)


def test_the_value_is_said_and_not_too_long() -> None:
    assert wanted("a", "5", "x").value == '"x"'
    assert len(wanted("a", "5", "x" * 1_000).value) == 200


# FEEL in pieces: everything stays, kinds are named.


def test_kinds_are_named() -> None:
    assert [piece for piece in coloured('if x > 1.5 then "a" /* why */ else date') if piece[1]] == [
        ("if", "keyword"), (">", "sign"), ("1.5", "number"), ("then", "keyword"), ('"a"', "string"),
        (" /* why */ ", "comment"), ("else", "keyword"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", '"open', "§", "1 " * LONGEST])
def test_what_is_no_feel_or_too_long_is_one_plain_piece(text: str) -> None:
    assert coloured(text) == ([(text, "")] if text else [])


@given(st.text(alphabet='ab1"/*\n .<>`', max_size=30))
def test_nothing_is_lost(text: str) -> None:
    assert "".join(piece for piece, _ in coloured(text)) == text
