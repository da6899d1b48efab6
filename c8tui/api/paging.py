"""Walking a search from its first page to its last."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from c8tui.model.search import F, Page, PageRequest, Search

T = TypeVar("T")

SERVER_LIMIT = 100
"""Items on a page when no limit was asked for."""


async def pages(search: Callable[[Search[F]], Awaitable[Page[T]]], query: Search[F]) -> AsyncIterator[Page[T]]:
    """Every page of `query`, by cursor, each asked for when the one before was taken.

    Ends at an empty page, when the count is reached, at a page without a cursor, and at a cursor that was there
    before, so that a broken server cannot hold us for ever.
    """
    limit = query.page.limit or SERVER_LIMIT
    cursors: set[str] = set()
    seen = 0
    while True:
        page = await search(query)
        if not page.items:
            return
        yield page
        seen += len(page.items)
        cursor = page.page.end_cursor
        if cursor is None or cursor in cursors or _complete(page, seen, limit):
            return
        cursors.add(cursor)
        query = query.at(PageRequest(limit=query.page.limit, after=cursor))


def _complete(page: Page[T], seen: int, limit: int) -> bool:
    """Whether nothing can follow; a short page alone is no proof, as a server may give less than it was asked for."""
    if page.page.has_more_total_items or seen < page.page.total_items:
        return False
    return page.page.total_items > 0 or len(page.items) < limit
