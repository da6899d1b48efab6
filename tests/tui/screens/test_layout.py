"""Panes that are hidden, shown and widened by keys, and columns that are reached sideways and sorted by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from c8tui.session.session import Session
from c8tui.state import Layout, State
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.widgets.side_by_side import SideBySide
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, dialog, list_of, loaded, notice, text_of, until


def parts(app: Any) -> str:
    """What is in sight: list, pane, views."""
    beside = app.screen.query_one(SideBySide)
    seen = {name: node.display for name in ("side", "pane") for node in beside.query(f"#{name}")}
    views = any(node.display for node in beside.query("Views"))
    return f"{'L' * seen['side']}{'P' * seen['pane']}{'V' * views}"


async def seen_are(app: Any, pilot: Any, seen: str) -> None:
    """These come to be in sight."""
    await until(pilot, lambda: parts(app) == seen and app.screen.size == app.size)


def head(app: Any) -> str:
    """The titles of the columns."""
    listed = list_of(app).listed
    region = listed.content_region
    line: str = text_of(app).splitlines()[region.y]
    return line[region.x : region.right].rstrip()


@pytest.mark.parametrize("screen", ["inbox", "decisions", "evaluations", "jobs", "incidents"])
async def test_the_width_of_the_terminal_decides_until_a_key_does(sandbox_session: Session, screen: str) -> None:
    async with app_on(sandbox_session, screen, size=(80, 24)) as (app, pilot):
        views = "V" if screen == "inbox" else ""
        assert parts(app) == "L"
        for width, seen in ((120, "LP"), (160, f"LP{views}"), (80, "L")):
            await pilot.resize_terminal(width, 30)
            await seen_are(app, pilot, seen)
            assert list_of(app).listed.size.width >= 80
        await pilot.press("P")
        assert parts(app) == "LP"
        await pilot.resize_terminal(160, 30)
        await pilot.press("P")
        assert parts(app) == f"L{views}"
        await pilot.resize_terminal(120, 30)
        await seen_are(app, pilot, "L")  # what was hidden by key stays hidden
        await pilot.press("enter" if screen in ("inbox", "jobs", "incidents") else "z")
        assert parts(app) == "LP", "a row that is opened shows it all the same"
        await pilot.press("escape")
        assert parts(app) == "L"


async def test_the_pane_is_widened_and_the_choice_is_kept(open_session: Any, sandbox: Sandbox, tmp_path: Path) -> None:
    session = await open_session(sandbox)
    async with app_on(session, size=(130, 30)) as (app, pilot):
        pane = app.screen.query_one("#pane")
        before = pane.outer_size.width
        await pilot.press("left_curly_bracket")
        await pilot.pause()
        assert pane.outer_size.width == before + 4
        await pilot.press("right_curly_bracket", "right_curly_bracket")
        await pilot.pause()
        assert pane.outer_size.width == before - 4
        for _ in range(30):
            await pilot.press("left_curly_bracket")
        await pilot.pause()
        assert list_of(app).listed.size.width == 40
        assert notice(app) == "the pane is as wide as it can be"
        assert session.layout_of("inbox") == Layout(pane_width=90)
        assert session.layout_of("jobs") == Layout()
        await pilot.resize_terminal(80, 24)
        await pilot.press("backslash")
        assert parts(app) == "LV"
        await pilot.resize_terminal(50, 24)
        await seen_are(app, pilot, "L")
        await pilot.press("P")
        assert "too narrow" in notice(app)
        assert session.layout_of("inbox") == Layout(pane_width=90, views=True)


def test_the_layout_is_remembered_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    State(path).remember_layout("jobs", Layout(pane=False))
    State(path).remember_layout("inbox", Layout(pane_width=50))
    assert State(path).layout_of("jobs") == Layout(pane=False)
    assert State(path).layout_of("inbox") == Layout(pane_width=50)


async def test_the_focus_does_not_stay_in_a_pane_that_goes(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(120, 30)) as (app, pilot):
        await pilot.press("tab")
        assert app.focused is app.screen.query_one("#pane")
        await pilot.press("P")
        assert app.focused is list_of(app).listed
        await pilot.press("P", "tab")
        await pilot.resize_terminal(80, 24)
        await seen_are(app, pilot, "LP")  # it was asked for by key


async def test_columns_without_room_are_reached_sideways(open_session: Any, sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    names = "task, process, assignee, priority, due, age, created, state, candidates, element, key, amount"
    listed = ", ".join(f'"{name}"' for name in names.split(", "))
    path.write_text(f'[views.many]\ntitle = "Many"\ncolumns = [{listed}]\n')
    session = await open_session(sandbox, views=path)
    async with app_on(session, size=(80, 24)) as (app, pilot):
        inbox: Any = list_of(app)
        inbox.narrow("many")
        await until(pilot, lambda: loaded(app) and head(app).endswith(">"))
        seen = set(head(app).split())
        for _ in range(12):
            await pilot.press("right")
            assert head(app).split()[0] == "Task"
            seen |= set(head(app).split())
        assert {"Process", "Assignee", "Candidates", "Element", "Key", "amount"} <= seen
        assert "<" in head(app)
        assert not head(app).endswith(">")
        await pilot.press("shift+left")
        assert head(app).endswith(">")
        assert "<" not in head(app)


async def test_what_we_left_out_ourselves_is_reached_the_same_way(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(80, 24)) as (app, pilot):
        assert "Process" not in head(app)
        assert head(app).endswith(">")
        await pilot.press("right")
        await until(pilot, lambda: "Process" in head(app))
        await pilot.resize_terminal(100, 24)
        await until(pilot, lambda: "Process" in head(app) and list_of(app).listed.size.width == 100)


async def click_title(app: Any, pilot: Any, title: str) -> None:
    listed = list_of(app).listed
    await pilot.click(listed, offset=(head(app).index(title) + 1, 0))
    await pilot.pause()
    await until(pilot, lambda: loaded(app))


async def test_a_click_on_a_title_asks_the_cluster_and_again_turns_it_round(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session, size=(80, 24)) as (app, pilot):
        assert "Due ^" in head(app)
        await click_title(app, pilot, "Prio")
        await until(pilot, lambda: "Prio v" in head(app))
        asked = [body["sort"][0] for body in sandbox.bodies("/user-tasks/search") if body.get("sort")]
        assert {"field": "priority", "order": "DESC"} in asked
        await click_title(app, pilot, "Prio")
        await until(pilot, lambda: "Prio ^" in head(app))
        priorities = [task.priority for task in list_of(app).listed.loaded()]
        assert priorities == sorted(priorities)


async def test_what_the_cluster_does_not_sort_by_sorts_what_is_loaded_and_says_so(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(80, 24)) as (app, pilot):
        for mark, reverse in (("^", False), ("v", True)):
            await click_title(app, pilot, "Assignee")
            assert f"Assignee {mark}" in head(app)
            assert "the cluster does not sort by Assignee" in notice(app)
            found = [task.assignee for task in list_of(app).listed.loaded()]
            people = [name for name in found if name]
            assert people == sorted(people, reverse=reverse)
            assert not any(found[len(people) :]), "nobody comes last either way"
        await click_title(app, pilot, "Prio")
        await until(pilot, lambda: "Prio v" in head(app))
        assert "Assignee v" not in head(app)


@pytest.mark.parametrize("screen", ["inbox", "decisions", "evaluations", "jobs", "incidents"])
async def test_a_key_sorts_by_a_column_too(sandbox_session: Session, screen: str) -> None:
    async with app_on(sandbox_session, screen, size=(80, 24)) as (app, pilot):
        before = list_of(app).column_sort._sorted()
        await pilot.press("less_than_sign")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("enter")
        await until(pilot, lambda: loaded(app) and list_of(app).column_sort._sorted() != before)
        title, mark = list_of(app).column_sort._sorted()
        assert f"{title} {mark}" in head(app) or f"{title}{mark}" in head(app)
        assert (title, mark) == ((before[0], "v" if before[1] == "^" else "^") if before[0] else ("Type", "^"))


async def test_numbers_stand_at_the_right_and_texts_at_the_left(open_session: Any, sandbox: Sandbox) -> None:
    session = await open_session(sandbox)
    async with app_on(session, size=(110, 24)) as (app, pilot):
        inbox: Any = list_of(app)
        inbox._variables.show(("task", "amount", "tier"))
        inbox._variables.fetch_soon()
        await until(pilot, lambda: any(one.right for one in inbox.listed.columns))
        assert {one.title: one.right for one in inbox.listed.columns} == {"Task": False, "amount": True, "tier": False}


async def test_what_is_loaded_is_sorted_by_values_and_not_by_words(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(80, 24)) as (app, _):
        screen = list_of(app)
        for falling in (False, True):
            screen.search.sorted_by, screen.search.falling = "Prio", falling
            screen.search.again()
            priorities = [task.priority for task in screen.listed.loaded()]
            assert len(set(priorities)) > 2
            assert priorities == sorted(priorities, reverse=falling)


async def test_a_click_on_the_mark_shows_the_columns_behind_it(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, size=(80, 24)) as (app, pilot):
        await pilot.click(list_of(app).listed, offset=(head(app).rindex(">"), 0))
        await until(pilot, lambda: "Process" in head(app))
        assert "Due ^" in head(app), "nothing is sorted by that"


@pytest.mark.parametrize("screen", ["inbox", "decisions", "evaluations", "jobs", "incidents"])
async def test_q_leaves_the_pane_that_stands_in_the_place_of_the_list(sandbox_session: Session, screen: str) -> None:
    async with app_on(sandbox_session, screen, size=(80, 24)) as (app, pilot):
        await pilot.press("enter" if screen in ("inbox", "jobs", "incidents") else "z")
        await seen_are(app, pilot, "P")
        await pilot.press("q")
        await seen_are(app, pilot, "L")
        assert app.is_running
        assert app.focused is list_of(app).listed
