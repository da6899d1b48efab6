"""The incidents: listed, filtered, sorted, described with the whole message, copied, and left for what they are of."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from c8tui.model.incidents import Incident
from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.incidents.lines import incident_lines
from c8tui.tui.incidents.screen import IncidentsScreen
from c8tui.tui.widgets.facts import Body, Fact
from tests.sandboxes import Sandbox
from tests.stories.scene import time_of
from tests.tui.apps import app_on, closed, dialog, enter, list_of, loaded, notice, text_of, type_in, until

SEARCH = "/incidents/search"


def listed(app: C8App) -> list[Incident]:
    """The incidents that are loaded."""
    return [*list_of(app).listed.loaded()]


async def test_the_active_ones_are_listed_the_newest_first(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "incidents", size=(120, 30)) as (app, _):
        found = listed(app)
        assert {one.state for one in found} == {"ACTIVE"}
        created = [one.creation_time or "" for one in found]
        assert created == sorted(created, reverse=True)
        body = sandbox.bodies(SEARCH)[0]
        assert body["filter"]["state"] == "ACTIVE"
        assert body["sort"][0] == {"field": "creationTime", "order": "DESC"}
        assert "state = active" in text_of(app).splitlines()[1]


async def test_it_is_filtered_sorted_and_taken_back(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "incidents") as (app, pilot):
        await pilot.press("f")
        await dialog(app, pilot, FilterDialog)
        await type_in(app, pilot, error_type="io mapping error", state="")
        await closed(app, pilot)
        await until(pilot, lambda: loaded(app) and {one.error_type for one in listed(app)} == {"IO_MAPPING_ERROR"})
        assert sandbox.bodies(SEARCH)[-1]["filter"] == {"errorType": "IO_MAPPING_ERROR"}
        await pilot.press("s")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("enter")
        await closed(app, pilot)
        await until(pilot, lambda: "oldest first" in text_of(app).splitlines()[1] and loaded(app))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "state = active   time (oldest first)" in text_of(app).splitlines()[1])


async def test_the_pane_shows_the_whole_message_as_it_is_now(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "incidents", size=(160, 50)) as (app, pilot):
        screen = list_of(app)
        assert isinstance(screen, IncidentsScreen)
        long = max(listed(app), key=lambda one: len(one.error_message or ""))
        assert "\n" in (long.error_message or "")
        screen.listed.go_to(long.incident_key)
        await until(pilot, lambda: any(request.url.path.endswith(long.incident_key) for request in sandbox.sent))
        for line in (long.error_message or "").splitlines()[:10]:
            await until(pilot, lambda line=line: line.strip()[:30] in text_of(app))  # type: ignore[misc]


async def test_the_line_narrows_by_what_it_is_told(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "incidents") as (app, pilot):
        of = listed(app)[0]
        await enter(pilot, "colon", f"inc {of.process_instance_key}")
        await until(
            pilot, lambda: sandbox.bodies(SEARCH)[-1]["filter"] == {"processInstanceKey": of.process_instance_key}
        )
        await until(pilot, lambda: loaded(app) and of in listed(app))
        await enter(pilot, "colon", f"incidents {of.process_definition_id}")
        by_process = {"processDefinitionId": of.process_definition_id}
        await until(pilot, lambda: sandbox.bodies(SEARCH)[-1]["filter"] == by_process)


@pytest.mark.parametrize(("chosen", "mode"), [("jobs", "jobs"), ("tasks", "inbox"), ("incidents", "incidents")])
async def test_it_leads_to_what_it_belongs_to(sandbox_session: Session, chosen: str, mode: str) -> None:
    async with app_on(sandbox_session, "incidents") as (app, pilot):
        of = list_of(app).current
        assert isinstance(of, Incident)
        await pilot.press("o")
        choices = (await dialog(app, pilot, ChoiceDialog)).query_one(OptionList)
        choices.highlighted = choices.get_option_index(chosen)
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == mode and of.process_instance_key in text_of(app))


async def test_its_message_is_copied_whole(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "incidents") as (app, pilot):
        of = list_of(app).current
        assert isinstance(of, Incident)
        await pilot.press("Y")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("enter")
        await until(pilot, lambda: notice(app).startswith("Copied the message"))
        assert app.clipboard == of.error_message
        await pilot.press("y")
        await until(pilot, lambda: notice(app).startswith(f"Copied {of.incident_key}"))


async def test_a_failure_is_no_empty_list(sandbox: Sandbox, sandbox_session: Session) -> None:
    await sandbox.faults("403@*/incidents/search")
    async with app_on(sandbox_session, "topology") as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: "cannot be shown" in text_of(app))
        assert "no incident" not in text_of(app)


def test_one_with_nothing_but_its_key() -> None:
    lines = [*incident_lines(Incident(incident_key="7"))]
    assert any(isinstance(line, Body) and "no message" in line.text for line in lines)
    assert [line.value for line in lines if isinstance(line, Fact) and line.name == "incident"] == ["7"]


async def test_the_pane_offers_nothing_to_open_and_the_list_does(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "incidents", size=(80, 24)) as (app, pilot):
        assert "enter open" in text_of(app).splitlines()[-1]
        await pilot.press("enter")
        await until(pilot, lambda: "Where" in text_of(app) and "enter open" not in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: "enter open" in text_of(app).splitlines()[-1])


async def test_an_empty_list_names_the_keys_that_bring_rows_back(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "incidents", size=(80, 24)) as (app, pilot):
        await enter(pilot, "colon", "incidents nothing-such")
        await until(pilot, lambda: "No incidents match." in text_of(app))
        assert "f changes the filter, esc goes back." in text_of(app)
        assert text_of(app).splitlines()[-1].endswith("0 incidents")
        await pilot.press("escape")
        await until(pilot, lambda: listed(app))
        await enter(pilot, "slash", "nothing-such")
        await until(pilot, lambda: "esc shows all, / changes the search." in text_of(app))


async def test_ages_in_the_pane_go_on_with_each_look(sandbox: Sandbox, sandbox_session: Session) -> None:
    with time_of(sandbox.clock):
        async with app_on(sandbox_session, "incidents", size=(160, 50)) as (app, pilot):
            await pilot.press("enter")
            await until(pilot, lambda: "created" in text_of(app) and "h ago)" in text_of(app))
            before = next(line for line in text_of(app).splitlines() if "created" in line)
            asked = len(sandbox.sent)
            sandbox.clock.at += 7 * 3600
            list_of(app).polling.now()
            await until(pilot, lambda: before not in text_of(app))
            assert len(sandbox.sent) == asked + 1  # the list alone was asked for again


async def test_what_is_loaded_is_sorted_by_the_message(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "incidents") as (app, pilot):
        await pilot.press("greater_than_sign")
        choice = await dialog(app, pilot, ChoiceDialog)
        options = choice.query_one(OptionList)
        options.highlighted = options.get_option_index("Message")
        await pilot.press("enter")
        await closed(app, pilot)
        screen = list_of(app)
        await until(pilot, lambda: screen.search.sorted_by == "Message")
        messages = [one.error_message for one in listed(app)]
        await until(pilot, lambda: screen.current is not None and screen.current.error_message == min(messages))
