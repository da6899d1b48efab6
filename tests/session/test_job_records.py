"""Jobs as runs see them, over a sandbox: retries, locks, completions and failures of many; what a refusal means."""

from __future__ import annotations

import msgspec
import pytest

from c8tui.errors import Conflict, NotFound, Problem
from c8tui.model.jobs import Job
from c8tui.session.bulk import plan
from c8tui.session.job_records import JobStep
from c8tui.session.runs import Run
from c8tui.session.session import Session
from tests.sandboxes import Sandbox
from tests.session.lists import every_job

TYPE = "payment-service"


@pytest.fixture(params=["8.8", "8.10"])
async def lagging(request: pytest.FixtureRequest) -> tuple[Sandbox, Session]:
    """A cluster whose index is two seconds behind."""
    sandbox = Sandbox(lag_ms=2_000, dialect=request.param)
    return sandbox, await sandbox.session()


async def held(sandbox: Sandbox, session: Session, count: int = 1, lock_ms: int = 60_000) -> list[Job]:
    """Jobs that we have activated, as the index has them once it knows."""
    found = await session.jobs.activate(TYPE, count=count, lock_ms=lock_ms, wait_ms=0)
    await sandbox.clock.sleep(3)
    return [await session.ops.job_records.read(job.job_key) for job in found]


async def run_of(session: Session, step: JobStep, *jobs: Job) -> Run:
    outbox = session.outbox
    return await outbox.wait(outbox.put(session.ops.job_records, step, jobs))


async def test_retries_of_many_are_shown_before_the_index_has_them(lagging: tuple[Sandbox, Session]) -> None:
    sandbox, session = lagging
    jobs = [job for job in await every_job(session) if job.state == "CREATED"][:3]
    run = await run_of(session, JobStep("retries", retries=7), *jobs)
    assert run.words() == "3 given retries"
    assert [body for _, body in sandbox.commands()] == [{"changeset": {"retries": 7}}] * 3
    assert {(await session.ops.job_records.read(job.job_key)).retries for job in jobs} == {7}
    assert {session.jobs.overlay.mark(job.job_key) for job in jobs} == {"index behind"}
    await sandbox.clock.sleep(3)
    assert {(await session.ops.job_records.read(job.job_key)).retries for job in jobs} == {7}
    assert {session.jobs.overlay.mark(job.job_key) for job in jobs} == {None}


async def test_a_lock_is_set_anew_and_known_by_its_end(lagging: tuple[Sandbox, Session]) -> None:
    sandbox, session = lagging
    (job,) = await held(sandbox, session)
    step = JobStep.locking(600_000, session.jobs.now())
    assert not session.ops.job_records.shows(step, job)
    run = await run_of(session, step, job)
    assert run.words() == "1 locked anew"
    assert session.jobs.held[job.job_key].deadline == int((sandbox.clock.at + 600) * 1000)
    await sandbox.clock.sleep(3)
    assert session.ops.job_records.shows(step, await session.ops.job_records.read(job.job_key))
    assert session.jobs.overlay.mark(job.job_key) is None


async def test_what_is_released_is_free_without_a_retry_less(lagging: tuple[Sandbox, Session]) -> None:
    sandbox, session = lagging
    jobs = await held(sandbox, session, count=2)
    assert await session.jobs.release_held() == 2
    assert session.jobs.held == {}
    for _ in range(2):  # the engine learns of the end of a lock, then the index
        await every_job(session)
        await sandbox.clock.sleep(3)
    now = [await session.ops.job_records.read(job.job_key) for job in jobs]
    assert [(job.state, job.retries, job.error_message) for job in now] == [
        ("TIMED_OUT", job.retries, job.error_message) for job in jobs
    ]
    others = await session.jobs.activate(TYPE, count=1_000, lock_ms=1_000, wait_ms=0)
    assert {job.job_key for job in jobs} <= {job.job_key for job in others}


async def test_what_ran_out_meanwhile_is_not_ours_to_release(lagging: tuple[Sandbox, Session]) -> None:
    sandbox, session = lagging
    await held(sandbox, session)
    await sandbox.faults("404@PATCH:/v2/jobs/*")
    assert await session.jobs.release_held() == 0
    assert session.jobs.held == {}


