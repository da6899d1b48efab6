"""Resolving incidents over a sandbox: in two halves, once each, and what a second look finds of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from c8tui.errors import Conflict, Refusal
from c8tui.model.incidents import Incident
from c8tui.session.bulk import plan
from c8tui.session.by_key import KeyOutcome, resolve_by_key
from c8tui.session.incident_groups import groups
from c8tui.session.incident_records import INDEX_PAUSES_S, IncidentRecords, Resolution
from c8tui.session.incidents import IncidentQuery
from c8tui.session.runs import Run
from c8tui.session.session import Session
from c8tui.state import State
from tests.sandboxes import Sandbox
from tests.session.lists import all_of

OUTAGE, UNLIMITED, MISTAKEN = "charge-order", "quote-limit", "parcel"


@pytest.fixture(params=["8.8", "8.9"])
async def stuck(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Sandbox, Session]]:
    """The story of three groups of incidents, whose index is two seconds behind."""
    sandbox = Sandbox(story="incidents", tasks=None, lag_ms=2_000, dialect=request.param)
    session = await sandbox.session()
    yield sandbox, session
    await session.close()


async def of(session: Session, process: str) -> list[Incident]:
    """The active incidents of a process."""
    conditions = {"state": "active", "process_definition_id": process}
    return await all_of(session.incidents.rows(IncidentQuery(conditions=conditions)))


async def resolved(session: Session, step: Resolution, *incidents: Incident) -> Run:
    outbox = session.outbox
    return await outbox.wait(outbox.put(session.ops.incident_records, step, incidents))


async def test_some_stay_resolved_some_come_back_and_one_is_gone(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    paid, back = (await of(session, OUTAGE))[:12], (await of(session, MISTAKEN))[:3]
    gone = (await of(session, UNLIMITED))[0]
    key = gone.process_instance_key
    await session.incidents.wire.command("POST", f"/process-instances/{key}/cancellation", {})
    run = await resolved(session, Resolution(retries=3), *paid, *back, gone)
    assert run.words() == "12 resolved, 3 back with the same error, 1 gone with its instance"
    sent = [line for line, _ in sandbox.commands()]
    assert sent.count(f"POST /incidents/{paid[0].incident_key}/resolution") == 1
    changes = [body for line, body in sandbox.commands() if line == f"PATCH /jobs/{paid[0].job_key}"]
    assert changes == [{"changeset": {"retries": 3}}]
    assert not any(line.startswith("PATCH") for line in sent if line.endswith(str(back[0].job_key)))
    followers = {item.record.incident_key: item.follower for item in run.items.values() if item.follower}
    assert followers.keys() == {one.incident_key for one in back}
    assert {*followers.values()} <= {one.incident_key for one in await of(session, MISTAKEN)}


async def test_what_came_back_is_tried_again_by_its_own_key(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    first, second, _ = (await of(session, MISTAKEN))[:3]
    run = await resolved(session, Resolution(), first, second)
    again = await session.outbox.wait(await session.outbox.again(run, *run.retryable))
    assert again.items.keys() == {item.follower for item in run.items.values()}
    assert again.words() == "2 back with the same error"
    sent = [line for line, _ in sandbox.commands()]
    assert len({*sent}) == len(sent) == 4


async def test_a_row_is_pending_until_the_index_has_it(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    (one, *_) = await of(session, OUTAGE)
    await session.ops.incident_records.send(Resolution(), one)
    overlay = session.incidents.overlay
    assert (overlay.over(one).state, overlay.mark(one.incident_key)) == ("PENDING", "index behind")
    assert one.incident_key in {row.incident_key for row in await of(session, OUTAGE)}
    await sandbox.clock.sleep(3)
    assert one.incident_key not in {row.incident_key for row in await of(session, OUTAGE)}
    assert (await session.incidents.incident(one.incident_key)).state == "RESOLVED"
    assert overlay.mark(one.incident_key) is None


async def test_a_variable_is_set_first_and_the_incident_stays_resolved(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    (one, *_) = await of(session, UNLIMITED)
    assert "limit" not in {variable.name for variable in await session.incidents.variables_of(one)}
    run = await resolved(session, Resolution(variables={"limit": 10_000}), one)
    assert run.words() == "1 resolved"
    assert [line.split("/")[1] for line, _ in sandbox.commands()] == ["element-instances", "incidents"]


async def test_what_was_done_is_said_where_the_second_half_fails(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    (one, *_) = await of(session, OUTAGE)
    await sandbox.faults(f"409@/v2/incidents/{one.incident_key}/resolution")
    with pytest.raises(Conflict, match=r"its job has 2 retries now, but it is not resolved"):
        await session.ops.incident_records.send(Resolution(retries=2), one)
    await sandbox.faults()
    sandbox.sent.clear()
    await session.ops.incident_records.send(Resolution(retries=2), one)
    assert [line.split("/")[-1] for line, _ in sandbox.commands()] == ["resolution"]  # not the retries once more


@pytest.mark.parametrize("fault", ["lost", "504"])
@pytest.mark.parametrize("half", ["jobs", "incidents"])
async def test_a_lost_answer_is_read_again_and_nothing_is_sent_twice(
    stuck: tuple[Sandbox, Session], fault: str, half: str
) -> None:
    sandbox, session = stuck
    (one, *_) = await of(session, OUTAGE)
    path = f"/v2/jobs/{one.job_key}" if half == "jobs" else f"/v2/incidents/{one.incident_key}/resolution"
    await sandbox.faults(f"{fault}@{path}")
    run = await resolved(session, Resolution(), one)
    assert len({line for line, _ in sandbox.commands()}) == len(sandbox.commands())
    assert run.words() == ("1 resolved" if fault == "lost" else "1 unknown")


async def test_without_retries_8_9_refuses_and_the_row_says_why(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    one, other, third = (await of(session, OUTAGE))[:3]
    await sandbox.faults(
        f"404@/v2/jobs/{one.job_key}", f"403@/v2/incidents/{other.incident_key}/resolution",
    )  # fmt: skip
    run = await resolved(session, Resolution(), one, other, third)
    assert run.words() == "1 resolved, 2 refused"
    refusals = session.ops.incident_records.refusals
    assert refusals.keys() == {one.incident_key, other.incident_key}
    assert refusals[other.incident_key].startswith("no permission: ")
    assert run.items[one.incident_key].why.startswith("gone: ")


async def test_the_set_is_frozen_and_what_changed_is_left_out(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    incidents = await of(session, OUTAGE)
    other = await sandbox.session()
    await resolved(other, Resolution(), incidents[0])
    await other.close()
    found = await plan(session.ops.incident_records, Resolution(), incidents[:3])
    assert [one.incident_key for one in found.records] == [one.incident_key for one in incidents[1:3]]
    assert [why for _, why in found.left_out] == ["resolved already"]
    many = await plan(session.ops.incident_records, Resolution(), (await of(session, OUTAGE)) * 2)  # by a search
    assert {one.state for one in many.records} == {"ACTIVE"}


async def test_an_index_that_stays_behind_is_told_of(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    (one, *_) = await of(session, OUTAGE)

    async def second_look(seconds: float) -> None:
        """Time does not go on."""

    session.outbox.sleep = second_look
    run = await resolved(session, Resolution(), one)
    assert run.words() == "1 not shown as resolved yet"
    assert len(INDEX_PAUSES_S) == sum("incidentKey" in json.loads(r.content)["filter"] for r in searches(sandbox)[-11:])


def searches(sandbox: Sandbox) -> list[httpx.Request]:
    return [request for request in sandbox.sent if request.url.path.endswith("/incidents/search")]


async def test_a_second_look_is_not_waited_for_by_whoever_stops_it(stuck: tuple[Sandbox, Session]) -> None:
    _, session = stuck
    (one, *_) = await of(session, OUTAGE)
    looking, never = asyncio.Event(), asyncio.Event()

    async def waits(_: float) -> None:
        looking.set()
        await never.wait()

    session.outbox.sleep = waits
    run = session.outbox.put(session.ops.incident_records, Resolution(), [one])
    await looking.wait()
    assert (run.state, run.words()) == ("looking", "1 sent")
    session.outbox.stop(run)
    await session.outbox.wait(run)
    assert (run.state, run.words()) == ("finished", "1 sent")


async def test_who_leaves_does_not_wait_for_a_second_look(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    one, other, *_ = await of(session, OUTAGE)
    looking, never = asyncio.Event(), asyncio.Event()

    async def waits(_: float) -> None:
        looking.set()
        await never.wait()

    session.outbox.sleep = waits
    first = session.outbox.put(session.ops.incident_records, Resolution(), [one])
    await looking.wait()
    session.outbox.undo_s = 5.0
    second = session.outbox.put(session.ops.incident_records, Resolution(), [other])
    await session.outbox.drain(send=True)
    assert (first.words(), second.words()) == ("1 sent", "1 sent")
    assert len([line for line, _ in sandbox.commands() if line.endswith("/resolution")]) == 2


async def test_the_journal_brings_a_resolution_back(tmp_path: Any) -> None:
    sandbox = Sandbox(story="incidents", tasks=None)
    session = await sandbox.session(state=State(tmp_path / "state.json"), undo_s=60.0)
    (one, *_) = await of(session, UNLIMITED)
    step = Resolution(retries=4, variables={"limit": 1})
    session.outbox.put(session.ops.incident_records, step, [one])
    await session.close()
    session = await sandbox.session(state=State(tmp_path / "state.json"))
    ((run, begun),) = session.outbox.journal.left_over()
    assert (run.step, begun, run.first.record, run.resource.noun) == (step, False, one, "incident")
    assert sandbox.commands() == []
    await session.close()


async def test_a_profile_that_only_looks_resolves_nothing() -> None:
    sandbox = Sandbox(story="incidents", tasks=None)
    session = await sandbox.session(read_only=True)
    (one, *_) = await of(session, OUTAGE)
    with pytest.raises(Refusal):
        session.outbox.put(session.ops.incident_records, Resolution(), [one])
    with pytest.raises(Refusal):
        await session.ops.incident_records.send(Resolution(), one)
    assert sandbox.commands() == []
    await session.close()


async def test_groups_are_counted_by_the_cluster_or_over_what_is_loaded(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    rows = session.incidents.rows(IncidentQuery())
    await rows.load(0, 49)
    loaded = [one for _, one in rows.loaded()][:50]
    found = await groups(session.incidents, loaded, f"{rows.total:,}")
    if sandbox.options.dialect == "8.9":
        assert [group.number for group in found.by["error"]] == [40, 25, 15]
        assert [(group.title, group.number) for group in found.by["process"]] == [
            (OUTAGE, 40), (UNLIMITED, 25), (MISTAKEN, 15)
        ]  # fmt: skip
    else:
        assert sum(group.number for group in found.by["error"]) == len(loaded)
        assert f"{len(loaded)} loaded of 80" in found.counted
    for group in (*found.by["error"], *found.by["process"]):
        shown = await all_of(session.incidents.rows(IncidentQuery(conditions=group.conditions)))
        assert len({one.error_message for one in shown}) == 1
        assert len(shown) >= group.number
    assert not any("statistics" in line for line in sandbox.commands_sent()) or sandbox.options.dialect == "8.9"


async def test_keys_on_the_shell_are_told_of_after_a_second_look(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    (paid, *_), (back, *_) = await of(session, OUTAGE), await of(session, MISTAKEN)
    keys = [paid.incident_key, back.incident_key, "1", paid.incident_key]
    told: list[KeyOutcome] = []
    records: IncidentRecords = session.ops.incident_records
    await resolve_by_key(records, Resolution(2), keys, told.append, dry_run=True)
    assert [outcome.state for outcome in told] == ["would", "would", "skipped"]
    assert sandbox.commands() == []
    told.clear()
    await resolve_by_key(records, Resolution(2), keys, told.append, sleep=sandbox.clock.sleep)
    assert {outcome.key: outcome.state for outcome in told} == {
        "1": "skipped", paid.incident_key: "done", back.incident_key: "failed",
    }  # fmt: skip
    assert told[-1].detail.startswith("back with the same error as ")


@pytest.mark.parametrize(("step", "jobs", "words"), [
    (Resolution(), "", ""),
    (Resolution(), "j", "1 failed job gets 1 retry first"),
    (Resolution(retries=3), "jj.", "2 failed jobs get 3 retries each first"),
    (Resolution(variables={"limit": 5}), "..", '{"limit":5} is set first'),
    (Resolution(variables={"limit": 5}, local=True, today="It is 4 in 2."), ".j",
     '{"limit":5} is set first at each element that failed; 1 failed job gets 1 retry first\nIt is 4 in 2.'),
])  # fmt: skip
def test_retries_are_spoken_of_only_where_jobs_failed(step: Resolution, jobs: str, words: str) -> None:
    incidents = [
        Incident(incident_key=str(number), job_key="7" if one == "j" else None) for number, one in enumerate(jobs)
    ]
    assert step.values(incidents) == words
