"""Steps on many tasks: planned by what they are now, and sent once each through faults, races and a death."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from c8tui.api.connect import connect
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session.actions import Step
from c8tui.session.bulk import FEW, plan, read_again
from c8tui.session.runs import Run
from c8tui.session.session import Session
from c8tui.session.views import View
from c8tui.settings import Settings
from c8tui.state import State
from tests.sandboxes import Sandbox, every_task


async def free(session: Session, number: int) -> list[UserTask]:
    tasks = [task for _, task in await every_task(session) if not task.assignee and task.state == "CREATED"]
    return [task for task in tasks if task.tenant_id == "<default>"][:number]


async def test_what_changed_since_somebody_looked_is_left_out_with_the_reason(
    sandbox: Sandbox, sandbox_session: Session, open_session: Any
) -> None:
    ben = await open_session(sandbox, "ben")
    tasks = await free(sandbox_session, 7)
    await Step("claim", "ben").send(ben.user_tasks, tasks[0])
    await Step("claim", "ben").send(ben.user_tasks, tasks[1])
    await Step("change", changeset=Changeset(priority=((tasks[2].priority or 0) + 1) % 100)).send(
        ben.user_tasks, tasks[2]
    )
    await Step("complete", "ben").send(ben.user_tasks, tasks[3])
    gone = msgspec.structs.replace(tasks[4], user_task_key="1")
    found = await plan(sandbox_session.task_records, Step("complete", "demo"), [*tasks[:4], gone, *tasks[5:]])
    assert [task.user_task_key for task in found.records] == [task.user_task_key for task in tasks[5:]]
    assert dict(found.reasons) == {
        "held by ben": 2,
        f"changed since you looked (priority: {tasks[2].priority} -> {((tasks[2].priority or 0) + 1) % 100})": 1,
        "completed": 1,
        "gone, or you lack permission to see it": 1,
    }
    assert found.reasons[0] == ("held by ben", 2)
    assert sum(number for _, number in found.kinds) == 2
    assert sandbox.commands_sent()[-1].endswith("/completion")  # ben's: the plan has sent nothing


@pytest.mark.parametrize(
    ("step", "why"),
    [(Step("claim", "demo"), "already yours"), (Step("take_over", "demo"), "already yours")],
)
async def test_what_makes_no_sense_is_left_out(sandbox_session: Session, step: Step, why: str) -> None:
    (task,) = await free(sandbox_session, 1)
    await Step("claim", "demo").send(sandbox_session.user_tasks, task)
    mine = await sandbox_session.user_tasks.task(task.user_task_key)
    found = await plan(sandbox_session.task_records, step, [mine])
    assert found.reasons == [(f"it is {why}".removeprefix("it is "), 1)]


async def test_many_are_read_in_pages_not_one_by_one(sandbox: Sandbox, open_session: Any) -> None:
    sandbox = Sandbox(tasks=800)
    session = await open_session(sandbox)
    tasks = [task for _, task in await every_task(session)]
    assert len(tasks) > FEW
    sandbox.sent.clear()
    found = await read_again(session.task_records, tasks)
    assert found.keys() == {task.user_task_key for task in tasks}
    assert len(sandbox.sent) <= 3


@pytest.mark.long
async def test_a_few_of_very_many_are_not_looked_for_among_all(sandbox: Sandbox, open_session: Any) -> None:
    sandbox = Sandbox(tasks=6_000)
    session = await open_session(sandbox)
    everything = [task for _, task in await every_task(session)]
    tasks = everything[:: len(everything) // (FEW + 5)]
    sandbox.sent.clear()
    found = await read_again(session.task_records, tasks)
    assert found.keys() == {task.user_task_key for task in tasks}
    gets = [request for request in sandbox.sent if request.method == "GET"]
    assert len(gets) == len(tasks)
    assert len(sandbox.sent) - len(gets) == 1


async def test_our_own_writes_count_although_the_index_is_behind(open_session: Any) -> None:
    sandbox = Sandbox(lag_ms=10_000)
    session = await open_session(sandbox)
    tasks = await free(session, 2)
    await Step("claim", "demo").send(session.user_tasks, tasks[0])
    seen = [session.user_tasks.overlay.over(task) for task in tasks]
    found = await plan(session.task_records, Step("unclaim", "demo"), seen)
    assert [task.user_task_key for task in found.records] == [tasks[0].user_task_key]
    assert found.reasons == [("unassigned", 1)]


# Bulk steps in bad weather: the cluster dies, c8tui dies, a token is revoked, the index is late, others are faster

MINE = View("mine", "Mine", ({"assignee": "demo", "state": "created", "tenant_id": "<default>"},))
COMPLETE = Step("complete", "demo")
OAUTH = {"auth": "oauth", "client_id": "c8tui", "client_secret": "c8tui-secret",
         "oauth_url": "http://sandbox.test/oauth/token"}  # fmt: skip


class Served:
    """A sandbox that is a process of its own, keeps its data in a file, and can be killed and started again."""

    def __init__(self, folder: Path, tasks: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        flags = ("--tasks", str(tasks), "--db", str(folder / "cluster.db"), "--port", str(self.port), "--quiet")
        self._command = [sys.executable, "-m", "c8tui", "sandbox", *flags]
        self._process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v2"

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == self.address

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def completions(self) -> Counter[str]:
        """How often each task was completed, by the cluster's own audit log."""
        question = {
            "filter": {"operationType": "COMPLETE", "entityType": "USER_TASK", "timestamp": {"$gte": self.since}},
            "page": {"limit": 10_000},
        }
        found = httpx.post(f"{self.address}/audit-logs/search", json=question).json()["items"]
        return Counter(entry["entityKey"] for entry in found)

    since = "2000-01-01T00:00:00Z"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    cluster = Served(tmp_path, 9_000)
    cluster.start()
    yield cluster
    cluster.kill()


