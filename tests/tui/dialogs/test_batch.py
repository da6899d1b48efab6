"""The dialog for a file of inputs: where the results go, how far it is, what is wrong."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from c8tui.decisions.evaluation import EvaluationResult
from c8tui.session.batches import Batch
from c8tui.tui.dialogs.batch import BatchDialog, results_beside
from tests.session.test_batches import MODEL
from tests.tui.apps import DialogHost, text_of, until


def dialog_of(evaluate: Any = None) -> tuple[DialogHost, list[str]]:
    told: list[str] = []
    return DialogHost(BatchDialog("d", Batch(MODEL, "d", evaluate), told.append)), told


async def test_results_go_beside_the_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.csv").write_text("amount\n5\nx\n")
    app, told = dialog_of()
    async with app.run_test(size=(90, 30)) as pilot:
        assert "by c8tui itself" in text_of(app)
        await pilot.press(*"in.csv", "enter", "enter")
        await until(pilot, lambda: app.results)
    assert told == ["2 rows evaluated, 1 of them with an error: in.results.csv"]
    assert (tmp_path / "in.results.csv").read_text().count("\n") == 3


async def test_what_is_wrong_is_told_and_the_names_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app, told = dialog_of()
    async with app.run_test(size=(90, 30)) as pilot:
        await pilot.press(*"in.csv", "ctrl+s")
        await until(pilot, lambda: "there is no file in.csv" in text_of(app))
        (tmp_path / "in.csv").write_text("amount\n5\n")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: told)


async def test_escape_stops_it_and_what_was_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.csv").write_text("amount\n" + "1\n" * 100)
    gate, asked = asyncio.Event(), 0

    async def evaluate(_: dict[str, Any]) -> EvaluationResult:
        nonlocal asked
        asked += 1
        if asked > 40:
            await gate.wait()
        return EvaluationResult("cluster", "d", "1")

    app, told = dialog_of(evaluate)
    async with app.run_test(size=(90, 30)) as pilot:
        assert "evaluated and recorded on the cluster" in text_of(app)
        await pilot.press(*"in.csv", "ctrl+s")
        await until(pilot, lambda: "40 rows; esc stops" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Stopped. What was written" in text_of(app))
    assert told == []
    assert (tmp_path / "in.results.csv").read_text().count("\n") == 1 + 40 + 4, "four had been sent, and nobody knows"


def test_names_of_results() -> None:
    assert str(results_beside("/a/b.c.csv")) == "/a/b.c.results.csv"


@pytest.mark.parametrize("typed", ["~nobody-of-that-name/in.csv", "/", ".", "..", "a\0b.csv"])
async def test_what_is_no_file_of_inputs_is_said(typed: str) -> None:
    app, told = dialog_of()
    async with app.run_test(size=(100, 24)) as pilot:
        await until(pilot, lambda: app.focused is not None)
        app.screen.query_one("#source", Input).value = typed
        await pilot.press("ctrl+s")
        await until(pilot, lambda: any(said in text_of(app) for said in ("no user", "is a folder", "character NUL")))
    assert told == []
