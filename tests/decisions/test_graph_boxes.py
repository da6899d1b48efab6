"""Boxes: borders by kind, names on one line or two, everything in exactly the cells that it takes."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions.graph_boxes import WIDEST, PlacedBox, cut, text_of
from c8tui.decisions.kinds import ELEMENT_NAMES, NodeKind


def cells(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def rows(box: PlacedBox) -> list[str]:
    return ["".join(text for text, _ in box.row(y)) for y in range(box.y, box.y + box.height)]


def box_of(kind: NodeKind, name: str = "Dish", hint: str = "", width: int = 15, height: int = 3) -> PlacedBox:
    return PlacedBox("id", kind, 0, 0, width, height, text_of(name, hint, kind))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Dish", ["Dish"]),
        ("Post-bureau risk category", ["Post-bureau", "risk category"]),
        ("RequiredMonthlyInstallment", ["RequiredMonthly", "Installment"]),
        ("snake_case_of_a_name", ["snake_case_", "of_a_name"]),
        ("a\n b", ["a b"]),
        ("x" * 40, ["x" * (WIDEST - 1) + "…"]),
    ],
)
def test_names_are_broken_between_words_or_cut(name: str, lines: list[str]) -> None:
    assert [line.rstrip() for line in text_of(name, "", "input").lines] == lines


@given(st.text("ab 漢é-C", max_size=90), st.text("ab 漢", max_size=40))
def test_every_line_of_a_box_is_as_wide_as_the_box(name: str, hint: str) -> None:
    text = text_of(name, hint, "input", cells)
    box = PlacedBox("id", "input", 3, 5, text.width + 6, 6, text)
    assert text.width % 2 == 1
    assert text.width <= WIDEST + 1
    assert {cells(row) for row in rows(box)} == {box.width}


def test_kinds_differ_by_border_and_by_word() -> None:
    drawn = {kind: rows(box_of(kind)) for kind in ELEMENT_NAMES}
    assert len({tuple(lines[0]) for lines in drawn.values()}) == len(ELEMENT_NAMES)
    assert all(kind in lines[-1] for kind, lines in drawn.items())
    assert drawn["service"] == ["╔═════════════╗", "║  Dish       ║", "╚ service ════╝"]


def test_lines_meet_the_top_of_a_box() -> None:
    text = text_of("a", "", "decision")
    box = PlacedBox("id", "decision", 10, 0, 15, 3, text, ((14, False), (16, True)), itself=True)
    assert rows(box)[0] == "┌───┴─╨───────┐"
    assert rows(box)[2] == "└ decision ──↻┘"


def test_a_text_is_cut_by_cells() -> None:
    assert cut("漢字漢字", 8, cells) == "漢字漢字"
    assert cut("漢字漢字", 6, cells) == "漢字…"
