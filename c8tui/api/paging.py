"""Walking a search from its first page to its last, on a server that need not tell the truth about either."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from msgspec import Struct, field

from c8tui.model.search import F, Page, PageRequest, Search

T = TypeVar("T")

EMPTY_PAGES = 3
"""Pages without an item, one after the other, behind which nothing is expected whatever the cursor says."""


class Course(Struct):
    """How a walk by cursor goes on. A short page is no end while its cursor leads on, nor is a count believed.

    Ends where as many were seen as the cluster counted; at a page with nothing on it where no more were counted; at a
    page without a cursor; and at a cursor that was there before, so that a broken server cannot hold us for ever.
    """

    seen: int = 0
    """Items so far, those included that could not be read."""
    repeats: bool = False
    """Whether it ended at a cursor that was there before, so that there may be more."""
    over: bool = False
    """Whether the page that was looked at last is the end."""
    _cursors: set[str] = field(default_factory=set)
    _empty: int = 0

    def onward(self, page: Page[Any], request: PageRequest) -> PageRequest | None:
        """What to ask for behind `page`, which answered `request`; None at the end."""
        onward = self._onward(page, request)
        self.over = onward is None
        return onward

    def _onward(self, page: Page[Any], request: PageRequest) -> PageRequest | None:
        given, info, cursor = len(page.items) + page.left_out, page.page, page.page.end_cursor
        self.seen += given
        self._empty = 0 if given else self._empty + 1
        more = info.has_more_total_items or (info.total_items is not None and self.seen < info.total_items)
        # Some servers count the page and not the result: a first page as long as it may be is not believed to be all.
        counts_itself = self.seen == given == request.limit
        if self.seen == info.total_items and not more and not counts_itself:
            return None
        if (not given and not more) or self._empty > EMPTY_PAGES or cursor is None:
            return None
        if cursor in self._cursors or cursor == request.after:
            self.repeats = True
            return None
        self._cursors.add(cursor)
        return PageRequest(limit=request.limit, after=cursor)


async def walk(
    fetch: Callable[[PageRequest], Awaitable[Page[T]]], request: PageRequest, course: Course | None = None
) -> AsyncIterator[Page[T]]:
    """Every page from `request` on, by cursor, each asked for when the one before was taken; `course` tells the end.

    Who gives a course sees how far it came, whether there is more, and may begin with what was seen before.
    """
    course = course or Course()
    onward: PageRequest | None = request
    while onward is not None:
        page = await fetch(onward)
        onward = course.onward(page, onward)
        yield page


async def pages(search: Callable[[Search[F]], Awaitable[Page[T]]], query: Search[F]) -> AsyncIterator[Page[T]]:
    """Every page of `query` that has something on it, by cursor; see `Course` for the end."""
    async for page in walk(lambda request: search(query.at(request)), query.page):
        if page.items:
            yield page
