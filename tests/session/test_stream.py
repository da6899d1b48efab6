"""The walk of a stream: each task once, in the order of the view, past those that are not ours to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from c8tui.errors import NoAnswer
from c8tui.model.search import Page, PageInfo, PageRequest
from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.rows import Rows
from c8tui.session.session import Session
from c8tui.session.stream import Stream, take
from tests.sandboxes import Sandbox
from tests.sandboxes import a_task as a_real_task


def a_task(number: int, **fields: Any) -> UserTask:
    return UserTask(user_task_key=str(number), name=f"Task {number}", state="CREATED", **fields)


def stream_over(tasks: Sequence[UserTask], size: int = 2) -> Stream:
    """demo's stream over tasks that come in pages of `size`."""

    async def fetch(request: PageRequest) -> Page[UserTask]:
        first = int(request.after or request.from_ or 0)
        items = tuple(tasks[first : first + size])
        return Page(items=items, page=PageInfo(total_items=len(tasks), end_cursor=str(first + len(items))))

    return Stream(Rows(fetch, lambda task: task.user_task_key, size=size), "demo")


async def walked(stream: Stream) -> list[str]:
    found = []
    while (task := await stream.forward()) is not None:
        found.append(task.user_task_key)
    return found


async def test_it_shows_what_is_mine_or_nobodys_and_counts_the_rest() -> None:
    tasks = [
        a_task(1),
        a_task(2, assignee="ben"),
        a_task(3, assignee="demo"),
        a_task(4, assignee="ben"),
        msgspec.structs.replace(a_task(5), state="COMPLETING"),
        a_task(6),
    ]
    stream = stream_over(tasks)
    assert await walked(stream) == ["1", "3", "6"]
    assert stream.passed == {"held by ben": 2, "being completed": 1}


async def test_it_can_begin_anywhere_and_an_empty_view_has_no_task() -> None:
    stream = stream_over([a_task(n) for n in range(5)], size=10)
    await stream.rows.load(0, 0)
    stream.begin("3")
    assert await walked(stream) == ["3", "4"]
    assert await walked(stream_over([])) == []


async def test_back_and_forth_is_the_same_way() -> None:
    stream = stream_over([a_task(n) for n in range(4)])
    for _ in range(3):
        await stream.forward()
    assert (stream.current and stream.current.user_task_key, stream.place) == ("2", 3)
    assert (task := stream.back()) is not None
    assert task.user_task_key == "1"
    assert (task := stream.back()) is not None
    assert stream.back() is None
    assert stream.current == task
    assert await walked(stream) == ["1", "2", "3"]
    assert stream.current is None
    assert (last := stream.back()) is not None
    assert last.user_task_key == "3"


async def test_a_task_lost_to_somebody_faster_is_out_of_the_way() -> None:
    stream = stream_over([a_task(n) for n in range(3)])
    await stream.forward()
    task = await stream.forward()
    assert task is not None
    stream.drop(task, "held by ben")
    assert stream.passed == {"held by ben": 1}
    following = await stream.forward()
    assert following is not None
    assert following.user_task_key == "2"
    assert (before := stream.back()) is not None
    assert before.user_task_key == "0"


async def test_what_became_of_a_task_is_seen_on_the_way_back() -> None:
    stream = stream_over([a_task(n) for n in range(2)])
    task = await stream.forward()
    assert task is not None
    stream.update(msgspec.structs.replace(task, state="COMPLETED"))
    await stream.forward()
    assert (back := stream.back()) is not None
    assert back.state == "COMPLETED"


async def test_what_lies_ahead_is_what_is_loaded_and_ours() -> None:
    tasks = [a_task(0), a_task(1), a_task(2, assignee="ben"), a_task(3), a_task(4)]
    stream = stream_over(tasks, size=4)
    await stream.forward()
    assert [task.user_task_key for task in stream.ahead(3)] == ["1", "3"]
    await stream.forward()
    stream.back()
    assert [task.user_task_key for task in stream.ahead(2)] == ["1", "3"]


async def test_a_page_that_fails_can_be_asked_for_again() -> None:
    tasks, down = [a_task(n) for n in range(4)], [False]

    async def fetch(request: PageRequest) -> Page[UserTask]:
        if down[0]:
            raise NoAnswer("gone")
        first = int(request.after or 0)
        page = PageInfo(total_items=4, end_cursor=str(first + 2))
        return Page(items=tuple(tasks[first : first + 2]), page=page)

    stream = Stream(Rows(fetch, lambda task: task.user_task_key, size=2), "demo")
    assert await stream.forward() is not None
    assert await stream.forward() is not None
    down[0] = True
    with pytest.raises(NoAnswer):
        await stream.forward()
    assert stream.current is not None
    assert stream.current.user_task_key == "1"
    down[0] = False
    assert await walked(stream) == ["2", "3"]


async def test_looking_ahead_fetches_the_next_page_and_no_more() -> None:
    stream = stream_over([a_task(n) for n in range(6)])
    await stream.forward()
    await stream.forward()
    assert [task.user_task_key for task in await stream.look_ahead(2)] == ["2", "3"]
    assert stream.rows.missing(4, 5)
    assert await stream_over([]).look_ahead(2) == ()


async def test_taking_a_task_says_who_was_faster(sandbox: Sandbox, sandbox_session: Session, open_session: Any) -> None:
    task = await a_real_task(sandbox_session, assignee=None)
    assert await take(sandbox_session.user_tasks, task, "demo") is None
    ben = await open_session(sandbox, "ben")
    assert await take(ben.user_tasks, task, "ben") == "held by demo"
    await Step("complete", "demo").send(sandbox_session.user_tasks, task)
    assert await take(ben.user_tasks, task, "ben") == "completed"
    gone = msgspec.structs.replace(task, user_task_key="1")
    assert await take(ben.user_tasks, gone, "ben") == "gone"
