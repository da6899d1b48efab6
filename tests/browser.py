"""A headless Chromium with one page, driven by its DevTools protocol; what came over the page's sockets is kept."""

from __future__ import annotations

import asyncio
import base64
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE_S = 20.0
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader", "--window-size=1000,640", "--no-first-run", "--remote-debugging-port=0",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
_LISTEN = """
window.came = "";
const Plain = WebSocket;
window.WebSocket = class extends Plain {
    constructor(...how) {
        super(...how);
        this.addEventListener("message", async (event) => {
            window.came += typeof event.data === "string" ? "" : await new Response(event.data).text();
        });
    }
};
"""


class Page:
    """The page."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse) -> None:
        self._line, self._number = line, 0
        self._asked: dict[str, str] = {}
        self._blocked: set[str] = set()

    @property
    def asked(self) -> set[str]:
        """The URLs that it asked for, without those that its own policy has blocked."""
        return {url for number, url in self._asked.items() if number not in self._blocked}

    async def call(self, method: str, **params: Any) -> Any:
        """Call a method of the protocol and give its result."""
        self._number += 1
        await self._line.send_json({"id": self._number, "method": method, "params": params})
        while True:
            answer = await self._line.receive_json(timeout=PATIENCE_S)
            told = answer.get("params", {})
            if answer.get("method") == "Network.requestWillBeSent":
                self._asked[told["requestId"]] = told["request"]["url"]
            if answer.get("method") == "Network.loadingFailed" and told.get("blockedReason") == "csp":
                self._blocked.add(told["requestId"])
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    async def value(self, expression: str) -> Any:
        """The value of an expression of JavaScript."""
        found = await self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        return found["result"].get("value")

    async def open(self, address: str) -> None:
        """Load an address."""
        for domain in ("Page", "Network"):
            await self.call(f"{domain}.enable")
        await self.call("Page.addScriptToEvaluateOnNewDocument", source=_LISTEN)
        await self.call("Page.navigate", url=address)

    async def until(self, expression: str) -> None:
        """Wait until an expression is true."""
        end = monotonic() + PATIENCE_S
        while not await self.value(expression):
            assert monotonic() < end, f"never true: {expression}; came: {(await self.value('window.came'))!r:.2000}"
            await asyncio.sleep(0.05)

    async def press(self, key: str) -> None:
        """Type a character."""
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def picture(self) -> bytes:
        """A picture of it, as PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot", format="png"))["data"])


@asynccontextmanager
async def a_page(folder: Path) -> AsyncIterator[Page]:
    """An empty page; `folder` is the browser's."""
    assert PROGRAM is not None
    browser = subprocess.Popen(  # noqa: ASYNC220
        [PROGRAM, *_FLAGS, f"--user-data-dir={folder}", "about:blank"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        told, end = folder / "DevToolsActivePort", monotonic() + PATIENCE_S
        while not (told.exists() and told.read_text().strip()):
            assert monotonic() < end, "the browser does not start"
            await asyncio.sleep(0.05)
        port = told.read_text().split()[0]
        async with aiohttp.ClientSession() as http:
            async with http.get(f"http://127.0.0.1:{port}/json") as answer:
                [target] = [one for one in await answer.json() if one["type"] == "page"]
            async with http.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as line:
                yield Page(line)
    finally:
        browser.terminate()
        browser.wait(timeout=PATIENCE_S)
