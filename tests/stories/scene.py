"""The stage of a story: a person at the keys of c8tui, before a sandbox whose time stands still."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea

from c8tui.errors import C8Error
from c8tui.model.user_tasks import UserTask
from c8tui.session.session import Session
from c8tui.tui import clock
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.registry import vocabulary
from c8tui.tui.screens import polling
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.screens.command_screen import CommandScreen
from c8tui.tui.screens.list import ListScreen
from c8tui.tui.widgets.columns import runs_of
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.notice import Notice
from c8tui.tui.widgets.prompt_line import PromptLine
from c8tui.tui.widgets.record_list import RecordList
from c8tui.tui.widgets.status_line import StatusLine
from tests.clocks import Clock
from tests.sandboxes import Sandbox
from tests.stories.pictures import draw

PATIENCE_S = 10.0
"""How long anything may take to appear before the story fails; what is awaited takes some hundredths of it."""
BEAT_S = 0.004
"""How often a scene looks for what it awaits."""
LINK_S = 0.012
"""The round trip that pictures show, since a real one would make each of them differ."""


class Scene:
    """What a story is told with. Keys are never named here: they are looked up by command or by what they do."""

    def __init__(self, pilot: Pilot[C8Error], sandbox: Sandbox, *, pace_s: float = 0.0) -> None:
        self.pilot = pilot
        self.app = cast("C8App", pilot.app)
        self.sandbox = sandbox
        self.pictures: dict[str, str] = {}
        """SVG by name."""
        self._pace_s = pace_s

    # What a person does

    async def do(self, command_id: str) -> None:
        """Press the key of a command; one without a key goes by the `:` line."""
        if keys := next(one for one in vocabulary().commands if one.id == command_id).keys:
            await self._press(keys[0])
        else:
            await self.line(command_id)

    async def line(self, text: str) -> None:
        """Type a command on the `:` line, and enter it."""
        await self.do("line")
        await self.write(text)
        await self.act("submit")

    async def act(self, action: str, times: int = 1) -> None:
        """Press whatever key does `action` where the focus is: `move(1)` in a list, `send` in a dialog."""
        await self.until(lambda: self._keys_for(action), f"a key that does {action!r} on {self.app.screen}")
        await self._press(*self._keys_for(action)[:1] * times)

    def _keys_for(self, action: str) -> list[str]:
        bindings = self.app.screen.active_bindings.values()
        return [active.binding.key for active in bindings if active.binding.action == action and active.enabled]

    async def press(self, *keys: str) -> None:
        """Press keys that belong to no command, as in a form."""
        await self._press(*keys)

    async def write(self, text: str) -> None:
        """Type a text, as fast as a terminal can send it."""
        await self._press(*text)

    async def rewrite(self, text: str) -> None:
        """Type a text in the place of what the focused field holds."""
        await self.act("select_all")
        await self.write(text)

    async def choose(self, title: str) -> None:
        """Choose an entry of the list in a dialog."""
        listed = self.app.screen.query_one(OptionList)
        titles = [str(option.prompt).split("  ")[0] for option in listed.options]  # a count may stand behind
        assert title in titles
        while listed.highlighted != titles.index(title):
            await self.act("move(1)")
        await self.act("select")

    async def go_to(self, wanted: Callable[[Any], bool]) -> Any:
        """Walk the list down to the next row that is `wanted`, the one under the cursor included."""
        listed = await self.listed()
        for index in range(listed.cursor, listed.count):
            item = listed.item(index)
            if item is not None and not wanted(item):
                continue
            if index > listed.cursor:
                await self.act("move(1)", index - listed.cursor)
            await self.until(lambda: listed.current is not None, "the row under the cursor")
            if wanted(listed.current):
                return listed.current
        raise AssertionError(f"no such row in the list\n{self.text}")

    async def go_to_task(self, **fields: Any) -> UserTask:
        """Walk down to a task with these values that one can work with."""
        wanted = {"state": "CREATED", **fields}
        found = await self.go_to(lambda task: all(getattr(task, name) == value for name, value in wanted.items()))
        return cast("UserTask", found)

    async def _press(self, *keys: str) -> None:
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(Key(name, key if len(key) == 1 else None))
            if self._pace_s:
                await self.pilot.pause(self._pace_s / (4 if len(keys) > 1 else 1))
        await self.pilot.pause(BEAT_S)
        await self.until(lambda: self.app.all_typed, "the end of what was typed")

    # What happens elsewhere

    async def meanwhile(self, user: str, act: Callable[[Session], Awaitable[object]]) -> None:
        """Let somebody else do something to the same cluster."""
        session = await self.sandbox.session(user)
        try:
            await act(session)
        finally:
            await session.close()

    async def wait(self, seconds: float) -> None:
        """Let time pass, for the sandbox and for what the screen says of ages."""
        self.sandbox.clock.at += seconds
        self.screen.tell()
        await self.pilot.pause()

    # What is seen

    @property
    def screen(self) -> BaseScreen:
        """The screen of the mode, below any dialog."""
        return cast("BaseScreen", self.app.screen_stack[0])

    @property
    def list_screen(self) -> ListScreen[Any]:
        """The screen of the mode, which is a list."""
        assert isinstance(self.screen, ListScreen)
        return self.screen

    @property
    def dialog(self) -> Screen[Any]:
        """The dialog on top."""
        assert len(self.app.screen_stack) > 1, self.text
        return cast("Screen[Any]", self.app.screen)

    @property
    def text(self) -> str:
        """What is on top, as lines of text."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    @property
    def notice(self) -> str:
        """The sentence above the keys."""
        return self.screen.query_one(Notice).text

    @property
    def notice_on_top(self) -> str:
        """The same of a screen that stands over the mode."""
        return self.app.screen.query_one(Notice).text

    @property
    def status(self) -> str:
        """The top line."""
        return str(self.screen.query_one(StatusLine).render())

    @property
    def pane(self) -> str:
        """The pane of facts, also what is scrolled out of sight."""
        return self.screen.query_one(Facts).text

    @property
    def current(self) -> Any:
        """The row under the cursor."""
        return self.list_screen.listed.current

    @property
    def rows(self) -> list[Any]:
        """Every row of the list that is loaded."""
        rows = self.list_screen.listed.rows
        return [item for _, item in rows.loaded()] if rows else []

    def cells(self, item: Any) -> str:
        """One row as the list would draw it in full."""
        return "".join(text for text, _ in runs_of(item, [(column, 40) for column in self.list_screen.COLUMNS]))

    async def listed(self) -> RecordList[Any]:
        """The list, once its rows are there."""
        await self.until(lambda: isinstance(self.screen, ListScreen), "a screen with a list")
        listed = self.list_screen.listed
        await self.until(lambda: listed.rows is not None and listed.rows.loaded_at is not None, "rows")
        return listed

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Go on when something is so; a story never waits for time itself."""
        ends = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < ends, f"{what} did not come\n{self.text}"
            await self.pilot.pause(BEAT_S)

    async def shows(self, *texts: str) -> None:
        """Every one of these texts is on the screen."""
        for text in texts:
            await self.until(lambda text=text: text in self.text, repr(text))  # type: ignore[misc]

    async def says(self, text: str) -> None:
        """The sentence above the keys contains this."""
        await self.until(lambda: text in self.notice, f"the notice {text!r}")

    async def tells(self, *texts: str) -> None:
        """The pane of facts contains these."""
        for text in texts:
            await self.until(lambda text=text: text in self.pane, f"{text!r} in the pane")  # type: ignore[misc]

    async def shows_mode(self, name: str) -> None:
        """Nothing stands before the screen of this mode."""
        await self.until(lambda: self.app.current_mode == name and self.app.screen is self.screen, f"the mode {name}")

    async def opens(self, kind: type[Widget]) -> None:
        """A dialog of this kind is on top."""
        await self.until(lambda: isinstance(self.app.screen, kind) and self._composed, kind.__name__)
        await self.pilot.pause()  # what stands in its frame is composed in turn

    @property
    def _composed(self) -> bool:
        """Whether the dialog has its widgets: ours end with their keys, Textual's palette has its input."""
        return bool(self.app.screen.query("#keys, CommandInput"))

    async def closes(self) -> None:
        """No dialog, and no line to type on, is open."""
        await self.until(
            lambda: self.app.screen is self.screen and not self.screen.query_one(PromptLine).is_open, "the bare screen"
        )

    async def settles(self) -> None:
        """Nothing is being asked any more, and the pane tells of the row under the cursor."""
        await self.until(lambda: not any(screen.flow.busy for screen in self._asking()), "rest")
        if isinstance(self.screen, ListScreen) and self.screen.pane.in_sight and self.screen.current is not None:
            screen = self.screen
            await self.until(lambda: screen.pane.is_about(screen.listed.key_of(screen.current)), "the pane")
            await self.until(lambda: not screen.flow.busy, "the pane's answer")

    def _asking(self) -> Iterator[CommandScreen | Dialog[Any]]:
        return (screen for screen in self.app.screen_stack if isinstance(screen, CommandScreen | Dialog))

    async def picture(self, name: str) -> None:
        """Keep what is seen now under this name."""
        await self.settles()
        for field in (*self.app.screen.query(Input), *self.app.screen.query(TextArea)):
            field.cursor_blink = False
        self.app.session._connection.wire.last_round_trip_s = LINK_S
        self.screen.tell()
        await self.pilot.pause()
        self.pictures[name] = draw(self.app, f"c8tui: {name.replace('-', ' ')}")


@contextmanager
def time_of(sandbox_clock: Clock) -> Iterator[None]:
    """Let the screens live in the sandbox's time, in a zone that is the same everywhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: datetime.fromtimestamp(sandbox_clock(), UTC).astimezone())
        patch.setattr(polling, "monotonic", sandbox_clock)
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    if os.name == "posix":
        time.tzset()
