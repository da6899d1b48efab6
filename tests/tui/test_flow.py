"""Asking: the answer, the expected failure, the bug, the question that was dropped."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.app import App
from textual.worker import WorkerFailed

from c8tui.errors import C8Error, Refusal
from c8tui.tui.flow import Asks


class Asking(App[None], Asks):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []

    def on_failure(self, error: C8Error) -> None:
        self.heard.append(error)


async def answer(value: object) -> object:
    return value


async def fail(error: Exception) -> None:
    raise error


async def test_the_answer_goes_where_it_was_wanted_and_is_counted_while_it_is_awaited() -> None:
    app = Asking()
    gate = asyncio.Event()

    async def slow() -> str:
        await gate.wait()
        return "late"

    async with app.run_test() as pilot:
        worker = app.ask(slow(), app.heard.append)
        await pilot.pause()
        assert (app.busy, app.heard) == (1, [])
        gate.set()
        await worker.wait()
        assert (app.busy, app.heard) == (0, ["late"])


async def test_an_expected_failure_goes_to_its_own_handler_or_to_the_common_one() -> None:
    app, refused = Asking(), Refusal("no")
    own: list[C8Error] = []
    async with app.run_test():
        await app.ask(fail(refused)).wait()
        await app.ask(fail(refused), failed=own.append).wait()
    assert app.heard == [refused]
    assert own == [refused]


async def test_anything_else_is_a_bug_and_ends_the_program() -> None:
    app = Asking()

    async def buggy() -> None:
        async with app.run_test():
            with pytest.raises(WorkerFailed):
                await app.ask(fail(ZeroDivisionError())).wait()

    with pytest.raises(WorkerFailed):
        await buggy()
    assert app.heard == []


async def test_an_exclusive_question_drops_the_one_before_even_if_that_has_not_begun() -> None:
    """Warnings are errors here: a coroutine that nobody awaited would be one."""
    app = Asking()
    async with app.run_test() as pilot:
        app.ask(answer("first"), app.heard.append, group="read", exclusive=True)
        app.ask(answer("second"), app.heard.append, group="read", exclusive=True)
        await pilot.pause()
        await app.workers.wait_for_complete()
    assert app.heard == ["second"]


async def test_what_comes_when_the_app_has_left_is_shown_to_nobody() -> None:
    app = Asking()
    async with app.run_test():
        assert app.listening
    assert not app.listening
