"""The proxy of an address: what the variables say, in every form in which people write them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing

import httpx
import pytest

from c8tui.api import proxies
from c8tui.api.connect import connect
from c8tui.api.proxies import goes_direct, proxy_for
from c8tui.errors import SettingsError
from c8tui.settings import Settings

SECRETS = ("Pr0xy#S", "Pr0xy/S", "Pr0xy?S", "Pr0xy@S", "Pr0xy:S", "Pr0xy%S", "Pr%2", "#", "/", "?", "a b", "ü")


@pytest.mark.parametrize("password", SECRETS)
@pytest.mark.parametrize("scheme", ["http://", "https://", ""])
def test_a_password_may_hold_any_character(password: str, scheme: str) -> None:
    proxy = proxy_for("http://cluster", {"http_proxy": f"{scheme}user:{password}@proxy.corp:3128/"})
    assert proxy is not None
    assert proxy.auth == ("user", password)
    assert (proxy.url.host, proxy.url.port) == ("proxy.corp", 3128)
    assert proxy.url.userinfo == b""


def test_escapes_are_read() -> None:
    proxy = proxy_for("http://cluster", {"http_proxy": "http://u%40corp:p%23s@proxy:3128"})
    assert proxy is not None
    assert proxy.auth == ("u@corp", "p#s")


@pytest.mark.parametrize(
    ("environ", "url", "host"),
    [
        ({"http_proxy": "a", "HTTP_PROXY": "b"}, "http://c", "a"),
        ({"HTTP_PROXY": "b"}, "http://c", "b"),
        ({"http_proxy": "", "HTTP_PROXY": "b"}, "http://c", None),
        ({"http_proxy": "a"}, "https://c", None),
        ({"https_proxy": "a"}, "https://c", "a"),
        ({"ALL_PROXY": "http://a:1"}, "https://c", "a"),
        ({"all_proxy": "z", "https_proxy": "a"}, "https://c", "a"),
        ({"http_proxy": "http://[::1]:3128"}, "http://c", "::1"),
        ({"http_proxy": "a", "NO_PROXY": "c"}, "http://c", None),
        ({"http_proxy": "a", "no_proxy": "", "NO_PROXY": "c"}, "http://c", "a"),
        ({}, "http://c", None),
    ],
)
def test_which_variable_counts(environ: Mapping[str, str], url: str, host: str | None) -> None:
    proxy = proxy_for(url, environ)
    assert (proxy and proxy.url.host) == host


@pytest.mark.parametrize(
    ("no_proxy", "url", "direct"),
    [
        ("*", "http://anything", True),
        ("[::1]", "http://[::1]:8080", True),
        ("localhost,127.0.0.1,::1,[::1]", "http://[::1]:8080", True),
        ("::1", "http://[::1]", True),
        ("[::1]:8080", "http://[::1]:8080", True),
        ("[::1]:8080", "http://[::1]:8081", False),
        ("0:0:0:0:0:0:0:1", "http://[::1]", True),
        ("10.0.0.0/8", "http://10.1.2.3:8080", True),
        ("10.0.0.0/8", "http://11.1.2.3", False),
        ("10.0.0.5/8", "http://10.1.2.3", True),
        ("fe80::/10", "http://[fe80::1]", True),
        ("[fe80::]/10", "http://[fe80::1]", True),
        ("10.0.0.0/8,fe80::/10", "http://cluster", False),
        ("10.0.0.0/99", "http://10.0.0.0", False),
        ("127.0.0.1", "http://[::ffff:127.0.0.1]", True),
        ("10.*", "http://10.1.2.3", True),
        ("corp", "http://a.corp", True),
        (".corp", "http://a.corp", True),
        (".corp", "http://corp", True),
        ("*.corp", "http://a.b.corp", True),
        ("corp", "http://acorp", False),
        ("zeebe.*.corp", "http://zeebe.dev.corp", True),
        ("CLUSTER.Corp.", "http://cluster.corp", True),
        ("cluster:8080", "http://cluster:8080", True),
        ("cluster:8080", "http://cluster", False),
        ("cluster:443", "https://cluster", True),
        ("http://cluster", "http://cluster:8080", True),
        ("a b;c|cluster", "http://cluster", True),
        ("", "http://cluster", False),
        (",, ,", "http://cluster", False),
        ("[", "http://cluster", False),
        (":", "http://cluster", False),
    ],
)
def test_no_proxy(no_proxy: str, url: str, direct: bool) -> None:
    assert goes_direct(httpx.URL(url), no_proxy) is direct
    assert (proxy_for(url, {"all_proxy": "p", "NO_PROXY": no_proxy}) is None) is direct


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("socks4://h:1", "SOCKS4"),
        ("ftp://user:Pr0xy@h:1", "is no address of a proxy"),
        ("http://user:Pr0xy#S", "is no address of a proxy"),
        ("http://user:Pr0xy@", "is no address of a proxy"),
        ("http://user:Pr0xy@h:99999", "is no address of a proxy"),
        ("http://user:Pr0xy@h:port", "is no address of a proxy"),
        ("http://", "is no address of a proxy"),
        ("://Pr0xy", "is no address of a proxy"),
        ("http://user:Pr0xy@h h", "is no address of a proxy"),
        ("http://user:Pr0xy@xn--a:80", "is no address of a proxy"),
    ],
)
def test_what_is_none_is_told_without_its_value(value: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        proxy_for("http://cluster", {"HTTP_PROXY": value})
    assert (refused.value.setting, refused.value.origin) == ("HTTP_PROXY", "environment")
    assert said in refused.value.detail
    assert "Pr0xy" not in f"{refused.value}{refused.value.advice}"


@pytest.mark.parametrize("scheme", ["socks", "socks5", "socks5h", "SOCKS5"])
def test_socks(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {"ALL_PROXY": f"{scheme}://127.0.0.1:1080/"}
    monkeypatch.setattr(proxies, "find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"ALL_PROXY .*SOCKS.* Install c8tui\[socks\], unset ALL_PROXY"):
        proxy_for("http://cluster", environ)
    monkeypatch.setattr(proxies, "find_spec", lambda _: object())
    proxy = proxy_for("http://cluster", environ)
    assert proxy is not None
    assert proxy.url.scheme in proxies.SOCKS


@pytest.fixture
def proxy_server() -> Iterator[tuple[int, list[bytes]]]:
    """The port of a proxy that answers everything itself, and what it was sent."""
    heard: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                with client:
                    heard.append(client.recv(65_536))
                    client.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], heard
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


@pytest.mark.parametrize(("no_proxy", "through"), [("", True), ("localhost", True), ("cluster.test", False)])
async def test_requests_really_go_there_or_past_it(
    proxy_server: tuple[int, list[bytes]], monkeypatch: pytest.MonkeyPatch, no_proxy: str, through: bool
) -> None:
    port, heard = proxy_server
    monkeypatch.setenv("http_proxy", f"http://user:Pr0xy#S@127.0.0.1:{port}")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    here = "http://cluster.test" if through else f"http://127.0.0.1:{port}"
    monkeypatch.setenv("NO_PROXY", no_proxy if through else "127.0.0.0/8")
    connection = connect(Settings(address=here), cache_dir=None)
    await connection.wire.ping("/status")
    await connection.aclose()
    (request,) = heard
    assert request.startswith(b"GET http://cluster.test/v2/status " if through else b"GET /v2/status ")
    assert (b"Proxy-Authorization: Basic " in request) is through
