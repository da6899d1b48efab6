"""The preview of a bulk step tells everything that matters, and says No unless somebody says Yes."""

from __future__ import annotations

import pytest

from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.bulk import Plan, plan
from c8tui.session.session import Session
from c8tui.tui.dialogs.bulk_preview import BulkPreview
from c8tui.tui.dialogs.confirm import YES
from tests.sandboxes import NO_TASKS, every_task
from tests.tui.apps import DialogHost, dialog_on, text_of, until


def a_plan(number: int = 37) -> Plan:
    names = ["Approve discount"] * (number - 2) + ["Release \x1b[2J payment"] * 2
    left = [
        (UserTask(user_task_key="1"), "held by ben"),
        (UserTask(user_task_key="1"), "held by ben"),
        (UserTask(user_task_key="1"), "changed since you looked (p)"),
    ]
    return Plan(
        NO_TASKS,
        Step("complete", "demo", variables={"approved": True}),
        tuple(UserTask(user_task_key="1", name=n) for n in names),
        tuple(left),
    )


async def test_it_counts_samples_and_gives_reasons() -> None:
    async with dialog_on(BulkPreview(a_plan())) as (app, pilot):
        text = text_of(app)
        for words in ("Complete 37 tasks?", '"Approve discount" 35', "Release \\x1b[2J payment", '{"approved":true}',
                      "skipped 3", "2 held by ben", "1 changed since you looked"):  # fmt: skip
            assert words in text
        await pilot.press("enter")
        assert app.results == [None]


@pytest.mark.parametrize(("name", "result"), [("prod", YES), ("prof", None)])
async def test_a_protected_profile_wants_its_name(name: str, result: str | None) -> None:
    async with dialog_on(BulkPreview(a_plan(), require="prod")) as (app, pilot):
        await pilot.press(*name, "enter")
        assert app.results == ([] if result is None else [result])


async def test_one_task_is_no_tasks() -> None:
    one = Plan(NO_TASKS, Step("claim", "demo"), (UserTask(user_task_key="1", name="A"),), ())
    app = DialogHost(BulkPreview(one))
    async with app.run_test(size=(80, 24)):
        assert "Claim 1 task?" in text_of(app)
        assert "skipped" not in text_of(app)


@pytest.mark.parametrize("key", ["", "h"])
async def test_what_others_hold_is_assigned_only_when_asked_for(sandbox_session: Session, key: str) -> None:
    every = [task for _, task in await every_task(sandbox_session) if task.state == "CREATED"]
    free = [task for task in every if not task.assignee][:2]
    theirs = [task for task in every if task.assignee == "ben"][:3]
    found = await plan(sandbox_session.task_records, Step("assign", "demo", assignee="anna"), [*free, *theirs])
    assert found.holders == [("ben", 3)]
    preview = BulkPreview(found)
    async with dialog_on(preview) as (app, pilot):
        await pilot.pause()
        assert "Assign 2 tasks?" in text_of(app)
        assert "skipped 3 held by others: ben 3" in text_of(app)
        if key:
            await pilot.press(key)
            await until(pilot, lambda: "Assign 5 tasks?" in text_of(app))
            await until(pilot, lambda: "taken from ben 3, who are not notified" in text_of(app))
        await pilot.press("y")
        await until(pilot, lambda: app.results == [YES])
    assert len(preview.plan.records) == (5 if key else 2)
