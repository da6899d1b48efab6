"""Large sandboxes: exact, unique, linked, and answered along indexes."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.sandbox.app import Sandbox
from c8tui.sandbox.seed import TOLD_ONE_BY_ONE
from tests.sandbox.clusters import Cluster

TASKS = 3 * TOLD_ONE_BY_ONE + 777


@pytest.fixture(scope="module")
def large() -> Cluster:
    return Cluster(tasks=TASKS)


def rows(app: Sandbox, sql: str) -> Any:
    return app.store.select(sql)


@pytest.mark.long
async def test_there_are_exactly_as_many_tasks_as_asked_for(large: Cluster) -> None:
    assert (await large.search("/user-tasks", page={"limit": 1}))["page"]["totalItems"] == TASKS
    assert rows(large.app, "SELECT count(*) FROM user_task") == [(TASKS,)]


async def test_copies_hang_together(large: Cluster) -> None:
    orphans = (
        "SELECT count(*) FROM {} t LEFT JOIN process_instance p ON p.key = t.process_instance_key "
        "WHERE p.key IS NULL OR p.tenant_id <> t.tenant_id OR p.process_definition_id <> t.process_definition_id"
    )
    await large.get("/topology")
    for table in ("user_task", "job", "incident"):
        assert rows(large.app, orphans.format(table)) == [(0,)]
    lost = (
        "SELECT count(*) FROM incident i LEFT JOIN job j ON j.key = i.job_key "
        "WHERE i.job_key IS NOT NULL AND j.key IS NULL"
    )
    assert rows(large.app, lost) == [(0,)]
    bare = (
        "SELECT count(*) FROM user_task t WHERE NOT EXISTS "
        "(SELECT 1 FROM variable v WHERE v.scope_key = t.process_instance_key)"
    )
    assert rows(large.app, bare) == [(0,)]
    numbers = "SELECT count(*) - count(DISTINCT business_id) FROM process_instance"
    assert rows(large.app, numbers) == [(0,)]


async def test_copied_jobs_are_held_by_nobody(large: Cluster) -> None:
    held = (await large.search("/jobs", {"deadline": {"$exists": True}}, page={"limit": 1}))["page"]["totalItems"]
    small = await Cluster(tasks=TOLD_ONE_BY_ONE).items("/jobs", {"deadline": {"$exists": True}})
    assert held == len(small) > 0


async def test_a_copy_can_be_worked_on(large: Cluster) -> None:
    page = await large.search("/user-tasks", {"state": "CREATED", "elementId": "review-invoice"}, "creationDate")
    task = max(page["items"], key=lambda item: int(item["userTaskKey"]))
    variables = await large.items(f"/user-tasks/{task['userTaskKey']}/variables")
    assert {v["name"] for v in variables} >= {"amount", "invoiceNo", "supplier"}
    await large.do("POST", f"/user-tasks/{task['userTaskKey']}/completion", {"variables": {"approved": True}})
    following = await large.items("/user-tasks", {"processInstanceKey": task["processInstanceKey"]})
    assert [(item["name"], item["state"]) for item in following] == [
        ("Review invoice", "COMPLETED"),
        ("Release payment", "CREATED"),
    ]


SORTS = ["t.creation_date", "t.due_date_order", "t.priority", "t.name"]


@pytest.mark.parametrize("column", SORTS)
async def test_a_sorted_page_walks_along_an_index(large: Cluster, column: str) -> None:
    await large.get("/topology")
    index = next(name for (name,) in rows(large.app, INDEXES) if name == f"user_task_order_{column[2:]}_key")
    scans = [
        f"SELECT t.key AS k, {column} AS o FROM user_task t INDEXED BY {index} WHERE t.state = '{state}'"
        for state in ("CREATED", "COMPLETED")
    ]
    plan = rows(large.app, f"EXPLAIN QUERY PLAN {' UNION ALL '.join(scans)} ORDER BY o, k LIMIT 100")
    steps = [step for *_, step in plan]
    assert any("MERGE" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


INDEXES = "SELECT name FROM sqlite_master WHERE type = 'index'"
