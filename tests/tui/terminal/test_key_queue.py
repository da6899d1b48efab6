"""Keys that arrive in one packet act one after the other, each on what the one before has left."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from c8tui.session.session import Session
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.terminal.key_queue import KeyQueue
from tests.sandboxes import Sandbox, a_task
from tests.tui.apps import app_on, burst, current, list_of, notice, select, until


class Question(ModalScreen[str]):
    BINDINGS = [("enter", "answer")]

    def compose(self) -> ComposeResult:
        yield Input()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class Asking(KeyQueue[None]):
    BINDINGS = [("a", "ask"), ("b", "note('b')"), ("c", "note('c')")]

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static()

    def action_ask(self) -> None:
        self.push_screen(Question(), lambda text: self.noted.append(text or ""))

    def action_note(self, what: str) -> None:
        self.noted.append(what)


async def test_what_is_typed_behind_the_key_that_opens_a_screen_goes_into_it() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        burst(app, "b", "a", "c", "b", "enter")
        await until(pilot, lambda: len(app.noted) == 2)
        burst(app, "c", "a", "x", "enter")
        await until(pilot, lambda: len(app.noted) == 4)
        assert app.noted == ["b", "cb", "c", "x"]


async def test_a_key_that_is_done_twice_and_one_behind_the_end_do_nothing() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        app.post_message(KeyQueue.Done())
        burst(app, "b")
        await until(pilot, lambda: app.noted == ["b"] and app.all_typed)
    await app.on_event(Key("c", "c"))
    assert app.noted == ["b"], "the app has no screen any more"


async def test_text_behind_a_slash_is_searched_for_and_claims_nothing(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        burst(app, "slash", *"clara")
        await until(pilot, lambda: list_of(app).search.wanted == "clara")
        assert {task.assignee for task in list_of(app).listed.loaded()} == {"clara"}
        assert sandbox.commands_sent() == []


async def test_a_whole_dialog_in_one_packet(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee=None)
    async with app_on(sandbox_session) as (app, pilot):
        await select(app, task)
        burst(app, "p", "9", "1", "enter")
        await until(pilot, lambda: "priority 91" in notice(app))
        assert (await sandbox_session.user_tasks.task(task.user_task_key)).priority == 91
        assert not isinstance(app.screen, FieldsDialog)


async def test_a_held_key_moves_once_each(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        burst(app, *"jjjjjjjjjjkk")
        await until(pilot, lambda: list_of(app).listed.cursor == 8)
        assert current(app) is not None
