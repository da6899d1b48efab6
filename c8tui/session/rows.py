"""Search results, as long as the cluster says and as loaded as somebody looked: of one search, or of several as one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct

from c8tui.api.paging import Course, walk
from c8tui.errors import InvalidArgument, Refusal
from c8tui.model.base import moment
from c8tui.model.search import MAX_LIMIT, Page, PageInfo, PageRequest, Sort
from c8tui.model.user_tasks import UserTask, UserTaskFilter

PAGE_SIZE = 100
MAX_PAGES = 20
"""Pages kept in memory, about 6 MiB of tasks; the one fetched longest ago goes first."""
MOST_ROWS = 10_000
"""Rows that `load_all()` loads and keeps, about 30 MiB of tasks."""
CHUNK = 1_000
"""Rows asked for at once when they are all wanted."""
MOST_FRESH = 10
"""Pages that a refresh fetches one by one; where more have to be fetched, it walks."""

T = TypeVar("T")


class Rows(Struct, Generic[T]):
    """Numbered rows over pages fetched on demand, each by the cursor of the one before it where that is known.

    `total` is what the cluster counted, a lower bound when `capped`; rows not loaded are None. One fetch at a time:
    what is asked for meanwhile waits its turn, and is not fetched twice.
    """

    fetch: Callable[[PageRequest], Awaitable[Page[T]]]
    key_of: Callable[[T], str]
    dress: Callable[[T], T] = lambda item: item
    """What is laid over a row when it is looked at."""
    size: int = PAGE_SIZE
    total: int = 0
    capped: bool = False
    loaded_at: float | None = None
    """Monotonic seconds of the last answer."""
    changed: set[str] = msgspec.field(default_factory=set)
    """Keys of the rows that the last refresh found changed."""
    left_out: dict[int, tuple[int, str]] = msgspec.field(default_factory=dict)
    """By page, how many came that could not be read, and what is wrong with the first of them."""
    repeats: bool = False
    """Whether the list ends at a cursor that the cluster gave twice."""
    most_pages: int = MAX_PAGES
    """Pages kept in memory."""
    _pages: dict[int, tuple[T, ...]] = msgspec.field(default_factory=dict)
    _cursors: dict[int, str] = msgspec.field(default_factory=dict)
    _places: dict[str, int] = msgspec.field(default_factory=dict)
    _lock: asyncio.Lock = msgspec.field(default_factory=asyncio.Lock)

    def row(self, index: int) -> T | None:
        """The row at `index`, or None when it is not loaded or does not exist."""
        number, offset = divmod(index, self.size)
        page = self._pages.get(number)
        return self.dress(page[offset]) if page is not None and offset < len(page) else None

    def index_of(self, key: str) -> int | None:
        """Where the row with this key stands, when it is loaded."""
        return self._places.get(key)

    def loaded(self) -> Iterator[tuple[int, T]]:
        """Every loaded row with its index, in order."""
        for number in sorted(self._pages):
            yield from enumerate(map(self.dress, self._pages[number]), number * self.size)

    @property
    def loaded_count(self) -> int:
        """How many rows are loaded."""
        return sum(map(len, self._pages.values()))

    @property
    def complete(self) -> bool:
        """Whether every row there is is loaded."""
        return self.loaded_at is not None and not self.capped and self.loaded_count >= self.total

    def missing(self, first: int, last: int) -> bool:
        """Whether a page holding any of the rows `first` to `last` has still to be fetched."""
        return any(number not in self._pages for number in self._numbers(first, last))

    async def load(self, first: int, last: int) -> None:
        """Fetch what is missing of the rows `first` to `last`. Raises C8Error, and keeps what it had."""
        async with self._lock:
            for number in self._numbers(first, last):
                if number not in self._pages:
                    await self._fetch_page(number)

    async def collect(self, indexes: Sequence[int]) -> tuple[T, ...]:
        """The rows at these indexes, fetched if need be, a page at a time. Raises C8Error."""
        found: list[T] = []
        for begin in range(0, len(indexes), self.size):
            some = indexes[begin : begin + self.size]
            await self.load(min(some), max(some))
            found += [item for item in map(self.row, some) if item is not None]
        return tuple(found)

    async def walk(self, size: int = 1_000) -> AsyncIterator[tuple[T, ...]]:
        """Every row, page by page by cursor, none of them kept. Raises C8Error."""
        course, left_out = Course(), 0
        async for page in walk(self.fetch, PageRequest(limit=size), course):
            self.total = max(page.page.total_items or 0, course.seen)
            uncounted = page.page.total_items is None or page.page.total_items < course.seen
            self.capped = page.page.has_more_total_items or (uncounted and not course.over)
            left_out += page.left_out
            yield tuple(map(self.dress, page.items))
        self.total, self.capped = course.seen, course.repeats or left_out > 0

    async def load_all(self, progress: Callable[[], object] = lambda: None) -> None:
        """Load the rows from the first on, up to MOST_ROWS, and keep them; `progress` is called as they come.

        Raises C8Error, and keeps what has come.
        """
        async with self._lock:
            self.most_pages = -(-MOST_ROWS // self.size)
            await self._walk_in(MOST_ROWS, progress)

    async def refresh(self, first: int, last: int, *, keep: bool = False) -> None:
        """Fetch the rows `first` to `last` anew; other pages are forgotten, so that nothing old is shown later.

        With `keep` they stay as long as nothing came or went, and are fetched anew where something did.
        """
        async with self._lock:
            before, fresh = self._raw(), self._numbers(first, last)
            kept = (max(self._pages) + 1) * self.size if keep and self._pages else 0
            if kept > self.most_pages * self.size or not keep:
                kept, self.most_pages = 0, MAX_PAGES
            if len(fresh) > MOST_FRESH and kept:
                await self._walk_in(kept)
            else:
                await self._fetch_fresh(fresh, kept)
            self.changed = {key for key, item in self._raw().items() if key in before and before[key] != item}

    async def _fetch_fresh(self, fresh: list[int], kept: int) -> None:
        """Fetch these pages anew, and the `kept` rows where something came or went; forget the others without that."""
        known = self.total, self._keys(fresh)
        self._forget_cursors(fresh[0])
        for number in fresh:
            await self._fetch_page(number)
        others = self._pages.keys() - set(fresh)
        if not kept:
            for number in others:
                self._forget(number)
        elif others and known != (self.total, self._keys(fresh)):
            await self._walk_in(kept)

    def _keys(self, numbers: Iterable[int]) -> list[str]:
        """The keys of the rows of these pages."""
        return [self.key_of(item) for number in numbers for item in self._pages.get(number, ())]

    async def _walk_in(self, most: int, progress: Callable[[], object] = lambda: None) -> None:
        """Fetch the first `most` rows by cursor, many at a time, into their pages; forget those behind the end."""
        course, items, done = Course(), list[T](), 0
        async for page in walk(self.fetch, PageRequest(limit=max(self.size, min(CHUNK, most))), course):
            begin = done * self.size + len(items)
            items += page.items
            while len(items) >= self.size or (course.over and items):
                self._replace(done, items[: self.size])
                items, done = items[self.size :], done + 1
            if page.left_out:
                self.left_out[max(0, done - 1)] = (page.left_out, page.why_left_out)
            self._count(begin, len(page.items), page.page, ended=course.over)
            self.loaded_at = monotonic()
            progress()
            if done * self.size >= most:
                break
        if course.over:
            self.repeats = course.repeats
            for number in [number for number in self._pages if number >= done]:
                self._forget(number)
            if not done:
                self._keep(0, ())

    def _replace(self, number: int, items: Sequence[T]) -> None:
        """Keep a page anew. Its cursor is of before: where the next page is fetched alone, its number leads there."""
        self._forget(number)
        self._cursors.pop(number, None)
        self._keep(number, items)

    def _raw(self) -> dict[str, T]:
        """The loaded rows by key, as they were fetched."""
        return {self.key_of(item): item for page in self._pages.values() for item in page}

    def _numbers(self, first: int, last: int) -> list[int]:
        """The numbers of the pages that hold these rows; the first page when nothing is known yet."""
        end = max(0, min(last, self.total - 1))
        return list(range(min(max(0, first), end) // self.size, end // self.size + 1))

    async def _fetch_page(self, number: int) -> None:
        """Fetch a page and, where the cluster gives less than it is asked for, what it takes to fill it."""
        begin, course, items = number * self.size, Course(number * self.size), list[T]()
        request, left_out, why = self._request(number), 0, ""
        while True:
            page = await self.fetch(request)
            items += page.items
            left_out, why = left_out + page.left_out, why or page.why_left_out
            onward = course.onward(page, request)
            wanting = -len(items) % self.size or (0 if items else self.size)
            if onward is None or not wanting:
                break
            request = PageRequest(limit=wanting, after=onward.after)
        if course.repeats and number and all(self._places.get(self.key_of(item), begin) < begin for item in items):
            items = []  # the page before once more
        self._forget(number)
        # A cluster that gives more than it is asked for has given the pages behind this one as well.
        for first in range(0, len(items), self.size) or (0,):
            self._keep(number + first // self.size, items[first : first + self.size])
        if page.page.end_cursor and not course.repeats:
            self._cursors[number + max(0, len(items) - 1) // self.size] = page.page.end_cursor
        self.left_out[number] = (left_out, why)
        self.repeats = course.repeats and (page.page.total_items or begin) > begin + len(items)
        ended = onward is None or (not wanting and await self._nothing_behind(begin + len(items), page))
        self._count(begin, len(items), page.page, ended=ended)
        self.loaded_at = monotonic()
        while len(self._pages) > self.most_pages:
            self._forget(next(iter(self._pages)))

    def _keep(self, number: int, items: Sequence[T]) -> None:
        self._pages[number] = tuple(items)
        self._places.update((self.key_of(item), n) for n, item in enumerate(items, number * self.size))

    async def _nothing_behind(self, seen: int, page: Page[T]) -> bool:
        """Whether a full page that makes up the count is the last: some servers count the page alone."""
        info = page.page
        if info.total_items != seen or info.has_more_total_items or info.end_cursor is None:
            return False
        if len(page.items) < seen:
            return True
        return not (await self.fetch(PageRequest(limit=1, after=page.page.end_cursor))).items

    def remarks(self) -> tuple[str, ...]:
        """What has to be said of rows that are not all there: some that cannot be read, an end that may be none."""
        number = sum(count for count, _ in self.left_out.values())
        why = next((why for _, why in self.left_out.values() if why), "")
        left_out = f"{number:,} left out, which cannot be read: {why}" if number else ""
        end = "the cluster gave one cursor twice: there may be more" if self.repeats else ""
        return tuple(filter(None, (left_out, end)))

    def _request(self, number: int) -> PageRequest:
        if number == 0:
            return PageRequest(limit=self.size)
        if cursor := self._cursors.get(number - 1):
            return PageRequest(limit=self.size, after=cursor)
        return PageRequest(limit=self.size, from_=number * self.size)

    def _count(self, begin: int, given: int, info: PageInfo, *, ended: bool) -> None:
        """Take the cluster's total, but never less than was seen, nor more than that where the end was reached."""
        seen, counted = begin + given, info.total_items
        by_number = given > 0 and info.end_cursor is None and counted is not None and counted > seen
        if ended and not by_number:
            self.capped = False
            # A page behind the end: a lower bound says nothing of what is before it, which was seen or is looked at.
            known = counted if counted is not None and not info.has_more_total_items else begin
            self.total = seen if given else min(known, begin)
        elif counted is None or counted <= seen or info.has_more_total_items:
            self.capped = True
            self.total = max(self.total, counted or 0, seen + 1)
        else:
            self.capped, self.total = False, counted

    def _forget_cursors(self, first: int) -> None:
        """Before page `first` is fetched anew: cursors of a while ago no longer stand where the numbers say.

        Beyond the depth that numbers reach, the one that leads there is kept all the same.
        """
        last_resort = self._cursors.get(first - 1) if (first + 1) * self.size > MAX_LIMIT else None
        self._cursors = {first - 1: last_resort} if last_resort else {}

    def _forget(self, number: int) -> None:
        self.left_out.pop(number, None)
        for item in self._pages.pop(number, ()):
            key = self.key_of(item)
            if self._places.get(key, -1) // self.size == number:
                del self._places[key]


