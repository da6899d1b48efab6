"""The list: the cursor stays on its row, and what is not seen costs nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual import on

from c8tui.model.search import Page, PageInfo, PageRequest
from c8tui.session.rows import Rows
from c8tui.tui.widgets.columns import Column
from c8tui.tui.widgets.record_list import RecordList
from tests.tui.apps import Host, text_of

COLUMNS: tuple[Column[str], ...] = (
    Column("Name", 10, lambda name: (name, ""), grow=1),
    Column("Twice", 8, lambda name: (name * 2, "dim")),
)


class Listing(Host):
    def __init__(self) -> None:
        self.listed: RecordList[str] = RecordList(COLUMNS)
        super().__init__(self.listed)

    @on(RecordList.Wanted)
    def wanted(self, event: RecordList.Wanted) -> None:
        self.heard.append((event.first, event.last))


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


def names(count: int) -> list[str]:
    return [f"n{number:04}" for number in range(count)]


async def test_the_cursor_stays_on_its_row_and_the_row_in_its_place() -> None:
    there = names(60)
    app, rows = Listing(), rows_of(there)
    await rows.load(0, 20)
    async with app.run_test(size=(40, 12)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await pilot.press(*"jjj")
        place = next(n for n, line in enumerate(drawn(app)) if line.startswith(">"))
        there[0:0] = ["new1", "new2"]
        await rows.refresh(*app.listed.window)
        app.listed.rows_changed()
        await pilot.pause()
        assert app.listed.current == "n0003"
        assert drawn(app)[place].startswith("> n0003")
        del there[:5]
        await rows.refresh(*app.listed.window)
        app.listed.rows_changed()
        await pilot.pause()
        assert app.listed.current == "n0003"
        there.remove("n0003")
        await rows.refresh(*app.listed.window)
        app.listed.rows_changed()
        assert app.listed.current == "n0004", "the next row takes the place of one that went"


async def test_keys_move_page_and_jump() -> None:
    app, rows = Listing(), rows_of(names(100))
    await rows.load(0, 99)
    async with app.run_test(size=(40, 11)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        for keys, cursor in (("jj", 2), ("k", 1), ("G", 99), ("g", 0)):
            await pilot.press(*keys)
            assert app.listed.cursor == cursor
        await pilot.press("ctrl+d")
        assert app.listed.cursor == 5
        await pilot.press("pagedown")
        assert app.listed.cursor == 15
        await pilot.press("pageup", "ctrl+u", "up", "up")
        assert app.listed.cursor == 0
        await pilot.click(RecordList, offset=(5, 4))
        assert app.listed.cursor == 3


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
        assert any("…" in line for line in drawn(app)[1:])
        await rows.load(*app.heard[-1])
        app.listed.rows_changed()
        await pilot.pause()
        assert drawn(app)[-1].startswith("> n0999")


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
    lines: list[int] = []
    real = RecordList.render_line

    def counted(self: RecordList[str], y: int) -> object:
        lines.append(y)
        return real(self, y)

    async with app.run_test(size=(40, 20)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await pilot.pause()
        monkeypatch.setattr(RecordList, "render_line", counted)
        await pilot.press("j")
        await pilot.pause()
        assert sorted(set(lines)) == [1, 2], "the row that was left and the row that was reached"


async def test_a_lens_shows_some_rows_and_keeps_the_cursor_on_its_own() -> None:
    app, rows = Listing(), rows_of(names(50))
    await rows.load(0, 49)
    async with app.run_test(size=(40, 11)) as pilot:
        app.listed.list_rows(rows)
        app.listed.focus()
        await pilot.press(*"jjjj")
        app.listed.show_only([2, 4, 6])
        await pilot.pause()
        assert app.listed.current == "n0004"
        assert app.listed.count == 3
        app.listed.show_only(None)
        assert (app.listed.current, app.listed.cursor) == ("n0004", 4)
        app.listed.empty_text = "none [b]at all[/b]"
        app.listed.show_only([])
        await pilot.pause()
        assert "none [b]at all[/b]" in text_of(app)
        assert app.listed.current is None


async def test_a_resized_list_is_laid_out_anew() -> None:
    app, rows = Listing(), rows_of(names(50))
    await rows.load(0, 49)
    async with app.run_test(size=(60, 11)) as pilot:
        app.listed.list_rows(rows)
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        assert drawn(app)[0].split() == ["Name", "Twice"]
        assert all(len(line) <= 30 for line in drawn(app))


async def test_texts_of_a_cluster_are_drawn_as_escapes() -> None:
    app, rows = Listing(), rows_of(["[bold]x\x1b[2J"])
    await rows.load(0, 0)
    async with app.run_test(size=(60, 5)) as pilot:
        app.listed.list_rows(rows)
        await pilot.pause()
        assert "[bold]x\\x1b[2J" in text_of(app)
