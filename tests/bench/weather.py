"""Every kind of fault against every kind of command: nothing sent twice, nothing lost, nothing said that is not so."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from c8tui.errors import C8Error
from c8tui.model.jobs import Job
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session.actions import Step
from c8tui.session.session import Session
from tests.bench.table import Figure
from tests.sandboxes import Sandbox, every_task

BEFORE = (
    "drop", "garbage", "shape", "media=text/html", "big=33", "html=403", "html=404", "html=500", "html=502",
    "html=503", "html=504", "servlet=400", "servlet=404", "servlet=500", "servlet=503", "400", "401", "403", "404",
    "409", "429=0", "500", "502", "503", "unavailable", "504",
)  # fmt: skip
AFTER = (
    "lost", "cut", "502=done", "504=done", "after=200", "after=201", "after=202", "after=205", "after=301", "after=500",
    "after=502", "after=503", "after=504", "after=507", "after=html", "after=filter", "after=login", "after=redirect",
    "after=text", "after=error", "after=garbage", "after=shape",
)  # fmt: skip
KINDS = (*BEFORE, *AFTER)
"""Faults; each meets the first two requests that change something, and then the weather is good again."""


@dataclass(slots=True)
class Outcomes:
    """What became of the cells of one kind."""

    tried: int = 0
    twice: list[str] = field(default_factory=list)
    """Commands that took effect twice."""
    wrong: list[str] = field(default_factory=list)
    """What was said and is not so, or was left unknown although it could be read."""
    lost: list[str] = field(default_factory=list)
    """Inputs that were neither sent nor kept."""


@dataclass(slots=True)
class Field:
    """What a kind is tried on: a session, and tasks and jobs that nothing was done to yet."""

    sandbox: Sandbox
    session: Session
    free: list[UserTask]
    mine: list[UserTask]
    theirs: list[UserTask]
    jobs: list[Job]


Said = str
"""`done`, `refused` (nothing was done) or `unknown`."""
Doing = Callable[[Field], Awaitable[Said]]


async def _sent(command: Awaitable[object]) -> Said:
    try:
        await command
    except C8Error as error:
        return "refused" if error.outcome_known else "unknown"
    return "done"


async def _through_outbox(field: Field, step: Step, tasks: list[UserTask]) -> Said:
    """By the outbox, as completions and steps on many go; what waits for better weather gets it."""
    run = field.session.outbox.put(field.session.task_records, step, tasks)
    await field.session.outbox.wait(run)
    states = {item.state for item in run.items.values()}
    return next(state for state in ("unknown", "refused", "waiting", "done") if state in states)


def _task_doing(of: str, make: Callable[[], Step]) -> Doing:
    async def do(field: Field) -> Said:
        return await _sent(make().send(field.session.user_tasks, getattr(field, of).pop()))

    return do


async def _complete_many(field: Field) -> Said:
    return await _through_outbox(field, Step("complete", "demo"), [field.mine.pop()])


async def _claim_many(field: Field) -> Said:
    return await _through_outbox(field, Step("claim", "demo"), [field.free.pop()])


async def _complete_job(field: Field) -> Said:
    return await _sent(field.session.jobs.complete(field.jobs.pop(), {}))


async def _retries(field: Field) -> Said:
    return await _sent(field.session.jobs.set_retries(field.jobs.pop(), 7))


async def _throw(field: Field) -> Said:
    return await _sent(field.session.jobs.throw_error(field.jobs.pop(), error_code="BROKE", error_message="x"))


DOINGS: dict[str, Doing] = {
    "claim": _task_doing("free", lambda: Step("claim", "demo")),
    "unclaim": _task_doing("mine", lambda: Step("unclaim", "demo")),
    "take over": _task_doing("theirs", lambda: Step("take_over", "demo")),
    "assign": _task_doing("free", lambda: Step("assign", "demo", assignee="anna")),
    "complete": _task_doing("mine", lambda: Step("complete", "demo", variables={"ok": 1})),
    "change": _task_doing("mine", lambda: Step("change", changeset=Changeset(priority=77))),
    "complete, of many": _complete_many,
    "claim, of many": _claim_many,
    "complete a job": _complete_job,
    "retries of a job": _retries,
    "error of a job": _throw,
}


async def _field() -> Field:
    sandbox = Sandbox(tasks=240)
    session = await sandbox.session()
    session.outbox.sleep = sandbox.clock.sleep
    every = [t for _, t in await every_task(session) if t.state == "CREATED" and t.tenant_id == "<default>"]
    rows = session.jobs.rows()
    await rows.load(0, 0)
    await rows.load(0, rows.total)
    jobs = [job for _, job in rows.loaded() if job.state == "CREATED" and job.tenant_id == "<default>"]
    by_holder: dict[str, list[UserTask]] = {"free": [], "mine": [], "theirs": []}
    for task in every:
        by_holder["mine" if task.assignee == "demo" else "theirs" if task.assignee else "free"].append(task)
    while len(by_holder["mine"]) < 4:
        task = by_holder["free"].pop()
        await Step("claim", "demo").send(session.user_tasks, task)
        by_holder["mine"].append(await session.user_tasks.task(task.user_task_key))
    return Field(sandbox, session, jobs=jobs, **by_holder)


async def tried(kind: str) -> Outcomes:
    """Every command in the weather of one kind."""
    found, ground = Outcomes(), await _field()
    for name, do in DOINGS.items():
        before = len(await ground.sandbox.log())
        await ground.sandbox.faults(*(f"{kind}@{method}:{glob}*2" for method, glob in COMMAND_PATHS))
        said = await do(ground)
        left = (await ground.sandbox.control("GET", "faults"))["faults"]
        assert len(left) < len(COMMAND_PATHS) or any(fault["hits"] for fault in left), f"{kind} has not met {name}"
        await ground.sandbox.faults()
        took_effect = Counter((await ground.sandbox.log())[before:])
        found.tried += 1
        if any(number > 1 for number in took_effect.values()):
            found.twice.append(f"{kind}: {name}")
        if (said == "done") != bool(took_effect):
            found.wrong.append(f"{kind}: {name} said {said}, effects {sum(took_effect.values())}")
        if said == "waiting":
            found.lost.append(f"{kind}: {name}")
    await ground.session.close()
    return found


COMMAND_PATHS = (
    ("POST", "/v2/user-tasks/*/assignment"),
    ("DELETE", "/v2/user-tasks/*/assignee"),
    ("POST", "/v2/user-tasks/*/completion"),
    ("PATCH", "/v2/user-tasks/*"),
    ("POST", "/v2/jobs/*/completion"),
    ("POST", "/v2/jobs/*/error"),
    ("PATCH", "/v2/jobs/*"),
)
"""What is met: commands only, so that what is read again can be read."""


def figures() -> Iterator[Figure]:
    """A row for each kind of fault: cells tried, inputs lost, commands sent twice, wrong statements."""
    total = Outcomes()
    for kind in KINDS:
        found = asyncio.run(tried(kind))
        bad = [*found.twice, *found.wrong, *found.lost]
        total.tried += found.tried
        total.twice += found.twice
        total.wrong += found.wrong
        total.lost += found.lost
        yield Figure(f"weather {kind}: bad of {found.tried}", str(len(bad)), "; ".join(bad)[:100] or "-", len(bad), 0)
    yield Figure(f"inputs lost of {total.tried}", str(len(total.lost)), "-", len(total.lost), 0)
    yield Figure("commands sent twice", str(len(total.twice)), "-", len(total.twice), 0)
    yield Figure("wrong statements", str(len(total.wrong)), "-", len(total.wrong), 0)
