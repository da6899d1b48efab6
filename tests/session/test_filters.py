"""What each view of the inbox asks for, and what it is called by."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from c8tui.errors import Refusal
from c8tui.model.search import Op, Search
from c8tui.model.user_tasks import OPEN_STATES
from c8tui.session.filters import FILTERS, InboxFilter, filter_named
from c8tui.session.identity import Identity

ANNA = Identity(user="anna", groups=("accounting", "leads"), display_name="Anna")
OPEN = {"state": {"$in": list(OPEN_STATES)}}


def asked(view: InboxFilter, **narrowed: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(view.conditions(ANNA, **narrowed)))


@pytest.mark.parametrize(
    ("name", "conditions"),
    [
        ("open", OPEN),
        ("mine", {**OPEN, "assignee": "anna"}),
        ("unassigned", {**OPEN, "assignee": {"$exists": False}}),
        ("groups", {**OPEN, "candidateGroup": {"$in": ["accounting", "leads"]}}),
        ("completed", {"state": "COMPLETED"}),
    ],
)
def test_every_view_asks_for_its_tasks(name: str, conditions: dict[str, Any]) -> None:
    view = filter_named(name)
    assert view is not None
    assert asked(view) == conditions
    narrowed = asked(view, tenant_id="blue", name_like="*invoice*")
    assert narrowed == {**conditions, "tenantId": "blue", "name": {"$like": "*invoice*"}}


def test_there_are_five_and_each_sort_exists() -> None:
    assert [view.id for view in FILTERS] == ["open", "mine", "unassigned", "groups", "completed"]
    for view in FILTERS:
        Search(filter=view.conditions(ANNA), sort=view.sort)  # raises for a field that the API does not sort by


@pytest.mark.parametrize("name", ["mine", "groups"])
def test_a_view_of_mine_is_never_asked_for_nobody(name: str) -> None:
    view = filter_named(name)
    assert view is not None
    with pytest.raises(Refusal, match="needs to know"):
        view.conditions(Identity(user=None, groups=(), display_name="nobody"))


def test_what_is_needed_of_the_person() -> None:
    assert {view.id: view.needs for view in FILTERS if view.needs} == {"mine": "user", "groups": "groups"}


def test_the_open_ones_by_due_date_the_completed_ones_by_completion() -> None:
    firsts = {view.id: (view.sort[0].field, view.sort[0].order) for view in FILTERS}
    assert firsts.pop("completed") == ("completion_date", "DESC")
    assert set(firsts.values()) == {("due_date", "ASC")}


@pytest.mark.parametrize(
    ("typed", "found"),
    [("mine", "mine"), ("un", "unassigned"), (" MY ", "groups"), ("my g", "groups"), ("c", "completed"),
     ("all", "open"), ("o", "open"), ("m", None), ("", None), ("done", None), ("minex", None)],
)  # fmt: skip
def test_by_name_or_the_beginning_of_only_one(typed: str, found: str | None) -> None:
    view = filter_named(typed)
    assert (view and view.id) == found


def test_open_means_every_state_that_has_a_future() -> None:
    assert FILTERS[0].conditions(ANNA).state == Op(in_=OPEN_STATES)
    assert {"COMPLETED", "CANCELED", "FAILED"}.isdisjoint(OPEN_STATES)
