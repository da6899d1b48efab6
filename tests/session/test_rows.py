"""Rows over pages: what is fetched when, and what stays when a fetch fails."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.errors import C8Error, InvalidArgument, NoAnswer, Refusal
from c8tui.model.search import MAX_LIMIT, Op, Page, PageInfo, PageRequest, Sort
from c8tui.model.user_tasks import UserTask, UserTaskFilter
from c8tui.session.rows import CHUNK, MAX_PAGES, MOST_ROWS, Fetch, Rows, Union, both_of, fixed
from c8tui.session.views import BUILT_IN
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox

Item = tuple[str, int]
"""A key and a version."""


class Source:
    """A result of numbered items behind keyset cursors, with a count that may be capped, and its own failures."""

    def __init__(self, length: int, cap: int = MAX_LIMIT) -> None:
        self.items: list[Item] = [(f"{number:06}", 0) for number in range(length)]
        self.cap = cap
        self.asked: list[str] = []
        self.fails: list[C8Error | None] = []
        """What the next fetches fail with; None: they do not."""
        self.gate = asyncio.Event()
        self.gate.set()

    async def fetch(self, request: PageRequest) -> Page[Item]:
        assert request.limit is not None
        self.asked.append(_told(request))
        await self.gate.wait()
        if self.fails and (failure := self.fails.pop(0)):
            raise failure
        begin = request.from_ or 0
        if request.after is not None:
            begin = sum(key <= request.after for key, _ in self.items)
        found = tuple(self.items[begin : begin + request.limit])
        info = PageInfo(
            total_items=min(len(self.items), self.cap),
            has_more_total_items=len(self.items) > self.cap,
            end_cursor=found[-1][0] if found else None,
        )
        return Page(items=found, page=info)

    def rows(self, size: int = 10) -> Rows[Item]:
        return Rows(self.fetch, lambda item: item[0], size=size)


def _told(request: PageRequest) -> str:
    if request.after is not None:
        return f"after {int(request.after)}"
    return f"from {request.from_}" if request.from_ is not None else "first"


async def loaded(source: Source, last: int = 0, size: int = 10) -> Rows[Item]:
    rows = source.rows(size)
    await rows.load(0, 0)
    await rows.load(0, last)
    return rows


def shown(rows: Rows[Item]) -> list[int]:
    return [index for index, _ in rows.loaded()]


class TestLoading:
    async def test_nothing_is_known_before_the_first_answer(self) -> None:
        rows = Source(35).rows()
        assert (rows.total, rows.loaded_at, rows.row(0), rows.missing(0, 9)) == (0, None, None, True)

    async def test_at_first_one_page_however_much_is_in_sight(self) -> None:
        source = Source(35)
        rows = source.rows()
        await rows.load(0, 34)
        assert source.asked == ["first"]
        assert (rows.total, rows.capped, shown(rows)) == (35, False, list(range(10)))
        assert rows.loaded_at is not None

    async def test_page_by_page_the_cursor_leads(self) -> None:
        source = Source(35)
        rows = await loaded(source, 99)
        assert source.asked == ["first", "after 9", "after 19", "after 29"]
        assert [rows.row(index) for index in (0, 34, 35)] == [("000000", 0), ("000034", 0), None]
        assert not rows.missing(0, 99)

    async def test_a_jump_goes_by_number_and_on_by_cursor(self) -> None:
        source = Source(95)
        rows = await loaded(source)
        assert rows.missing(60, 75)
        await rows.load(60, 75)
        assert source.asked == ["first", "from 60", "after 69"]
        assert rows.row(75) == ("000075", 0)
        assert rows.row(59) is None
        assert shown(rows) == [*range(10), *range(60, 80)]
        assert (rows.index_of("000060"), rows.index_of("000059")) == (60, None)

    async def test_what_is_there_is_not_fetched_again(self) -> None:
        source = Source(35)
        rows = await loaded(source, 15)
        await rows.load(3, 17)
        assert source.asked == ["first", "after 9"]

    async def test_asked_twice_at_once_it_is_fetched_once(self) -> None:
        source = Source(35)
        rows = await loaded(source)
        source.gate.clear()
        both = [asyncio.create_task(rows.load(10, 19)) for _ in range(2)]
        await asyncio.sleep(0)
        source.gate.set()
        await asyncio.gather(*both)
        assert source.asked == ["first", "after 9"]

    async def test_only_so_many_pages_are_kept_the_oldest_go(self) -> None:
        source = Source((MAX_PAGES + 2) * 10)
        rows = await loaded(source, (MAX_PAGES + 2) * 10)
        assert rows.row(0) is None
        assert rows.index_of("000000") is None
        assert shown(rows) == list(range(20, (MAX_PAGES + 2) * 10))
        await rows.load(0, 0)
        assert source.asked[-1] == "first"
        await rows.load(20, 29)
        assert source.asked[-1] == "after 19"

    async def test_empty(self) -> None:
        rows = await loaded(Source(0), 9)
        assert (rows.total, shown(rows), rows.missing(0, 9)) == (0, [], False)
        assert rows.loaded_at is not None

    async def test_rows_are_dressed_when_they_are_looked_at(self) -> None:
        version = 1
        rows = Rows(Source(5).fetch, lambda item: item[0], lambda item: (item[0], version), size=10)
        await rows.load(0, 0)
        assert rows.row(0) == ("000000", 1)
        version = 2
        assert rows.row(0) == ("000000", 2)
        assert {item[1] for _, item in rows.loaded()} == {2}


class TestLoadingAll:
    async def test_many_at_once_and_they_are_told_as_they_come(self) -> None:
        source = Source(2_345)
        rows = await loaded(source)
        source.asked.clear()
        told: list[int] = []
        await rows.load_all(lambda: told.append(rows.loaded_count))
        assert source.asked == ["first", "after 999", "after 1999"]
        assert told == [1_000, 2_000, 2_345]
        assert shown(rows) == list(range(2_345))
        assert (rows.total, rows.complete) == (2_345, True)
        assert [rows.index_of(key) for key in ("000000", "002344")] == [0, 2_344]

    async def test_up_to_a_limit(self) -> None:
        source = Source(MOST_ROWS + 50)
        rows = await loaded(source, size=100)
        await rows.load_all()
        assert (rows.loaded_count, rows.total, rows.complete) == (MOST_ROWS, MOST_ROWS + 1, False)
        assert len(source.asked) == 1 + MOST_ROWS // CHUNK

    async def test_what_a_server_gives_in_odd_pieces_stands_in_its_place(self) -> None:
        source = Source(95)

        async def fetch(request: PageRequest) -> Page[Item]:
            return await source.fetch(PageRequest(limit=min(request.limit or 7, 7), after=request.after))

        rows: Rows[Item] = Rows(fetch, lambda item: item[0], size=10)
        await rows.load_all()
        assert [rows.row(index) for index in range(95)] == source.items

    async def test_a_failure_keeps_what_has_come(self) -> None:
        source = Source(2_345)
        rows = await loaded(source)
        source.fails = [None, NoAnswer("gone")]
        with pytest.raises(NoAnswer):
            await rows.load_all()
        assert (rows.loaded_count, rows.complete) == (1_000, False)

    async def test_of_nothing(self) -> None:
        rows = Source(0).rows()
        await rows.load_all()
        assert (rows.total, rows.complete, rows.missing(0, 9)) == (0, True, False)

    async def test_what_is_kept_over_a_refresh_is_fetched_again_only_where_something_came_or_went(self) -> None:
        source = Source(95)
        rows = await loaded(source)
        await rows.load_all()
        source.asked.clear()
        await rows.refresh(25, 34, keep=True)
        assert source.asked == ["from 20", "after 29"]
        assert rows.complete
        del source.items[21]
        source.items[60] = ("000061", 1)
        source.asked.clear()
        await rows.refresh(25, 34, keep=True)
        assert source.asked == ["from 20", "after 30", "first"]
        assert [rows.row(index) for index in range(rows.total)] == source.items
        assert rows.changed == {"000061"}
        await rows.refresh(25, 34)
        assert shown(rows) == list(range(20, 40))

    async def test_a_window_over_many_pages_is_walked(self) -> None:
        source = Source(2_000)
        rows = await loaded(source)
        await rows.load_all()
        source.asked.clear()
        await rows.refresh(5, 1_900, keep=True)
        assert source.asked == ["first", "after 999"]

    async def test_what_stands_far_down_is_not_walked_to(self) -> None:
        source = Source(9_000)
        rows = await loaded(source)
        await rows.load(8_000, 8_000)
        source.asked.clear()
        await rows.refresh(8_000, 8_005, keep=True)
        assert source.asked == ["from 8000"]


class TestRefreshing:
    async def test_only_what_is_in_sight_is_kept(self) -> None:
        source = Source(95)
        rows = await loaded(source, 59)
        source.asked.clear()
        await rows.refresh(25, 34)
        assert source.asked == ["from 20", "after 29"]
        assert shown(rows) == list(range(20, 40))
        assert rows.index_of("000005") is None

    async def test_keys_of_changed_rows(self) -> None:
        source = Source(35)
        rows = await loaded(source)
        source.items[3] = ("000003", 1)
        source.items[12] = ("000012", 1)
        await rows.refresh(0, 9)
        assert rows.changed == {"000003"}
        assert rows.row(3) == ("000003", 1)
        await rows.refresh(0, 9)
        assert rows.changed == set()

    async def test_a_new_row_is_no_changed_row(self) -> None:
        source = Source(5)
        rows = await loaded(source)
        source.items.insert(0, ("!", 0))
        await rows.refresh(0, 9)
        assert (rows.changed, rows.total, rows.index_of("000000")) == (set(), 6, 1)

    @pytest.mark.parametrize("inserted", [7, -7])
    async def test_what_came_or_went_above_leaves_no_hole_below(self, inserted: int) -> None:
        """A cursor of before would lead to a page that is no longer the one of its number."""
        source = Source(35)
        rows = await loaded(source, 34)
        if inserted > 0:
            source.items[:0] = [(f"!{number}", 0) for number in range(inserted)]
        else:
            del source.items[:-inserted]
        await rows.refresh(30, 34)
        assert rows.total == len(source.items)
        await rows.load(0, rows.total)
        assert [rows.row(index) for index in range(rows.total)] == source.items

    async def test_a_result_that_shrank_above_what_was_in_sight(self) -> None:
        source = Source(95)
        rows = await loaded(source, 94)
        del source.items[12:]
        await rows.refresh(85, 94)
        assert (rows.total, shown(rows)) == (12, [])
        await rows.load(0, 11)
        assert shown(rows) == list(range(12))

    async def test_beyond_the_reach_of_numbers_the_old_cursor_leads(self) -> None:
        source = Source(MAX_LIMIT + 2_000)
        rows = source.rows(1_000)
        await rows.load(0, 0)
        for first in range(0, MAX_LIMIT + 1_000, 1_000):
            await rows.load(first, first + 999)
        source.asked.clear()
        await rows.refresh(MAX_LIMIT, MAX_LIMIT + 10)
        await rows.refresh(MAX_LIMIT, MAX_LIMIT + 10)
        assert source.asked == [f"after {MAX_LIMIT - 1}"] * 2


class TestCounting:
    async def test_a_lower_bound_grows_with_what_was_seen(self) -> None:
        source = Source(47, cap=20)
        rows = await loaded(source)
        assert (rows.total, rows.capped) == (20, True)
        await rows.load(10, 19)
        assert (rows.total, rows.capped) == (21, True)
        await rows.load(20, 29)
        assert (rows.total, rows.capped) == (31, True)
        await rows.load(30, 39)
        await rows.load(40, 49)
        assert (rows.total, rows.capped) == (47, False)

    async def test_an_end_at_the_end_of_a_page_empties_nothing(self) -> None:
        source = Source(40, cap=20)
        rows = await loaded(source)
        for first in range(0, 50, 10):
            await rows.load(first, first + 9)
        assert source.asked[-1] == "after 39"
        assert (rows.total, rows.capped) == (40, False)
        assert rows.row(39) == ("000039", 0)

    async def test_a_refresh_does_not_forget_how_far_it_was(self) -> None:
        source = Source(60, cap=20)
        rows = await loaded(source)
        for first in range(0, 40, 10):
            await rows.load(first, first + 9)
        await rows.refresh(0, 9)
        assert (rows.total, rows.capped) == (41, True)

    @pytest.mark.long
    async def test_beyond_ten_thousand_tasks_of_a_cluster(self, open_session: OpenSession) -> None:
        session = await open_session(Sandbox(tasks=14_000))
        rows = session.user_tasks.rows(BUILT_IN[0], session.identity)
        await rows.load(0, 0)
        assert (rows.total, rows.capped) == (10_000, True)
        await rows.load(9_900, 9_999)
        assert (rows.total, rows.capped) == (10_001, True)
        await rows.load(10_000, 10_000)
        assert rows.total == 10_101
        row = rows.row(10_050)
        assert row is not None
        assert rows.index_of(row.user_task_key) == 10_050


class TestFailing:
    async def test_it_keeps_what_it_had(self) -> None:
        source = Source(35)
        rows = await loaded(source, 19)
        at = rows.loaded_at
        source.fails = [NoAnswer("cut"), NoAnswer("cut")]
        with pytest.raises(NoAnswer):
            await rows.refresh(0, 19)
        with pytest.raises(NoAnswer):
            await rows.load(20, 29)
        assert (shown(rows), rows.total, rows.loaded_at) == (list(range(20)), 35, at)
        assert rows.missing(20, 29)
        await rows.load(20, 29)
        assert rows.row(29) == ("000029", 0)

    async def test_a_refresh_that_breaks_off_leaves_the_rest_as_it_was(self) -> None:
        source = Source(35)
        rows = await loaded(source, 29)
        source.items[0], source.items[10] = ("000000", 1), ("000010", 1)
        source.fails = [None, NoAnswer("cut")]
        with pytest.raises(NoAnswer):
            await rows.refresh(0, 19)
        assert [rows.row(0), rows.row(10)] == [("000000", 1), ("000010", 0)]
        assert shown(rows) == list(range(30))
        await rows.refresh(0, 19)
        assert [rows.row(10), rows.row(20)] == [("000010", 1), None]


async def test_rows_are_walked_and_collected_over_pages() -> None:
    asked: list[PageRequest] = []

    async def fetch(request: PageRequest) -> Page[str]:
        asked.append(request)
        first, limit = int(request.after or request.from_ or 0), request.limit or 100
        items = tuple(str(n) for n in range(first, min(250, first + limit)))
        return Page(items=items, page=PageInfo(total_items=250, end_cursor=str(first + len(items))))

    rows = Rows(fetch, str)
    assert [len(page) async for page in rows.walk(100)] == [100, 100, 50]
    assert rows.total == 250
    await rows.load(0, 0)
    assert await rows.collect([3, 199, 120, 248]) == ("3", "199", "120", "248")
    assert await fixed(("a", "b", "c"), str).collect([2, 0]) == ("c", "a")


@pytest.mark.parametrize("cursor", ["same", "", "-1", "٣", "1e3", "9" * 5_000])
async def test_rows_that_are_there_refuse_a_cursor_of_another_list(cursor: str) -> None:
    with pytest.raises(InvalidArgument, match="another list"):
        await fixed(("a", "b"), str).fetch(PageRequest(after=cursor))


# Several searches as one: each task once, in order, over pages of any size, with an honest count

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
