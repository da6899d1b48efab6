"""Completing jobs by their kind: listeners allow, correct and deny; ad-hoc sub-processes are told what begins next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.kept_fields import KeptFieldsDialog
from tests.sandbox.bpmn.builder import END, START, el, ext, file, flow, flows, process, task, user_task
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, dialog, list_of, loaded, notice, text_of, until

AGENT = el("zeebe:taskDefinition", type_="agent")


def listener(event: str, type_: str) -> str:
    return el("zeebe:taskListener", eventType=event, type_=type_)


TASK = user_task(
    el("zeebe:assignmentDefinition", assignee="demo", candidateGroups="sales"),
    el("zeebe:taskListeners", listener("completing", "review"), listener("creating", "prepare")),
)
LISTENED = file(process(START, TASK, END, flows("s", "x", "e"), id="listened"))
AD_HOC = file(
    process(
        START,
        el(
            "adHocSubProcess", ext(AGENT), task("check", name="Check stock"), task("ask", name="Ask customer"),
            task("wait"), flow("ask", "wait"), id="x", name="Agent",
        ),
        END, flows("s", "x", "e"), id="agents",
    )
)  # fmt: skip


async def ask(sandbox: Sandbox, path: str, body: Any = None, files: Any = None) -> Any:
    """A request of somebody else."""
    async with httpx.AsyncClient(transport=sandbox._inner, base_url="http://sandbox.test") as client:
        answer = await client.post(f"/v2{path}", json=body, files=files)
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


async def started(content: bytes, process_id: str) -> tuple[Sandbox, Session]:
    """A sandbox with one instance of a process, and a session over it."""
    sandbox = Sandbox(story="empty", tasks=None, dialect="8.10")
    await ask(sandbox, "/deployments", files=[("resources", ("p.bpmn", content))])
    await ask(sandbox, "/process-instances", {"processDefinitionId": process_id})
    return sandbox, await sandbox.session()


@pytest.fixture
async def listened() -> AsyncIterator[tuple[Sandbox, Session]]:
    sandbox, session = await started(LISTENED, "listened")
    yield sandbox, session
    await session.close()


@pytest.fixture
async def agents() -> AsyncIterator[tuple[Sandbox, Session]]:
    sandbox, session = await started(AD_HOC, "agents")
    yield sandbox, session
    await session.close()


async def on_job(app: C8App, pilot: Pilot[Any], type_: str) -> None:
    """The cursor is on the job of a type, and x was pressed."""
    list_of(app).narrow(type_)
    await until(pilot, lambda: loaded(app) and getattr(list_of(app).current, "type", "") == type_)
    await pilot.press("x")


async def fill(app: C8App, pilot: Pilot[Any], **texts: str) -> None:
    """Fill in fields and send."""
    for name, text in texts.items():
        app.screen.query_one(f"#{name}", Input).value = text
    await pilot.press("ctrl+s")


def completions(sandbox: Sandbox) -> list[Any]:
    """The bodies of the completions that were sent."""
    return [body for line, body in sandbox.commands() if line.endswith("/completion")]


async def test_a_listener_lets_it_happen(listened: tuple[Sandbox, Session]) -> None:
    sandbox, session = listened
    async with app_on(session, "jobs") as (app, pilot):
        await on_job(app, pilot, "prepare")
        await dialog(app, pilot, ChoiceDialog)
        assert "is being created" in " ".join(text_of(app).split())
        assert "Deny" not in text_of(app)  # a creation cannot be denied
        await pilot.press("enter")
        await until(pilot, lambda: notice(app) == "Completed prepare")
    assert completions(sandbox) == [{"variables": {}}]


async def test_a_listener_corrects_only_what_was_changed(listened: tuple[Sandbox, Session]) -> None:
    sandbox, session = listened
    async with app_on(session, "jobs", size=(100, 40)) as (app, pilot):
        await on_job(app, pilot, "prepare")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("down", "enter")
        fields = await dialog(app, pilot, KeptFieldsDialog)
        assert (fields.values["priority"], fields.values["candidate_groups"]) == ("50", "sales")
        await fill(app, pilot, priority="400")
        await until(pilot, lambda: "a whole number from 0 to 100" in text_of(app))
        await fill(app, pilot, priority="80", assignee="ben", candidate_groups="", due_date="2027-03-01")
        await until(pilot, lambda: notice(app).startswith("Completed prepare, "))
    [body] = completions(sandbox)
    corrections = body["result"]["corrections"]
    assert corrections.pop("dueDate").startswith("2027-0")
    assert corrections == {"assignee": "ben", "candidateGroups": [], "priority": 80}
    assert body["result"]["type"] == "userTask"
    (found,) = (await ask(sandbox, "/user-tasks/search", {}))["items"]
    assert (found["candidateGroups"], found["priority"]) == ([], 80)


async def test_a_listener_denies_with_a_reason(listened: tuple[Sandbox, Session]) -> None:
    sandbox, session = listened
    (first,) = (await ask(sandbox, "/jobs/search", {}))["items"]
    await ask(sandbox, f"/jobs/{first['jobKey']}/completion", {})
    (found,) = (await ask(sandbox, "/user-tasks/search", {}))["items"]
    async with httpx.AsyncClient(transport=sandbox._inner, base_url="http://sandbox.test") as client:
        waiting = asyncio.ensure_future(client.post(f"/v2/user-tasks/{found['userTaskKey']}/completion", json={}))
        async with app_on(session, "jobs") as (app, pilot):
            await on_job(app, pilot, "review")
            await dialog(app, pilot, ChoiceDialog)
            assert "is being completed" in " ".join(text_of(app).split())
            await pilot.press("down", "down", "enter")
            await dialog(app, pilot, KeptFieldsDialog)
            await fill(app, pilot, reason="budget exceeded")
            await until(pilot, lambda: notice(app) == "Completed review: denied")
        answer = await waiting
    assert answer.status_code == 409
    assert "budget exceeded" in answer.text
    assert completions(sandbox) == [
        {"variables": {}, "result": {"type": "userTask", "denied": True, "deniedReason": "budget exceeded"}}
    ]


async def test_elements_begin_by_name_with_variables_of_their_own(agents: tuple[Sandbox, Session]) -> None:
    sandbox, session = agents
    async with app_on(session, "jobs", size=(100, 30)) as (app, pilot):
        await on_job(app, pilot, "agent")
        await dialog(app, pilot, KeptFieldsDialog)
        await until(pilot, lambda: "Check stock" in text_of(app) and "Ask customer" in text_of(app))
        assert "wait" not in text_of(app)  # a sequence flow leads there
        await fill(app, pilot, elements="nobody")
        await until(pilot, lambda: "not in it: nobody" in text_of(app))
        await fill(app, pilot, elements="check, Ask Customer", over="yes")
        await until(pilot, lambda: "what is over activates nothing" in text_of(app))
        assert completions(sandbox) == []
        await fill(app, pilot, over="no", variables='{"seen": 1}')
        await until(pilot, lambda: "Variables of Check stock" in text_of(app))
        await fill(app, pilot, scope0="[1]")
        await until(pilot, lambda: "variables are an object" in text_of(app))
        await fill(app, pilot, scope0='{"sku": 7}')
        await until(pilot, lambda: notice(app) == "Completed agent: 2 elements activated")
        drafts = session.drafts
        assert drafts.load(session.draft_name("decide job", "x")) is None
    assert completions(sandbox) == [
        {
            "variables": {"seen": 1},
            "result": {
                "type": "adHocSubProcess",
                "activateElements": [
                    {"elementId": "check", "variables": {"sku": 7}},
                    {"elementId": "ask", "variables": {}},
                ],
                "isCompletionConditionFulfilled": False,
                "isCancelRemainingInstances": False,
            },
        }
    ]
    active = (await ask(sandbox, "/element-instances/search", {"filter": {"state": "ACTIVE"}}))["items"]
    assert {"check", "ask"} <= {one["elementId"] for one in active}


async def test_its_end_is_decided_in_one_dialog(agents: tuple[Sandbox, Session]) -> None:
    sandbox, session = agents
    async with app_on(session, "jobs") as (app, pilot):
        await on_job(app, pilot, "agent")
        await dialog(app, pilot, KeptFieldsDialog)
        await fill(app, pilot, over="yes")
        await until(pilot, lambda: notice(app) == "Completed agent: its end was decided")
    (instance,) = (await ask(sandbox, "/process-instances/search", {}))["items"]
    assert instance["state"] == "COMPLETED"


async def test_what_was_decided_is_kept_until_it_was_sent(agents: tuple[Sandbox, Session]) -> None:
    sandbox, session = agents
    async with app_on(session, "jobs") as (app, pilot):
        await on_job(app, pilot, "agent")
        await dialog(app, pilot, KeptFieldsDialog)
        (job,) = (await ask(sandbox, "/jobs/search", {}))["items"]
        await fill(app, pilot, elements="check")
        await until(pilot, lambda: "Variables of Check stock" in text_of(app))
        await ask(sandbox, f"/jobs/{job['jobKey']}/completion", {})  # somebody else is first
        await fill(app, pilot, scope0='{"sku": 7}')
        await until(pilot, lambda: "Now it is completed" in " ".join(text_of(app).split()))
        assert app.screen.query_one("#scope0", Input).value == '{"sku": 7}'
        assert len(completions(sandbox)) == 1
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is list_of(app))
        assert "check" in (session.drafts.load(session.draft_name("decide job", job["jobKey"])) or "")


async def test_a_lock_that_runs_out_is_said_before_anything_is_sent(agents: tuple[Sandbox, Session]) -> None:
    sandbox, session = agents
    async with app_on(session, "jobs", size=(100, 30)) as (app, pilot):
        await session.jobs.activate("agent", count=1, lock_ms=60_000, wait_ms=0)
        await on_job(app, pilot, "agent")
        await dialog(app, pilot, KeptFieldsDialog)
        await sandbox.clock.sleep(90)
        order = {"type": "agent", "worker": "robot", "timeout": 600_000, "maxJobsToActivate": 1, "requestTimeout": -1}
        assert (await ask(sandbox, "/jobs/activation", order))["jobs"]
        await fill(app, pilot, over="yes")
        await until(pilot, lambda: "locked by robot for another" in " ".join(text_of(app).replace("│", "").split()))
        assert "Nothing was sent" in text_of(app)
        assert completions(sandbox) == []
        assert app.screen.query_one("#over", Input).value == "yes"
        await pilot.press("ctrl+s")  # all the same: the cluster takes the first answer
        await until(pilot, lambda: notice(app) == "Completed agent: its end was decided")
        assert len(completions(sandbox)) == 1


async def test_who_answers_is_told_when_the_lock_ends(agents: tuple[Sandbox, Session]) -> None:
    _, session = agents
    async with app_on(session, "jobs", size=(100, 30)) as (app, pilot):
        (job,) = await session.jobs.activate("agent", count=1, lock_ms=60_000, wait_ms=0)
        await on_job(app, pilot, "agent")
        await dialog(app, pilot, KeptFieldsDialog)
        actions: Any = list_of(app).parts[0]
        answers = actions.answering
        assert answers.lock_words().startswith("Your lock ends at ")
        session.jobs.held[job.job_key] = replace(job, deadline=job.deadline - 3_600_000)
        assert answers.lock_words().startswith("Your lock ran out at ")
        await until(pilot, lambda: "Your lock ran out at " in str(app.screen.query_one("#frame").border_subtitle))
        session.jobs.held[job.job_key] = replace(job, deadline=job.deadline + 3_600_000)
        assert answers.lock_words() == ""


@pytest.mark.parametrize("status", [409, 404])
async def test_a_refusal_keeps_what_was_typed_and_is_sent_once(agents: tuple[Sandbox, Session], status: int) -> None:
    sandbox, session = agents
    async with app_on(session, "jobs", size=(100, 30)) as (app, pilot):
        await on_job(app, pilot, "agent")
        await dialog(app, pilot, KeptFieldsDialog)
        await sandbox.faults(f"{status}@/v2/jobs/*/completion")
        await fill(app, pilot, over="yes", variables='{"a": 1}')
        await until(pilot, lambda: app.screen.has_class("-failed"))
        assert app.screen.query_one("#variables", Input).value == '{"a": 1}'
        assert len(completions(sandbox)) == 1
