"""The client stores nothing, follows nothing, and reads no more of a refusal than it needs."""

from __future__ import annotations

import httpx

from c8tui.api.http import REFUSAL_BYTES, open_client
from tests.api.fakes import Chunks, Cluster

TIMEOUTS = httpx.Timeout(1)


def client_of(here: Cluster, auth: httpx.Auth | None = None) -> httpx.AsyncClient:
    transport = httpx.MockTransport(here)
    return open_client(base_url="http://h", transport=transport, timeouts=TIMEOUTS, auth=auth)


async def test_no_cookie_is_kept() -> None:
    """A session cookie would make the next command fail on CSRF."""
    here = Cluster(httpx.Response(200, headers={"set-cookie": "JSESSIONID=1; Path=/"}))
    async with client_of(here) as client:
        await client.get("/a")
        await client.get("/a")
        assert not client.cookies
    assert "cookie" not in here.requests[1].headers


async def test_no_redirect_is_followed() -> None:
    here = Cluster(httpx.Response(302, headers={"location": "http://elsewhere/"}))
    async with client_of(here) as client:
        assert (await client.get("/a")).status_code == 302
    assert len(here.requests) == 1


async def test_it_says_who_it_is() -> None:
    here = Cluster(httpx.Response(200))
    async with client_of(here) as client:
        await client.get("/a")
    assert here.requests[0].headers["user-agent"].startswith("c8tui/")


class Again(httpx.Auth):
    """Tries a 401 once more, as the real flow does."""

    async def async_auth_flow(self, request: httpx.Request):  # type: ignore[no-untyped-def]
        response = yield request
        if response.status_code == 401:
            yield request


async def test_a_refusal_without_end_is_read_to_a_bound() -> None:
    endless = Chunks(b"x" * 1024 for _ in range(1_000_000))
    here = Cluster(httpx.Response(401, stream=endless), httpx.Response(200))
    async with client_of(here, Again()) as client:
        assert (await client.get("/a")).status_code == 200
    assert endless.given == REFUSAL_BYTES // 1024


async def test_other_answers_are_not_bounded_here() -> None:
    here = Cluster(httpx.Response(200, stream=Chunks([b"x" * REFUSAL_BYTES, b"y"])))
    async with client_of(here) as client:
        assert len((await client.get("/a")).content) == REFUSAL_BYTES + 1
