"""Drawing rows: kept until something changes, marked ones told by a sign, in few segments."""

from __future__ import annotations

from textual.app import App, ComposeResult

from c8tui.tui.widgets.columns import Column
from c8tui.tui.widgets.record_list import RecordList
from c8tui.tui.widgets.row_painter import RowPainter

NAME: Column[str] = Column("Name", 10, lambda item: (item, "warn"), grow=1)
SIZE: Column[str] = Column("Size", 4, lambda item: (str(len(item)), ""), right=True)


class Host(App[None]):
    def compose(self) -> ComposeResult:
        yield RecordList[str]((NAME,))


async def painter(app: Host) -> RowPainter[str]:
    return RowPainter(app.query_one(RecordList), (NAME, SIZE), lambda item: "~" if item == "new" else " ", lambda _: "")


async def test_rows_and_titles_fill_the_width() -> None:
    app = Host()
    async with app.run_test():
        paint = await painter(app)
        assert paint.header(30).text == "  Name                    Size"
        assert paint.row(0, "alpha", True, False, 30).text == "> alpha                      5"
        assert paint.row(1, "new", False, False, 30).text == " ~new                        3"
        assert paint.row(2, "new", False, True, 30).text == " ~new                        3"
        assert paint.waiting(True, 12).text == "> …         "
        assert paint.words("  nothing", 12).text == "  nothing   "


async def test_a_row_is_drawn_once_until_it_is_forgotten_or_the_columns_change() -> None:
    app = Host()
    async with app.run_test():
        paint = await painter(app)
        drawn = paint.row(0, "alpha", False, False, 30)
        assert paint.row(0, "beta", False, False, 30) is drawn
        assert paint.forget() == {(0, False): drawn}
        assert paint.row(0, "beta", False, False, 30).text.split() == ["beta", "4"]
        paint.set_columns((SIZE,))
        assert paint.row(0, "beta", False, False, 30).text.split() == ["4"]


async def test_neighbours_of_one_style_are_one_segment() -> None:
    app = Host()
    async with app.run_test():
        paint = await painter(app)
        assert len([*paint.row(0, "alpha", False, False, 30)]) == 2  # the name in its colour, the rest
