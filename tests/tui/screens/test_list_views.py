"""Views and columns of the lists beside the inbox: chosen, counted, kept in the file, remembered, and mistakes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from c8tui.model.search import Sort
from c8tui.session.session import Session
from c8tui.session.view_file import load
from c8tui.session.views import View
from c8tui.state import State
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.export import ExportDialog
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.dialogs.problem import ProblemDialog
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, closed, dialog, enter, list_of, loaded, notice, text_of, type_in, until

JOBS, INSTANCES, VARIABLES = "/jobs/search", "/process-instances/search", "/variables/search"


def caption(app: C8App) -> str:
    return text_of(app).splitlines()[1]


def titles(app: C8App) -> list[str]:
    return [column.title for column in list_of(app).listed.columns]


async def columns(app: C8App, pilot: Pilot[Any], names: str) -> None:
    """Choose the columns of the list that is shown."""
    await pilot.press("w")
    await type_in(app, pilot, columns=names)
    await closed(app, pilot)


def with_hint_seen() -> State:
    state = State()
    state.remember_hint_seen()
    return state


async def test_a_view_is_chosen_with_counts_and_escape_goes_back(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "jobs") as (app, pilot):
        total = list_of(app).count_words().split()[0]
        await pilot.press("v")
        asked = await dialog(app, pilot, ChoiceDialog)
        await until(pilot, lambda: choice(app, "All jobs") == ["All", "jobs", total])
        assert all(body["page"] == {"limit": 1} for body in sandbox.bodies(JOBS)[1:])
        asked.query_one(OptionList).highlighted = 1
        await pilot.press("enter")
        await until(pilot, lambda: caption(app).startswith(" Jobs: Failed, no retries left   key") and loaded(app))
        assert sandbox.bodies(JOBS)[-1]["filter"] == {"state": "FAILED", "retries": 0}
        assert [job.retries for job in list_of(app).listed.loaded()] == [0] * list_of(app).listed.count
        await pilot.press("escape")
        await until(pilot, lambda: caption(app).startswith(" All jobs   key"))


def choice(app: C8App, words: str) -> list[str]:
    """The words on the line of a dialog that begins with these."""
    line = next(line for line in text_of(app).splitlines() if f"│ {words}" in line)
    return line[line.index(f"│ {words}") + 1 :].partition("│")[0].split()


async def test_what_narrows_a_view_is_told_beside_it(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "incidents", size=(120, 30)) as (app, pilot):
        await enter(pilot, "colon", "inc resolved")
        await until(pilot, lambda: caption(app).startswith(" Incidents: Resolved   "))
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        asked.query_one("#element_id", Input).value = "review*"
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: caption(app).startswith(" Incidents: Resolved + element = review*   "))
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        asked.query_one("#state", Input).value = "active"
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: caption(app).startswith(" Incidents + state = active + element = review*"))


async def test_a_view_is_kept_found_at_the_next_start_renamed_and_deleted(
    sandbox: Sandbox, open_session: OpenSession, tmp_path: Path
) -> None:
    path, state = tmp_path / "views.toml", with_hint_seen()
    path.write_text('# ours\n[views.big]\nassignee = "none"  # nobody\n', encoding="utf-8")
    async with app_on(await open_session(sandbox, views=path, state=state), "jobs", (120, 30)) as (app, pilot):
        await columns(app, pilot, "type, retries, element, amount")
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        asked.query_one("#state", Input).value = "failed"
        asked.query_one("#save_as", Input).value = "Broken ones"
        await pilot.press("ctrl+s")
        await closed(app, pilot)
        await until(pilot, lambda: notice(app) == f'Kept as "Broken ones" in {path}')
        assert caption(app).startswith(" Jobs: Broken ones   ")
        kept = View(
            "broken-ones", "Broken ones", ({"state": "failed"},), (Sort("job_key", "DESC"),),
            ("type", "retries", "element", "amount"), own=True, of="jobs",
        )  # fmt: skip
        assert load(path).views[1] == kept
    async with app_on(await open_session(sandbox, views=path, state=state), "jobs", (120, 30)) as (app, pilot):
        assert caption(app).startswith(" Jobs: Broken ones   ")
        assert titles(app) == ["Type", "Retries", "Element", "amount"]
        await enter(pilot, "colon", "rename view")
        await type_in(app, pilot, name="Stuck")
        await until(pilot, lambda: notice(app) == 'Renamed "Broken ones" to "Stuck"')
        assert caption(app).startswith(" Jobs: Stuck   ")
        await columns(app, pilot, "type, key")
        assert [(view.id, view.columns) for view in load(path).views] == [("big", ()), ("stuck", ("type", "key"))]
        await enter(pilot, "colon", "delete view")
        await dialog(app, pilot, ConfirmDialog)
        await pilot.press("y")
        await closed(app, pilot)
        await until(pilot, lambda: caption(app).startswith(" All jobs   "))
        assert path.read_text().rstrip() == '# ours\n[views.big]\nassignee = "none"  # nobody'
        assert titles(app) == ["Type", "Retries", "Element", "amount"], "the list has its own columns again"
        await enter(pilot, "colon", "delete view")
        assert "not a view of your own" in notice(app)


async def test_columns_are_remembered_for_each_list_and_with_the_pane(
    sandbox: Sandbox, open_session: OpenSession
) -> None:
    state = with_hint_seen()
    async with app_on(await open_session(sandbox, state=state), "incidents", (150, 30)) as (app, pilot):
        await columns(app, pilot, "message, job, instance, key")
        assert titles(app) == ["Message", "Job", "Instance", "Key"]
        await pilot.press("P", "left_curly_bracket")
    async with app_on(await open_session(sandbox, state=state), "incidents", (150, 30)) as (app, pilot):
        assert titles(app) == ["Message", "Job", "Instance", "Key"]
        await enter(pilot, "colon", "jobs")
        await until(pilot, lambda: caption(app).startswith(" All jobs") and loaded(app))
        assert titles(app)[0] == "Type"
        await enter(pilot, "colon", "inc")
        await until(pilot, lambda: caption(app).startswith(" Incidents"))
        await columns(app, pilot, "error, message, process, element, state, since")
        assert state.layout_of("incidents", sandbox_place(app)).columns == ()


def sandbox_place(app: C8App) -> str:
    return app.session.settings.address


async def test_a_name_that_is_no_column_is_refused_where_there_are_no_variables(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "batches") as (app, pilot):
        await pilot.press("w")
        await type_in(app, pilot, columns="operation, amount")
        await until(pilot, lambda: 'No column is called "amount"; the columns are operation' in text_of(app))
        assert "in quotes" not in text_of(app)
        await type_in(app, pilot, columns="operation, stat")
        await until(pilot, lambda: "the nearest column is state" in text_of(app))


async def test_variables_are_columns_of_instances_jobs_and_incidents(
    sandbox: Sandbox, sandbox_session: Session, tmp_path: Path
) -> None:
    async with app_on(sandbox_session, "instances", (120, 30)) as (app, pilot):
        await enter(pilot, "colon", "inst invoice-approval")
        await until(pilot, lambda: "process = invoice-approval" in caption(app) and loaded(app))
        await columns(app, pilot, "process, state, amount")
        cells, listed = sandbox_session.cells, list_of(app).listed
        await until(pilot, lambda: cells.text(listed.current, "amount") not in (None, "-"))
        asked = sandbox.bodies(VARIABLES)[-1]["filter"]
        assert asked["name"] == {"$in": ["amount"]}
        assert {*asked["processInstanceKey"]["$in"]} >= {one.process_instance_key for _, one in listed.in_sight()}
        values = [cells.text(one, "amount") for _, one in listed.in_sight()]
        assert all(value in text_of(app) for value in values if value)
        await pilot.press("greater_than_sign")
        sorts = await dialog(app, pilot, ChoiceDialog)
        sorts.query_one(OptionList).highlighted = 3
        await pilot.press("enter")
        await until(pilot, lambda: "sorted by amount" in caption(app))
        await until(pilot, lambda: numbers(app) == sorted(numbers(app)) and len(numbers(app)) > 3)
        await pilot.press("E")
        exports = await dialog(app, pilot, ExportDialog)
        file = tmp_path / "instances.csv"
        exports.query_one(Input).value = str(file)
        await pilot.press("enter")
        await until(pilot, lambda: "exported" in notice(app))
        lines = file.read_text().splitlines()
        assert lines[0] == "key,process,state,amount"
        assert {line.split(",")[3] for line in lines[1:]} >= {value for value in values if value and value != "-"}
        for screen in ("jobs", "inc"):
            await enter(pilot, "colon", screen)
            await until(pilot, lambda: list_of(app).NAME != "instances" and loaded(app))
            await columns(app, pilot, "element, amount")
            await until(pilot, lambda: cells.text(list_of(app).current, "amount") is not None)


def numbers(app: C8App) -> list[float]:
    """The amounts in the order of the list."""
    texts = (app.session.cells.text(one, "amount") for one in list_of(app).listed.loaded())
    return [float(text) for text in texts if text and text != "-"]


async def test_a_change_of_the_file_is_shown_and_a_mistake_costs_no_other_view(
    sandbox: Sandbox, open_session: OpenSession, tmp_path: Path
) -> None:
    path = tmp_path / "views.toml"
    path.write_text('[views.mine]\nlist = "jobs"\ntype = "pay*"\n', encoding="utf-8")
    async with app_on(await open_session(sandbox, views=path), "jobs", (120, 30)) as (app, pilot):
        await enter(pilot, "colon", "jobs mine")
        await until(pilot, lambda: caption(app).startswith(" Jobs: mine   "))
        path.write_text(
            '[views.mine]\nlist = "jobs"\ntitle = "Payments"\ntype = "payment*"\n\n[views.odd]\nlist = "jbos"\n',
            encoding="utf-8",
        )
        await pilot.press("r")
        await until(pilot, lambda: caption(app).startswith(" Jobs: Payments   ") and "line 7" in notice(app))
        assert sandbox.bodies(JOBS)[-1]["filter"] == {"type": {"$like": "payment*"}}
        assert "there is no list jbos; did you mean jobs?" in " ".join(notice(app).split())
        await pilot.press("exclamation_mark")
        await dialog(app, pilot, ProblemDialog)
        await pilot.press("escape")
        await closed(app, pilot)
        path.write_text("[broken", encoding="utf-8")
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        asked.query_one("#worker", Input).value = "w-1"
        asked.query_one("#save_as", Input).value = "Mine again"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "while it is broken" in text_of(app))
        assert asked.query_one("#worker", Input).value == "w-1"
        assert path.read_text() == "[broken"


async def test_a_condition_that_this_cluster_lacks_is_told_in_place_of_the_rows(
    open_session: OpenSession, tmp_path: Path
) -> None:
    path = tmp_path / "views.toml"
    path.write_text('[views.late]\nlist = "jobs"\ncreation_time = "today"\n', encoding="utf-8")
    sandbox = Sandbox(dialect="8.8")
    async with app_on(await open_session(sandbox, views=path), "jobs") as (app, pilot):
        await enter(pilot, "colon", "jobs late")
        await until(pilot, lambda: "this cluster does not filter by creation_time" in text_of(app))
        await pilot.press("v")
        await dialog(app, pilot, ChoiceDialog)
        await until(pilot, lambda: choice(app, "late") == ["late", "?"])
