"""What belongs to a row: where one can go, with how much is there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace
from textual.widgets import OptionList

from c8tui.api import jobs
from c8tui.model.jobs import JobFilter
from c8tui.model.search import PageInfo, PageRequest, Search
from c8tui.session.instance_batches import BatchPlan
from c8tui.session.session import Session
from c8tui.tui.commands.ids import (
    BATCHES,
    CORRELATED,
    EVALUATIONS,
    INBOX,
    INCIDENTS,
    INSTANCES,
    JOBS,
    MESSAGES,
    PROCESSES,
)
from c8tui.tui.decisions.made import DecisionsMadeDialog
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.processes.instance import InstanceScreen
from c8tui.tui.registry import MODES
from c8tui.tui.screens.related import count_words
from tests.sandboxes import Sandbox
from tests.session.test_process_instances import every_instance, told
from tests.tui.apps import app_on, dialog, list_of, loaded, text_of, until


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
            "messages its process instance awaits", "its element on the diagram",
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


async def go(app: Any, pilot: Any, id_: str) -> None:
    """Choose where to go from the row."""
    await pilot.press("o")
    await dialog(app, pilot, ChoiceDialog)
    options = app.screen.query_one(OptionList)
    options.highlighted = options.get_option_index(id_)
    await pilot.press("enter")


async def with_rows(screen: str) -> Session:
    """A session on a cluster whose list of this screen has rows."""
    if screen == BATCHES:
        session = await told("batch").session()
        some = (await every_instance(session, process_definition_id="renewal", state="active"))[:3]
        await session.ops.instance_batches.start(BatchPlan("cancel", tuple(some), ()))
        return session
    story = {MESSAGES: "messages", CORRELATED: "messages", PROCESSES: "batch", INSTANCES: "batch"}.get(screen, "")
    return await (Sandbox(story=story, tasks=None) if story else Sandbox(tasks=30)).session("demo")


@pytest.mark.parametrize("screen", [spec.id for spec in MODES if spec.record])
async def test_every_list_leads_on_with_counts(screen: str) -> None:
    async with app_on(await with_rows(screen), screen, size=(120, 40)) as (app, pilot):
        assert list_of(app).current is not None
        await pilot.press("o")
        await dialog(app, pilot, ChoiceDialog)
        await until(pilot, lambda: any(re.search(r"   [0-9][0-9,]*[+]?$", line) for line in listed(app)))
        options = app.screen.query_one(OptionList)
        for number in range(options.option_count):
            options.highlighted = number
            await pilot.press("enter")
            await until(pilot, lambda: not isinstance(app.screen, ChoiceDialog) and "loading" not in text_of(app))
            assert "cannot be shown" not in text_of(app)
            over = isinstance(app.screen, DecisionsMadeDialog)
            await pilot.press("escape" if over else "left_square_bracket")
            await until(pilot, lambda: app.current_mode == screen and app.screen is list_of(app) and loaded(app))
            await pilot.press("o")
            await dialog(app, pilot, ChoiceDialog)
            options = app.screen.query_one(OptionList)


@pytest.mark.parametrize("screen", [INBOX, JOBS, INCIDENTS])
async def test_what_stands_at_an_element_leads_to_it_on_the_diagram_and_back(screen: str) -> None:
    async with app_on(await with_rows(screen), screen, size=(120, 40)) as (app, pilot):
        row: Any = list_of(app).current
        await go(app, pilot, "instance")
        await until(pilot, lambda: isinstance(app.screen, InstanceScreen) and app.screen.side.view.current)
        instance: Any = app.screen
        assert instance.process_instance_key == row.process_instance_key
        assert instance.side.view.current == row.element_id
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app.current_mode == screen and app.screen is list_of(app))
        assert list_of(app).current == row


@pytest.mark.parametrize(
    ("id_", "mode"),
    [("tasks", INBOX), ("jobs", JOBS), ("incidents", INCIDENTS), ("decisions", EVALUATIONS), ("messages", MESSAGES),
     ("called", INSTANCES), ("definition", PROCESSES)],
)  # fmt: skip
async def test_an_instance_leads_to_all_that_belongs_to_it_and_each_of_that_back(id_: str, mode: str) -> None:
    async with app_on(await Sandbox(tasks=30).session("demo"), INCIDENTS, size=(120, 40)) as (app, pilot):
        await go(app, pilot, "instance")
        await until(pilot, lambda: isinstance(app.screen, InstanceScreen) and app.screen.content.instance is not None)
        key = app.screen.process_instance_key  # type: ignore[attr-defined]
        await go(app, pilot, id_)
        await until(pilot, lambda: app.current_mode == mode and app.screen is list_of(app) and loaded(app))
        if (row := list_of(app).current) is not None and hasattr(row, "process_instance_key"):
            assert row.process_instance_key == key
            await go(app, pilot, "instance")
            await until(pilot, lambda: isinstance(app.screen, InstanceScreen) and app.screen is not list_of(app))
            assert app.screen.process_instance_key == key  # type: ignore[attr-defined]
            await pilot.press("left_square_bracket")
            await until(pilot, lambda: app.current_mode == mode and app.screen is list_of(app))
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: isinstance(app.screen, InstanceScreen))


def test_a_lower_bound_says_so() -> None:
    infos = (PageInfo(), PageInfo(total_items=3), PageInfo(total_items=10_000, has_more_total_items=True))
    assert [count_words(info) for info in infos] == ["", "3", "10,000+"]


@pytest.mark.parametrize("screen", [BATCHES, MESSAGES])
async def test_a_row_that_is_asked_for_is_opened_when_it_is_listed(screen: str) -> None:
    async with app_on(await with_rows(screen), screen, size=(80, 24)) as (app, pilot):
        shown: Any = list_of(app)
        query, last = shown.list_query.plain, shown.listed.item(shown.listed.count - 1)
        turned = replace(query.sort, order="ASC" if query.sort.order == "DESC" else "DESC")
        wanted = shown.listed.key_of(last)
        shown.list_query.ask(replace(query, sort=turned))  # which leaves nothing under the cursor until it is listed
        shown.list_query.ask_and_open(query, wanted)
        assert not shown.pane.is_open
        await until(pilot, lambda: shown.pane.is_open and shown.pane.is_about(wanted))
