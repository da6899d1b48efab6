"""Apps without a terminal that paint all the same: what they would write is kept, and can be awaited."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

from rich.console import Console
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Key

from tests.bench.terminal import COLUMNS, LINES

PATIENCE_S = 20.0


class Recorder(HeadlessDriver):
    """Takes what an app writes in place of a terminal."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.frames: list[bytes] = []
        """Every paint since somebody last looked; what is only said to the terminal itself is not kept."""
        self._painted = asyncio.Event()

    @property
    def is_headless(self) -> bool:
        """Not as far as the app knows: it would paint nothing."""
        return False

    def write(self, data: str) -> None:
        """What would go over the line."""
        if "\x1b[0m" in data:
            self.frames.append(data.encode("utf-8", "replace"))
            self._painted.set()

    def taken(self) -> list[bytes]:
        """The frames since this was last asked."""
        frames, self.frames = self.frames, []
        self._painted.clear()
        return frames

    async def painted(self) -> None:
        """Wait until there is a frame that nobody took."""
        await asyncio.wait_for(self._painted.wait(), PATIENCE_S)

    def press(self, key: str) -> None:
        """A key arrives."""
        self._app.post_message(Key(key, key if len(key) == 1 else None))

    async def quiet(self, seconds: float = 0.4) -> None:
        """Wait until nothing has been painted for so long, which is more than the pane waits for the cursor to rest."""
        while True:
            self._painted.clear()
            try:
                await asyncio.wait_for(self._painted.wait(), seconds)
            except TimeoutError:
                return


@asynccontextmanager
async def recorded(app: App[Any]) -> AsyncIterator[Recorder]:
    """Run an app at 120x40 and in 256 colours, as over SSH, for the length of a `with`."""
    app.driver_class = Recorder
    app.console = Console(
        color_system="256", file=io.StringIO(), force_terminal=True, legacy_windows=False, highlight=False, markup=False
    )
    running = asyncio.create_task(app.run_async(size=(COLUMNS, LINES)))
    try:
        await until(lambda: running.done() or (app.is_running and app._driver is not None))
        assert isinstance(app._driver, Recorder)
        yield app._driver
    finally:
        app.exit()
        await running


async def until(true: Callable[[], object]) -> None:
    """Let the loop run until something is true."""
    end = monotonic() + PATIENCE_S
    while not true():
        assert monotonic() < end, "never true"
        await asyncio.sleep(0.001)
