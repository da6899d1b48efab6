"""A key leads to whatever has it, from any screen, and back."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.api import process_instances
from c8tui.model.decisions import DecisionDefinitionFilter
from c8tui.model.incidents import IncidentFilter
from c8tui.model.jobs import JobFilter
from c8tui.model.process_instances import ProcessInstanceFilter
from c8tui.model.search import Search
from c8tui.model.user_tasks import UserTaskFilter
from c8tui.session.session import Session
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.processes.instance import InstanceScreen
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, dialog, enter, list_of, loaded, notice, text_of, type_in, until

NOBODYS = "2251799813999999"


async def key_of(session: Session, kind: str) -> str:
    from c8tui.api import decisions, incidents, jobs, user_tasks

    wire = session._connection.wire
    if kind == "task":
        return (await user_tasks.search(wire, Search(filter=UserTaskFilter()))).items[3].user_task_key
    if kind == "job":
        return (await jobs.search(wire, Search(filter=JobFilter()))).items[1].job_key
    if kind == "incident":
        return (await incidents.search(wire, Search(filter=IncidentFilter()))).items[1].incident_key
    return (await decisions.search(wire, Search(filter=DecisionDefinitionFilter()))).items[0].decision_definition_key


@pytest.mark.parametrize(("kind", "mode"), [("task", "inbox"), ("job", "jobs"), ("incident", "incidents")])
async def test_a_key_alone_on_the_line_lists_what_has_it(sandbox_session: Session, kind: str, mode: str) -> None:
    key = await key_of(sandbox_session, kind)
    async with app_on(sandbox_session, "topology") as (app, pilot):
        await enter(pilot, ":", key)
        await until(pilot, lambda: app.current_mode == mode and loaded(app))
        rows = list_of(app).listed.rows
        assert rows is not None
        await until(pilot, lambda: rows.total == 1)
        assert key in str(list_of(app).current)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.current_mode == "topology")


async def test_a_process_instance_is_shown_on_its_diagram(sandbox_session: Session) -> None:
    found = await process_instances.search(sandbox_session._connection.wire, Search(filter=ProcessInstanceFilter()))
    key = found.items[0].process_instance_key
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await enter(pilot, ":", key)
        await until(pilot, lambda: isinstance(app.screen, InstanceScreen) and key in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode in ("instances", "jobs") and len(app.screen_stack) == 1)


async def test_what_is_related_leads_to_the_instance_too(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        task: Any = list_of(app).current
        await pilot.press("o")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(app.screen, InstanceScreen) and task.process_instance_key in text_of(app))


async def test_a_decision_is_opened(sandbox_session: Session) -> None:
    key = await key_of(sandbox_session, "decision")
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await enter(pilot, ":", f"key {key}")
        await until(pilot, lambda: app.current_mode == "decisions" and key in text_of(app))


async def test_a_key_that_nothing_has_and_a_word_that_is_none_are_told(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await enter(pilot, ":", NOBODYS)
        await until(pilot, lambda: f"Nothing here has the key {NOBODYS}" in notice(app))
        await enter(pilot, ":", "key order-17")
        await until(pilot, lambda: "order-17 is no key" in notice(app))


async def test_without_words_the_key_is_asked_for(sandbox_session: Session) -> None:
    from c8tui.tui.dialogs.fields import FieldsDialog

    key = await key_of(sandbox_session, "job")
    async with app_on(sandbox_session, "inbox") as (app, pilot):
        await enter(pilot, ":", "find_key")
        await dialog(app, pilot, FieldsDialog)
        await type_in(app, pilot, key=key)
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "jobs")


async def test_what_a_cluster_does_not_have_keeps_nothing_else_from_being_found() -> None:
    sandbox = Sandbox(dialect="8.8", tasks=20, faults=["404@/v2/decision-instances/search", "403@/v2/incidents/search"])
    session: Any = await sandbox.session("demo")
    key = await key_of(session, "job")
    async with app_on(session, "topology") as (app, pilot):
        await enter(pilot, ":", key)
        await until(pilot, lambda: app.current_mode == "jobs")
