"""The view of a table: walked by rule and column, frozen head and numbers, searched, resized, highlights."""

from __future__ import annotations

from functools import partial

import pytest

from c8tui.decisions.table_highlights import Highlights
from c8tui.tui.decisions.table import TableView
from tests.tui.apps import burst, text_of, until, wheel
from tests.tui.decisions.tables import NASTY, RAW, cursor_line, large, lines_of, sheet, table_on

SMALL = sheet(["a", "b"], ["x"], [['"v"', "1", "10"], ['"w"', "2", "20"], ['"v"', "3", "30"]])
TALL = sheet(["a"], ["x"], [["1", "short"], ["2", "\n".join(f"line {n}" for n in range(40))], ["3", "end"]])


def _at_column(view: TableView, column: int) -> bool:
    return view.column == column


def _has_size(view: TableView, size: tuple[int, int]) -> bool:
    return (view.size.width, view.size.height) == size


async def test_head_and_numbers_stay_while_it_is_scrolled_both_ways() -> None:
    async with table_on(large(5_000, 20)) as (view, app, pilot):
        assert lines_of(app)[0].split()[:4] == ["#", "│", "c1", "c2"]
        await pilot.press("G")
        await until(pilot, lambda: view.row == 4_999)
        assert cursor_line(app).split()[:4] == [">", "5000", "│", '"c1']
        assert lines_of(app)[0].split()[:4] == ["#", "│", "c1", "c2"]
        await pilot.press("dollar_sign")
        await until(pilot, lambda: view.column == 19)
        assert lines_of(app)[0].split()[:2] == ["#", "<"]
        assert lines_of(app)[0].endswith("║ out")
        assert cursor_line(app).startswith("> 5000 < ")
        assert cursor_line(app).endswith('"out 5000"')
        await pilot.press("0", "home")
        await until(pilot, lambda: (view.row, view.column) == (0, 0))
        assert cursor_line(app).split()[:3] == [">", "1", "│"]


async def test_it_is_scrolled_aside_by_whole_columns_and_no_farther_than_needed() -> None:
    async with table_on(large(3, 20)) as (view, app, pilot):
        for column in range(1, 20):
            await pilot.press("l")
            await until(pilot, partial(_at_column, view, column))
            name = f"c{column + 1}" if column < 19 else "out"
            assert name in lines_of(app)[0].replace("║", " ").split()
        for column in range(18, -1, -1):
            await pilot.press("left")
            await until(pilot, partial(_at_column, view, column))
            assert f"c{column + 1}" in lines_of(app)[0].split()
        assert "<" not in lines_of(app)[0]


async def test_pages_and_halves_and_ends() -> None:
    async with table_on(large(100, 2)) as (view, app, pilot):
        body = len(lines_of(app)) - 2
        await pilot.press("pagedown")
        assert view.row == body
        await pilot.press("ctrl+d", "ctrl+u", "pageup")
        assert view.row == 0
        await pilot.press("k", "pageup")
        assert view.row == 0
        await pilot.press("end", "j", "pagedown")
        assert view.row == 99
        assert cursor_line(app).startswith("> 100 ")


async def test_a_rule_higher_than_the_view_is_walked_through_by_lines() -> None:
    tall = sheet(["a"], ["x"], [["1", "\n".join(f"l{n}" for n in range(11))], ["2", "end"]])
    async with table_on(tall, (40, 8)) as (view, app, pilot):
        seen = set()
        for _ in range(12):
            seen |= {word for line in lines_of(app) for word in line.split() if word.startswith("l")}
            await pilot.press("j")
            await pilot.pause()
        assert seen == {f"l{n}" for n in range(11)}
        assert view.row == 1
        for _ in range(12):
            await pilot.press("k")
        await pilot.pause()
        assert view.row == 0
        assert cursor_line(app).endswith("l0")


async def test_enter_is_told_with_its_cell() -> None:
    async with table_on(SMALL) as (_, app, pilot):
        await pilot.press("down", "right", "enter")
        await until(pilot, lambda: ("chosen", 1, 1) in app.heard)


async def test_search_walks_around_the_end() -> None:
    async with table_on(SMALL) as (view, app, pilot):
        await pilot.press("j")
        assert view.search('"V"') == 2
        assert view.row == 2
        await pilot.press("n")
        assert view.row == 0
        await pilot.press("N")
        assert view.row == 2
        assert cursor_line(app).startswith(">  3")
        assert view.search("nothing like it") == 0
        await pilot.press("n", "N")
        assert view.row == 2
        assert view.search("") == 0


async def test_only_rules_that_are_asked_for_and_back_with_the_cursor_on_its_rule() -> None:
    async with table_on(SMALL) as (view, app, pilot):
        view.show(SMALL, shown=[1, 2])
        await pilot.pause()
        assert (view.row, cursor_line(app).split()[1]) == (1, "2")
        await pilot.press("j")
        view.show(SMALL)
        await pilot.pause()
        assert (view.row, cursor_line(app).split()[1]) == (2, "3")
        view.show(SMALL, shown=[])
        await pilot.pause()
        assert view.row is None
        assert "no rule can match that" in text_of(app)
        await pilot.press("j", "k", "G", "home", "pagedown", "n", "l", "enter")
        assert view.spoken == "no rule"


