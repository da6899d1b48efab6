"""Fields as they are drawn, in each of their states."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.forms.display import edited_text
from c8tui.forms.instance import FieldInstance
from c8tui.tui.forms.drawing import Look, draw_field, name_of
from tests.forms.opened import NOW, field, opened


def drawn(component: dict[str, Any], width: int = 70, *, focused: bool = False, **variables: Any) -> list[str]:
    """The lines of the only field of a form."""
    instance = opened(component, **variables).instances[0]
    return lines(instance, width, focused=focused)


def lines(instance: FieldInstance, width: int = 70, *, focused: bool = False, tells: bool = True) -> list[str]:
    look = Look(NOW, label_width=8, focused=instance if focused else None, all_mistakes=tells)
    return ["".join(text for text, _ in line).rstrip() for line in draw_field(instance, width, look).lines]


def test_a_text_with_its_label_adorners_and_description() -> None:
    component = field("textfield", label="Name", description="of the firm", appearance={"suffixAdorner": "AG"})
    assert drawn(component, x="ACME") == ["Name      " + "ACME".ljust(44) + " AG  of the firm"]


def test_narrow_labels_stand_above() -> None:
    component = field("textfield", label="Name", validate={"required": True})
    assert drawn(component, 30) == ["Name *", "", "  is required"]


def test_a_mistake_is_told_when_it_is_time() -> None:
    instance = opened(field("number", label="N", validate={"min": 3})).instances[0]
    assert lines(instance, tells=False) == ["N"]
    state = opened(field("number", label="N", validate={"min": 3, "max": 9}))
    state.enter(state.instances[0], "2")
    assert lines(state.instances[0]) == ["N         2", "          must be at least 3"]
    assert lines(state.instances[0], focused=True)[0].endswith("3 to 9")
    state.enter(state.instances[0], "two")
    shown = lines(state.instances[0], tells=False)
    assert (shown[0].split(), "no number" in shown[1]) == (["N", "two"], True)


@pytest.mark.parametrize(
    ("component", "variables", "expected"),
    [
        (field("checkbox", label="VIP"), {"x": True}, "VIP       [x]"),
        (field("checkbox", label="VIP"), {}, "VIP       [ ]"),
        (field("radio", label="R", values=["a", "b"]), {"x": "b"}, "R         ( ) 1 a   (•) 2 b"),
        (field("checklist", label="C", values=["a", "b"]), {"x": ["a"]}, "C         [x] 1 a   [ ] 2 b"),
        (field("select", label="S", values=["a", "b"]), {"x": "b"}, "S         b"),
        (field("taglist", label="T", values=["a", "b"]), {"x": ["a", "b"]}, "T         a, b"),
        (field("number", label="N", serializeToString=True), {"x": "12.50"}, "N         12.50"),
        (field("datetime", label="Date time", dateLabel="D"), {"x": "2026-12-24"}, "D         2026-12-24"),
        (field("datetime", label="Date time"), {"x": "2026-12-24"}, "x         2026-12-24"),
        (field("textfield", label="L", readonly=True), {"x": "a"}, "L         a  (read only)"),
        (field("select", label="L", disabled=True, values=["a"]), {"x": "a"}, "L         a  (read only)"),
    ],
)
def test_one_line_says_it(component: dict[str, Any], variables: dict[str, Any], expected: str) -> None:
    assert drawn(component, **variables) == [expected]


def test_a_search_shows_its_matches_and_how_many_more() -> None:
    shown = drawn(field("select", label="S", values=[f"v{n}" for n in range(20)]), focused=True)
    assert shown[0] == "S         type to search"
    assert shown[1].strip() == "( ) v0"
    assert shown[-1].strip() == "1-8 of 20"


def test_long_radios_stand_below_each_other() -> None:
    shown = drawn(field("radio", label="R", values=[f"a rather long option {n}" for n in range(4)]))
    assert [line.strip() for line in shown][1] == "( ) 2 a rather long option 1"
    assert drawn(field("radio", label="R", values=[])) == ["R         there are no options"]


def test_many_lines_and_files() -> None:
    shown = drawn(field("textarea", label="T"), x="\n".join("abcdef"))
    assert [line.strip() for line in shown] == ["T         a", "b", "c", "d", "2 more lines"]
    reference = {"documentId": "1", "metadata": {"fileName": "a.pdf"}}
    assert drawn(field("filepicker", label="F"), x=[reference]) == ["F         a.pdf", "          path of a file"]


def test_what_the_form_has_wrong_is_said_at_the_field() -> None:
    shown = drawn(field("textfield", label="P", validate={"pattern": "("}), x="a")
    assert "this form has a mistake in pattern" in " ".join(line.strip() for line in shown)


def test_a_date_says_what_it_stands_for_while_it_is_typed() -> None:
    state = opened(field("datetime", label="D", subtype="date"))
    state.enter(state.instances[0], "tomorrow")
    assert "= 2026-11-26  Thu 26 Nov 2026" in "\n".join(lines(state.instances[0], focused=True))
    assert edited_text(state.instances[0], NOW) == "2026-11-26"


def test_the_hour_that_was_assumed_is_said() -> None:
    state = opened(field("datetime", label="D", subtype="datetime"))
    state.enter(state.instances[0], "fri")
    shown = " ".join(" ".join(lines(state.instances[0], focused=True)).split())
    assert "Fri 27 Nov 2026 17:00 CET (no time given: 17:00)" in shown


def test_names_and_locks() -> None:
    parts = opened(
        field("datetime", "a", subtype="datetime", dateLabel="On", timeLabel="at"),
        field("textfield", "b"),
        field("textfield", "c", label="C", disabled=True),
    ).instances
    assert [name_of(part) for part in parts] == ["On", "b", "C"]
    assert [part.locked for part in parts] == [False, False, True]


WIDE = "a value that is wider than any window " * 8 + "END"


@pytest.mark.parametrize(
    "component",
    [
        field("textfield", readonly=True),
        field("textarea", readonly=True),
        field("select", readonly=True, values=[WIDE]),
        field("taglist", readonly=True, values=[WIDE]),
        field("checklist", disabled=True, values=[WIDE]),
    ],
)
def test_what_nobody_edits_stands_there_in_full(component: dict[str, Any]) -> None:
    value: Any = [WIDE] if component["type"] in ("taglist", "checklist") else WIDE
    shown = drawn(component, x=value)
    assert all(len(line) <= 70 for line in shown)
    assert "END" in " ".join(shown)


def test_the_option_under_the_cursor_stands_there_in_full() -> None:
    state = opened(field("radio", values=[WIDE, "b"]))
    assert "END" not in " ".join(lines(state.instances[0]))
    assert "END" in " ".join(lines(state.instances[0], focused=True))


def test_what_stands_around_a_value_and_is_long_is_said_below() -> None:
    shown = drawn(field("number", appearance={"suffixAdorner": "euros a month, before taxes"}), x=1)
    assert "euros a mon…" in shown[0]
    assert "euros a month, before taxes" in " ".join(shown[1:])