async def session_at(address: str, state: State) -> Session:
    settings = Settings(address=address, user="demo", undo_s=0.0)
    session = await Session.open(connect(settings, cache_dir=None), settings, state)
    session.outbox.sleep = session.user_tasks.sleep = a_moment
    return session


async def a_moment(_: float) -> None:
    """A wait that is over soon, for a cluster that is really there."""
    await asyncio.sleep(0.02)


async def mine(session: Session, number: int) -> list[UserTask]:
    rows = session.user_tasks.rows(MINE, session.identity)
    tasks = [task async for page in rows.walk() for task in page]
    assert len(tasks) >= number
    return tasks[:number]


def when(session: Session, true: Callable[[Run], bool]) -> asyncio.Event:
    """An event for the moment in which a run of the session is so."""
    event = asyncio.Event()
    session.outbox.listeners.append(lambda run: event.set() if true(run) else None)
    return event


async def through(session: Session, run: Run) -> None:
    """To the end; what reads as not done is sent once more, by somebody who has seen that."""
    await session.outbox.wait(run)
    if unknown := [*run.of_state("unknown")]:
        assert all(item.why.startswith("read again: created") for item in unknown), [item.why for item in unknown]
        again = await session.outbox.again(run, *unknown)
        await session.outbox.wait(again)
        assert again.words() == f"{len(unknown)} completed"


@pytest.mark.long
async def test_the_cluster_is_killed_in_the_middle_of_500_and_each_is_done_once(served: Served, tmp_path: Path) -> None:
    session = await session_at(served.address, State(tmp_path / "state.json"))
    tasks = await mine(session, 500)
    before = served.completions()
    half, away = when(session, lambda run: run.finished >= 250), when(session, lambda run: run.state == "paused")
    run = session.outbox.put(session.task_records, COMPLETE, tasks)
    await half.wait()
    served.kill()
    await away.wait()
    assert run.trouble
    assert 250 <= run.finished < 500
    served.start()
    await through(session, run)
    await session.close()
    assert served.completions() - before == Counter(task.user_task_key for task in tasks)
    assert [*(tmp_path / "journal").iterdir()] == []


