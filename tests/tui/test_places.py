"""Walking the places that were gone to, over all screens, as a browser does; and the way that leads to each."""

from __future__ import annotations

from typing import Any

from c8tui.session.session import Session
from c8tui.tui.decisions.screen import DecisionScreen
from c8tui.tui.processes.instance import InstanceScreen
from c8tui.tui.screens.way_line import WayLine
from c8tui.tui.tasks.stream import StreamScreen
from c8tui.tui.widgets.spoken import Spoken
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, burst, enter, inbox_of, list_of, loaded, notice, text_of, typed, until
from tests.tui.test_going import over, shown

BACK, FORWARD = "left_square_bracket", "right_square_bracket"


def places(app: Any) -> list[tuple[str, list[Any]]]:
    return [(one.mode, [shown.what for shown in one.screens]) for one in app.navigation._history._places]


async def test_every_screen_is_gone_back_through_and_forward(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "incidents") as (app, pilot):
        await pilot.press("j", "j")
        row = list_of(app).current.incident_key  # type: ignore[union-attr]
        await pilot.press("o", "end", "enter")
        instance = await over(app, pilot, InstanceScreen)
        key = instance.process_instance_key
        await pilot.press("2")
        await shown(app, pilot, "decisions")
        await pilot.press("enter")
        decision = (await over(app, pilot, DecisionScreen)).version.definition
        await pilot.press(BACK)
        await shown(app, pilot, "decisions")
        await pilot.press(BACK)
        assert (await over(app, pilot, InstanceScreen)).process_instance_key == key
        await pilot.press(BACK)
        await shown(app, pilot, "incidents")
        assert list_of(app).current.incident_key == row  # type: ignore[union-attr]
        await pilot.press(BACK)
        await until(pilot, lambda: notice(app) == "There is no previous place.")
        await typed(pilot, FORWARD, FORWARD, FORWARD)
        assert (await over(app, pilot, DecisionScreen)).version.definition == decision
        await pilot.press(FORWARD)
        await until(pilot, lambda: "There is no next place." in text_of(app))
        assert len(places(app)) == 4


