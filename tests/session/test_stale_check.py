"""Looking again before something is sent, and conflicts that say what has become of the task."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from c8tui.errors import Conflict, NotFound, Refusal
from c8tui.model.audit_logs import AuditLog
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session.actions import Step
from c8tui.session.stale_check import Changed, Look, NotRead, explained, held, reason_in
from tests.clocks import NOON
from tests.sandboxes import Sandbox, a_task

NOW = datetime.fromtimestamp(NOON, UTC)


async def test_what_did_not_change_is_read_once_and_goes_on(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox)
    task = await a_task(session, assignee=None)
    sandbox.sent.clear()
    assert await Look(session.user_tasks, task).unless_changed() == task
    assert [f"{r.method} {r.url.path}" for r in sandbox.sent] == [f"GET /v2/user-tasks/{task.user_task_key}"]


async def test_what_changed_stops_once_and_counts_as_seen_then(sandbox: Sandbox, open_session: Any) -> None:
    ben, session = await open_session(sandbox, "ben"), await open_session(sandbox)
    look = Look(session.user_tasks, await a_task(session, assignee=None))
    await Step("claim", "ben").send(ben.user_tasks, look.task)
    with pytest.raises(Changed, match="assignee: nobody -> ben"):
        await look.unless_changed()
    assert (await look.unless_changed()).assignee == "ben"


async def test_what_we_wrote_ourselves_is_no_change_while_the_index_is_behind(open_session: Any) -> None:
    sandbox = Sandbox(lag_ms=10_000)
    session = await open_session(sandbox)
    task = await a_task(session, assignee=None)
    await Step("claim", "demo").send(session.user_tasks, task)
    look = Look(session.user_tasks, session.user_tasks.overlay.over(task))
    for _ in range(3):
        assert await look.again() == ()
        assert look.task.assignee == "demo"
        sandbox.clock.at += 6


async def test_variables_are_compared_where_they_were_seen(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox)
    task = await a_task(session, assignee=None, element_id="review-invoice")
    seen = await session.user_tasks.variables(task.user_task_key)
    look = Look(session.user_tasks, task)
    assert await look.whole_again() == ()
    assert look.variables is not None
    look.variables = (*seen[1:], seen[0].__class__(name="zzz", value="1"))
    assert [found.words() for found in await look.whole_again()] == [f"{seen[0].name} added", "zzz removed"]


async def test_what_cannot_be_read_says_that_nothing_was_sent(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox)
    task = await a_task(session)
    with pytest.raises(Refusal, match="it is gone"):
        await Look(session.user_tasks, UserTask(user_task_key="999")).again()
    await sandbox.faults("500")
    with pytest.raises(NotRead, match="could not be read first") as failed:
        await Look(session.user_tasks, task).again()
    assert failed.value.advice == "Nothing has been sent."


@pytest.mark.parametrize(("dialect", "words"), [("8.9", "ben holds it since "), ("8.8", "ben holds it now")])
async def test_a_conflict_says_who_holds_it_and_since_when(open_session: Any, dialect: str, words: str) -> None:
    sandbox = Sandbox(dialect=dialect)
    ben, session = await open_session(sandbox, "ben"), await open_session(sandbox)
    task = await a_task(session, assignee=None)
    await Step("claim", "ben").send(ben.user_tasks, task)
    with pytest.raises(Conflict, match=words) as refused:
        await explained(
            session.user_tasks, task, lambda task: Step("claim", "demo").send(session.user_tasks, task), NOW
        )
    assert isinstance(refused.value.__cause__, Conflict)
    assert refused.value.detail.endswith("The cluster said: " + reason_in(refused.value.__cause__.detail))


async def test_a_conflict_says_what_else_became_of_it(sandbox: Sandbox, open_session: Any) -> None:
    ben, session = await open_session(sandbox, "ben"), await open_session(sandbox)
    task = await a_task(session, assignee="demo", priority=50)

    async def change() -> str:
        with pytest.raises((Conflict, NotFound)) as refused:
            await explained(
                session.user_tasks,
                task,
                lambda task: Step("change", changeset=Changeset(priority=1)).send(session.user_tasks, task),
                NOW,
            )
        return refused.value.detail

    await sandbox.faults("deny=Budget exceeded")
    assert (await change()).rstrip(".").endswith("Budget exceeded")
    await sandbox.faults()
    await Step("change", changeset=Changeset(priority=60)).send(ben.user_tasks, task)
    await sandbox.faults("deny=Budget exceeded")
    assert (await change()).startswith("priority: 50 -> 60. The cluster said: ")
    await sandbox.faults()
    await Step("complete", "demo").send(ben.user_tasks, task)
    assert (await change()).startswith("Now it is completed. The cluster said: ")


def entry(operation: str, hour: int, result: str = "SUCCESS") -> AuditLog:
    return AuditLog(operation_type=operation, timestamp=f"2026-11-24T{hour:02}:00:00Z", result=result)


@pytest.mark.parametrize(
    ("history", "words"),
    [
        ([entry("UPDATE", 11), entry("ASSIGN", 10), entry("ASSIGN", 9)], "ben holds it since 10:00"),
        ([entry("ASSIGN", 11, "FAIL"), entry("ASSIGN", 8)], "ben holds it since 08:00"),
        ([entry("UNASSIGN", 11), entry("ASSIGN", 8)], "ben holds it now"),
        ([], "ben holds it now"),
    ],
)
def test_since_when_somebody_holds_it(history: list[AuditLog], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    local = f"{datetime(2026, 11, 24, int(words[-5:-3]), tzinfo=UTC).astimezone():%H:%M}" if ":" in words else ""
    assert held(UserTask(user_task_key="1", assignee="ben"), history, now) == (words[:-5] + local if local else words)
    assert held(UserTask(user_task_key="1"), history, now) == "Nobody holds it now"


def test_since_another_day() -> None:
    words = held(
        UserTask(user_task_key="1", assignee="ben"), [entry("ASSIGN", 12)], datetime(2026, 11, 27, 12, tzinfo=UTC)
    )
    assert words.startswith("ben holds it since 24 Nov ")


@pytest.mark.parametrize(
    ("detail", "reason"),
    [
        ("Command 'COMPLETE' rejected with code 'INVALID_STATE': budget exceeded", "budget exceeded"),
        ("something else: really", "something else: really"),
    ],
)
def test_the_reason_in_what_the_engine_says(detail: str, reason: str) -> None:
    assert reason_in(detail) == reason
