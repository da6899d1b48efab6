"""What belongs to a row: where one can go, with how much is there."""

from __future__ import annotations

from typing import Any

from textual.widgets import OptionList

from c8tui.api import jobs
from c8tui.model.jobs import JobFilter
from c8tui.model.search import PageInfo, PageRequest, Search
from c8tui.session.session import Session
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.screens.related import count_words
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, dialog, list_of, text_of, until


def listed(app: Any) -> list[str]:
    return [str(one.prompt) for one in app.screen.query_one(OptionList).options]


async def test_each_kind_stands_with_its_count(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        task: Any = list_of(app).current
        by = JobFilter(process_instance_key=task.process_instance_key)
        found = await jobs.search(sandbox_session._connection.wire, Search(filter=by).at(PageRequest(limit=1)))
        await pilot.press("o")
        await dialog(app, pilot, ChoiceDialog)
        await until(pilot, lambda: f"jobs of its process instance   {found.page.total_items}" in listed(app))
        assert [line.split("   ")[0] for line in listed(app)] == [
            "open tasks of its process instance", "jobs of its process instance",
            "incidents of its process instance", "decisions made in its process instance",
            "its process instance on the diagram",
        ]  # fmt: skip


async def test_what_cannot_be_counted_can_be_gone_to() -> None:
    session = await Sandbox(tasks=30, faults=["500@/v2/incidents/search"]).session("demo")
    async with app_on(session) as (app, pilot):
        await pilot.press("o")
        await dialog(app, pilot, ChoiceDialog)
        await until(pilot, lambda: any("open tasks of its process instance   " in line for line in listed(app)))
        assert "incidents of its process instance" in listed(app)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: app.current_mode == "incidents" and "500" in text_of(app))


async def test_jobs_have_the_same(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await pilot.press("o")
        await dialog(app, pilot, ChoiceDialog)
        await until(pilot, lambda: "open tasks of its process instance" in listed(app)[0])
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "inbox")


def test_a_lower_bound_says_so() -> None:
    infos = (PageInfo(), PageInfo(total_items=3), PageInfo(total_items=10_000, has_more_total_items=True))
    assert [count_words(info) for info in infos] == ["", "3", "10,000+"]
