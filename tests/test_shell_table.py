"""Rows as a table and as plain lines."""

from __future__ import annotations

import pytest

from c8tui.shell_table import cell_width, cut, plain_line, table_lines, widths

ROWS = [["KEY", "TASK", "DUE"], ["2251799813685253", "確認 of the invoice", "1 Jul 2026 12:00"], ["1", "e\u0301", "-"]]


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("確認", 4), ("e\u0301", 1), ("", 0)])
def test_the_cells_of_a_text(text: str, cells: int) -> None:
    assert cell_width(text) == cells


@pytest.mark.parametrize(("width", "shown"), [(4, "確認"), (3, "確…"), (2, "…"), (9, "確認")])
def test_what_is_cut_says_so(width: int, shown: str) -> None:
    assert cut("確認", width) == shown


@pytest.mark.parametrize("room", range(30, 120, 7))
def test_no_line_is_wider_than_the_terminal_and_the_key_stays_whole(room: int) -> None:
    wide = widths(ROWS, room, {2})
    lines = [*table_lines(ROWS, wide)]
    assert max(map(cell_width, lines)) <= max(room, 16 + 2 + 6 + 2 + 6)
    assert lines[1].startswith("2251799813685253  ")


def test_dates_give_way_last() -> None:
    assert widths(ROWS, 50, {2}) == [16, 14, 16]
    assert widths(ROWS, 35, {2}) == [16, 6, 9]


def test_a_plain_line_is_one_line_whatever_is_in_it() -> None:
    assert plain_line(["a\tb", None, 7, "c\nd\x1b[2J", ""]) == "a\\tb\t\t7\tc\\nd\\x1b[2J\t"
