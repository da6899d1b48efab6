"""The list: the cursor stays on its row, and what is not seen costs nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from textual import on
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip

from c8tui.model.search import Page, PageInfo, PageRequest
from c8tui.session.rows import Rows
from c8tui.tui.widgets.columns import Column
from c8tui.tui.widgets.record_list import RecordList
from c8tui.tui.widgets.row_painter import RowPainter
from tests.tui.apps import Host, text_of, typed, until

COLUMNS: tuple[Column[str], ...] = (
    Column("Name", 10, lambda name: (name, ""), grow=1),
    Column("Twice", 8, lambda name: (name * 2, "dim")),
)


class Listing(Host):
    def __init__(self, columns: Sequence[Column[str]] = COLUMNS) -> None:
        self.listed: RecordList[str] = RecordList(columns)
        super().__init__(self.listed)

        self.told: list[str] = []

    @on(RecordList.Wanted)
    def wanted(self, event: RecordList.Wanted) -> None:
        self.heard.append((event.first, event.last))

    @on(RecordList.Moved)
    @on(RecordList.Chosen)
    def moved(self, event: RecordList.Moved | RecordList.Chosen) -> None:
        self.told.append(type(event).__name__)


def rows_of(names: list[str], size: int = 100) -> Rows[str]:
    """Rows over a list that may change under them."""

    async def fetch(page: PageRequest) -> Page[str]:
        first = page.from_ or (int(page.after) if page.after else 0)
        found = names[first : first + (page.limit or size)]
        info = PageInfo(total_items=len(names), end_cursor=str(first + len(found)) if found else None)
        return Page(items=tuple(found), page=info)

    return Rows(fetch, lambda name: name, size=size)


def drawn(app: Listing) -> list[str]:
    return [line.rstrip() for line in text_of(app).splitlines()]


async def anew(app: Listing, pilot: Pilot[None]) -> None:
    """What a poll does."""
    assert app.listed.rows is not None
    await app.listed.rows.refresh(*app.listed.window)
    app.listed.rows_changed()
    await pilot.pause()


def names(count: int) -> list[str]:
    return [f"n{number:04}" for number in range(count)]


async def test_the_cursor_stays_on_its_row_and_the_row_in_its_place() -> None:
    there = names(60)
    app, rows = Listing(), rows_of(there)
    await rows.load(0, 20)
    async with app.run_test(size=(40, 12)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await typed(pilot, *"jjj")
        place = next(n for n, line in enumerate(drawn(app)) if line.startswith(">"))
        there[0:0] = ["new1", "new2"]
        await anew(app, pilot)
        assert app.listed.current == "n0003"
        assert drawn(app)[place].startswith("> n0003")
        del there[:5]
        await anew(app, pilot)
        assert app.listed.current == "n0003"
        there.remove("n0003")
        await anew(app, pilot)
        assert app.listed.current == "n0004", "the next row takes the place of one that went"


async def test_a_row_in_the_middle_keeps_its_place_whatever_happens_before_it() -> None:
    there = names(200)
    app, rows = Listing(), rows_of(there)
    await rows.load(0, 199)
    async with app.run_test(size=(40, 12)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await typed(pilot, "pagedown", "pagedown", "j", "j")
        before = [line[:20] for line in drawn(app)]
        place = next(n for n, line in enumerate(before) if line.startswith("> n0024"))
        there[3:3] = ["x1", "x2", "x3"]
        await anew(app, pilot)
        assert [line[:20] for line in drawn(app)] == before
        del there[:10]
        await anew(app, pilot)
        assert drawn(app)[place].startswith("> n0024")
        assert [line[:20] for line in drawn(app)] == before
        there.append("last")
        await anew(app, pilot)
        assert [line[:20] for line in drawn(app)] == before


async def test_rows_that_all_vanish_and_come_back() -> None:
    there = names(30)
    app, rows = Listing(), rows_of(there)
    await rows.load(0, 29)
    async with app.run_test(size=(40, 12)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await pilot.press("G")
        assert app.listed.current == "n0029"
        del there[5:]
        await anew(app, pilot)
        assert app.listed.current == "n0004", "the last of those that are left"
        assert [line.split()[0] for line in drawn(app)[1:6]] == ["n0000", "n0001", "n0002", "n0003", ">"]
        there.clear()
        await anew(app, pilot)
        assert drawn(app)[1:] == ["  nothing here"] + [""] * (len(drawn(app)) - 2)
        await typed(pilot, "j", "k", "G", "g", "pagedown")
        assert app.listed.cursor == 0
        assert app.listed.current is None
        there.extend(names(2))
        await anew(app, pilot)
        assert app.listed.current == "n0000"
        assert drawn(app)[1].startswith("> n0000")


async def test_another_list_starts_from_its_beginning() -> None:
    app, rows, other = Listing(), rows_of(names(90)), rows_of(["other", *names(90)])
    await rows.load(0, 89)
    await other.load(0, 89)
    async with app.run_test(size=(40, 12)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await pilot.press("G")
        app.listed.list_rows(other)
        await pilot.pause()
        assert app.listed.current == "other"
        assert drawn(app)[1].startswith("> other")


async def test_keys_move_page_and_jump() -> None:
    app, rows = Listing(), rows_of(names(100))
    await rows.load(0, 99)
    async with app.run_test(size=(40, 11)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        for keys, cursor in (("jj", 2), ("k", 1), ("G", 99), ("g", 0)):
            await typed(pilot, *keys)
            assert app.listed.cursor == cursor
        await pilot.press("ctrl+d")
        assert app.listed.cursor == 5
        await pilot.press("pagedown")
        assert app.listed.cursor == 15
        await typed(pilot, "pageup", "ctrl+u", "up", "up")
        assert app.listed.cursor == 0
        await typed(pilot, "home", "k", "pageup")
        assert app.listed.cursor == 0
        await typed(pilot, "end", "j", "pagedown", "ctrl+f")
        assert app.listed.cursor == 99


async def test_the_view_moves_half_a_page_at_its_edge() -> None:
    """A held key repaints the whole list once in half a page."""
    app, rows = Listing(), rows_of(names(100))
    await rows.load(0, 99)
    async with app.run_test(size=(40, 11)):
        app.listed.list_rows(rows)
        tops = []
        for _ in range(20):
            app.listed.action_move(1)
            tops.append(app.listed.scroll_offset.y)
        assert tops == [0] * 9 + [5] * 5 + [10] * 5 + [15]
        for _ in range(6):
            app.listed.action_move(-1)
        assert (app.listed.cursor, app.listed.scroll_offset.y) == (14, 9)


async def test_a_click_moves_the_cursor_and_two_choose() -> None:
    app, rows = Listing(), rows_of(names(100))
    await rows.load(0, 99)
    async with app.run_test(size=(40, 11)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await pilot.press("pagedown")
        app.told.clear()
        await pilot.click(RecordList, offset=(5, 4))
        assert app.listed.cursor == 13
        assert app.told == ["Moved"]
        await pilot.click(RecordList, offset=(5, 0), times=2)
        assert app.listed.cursor == 13, "nothing is under the titles"
        assert app.told == ["Moved"]
        await pilot.click(RecordList, offset=(5, 6), times=2)
        assert app.listed.current == "n0015"
        assert app.told == ["Moved", "Moved", "Chosen"]


async def test_a_quiet_poll_repaints_nothing_and_another_only_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    there = names(50)
    app, rows = Listing(), rows_of(there)
    await rows.load(0, 49)
    async with app.run_test(size=(40, 11)) as pilot:
        app.listed.list_rows(rows)
        await pilot.pause()
        lines = count_lines(monkeypatch)
        await anew(app, pilot)
        assert lines == []
        there[4] = "other"
        await anew(app, pilot)
        assert lines == [5]


FIRST_LETTER: tuple[Column[str], ...] = (Column("Name", 4, lambda name: (name[0], "")),)


async def test_the_cursor_is_drawn_once_among_rows_that_look_alike() -> None:
    there = ["a1", "a2", "a3", "a4"]
    app, rows = Listing(FIRST_LETTER), rows_of(there)
    await rows.load(0, 3)
    async with app.run_test(size=(20, 9)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await typed(pilot, *"jjj")
        there[:] = ["a1", "a2", "a4", "a3"]
        await anew(app, pilot)
        assert (app.listed.cursor, app.listed.current) == (2, "a4")
        assert drawn(app)[1:5] == ["  a", "  a", "> a", "  a"]


async def test_what_is_on_screen_is_what_there_is_through_any_number_of_changes() -> None:
    chance = random.Random(8)
    there = [f"{chance.choice('ab')}{number}" for number in range(40)]
    app, rows = Listing(FIRST_LETTER), rows_of(there)
    await rows.load(0, 39)
    async with app.run_test(size=(20, 9)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        for number in range(100, 120):
            match chance.randrange(6):
                case 0:
                    there.insert(chance.randrange(len(there)), f"{chance.choice('ab')}{number}")
                case 1:
                    there.pop(chance.randrange(len(there)))
                case 2:
                    there.append(there.pop(chance.randrange(len(there))))
                case 3:
                    at = chance.randrange(len(there) - 1)
                    there[at : at + 2] = reversed(there[at : at + 2])
                case _:
                    for _ in range(3):
                        app.listed.cursor += chance.choice((-1, 1, 1, 4))
                        await pilot.pause()
            current = app.listed.current
            await anew(app, pilot)
            assert app.listed.current == current or current not in there
            top, cursor = app.listed.scroll_offset.y, app.listed.cursor
            shown = [f"{'>' if n == cursor else ' '} {there[n][0]}" for n in range(top, min(top + 8, len(there)))]
            assert [line[:3] for line in drawn(app)[1:]] == shown


async def test_only_rows_in_sight_that_are_missing_are_wanted() -> None:
    app, rows = Listing(), rows_of(names(1_000))
    await rows.load(0, 0)
    async with app.run_test(size=(40, 11)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await pilot.pause()
        assert app.heard == []
        await pilot.press("G")
        await pilot.pause()
        assert app.heard[-1] == (990, 999)
        assert drawn(app)[1:] == ["  …"] * 9 + ["> …"], "rows that are not there yet keep their places"
        assert app.listed.current is None
        await rows.load(*app.heard[-1])
        app.listed.rows_changed()
        await pilot.pause()
        assert drawn(app)[-1].startswith("> n0999")
        app.heard.clear()
        await typed(pilot, "k", "k")
        assert app.heard == [], "what is there is not asked for again"
        await typed(pilot, "g", "pagedown")
        assert app.heard == []


def count_lines(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lines of lists that are rendered from now on."""
    lines: list[int] = []
    real = RecordList.render_line

    def counted(self: RecordList[str], y: int) -> Strip:
        lines.append(y)
        return real(self, y)

    monkeypatch.setattr(RecordList, "render_line", counted)
    return lines


