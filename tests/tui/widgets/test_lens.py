"""A lens on rows: what is drawn where, of all rows and of some."""

from __future__ import annotations

from c8tui.session.rows import Rows, fixed
from c8tui.tui.widgets.lens import Lens


async def loaded() -> Rows[str]:
    rows = fixed(list("abcdef"), str.upper)
    await rows.load(0, 5)
    return rows


async def test_without_a_search_every_row_is_drawn_where_it_stands() -> None:
    lens = Lens(await loaded())
    assert (lens.count, lens.item(2), lens.key_at(2), lens.source(2), lens.drawn_at("C")) == (6, "c", "C", 2, 2)
    assert [*lens.loaded()] == list("abcdef")


async def test_some_rows_are_drawn_below_each_other() -> None:
    lens = Lens(await loaded(), [1, 4])
    assert (lens.count, lens.item(1), lens.key_at(1), lens.source(1), lens.drawn_at("E")) == (2, "e", "E", 4, 1)
    assert [*lens.loaded()] == ["b", "e"]


async def test_what_is_not_there_is_none() -> None:
    rows = await loaded()
    for lens in (Lens(rows, [1, 4]), Lens(rows), Lens[str]()):
        assert (lens.item(-1), lens.item(6), lens.key_at(6), lens.drawn_at("Z"), lens.drawn_at(None)) == (None,) * 5
    assert Lens(rows, [1, 4]).drawn_at("A") is None, "it is loaded, and not drawn"
    assert (Lens[str]().count, [*Lens[str]().loaded()]) == (0, [])
