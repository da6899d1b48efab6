"""Picking options: searching, the cursor, taking and giving back."""

from __future__ import annotations

from typing import Any

from c8tui.tui.forms.picking import WINDOW, Picker, chosen_text
from tests.forms.opened import field, opened

FRUIT = ["apple", "banana", "pear", "pineapple"]


def picker(type_: str, values: list[Any], **more: Any) -> Picker:
    return Picker(opened(field(type_, values=values, **more)).instances[0])


def test_a_search_finds_labels_and_begins_with_those_that_start_so() -> None:
    one = picker("select", FRUIT)
    one.type("pea")
    assert [option.label for option in one.matches] == ["pear"]
    one.type("APPLE")
    assert [option.label for option in one.matches] == ["apple", "pineapple"]
    one.type("x")
    assert one.matches == ()


def test_the_cursor_stays_among_the_matches() -> None:
    one = picker("radio", FRUIT)
    assert (one.move(-1), one.move(2), one.cursor, one.move(9), one.cursor, one.move(1)) == (
        *(False, True, 2, True, 3, False),
    )
    assert list(one.window()) == [0, 1, 2, 3]


def test_a_long_list_is_seen_around_the_cursor() -> None:
    one = picker("select", [f"n{n}" for n in range(100)])
    one.move(50)
    assert (len(one.window()), 50 in one.window()) == (WINDOW, True)


def test_one_is_taken_and_given_back() -> None:
    one = picker("radio", FRUIT)
    assert one.picked(1) == "banana"
    one.instance.value = "banana"
    assert (one.picked(1), one.picked(2)) == (None, "pear")
    one.home()
    assert one.cursor == 1


def test_many_are_taken_one_by_one() -> None:
    many = picker("checklist", FRUIT)
    many.instance.value = ["apple"]
    assert (many.picked(2), many.picked(0)) == (["apple", "pear"], [])
    assert chosen_text(many.instance, 30) == "apple"


def test_objects_are_options() -> None:
    one = picker("select", [{"label": "One", "value": {"id": 1}}])
    one.instance.value = {"id": 1}
    assert (one.chosen(one.matches[0]), chosen_text(one.instance, 20)) == (True, "One")
