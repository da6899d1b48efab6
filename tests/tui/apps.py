"""The app on a session, and small hosts for single widgets and dialogs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Event
from time import monotonic
from typing import Any

from textual.app import App, ComposeResult
from textual.events import Key, MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from c8tui.model.user_tasks import UserTask
from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.screens.list import ListScreen
from c8tui.tui.tasks.screen import TasksScreen
from c8tui.tui.widgets.notice import Notice

PATIENCE_S = 10.0


async def until(pilot: Pilot[Any], true: Callable[[], object]) -> None:
    """Let the app work until something is true, and draw what follows from it."""
    end = monotonic() + PATIENCE_S
    while not _so_far(pilot.app, true):
        assert monotonic() < end, f"never true; on screen ({pilot.app.focused!r}):\n{text_of(pilot.app)}"
        await pilot.pause(0.01)
    for _ in range(2):  # what is painted may need a scroll bar, which takes room from it
        await pilot.pause()


def _so_far(app: App[Any], true: Callable[[], object]) -> object:
    """Whether it is true by now; what the app has crashed of comes before what can be seen no more."""
    if app._exception is not None:
        raise AssertionError("the app has crashed") from app._exception
    return true()


def eventually(true: Callable[[], object]) -> None:
    """Wait for what another thread does."""
    end = monotonic() + PATIENCE_S
    while not true():
        assert monotonic() < end, "never true"
        Event().wait(0.005)


CHARACTERS = {"comma": ",", "colon": ":", "slash": "/", "space": " "}


def burst(app: App[Any], *keys: str) -> None:
    """Keys that arrive in one packet: nothing is awaited between them."""
    for key in keys:
        app.post_message(Key(key, CHARACTERS.get(key, key if len(key) == 1 else None)))


def wheel(app: App[Any], turns: int, x: int = 1, y: int = 1) -> None:
    """Turns the wheel of the mouse there, as the terminal says it; down, or up where `turns` is negative."""
    kind = MouseScrollDown if turns > 0 else MouseScrollUp
    for _ in range(abs(turns)):
        app.post_message(kind(None, x, y, 0, 0, 0, False, False, False, x, y))


async def typed(pilot: Pilot[Any], *keys: str) -> None:
    """Type several keys at once, and let them act."""
    burst(pilot.app, *keys)
    await pilot.pause(0.01)
    await pilot.pause()


async def enter(pilot: Pilot[Any], sign: str, text: str) -> None:
    """Open the `:` line (`colon`) or the `/` line (`slash`), put a text there at once, and press enter."""
    await pilot.press(sign)
    pilot.app.screen.query_one("#prompt-input", Input).value = text
    await pilot.press("enter")


def text_of(app: App[Any]) -> str:
    """What is on screen, as lines of text."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text[:width].rstrip() for strip in strips[:height])


@asynccontextmanager
async def app_on(
    session: Session, screen: str = "inbox", size: tuple[int, int] = (100, 30)
) -> AsyncIterator[tuple[C8App, Pilot[Any]]]:
    """c8tui on a session, its first mode shown and loaded. The session is closed by the app."""

    async def opened() -> Session:
        return session

    app = C8App(opened, screen=screen)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: app.current_mode == screen and app.screen.query("StatusLine"))
        if isinstance(app.screen, ListScreen):
            await until(pilot, lambda: loaded(app))
        yield app, pilot


def loaded(app: App[Any]) -> bool:
    """Whether the list of the mode has its first answer drawn."""
    screen = app.screen_stack[0]
    assert isinstance(screen, ListScreen)
    rows = screen.listed.rows
    if rows is None or rows.loaded_at is None:
        return False
    listed = screen.listed  # its scroll bar takes room, and comes with a later paint
    barred = listed.show_vertical_scrollbar or not 0 < listed.size.height <= listed.count
    return barred and (screen.current is not None or rows.total == 0)


def list_of(app: App[Any]) -> ListScreen[Any]:
    """The list screen of the mode."""
    screen = app.screen_stack[0]
    assert isinstance(screen, ListScreen)
    return screen


class Host(App[None]):
    """An app that is nothing but one widget."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.animation_level = "none"
        self.widget = widget
        self.heard: list[Any] = []

    def compose(self) -> ComposeResult:
        yield self.widget


class DialogHost(App[None]):
    """An app that shows one dialog and keeps its result."""

    def __init__(self, dialog: Screen[Any]) -> None:
        super().__init__()
        self.animation_level = "none"
        self.dialog = dialog
        self.results: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.results.append)


@asynccontextmanager
async def widget_on(widget: Widget, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Host, Pilot[Any]]]:
    """A widget alone, on a terminal of that size."""
    app = Host(widget)
    async with app.run_test(size=size) as pilot:
        yield app, pilot


@asynccontextmanager
async def dialog_on(
    dialog: Screen[Any], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[DialogHost, Pilot[Any]]]:
    """A dialog alone, on a terminal of that size; what came of it is kept when it has ended."""
    app = DialogHost(dialog)
    async with app.run_test(size=size) as pilot:
        yield app, pilot


def inbox_of(app: App[Any]) -> TasksScreen:
    """The inbox."""
    screen = app.screen_stack[0]
    assert isinstance(screen, TasksScreen)
    return screen


def count_words(session: Session, view_id: str) -> str:
    """How many tasks a view holds, as the list of views says it."""
    view = session.views.named(view_id)
    assert view is not None
    return session.counts.words(view)


def row_of(app: App[Any], task: UserTask) -> str:
    """The line on screen of a task that is under the cursor."""
    inbox = inbox_of(app)
    assert inbox.current is not None
    assert inbox.current.user_task_key == task.user_task_key
    region = inbox.listed.content_region
    at = region.y + 1 + inbox.listed.cursor - inbox.listed.scroll_offset.y
    return text_of(app).splitlines()[at][region.x : region.right]


def notice(app: Any) -> str:
    return str(app.screen_stack[0].query_one(Notice).text)


async def select(app: App[Any], task: UserTask) -> None:
    """Put the cursor on a task that is loaded."""
    listed = list_of(app).listed
    assert listed.rows is not None
    index = listed.rows.index_of(task.user_task_key)
    assert index is not None
    listed.cursor = index


def current(app: App[Any]) -> UserTask:
    """The task under the cursor."""
    task = list_of(app).current
    assert isinstance(task, UserTask)
    return task


async def dialog(app: App[Any], pilot: Pilot[Any], kind: type[Any]) -> Any:
    """The dialog of that kind, ready for keys."""
    await until(pilot, lambda: isinstance(app.screen, kind) and app.focused is not None)
    return app.screen


async def closed(app: App[Any], pilot: Pilot[Any]) -> None:
    """The dialog has gone."""
    await until(pilot, lambda: app.screen is app.screen_stack[0])


async def type_in(app: App[Any], pilot: Pilot[Any], **texts: str) -> None:
    """Fill the fields of the dialog and send."""
    await dialog(app, pilot, FieldsDialog)
    for name, text in texts.items():
        app.screen.query_one(f"#{name}", Input).value = text
    await pilot.press("ctrl+s")
