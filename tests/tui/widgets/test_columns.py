"""Columns share a width, and every row is exactly as wide as its list, whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from c8tui.text import without_controls
from c8tui.tui.widgets.columns import (
    GAP,
    GUTTER,
    MORE_RIGHT,
    Cell,
    Column,
    Placement,
    column_at,
    fit,
    place,
    runs_of,
    titles,
)

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


def widths(width: int, aside: int = 0) -> dict[str, int]:
    return {one.title: given for one, given in place(COLUMNS, width, aside).columns}


class TestPlace:
    def test_what_is_left_over_goes_to_those_that_grow(self) -> None:
        spare = 100 - GUTTER - 10 - 8 - 4 - 2 * len(GAP)
        assert widths(100) == {"Name": 10 + spare * 3 // 4, "Group": 8 + spare // 4, "Age": 4}

    def test_in_a_narrow_list_a_column_stands_behind_the_others_and_is_reached_sideways(self) -> None:
        assert widths(60).keys() == {"Name", "Group", "Age"}
        assert [*widths(59)] == ["Name", "Age"]
        assert place(COLUMNS, 59).more
        assert [*widths(59, 1)] == ["Name", "Age", "Group"], (
            "there is room for all where each has no more than it needs"
        )
        assert not place(COLUMNS, 59, 1).more
        assert [*widths(25, 1)] == ["Name", "Group"]
        assert place(COLUMNS, 25, 1).before

    def test_columns_without_room_are_reached_one_by_one_and_the_first_stays(self) -> None:
        many = tuple(column(0, f"c{number}", 9) for number in range(8))
        seen, aside = set[str](), 0
        while True:
            placement = place(many, 40, aside)
            shown = [one.title for one, _ in placement.columns]
            assert shown[0] == "c0"
            assert shown[1:] == [f"c{number}" for number in range(1 + aside, aside + len(shown))]
            seen.update(shown)
            if not placement.more:
                break
            aside += 1
        assert seen == {one.title for one in many}
        assert place(many, 40, 99).aside == aside
        assert place(many, 40, -5).aside == 0

    def test_no_column_is_lost_however_many_and_wide(self) -> None:
        for width in range(12, 140):
            furthest = place(COLUMNS, width, 99)
            reached = {one.title for aside in range(furthest.aside + 1) for one in _shown(width, aside)}
            assert reached == {"Name", "Group", "Age"}, width

    def test_none_gets_less_than_its_least_width(self) -> None:
        assert widths(5) == {"Name": 10, "Age": 4}

    @given(st.integers(18, 400), st.integers(0, 5))
    def test_it_never_takes_more_than_there_is(self, width: int, aside: int) -> None:
        placement = place(COLUMNS, width, aside)
        taken = GUTTER + sum(given for _, given in placement.columns) + len(GAP) * (len(placement.columns) - 1)
        assert taken <= max(width - len(MORE_RIGHT) * placement.more, GUTTER + 18 + len(GAP))

    def test_no_columns_at_all(self) -> None:
        assert place((), 80, 3) == Placement()
        assert titles(place((), 8), 8) == " " * 8


def _shown(width: int, aside: int) -> list[Column[Row]]:
    return [one for one, _ in place(COLUMNS, width, aside).columns]


class TestTitles:
    MANY = tuple(column(0, f"Title{number}", 8, right=number == 2) for number in range(6))

    def line(self, width: int, aside: int = 0, sorted_by: str = "", mark: str = "") -> str:
        return titles(place(self.MANY, width, aside), width, sorted_by, mark)

    def test_marks_say_that_there_is_more(self) -> None:
        assert self.line(40) == "  Title0    Title1      Title2         >"
        assert self.line(40, 1) == "  Title0  <   Title2  Title3           >"
        assert self.line(40, 9) == "  Title0  < Title3    Title4    Title5  "
        assert self.line(80).strip() == "Title0    Title1      Title2  Title3    Title4    Title5"

    def test_the_mark_of_the_order_stands_behind_its_title(self) -> None:
        assert self.line(80, sorted_by="Title1", mark="v").startswith("  Title0    Title1 v    Title2")
        assert self.line(80, sorted_by="Title2", mark="^").startswith("  Title0    Title1    Title2 ^  Title3")

    def test_the_mark_stands_in_the_gap_where_the_title_takes_all_of_the_column(self) -> None:
        columns = (column(0, "Version", 7, right=True), column(1, "State", 7))
        assert titles(place(columns, 18), 18, "Version", "v") == "  Versionv State  "

    def test_a_title_gives_way_to_the_mark(self) -> None:
        assert titles(place((column(0, "Version", 7),), 9), 9, "Version", "v") == "  Versi…v"

    def test_a_cell_of_the_line_belongs_to_a_column(self) -> None:
        placement = place(self.MANY, 40, 1)
        names = [one.title if (one := column_at(placement, x)) is not None else None for x in range(40)]
        assert names[:2] == [None, None]
        assert names[2:12] == ["Title0"] * 10
        assert names[12:22] == ["Title2"] * 10
        assert names[-2:] == [None, None]


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
        placed = place(COLUMNS, width).columns
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
