"""What an operator does: a thousand incidents resolved, against a bare loop of httpx that sends the same commands."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from c8tui.cli import _connected
from c8tui.flags import parse
from c8tui.model.incidents import Incident
from c8tui.session.incident_records import Resolution
from c8tui.session.incidents import IncidentQuery
from c8tui.session.runs import Run
from c8tui.session.session import Session
from c8tui.state import State
from tests.bench.bulk import IN_FLIGHT, rate
from tests.bench.cluster import served
from tests.bench.table import Figure

PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
 targetNamespace="bench"><process id="bench-charge" isExecutable="true"><startEvent id="start"/>
<sequenceFlow id="to-charge" sourceRef="start" targetRef="charge"/>
<serviceTask id="charge"><extensionElements><zeebe:taskDefinition type="bench-charge" retries="1"/></extensionElements>
</serviceTask><sequenceFlow id="to-end" sourceRef="charge" targetRef="end"/><endEvent id="end"/></process></definitions>
"""


ROUNDS = 5
"""In turn, so that whatever else the machine does weighs on both."""


def figures(incidents: int = 1_000) -> Iterator[Figure]:
    """Incidents resolved a second, each by retries for its job and a resolution; and the wait for the second look."""
    with served("--story", "empty") as address:
        ours, bare, look_s = asyncio.run(_rates(address, incidents))
    yield rate(f"{incidents:,} incidents resolved, /s", ours, bare, 0.8)
    yield Figure("the second look at them after that, seconds", f"{look_s:.1f} s", "-", look_s, 10.0)


async def _rates(address: str, number: int) -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as home:
        loaded, connection = _connected(parse(["--address", address]))
        session = await Session.open(connection, loaded.settings, State(Path(home) / "state.json"))
        try:
            async with httpx.AsyncClient(base_url=address) as client:
                await _break(client, 2 * number)
                rows = session.incidents.rows(IncidentQuery())
                stuck = [one async for page in rows.walk() for one in page]
                assert len(stuck) == 2 * number
                ours_s = bare_s = look_s = 0.0
                for begin in range(0, 2 * number, 2 * (part := number // ROUNDS)):
                    took, look_s = await _ours(session, stuck[begin : begin + part])
                    ours_s += took
                    bare_s += await _bare(client, stuck[begin + part : begin + 2 * part])
        finally:
            await session.close()
    return number / ours_s, number / bare_s, look_s


async def _break(client: httpx.AsyncClient, number: int) -> None:
    """So many instances whose job has failed for good."""
    files = {"resources": ("bench.bpmn", PROCESS.encode(), "application/xml")}
    (await client.post("/deployments", files=files)).raise_for_status()
    start = {"processDefinitionId": "bench-charge"}
    await _all(client, [("POST", "/process-instances", start)] * number)
    wanted = {"type": "bench-charge", "worker": "bench", "timeout": 600_000, "maxJobsToActivate": number}
    jobs = (await client.post("/jobs/activation", json=wanted)).json()["jobs"]
    failure = {"retries": 0, "errorMessage": "no answer"}
    await _all(client, [("POST", f"/jobs/{job['jobKey']}/failure", failure) for job in jobs])


async def _all(client: httpx.AsyncClient, requests: Sequence[tuple[str, str, Any]]) -> None:
    """Send them, several at once."""
    todo = iter(requests)

    async def work() -> None:
        for method, path, body in todo:
            (await client.request(method, path, json=body)).raise_for_status()

    await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))


async def _ours(session: Session, incidents: Sequence[Incident]) -> tuple[float, float]:
    """Seconds until all were sent, and then until they were looked at again."""
    sent_at = [0.0]

    def heard(run: Run) -> None:
        if run.state == "looking":
            sent_at[0] = perf_counter()

    session.outbox.undo_s = 0.0
    session.outbox.listeners.append(heard)
    began = perf_counter()
    run = await session.outbox.wait(session.outbox.put(session.ops.incident_records, Resolution(), incidents))
    assert run.words() == f"{len(incidents):,} resolved"
    return sent_at[0] - began, perf_counter() - sent_at[0]


async def _bare(client: httpx.AsyncClient, incidents: Sequence[Incident]) -> float:
    todo = iter(incidents)

    async def work() -> None:
        for one in todo:
            changes = {"changeset": {"retries": 1}}
            (await client.patch(f"/jobs/{one.job_key}", json=changes)).raise_for_status()
            (await client.post(f"/incidents/{one.incident_key}/resolution", json={})).raise_for_status()

    began = perf_counter()
    await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))
    return perf_counter() - began
