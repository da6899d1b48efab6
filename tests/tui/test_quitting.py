"""Quitting while something is on its way asks first, and leaves that alone unless somebody quits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from c8tui.decisions.evaluation import EvaluationResult
from c8tui.session import export
from c8tui.session.batches import Batch
from c8tui.session.session import Session
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.dialogs.batch import BatchDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from tests.session.test_batches import MODEL
from tests.tui.apps import app_on, dialog, text_of, until
from tests.tui.dialogs.test_export import Cluster

Begin = Callable[[Pilot[Any], Path, asyncio.Event], Awaitable[Screen[Any]]]


async def begin_export(pilot: Pilot[Any], folder: Path, gate: asyncio.Event) -> Screen[Any]:
    cluster = Cluster()
    cluster.gate = gate
    shown = cluster.dialog(folder / "t.csv")
    pilot.app.push_screen(shown)
    await until(pilot, lambda: "All open: 50" in text_of(pilot.app))
    await pilot.press("enter")
    return shown


async def begin_batch(pilot: Pilot[Any], folder: Path, gate: asyncio.Event) -> Screen[Any]:
    (folder / "in.csv").write_text("amount\n" + "1\n" * 50)

    async def evaluate(_: dict[str, Any]) -> EvaluationResult:
        await gate.wait()
        return EvaluationResult("cluster", "d", "1")

    shown = BatchDialog("d", Batch(MODEL, "d", evaluate), lambda _: None)
    pilot.app.push_screen(shown)
    await until(pilot, lambda: pilot.app.focused is not None)
    await pilot.press(*"in.csv", "ctrl+s")
    return shown


CASES: tuple[tuple[Begin, str, str, int], ...] = (
    (begin_export, "An export is running; what is written so far is kept.", "t.csv", 51),
    (begin_batch, "A file is being evaluated; the results so far are kept.", "in.results.csv", 51),
)


async def asked(app: C8App, pilot: Pilot[Any], words: str) -> None:
    """Quitting asks, and says why."""
    await pilot.press("ctrl+q")
    await dialog(app, pilot, ConfirmDialog)
    assert words in " ".join(text_of(app).split())


@pytest.mark.parametrize(("begin", "words", "file", "lines"), CASES)
async def test_it_goes_on_when_nobody_quits(
    sandbox_session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    begin: Begin, words: str, file: str, lines: int,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(export, "PAGE", 20)
    gate = asyncio.Event()
    async with app_on(sandbox_session) as (app, pilot):
        shown = await begin(pilot, tmp_path, gate)
        await until(pilot, lambda: isinstance(shown, Dialog) and shown.under_way)
        await asked(app, pilot, words)
        await pilot.press("n")
        await until(pilot, lambda: app.screen is shown)
        gate.set()
        await until(pilot, lambda: app.screen is not shown)
        assert (tmp_path / file).read_text().count("\n") == lines
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)


@pytest.mark.parametrize(("begin", "words", "file", "lines"), CASES)
async def test_it_ends_when_somebody_quits(
    sandbox_session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    begin: Begin, words: str, file: str, lines: int,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(export, "PAGE", 20)
    async with app_on(sandbox_session) as (app, pilot):
        shown = await begin(pilot, tmp_path, asyncio.Event())
        await until(pilot, lambda: isinstance(shown, Dialog) and shown.under_way)
        await asked(app, pilot, words)
        assert not app._exit
        await pilot.press("y")
        await until(pilot, lambda: app._exit)
    left = results_in(tmp_path)
    assert left, "what was written is kept"
    assert all(text.count("\n") < lines for text in left)


def results_in(folder: Path) -> list[str]:
    return [path.read_text() for path in folder.iterdir() if path.name != "in.csv"]
