"""A sheet in cells of the terminal: widths, heights, and texts that are safe to show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from c8tui.decisions.sheet import Column, Kind, Policy, Row, Sheet
from c8tui.tui.decisions.grid import (
    BETWEEN,
    NARROWEST,
    SQUEEZED,
    TALLEST,
    WIDEST,
    Grid,
    natural_widths,
    squeezed,
    with_values,
)
from tests.tui.decisions.tables import NASTY, RAW, sheet

CELLS = st.text(max_size=60) | st.sampled_from(["", "-", NASTY, "a\n\nb", "\n", "漢字" * 30, "x" * 5_000, "\t"])


KINDS: tuple[Kind, ...] = ("input", "output", "note")


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=4))
    columns = tuple(Column(kind, "", draw(CELLS), draw(CELLS), draw(CELLS), draw(CELLS)) for kind in sorted(kinds))
    count = draw(st.integers(0, 4))
    rows = tuple(Row(n, "", tuple(draw(CELLS) for _ in columns)) for n in range(1, count + 1))
    return Sheet(Policy("U", "UNIQUE", ""), columns, rows)


@given(sheets())
def test_lines_of_rules_are_counted_and_found_and_fit(table: Sheet) -> None:
    grid = Grid(table, natural_widths(table))
    found = [grid.at_line(line) for line in range(grid.line_count)]
    for place in range(len(table.rows)):
        first, last = grid.lines_of(place)
        assert found[first : last + 1] == [(place, n) for n in range(last - first + 1)]
        for column, width in enumerate(grid.widths):
            lines = grid.cell_lines(place, column)
            assert len(lines) <= last - first + 1
            assert len(lines) <= TALLEST
            for line in lines:
                assert cell_len(line) <= width
                assert not set(line) & (RAW | {"\n", "\t"})
    for _, texts in grid.heads():
        for text, width in zip(texts, grid.widths, strict=True):
            assert cell_len(text) <= width
            assert not set(text) & (RAW | {"\n", "\t"})


@given(sheets(), st.integers(-5, 200))
def test_squeezed_columns_fit_where_they_can(table: Sheet, room: int) -> None:
    widths = natural_widths(table)
    assert all(NARROWEST <= width <= WIDEST for width in widths)
    found = squeezed(table, widths, room)
    gaps = BETWEEN * (len(widths) - 1)
    least = sum(min(width, SQUEEZED) for width in widths) + gaps
    assert all(min(width, SQUEEZED) <= less <= width for less, width in zip(found, widths, strict=True))
    if least <= room:
        assert sum(found) + gaps <= room
    else:
        assert found == widths


def test_annotations_give_way_first() -> None:
    table = sheet(["a"], ["b"], [["x" * 30, "y" * 30, "z" * 30]], notes=["Why"])
    assert squeezed(table, natural_widths(table), 80) == [30, 30, 14]
    assert squeezed(table, natural_widths(table), 70) == [26, 26, 12]


def test_values_of_an_evaluation_widen_their_columns() -> None:
    assert with_values([4, 10, 4], {0: "false", 1: "1", 2: "x" * 99}) == [7, 10, WIDEST]


def test_a_very_long_cell_is_cut_and_says_so() -> None:
    table = sheet(["a"], ["b"], [["x" * 40_000, "1"]])
    grid = Grid(table, natural_widths(table))
    assert grid.line_count == TALLEST
    assert grid.cell_lines(0, 0)[-1] == "…"


def test_heads_say_what_columns_are_and_leave_empty_lines_out() -> None:
    table = sheet([("season", "string", '"Fall"'), "x"], ["dish"], [])
    assert Grid(table, [8, 8, 8]).heads() == [
        ("head", ["season", "x", "dish"]),
        ("name", ["string", "", ""]),
        ("name", ['"Fall"', "", ""]),
    ]
    assert Grid(sheet([], [], []), []).heads() == []


def test_only_some_rules_are_shown() -> None:
    table = sheet(["a"], ["b"], [["1", "x\ny"], ["2", "x"], ["3", "x\ny\nz"]])
    grid = Grid(table, natural_widths(table), [2, 0])
    assert [grid.lines_of(place) for place in (0, 1)] == [(0, 2), (3, 4)]
    assert grid.line_count == 5


@pytest.mark.parametrize(("count", "width"), [(0, 2), (9, 2), (99, 2), (100, 3), (5_000, 4)])
def test_room_for_the_numbers(count: int, width: int) -> None:
    assert Grid(sheet([], ["b"], [["1"]] * count), [4]).number_width == width
