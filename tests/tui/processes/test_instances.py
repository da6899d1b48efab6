"""Process instances on screen: the list, one on its diagram, variables, modification, operations on one and on many."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

from c8tui.model.process_instances import ElementMapping, ElementMigration, ProcessInstance
from c8tui.session.instance_batches import BatchPlan
from c8tui.session.instance_detail import InstanceDetails, InstanceState
from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.batches.items import BatchItemsScreen
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.export import ExportDialog
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from c8tui.tui.processes.instance import InstanceScreen
from c8tui.tui.processes.version import ProcessScreen
from tests.conftest import OpenSession
from tests.session.test_process_instances import every_instance, told
from tests.tui.apps import app_on, closed, dialog, enter, list_of, loaded, notice, text_of, type_in, until

SEARCH = "/process-instances/search"


def listed(app: C8App) -> list[ProcessInstance]:
    return [*list_of(app).listed.loaded()]


async def opened(app: C8App, pilot: Pilot[Any]) -> InstanceScreen:
    """The screen of the instance, with its first answer drawn."""
    await until(pilot, lambda: isinstance(app.screen, InstanceScreen) and app.screen.content.state is not None)
    screen = app.screen
    assert isinstance(screen, InstanceScreen)
    await until(pilot, lambda: screen.listed.rows is not None and screen.listed.rows.loaded_at is not None)
    return screen


async def choose(app: C8App, pilot: Pilot[Any], id_: str) -> None:
    choices = (await dialog(app, pilot, ChoiceDialog)).query_one(OptionList)
    choices.highlighted = choices.get_option_index(id_)
    await pilot.press("enter")


async def test_the_active_ones_are_listed_and_asked_for_by_several_variables(open_session: OpenSession) -> None:
    sandbox = told("batch")
    async with app_on(await open_session(sandbox), "instances", size=(120, 30)) as (app, pilot):
        assert {one.state for one in listed(app)} == {"ACTIVE"}
        assert "state = active   key (newest first)" in text_of(app).splitlines()[1]
        await pilot.press("f")
        await dialog(app, pilot, FilterDialog)
        await type_in(app, pilot, variables='contractNo = "C-0004"; months in 6, 12, 24', state="")
        await closed(app, pilot)
        await until(pilot, lambda: loaded(app) and len(listed(app)) == 1)
        asked = [body["filter"]["variables"] for body in sandbox.bodies(SEARCH) if "variables" in body["filter"]]
        assert [one["name"] for one in asked[-1]] == ["contractNo", "months"]


async def test_the_line_takes_a_variable_and_says_what_is_wrong_with_one(open_session: OpenSession) -> None:
    async with app_on(await open_session(told("batch")), "instances", size=(120, 30)) as (app, pilot):
        await enter(pilot, "colon", 'inst contractNo = "C-0004"')
        await until(pilot, lambda: 'variables = contractNo = "C-0004"' in text_of(app) and loaded(app))
        assert len(listed(app)) == 1
        await enter(pilot, "colon", "inst = 5")
        await until(pilot, lambda: notice(app).startswith('variables: as status = "open"'))
        assert len(listed(app)) == 1, "the list stays as it is"


async def test_all_instances_with_a_value_are_two_keys_away(open_session: OpenSession) -> None:
    sandbox = told("batch")
    async with app_on(await open_session(sandbox), "instances", size=(120, 30)) as (app, pilot):
        await enter(pilot, "colon", "inst renewal")
        await until(pilot, lambda: loaded(app) and {one.process_definition_id for one in listed(app)} == {"renewal"})
        await pilot.press("equals_sign")
        await choose(app, pilot, "months")
        await until(pilot, lambda: "variables = months = " in text_of(app) and loaded(app))
        found = len(listed(app))
        assert found > 1
        await pilot.press("escape")
        await until(pilot, lambda: "process = renewal" in text_of(app))


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_one_on_its_diagram_and_back(open_session: OpenSession, size: tuple[int, int]) -> None:
    async with app_on(await open_session(told("tree")), "instances", size=size) as (app, pilot):
        await enter(pilot, "colon", "inst stocktaking")
        await until(pilot, lambda: loaded(app) and [one.title for one in listed(app)] == ["Stocktaking"])
        await pilot.press("enter")
        screen = await opened(app, pilot)
        await until(pilot, lambda: "Scan articles" in text_of(app) and "!3 ●884 ✓117" in text_of(app))
        assert screen.side.view.current == "scan", "where it is stuck"
        small = size == (80, 24)
        assert ("Element instance" in text_of(app)) != small
        if small:
            assert app.focused is screen.side.view
            await pilot.press("T")
            await until(pilot, lambda: "Scan articles  service task" in text_of(app))
            await pilot.press("escape")
            await until(pilot, lambda: not screen.side.view.outlined)
            await pilot.press("d")
        await until(pilot, lambda: app.focused is screen.listed and "Count regions" in text_of(app))
        screen.listed.action_jump(-1)
        await pilot.press("enter")
        await until(pilot, lambda: screen.listed.rows is not None and screen.listed.rows.total == 1005)
        screen.listed.action_jump(-1)
        await until(pilot, lambda: screen.current is not None and screen.current.depth == 2)
        assert screen.listed.rows is not None
        assert screen.listed.rows.loaded_count < 400
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is list_of(app))


async def test_the_tree_is_read_while_the_state_is_and_its_first_line_knows_the_state(
    open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox, read, may_go_on = told("tree"), InstanceDetails.state, asyncio.Event()

    async def late(self: InstanceDetails, key: str) -> InstanceState:
        await may_go_on.wait()
        return await read(self, key)

    monkeypatch.setattr(InstanceDetails, "state", late)
    async with app_on(await open_session(sandbox), "instances", size=(120, 30)) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: sandbox.bodies("/element-instances/search"))
        may_go_on.set()
        screen = await opened(app, pilot)
        assert screen.content.instance is not None
        first = screen.listed.item(0)
        assert first is not None
        assert first.element.state == screen.content.instance.state
        assert first.element.element_name == screen.content.instance.title


async def test_an_element_of_the_diagram_lists_what_is_there(open_session: OpenSession) -> None:
    async with app_on(await open_session(told("tree")), "instances", size=(160, 50)) as (app, pilot):
        await enter(pilot, "colon", "inst stocktaking")
        await until(pilot, lambda: loaded(app) and [one.title for one in listed(app)] == ["Stocktaking"])
        await pilot.press("enter")
        screen = await opened(app, pilot)
        await pilot.press("d")
        await until(pilot, lambda: app.focused is screen.side.view)
        await pilot.press("enter")
        await until(pilot, lambda: "+ only Scan articles" in text_of(app))
        await until(pilot, lambda: screen.listed.rows is not None and screen.listed.rows.total == 1002)
        await pilot.press("escape")
        await until(pilot, lambda: screen.listed.rows is not None and screen.listed.rows.total == 5)
        await pilot.press("F")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press(*"joined", "enter")
        await until(pilot, lambda: screen.side.view.current == "joined" and app.focused is screen.side.view)


async def test_a_call_activity_leads_to_what_it_called_and_related_to_all_the_rest(open_session: OpenSession) -> None:
    async with app_on(await open_session(told("tree")), "instances", size=(160, 50)) as (app, pilot):
        await enter(pilot, "colon", "inst store")
        await until(pilot, lambda: loaded(app) and {one.title for one in listed(app)} == {"Store"})
        await pilot.press("enter")
        screen = await opened(app, pilot)
        while not (screen.current and screen.current.element.type == "CALL_ACTIVITY"):
            await pilot.press("j")
            if screen.current and screen.current.has_inside and not screen.current.is_open:
                await pilot.press("enter")
                await until(pilot, lambda: screen.current is not None and screen.current.is_open)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is not screen and isinstance(app.screen, InstanceScreen))
        called = await opened(app, pilot)
        assert called.content.instance is not None
        assert called.content.instance.title == "Floor"
        await pilot.press("o")
        await choose(app, pilot, "caller")
        await until(pilot, lambda: app.screen is list_of(app) and loaded(app) and len(listed(app)) == 1)
        assert listed(app)[0].title == "Store"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, InstanceScreen))


async def test_variables_of_a_scope_are_edited_and_added_and_a_refusal_keeps_what_was_typed(
    open_session: OpenSession,
) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    async with app_on(session, "instances", size=(160, 50)) as (app, pilot):
        await pilot.press("enter")
        screen = await opened(app, pilot)
        await pilot.press("e")
        edit = await dialog(app, pilot, VariablesDialog)
        edit.query_one(TextArea).text = '{"issue": 99, "fresh": true}'
        await sandbox.faults("500@PUT:*")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "500" in text_of(app) or "failed" in text_of(app).casefold())
        assert edit.text == '{"issue": 99, "fresh": true}'
        await sandbox.faults()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        await until(pilot, lambda: "99" in screen.pane.facts.text and "fresh" in screen.pane.facts.text)
        assert session.drafts.load(session.draft_name("scope", screen.process_instance_key)) is None


async def test_steps_are_collected_taken_back_kept_and_sent(open_session: OpenSession) -> None:
    sandbox = told("batch")
    async with app_on(await open_session(sandbox), "instances", size=(120, 30)) as (app, pilot):
        await pilot.press("enter")
        screen = await opened(app, pilot)
        await until(pilot, lambda: app.focused is screen.side.view)
        await pilot.press("a")
        await until(pilot, lambda: "1 step pending: activate Send news" in text_of(app))
        assert "●2" in text_of(app)
        await pilot.press("t")
        await until(pilot, lambda: "2 steps pending" in text_of(app))
        await pilot.press("u")
        await until(pilot, lambda: "Taken back: terminate 1 at Send newsletter" in notice(app) or "●2" in text_of(app))
        assert len(screen.content.pending.steps) == 1
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is list_of(app))
        await pilot.press("enter")
        again = await opened(app, pilot)
        assert [step.words for step in again.content.pending.steps] == ["activate Send newsletter"]
        assert sandbox.bodies("/modification") == []
        await pilot.press("ctrl+s")
        await dialog(app, pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: not again.content.pending.steps and app.screen is again)
        assert len(sandbox.bodies("/modification")) == 1


async def test_one_is_canceled_after_a_question_and_shown_so(open_session: OpenSession) -> None:
    sandbox = told("batch", lag_ms=2_000)
    async with app_on(await open_session(sandbox), "instances", size=(120, 30)) as (app, pilot):
        first = list_of(app).current
        assert isinstance(first, ProcessInstance)
        await pilot.press("X")
        await dialog(app, pilot, ConfirmDialog)
        await pilot.press("enter")
        await closed(app, pilot)
        assert sandbox.bodies("/cancellation") == []
        await pilot.press("X")
        await dialog(app, pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: notice(app).startswith('Canceled "Newsletter"'))
        await until(pilot, lambda: f"~{first.title}" in text_of(app).replace("> ", "").replace("~ ", "~")
                    or "terminated" in text_of(app))  # fmt: skip


async def test_exactly_the_marked_ones_go_into_a_batch_that_is_followed(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox, protected=True, profile="prod")
    session.ops.batch_operations.sleep = sandbox.clock.sleep
    async with app_on(session, "instances", size=(120, 30)) as (app, pilot):
        keys = [one.process_instance_key for one in listed(app)[:3]]
        await pilot.press("space", "space", "space", "X")
        question = await dialog(app, pilot, ConfirmDialog)
        assert "Cancel 3 instances?" in text_of(app)
        await pilot.press("enter")
        assert app.screen is question
        question.query_one("#required", Input).value = "prod"
        await pilot.press("enter")
        await until(pilot, lambda: "completed: 3 done" in notice(app))
        assert [body["filter"]["processInstanceKey"]["$in"] for body in sandbox.bodies("/cancellation")] == [keys]


async def test_what_a_batch_has_is_not_marked_any_more_and_what_it_left_out_is(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    session.ops.batch_operations.sleep = sandbox.clock.sleep
    async with app_on(session, "instances", size=(120, 30)) as (app, pilot):
        marks = list_of(app).listed.marks
        gone, *others = [one.process_instance_key for one in listed(app)[:3]]
        await pilot.press("space", "space", "space")
        await session.ops.instance_commands.wire.command("POST", f"/process-instances/{gone}/cancellation", {})
        await pilot.press("X")
        await dialog(app, pilot, ConfirmDialog)
        assert "skipped 1:" in text_of(app)
        assert "1: it is terminated" in text_of(app)
        assert [*marks] == [gone, *others]
        await pilot.press("y")
        await until(pilot, lambda: [*list_of(app).listed.marks] == [gone])
        await until(pilot, lambda: "completed: 2 done" in notice(app))
        await pilot.press("X")
        await until(pilot, lambda: notice(app).startswith("None of the 1 marked instance can be canceled."))


async def test_a_version_is_picked_and_the_mapping_shown_before_anything_migrates(open_session: OpenSession) -> None:
    sandbox = told("batch")
    async with app_on(await open_session(sandbox), "instances", size=(120, 30)) as (app, pilot):
        await enter(pilot, "colon", "inst renewal")
        await until(pilot, lambda: loaded(app) and {one.process_definition_id for one in listed(app)} == {"renewal"})
        item = list_of(app).current
        assert isinstance(item, ProcessInstance)
        await pilot.press("I")
        versions = (await dialog(app, pilot, ChoiceDialog)).query_one(OptionList)
        assert versions.option_count == 2
        await pilot.press("enter")
        await until(pilot, lambda: "mapped elements" in text_of(app) and isinstance(app.screen, ChoiceDialog))
        await choose(app, pilot, "")
        await dialog(app, pilot, ConfirmDialog)
        await pilot.press("y")
        await until(pilot, lambda: notice(app).startswith(f"Migrated {item.process_instance_key}"))
        assert len(sandbox.bodies("/migration")) == 1


async def test_processes_with_their_counts_lead_to_the_diagram_of_all_instances(open_session: OpenSession) -> None:
    async with app_on(await open_session(told("batch")), "processes", size=(120, 30)) as (app, pilot):
        await until(pilot, lambda: "…" not in text_of(app))
        assert any("Newsletter" in line and "80" in line for line in text_of(app).splitlines())
        list_of(app).listed.go_to(next(one.process_definition_key for one in list_of(app).listed.loaded()
                                       if one.process_definition_id == "newsletter"))  # fmt: skip
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ProcessScreen) and "Send newsletter" in text_of(app))
        screen = app.screen
        assert isinstance(screen, ProcessScreen)
        screen.view.go_to("send")
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "instances" and loaded(app))
        await until(pilot, lambda: "element = " in text_of(app))
        assert {one.process_definition_id for one in listed(app)} == {"newsletter"}
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ProcessScreen))


async def test_a_version_without_bpmn_still_has_its_tree(
    open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> str:
        return ""

    monkeypatch.setattr("c8tui.api.processes.xml", nothing)
    async with app_on(await open_session(told("tree")), "instances", size=(80, 24)) as (app, pilot):
        await pilot.press("enter")
        screen = await opened(app, pilot)
        await until(pilot, lambda: "no diagram: the cluster has no BPMN of this version" in text_of(app))
        await until(pilot, lambda: app.focused is screen.listed and "Count by hand" in text_of(app))


async def test_to_who_listens_the_outline_is_read(open_session: OpenSession) -> None:
    session: Session = await open_session(told("tree"), linear=True)
    async with app_on(session, "instances", size=(80, 24)) as (app, pilot):
        await pilot.press("enter")
        screen = await opened(app, pilot)
        await until(pilot, lambda: "Count by hand  user task" in text_of(app))
        assert screen.side.view.outlined
        assert screen.spoken().startswith("Count by hand: user task")


async def test_batches_tell_the_reasons_of_what_failed(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    renewals = (await every_instance(session, process_definition_id="renewal", state="active"))[:4]
    new, _ = await session.ops.process_definitions.versions("renewal")
    migration = ElementMigration(new.process_definition_key, (ElementMapping("nothing", "here"),))
    await session.ops.instance_batches.start(BatchPlan("migrate", tuple(renewals), (), migration))
    sandbox.clock.at += 60
    async with app_on(session, "batches", size=(120, 30)) as (app, pilot):
        await until(pilot, lambda: "4 of 4, 4 failed" in text_of(app))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, BatchItemsScreen) and "nothing" in text_of(app))
        assert "failed items" in text_of(app)
        await pilot.press("i")
        await until(pilot, lambda: app.current_mode == "instances" and app.screen is list_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, BatchItemsScreen))


async def test_marked_batches_are_held_up_and_ended_after_a_question(open_session: OpenSession) -> None:
    sandbox = told("batch")
    session = await open_session(sandbox)
    active = await every_instance(session, process_definition_id="renewal", state="active")
    starts, batches = session.ops.instance_batches, session.ops.batch_operations
    for some in (active[:2], active[2:4], active[4:6]):
        await starts.start(await starts.plan("cancel", some))
    await batches.cancel(await batches.batch(starts.started[0]))
    async with app_on(session, "batches", size=(120, 30)) as (app, pilot):
        await pilot.press("space", "space", "space", "z")
        await dialog(app, pilot, ConfirmDialog)
        shown = " ".join(text_of(app).split())
        assert "Suspend 2 batch operations" in shown
        assert "1 of the marked ones cannot." in shown
        await pilot.press("y")
        await until(pilot, lambda: notice(app) == "Suspended 2 of 2 batch operations")
        assert [(await batches.batch(key)).state for key in starts.started] == ["CANCELED", "SUSPENDED", "SUSPENDED"]
        await pilot.press("X")
        await dialog(app, pilot, ConfirmDialog)
        assert "what is done stays done" in " ".join(text_of(app).split())
        await sandbox.faults(f"500@/v2/batch-operations/{starts.started[1]}/cancellation")
        await pilot.press("y")
        await until(pilot, lambda: notice(app).startswith("Canceled 1 of 2 batch operations; "))
        assert (await batches.batch(starts.started[2])).state == "CANCELED"
        await pilot.press("M")
        await pilot.press("X")
        await until(pilot, lambda: "cancel: it is canceled" in notice(app))


async def test_the_list_is_exported_as_it_is_asked_for(open_session: OpenSession, tmp_path: Path) -> None:
    async with app_on(await open_session(told("incidents")), "instances", size=(120, 30)) as (app, pilot):
        await enter(pilot, "colon", "inst parcel")
        await until(pilot, lambda: loaded(app) and {one.process_definition_id for one in listed(app)} == {"parcel"})
        await pilot.press("E")
        export = await dialog(app, pilot, ExportDialog)
        export.query_one(Input).value = str(tmp_path / "parcels.csv")
        await pilot.press("enter")
        await until(pilot, lambda: notice(app).startswith("exported 15 instances"))
        lines = (tmp_path / "parcels.csv").read_text().splitlines()
        assert lines[0].startswith("key,process,version,state")
        assert {line.split(",")[0] for line in lines[1:]} == {one.process_instance_key for one in listed(app)}
