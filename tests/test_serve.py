"""c8tui in a browser: what a page gets, who gets none, and what is left when it ends."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import util
from pathlib import Path

import aiohttp
import pytest

from c8tui.cli import main
from c8tui.flags import parse
from c8tui.sandbox.options import Options
from c8tui.sandbox.server import Running, running
from c8tui.shell_serve import command_of
from tests.browser import PROGRAM, a_page

Told = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Running]:
    with running(Options(tasks=60)) as served:
        yield served


@pytest.fixture
def environ(sandbox: Running, tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("C8TUI_", "CAMUNDA_", "XDG_"))}
    return {**kept, "HOME": str(tmp_path), "CAMUNDA_REST_ADDRESS": sandbox.url, "C8TUI_USER": "demo"}


@asynccontextmanager
async def served(environ: dict[str, str], *flags: str) -> AsyncIterator[tuple[subprocess.Popen[str], str]]:
    """The program, and the address that it prints."""
    program = subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-m", "c8tui", "serve", "--port", "0", *flags],
        env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert program.stdout is not None
        line = await asyncio.to_thread(program.stdout.readline)
        found = re.search(r"http://127\.0\.0\.1:\d+/\?key=[\w-]{32}$", line.strip())
        assert found, line + program.stdout.read()
        yield program, found[0]
    finally:
        program.kill()
        program.communicate()


def children(of: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    found = [
        int(folder.name)
        for folder in Path("/proc").iterdir()
        if folder.name.isdigit()
        and (status := read(folder / "stat"))
        and int(status.rpartition(")")[2].split()[1]) == of
    ]
    return [*found, *(one for child in found for one in children(child))]


async def ended(processes: list[int]) -> None:
    """Wait until these processes, which are no children of ours, have ended."""
    loop = asyncio.get_running_loop()
    for one in processes:
        try:
            process = os.pidfd_open(one)
        except ProcessLookupError:
            continue
        has_ended = asyncio.Event()
        loop.add_reader(process, has_ended.set)
        try:
            async with asyncio.timeout(30):
                await has_ended.wait()
        finally:
            loop.remove_reader(process)
            os.close(process)


def read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


@pytest.mark.long
@pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed")
async def test_a_browser_shows_the_first_rows_and_keys_work(environ: dict[str, str], tmp_path: Path) -> None:
    async with served(environ, "--screen", "inbox") as (program, address), a_page(tmp_path / "browser") as page:
        await page.open(address)
        await page.until("document.body?.classList.contains('-first-byte')")
        await page.until("window.came.includes('Review invoice') && window.came.includes('demo')")
        assert await page.value("location.href") == address.partition("?")[0]
        await page.value("document.querySelector('textarea').focus()")
        await page.press("?")
        await page.until("window.came.includes('Keys: Inbox')")
        assert (await page.picture()).startswith(b"\x89PNG")
        hosts = {url.split("/")[2] for url in page.asked if url.startswith("http")}
        assert hosts == {address.split("/")[2]}, "it asks nobody else"
        started = children(program.pid)
        assert started
        await page.call("Page.navigate", url="about:blank")
        await ended(started)


async def test_who_has_no_key_gets_nothing(environ: dict[str, str]) -> None:
    async with served(environ) as (program, address), aiohttp.ClientSession() as http:
        base = address.partition("/?")[0]
        for path in ("/", "/?key=wrong", "/ws", "/static/js/textual.js", "/download/1"):
            async with http.get(base + path, allow_redirects=False) as answer:
                assert answer.status == 403, path
        assert children(program.pid) == []


async def test_a_page_of_another_origin_gets_nothing(environ: dict[str, str]) -> None:
    async with served(environ) as (program, address):
        base = address.partition("/?")[0]
        jar = aiohttp.CookieJar(unsafe=True)  # aiohttp keeps none of an address of numbers otherwise
        async with aiohttp.ClientSession(cookie_jar=jar) as http:
            async with http.get(address) as answer:
                assert answer.status == 200
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'self'" in policy
                assert "googleapis" not in policy
            for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}):
                with pytest.raises(aiohttp.WSServerHandshakeError):
                    await http.ws_connect(f"{base}/ws", headers=headers)
            assert children(program.pid) == []


async def test_ending_it_ends_the_tabs(environ: dict[str, str]) -> None:
    async with served(environ) as (program, address):
        base = address.partition("/?")[0]
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
            await (await http.get(address)).read()
            async with http.ws_connect(f"{base}/ws?width=100&height=30", headers={"Origin": base}) as line:
                came = ""
                while "Review invoice" not in came:
                    message = await line.receive(timeout=60)
                    came += message.data.decode("utf-8", "replace") if message.type is aiohttp.WSMsgType.BINARY else ""
                started = children(program.pid)
                assert started
                program.send_signal(signal.SIGTERM)
                while (await line.receive(timeout=60)).type is not aiohttp.WSMsgType.CLOSE:
                    pass
            assert await asyncio.to_thread(program.wait, 60) == 0
        await ended(started)


def test_flags_go_along_and_words_stay_words() -> None:
    line = command_of(parse(["serve", "--profile", "a'; rm -rf ~", "--screen", "jobs", "--linear", "--port", "1"]))
    assert shlex.split(line) == [
        sys.executable, "-P", "-m", "c8tui", "--profile=a'; rm -rf ~", "--screen=jobs", "--linear",
    ]  # fmt: skip


def test_what_is_wrong_is_said_before_anything_is_served(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: Told
) -> None:
    for name in list(os.environ):
        if name.startswith(("C8TUI_", "CAMUNDA_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", environ["HOME"])
    assert main(["serve"]) == 2
    assert "No cluster is configured" in capsys.readouterr().err
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--address", "http://127.0.0.1:9", "--port", str(port)]) == 2
    assert f"127.0.0.1:{port}: address already in use" in capsys.readouterr().err
    monkeypatch.setattr(util, "find_spec", lambda _: None)
    assert main(["serve", "--address", "http://127.0.0.1:9"]) == 2
    assert "pip install 'c8tui[serve]'" in capsys.readouterr().err
