"""The way to a server, and the proxy that is on it."""

from __future__ import annotations

import httpx
import pytest

from c8tui.api.http import open_client
from c8tui.api.proxies import proxy_for
from c8tui.api.route import Route, place, proxy_of

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
        ({"ALL_PROXY": "http://proxy.test:3128"}, "proxy.test:3128"),
        ({"HTTP_PROXY": "http://proxy.test:3128"}, ""),
        ({"HTTPS_PROXY": "http://proxy.test:3128", "NO_PROXY": "cluster.test"}, ""),
    ],
)
async def test_the_proxy_is_the_one_that_the_client_takes(variables: dict[str, str], proxy: str) -> None:
    async with open_client(proxy=proxy_for(str(URL), variables), timeouts=httpx.Timeout(1)) as client:
        found = proxy_of(client, URL)
    assert Route(URL, found).by == proxy
    assert "s3cret" not in repr(found)
