"""Use cases: the answer, the expected failure, the bug, the question that was left or dropped."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import WorkerFailed

from c8tui.errors import C8Error, Refusal
from c8tui.tui.flow import Cancelled, Flow, Newest


class Asking(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []
        self.flow = Flow(self, self.heard.append)

    async def hear(self, value: object, gate: asyncio.Event | None = None) -> None:
        if gate is not None:
            await gate.wait()
        self.heard.append(value)


async def fail(error: Exception) -> None:
    raise error


async def test_it_is_counted_while_it_is_under_way() -> None:
    app, gate = Asking(), asyncio.Event()
    async with app.run_test() as pilot:
        worker = app.flow.start(app.hear("late", gate), group="read")
        await pilot.pause()
        assert (app.flow.busy, app.heard) == (1, [])
        assert app.flow.runs("read")
        gate.set()
        await worker.wait()
        assert (app.flow.busy, app.heard) == (0, ["late"])
        assert not app.flow.runs("read")


async def test_an_expected_failure_goes_to_its_own_handler_or_to_the_common_one() -> None:
    app, refused = Asking(), Refusal("no")
    own: list[C8Error] = []
    async with app.run_test():
        await app.flow.start(fail(refused)).wait()
        await app.flow.start(fail(refused), failed=own.append).wait()
    assert app.heard == [refused]
    assert own == [refused]


async def test_a_question_that_was_left_ends_it_without_a_word() -> None:
    app = Asking()
    async with app.run_test():
        await app.flow.start(fail(Cancelled())).wait()
    assert app.heard == []


async def test_anything_else_is_a_bug_and_ends_the_program() -> None:
    app = Asking()

    async def buggy() -> None:
        async with app.run_test():
            with pytest.raises(WorkerFailed):
                await app.flow.start(fail(ZeroDivisionError())).wait()

    with pytest.raises(WorkerFailed):
        await buggy()
    assert app.heard == []


@pytest.mark.parametrize("gone", [NoMatches("no Notice"), ScreenStackError("no screen")], ids=repr)
async def test_what_shows_something_on_what_is_closing_ends_without_a_word(gone: Exception) -> None:
    """The parts of a screen go before it does, and with it its use cases: one of them may go on in between."""
    app = Asking()
    async with app.run_test():
        screen: Screen[None] = Screen()
        await app.push_screen(screen)
        screen._pruning = True
        await Flow(screen, app.heard.append).start(fail(gone)).wait()
        screen._pruning = False
    assert app.heard == []

    async def buggy() -> None:
        app = Asking()
        async with app.run_test():
            await app.flow.start(fail(gone)).wait()

    with pytest.raises(WorkerFailed):
        await buggy()


async def test_an_exclusive_one_drops_the_one_before_even_if_that_has_not_begun() -> None:
    """Warnings are errors here: a coroutine that nobody awaited would be one."""
    app = Asking()
    async with app.run_test() as pilot:
        app.flow.start(app.hear("first"), group="read", exclusive=True)
        app.flow.start(app.hear("second"), group="read", exclusive=True)
        await pilot.pause()
        await app.workers.wait_for_complete()
    assert app.heard == ["second"]


async def test_what_comes_when_the_app_has_left_is_shown_to_nobody() -> None:
    app = Asking()
    async with app.run_test():
        assert app.flow.listening
        assert await app.flow.heard(asyncio.sleep(0, "here")) == "here"
    assert not app.flow.listening
    with pytest.raises(Cancelled):
        await app.flow.heard(asyncio.sleep(0, "gone"))


class TestNewest:
    async def test_an_older_reading_is_dropped(self) -> None:
        newest, gate = Newest(), asyncio.Event()
        older = asyncio.create_task(newest.read("look", gate.wait()))
        await asyncio.sleep(0)
        assert await newest.read("look", asyncio.sleep(0, "new")) == "new"
        with pytest.raises(Cancelled):
            await older

    async def test_one_of_another_name_goes_on(self) -> None:
        newest, gate = Newest(), asyncio.Event()
        other = asyncio.create_task(newest.read("plan", gate.wait()))
        await asyncio.sleep(0)
        assert await newest.read("look", asyncio.sleep(0, "new")) == "new"
        gate.set()
        assert await other is True

    async def test_what_fails_fails(self) -> None:
        with pytest.raises(Refusal):
            await Newest().read("look", fail(Refusal("no")))

    async def test_who_is_cancelled_takes_the_reading_along(self) -> None:
        newest, gate = Newest(), asyncio.Event()
        reading = asyncio.ensure_future(gate.wait())
        waiting = asyncio.create_task(newest.read("look", reading))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert reading.cancelled()