def fixed(items: Sequence[T], key_of: Callable[[T], str]) -> Rows[T]:
    """Rows over items that are there already and do not change. A cursor of another list is an InvalidArgument."""

    async def fetch(page: PageRequest) -> Page[T]:
        if page.after is not None and not re.fullmatch("[0-9]{1,18}", page.after):
            raise InvalidArgument("the cursor belongs to another list")
        first, limit = int(page.after or page.from_ or 0), page.limit or PAGE_SIZE
        found = tuple(items[first : first + limit])
        return Page(items=found, page=PageInfo(total_items=len(items), end_cursor=str(first + len(found))))

    return Rows(fetch, key_of)


# Several searches over user tasks as one, page by page: the cluster has no `or`

Fetch = Callable[[PageRequest], Awaitable[Page[UserTask]]]


class Place(msgspec.Struct, frozen=True):
    """How far one search has been walked: the cursor of a page, and how many of that page's tasks were used."""

    after: str | None = None
    used: int = 0
    over: bool = False
    seen: int = 0
    """Tasks on the pages before this one."""


class Union(Struct):
    """The tasks that any of the searches finds, in their common order, each once; `fetch` is what Rows wants.

    The order is that of `sort`, tasks without a value last, then by key, as the cluster's own. A cursor holds the place
    in each search, so nothing is remembered here but the counts. `overlap` searches for what both of two find.
    """

    searches: Sequence[Fetch]
    sort: tuple[Sort, ...]
    overlap: Fetch | None = None
    page_size: int = PAGE_SIZE
    """Tasks that each search is asked for at once; a place counts in such pages, so it stays the same."""
    _counts: list[PageInfo] = msgspec.field(default_factory=list)
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
        for number, one in enumerate(walks):
            await one.fill()
            self._counts[number : number + 1] = [one.info or self._counts[number]]
        found: list[UserTask] = []
        while len(found) < size:
            heads = [one.head for one in walks if one.head is not None]
            if not heads:
                break
            least = min(heads, key=self._rank)
            found.append(least)
            for one in walks:
                if one.head is not None and one.head.user_task_key == least.user_task_key:
                    await one.step()
        over = all(one.head is None for one in walks)
        cursor = None if over else msgspec.json.encode(tuple(one.place for one in walks)).decode()
        total, bound = self._total()
        info = PageInfo(total_items=total, has_more_total_items=bound and not over, end_cursor=cursor)
        left_out = sum(one.left_out for one in walks)
        why = next((one.why for one in walks if one.why), "")
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
