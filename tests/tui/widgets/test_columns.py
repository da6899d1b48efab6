"""Columns share a width, and every row is exactly as wide as its list, whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from c8tui.text import without_controls
from c8tui.tui.widgets.columns import GAP, GUTTER, Cell, Column, fit, layout, runs_of

Row = tuple[str, ...]


def column(number: int, title: str, width: int, *, style: str = "", **options: int | bool) -> Column[Row]:
    """A column over the cell of that number."""

    def cell(row: Row) -> Cell:
        return row[number], style

    return Column(title, width, cell, **options)  # type: ignore[arg-type]


NAME = column(0, "Name", 10, grow=3)
GROUP = column(1, "Group", 8, grow=1, show_from=60)
AGE = column(2, "Age", 4, right=True, style="dim")
COLUMNS = (NAME, GROUP, AGE)


def widths(width: int) -> dict[str, int]:
    return {one.title: given for one, given in layout(COLUMNS, width)}


class TestLayout:
    def test_what_is_left_over_goes_to_those_that_grow(self) -> None:
        spare = 100 - GUTTER - 10 - 8 - 4 - 2 * len(GAP)
        assert widths(100) == {"Name": 10 + spare * 3 // 4, "Group": 8 + spare // 4, "Age": 4}

    def test_a_narrow_list_leaves_columns_out(self) -> None:
        assert widths(60).keys() == {"Name", "Group", "Age"}
        assert widths(59) == {"Name": 10 + (59 - GUTTER - 14 - len(GAP)) * 3 // 3, "Age": 4}

    def test_none_gets_less_than_its_least_width(self) -> None:
        assert widths(5) == {"Name": 10, "Age": 4}

    @given(st.integers(16, 400))
    def test_it_never_takes_more_than_there_is(self, width: int) -> None:
        placed = layout(COLUMNS, width)
        taken = GUTTER + sum(given for _, given in placed) + len(GAP) * (len(placed) - 1)
        assert width - len(COLUMNS) < taken <= max(width, GUTTER + 14 + len(GAP))


class TestFit:
    @pytest.mark.parametrize(
        ("text", "width", "right", "shown"),
        [
            ("abc", 5, False, "abc  "),
            ("abc", 5, True, "  abc"),
            ("abcde", 5, False, "abcde"),
            ("abcdef", 5, False, "abcd…"),
            ("abcdef", 5, True, "abcd…"),
            ("京都市", 5, False, "京都…"),
            ("京都市", 4, False, "京 …"),
            ("京", 3, True, " 京"),
            ("abc", 1, False, "…"),
            ("abc", 0, False, ""),
            ("", 3, False, "   "),
        ],
    )
    def test_to_the_cell(self, text: str, width: int, right: bool, shown: str) -> None:
        assert fit(text, width, right) == shown

    @given(st.text(st.characters(exclude_categories=["C"]), max_size=40), st.integers(0, 30), st.booleans())
    def test_always_as_wide_as_asked(self, text: str, width: int, right: bool) -> None:
        assert cell_len(fit(text, width, right)) == width


class TestRuns:
    PLACED = ((NAME, 6), (GROUP, 5), (AGE, 4))

    def test_neighbours_of_one_style_are_one_run(self) -> None:
        assert runs_of(("task", "sales", "3 h"), self.PLACED) == [("task    sales", ""), ("   3 h", "dim")]

    def test_an_empty_cell_starts_no_run(self) -> None:
        assert runs_of(("task", "sales", ""), self.PLACED) == [("task    sales      ", "")]

    def test_what_a_cluster_sends_shows_as_escapes(self) -> None:
        ((text, _), *_) = runs_of(("a\x1b[2J", "b\nc", "4 d"), self.PLACED)
        assert text == "a\\x1b…  b\\nc "

    def test_nothing_is_markup(self) -> None:
        ((text, _), *_) = runs_of(("[red]", "[/]", ""), self.PLACED)
        assert text.startswith("[red]   [/]")

    @given(st.tuples(*[st.text(st.characters(), max_size=20)] * 3), st.integers(20, 160))
    def test_a_row_is_exactly_as_wide_as_its_columns(self, row: Row, width: int) -> None:
        placed = layout(COLUMNS, width)
        text = "".join(part for part, _ in runs_of(row, placed))
        assert cell_len(text) == sum(given for _, given in placed) + len(GAP) * (len(placed) - 1)
        assert text == without_controls(text)

    def test_a_name_of_a_megabyte_costs_no_more_than_its_column(self) -> None:
        runs = runs_of(("x" * 1_000_000, "g", "1"), self.PLACED)
        assert runs[0][0] == "xxxxx…  g    "


class TestRemark:
    @pytest.mark.parametrize(
        ("columns", "remark", "shown"),
        [
            (COLUMNS, "old", "Ada         Sales     old "),
            (COLUMNS, "waits", "Ada         waits         "),
            (COLUMNS, "x" * 40, "Ada         xxxxxxxxxxxxx…"),
            ((NAME,), "waits", "waits     "),
            ((), "waits", ""),
        ],
    )
    def test_it_takes_the_place_of_the_last_cells(
        self, columns: tuple[Column[Row], ...], remark: str, shown: str
    ) -> None:
        placed = [(one, one.width) for one in columns]
        runs = runs_of(("Ada", "Sales", "9 d"), placed, remark)
        assert "".join(text for text, _ in runs) == shown
        assert not columns or runs[-1][1] == "warn"