async def test_completing_and_failing_many(sandbox: Sandbox, sandbox_session: Session) -> None:
    first, second, *_ = [job for job in await every_job(sandbox_session) if job.state == "CREATED"]
    done = await run_of(sandbox_session, JobStep("complete", variables={"paid": True}), first)
    failed = await run_of(sandbox_session, JobStep("fail", retries=2, error_message="no route"), second)
    assert (done.words(), failed.words()) == ("1 completed", "1 failed")
    assert sandbox.bodies("/completion") == [{"variables": {"paid": True}}]
    assert (await sandbox_session.ops.job_records.read(second.job_key)).error_message == "no route"


async def test_what_another_worker_holds_is_not_taken_unless_asked_for(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    (mine,) = await held(sandbox, sandbox_session)
    theirs = next(job for job in await every_job(sandbox_session) if sandbox_session.ops.job_records.holder(job))
    assert theirs.worker
    found = await plan(sandbox_session.ops.job_records, JobStep("release"), (mine, theirs))
    assert [job.job_key for job in found.records] == [mine.job_key]
    assert found.skipped == ((theirs, f"held by {theirs.worker}"),)
    assert {job.job_key for job in found.taking(True).records} == {mine.job_key, theirs.job_key}
    retries = await plan(sandbox_session.ops.job_records, JobStep("retries", retries=3), (mine, theirs))
    assert len(retries.records) == 2  # nobody loses a job by it


async def test_what_is_over_or_changed_is_left_out_with_the_reason(sandbox: Sandbox, sandbox_session: Session) -> None:
    jobs = await every_job(sandbox_session)
    over = next(job for job in jobs if job.state == "COMPLETED")
    seen = next(job for job in jobs if job.state == "CREATED")
    await sandbox_session.jobs.set_retries(seen, 9)
    found = await plan(sandbox_session.ops.job_records, JobStep("retries", retries=3), (over, seen))
    assert not found.records
    assert found.left_out[0][1] == "completed"
    assert found.left_out[1][1].startswith("changed since you looked")


async def test_a_refusal_says_what_became_of_the_job(sandbox: Sandbox, sandbox_session: Session) -> None:
    records = sandbox_session.ops.job_records
    job = next(job for job in await every_job(sandbox_session) if job.state == "CREATED" and not job.deadline)
    await sandbox_session.jobs.complete(job, {})
    with pytest.raises(NotFound, match=r"Now it is completed\. The cluster said: "):
        await records.send_explained(JobStep("complete"), job)
    (mine,) = await held(sandbox, sandbox_session, lock_ms=5_000)
    await sandbox.clock.sleep(60)
    with pytest.raises(Conflict, match=r"Its lock has run out\."):
        await records.send_explained(JobStep.locking(60_000, sandbox_session.jobs.now()), mine)
    assert sandbox_session.jobs.overlay.mark(mine.job_key) is None
    run = await run_of(sandbox_session, JobStep("complete"), job)
    assert run.first.why == "Now it is completed"
    assert isinstance(run.first.error, Problem)


@pytest.mark.parametrize("fault", ["lost", "504=done"])
async def test_a_lost_answer_is_read_again_and_nothing_is_sent_twice(
    sandbox: Sandbox, sandbox_session: Session, fault: str
) -> None:
    for step in (JobStep.locking(600_000, sandbox_session.jobs.now()), JobStep("release")):
        (job,) = await held(sandbox, sandbox_session)
        sandbox.sent.clear()
        await sandbox.faults(f"{fault}@PATCH:/v2/jobs/{job.job_key}")
        await sandbox_session.ops.job_records.send(step, job)
        assert sandbox.commands_sent() == [f"PATCH /jobs/{job.job_key}"]
        await sandbox.faults()


@pytest.mark.parametrize(
    "step",
    [
        JobStep("retries", retries=3),
        JobStep("lock", lock_ms=5_000, until="2026-11-28T12:00:00+00:00"),
        JobStep("release"),
        JobStep("complete", variables={"paid": True}),
        JobStep("fail", retries=1, error_message="no", retry_back_off_ms=1_000),
    ],
    ids=lambda step: step.kind,
)
async def test_the_journal_tells_of_every_kind(sandbox_session: Session, step: JobStep) -> None:
    records = sandbox_session.ops.job_records
    assert records.operation(msgspec.json.decode(msgspec.json.encode(records.written(step)))) == step
    assert step.values() or step.kind == "complete"
