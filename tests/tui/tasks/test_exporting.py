"""The inbox exports what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Input

from c8tui.session.session import Session
from c8tui.tui.dialogs.export import ExportDialog
from c8tui.tui.tasks.exporting import Exporting
from tests.tui.apps import app_on, dialog, enter, inbox_of, list_of, loaded, notice, text_of, until


def text_in(path: Path) -> str:
    return path.read_text(encoding="utf-8")


async def test_what_the_view_shows_or_what_is_marked(
    sandbox_session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with app_on(sandbox_session) as (app, pilot):
        await enter(pilot, "colon", "in mine")
        await until(pilot, lambda: list_of(app).caption().startswith("Mine") and list_of(app).current is not None)
        await pilot.press("E")
        asks = await dialog(app, pilot, ExportDialog)
        name = Path(asks.query_one(Input).value)
        assert name.parent == tmp_path
        assert name.name.startswith("mine-20")
        await pilot.press("enter")
        rows = list_of(app).listed.rows
        assert rows is not None
        await until(pilot, lambda: notice(app) == f"exported {rows.total} tasks to {name}")
        assert text_in(name).count(",demo,") == rows.total
        await pilot.press("space", "E")
        asks = await dialog(app, pilot, ExportDialog)
        assert "the 1 marked task" in text_of(app)
        asks.query_one(Input).value = str(tmp_path / "one.jsonl")
        await pilot.press("enter")
        await until(pilot, lambda: "exported 1 task to" in notice(app))


async def test_the_columns_of_the_view_and_its_question(
    sandbox_session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with app_on(sandbox_session) as (app, pilot):
        inbox = inbox_of(app)
        exporting = next(part for part in inbox.parts if isinstance(part, Exporting))
        await inbox.views.change(replace(inbox.views.view, columns=("task", "age", "amount")))
        await until(pilot, lambda: loaded(app))
        before = exporting._plan(tmp_path / "t.csv", False)
        await enter(pilot, "slash", "!review")
        await pilot.press("E")
        asks = await dialog(app, pilot, ExportDialog)
        assert "narrows only the screen" in text_of(app)
        asks.query_one(Input).value = str(tmp_path / "t.csv")
        await pilot.press("enter")
        await until(pilot, lambda: "exported" in notice(app))
        titles, first, *_ = text_in(tmp_path / "t.csv").splitlines()
        assert titles == "key,task,amount"
        assert first.count(",") == 2
        assert inbox.listed.rows is not None
        assert len(text_in(tmp_path / "t.csv").splitlines()) == inbox.listed.rows.total + 1
        assert exporting._plan(tmp_path / "t.csv", False) == before
        await inbox.views.change(replace(inbox.views.view, alternatives=({"assignee": "none"},)))
        assert exporting._plan(tmp_path / "t.csv", False) != before