async def test_a_query_comes_back_with_its_row(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs", size=(100, 16)) as (app, pilot):
        jobs: Any = list_of(app)
        await pilot.press("G")
        await until(pilot, lambda: jobs.current is not None)
        last = jobs.current.job_key
        jobs.narrow(jobs.current.type)
        await until(pilot, lambda: loaded(app))
        await pilot.press("j")
        second = jobs.current.job_key
        await typed(pilot, "5", BACK, BACK)  # faster than any answer comes
        await until(pilot, lambda: app.current_mode == "jobs" and jobs.list_query.is_plain)
        await until(pilot, lambda: jobs.current is not None and jobs.current.job_key == last)
        await pilot.press(FORWARD)
        await until(pilot, lambda: jobs.current is not None and jobs.current.job_key == second)
        assert not jobs.list_query.is_plain
        await pilot.press("escape")
        assert jobs.list_query.is_plain, "escape steps out of it as before"


async def test_going_elsewhere_drops_what_lay_ahead(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "inbox") as (app, pilot):
        for key, mode in (("4", "jobs"), ("5", "incidents")):
            await pilot.press(key)
            await shown(app, pilot, mode)
        await pilot.press(BACK)
        await shown(app, pilot, "jobs")
        await pilot.press("6")
        await shown(app, pilot, "instances")
        assert [mode for mode, _ in places(app)] == ["inbox", "jobs", "instances"]
        await pilot.press(FORWARD)
        await until(pilot, lambda: notice(app) == "There is no next place.")


async def test_stepping_out_is_a_step_back(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "instances") as (app, pilot):
        await pilot.press("enter")
        await over(app, pilot, InstanceScreen)
        burst(app, "escape", FORWARD)
        await over(app, pilot, InstanceScreen)
        assert len(places(app)) == 2


async def test_what_escape_leads_back_to_is_no_place_on_the_way(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        await pilot.press("H")
        await shown(app, pilot, "evaluations")
        await pilot.press("escape")
        await shown(app, pilot, "decisions")
        assert [mode for mode, _ in places(app)] == ["decisions", "evaluations"]
        await pilot.press(FORWARD)
        await until(pilot, lambda: app.current_mode == "evaluations" and list_of(app).list_query.query.one_version)  # type: ignore[attr-defined]
        await pilot.press("escape")
        await shown(app, pilot, "decisions")


async def test_a_stream_is_not_gone_back_to(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "inbox") as (app, pilot):
        await pilot.press("S")
        stream = await over(app, pilot, StreamScreen)
        await until(pilot, lambda: stream.current is not None)
        app.go("jobs")
        await shown(app, pilot, "jobs")
        await pilot.press(BACK)
        await shown(app, pilot, "inbox")
        await until(pilot, lambda: "A stream is not gone back to" in notice(app))


async def test_fifty_places_are_kept(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "inbox") as (app, pilot):
        views = inbox_of(app).views
        for number in range(52):
            views.go(views.view.with_conditions({"priority": f"> {number}"}))
        assert len(places(app)) == 50
        await typed(pilot, BACK, BACK)
        await until(pilot, lambda: "> 49" in str(views.view.alternatives))


async def test_the_way_stands_before_what_is_shown(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "incidents", size=(120, 30)) as (app, pilot):
        assert ">" not in text_of(app).splitlines()[1]
        await pilot.press("o", "end", "enter")
        key = (await over(app, pilot, InstanceScreen)).process_instance_key
        await until(pilot, lambda: "Incidents > " in text_of(app).splitlines()[1])
        await pilot.press("o", "enter")
        await until(
            pilot, lambda: app.current_mode != "instances" and f"Incidents > instance …{key[-6:]} > " in text_of(app)
        )
        await pilot.press(BACK)
        await over(app, pilot, InstanceScreen)
        await until(pilot, lambda: "Incidents > " in text_of(app))
        await pilot.press("5")
        await shown(app, pilot, "incidents")
        await until(pilot, lambda: text_of(app).splitlines()[1].strip().startswith("Incidents + "))


async def test_the_way_is_read_once_to_who_listens(sandbox: Sandbox, open_session: OpenSession) -> None:
    async with app_on(await open_session(sandbox, linear=True), "incidents") as (app, pilot):
        spoken = app.screen.query_one(Spoken)
        assert not spoken.text.startswith("from ")
        await pilot.press("o", "enter")
        await shown(app, pilot, "inbox")
        spoken = app.screen.query_one(Spoken)
        await until(pilot, lambda: spoken.text.startswith("from Incidents: No tasks match"))
        await pilot.press("5", "1")
        await shown(app, pilot, "inbox")
        await until(pilot, lambda: spoken.text.startswith("No tasks match"))


async def test_rows_are_read_without_the_way_from_the_second_on() -> None:
    class Framed:
        """A screen that one came to by a way."""

        class host:
            class navigation:
                way = ("Incidents", "instance …123456")

    line = WayLine(Framed)  # type: ignore[arg-type]
    assert line.read_with("loading", loading=True) == "from Incidents, instance …123456: loading"
    assert line.read_with("1 of 2", loading=False) == "from Incidents, instance …123456: 1 of 2"
    assert line.read_with("1 of 2", loading=False) == "from Incidents, instance …123456: 1 of 2", "as it was said"
    assert line.read_with("2 of 2", loading=False) == "2 of 2"
    line.arrived()
    assert line.read_with("2 of 2", loading=False) == "from Incidents, instance …123456: 2 of 2"


async def test_an_instance_shows_its_diagram_however_it_is_come_to(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "instances", size=(80, 24)) as (app, pilot):
        await pilot.press("enter")
        opened = await over(app, pilot, InstanceScreen)
        await until(pilot, lambda: opened.side.view.has_focus and opened.side.view.current)
        await pilot.press("escape")
        await shown(app, pilot, "instances")
        await pilot.press(FORWARD)
        again = await over(app, pilot, InstanceScreen)
        assert again is not opened
        await until(pilot, lambda: again.side.view.has_focus and again.side.view.current)
        await pilot.press("4")
        await shown(app, pilot, "jobs")
        await enter(pilot, "colon", opened.process_instance_key)
        by_key = await over(app, pilot, InstanceScreen)
        await until(pilot, lambda: by_key.side.view.has_focus and by_key.side.view.current)
        assert by_key.side.view.display
        await pilot.press("d")
        await until(pilot, lambda: app.focused is by_key.listed and not by_key.side.view.display)
