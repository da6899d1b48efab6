"""The sheet of a table: columns by kind, cells for all of them, hit policies with their letters."""

from __future__ import annotations

import pytest

from c8tui.decisions.sheet import ANY, Column, policy_of, sheet_of, with_column
from tests.decisions.models import decision_xml, model_of, table_of, table_xml


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
