"""Walking pages: all of them once, and an end even where the server misbehaves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from c8tui.api.paging import pages
from c8tui.model.search import Page, PageInfo, PageRequest, Search
from c8tui.model.user_tasks import UserTaskFilter


class Server:
    """Items 0 to `size`, a page at a time; gives at most `most` and counts no further than `cap`."""

    def __init__(self, size: int, *, most: int = 10_000, cap: int = 10_000, counts: bool = True) -> None:
        self.size, self.most, self.cap, self.counts = size, most, cap, counts
        self.asked: list[PageRequest] = []

    async def search(self, query: Search[UserTaskFilter]) -> Page[int]:
        self.asked.append(query.page)
        start = int(query.page.after or 0)
        items = tuple(range(self.size))[start : start + min(query.page.limit or 100, self.most)]
        info = PageInfo(
            total_items=min(self.size, self.cap) if self.counts else 0,
            has_more_total_items=self.size > self.cap,
            end_cursor=str(start + len(items)) if items else None,
        )
        return Page(items=items, page=info)

    async def all(self, page: PageRequest) -> list[int]:
        query = Search(filter=UserTaskFilter(), page=page)
        return [item async for found in pages(self.search, query) for item in found.items]


@given(
    size=st.integers(0, 60),
    limit=st.integers(1, 12),
    most=st.integers(1, 12),
    cap=st.integers(1, 70),
    counts=st.booleans(),
)
async def test_every_item_comes_once(size: int, limit: int, most: int, cap: int, counts: bool) -> None:
    """Also from a server that gives less than it was asked for, and from one whose count is capped."""
    if not counts and most < limit:
        most = limit  # without a count a short page can only mean the end
    server = Server(size, most=most, cap=cap, counts=counts)
    assert await server.all(PageRequest(limit=limit)) == list(range(size))


async def test_no_request_more_than_the_count_needs() -> None:
    server = Server(200)
    await server.all(PageRequest(limit=100))
    assert server.asked == [PageRequest(limit=100), PageRequest(limit=100, after="100")]


async def test_the_walk_starts_where_the_query_does() -> None:
    assert await Server(5).all(PageRequest(limit=2, after="1")) == [1, 2, 3, 4]


async def test_a_page_is_asked_for_when_it_is_wanted() -> None:
    server = Server(100)
    async for _ in pages(server.search, Search(filter=UserTaskFilter(), page=PageRequest(limit=10))):
        break
    assert len(server.asked) == 1


async def test_a_cursor_that_comes_again_ends_the_walk() -> None:
    async def stuck(_: Search[UserTaskFilter]) -> Page[int]:
        return Page(items=(1,), page=PageInfo(total_items=9, has_more_total_items=True, end_cursor="same"))

    found = [page async for page in pages(stuck, Search(filter=UserTaskFilter()))]
    assert len(found) == 2


async def test_a_page_without_cursor_is_the_last() -> None:
    async def one(_: Search[UserTaskFilter]) -> Page[int]:
        return Page(items=(1,), page=PageInfo(total_items=9))

    assert len([page async for page in pages(one, Search(filter=UserTaskFilter()))]) == 1
