"""Orders, page forms and cursors."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from c8tui.sandbox import paging
from c8tui.sandbox.catalog import INCIDENTS, USER_TASKS
from c8tui.sandbox.paging import Order, decode, encode, read_page, read_sort
from c8tui.sandbox.problems import Problem
from tests.sandbox.clusters import Cluster

VIEW = USER_TASKS.view("8.9")
BY_KEY = read_sort(VIEW, None)


@pytest.fixture(scope="module")
def cluster() -> Cluster:
    """One for all, for nothing here changes it."""
    return Cluster()


def sort(*fields: str) -> Order:
    return read_sort(
        VIEW, [{"field": field.strip("-"), "order": "DESC" if "-" in field else "ASC"} for field in fields]
    )


def test_the_key_comes_last_in_the_direction_of_the_field_before() -> None:
    order = sort("dueDate", "-priority")
    assert order.columns == ("t.due_date_order", "t.priority", "t.key")
    assert order.descending == (False, True, True)
    assert BY_KEY.columns == ("t.key",)
    assert sort("priority", "-priority").names == ("priority ASC",)


def test_behind_a_position_in_one_direction_and_in_several() -> None:
    assert sort("-priority").beyond((50, 7)) == ("(t.priority, t.key) < (?, ?)", [50, 7])
    condition, params = sort("priority", "-name").beyond((50, "x", 7))
    assert condition == (
        "t.priority >= ? AND ((t.priority > ?) OR (t.priority = ? AND t.name < ?) "
        "OR (t.priority = ? AND t.name = ? AND t.key < ?))"
    )
    assert params == [50, 50, 50, "x", 50, "x", 7]


@pytest.mark.parametrize(
    ("entries", "named"),
    [
        ({}, "sort"),
        (["dueDate"], "sort[0]"),
        ([{"field": "assignee"}], "sort[0].field"),
        ([{"field": "state"}], "sort[0].field"),
        ([{"field": "businessId"}], "sort[0].field"),
        ([{"field": ["dueDate"]}], "sort[0].field"),
        ([{}], "sort[0].field"),
        ([{"field": "dueDate", "order": "asc"}], "sort[0].order"),
        ([{"field": "dueDate"}, {"field": "name", "order": 1}], "sort[1].order"),
        ([{"field": "dueDate", "direction": "ASC"}], "sort[0].direction"),
    ],
)
def test_a_bad_sort_names_the_property(entries: Any, named: str) -> None:
    with pytest.raises(Problem) as refused:
        read_sort(VIEW, entries)
    assert (refused.value.status, f"'{named}'" in refused.value.detail) == (400, True)


def test_sort_fields_come_and_go() -> None:
    assert "businessId" in USER_TASKS.view("8.10").sorts
    assert "errorMessage" in INCIDENTS.view("8.8").sorts
    assert "errorMessage" not in INCIDENTS.view("8.9").sorts
    assert read_sort(USER_TASKS.view("8.10"), [{"field": "name", "order": "desc"}]).descending == (True, True)


@pytest.mark.parametrize(
    ("page", "named"),
    [
        ([], "page"),
        ({"limit": 0}, "page.limit"),
        ({"limit": 10_001}, "page.limit"),
        ({"limit": "10"}, "page.limit"),
        ({"limit": True}, "page.limit"),
        ({"from": -1}, "page.from"),
        ({"from": 0, "after": "x"}, "page"),
        ({"before": "x", "after": "x"}, "page"),
        ({"after": 5}, "page.after"),
        ({"after": "not base64!"}, "page.after"),
        ({"before": "e30="}, "page.before"),
        ({"cursor": "x"}, "page.cursor"),
    ],
)
def test_a_bad_page_names_the_property(page: Any, named: str) -> None:
    with pytest.raises(Problem) as refused:
        read_page(page, BY_KEY)
    assert (refused.value.status, f"'{named}'" in refused.value.detail) == (400, True)


def test_what_is_not_said_has_a_default() -> None:
    assert read_page(None, BY_KEY) == paging.Page(100, 0)
    assert read_page({"from": 5, "after": None}, BY_KEY) == paging.Page(100, 5)
    with pytest.raises(Problem):
        read_page({"after": encode([1], BY_KEY)}, BY_KEY, offset_only=True)


def test_a_cursor_knows_its_order() -> None:
    order = sort("dueDate")
    cursor = encode([b"", 7], order)
    assert decode(cursor, order, "page.after") == (b"", 7)
    assert base64.b64encode(base64.b64decode(cursor)).decode() == cursor
    for other in (sort("-dueDate"), sort("priority"), BY_KEY):
        with pytest.raises(Problem, match="another sort"):
            decode(cursor, other, "page.after")


@pytest.mark.parametrize("values", [[1.5, 7], [[1], 7], [2**70, 7], ["\ud800", 7], [{}, 7], [1]])
def test_a_forged_cursor_is_refused(values: list[Any]) -> None:
    order = sort("dueDate")
    forged = base64.b64encode(json.dumps([order.names, *values]).encode()).decode()
    with pytest.raises(Problem) as refused:
        decode(forged, order, "page.after")
    assert refused.value.status == 400


SORTS = ["", "dueDate", "dueDate DESC", "priority, dueDate", "priority DESC, dueDate", "name DESC, followUpDate DESC"]


@pytest.mark.parametrize("most", [10_000, 5])
@pytest.mark.parametrize("order", [*SORTS, "completionDate DESC, priority, name DESC", "priority DESC, name, dueDate"])
async def test_walking_forth_and_back_meets_everything_once(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, order: str, most: int
) -> None:
    """Also along the paths that only large results take, which begin behind `MOST` matches."""
    wanted = {"state": {"$in": ["CREATED", "COMPLETED"]}, "priority": {"$gte": 30}}
    everything = await cluster.items("/user-tasks", wanted, order)
    monkeypatch.setattr("c8tui.sandbox.search.MOST", most)
    walked: list[Any] = []
    page: dict[str, Any] = {"limit": 7}
    cursors = []
    while (answer := await cluster.search("/user-tasks", wanted, order, page))["items"]:
        walked += answer["items"]
        cursors.append(answer["page"]["startCursor"])
        page = {"limit": 7, "after": answer["page"]["endCursor"]}
    assert walked == everything
    assert answer["page"]["startCursor"] is answer["page"]["endCursor"] is None
    back = await cluster.search("/user-tasks", wanted, order, {"limit": 7, "before": cursors[-1]})
    first = 7 * (len(cursors) - 2)
    assert back["items"] == everything[first : first + 7]
    assert (await cluster.search("/user-tasks", wanted, order, {"limit": 7, "before": cursors[0]}))["items"] == []
    offset = await cluster.search("/user-tasks", wanted, order, {"limit": 5, "from": 11})
    assert offset["items"] == everything[11:16]


@pytest.mark.parametrize("order", SORTS[1:])
async def test_items_are_in_order_and_null_is_the_greatest(cluster: Cluster, order: str) -> None:
    items = await cluster.items("/user-tasks", None, order)
    expected = list(items)
    for part in reversed(order.split(", ")):
        name, _, down = part.partition(" ")

        def value(item: dict[str, Any], name: str = name) -> tuple[bool, Any]:
            return (item[name] is None, item[name] or "")

        expected.sort(key=value, reverse=bool(down))
    assert [item["dueDate"] for item in items] == [item["dueDate"] for item in expected]
    assert [item["priority"] for item in items] == [item["priority"] for item in expected]
