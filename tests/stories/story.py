"""A story: what somebody does with c8tui, told once, and with it a test, a demo and screenshots."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from textual.driver import Driver

from c8tui.tui.app import C8App
from tests.sandboxes import Sandbox
from tests.stories.scene import Scene, time_of

Telling = Callable[[Scene], Awaitable[None]]
MEDIUM, NARROW, WIDE = (100, 26), (80, 24), (160, 45)
STORIES: dict[str, Story] = {}
"""Every story by its name, in the order in which they were told."""
ME = {"profile": "demo", "user": "demo", "groups": ("accounting", "sales", "support"), "refresh_s": 3600.0}
"""The settings of all stories; screens are refreshed only by the key for it, so that nothing moves unasked."""


@dataclass(frozen=True)
class Story:
    """What is told, to whom, on which terminals."""

    name: str
    tell: Telling
    sizes: Mapping[str, tuple[int, int]]
    """Columns and lines by what is added to the names of the pictures."""
    screen: str
    sandbox: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def app(self, sandbox: Sandbox) -> C8App:
        """c8tui on the story's sandbox."""
        settings = {**ME, **self.settings}
        user = settings.pop("user")

        async def open_session() -> Any:
            session = await sandbox.session(user, **settings)
            session._connection.wire._random = lambda: 0.5
            return session

        return C8App(open_session, screen=self.screen)

    async def play(self, suffix: str) -> dict[str, str]:
        """Tell it on one terminal that nobody sees; its pictures by name."""
        async with self.stage(self.sizes[suffix]) as scene:
            await self.tell(scene)
        return {name + suffix: svg for name, svg in scene.pictures.items()}

    @asynccontextmanager
    async def stage(self, size: tuple[int, int], driver: type[Driver] | None = None) -> AsyncIterator[Scene]:
        """The scene in which it begins; what is painted goes to `driver`, or nowhere."""
        sandbox = Sandbox(**self.sandbox)
        app = self.app(sandbox)
        app.driver_class = driver or app.driver_class
        with time_of(sandbox.clock):
            async with app.run_test(headless=driver is None, size=size, notifications=True) as pilot:
                scene = Scene(pilot, sandbox)
                await scene.shows_mode(self.screen)
                yield scene

    def perform(self, pace_s: float) -> str | None:
        """Tell it on this very terminal, a key every `pace_s` seconds; what went wrong, if anything did."""
        sandbox = Sandbox(**self.sandbox)
        app, failures = self.app(sandbox), list[str]()

        async def act(pilot: Any) -> None:
            scene = Scene(pilot, sandbox, pace_s=pace_s)
            try:
                await scene.shows_mode(self.screen)
                await self.tell(scene)
                await pilot.pause(2 * pace_s)
            except AssertionError as failure:
                failures.append(str(failure))
            app.exit()

        with time_of(sandbox.clock):
            app.run(auto_pilot=act)
        return failures[0] if failures else None


def story(
    name: str, *, screen: str = "inbox", sizes: Mapping[str, tuple[int, int]] | None = None,
    settings: Mapping[str, Any] | None = None, **sandbox: Any,
) -> Callable[[Telling], Telling]:  # fmt: skip
    """Make a story of a function that tells it; `sandbox` are options of the sandbox."""

    def keep(tell: Telling) -> Telling:
        assert name not in STORIES
        STORIES[name] = Story(
            name, tell, sizes or {"": MEDIUM}, screen, {"tasks": 540, **sandbox}, settings or {}
        )  # fmt: skip
        return tell

    return keep
