"""Drafts of forms: put back as they were, and what no longer fits is named."""

from __future__ import annotations

import json
from typing import Any

from c8tui.forms.state import FormState
from c8tui.session.actions import answers_in_words
from c8tui.session.forms import Restored, answers_of, draft_of, restore
from tests.forms.opened import NOW, field, opened

ITEMS = {
    "type": "dynamiclist",
    "id": "items",
    "path": "items",
    "allowAddRemove": True,
    "defaultRepetitions": 1,
    "components": [{**field("textfield", "n"), "id": "n"}],
}


def form(**more: Any) -> FormState:
    return opened(
        {**field("textfield", "a", **more), "id": "a"},
        {**field("number", "b"), "id": "b"},
        {**field("checklist", "c", values=["x", "y"]), "id": "c"},
        ITEMS,
    )


def filled() -> FormState:
    state = form()
    state.enter(("a",), "text")
    state.enter(("b",), "1,5")
    state.set(("c",), ["y"])
    state.add_row(state.field("items"))
    state.enter(("items", 1, "n"), "second")
    return state


def test_all_of_it_comes_back_even_what_is_no_value_yet() -> None:
    draft = draft_of(filled(), NOW)
    state = form()
    assert restore(state, draft) == Restored(NOW)
    assert state.data == filled().data
    assert (state.at(("b",)).typed, state.at(("b",)).unread != "") == ("1,5", True)
    assert draft_of(state, NOW) == draft


def test_what_has_no_place_any_more_is_named() -> None:
    draft = draft_of(filled(), NOW)
    state = opened({**field("textarea", "a"), "id": "a"}, {**field("number", "b"), "id": "b"})
    restored = restore(state, draft)
    assert restored is not None
    assert restored.lost == ('a: "text"', 'c: ["y"]', 'n[1]: "second"')
    assert state.at(("b",)).typed == "1,5"


def test_rows_that_may_not_be_added_are_named_too() -> None:
    draft = draft_of(filled(), NOW)
    state = opened({**ITEMS, "allowAddRemove": False})
    restored = restore(state, draft)
    assert restored is not None
    assert 'n[1]: "second"' in restored.lost


def test_options_that_are_gone_are_named_and_the_others_stay() -> None:
    state = opened({**field("checklist", "c", values=["x", "y", "z"]), "id": "c"})
    state.set(("c",), ["x", "z"])
    draft = draft_of(state, NOW)
    now = opened({**field("checklist", "c", values=["x", "y"]), "id": "c"})
    restored = restore(now, draft)
    assert restored is not None
    assert (restored.lost, now.data) == (('c: ["x", "z"]',), {"c": ["x"]})


def test_answers_are_what_was_filled_in_and_can_be_given_again() -> None:
    state = form()
    before = draft_of(state, NOW)
    assert answers_of(state, before, NOW) == ""
    state.enter(("a",), "text")
    answers = answers_of(state, before, NOW)
    assert answers_in_words(answers) == 'a "text"'
    other = form()
    other.enter(("b",), "7")
    assert restore(other, answers) == Restored(NOW)
    assert (other.data["a"], other.data["b"]) == ("text", 7)


def test_what_is_no_draft_changes_nothing() -> None:
    state = form()
    for text in ("", "[]", "{}", '{"fields": 1, "rows": {}, "at": "x"}', json.dumps({"fields": [], "rows": {}})):
        assert restore(state, text) is None
    assert state.data == form().data
