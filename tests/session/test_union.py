"""Several searches as one: each task once, in order, over pages of any size, with an honest count."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.errors import Refusal
from c8tui.model.search import Op, Page, PageInfo, PageRequest, Sort
from c8tui.model.user_tasks import UserTask, UserTaskFilter
from c8tui.session.rows import Fetch, Union, both_of

SORT = (Sort("due_date"), Sort("priority", "DESC"))
DATES = (None, "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "2026-05-05T00:00:00Z")


def rank(task: UserTask) -> tuple[Any, ...]:
    due = {None: 2, DATES[1]: 0, DATES[2]: 0, DATES[3]: 1}[task.due_date]
    return due, -(task.priority or 0), int(task.user_task_key)


def search(tasks: list[UserTask], *, capped: bool = False) -> Fetch:
    ordered = sorted(tasks, key=rank)

    async def fetch(request: PageRequest) -> Page[UserTask]:
        first, limit = int(request.after or 0), request.limit or 100
        items = tuple(ordered[first : first + limit])
        cursor = str(first + len(items)) if items else None
        info = PageInfo(total_items=len(ordered), has_more_total_items=capped, end_cursor=cursor)
        return Page(items=items, page=info)

    return fetch


async def walked(union: Union, size: int) -> list[UserTask]:
    found: list[UserTask] = []
    page = await union.fetch(PageRequest(limit=size))
    while True:
        assert len(page.items) <= size
        found += page.items
        if page.page.end_cursor is None:
            return found
        page = await union.fetch(PageRequest(limit=size, after=page.page.end_cursor))


TASKS = st.lists(
    st.builds(
        lambda key, due, priority: UserTask(user_task_key=str(key), due_date=due, priority=priority),
        st.integers(1, 60),
        st.sampled_from(DATES),
        st.integers(0, 3),
    ),
    max_size=40,
    unique_by=lambda task: task.user_task_key,
)


@given(tasks=TASKS, chosen=st.lists(st.sampled_from(("one", "other", "both")), min_size=40, max_size=40),
       size=st.integers(1, 9))  # fmt: skip
def test_walking_it_gives_each_task_once_in_order(tasks: list[UserTask], chosen: list[str], size: int) -> None:
    sides = {
        side: [task for task, where in zip(tasks, chosen, strict=False) if where in (side, "both")]
        for side in ("one", "other")
    }
    both = [task for task in sides["one"] if task in sides["other"]]
    union = Union([search(sides["one"]), search(sides["other"])], SORT, search(both), page_size=size)
    found = asyncio.run(walked(union, size))
    assert found == sorted({task.user_task_key: task for task in tasks}.values(), key=rank)


async def test_the_count_is_exact_when_what_both_find_is_known() -> None:
    one = [UserTask(user_task_key=str(n)) for n in range(10)]
    other = [UserTask(user_task_key=str(n)) for n in range(8, 20)]
    page = (await Union([search(one), search(other)], SORT, search(one[8:])).fetch(PageRequest(limit=5))).page
    assert (page.total_items, page.has_more_total_items) == (20, False)
    page = (await Union([search(one), search(other)], SORT).fetch(PageRequest(limit=5))).page
    assert (page.total_items, page.has_more_total_items) == (12, True)
    capped = Union([search(one, capped=True), search(other)], SORT, search(one[8:]))
    page = (await capped.fetch(PageRequest(limit=5))).page
    assert page.has_more_total_items
    page = (await capped.fetch(PageRequest(limit=100))).page
    assert not page.has_more_total_items  # that is the end


async def test_a_cursor_can_be_used_twice_and_a_number_walks_there() -> None:
    one = [UserTask(user_task_key=str(n)) for n in range(0, 50, 2)]
    other = [UserTask(user_task_key=str(n)) for n in range(1, 50, 2)]
    union = Union([search(one), search(other)], SORT, page_size=7)
    first = await union.fetch(PageRequest(limit=10))
    again = [await union.fetch(PageRequest(limit=10, after=first.page.end_cursor)) for _ in range(2)]
    assert again[0] == again[1]
    there = await union.fetch(PageRequest(limit=10, from_=30))
    assert [task.user_task_key for task in there.items] == [str(n) for n in range(30, 40)]
    assert (await union.fetch(PageRequest(limit=10, from_=50))).items == ()
    with pytest.raises(Refusal, match="10,000th"):
        await union.fetch(PageRequest(limit=100, from_=10_000))


def test_what_both_find() -> None:
    mine, groups = UserTaskFilter(assignee="anna"), UserTaskFilter(candidate_group=Op(in_=("a",)))
    assert both_of((mine, groups)) == UserTaskFilter(assignee="anna", candidate_group=Op(in_=("a",)))
    assert both_of((mine, UserTaskFilter(assignee="ben"))) is None
    assert both_of((mine, groups, mine)) is None


async def test_a_cursor_leads_on_in_a_union_that_has_not_been_asked_before() -> None:
    sides = [UserTask(user_task_key=str(n)) for n in range(5)], [UserTask(user_task_key=str(n)) for n in range(5, 20)]

    def union() -> Union:
        return Union([search(side) for side in sides], SORT, page_size=4)

    first = await union().fetch(PageRequest(limit=12))
    rest = await union().fetch(PageRequest(limit=12, after=first.page.end_cursor))
    assert [task.user_task_key for task in (*first.items, *rest.items)] == [str(n) for n in range(20)]
