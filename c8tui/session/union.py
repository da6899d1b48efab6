"""Several searches over user tasks as one, page by page: the cluster has no `or`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from c8tui.api.paging import Course
from c8tui.errors import Refusal
from c8tui.model.base import moment
from c8tui.model.search import MAX_LIMIT, Page, PageInfo, PageRequest, Sort
from c8tui.model.user_tasks import UserTask, UserTaskFilter

Fetch = Callable[[PageRequest], Awaitable[Page[UserTask]]]
PAGE_SIZE = 100


class Place(msgspec.Struct, frozen=True):
    """How far one search has been walked: the cursor of a page, and how many of that page's tasks were used."""

    after: str | None = None
    used: int = 0
    over: bool = False
    seen: int = 0
    """Tasks on the pages before this one."""


@dataclass(slots=True)
class Union:
    """The tasks that any of the searches finds, in their common order, each once; `fetch` is what Rows wants.

    The order is that of `sort`, tasks without a value last, then by key, as the cluster's own. A cursor holds the place
    in each search, so nothing is remembered here but the counts. `overlap` searches for what both of two find.
    """

    searches: Sequence[Fetch]
    sort: tuple[Sort, ...]
    overlap: Fetch | None = None
    page_size: int = PAGE_SIZE
    """Tasks that each search is asked for at once; a place counts in such pages, so it stays the same."""
    _counts: list[PageInfo] = field(default_factory=list)
    _both: PageInfo | None = None

    async def fetch(self, request: PageRequest) -> Page[UserTask]:
        """A page of all together. `from_` walks there from the start. Raises C8Error."""
        size = request.limit or PAGE_SIZE
        self._counts = self._counts or [PageInfo()] * len(self.searches)  # a cursor may be of an earlier run
        if request.from_:
            return await self._walk_to(request.from_, size)
        if request.after is None:
            self._counts = [PageInfo()] * len(self.searches)
            self._both = (await self.overlap(PageRequest(limit=1))).page if self.overlap else None
            return await self._merge([Place()] * len(self.searches), size)
        return await self._merge([*msgspec.json.decode(request.after, type=tuple[Place, ...])], size)

    async def _walk_to(self, first: int, size: int) -> Page[UserTask]:
        if first + size > MAX_LIMIT:
            raise Refusal(f"a view of several searches is reached up to its {MAX_LIMIT:,}th task")
        page, left = await self.fetch(PageRequest(limit=first)), first
        while (left := left - len(page.items)) > 0 and page.page.end_cursor is not None:
            page = await self.fetch(PageRequest(limit=left, after=page.page.end_cursor))
        if left > 0 or page.page.end_cursor is None:
            return msgspec.structs.replace(page, items=())
        return await self.fetch(PageRequest(limit=size, after=page.page.end_cursor))

    async def _merge(self, places: list[Place], size: int) -> Page[UserTask]:
        walks = [Walk(search, place, self.page_size) for search, place in zip(self.searches, places, strict=True)]
        for number, walk in enumerate(walks):
            await walk.fill()
            self._counts[number : number + 1] = [walk.info or self._counts[number]]
        found: list[UserTask] = []
        while len(found) < size:
            heads = [walk.head for walk in walks if walk.head is not None]
            if not heads:
                break
            least = min(heads, key=self._rank)
            found.append(least)
            for walk in walks:
                if walk.head is not None and walk.head.user_task_key == least.user_task_key:
                    await walk.step()
        over = all(walk.head is None for walk in walks)
        cursor = None if over else msgspec.json.encode(tuple(walk.place for walk in walks)).decode()
        total, bound = self._total()
        info = PageInfo(total_items=total, has_more_total_items=bound and not over, end_cursor=cursor)
        left_out = sum(walk.left_out for walk in walks)
        why = next((walk.why for walk in walks if walk.why), "")
        return Page(items=tuple(found), page=info, left_out=left_out, why_left_out=why)

    def _total(self) -> tuple[int, bool]:
        """How many there are, and whether that is only a bound: what is in two searches is one."""
        counts = [info.total_items or 0 for info in self._counts]
        capped = any(info.has_more_total_items or info.total_items is None for info in self._counts)
        both = self._both.total_items if self._both is not None and not self._both.has_more_total_items else None
        if both is None or capped or not 0 <= both <= min(counts):
            return max(counts, default=0), True
        return sum(counts) - both, False

    def _rank(self, task: UserTask) -> tuple[Any, ...]:
        return (*(_value(task, key) for key in self.sort), _number(task.user_task_key))


@dataclass(slots=True)
class Walk:
    """One search, walked task by task."""

    search: Fetch
    place: Place
    size: int
    info: PageInfo | None = None
    left_out: int = 0
    """Tasks that came and could not be read."""
    why: str = ""
    _items: tuple[UserTask, ...] = ()
    _onward: PageRequest | None = None
    """What is asked for behind the page at hand; None where that is the last one."""
    _course: Course = field(init=False)

    def __post_init__(self) -> None:
        self._course = Course(self.place.seen)

    @property
    def head(self) -> UserTask | None:
        """The next task; None at the end."""
        return self._items[self.place.used] if self.place.used < len(self._items) else None

    async def fill(self) -> None:
        """Have a next task, if there is one."""
        while not self.place.over and self.head is None:
            request = PageRequest(limit=self.size, after=self.place.after)
            page = await self.search(request)
            self._onward = self._course.onward(page, request)
            self.info, self._items = page.page, page.items
            self.left_out, self.why = self.left_out + page.left_out, self.why or page.why_left_out
            if self.head is not None:
                return
            self._turn()

    async def step(self) -> None:
        """Go on behind the next task."""
        self.place = Place(self.place.after, self.place.used + 1, seen=self.place.seen)
        if self.head is None:
            self._turn()
            await self.fill()

    def _turn(self) -> None:
        """Turn to the next page."""
        after = self._onward.after if self._onward is not None else None
        self.place, self._items = Place(after, 0, self._onward is None, self._course.seen), ()


class Falling:
    """A value that sorts the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: Falling) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Falling) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


def _value(task: UserTask, key: Sort) -> tuple[bool, Any]:
    """A sort value that compares as the cluster does: none is last in either order."""
    value = getattr(task, key.field)
    if key.field.endswith("_date"):
        when = moment(value)
        value = when.timestamp() if when else None
    if value is None:
        return True, 0
    return False, Falling(value) if key.order == "DESC" else value


def _number(key: str) -> int:
    return int(key) if key.isdecimal() else 0


def both_of(filters: Iterable[UserTaskFilter]) -> UserTaskFilter | None:
    """The filter of what two filters both find, where no field is asked differently in the two; else None."""
    one, other, *more = filters
    if more:
        return None
    fields: dict[str, Any] = {}
    for name in UserTaskFilter.__struct_fields__:
        here, there = getattr(one, name), getattr(other, name)
        if here is not None and there is not None and here != there:
            return None
        fields[name] = there if here is None else here
    return UserTaskFilter(**fields)
