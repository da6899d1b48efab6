"""Jobs over a sandbox: what is listed, locked, answered, and what is said when an answer gets lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from c8tui.errors import Conflict, OutcomeUnknown, Refusal
from c8tui.model.jobs import ActivatedJob, Job
from c8tui.session.actions import Step
from c8tui.session.jobs import WORKER, JobQuery, Jobs
from c8tui.session.session import Session
from tests.api.fakes import Cluster, answer, problem
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox, a_task
from tests.session.lists import every_job

TYPE = "payment-service"


async def a_job(session: Session, state: str = "CREATED") -> Job:
    return next(job for job in await every_job(session) if job.state == state and job.tenant_id == "<default>")


async def again(session: Session, job: Job) -> Job:
    """The job as the cluster tells it now."""
    return next(one for one in await every_job(session) if one.job_key == job.job_key)


def at(job: Job, what: str = "") -> str:
    return f"/jobs/{job.job_key}{what}"


COMMANDS: dict[str, Callable[[Jobs, Job], Awaitable[None]]] = {
    "complete": lambda jobs, job: jobs.complete(job, {"paid": True}),
    "fail": lambda jobs, job: jobs.fail(job, retries=2, error_message="no route", retry_back_off_ms=60_000),
    "throw": lambda jobs, job: jobs.throw_error(job, error_code="BROKE", error_message="no money"),
    "retries": lambda jobs, job: jobs.set_retries(job, 7),
}
SENT = {
    "complete": ("POST", "/completion"),
    "fail": ("POST", "/failure"),
    "throw": ("POST", "/error"),
    "retries": ("PATCH", ""),
}


class TestListing:
    async def test_the_youngest_first(self, sandbox_session: Session) -> None:
        keys = [int(job.job_key) for job in await every_job(sandbox_session)]
        assert keys == sorted(keys, reverse=True)
        assert len(keys) > 10

    @pytest.mark.parametrize(
        ("typed", "sent", "types"),
        [
            (None, None, {TYPE, "ship-order"}),
            ("", None, {TYPE, "ship-order"}),
            (TYPE, TYPE, {TYPE}),
            ("pay*", {"$like": "pay*"}, {TYPE}),
            ("shi?-order", {"$like": "shi?-order"}, {"ship-order"}),
            ("pay", "pay", set()),
        ],
    )
    async def test_by_type(
        self, sandbox: Sandbox, sandbox_session: Session, typed: str | None, sent: object, types: set[str]
    ) -> None:
        found = await every_job(sandbox_session, typed or "")
        assert sandbox.bodies("/jobs/search")[0].get("filter", {}).get("type") == sent
        assert {job.type for job in found} == types

    async def test_one_tenant(self, open_session: OpenSession) -> None:
        session = await open_session(Sandbox(tasks=530), tenant_id="tenant-b")
        assert {job.tenant_id for job in await every_job(session)} == {"tenant-b"}


class TestActivating:
    async def test_jobs_are_locked_and_held(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        found = await sandbox_session.jobs.activate(TYPE, count=2, lock_ms=30_000, wait_ms=0)
        assert len(found) == 2
        assert sandbox_session.jobs.held == {job.job_key: job for job in found}
        assert {job.deadline for job in found} == {int((sandbox.clock.at + 30) * 1000)}
        assert sandbox.bodies("/activation") == [
            {"type": TYPE, "worker": WORKER, "timeout": 30_000, "maxJobsToActivate": 2, "requestTimeout": -1}
        ]
        again = await sandbox_session.jobs.activate(TYPE, count=100, lock_ms=30_000, wait_ms=0)
        assert not {job.job_key for job in found} & {job.job_key for job in again}

    async def test_none_there(self, sandbox_session: Session) -> None:
        assert await sandbox_session.jobs.activate("unheard-of", count=1, lock_ms=1_000, wait_ms=0) == ()
        assert sandbox_session.jobs.held == {}

    async def test_waiting_for_one(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        """A delivery is checked while we wait: its shipping is the job that we get."""
        while await sandbox_session.jobs.activate("ship-order", count=1_000, lock_ms=600_000, wait_ms=0):
            pass
        task = await a_task(sandbox_session, element_id="check-delivery", assignee="demo")
        waiting = await self.waiting(sandbox, sandbox_session, "ship-order")
        await Step("complete", "demo", variables={"delivered": True}).send(sandbox_session.user_tasks, task)
        (job,) = await waiting
        assert job.process_instance_key == task.process_instance_key
        assert job.variables["delivered"] is True
        assert list(sandbox_session.jobs.held)[-1] == job.job_key

    async def test_waiting_can_be_given_up(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        waiting = await self.waiting(sandbox, sandbox_session, "unheard-of")
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert sandbox_session.jobs.held == {}
        assert sandbox.bodies("/activation")[-1]["requestTimeout"] == 60_000
        assert await every_job(sandbox_session)

    @staticmethod
    async def waiting(sandbox: Sandbox, session: Session, type_: str) -> asyncio.Task[tuple[ActivatedJob, ...]]:
        """An activation whose long poll has reached the sandbox."""
        arrived = asyncio.Event()

        async def note(request: httpx.Request) -> None:
            if request.url.path.endswith("/activation"):
                arrived.set()

        sandbox.meddle = note
        task = asyncio.create_task(session.jobs.activate(type_, count=5, lock_ms=1_000, wait_ms=60_000))
        await arrived.wait()
        return task

    async def test_in_the_tenant_of_the_profile(self, open_session: OpenSession) -> None:
        sandbox = Sandbox(tasks=530)
        session = await open_session(sandbox, tenant_id="tenant-b")
        found = await session.jobs.activate(TYPE, count=1_000, lock_ms=1_000, wait_ms=0)
        assert sandbox.bodies("/activation")[0]["tenantIds"] == ["tenant-b"]
        assert {job.tenant_id for job in found} == {"tenant-b"}


class TestAnswering:
    async def test_complete(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        job = await a_job(sandbox_session)
        await sandbox_session.jobs.complete(job, {"paid": True})
        assert sandbox.bodies(at(job, "/completion")) == [{"variables": {"paid": True}}]
        assert (await again(sandbox_session, job)).state == "COMPLETED"

    async def test_fail_and_try_again_later(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        job = await a_job(sandbox_session)
        await COMMANDS["fail"](sandbox_session.jobs, job)
        assert sandbox.bodies(at(job, "/failure")) == [
            {"retries": 2, "errorMessage": "no route", "retryBackOff": 60_000, "variables": {}}
        ]
        now = await again(sandbox_session, job)
        assert (now.state, now.retries, now.error_message) == ("FAILED", 2, "no route")

    async def test_fail_for_good(self, sandbox_session: Session) -> None:
        job = await a_job(sandbox_session)
        await sandbox_session.jobs.fail(job, retries=0, error_message="")
        now = await again(sandbox_session, job)
        assert (now.retries, now.has_failed_with_retries_left) == (0, False)
        with pytest.raises(Conflict, match="is in state 'FAILED'"):
            await sandbox_session.jobs.complete(now, {})
        await sandbox_session.jobs.set_retries(now, 3)
        assert (await again(sandbox_session, job)).retries == 3

    async def test_throw_an_error(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        job = await a_job(sandbox_session)
        await COMMANDS["throw"](sandbox_session.jobs, job)
        assert sandbox.bodies(at(job, "/error")) == [
            {"errorCode": "BROKE", "errorMessage": "no money", "variables": {}}
        ]
        now = await again(sandbox_session, job)
        assert (now.state, now.error_code, now.error_message) == ("ERROR_THROWN", "BROKE", "no money")

    @pytest.mark.parametrize("name", COMMANDS)
    async def test_an_answered_job_is_held_no_longer(self, sandbox_session: Session, name: str) -> None:
        held = (await sandbox_session.jobs.activate(TYPE, count=1, lock_ms=60_000, wait_ms=0))[0]
        job = next(job for job in await every_job(sandbox_session) if job.job_key == held.job_key)
        await COMMANDS[name](sandbox_session.jobs, job)
        assert (job.job_key in sandbox_session.jobs.held) == (name == "retries")

    async def test_a_failed_answer_leaves_it_held(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        held = (await sandbox_session.jobs.activate(TYPE, count=1, lock_ms=60_000, wait_ms=0))[0]
        job = next(job for job in await every_job(sandbox_session) if job.job_key == held.job_key)
        await sandbox.faults("409@/v2/jobs/*/completion")
        with pytest.raises(Conflict):
            await sandbox_session.jobs.complete(job, {})
        assert held.job_key in sandbox_session.jobs.held


class TestUnknownOutcome:
    @pytest.mark.parametrize("fault", ["lost", "504=done"])
    async def test_done_though_the_answer_was_lost(
        self, sandbox: Sandbox, sandbox_session: Session, fault: str
    ) -> None:
        sent = []
        for name, command in COMMANDS.items():
            job = await a_job(sandbox_session)
            method, ending = SENT[name]
            await sandbox.faults(f"{fault}@{method}:/v2{at(job, ending)}")
            await command(sandbox_session.jobs, job)
            sent.append(f"{method} {at(job, ending)}")
            assert await sandbox.log() == sandbox.commands_sent() == sent
        assert sandbox.clock.slept == [0.0] * len(COMMANDS)

    @pytest.mark.parametrize("fault", ["drop", "504"])
    async def test_not_done_and_no_answer_either(self, sandbox: Sandbox, sandbox_session: Session, fault: str) -> None:
        job = await a_job(sandbox_session)
        sent = []
        for name, command in COMMANDS.items():
            method, ending = SENT[name]
            await sandbox.faults(f"{fault}@{method}:/v2{at(job, ending)}")
            with pytest.raises(OutcomeUnknown) as raised:
                await command(sandbox_session.jobs, job)
            assert raised.value.outcome_known is False
            sent.append(f"{method} {at(job, ending)}")
        assert sandbox.commands_sent() == sent
        assert await sandbox.log() == []
        assert sandbox.clock.slept == [0.0, 0.5, 1.0, 2.0] * len(COMMANDS)

    async def test_a_failure_without_a_message_is_found_again(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        job = await a_job(sandbox_session)
        await sandbox.faults("lost@/v2/jobs/*/failure")
        await sandbox_session.jobs.fail(job, retries=1, error_message="")
        assert len(await sandbox.log()) == 1

    async def test_also_where_no_message_is_null(self) -> None:
        found = {"jobKey": "7", "state": "FAILED", "retries": 1, "errorMessage": None}
        cluster = Cluster(problem(504, "DEADLINE_EXCEEDED"), answer({"items": [found]}))
        await Jobs(cluster.wire()).fail(Job(job_key="7", state="CREATED"), retries=1, error_message="")
        assert [request.url.path for request in cluster.requests] == ["/v2/jobs/7/failure", "/v2/jobs/search"]


class TestRefusing:
    async def test_a_read_only_profile_sends_nothing(self, sandbox: Sandbox, open_session: OpenSession) -> None:
        session = await open_session(sandbox, read_only=True)
        job = await a_job(session)
        for command in COMMANDS.values():
            with pytest.raises(Refusal, match="this profile is read-only"):
                await command(session.jobs, job)
        with pytest.raises(Refusal, match="this profile is read-only"):
            await session.jobs.activate(TYPE, count=1, lock_ms=1_000, wait_ms=0)
        assert sandbox.commands_sent() == []

    async def test_what_is_over(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        for state in ("COMPLETED", "CANCELED", "ERROR_THROWN"):
            for command in COMMANDS.values():
                with pytest.raises(Refusal, match=f"it is {state.lower().replace('_', ' ')}"):
                    await command(sandbox_session.jobs, Job(job_key="1", state=state))
        assert sandbox.commands_sent() == []


EXAMPLES = {
    "type": "pay*", "state": "not completed", "retries": "0..3", "worker": "none, any", "error_message": "*a*",
    "error_code": "A, B", "has_failed_with_retries_left": "no", "process_definition_id": "order-*", "element_id": "a",
    "kind": "bpmn element, task listener", "listener_event_type": "assigning", "deadline": "any",
    "creation_time": ">= today-400d", "last_update_time": "< now", "end_time": "none", "is_denied": "false",
    "denied_reason": "no", "priority": ">= 1", "process_instance_key": "1, 2", "element_instance_key": "1",
    "process_definition_key": "1", "job_key": "1", "tenant_id": "<default>",
}  # fmt: skip


@pytest.mark.parametrize("dialect", ["8.8", "8.9", "8.10"])
async def test_the_cluster_takes_every_condition_and_every_order_of_its_version(
    dialect: str, open_session: OpenSession
) -> None:
    session = await open_session(Sandbox(dialect=dialect))
    schema = session.jobs.schema
    for one in schema.conditions:
        words = EXAMPLES[one.field] if one.field != "worker" else "none"
        await session.jobs.rows(JobQuery(conditions={one.field: words})).load(0, 1)
    for order in schema.orders:
        await session.jobs.rows(JobQuery(sort=order.after(None))).load(0, 1)


@pytest.mark.parametrize(
    ("typed", "conditions"),
    [
        ("", {}),
        ("ship*", {"type": "ship*"}),
        ("a, b", {"type": '"a, b"'}),
        ("any", {"type": '"any"'}),
        ("2251799813685249", {"process_instance_key": "2251799813685249"}),
    ],
)
def test_what_the_list_is_narrowed_to(typed: str, conditions: dict[str, str]) -> None:
    assert JobQuery.narrowed_to(typed).conditions == conditions
