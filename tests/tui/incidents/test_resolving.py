"""Resolving from the list: one, the marked ones, one of them first, with a variable changed; groups; what rows say."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from c8tui.model.incidents import Incident
from c8tui.session.incident_records import Resolution
from c8tui.session.incident_variables import values_today
from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.bulk_preview import BulkPreview
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.groups import GroupsDialog
from c8tui.tui.dialogs.kept_fields import KeptFieldsDialog
from c8tui.tui.dialogs.run import RunDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from tests.sandboxes import Sandbox
from tests.session.lists import every_incident
from tests.tui.apps import app_on, closed, dialog, list_of, loaded, notice, text_of, until


@pytest.fixture(params=["8.8", "8.9"])
async def stuck(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Sandbox, Session]]:
    """The story of three groups of incidents, whose index is two seconds behind."""
    sandbox = Sandbox(story="incidents", tasks=None, lag_ms=2_000, dialect=request.param)
    session = await sandbox.session()
    yield sandbox, session
    await session.close()


def current(app: C8App) -> Incident:
    """The incident under the cursor."""
    found = list_of(app).current
    assert isinstance(found, Incident)
    return found


def resolutions(sandbox: Sandbox) -> list[str]:
    """The incidents for which a resolution was sent."""
    return [line.split("/")[2] for line, _ in sandbox.commands() if line.endswith("/resolution")]


async def narrowed(app: C8App, pilot: Pilot[Any], process: str) -> None:
    """Only the incidents of a process are listed."""
    list_of(app).narrow(process)
    await until(pilot, lambda: loaded(app) and f"process = {process}" in text_of(app))


async def marked(app: C8App, pilot: Pilot[Any]) -> None:
    """The whole view is marked."""
    await pilot.press("m")
    await pilot.press("enter")
    await until(pilot, lambda: len(list_of(app).listed.marks) == list_of(app).listed.count)


async def with_retries(app: C8App, pilot: Pilot[Any]) -> None:
    """The retries are asked for, and left as they are proposed."""
    await pilot.press("x")
    await dialog(app, pilot, FieldsDialog)
    await pilot.press("enter")


async def test_one_without_a_job_is_resolved_by_one_key(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    async with app_on(session, "incidents") as (app, pilot):
        await narrowed(app, pilot, "parcel")
        first = current(app).incident_key
        await pilot.press("x")
        await until(pilot, lambda: notice(app).startswith("Back with the same error"))
        assert resolutions(sandbox) == [first]


async def test_a_group_is_marked_one_goes_first_and_the_rest_follow(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    async with app_on(session, "incidents") as (app, pilot):
        await pilot.press("number_sign")
        groups = await dialog(app, pilot, GroupsDialog)
        assert "40  error" in text_of(app)
        await pilot.press("enter")
        await closed(app, pilot)
        assert groups.title_text() == "Groups"
        await until(pilot, lambda: loaded(app) and list_of(app).listed.count == 40)
        await marked(app, pilot)
        await with_retries(app, pilot)
        preview = await dialog(app, pilot, BulkPreview)
        await pilot.press("o")
        assert preview.one_first
        await pilot.press("y")
        await dialog(app, pilot, ConfirmDialog)
        await until(pilot, lambda: "39 others wait" in text_of(app))
        assert len(resolutions(sandbox)) == 1
        await pilot.press("y")
        await dialog(app, pilot, RunDialog)
        await until(pilot, lambda: "39 resolved" in text_of(app))
        assert len({*resolutions(sandbox)}) == len(resolutions(sandbox)) == 40
        assert list_of(app).listed.marks == {}


async def test_where_the_first_comes_back_the_rest_is_not_sent(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    async with app_on(session, "incidents") as (app, pilot):
        await narrowed(app, pilot, "parcel")
        await marked(app, pilot)
        await pilot.press("x")
        await dialog(app, pilot, BulkPreview)
        await pilot.press("o")
        await pilot.press("y")
        await dialog(app, pilot, ConfirmDialog)
        await until(pilot, lambda: "back with the same error" in text_of(app) and "14 others were not" in text_of(app))
        await pilot.press("escape")
        await closed(app, pilot)
        assert len(resolutions(sandbox)) == 1
        assert len(list_of(app).listed.marks) == 14


async def test_what_came_back_is_opened_from_the_report(stuck: tuple[Sandbox, Session]) -> None:
    _, session = stuck
    async with app_on(session, "incidents") as (app, pilot):
        await narrowed(app, pilot, "parcel")
        await pilot.press("space", "space", "x")
        await dialog(app, pilot, BulkPreview)
        await pilot.press("y")
        await dialog(app, pilot, RunDialog)
        await until(pilot, lambda: "2 back with the same error" in text_of(app))
        run = session.outbox.latest
        assert run is not None
        await pilot.press("enter")
        await until(pilot, lambda: loaded(app) and current(app).incident_key == run.first.follower)


async def test_a_variable_is_changed_and_the_draft_goes_when_it_is_done(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    async with app_on(session, "incidents") as (app, pilot):
        await narrowed(app, pilot, "quote-limit")
        one = current(app)
        await pilot.press("e")
        editor = await dialog(app, pilot, VariablesDialog)
        area = editor.query_one(TextArea)
        assert '"quoteNo"' in area.text
        area.text = area.text.rstrip().removesuffix("}").rstrip() + ',\n  "limit": 20000\n}'
        await pilot.press("ctrl+s")
        await until(pilot, lambda: notice(app).startswith("Resolved "))
        assert [body for line, body in sandbox.commands() if line.startswith("PUT")] == [
            {"variables": {"limit": 20000}}
        ]
        assert resolutions(sandbox) == [one.incident_key]
        assert session.drafts.load(session.draft_name("resolve", one.incident_key)) is None


async def test_why_it_was_refused_stands_in_the_row_and_in_the_pane(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    async with app_on(session, "incidents", size=(160, 50)) as (app, pilot):
        await narrowed(app, pilot, "parcel")
        one = current(app)
        await sandbox.faults(f"403@/v2/incidents/{one.incident_key}/resolution")
        await pilot.press("x")
        await until(pilot, lambda: "refused: no permission" in text_of(app))
        await pilot.press("r")
        await until(pilot, lambda: "not resolved: no permission" in text_of(app))


async def test_the_whole_message_is_copied_where_it_is_read(stuck: tuple[Sandbox, Session]) -> None:
    _, session = stuck
    async with app_on(session, "incidents") as (app, pilot):
        await narrowed(app, pilot, "charge-order")
        one = current(app)
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard == one.incident_key)
        await pilot.press("enter")
        await until(pilot, lambda: "Job" in text_of(app))
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard == one.error_message)


async def test_a_protected_profile_asks_for_its_name(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, _ = stuck
    session = await sandbox.session(protected=True, profile="prod")
    async with app_on(session, "incidents") as (app, pilot):
        await narrowed(app, pilot, "parcel")
        await pilot.press("x")
        asked = await dialog(app, pilot, ConfirmDialog)
        assert asked.require == "prod"
        await pilot.press("escape")
        await closed(app, pilot)
        assert resolutions(sandbox) == []
    await session.close()


async def test_the_list_is_exported(
    stuck: tuple[Sandbox, Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, session = stuck
    monkeypatch.chdir(tmp_path)
    async with app_on(session, "incidents") as (app, pilot):
        await narrowed(app, pilot, "parcel")
        await pilot.press("E")
        await until(pilot, lambda: "Export" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: exported(tmp_path))
        titles, *lines = exported(tmp_path)
        assert titles == "key,error,message,process,element,state,since"
        assert len(lines) == 15


def exported(folder: Path) -> list[str]:
    """The lines of the file that was written; none before."""
    return [line for file in folder.glob("*.csv") for line in file.read_text().splitlines()]


async def test_one_variable_is_set_for_all_that_are_marked_one_first(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    async with app_on(session, "incidents", size=(110, 34)) as (app, pilot):
        await narrowed(app, pilot, "quote-limit")
        await marked(app, pilot)
        number = len(list_of(app).listed.marks)
        await pilot.press("e")
        asked = await dialog(app, pilot, KeptFieldsDialog)
        asked.query_one("#name", Input).value = "limit"
        asked.query_one("#value", Input).value = "twenty"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "texts stand in quotes" in text_of(app))
        asked.query_one("#value", Input).value = "20000"
        await pilot.press("ctrl+s")
        preview = await dialog(app, pilot, BulkPreview)
        said = " ".join(text_of(app).split())
        assert '{"limit":20000} is set first' in said
        assert f"Today limit is not there in {number}." in said
        assert sandbox.commands_sent() == []
        await pilot.press("o")
        assert preview.one_first
        await pilot.press("y")
        await dialog(app, pilot, ConfirmDialog)
        await until(pilot, lambda: f"{number - 1} others wait" in text_of(app))
        assert len([line for line in sandbox.commands_sent() if line.startswith("PUT")]) == 1
        await pilot.press("y")
        await dialog(app, pilot, RunDialog)
        await until(pilot, lambda: f"{number - 1} resolved" in text_of(app))
        assert [body for line, body in sandbox.commands() if line.startswith("PUT")] == (
            [{"variables": {"limit": 20000}}] * number
        )
        await until(pilot, lambda: session.drafts.load(session.draft_name("resolve", "marked")) is None)


async def test_where_the_value_differs_is_said(stuck: tuple[Sandbox, Session]) -> None:
    _, session = stuck
    some = (await every_incident(session, process_definition_id="quote-limit"))[:6]
    sees = {one.incident_key: await session.incidents.variables_of(one) for one in some}
    amounts = [json.loads(next(v.value for v in sees[one.incident_key] if v.name == "amount")) for one in some]
    said = await values_today(session.incidents, some, "amount", amounts[0])
    assert said.endswith(f"already so in {amounts.count(amounts[0])}.")
    assert said.startswith("Today amount is ")


async def test_only_at_the_element_and_on_disk(stuck: tuple[Sandbox, Session]) -> None:
    sandbox, session = stuck
    records = session.ops.incident_records
    step = Resolution(2, {"limit": 1}, local=True, today="Today ...")
    assert records.operation(records.written(step)) == Resolution(2, {"limit": 1}, local=True)
    one = (await every_incident(session, process_definition_id="quote-limit"))[0]
    await records.send(step, one)
    assert [body for line, body in sandbox.commands() if line.startswith("PUT")] == [
        {"variables": {"limit": 1}, "local": True}
    ]
