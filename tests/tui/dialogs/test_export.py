"""The export dialog: which file, how far, stopping, and going on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets import Input

from c8tui.errors import ServerFault
from c8tui.model.search import Page, PageRequest
from c8tui.model.user_tasks import UserTask
from c8tui.session import export
from c8tui.session.export import Export, ExportPlan, of_records
from c8tui.tui.dialogs.export import ExportDialog, progress
from tests.tui.apps import dialog_on, text_of, until

TASKS = [UserTask(user_task_key=str(number)) for number in range(50)]


class Cluster:
    """Pages of tasks, of which one can be held up or refused."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken = False

    async def fetch(self, page: PageRequest) -> Page[UserTask]:
        if page.after:
            await self.gate.wait()
            if self.broken:
                raise ServerFault("it broke")
        return await of_records(TASKS)(page)

    def dialog(self, path: Path, marked: int = 0) -> ExportDialog:
        def made(plan: ExportPlan, only_marked: bool, anew: bool, replace: bool) -> Export:
            fetch = of_records(TASKS[:marked]) if only_marked else self.fetch
            return Export(plan, fetch, again=anew, replace=replace)

        return ExportDialog(
            "All open: 50", path, lambda path, only: ExportPlan(path, "marked" if only else "all"), made, marked=marked
        )


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "PAGE", 20)


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


async def test_it_exports_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    async with dialog_on(Cluster().dialog(path), (100, 24)) as (app, pilot):
        await until(pilot, lambda: "All open: 50" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.results)
    assert app.results == [f"exported 50 tasks to {path}"]
    assert lines(path) == 51


async def test_a_file_that_is_there_takes_two_enters(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text("mine")
    async with dialog_on(Cluster().dialog(path), (100, 24)) as (app, pilot):
        await until(pilot, lambda: "JSON lines" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: "enter once more replaces it" in text_of(app))
        assert path.read_text() == "mine"
        await pilot.press("enter")
        await until(pilot, lambda: app.results)
    assert lines(path) == 50


async def test_stopped_or_broken_it_goes_on_where_it_was(tmp_path: Path) -> None:
    cluster, path = Cluster(), tmp_path / "t.csv"
    cluster.gate.clear()
    async with dialog_on(cluster.dialog(path), (100, 24)) as (app, pilot):
        await until(pilot, lambda: "CSV" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: "20 of 50" in text_of(app))
        await pilot.press("enter", "ctrl+r", "ctrl+t")
        await pilot.press("escape")
        await until(pilot, lambda: "goes on after the 20 rows" in text_of(app))
        cluster.broken = True
        cluster.gate.set()
        await pilot.press("enter")
        await until(pilot, lambda: "it broke" in text_of(app))
        assert "goes on after the 20 rows" in text_of(app)
        cluster.broken = False
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "starts over" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.results)
    assert lines(path) == 51


async def test_the_marked_alone_or_all(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    async with dialog_on(Cluster().dialog(path, marked=3), (100, 24)) as (app, pilot):
        await until(pilot, lambda: "the 3 marked tasks" in text_of(app))
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "All open: 50" in text_of(app))
        await pilot.press("ctrl+t", "enter")
        await until(pilot, lambda: app.results)
    assert lines(path) == 4


async def test_what_is_no_file_is_said_while_it_is_typed(tmp_path: Path) -> None:
    async with dialog_on(Cluster().dialog(tmp_path / "t.csv"), (100, 24)) as (app, pilot):
        await until(pilot, lambda: "CSV" in text_of(app))
        app.screen.query_one(Input).value = str(tmp_path / "t.xls")
        await until(pilot, lambda: "end the name in .csv or .jsonl" in text_of(app))
        for typed, said in (
            ("~nobody-of-that-name/t.csv", "there is no user"),
            ("", "no file is named"),
            ("/", "is a folder"),
            (".", "is a folder"),
            ("no-folder/t.csv", "there is no folder no-folder"),
        ):
            app.screen.query_one(Input).value = typed
            await until(pilot, lambda said=said: said in text_of(app))  # type: ignore[misc]
            await pilot.press("enter")
        await pilot.press("escape")
    assert app.results == [None]


def test_how_far_it_is_in_words() -> None:
    running = Export(ExportPlan(Path("t.csv"), "all"), of_records(TASKS))
    assert progress(running) == "asking the cluster"
    running.rows, running.total = 25, 50
    assert progress(running).startswith("[############............]  25 of 50   ")
    assert progress(running).endswith(" left")
    running.capped = True
    assert progress(running).startswith("25 of 50+   ")
    running.rows = 51
    assert progress(running).startswith("51 so far")
