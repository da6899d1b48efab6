"""Boxed expressions as parts: every kind, nested, with nothing left out."""

from __future__ import annotations

from c8tui.decisions.parts import Part, part_of
from c8tui.feel.dmn_model import Decision
from tests.decisions.models import decision_xml, literal_xml, model_of, table_xml


def part(logic: str) -> Part:
    decision = model_of(decision_xml("d", logic)).named("d")
    assert isinstance(decision, Decision)
    return part_of(decision.logic)


def test_literals_and_none_at_all() -> None:
    assert part(literal_xml("1 + 2")) == Part("literal", text="1 + 2")
    assert part_of(None, "x", "number") == Part("empty", "x", "number")


def test_contexts_name_their_entries_and_their_result() -> None:
    found = part(
        f'<context><contextEntry><variable name="fee" typeRef="number"/>{literal_xml("1")}</contextEntry>'
        f"<contextEntry>{literal_xml('fee')}</contextEntry></context>"
    )
    assert found.kind == "context"
    assert [(child.name, child.type_ref, child.text) for child in found.children] == [
        ("fee", "number", "1"),
        ("result", "", "fee"),
    ]


def test_functions_invocations_and_lists() -> None:
    function = part(
        f'<functionDefinition><formalParameter name="a" typeRef="number"/><formalParameter name="b"/>'
        f"{literal_xml('a')}</functionDefinition>"
    )
    assert (function.kind, function.heads, function.children) == (
        "function", ("a: number", "b"), (Part("literal", text="a"),),
    )  # fmt: skip
    java = part('<functionDefinition kind="Java"/>')
    assert (java.kind, java.children) == ("Java function", (Part("empty"),))
    call = part(
        f'<invocation>{literal_xml("f")}<binding><parameter name="a"/>{literal_xml("1")}</binding></invocation>'
    )
    assert [(child.name, child.text) for child in call.children] == [("call", "f"), ("a", "1")]
    assert [child.text for child in part(f"<list>{literal_xml('1')}{literal_xml('2')}</list>").children] == ["1", "2"]


def test_relations_have_heads_and_rows() -> None:
    found = part(
        f'<relation><column name="x"/><column name="y"/><row>{literal_xml("1")}{literal_xml("2")}</row></relation>'
    )
    assert (found.kind, found.heads) == ("relation", ("x", "y"))
    assert [[cell.text for cell in row.children] for row in found.children] == [["1", "2"]]


def test_the_expressions_of_dmn_1_4() -> None:
    def inside(kind: str, text: str) -> str:
        return f"<{kind}>{literal_xml(text)}</{kind}>"

    found = part(f"<conditional>{inside('if', 'a')}{inside('then', 'b')}{inside('else', 'c')}</conditional>")
    assert [(child.name, child.text) for child in found.children] == [("if", "a"), ("then", "b"), ("else", "c")]
    found = part(f"<filter>{inside('in', 'a')}{inside('match', 'b')}</filter>")
    assert [(child.name, child.text) for child in found.children] == [("in", "a"), ("match", "b")]
    found = part(f'<for iteratorVariable="i">{inside("in", "a")}{inside("return", "b")}</for>')
    assert (found.kind, [(c.name, c.text) for c in found.children]) == ("for", [("i in", "a"), ("return", "b")])
    found = part(f'<some iteratorVariable="i">{inside("in", "a")}{inside("satisfies", "b")}</some>')
    assert (found.kind, found.children[1].name) == ("some", "satisfies")


def test_a_table_has_its_sheet_and_the_unknown_its_xml() -> None:
    sheet = part(table_xml(["a"], ["b"], [["1", "2"]])).sheet
    assert sheet is not None
    assert sheet.rows[0].cells == ("1", "2")
    unknown = part("<list><mystery><inner/></mystery></list>").children[0]
    assert (unknown.kind, "<" in unknown.text, "inner" in unknown.text) == ("unknown", True, True)