DYING = """
import asyncio, os, signal, sys
from pathlib import Path
from c8tui.state import State
from tests.session.test_bulk import COMPLETE, mine, session_at

async def main(address, state):
    session = await session_at(address, State(Path(state)))
    tasks = await mine(session, 120)
    session.outbox.listeners.append(lambda run: os.kill(os.getpid(), signal.SIGKILL) if run.finished >= 40 else None)
    await session.outbox.wait(session.outbox.put(session.task_records, COMPLETE, tasks))

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.long
async def test_c8tui_is_killed_in_the_middle_and_the_next_one_goes_on(served: Served, tmp_path: Path) -> None:
    state, before = tmp_path / "state.json", served.completions()
    root = str(Path(__file__).parents[2])
    died = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", DYING, served.address, str(state)], cwd=root,
        env={**os.environ, "PYTHONPATH": root},
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL
    session = await session_at(served.address, State(state))
    ((run, begun),) = session.outbox.journal.left_over()
    assert begun
    assert run.counts["done"] >= 40
    assert run.counts["waiting"] > 0
    session.outbox.adopt(run)
    session.outbox.go_on(run)
    await through(session, run)
    await session.close()
    done = served.completions() - before
    assert done == Counter(dict.fromkeys(run.items, 1))
    assert len(done) == 120


async def test_a_token_that_is_revoked_in_the_middle_is_renewed(open_session: Any) -> None:
    sandbox = Sandbox(tasks=900, auth="oauth")
    session = await open_session(sandbox, **OAUTH)
    tasks = await mine(session, 40)
    half = when(session, lambda run: run.finished >= 15)
    run = session.outbox.put(session.task_records, COMPLETE, tasks)
    await half.wait()
    await sandbox.control("POST", "tokens/revoke")
    await session.outbox.wait(run)
    assert run.words() == "40 completed"
    log = [line for line in await sandbox.log() if line.endswith("/completion")]
    assert len(log) == len(set(log)) == 40


async def test_an_index_that_is_ten_seconds_late_sees_nothing_done_twice(open_session: Any) -> None:
    sandbox = Sandbox(tasks=900, lag_ms=10_000)
    session = await open_session(sandbox)
    tasks = await mine(session, 50)
    run = session.outbox.put(session.task_records, COMPLETE, tasks)
    await session.outbox.wait(run)
    assert run.words() == "50 completed"
    assert {session.user_tasks.overlay.mark(task.user_task_key) for task in tasks} == {"index behind"}
    again = await plan(session.task_records, COMPLETE, tasks)  # as they are still listed
    assert again.records == ()
    assert again.reasons == [("completed", 50)]
    sandbox.clock.at += 11
    assert (await session.user_tasks.task(tasks[0].user_task_key)).state == "COMPLETED"
    log = [line for line in await sandbox.log() if line.endswith("/completion")]
    assert len(log) == len(set(log)) == 50


async def test_two_who_race_for_the_same_tasks_get_each_once(open_session: Any) -> None:
    sandbox = Sandbox(tasks=600)
    anna, ben = await open_session(sandbox, "anna"), await open_session(sandbox, "ben")
    free = [task for _, task in await every_task(anna) if not task.assignee and task.state == "CREATED"]
    tasks = [task for task in free if task.tenant_id == "<default>"][:100]
    assert len(tasks) == 100

    async def by_turns(_: httpx.Request) -> None:
        await asyncio.sleep(0)

    sandbox.meddle = by_turns
    runs = {"anna": anna.outbox.put(anna.task_records, Step("claim", "anna"), tasks),
            "ben": ben.outbox.put(ben.task_records, Step("claim", "ben"), reversed(tasks))}  # fmt: skip
    await asyncio.gather(anna.outbox.wait(runs["anna"]), ben.outbox.wait(runs["ben"]))
    won = {name: {item.record.user_task_key for item in run.of_state("done")} for name, run in runs.items()}
    assert len(won["anna"]) > 10
    assert len(won["ben"]) > 10
    assert won["anna"] | won["ben"] == {task.user_task_key for task in tasks}
    assert not won["anna"] & won["ben"]
    for name, other in (("anna", "ben"), ("ben", "anna")):
        assert all(item.why.startswith(f"Assigned to {other}") for item in runs[name].of_state("refused"))
        assert runs[name].counts["refused"] == len(won[other])
    holders = {task.user_task_key: task.assignee for _, task in await every_task(anna)}
    assert all(holders[key] == name for name, keys in won.items() for key in keys)
