"""Every kind of boxed expression as lines."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from c8tui.decisions.box_lines import box_lines
from c8tui.decisions.kinds import box_kind_of
from c8tui.feel import dmn_model as m
from c8tui.feel.dmn_boxes_xml import box_of
from tests.decisions.models import literal_xml, table_xml

ONE, TWO = literal_xml("1"), literal_xml("2")


@pytest.mark.parametrize(
    ("xml", "kind", "lines"),
    [
        (literal_xml("a +\n  b"), "literal expression", ["a +", "  b"]),
        ("<literalExpression expressionLanguage='juel'><text>x</text></literalExpression>", "literal expression",
         ["language juel", "x"]),
        (f"<context><contextEntry><variable name='a' typeRef='number'/>{ONE}</contextEntry><contextEntry>{TWO}"
         "</contextEntry></context>", "context", ["context", "  a: number =", "    1", "  result =", "    2"]),
        (f"<invocation>{literal_xml('f')}<binding><parameter name='p'/>{ONE}</binding></invocation>", "invocation",
         ["invocation of", "  f", "  with p =", "    1"]),
        (f"<list>{ONE}{TWO}</list>", "list", ["list", "  item", "    1", "  item", "    2"]),
        (f"<relation><column name='a'/><column name='b'/><row>{ONE}{TWO}</row></relation>", "relation",
         ["relation a | b", "  row 1 | 2"]),
        (f"<functionDefinition kind='Java'><formalParameter name='a' typeRef='number'/><formalParameter name='b'/>{ONE}"
         "</functionDefinition>", "function", ["function (a: number, b) in Java", "  1"]),
        (f"<conditional><if>{literal_xml('x')}</if><then>{ONE}</then><else>{TWO}</else></conditional>", "conditional",
         ["if", "  x", "then", "  1", "else", "  2"]),
        (f"<filter><in>{ONE}</in><match>{TWO}</match></filter>", "filter", ["filter", "  1", "where", "  2"]),
        (f"<for iteratorVariable='i'><in>{ONE}</in><return>{TWO}</return></for>", "iteration",
         ["for i in", "  1", "return", "  2"]),
        (f"<every iteratorVariable='i'><in>{ONE}</in><satisfies>{TWO}</satisfies></every>", "iteration",
         ["every i in", "  1", "satisfies", "  2"]),
        ("<riddle>\n<a/></riddle>", "unknown expression",
         ["an expression of an unknown kind", "  <riddle>", "  <a /></riddle>"]),
    ],
)  # fmt: skip
def test_kinds(xml: str, kind: str, lines: list[str]) -> None:
    box = box_of(fromstring(xml))
    assert box_kind_of(box).name == kind
    assert box_lines(box) == lines


def test_tables() -> None:
    box = box_of(fromstring(table_xml([("a", "number", "> 0"), "b"], ["out"], [["1", "", "2", "why"]], notes=["n"])))
    assert box_kind_of(box).name == "decision table"
    assert box_lines(box) == [
        "decision table UNIQUE",
        "  input a: number in > 0",
        "  input b",
        "  output out",
        "  note n",
        "  rule 1 | - | 2 | why",
    ]


def test_a_rule_is_one_line() -> None:
    rule = m.Rule("r", "said\ntwice", ("1,\n2",), ("3",), ())
    box = m.TableBox(inputs=(m.TableInput("i", "L", "x", "", ""),), outputs=(), rules=(rule,))
    assert box_lines(box)[1:] == ["  input L x", "  note description", "  rule 1, 2 | said twice"]


def test_no_logic() -> None:
    assert box_kind_of(None).name == "no logic"
    assert box_lines(None) == []
    assert box_lines(m.ConditionalBox()) == ["if", "then", "else"]
