"""The history of places by itself: what is added, what is dropped, and which way leads to a place."""

from __future__ import annotations

import pytest

from c8tui.tui.history import MOST_PLACES, CameBy, CursorRow, History, Shown, Visit, short_key, way_words


def visit(mode: str, *names: str, row: str = "") -> Visit:
    rows = CursorRow(row, 0) if row else None
    return Visit(mode, tuple(Shown(name, name, row=rows) for name in (mode, *names)))


def there(history: History) -> list[str]:
    return [one.screens[-1].name for one in history._places]


def way(history: History) -> tuple[str, ...]:
    assert history.here is not None
    return history.here.way


def test_going_on_after_going_back_drops_what_lay_ahead() -> None:
    history = History()
    for mode in ("a", "b", "c"):
        history.note(visit(mode), CameBy.GONE)
    history.arrive(next(history.places(-1)))
    history.note(visit("d"), CameBy.GONE)
    assert there(history) == ["a", "b", "d"]
    assert [*history.places(1)] == []


def test_the_same_place_is_no_step_and_another_order_replaces_it() -> None:
    history = History()
    history.note(visit("a"), CameBy.GONE)
    history.note(visit("a", row="7"), CameBy.GONE)
    assert there(history) == ["a"]
    assert history.here is not None
    assert history.here.screens[0].row == CursorRow("7", 0)
    history.note(visit("b"), CameBy.CHANGED)
    assert there(history) == ["b"]


def test_what_is_opened_over_a_list_keeps_the_row_below() -> None:
    history = History()
    history.note(visit("a", row="1"), CameBy.GONE)
    history.note(visit("a", "instance", row="9"), CameBy.LED)
    assert [one.row for place in history.places(-1) for one in place.screens] == [CursorRow("9", 0)]


def test_the_way_is_that_of_the_place_before_and_goes_by_a_name() -> None:
    history = History()
    history.note(visit("Incidents"), CameBy.GONE)
    history.note(visit("Instances", "instance 1"), CameBy.LED)
    history.note(visit("Jobs"), CameBy.LED)
    history.note(Visit("Jobs", (Shown("narrowed", "Jobs"),)), CameBy.ASKED)
    assert way(history) == ("Incidents", "instance 1")
    history.note(visit("Instances", "instance 1"), CameBy.OUT)
    assert way(history) == ("Incidents",), "as it was come to first"
    history.note(visit("Jobs"), CameBy.GONE)
    assert way(history) == ()


def test_both_the_places_and_the_way_are_bounded() -> None:
    history = History()
    for number in range(200):
        history.note(visit("a", *map(str, range(number))), CameBy.LED)
    assert history.here is not None
    assert len(there(history)) == len(history.here.way) == MOST_PLACES


@pytest.mark.parametrize(
    ("way", "room", "words"),
    [
        (("Jobs", "instance …123456"), 40, "Jobs > instance …123456 > "),
        (("Jobs", "instance …123456"), 25, "… > instance …123456 > "),
        (("Jobs", "instance …123456"), 10, "… > "),
        (("Jobs", "instance …123456"), 3, ""),
        ((), 40, ""),
        (("漢字",), 7, "漢字 > "),
        (("漢字",), 6, "… > "),
        (tuple(f"instance {n}" for n in range(50)), 30, "… > instance 49 > "),
    ],
)
def test_the_way_is_cut_from_the_left(way: tuple[str, ...], room: int, words: str) -> None:
    assert way_words(way, room) == words


def test_keys_are_told_apart_by_their_ends() -> None:
    assert short_key("2251799813685253") == "…685253"
    assert short_key("1") == "1"
