"""Wiring: options that make no sense, files, and what runs beside the requests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from c8tui.sandbox.app import build
from c8tui.sandbox.options import Options
from c8tui.sandbox.store import DatabaseUnfit
from tests.sandbox.clusters import Cluster


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"dialect": "8.7"}, "There are: 8.8, 8.9, 8.10"),
        ({"story": "soap"}, "There are: triage, hostile"),
        ({"tasks": 0}, "at least 1 task"),
        ({"faults": ("earthquake",)}, "earthquake"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build(Options(**options))


async def test_a_file_is_opened_again_with_what_was_done(tmp_path: Path) -> None:
    path = str(tmp_path / "s.db")
    first = Cluster(db=path)
    task = await first.task(assignee=None)
    await first.do("POST", f"/user-tasks/{task['userTaskKey']}/assignment", {"assignee": "demo"})
    first.app.close()
    again = Cluster(db=path)
    assert await again.get(f"/user-tasks/{task['userTaskKey']}") == task | {"assignee": "demo"}
    assert len(await again.items("/user-tasks")) == 200
    again.app.close()
    for other in ({"tasks": 201}, {"story": "hostile"}):
        with pytest.raises(DatabaseUnfit, match="Start it with what the file was built with"):
            build(Options(**{"db": path, "tasks": 200, **other}))  # type: ignore[arg-type]


async def test_the_lag_hides_what_was_done_for_a_while() -> None:
    cluster = Cluster(lag_ms=500)
    task = await cluster.task(elementId="review-invoice", assignee=None)
    path = f"/user-tasks/{task['userTaskKey']}"
    await cluster.do("POST", f"{path}/assignment", {"assignee": "demo", "allowOverride": False})
    assert await cluster.get(path) == task
    assert (await cluster.refused("POST", f"{path}/assignment", {"assignee": "ben", "allowOverride": False}))[
        "status"
    ] == 409
    await cluster.do("POST", f"{path}/completion", {"variables": {"approved": True}})
    assert (await cluster.refused("POST", f"{path}/completion"))["status"] == 404
    assert await cluster.get(path) == task
    cluster.at += 0.5
    assert (await cluster.get(path))["state"] == "COMPLETED"
    following = await cluster.task(processInstanceKey=task["processInstanceKey"])
    assert following["name"] == "Release payment"


async def test_jobs_of_a_lagging_cluster_can_be_worked_on_at_once() -> None:
    cluster = Cluster(lag_ms=60_000)
    task = await cluster.task(elementId="check-delivery")
    await cluster.activate("ship-order", maxJobsToActivate=100)
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion")
    (job,) = await cluster.activate("ship-order")
    assert job["processInstanceKey"] == task["processInstanceKey"]
    assert await cluster.items("/jobs", {"jobKey": job["jobKey"]}) == []
    await cluster.do("POST", f"/jobs/{job['jobKey']}/completion")
    cluster.at += 61
    (shown,) = await cluster.items("/jobs", {"jobKey": job["jobKey"]})
    assert shown["state"] == "COMPLETED"