def count_rows(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rows that are formatted from now on."""
    formatted: list[str] = []
    real = RowPainter._draw

    def counted(self: RowPainter[str], item: str, at_cursor: bool, marked: bool) -> Strip:
        formatted.append(item)
        return real(self, item, at_cursor, marked)

    monkeypatch.setattr(RowPainter, "_draw", counted)
    return formatted


@pytest.mark.parametrize("count", [100, 1_000_000])
async def test_what_a_move_draws_does_not_depend_on_how_much_there_is(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Many(Sequence[str]):
        def __len__(self) -> int:
            return count

        def __getitem__(self, index: object) -> object:  # type: ignore[override]
            assert isinstance(index, slice)
            return [f"n{number}" for number in range(*index.indices(count))]

    app, rows = Listing(), rows_of(Many())  # type: ignore[arg-type]
    await rows.load(0, 0)
    async with app.run_test(size=(40, 20)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await pilot.pause()
        lines, rows_drawn = count_lines(monkeypatch), count_rows(monkeypatch)
        await pilot.press("j")
        await pilot.pause()
        assert sorted(lines) == [1, 2], "the row that was left and the row that was reached"
        assert sorted(rows_drawn) == ["n0", "n1"]
        for key in ("G", "g", "pagedown"):
            lines.clear()
            rows_drawn.clear()
            await pilot.press(key)
            await rows.load(*app.listed.window)
            app.listed.rows_changed()
            await pilot.pause()
            assert len(lines) <= 60
            assert len(rows_drawn) <= 40
        assert app.listed.count == count


async def test_a_lens_shows_some_rows_and_keeps_the_cursor_on_its_own() -> None:
    app, rows = Listing(), rows_of(names(50))
    await rows.load(0, 49)
    async with app.run_test(size=(40, 11)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await typed(pilot, *"jjjj")
        app.listed.show_only([2, 4, 6])
        await pilot.pause()
        assert app.listed.current == "n0004"
        assert app.listed.count == 3
        app.listed.show_only(None)
        assert (app.listed.current, app.listed.cursor) == ("n0004", 4)
        app.listed.show_only([2, 4, 40])
        await pilot.press("G")
        assert drawn(app)[3].startswith("> n0040")
        app.listed.show_only(None)
        await pilot.pause()
        assert drawn(app)[3].startswith("> n0040"), "it keeps its place when the others come back"
        app.listed.empty_text = "none [b]at all[/b]"
        app.listed.show_only([])
        await pilot.pause()
        assert "none [b]at all[/b]" in text_of(app)
        assert app.listed.current is None
        app.listed.empty_text = "Nobody waits for a message here.\n" + "without permission it would be the same " * 3
        app.listed.show_only([])
        await pilot.pause()
        said = [line.strip() for line in drawn(app)[1:] if line.strip()]
        assert said[0] == "Nobody waits for a message here."
        assert " ".join(said[1:]) == ("without permission it would be the same " * 3).strip(), "no word is cut off"


async def test_a_resized_list_is_laid_out_anew() -> None:
    app, rows = Listing(), rows_of(names(50))
    await rows.load(0, 49)
    async with app.run_test(size=(60, 11)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await typed(pilot, *"jjjjjjjj")
        assert drawn(app)[0] == "  Name" + " " * 45 + "Twice"
        await pilot.resize_terminal(30, 6)
        await until(pilot, lambda: drawn(app)[0].startswith("  Name" + " " * 15 + "Twice"))
        at_cursor = "> n0008" + " " * 14 + "n0008n0…"
        await until(pilot, lambda: any(line.startswith(at_cursor) for line in drawn(app)))  # it stays in sight
        assert {strip.cell_length for strip in app.listed.render_lines(Region(0, 0, 30, 6))} == {30}


async def test_texts_of_a_cluster_are_drawn_as_escapes() -> None:
    app, rows = Listing(), rows_of(["[bold]x\x1b[2J"])
    await rows.load(0, 0)
    async with app.run_test(size=(60, 5)) as pilot:
        app.listed.list_rows(rows)
        await pilot.pause()
        assert "[bold]x\\x1b[2J" in text_of(app)
