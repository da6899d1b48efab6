"""The way to a server, and the proxy that is on it."""

from __future__ import annotations

import httpx
import pytest

from c8tui.api.proxies import proxy_for
from c8tui.api.route import Route, place

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
