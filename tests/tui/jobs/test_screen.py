"""The jobs screen: the list of a type, activation that can be given up, and the four answers to a job."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from c8tui.model.jobs import Job
from c8tui.session.session import Session
from c8tui.tui import clock
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from c8tui.tui.jobs.lines import job_lines
from c8tui.tui.jobs.screen import JobsScreen
from c8tui.tui.widgets.facts import Fact, Heading
from c8tui.tui.widgets.notice import Notice
from tests.clocks import NOON
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, enter, loaded, text_of, until


def jobs_of(app: C8App) -> JobsScreen:
    screen = app.screen_stack[0]
    assert isinstance(screen, JobsScreen)
    return screen


def current(app: C8App) -> Job:
    job = jobs_of(app).current
    assert job is not None
    return job


def select(app: C8App, state: str) -> Job:
    """Put the cursor on the first job in that state."""
    listed = jobs_of(app).listed
    assert listed.rows is not None
    listed.cursor = next(n for n, job in listed.rows.loaded() if job.state == state)
    return current(app)


def notice(app: C8App) -> str:
    return app.screen_stack[0].query_one(Notice).text


async def dialog(app: C8App, pilot: Pilot[Any], kind: type[Any]) -> Any:
    """The dialog of that kind, ready for keys."""
    await until(pilot, lambda: isinstance(app.screen, kind) and app.focused is not None)
    return app.screen


async def fill(app: C8App, pilot: Pilot[Any], **texts: str) -> None:
    """Fill the fields of the dialog and send."""
    await dialog(app, pilot, FieldsDialog)
    for name, text in texts.items():
        app.screen.query_one(f"#{name}", Input).value = text
    await pilot.press("ctrl+s")


async def sent(app: C8App, pilot: Pilot[Any], sandbox: Sandbox) -> tuple[str, Any]:
    """The one command that was sent, once the dialog has gone."""
    await until(pilot, lambda: app.screen is jobs_of(app))
    [line] = sandbox.commands_sent()
    return line, sandbox.bodies(line.split(" ")[1])[-1]


async def test_the_newest_first_and_those_of_a_type_on_demand(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        first = sandbox.bodies("/jobs/search")[0]
        assert (first["filter"], first["sort"]) == ({}, [{"field": "jobKey", "order": "DESC"}])
        for argument, wanted in (("ship-order", "ship-order"), ("ship*", {"$like": "ship*"})):
            await enter(pilot, "colon", f"jobs {argument}")
            await until(pilot, lambda argument=argument: f"type = {argument}" in text_of(app) and loaded(app))  # type: ignore[misc]
            assert sandbox.bodies("/jobs/search")[-1]["filter"] == {"type": wanted}
            rows = jobs_of(app).listed.rows
            assert rows is not None
            assert {job.type for _, job in rows.loaded()} == {"ship-order"}
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "All jobs   key (newest first)" in text_of(app))
        assert sandbox.bodies("/jobs/search")[-1]["filter"] == {}


async def test_activation_locks_what_was_asked_for_and_marks_it(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await pilot.press("c")
        fields = await dialog(app, pilot, FieldsDialog)
        assert fields.values["type"] == current(app).type
        await fill(app, pilot, type="ship-order", count="2", lock="60", wait="7")
        line, body = await sent(app, pilot, sandbox)
        assert line == "POST /jobs/activation"
        assert body == {
            "type": "ship-order",
            "worker": "c8tui",
            "timeout": 60_000,
            "maxJobsToActivate": 2,
            "requestTimeout": 7_000,
        }
        held = sandbox_session.jobs.held
        assert {job.type for job in held.values()} == {"ship-order"}
        until_then = datetime.fromtimestamp(NOON + 60, UTC)
        await until(pilot, lambda: notice(app) == f"{len(held)} jobs locked by you until {until_then:%H:%M}")
        await until(pilot, lambda: f"{len(held)} activated by you (@)" in text_of(app))
        listed = jobs_of(app).listed
        assert listed.rows is not None
        index = listed.rows.index_of(next(iter(held)))
        assert index is not None
        listed.cursor = index
        assert jobs_of(app).flag(current(app)) == "@"
        assert current(app).worker == "c8tui"
        await pilot.press("q")
        await dialog(app, pilot, ChoiceDialog)
        locked = f"{len(held)} jobs locked by you until "  # in local time, whichever that is where the tests run
        await until(pilot, lambda: locked in text_of(app))  # quitting asks while they are
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is jobs_of(app))


async def test_nothing_to_activate_is_said(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await pilot.press("c")
        await fill(app, pilot, type="no-such-type", wait="0")
        _, body = await sent(app, pilot, sandbox)
        assert body["requestTimeout"] == -1
        assert notice(app) == "no job of that type is free"


async def test_a_long_poll_counts_down_can_be_given_up_and_asked_again(
    sandbox: Sandbox, sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[str] = []

    async def wait_for_ever(request: httpx.Request) -> None:
        if request.url.path.endswith("/activation"):
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cut.append(request.url.path)
                raise

    sandbox.meddle = wait_for_ever
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await pilot.press("c")
        await fill(app, pilot, type="ship-order", wait="600")
        await until(pilot, lambda: "working; esc stops waiting" in text_of(app) and sandbox.commands_sent())
        assert "another 600 s at most" in text_of(app)
        later = clock.now() + timedelta(seconds=588)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert isinstance(app.screen, FieldsDialog)
        app.screen._count_down()
        await until(pilot, lambda: "another 12 s at most" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: cut)
        assert "Not waiting any more" in text_of(app)
        assert app.screen.query_one("#type", Input).value == "ship-order"
        sandbox.meddle = None
        await until(pilot, lambda: "esc stops waiting" not in text_of(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is jobs_of(app))
        assert sandbox_session.jobs.held


async def test_completing_sends_the_variables(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        job = select(app, "CREATED")
        await pilot.press("x")
        editor = await dialog(app, pilot, VariablesDialog)
        editor.query_one(TextArea).text = '{"paid": true, "amount": 12345678901234567890.10}'
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is jobs_of(app))
        assert sandbox.commands_sent() == [f"POST /jobs/{job.job_key}/completion"]
        raw = next(r.content for r in sandbox.sent if r.url.path.endswith("/completion"))
        assert b'"amount":12345678901234567890.10' in raw
        assert json.loads(raw)["variables"]["paid"] is True
        await until(pilot, lambda: current(app).state == "COMPLETED")
        assert notice(app) == f"Completed {job.type}"
        await pilot.press("x")
        assert notice(app) == "complete: it is completed"


async def test_failing_says_why_and_when_to_try_again(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs", size=(120, 30)) as (app, pilot):
        job = select(app, "CREATED")
        await pilot.press("F")
        fields = await dialog(app, pilot, FieldsDialog)
        assert fields.values == {"retries": str((job.retries or 0) - 1), "message": "", "backoff": "0"}
        await fill(app, pilot, retries="1", message="Out of paper", backoff="30")
        line, body = await sent(app, pilot, sandbox)
        assert line == f"POST /jobs/{job.job_key}/failure"
        assert body == {"retries": 1, "errorMessage": "Out of paper", "retryBackOff": 30_000, "variables": {}}
        await until(pilot, lambda: (current(app).state, current(app).retries) == ("FAILED", 1))
        await until(pilot, lambda: "error message  Out of paper" in text_of(app))


async def test_throwing_an_error_needs_its_code(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        job = select(app, "CREATED")
        await pilot.press("B")
        await fill(app, pilot, code=" ", message="x")
        await until(pilot, lambda: "it cannot be empty" in text_of(app))
        assert sandbox.commands_sent() == []
        await fill(app, pilot, code=" GONE ", message="No such house")
        line, body = await sent(app, pilot, sandbox)
        assert line == f"POST /jobs/{job.job_key}/error"
        assert body == {"errorCode": "GONE", "errorMessage": "No such house", "variables": {}}
        await until(pilot, lambda: (current(app).state, current(app).error_code) == ("ERROR_THROWN", "GONE"))


async def test_new_retries_for_a_job_that_has_none(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        job = select(app, "FAILED")
        await pilot.press("plus")
        await fill(app, pilot, retries="0")
        await until(pilot, lambda: "a whole number from 1 to" in text_of(app))
        await fill(app, pilot, retries="9")
        line, body = await sent(app, pilot, sandbox)
        assert (line, body) == (f"PATCH /jobs/{job.job_key}", {"changeset": {"retries": 9}})
        await until(pilot, lambda: current(app).retries == 9)
        assert current(app).job_key == job.job_key


async def test_a_job_that_nobody_may_work_on_is_told_in_the_dialog(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        select(app, "CREATED")
        await sandbox.faults("409@*failure")
        await pilot.press("F")
        await fill(app, pilot, message="kept")
        await until(pilot, lambda: "because the fault" in text_of(app))
        assert app.screen.query_one("#message", Input).value == "kept"


@pytest.mark.parametrize("key", ["x", "F", "B"])
async def test_a_protected_cluster_wants_its_name_first(sandbox: Sandbox, open_session: Any, key: str) -> None:
    session = await open_session(sandbox, protected=True, profile="prod")
    async with app_on(session, "jobs") as (app, pilot):
        select(app, "CREATED")
        await pilot.press(key)
        await dialog(app, pilot, ConfirmDialog)
        assert "Type prod to confirm" in text_of(app)
        await pilot.press(*"prod", "enter")
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog | VariablesDialog))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is jobs_of(app))
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog | VariablesDialog))  # the name was asked once


async def test_a_read_only_profile_sends_nothing(sandbox: Sandbox, open_session: Any) -> None:
    async with app_on(await open_session(sandbox, read_only=True), "jobs") as (app, pilot):
        for key in ("c", "x", "F", "B", "plus"):
            await pilot.press(key)
            assert app.screen is jobs_of(app)
            assert notice(app).endswith("this profile is read-only")
        assert sandbox.commands_sent() == []


def test_the_pane_says_everything_of_a_job() -> None:
    job = Job(
        job_key="1", type="pay", state="FAILED", worker="w-1", retries=0, deadline="2027-01-15T08:05:00Z",
        error_code="E1", error_message="declined", is_denied=True, denied_reason="not today", kind="TASK_LISTENER",
        listener_event_type="COMPLETING", element_id="pay-it", process_definition_id="order",
        process_instance_key="77", tenant_id="tenant-b", custom_headers={"currency": "EUR"},
        creation_time="2027-01-15T07:00:00Z", last_update_time="2027-01-15T07:30:00Z", end_time="2027-01-15T07:45:00Z",
    )  # fmt: skip
    heading, *lines = job_lines(job, held=True)
    assert heading == Heading("pay", "activated by you")
    told = {line.name: line.value for line in lines if isinstance(line, Fact)}
    assert told.pop("locked until").endswith("(5 m left)")
    assert all(
        minute in told.pop(name) for name, minute in {"created": ":00", "changed": ":30", "ended": ":45"}.items()
    )
    assert told == {
        "state": "failed", "retries": "0", "worker": "w-1", "error code": "E1", "error message": "declined",
        "denied": "not today", "key": "1", "kind": "task listener, completing", "process": "order",
        "element": "pay-it", "instance": "77", "tenant": "tenant-b", "currency": "EUR",
    }  # fmt: skip


async def test_the_cluster_filters_and_sorts(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        await enter(pilot, "colon", "jobs ship*")
        await until(pilot, lambda: "All jobs + type = ship*   key (newest first)" in text_of(app) and loaded(app))
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        assert asked.query_one("#type", Input).value == "ship*"
        asked.query_one("#retries", Input).value = "3..1"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "the range ends before it begins" in text_of(app))
        asked.query_one("#retries", Input).value = "1.."
        asked.query_one("#state", Input).value = "failed, created"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is jobs_of(app) and loaded(app) and "retries = 1.." in text_of(app))
        body = sandbox.bodies("/jobs/search")[-1]
        assert body["filter"] == {
            "type": {"$like": "ship*"}, "state": {"$in": ["FAILED", "CREATED"]}, "retries": {"$gte": 1},
        }  # fmt: skip
        await pilot.press("s")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "state (a to z)" in text_of(app) and loaded(app))
        body = sandbox.bodies("/jobs/search")[-1]
        assert body["sort"] == [{"field": "state", "order": "ASC"}, {"field": "jobKey", "order": "DESC"}]
        states = [job.state for job in jobs_of(app).listed.loaded()]
        assert states == sorted(states)
        for before in ("ship*   state (a to z)", "All jobs   state (a to z)"):
            await pilot.press("escape")
            await until(pilot, lambda before=before: before in text_of(app) and loaded(app))  # type: ignore[misc]


async def test_a_type_with_commas_or_of_a_word_of_the_filter_is_one_type(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        for typed in ("pay, ship", "none", 'not "x"'):
            jobs_of(app).narrow(typed)
            await until(pilot, lambda: loaded(app))
            assert sandbox.bodies("/jobs/search")[-1]["filter"] == {"type": typed}
            assert jobs_of(app).list_query.query.type == typed


async def test_the_cursor_goes_to_what_was_activated_or_it_alone_is_listed() -> None:
    sandbox = Sandbox(tasks=540)
    async with app_on(await sandbox.session(), "jobs") as (app, pilot):
        for _ in range(2):
            await pilot.press("c")
            await dialog(app, pilot, FieldsDialog)
            await fill(app, pilot, type="ship-order")
            await until(pilot, lambda: "1 job locked by you" in notice(app))
            await until(pilot, lambda: loaded(app) and current(app).job_key in app.session.jobs.held)
            await pilot.press("F")
            await until(pilot, lambda: isinstance(app.screen, FieldsDialog))
            assert "not activated by you" not in text_of(app)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is jobs_of(app))
