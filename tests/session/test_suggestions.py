"""Suggestions for the conditions of a filter: from the definitions, from what is loaded, from who we are."""

from __future__ import annotations

import pytest

from c8tui.model.jobs import Job
from c8tui.model.user_tasks import UserTask
from c8tui.session.session import Session
from c8tui.session.suggestions import Suggestion
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox, every_task

TASKS = (
    UserTask(user_task_key="1", assignee="zoe", candidate_users=("ben",), candidate_groups=("leads",)),
    UserTask(user_task_key="2", candidate_groups=("accounting", "leads"), tenant_id="blue"),
)


@pytest.mark.parametrize(
    ("field", "texts"),
    [
        ("assignee", ["ben", "demo", "zoe"]),
        ("candidate_user", ["ben", "demo", "zoe"]),
        ("candidate_group", ["accounting", "leads", "sales"]),
        ("tenant_id", ["<default>", "blue"]),
        ("process_definition_id", ["complaint"]),
    ],
)
async def test_people_groups_and_tenants(open_session: OpenSession, field: str, texts: list[str]) -> None:
    session = await open_session(Sandbox(), groups=("sales",))
    assert session.suggestions.knows(field)
    found = await session.suggestions.of(field, TASKS)
    assert {one.text for one in found} >= set(texts)
    if field != "process_definition_id":
        assert [one.text for one in found if one.text in texts] == texts


async def test_processes_and_elements_by_their_names(sandbox_session: Session) -> None:
    tasks = [task for _, task in await every_task(sandbox_session)]
    processes = await sandbox_session.suggestions.of("process_definition_id", ())
    assert Suggestion("invoice-approval", "Invoice approval") in processes
    elements = await sandbox_session.suggestions.of("element_id", tasks)
    assert Suggestion("review-invoice", "Review invoice") in elements
    assert [one.name.casefold() for one in elements] == sorted(one.name.casefold() for one in elements)


async def test_what_the_cluster_refuses_is_left_out(sandbox: Sandbox, sandbox_session: Session) -> None:
    await sandbox.faults("403@*/process-definitions/search")
    job = Job(job_key="1", type="pay", process_definition_id="order")
    assert await sandbox_session.suggestions.of("process_definition_id", [job]) == (Suggestion("order"),)
    assert await sandbox_session.suggestions.of("type", [job]) == (Suggestion("pay"),)
    assert not sandbox_session.suggestions.knows("due_date")
