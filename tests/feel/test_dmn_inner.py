"""Going through boxed expressions: what stands in each kind, as what, and which names only it may use."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from c8tui.feel.dmn_boxes_xml import box_of
from c8tui.feel.dmn_inner import boxes_in, inner_boxes
from c8tui.feel.dmn_model import LiteralBox
from tests.feel.models import literal

ONE, TWO, THREE = literal("1"), literal("2"), literal("3")


@pytest.mark.parametrize(
    ("xml", "inside"),
    [
        (ONE, []),
        ("<riddle/>", []),
        (f"<context><contextEntry><variable name='a' typeRef='number'/>{ONE}</contextEntry><contextEntry>{TWO}"
         "</contextEntry></context>", [("entry", "a", "1", set()), ("entry", "", "2", set())]),
        (f"<invocation>{ONE}<binding><parameter name='p'/>{TWO}</binding></invocation>",
         [("function", "call", "1", set()), ("binding", "p", "2", set())]),
        (f"<list>{ONE}{TWO}</list>", [("item", "", "1", set()), ("item", "", "2", set())]),
        (f"<relation><column name='a'/><row>{ONE}</row><row>{TWO}</row></relation>",
         [("cell", "", "1", set()), ("cell", "", "2", set())]),
        (f"<functionDefinition><formalParameter name='x'/>{ONE}</functionDefinition>", [("body", "", "1", {"x"})]),
        (f"<conditional><if>{ONE}</if><then>{TWO}</then><else>{THREE}</else></conditional>",
         [("branch", "if", "1", set()), ("branch", "then", "2", set()), ("branch", "else", "3", set())]),
        (f"<filter><in>{ONE}</in><match>{TWO}</match></filter>",
         [("source", "in", "1", set()), ("match", "match", "2", {"item"})]),
        (f"<for iteratorVariable='i'><in>{ONE}</in><return>{TWO}</return></for>",
         [("source", "i in", "1", set()), ("body", "return", "2", {"i", "partial"})]),
        (f"<some iteratorVariable='i'><in>{ONE}</in><satisfies>{TWO}</satisfies></some>",
         [("source", "i in", "1", set()), ("body", "satisfies", "2", {"i", "partial"})]),
    ],
)  # fmt: skip
def test_what_stands_in_a_box(xml: str, inside: list[tuple[str, str, str, set[str]]]) -> None:
    box = box_of(fromstring(xml))
    assert box is not None
    found = [(one.role, one.name, getattr(one.box, "text", ""), set(one.binds)) for one in inner_boxes(box)]
    assert found == inside


def test_all_that_is_in_a_box_at_any_depth() -> None:
    box = box_of(fromstring(f"<list>{ONE}<conditional><if>{TWO}</if><then>{THREE}</then></conditional></list>"))
    assert box is not None
    assert {one.text for one in boxes_in(box) if isinstance(one, LiteralBox)} == {"1", "2", "3"}
    assert next(boxes_in(box)) is box
