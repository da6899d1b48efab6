"""Paths of untrusted keys and bodies without holes."""

from __future__ import annotations

from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.api import request
from c8tui.api.paging import pages
from c8tui.api.proxies import proxy_for
from c8tui.api.route import Route, place
from c8tui.api.uploads import PIECE, Upload, headers_of, multipart, pieces
from c8tui.errors import Refusal
from c8tui.model.search import Page, PageInfo, PageRequest, Search
from c8tui.model.user_tasks import UserTaskFilter


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        (("user-tasks", "2251799813685251"), "/user-tasks/2251799813685251"),
        (("decision-instances", "2251799813685251-1"), "/decision-instances/2251799813685251-1"),
        (("jobs", "a/b?c#d", "completion"), "/jobs/a%2Fb%3Fc%23d/completion"),
        (("jobs", "..", "completion"), "/jobs/%2E%2E/completion"),
        (("jobs", "ü\n%"), "/jobs/%C3%BC%0A%25"),
    ],
)
def test_a_path_keeps_its_segments_apart(parts: tuple[str, ...], path: str) -> None:
    assert request.path(*parts) == path


@given(st.text(st.characters(), min_size=1, max_size=80))
@pytest.mark.long
def test_no_key_leaves_its_place_in_the_url(key: str) -> None:
    url = httpx.AsyncClient(base_url="http://h/v2").build_request("GET", request.path("jobs", key)).url
    first, version, jobs, last = url.raw_path.decode().split("/")
    assert (first, version, jobs, url.query, url.fragment) == ("", "v2", "jobs", b"", "")
    assert unquote(last, errors="surrogatepass") == key


@pytest.mark.parametrize("key", ["", "9" * 257])
def test_a_key_of_a_broken_record_is_not_asked_for(key: str) -> None:
    with pytest.raises(Refusal, match="key"):
        request.path("jobs", key)


def test_what_was_not_given_is_not_sent() -> None:
    assert request.given(action=None, assignee="", variables={}, retries=0) == {
        "assignee": "",
        "variables": {},
        "retries": 0,
    }


# The way to a server, and the proxy that is on it.


URL = httpx.URL("https://cluster.test/v2")


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("http://user:pw@host/v2?x", "host:80"),
        ("https://host/v2", "host:443"),
        ("http://127.0.0.1:8080/v2", "127.0.0.1:8080"),
        ("http://[::1]:8080/v2", "[::1]:8080"),
    ],
)
def test_a_place_is_host_and_port(url: str, where: str) -> None:
    assert place(httpx.URL(url)) == where


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, ""),
        ({"HTTPS_PROXY": "http://anna:s3cret@proxy.test:3128"}, "proxy.test:3128"),
        ({"ALL_PROXY": "http://proxy.test"}, "proxy.test:80"),
        ({"HTTP_PROXY": "http://proxy.test:3128"}, ""),
        ({"HTTPS_PROXY": "http://proxy.test:3128", "NO_PROXY": "cluster.test"}, ""),
    ],
)
def test_the_proxy_is_named_without_its_password(variables: dict[str, str], proxy: str) -> None:
    found = proxy_for(str(URL), variables)
    route = Route(URL, found.url if found else None)
    assert route.by == proxy
    assert "s3cret" not in repr(route)


# Bodies that carry a file.


def test_a_file_is_one_part() -> None:
    kind, body = multipart([Upload("a.txt", "text/plain", b"hello")])
    assert kind.startswith("multipart/form-data; boundary=")
    assert b'name="file"; filename="a.txt"' in body
    assert b"Content-Type: text/plain\r\n\r\nhello\r\n" in body
    assert headers_of(body, kind) == {"content-type": kind, "content-length": str(len(body))}
    assert headers_of(None, kind) is None


async def test_pieces_tell_how_far_they_are() -> None:
    told: list[int] = []
    content = b"x" * (2 * PIECE + 1)
    assert b"".join([piece async for piece in pieces(content, told.append)]) == content
    assert told == [PIECE, 2 * PIECE, 2 * PIECE + 1]


# Walking pages: all of them once, and an end even where the server misbehaves.


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
