"""The outbox: held, taken back, sent once each, paused, stopped, and what is known of what failed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from c8tui.errors import Refusal
from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.outbox import LOOK_PAUSES_S, WAITING, Outbox, Pace, PendingWrites, resolve_unknown
from c8tui.session.runs import Run
from c8tui.session.session import Session
from c8tui.session.task_records import TaskRecords
from c8tui.session.user_tasks import UserTasks
from c8tui.state import State
from tests.sandboxes import Sandbox, a_task, every_task

COMPLETE = Step("complete", "demo")


async def mine(session: Session, number: int) -> list[UserTask]:
    """Open tasks of demo's, claimed if need be."""
    tasks = [task for _, task in await every_task(session) if task.state == "CREATED" and not task.assignee]
    tasks = [task for task in tasks if task.tenant_id == "<default>"][:number]
    assert len(tasks) == number
    for task in tasks:
        await Step("claim", "demo").send(session.user_tasks, task)
    return [await session.user_tasks.task(task.user_task_key) for task in tasks]


def completions(lines: list[str]) -> list[str]:
    """The keys of the tasks that these lines complete."""
    return [line.split("/")[2] for line in lines if line.endswith("/completion")]


async def settles(true: Callable[[], object]) -> None:
    """Let the loop go round until something is true; everything here is in this process."""
    for _ in range(10_000):
        if true():
            return
        await asyncio.sleep(0)
    raise AssertionError("never true")


class Gate:
    """A wait that lasts until it is opened."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.asked: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await self.open.wait()


@pytest.fixture
async def holding(sandbox: Sandbox, open_session: Any) -> tuple[Session, Gate]:
    """demo's session whose steps are held until a gate opens."""
    session, gate = await open_session(sandbox, undo_s=5.0), Gate()
    session.outbox.sleep = gate
    return session, gate


async def test_a_held_step_is_shown_but_not_sent_and_can_be_taken_back(
    sandbox: Sandbox, holding: tuple[Session, Gate]
) -> None:
    session, gate = holding
    one, other = await mine(session, 2)
    heard: list[tuple[str, str]] = []
    session.outbox.listeners.append(lambda run: heard.append((run.first.record.user_task_key, run.state)))
    first, second = (
        session.outbox.put(session.task_records, COMPLETE, [one]),
        session.outbox.put(session.task_records, COMPLETE, [other]),
    )
    await asyncio.sleep(0)
    assert (first.state, first.seconds_left(sandbox.clock.at)) == ("held", 5.0)
    assert session.user_tasks.overlay.over(one).state == "COMPLETING"
    assert session.user_tasks.overlay.mark(one.user_task_key) == "completing"
    assert session.outbox.take_back() is second
    assert session.user_tasks.overlay.over(other).state == "CREATED"
    gate.open.set()
    await session.outbox.wait(first)
    await session.outbox.wait(second)
    assert completions(await sandbox.log()) == [one.user_task_key]
    assert (first.state, second.state) == ("finished", "taken_back")
    assert session.outbox.runs == []
    assert session.outbox.take_back() is None
    assert heard[-1] == (one.user_task_key, "finished")
    assert (other.user_task_key, "taken_back") in heard
    assert session.stats.today == 1


async def test_what_is_held_can_be_sent_at_once(sandbox: Sandbox, holding: tuple[Session, Gate]) -> None:
    session, _ = holding
    (task,) = await mine(session, 1)
    run = session.outbox.put(session.task_records, COMPLETE, [task])
    await asyncio.sleep(0)
    session.outbox.send_now(run)
    await session.outbox.wait(run)
    assert completions(await sandbox.log()) == [task.user_task_key]