@pytest.mark.parametrize("size", [(80, 24), (20, 5), (3, 2)])
async def test_empty_tables_are_walked_like_others(size: tuple[int, int]) -> None:
    for empty in (
        sheet([], [], []),
        sheet([], [], [[], []]),
        sheet(["a"], [], []),
        sheet([], ["x"], [["1"]]),
        sheet(["a"], [], [["1"]]),
    ):
        async with table_on(empty, size) as (view, app, pilot):
            burst(app, *"jkl", "left", "G", "home", "pagedown", "pageup", "ctrl+d", "n", "enter", "dollar_sign")
            await pilot.pause()
            assert view.spoken.startswith("rule" if empty.rows else "no rule")
            assert size != (80, 24) or empty.rows or "it has no rules" in text_of(app)


async def test_the_rule_under_the_cursor_stays_in_sight_at_any_size() -> None:
    async with table_on(large(300, 6), (100, 30)) as (view, app, pilot):
        view.go_to_row(123)
        await pilot.press("l", "l", "l", "l")
        for size in ((20, 5), (160, 50), (80, 24), (30, 10), (100, 8)):
            await pilot.resize_terminal(*size)
            await until(pilot, partial(_has_size, view, size))
            assert (view.row, view.column) == (123, 4)
            assert cursor_line(app).startswith("> 124"), size
            assert '"c5' in cursor_line(app) or size[0] < 30


async def test_a_low_window_keeps_the_names_and_some_rules() -> None:
    low = sheet([("season", "string", '"Fall"')], ["x"], [['"Fall"', str(n)] for n in range(9)])
    async with table_on(low, (40, 6)) as (view, app, pilot):
        view.highlight(Highlights({0: '"Fall"'}, {8}))
        await pilot.press("G")
        await pilot.pause()
        lines = lines_of(app)
        assert lines[0].split() == ["#", "│", "season", "║", "x"]
        assert '= "Fall"' in lines[1]
        assert cursor_line(app).split() == [">*", "9", "│", '"Fall"', "║", "8"]


async def test_another_evaluation_keeps_the_cursor() -> None:
    async with table_on(SMALL) as (view, app, pilot):
        await pilot.press("j")
        view.highlight(Highlights({0: '"w"', 1: "2"}, {1}))
        await pilot.pause()
        assert cursor_line(app).startswith(">* 2")
        assert any(line.split() == ["│", "=", '"w"', "=", "2", "║"] for line in lines_of(app))
        assert view.spoken == 'rule 2 of 3, matches: a "w", b 2, x 20'
        view.highlight(Highlights())
        await pilot.pause()
        assert cursor_line(app).startswith(">  2")
        assert "=" not in text_of(app)


async def test_a_value_line_that_appears_does_not_hide_the_cursor() -> None:
    async with table_on(large(100, 2), (40, 10)) as (view, app, pilot):
        view.go_to_row(7)
        await pilot.pause()
        assert lines_of(app)[-1].startswith(">   8 ")
        view.highlight(Highlights({0: '"c1 8"'}, {7}))
        await pilot.pause()
        assert cursor_line(app).startswith(">*  8 ")


async def test_wide_control_and_marked_up_texts_are_shown_as_they_are() -> None:
    nasty = sheet(["[bold]x"], ["y"], [["[red]a[/red]", "漢字" * 40], ["\u202eb", "{{c}}"]])
    async with table_on(nasty) as (view, app, _):
        shown = text_of(app)
        assert "[bold]x" in shown
        assert "[red]a[/red]" in shown
        assert "{{c}}" in shown
        assert "\\u202eb" in shown
        assert shown.count("漢") == 40
        assert not set(shown + view.spoken) & RAW


async def test_the_wheel_scrolls_and_a_key_comes_back_to_the_cursor() -> None:
    async with table_on(large(100, 2)) as (view, app, pilot):
        wheel(app, 10)
        await until(pilot, lambda: view.top == 30)
        assert view.row == 0
        await pilot.press("j")
        await until(pilot, lambda: view.row == 1)
        assert cursor_line(app).startswith(">   2 ")


async def test_another_table_begins_anew() -> None:
    async with table_on(large(50, 20)) as (view, app, pilot):
        await pilot.press("G", "dollar_sign")
        view.show(SMALL)
        await pilot.pause()
        assert lines_of(app)[0].split() == ["#", "│", "a", "b", "║", "x"]
        assert cursor_line(app)
        view.show(TALL)
        await pilot.pause()
        assert view.column <= 1


def test_nasty_is_nasty() -> None:
    assert set(NASTY) >= RAW