async def test_many_are_sent_once_each_eight_at_a_time(sandbox: Sandbox, sandbox_session: Session) -> None:
    tasks = await mine(sandbox_session, 20)
    under_way, most = 0, 0
    inner = sandbox._inner.handle_async_request

    async def counted(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        try:
            return await inner(request)
        finally:
            under_way -= 1

    sandbox._inner.handle_async_request = counted  # type: ignore[method-assign]
    run = sandbox_session.outbox.put(sandbox_session.task_records, COMPLETE, tasks)
    await sandbox_session.outbox.wait(run)
    assert run.words() == "20 completed"
    assert most == 8
    assert sorted(completions(await sandbox.log())) == sorted(task.user_task_key for task in tasks)


async def test_what_is_refused_says_why_and_stops_nothing_else(
    sandbox: Sandbox, sandbox_session: Session, open_session: Any
) -> None:
    tasks = await mine(sandbox_session, 4)
    ben = await open_session(sandbox, "ben")
    await Step("take_over", "ben").send(ben.user_tasks, tasks[1])
    await Step("complete", "ben").send(ben.user_tasks, await ben.user_tasks.task(tasks[1].user_task_key))
    await sandbox.faults(f"deny=budget exceeded@/v2/user-tasks/{tasks[2].user_task_key}/completion")
    run = sandbox_session.outbox.put(sandbox_session.task_records, COMPLETE, tasks)
    await sandbox_session.outbox.wait(run)
    assert run.words() == "2 completed, 2 refused"
    gone, denied = run.of_state("refused")
    assert gone.why == "Now it is completed"
    assert "budget exceeded" in denied.why
    assert denied.error is not None
    assert sandbox_session.user_tasks.overlay.mark(tasks[2].user_task_key) is None


async def test_a_lost_answer_is_looked_for_and_what_stays_unknown_is_never_sent_again(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    lost, never = await mine(sandbox_session, 2)
    await sandbox.faults(
        f"lost@/v2/user-tasks/{lost.user_task_key}/completion",
        f"504@/v2/user-tasks/{never.user_task_key}/completion",
    )
    run = sandbox_session.outbox.put(sandbox_session.task_records, COMPLETE, [lost, never])
    await sandbox_session.outbox.wait(run)
    assert run.items[lost.user_task_key].state == "done"
    unknown = run.items[never.user_task_key]
    assert (unknown.state, unknown.why) == ("unknown", "read again: created, assigned to demo")
    assert sorted(completions(sandbox.commands_sent())) == sorted([lost.user_task_key, never.user_task_key])
    await sandbox.faults()
    again = await sandbox_session.outbox.again(run, unknown)  # somebody has seen it and wants it
    await sandbox_session.outbox.wait(again)
    assert again.words() == "1 completed"


async def test_what_is_unknown_while_the_cluster_is_away_is_waited_for(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    (task,) = await mine(sandbox_session, 1)
    sent = 0

    async def away_for_a_while(request: httpx.Request) -> None:
        nonlocal sent
        sent += bool(request.url.path.endswith("/completion")) or bool(sent)
        if 1 < sent <= 20:
            raise httpx.ConnectError("connection refused", request=request)

    await sandbox.faults("lost@/v2/user-tasks/*/completion*1")
    sandbox.meddle = away_for_a_while
    run = sandbox_session.outbox.put(sandbox_session.task_records, COMPLETE, [task])
    await sandbox_session.outbox.wait(run)
    assert sent > 20
    assert (run.first.state, run.first.why) == ("done", "read again")
    assert completions(await sandbox.log()) == [task.user_task_key]


async def test_a_cluster_that_is_away_pauses_the_run_which_goes_on_alone(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    tasks, down = await mine(sandbox_session, 12), True

    async def refuse(request: httpx.Request) -> None:
        if down and request.url.path.endswith("/completion"):
            raise httpx.ConnectError("connection refused", request=request)

    sandbox.meddle = refuse
    gate = Gate()
    sandbox_session.outbox.sleep = gate
    run = sandbox_session.outbox.put(sandbox_session.task_records, COMPLETE, tasks)
    await settles(lambda: run.state == "paused" and not any(run.of_state("sending")))
    assert run.trouble
    assert run.retry_at is not None
    assert run.words() == "12 not sent"
    overlay = sandbox_session.user_tasks.overlay
    assert {overlay.mark(task.user_task_key) for task in tasks} == {WAITING}
    assert {overlay.over(task).state for task in tasks} == {"COMPLETING"}
    down = False
    gate.open.set()
    await sandbox_session.outbox.wait(run)
    assert run.words() == "12 completed"
    assert sorted(completions(await sandbox.log())) == sorted(task.user_task_key for task in tasks)


async def test_a_person_pauses_goes_on_and_stops(sandbox: Sandbox, sandbox_session: Session) -> None:
    tasks, outbox = await mine(sandbox_session, 30), sandbox_session.outbox

    def pause_at_ten(run: Run) -> None:
        if run.finished == 10 and run.state == "running":
            outbox.pause(run)

    outbox.listeners.append(pause_at_ten)
    run = outbox.put(sandbox_session.task_records, COMPLETE, tasks)
    await settles(lambda: run.state == "paused" and not any(run.of_state("sending")))
    assert 10 <= run.finished < 30  # what was on its way was waited for
    assert run.trouble == ""
    outbox.listeners.remove(pause_at_ten)
    outbox.go_on(run)
    outbox.stop(run)
    await outbox.wait(run)
    assert run.finished < 30
    assert run.counts["waiting"] == 30 - run.finished
    assert len(completions(await sandbox.log())) == run.finished
    assert all(
        sandbox_session.user_tasks.overlay.mark(item.record.user_task_key) is None for item in run.of_state("waiting")
    )


async def test_pressure_makes_it_slower_and_loses_nothing(sandbox: Sandbox, sandbox_session: Session) -> None:
    tasks = await mine(sandbox_session, 15)
    await sandbox.faults("503@/v2/user-tasks/*/completion*6")
    before = sandbox_session.user_tasks.wire.times_pressed
    run = sandbox_session.outbox.put(sandbox_session.task_records, COMPLETE, tasks)
    await sandbox_session.outbox.wait(run)
    assert run.words() == "15 completed"
    assert sandbox_session.user_tasks.wire.times_pressed - before == 6
    assert len(completions(await sandbox.log())) == 15


async def test_a_read_only_profile_puts_nothing_in(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, read_only=True)
    with pytest.raises(Refusal, match="read-only"):
        session.outbox.put(session.task_records, COMPLETE, [UserTask(user_task_key="1", state="CREATED")])
    assert session.outbox.runs == []


async def test_a_crash_in_the_middle_is_gone_on_with_by_the_next_one(sandbox: Sandbox, tmp_path: Path) -> None:
    state = State(tmp_path / "state.json")
    session = await sandbox.session(state=state)
    tasks = await mine(session, 20)
    outbox, hang = session.outbox, asyncio.Event()

    async def hang_behind_the_tenth(request: httpx.Request) -> None:
        if request.url.path.endswith("/completion") and len(completions(sandbox.commands_sent())) > 10:
            await hang.wait()

    sandbox.meddle = hang_behind_the_tenth
    run = outbox.put(session.task_records, COMPLETE, tasks)
    await settles(lambda: run.finished >= 10)
    await session.close()  # as a crash: the journal stays
    sandbox.meddle = None
    done = len(completions(await sandbox.log()))
    next_one = await sandbox.session(state=state)
    ((left, begun),) = next_one.outbox.journal.left_over()
    assert begun
    assert left.counts["done"] == done == 10
    assert left.counts["unknown"] == 8
    next_one.outbox.adopt(left)
    await asyncio.sleep(0)
    assert left.state == "paused"
    next_one.outbox.go_on(left)
    await next_one.outbox.wait(left)
    assert left.words() == "12 completed, 8 unknown"
    again = await next_one.outbox.again(left, *left.of_state("unknown"))
    await next_one.outbox.wait(again)
    await next_one.close()
    log = completions(await sandbox.log())
    assert len(log) == len(set(log)) == 20
    assert [*Outbox(next_one.outbox.journal).journal.left_over()] == []


async def test_what_changed_while_it_was_held_is_not_sent(
    sandbox: Sandbox, holding: tuple[Session, Gate], open_session: Any
) -> None:
    session, gate = holding
    ben = await open_session(sandbox, "ben")
    [task] = await mine(session, 1)
    run = session.outbox.put(session.task_records, COMPLETE, [task])
    await Step("take_over", "ben").send(ben.user_tasks, task)
    gate.open.set()
    await session.outbox.wait(run)
    assert (run.first.state, run.first.why) == ("refused", "assignee: demo -> ben")
    assert completions(await sandbox.log()) == []


# What was sent without an answer is read again while there is patience, and what is true is said


async def test_done_not_done_gone_and_unreadable(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, assignee=None)
    run = Run.of("r", sandbox_session.task_records, Step("claim", "demo"), [task])
    noted: list[str] = []

    async def looked(*faults: str) -> str:
        run.first.state, run.first.why = "unknown", "cut"
        await sandbox.faults(*faults)
        await resolve_unknown(run, sandbox.clock.sleep, lambda _, item: noted.append(item.state))
        return f"{run.first.state}: {run.first.why}"

    assert await looked() == "unknown: read again: created, unassigned"
    assert await looked("404@GET:*") == "unknown: it is gone"
    before: Any = sandbox.clock()
    assert (await looked("500@GET:*")).startswith("unknown: cut; and it cannot be read: ")
    assert sandbox.clock() - before >= sum(LOOK_PAUSES_S)
    await sandbox.faults()
    await Step("claim", "demo").send(sandbox_session.user_tasks, task)
    assert await looked() == "done: read again"
    assert noted == ["unknown"] * 3 + ["done"]


# What steps that are not sent yet lay over the lists


def test_a_write_says_that_it_waits_until_it_is_taken_off() -> None:
    task = UserTask(user_task_key="1", state="CREATED")
    tasks = TaskRecords(UserTasks(cast("Any", None)))
    overlay, run = tasks.overlay, Run.of("r", tasks, Step("complete", "demo"), [task])
    writes = PendingWrites()
    writes.lay(run)
    assert (overlay.over(task).state, overlay.mark("1")) == ("COMPLETING", "completing")
    assert overlay.over(task, pending=False) == task
    writes.lay(run, note=WAITING)
    assert (overlay.over(task).state, overlay.mark("1")) == ("COMPLETING", WAITING)
    writes.take_off(run, "1")
    assert (overlay.over(task), overlay.mark("1")) == (task, None)


# The pace of a run: eight at once, half as many when the cluster is pressed, slowly more again


async def test_no_more_than_its_width_are_on_the_way() -> None:
    pace, inside, most = Pace(most=3, width=3.0), 0, 0

    async def one() -> None:
        nonlocal inside, most
        await pace.enter()
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0)
        inside -= 1
        await pace.leave(pressed=False)

    await asyncio.gather(*(one() for _ in range(10)))
    assert most == 3


async def test_it_halves_under_pressure_and_never_stops() -> None:
    pace = Pace()
    widths = []
    for _ in range(5):
        await pace.enter()
        await pace.leave(pressed=True)
        widths.append(pace.width)
    assert widths == [4.0, 2.0, 1.0, 1.0, 1.0]
    for _ in range(100):
        await pace.enter()
        await pace.leave(pressed=False)
    assert pace.width == 8.0
