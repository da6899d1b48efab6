"""Copying what a screen asks as a line for the shell."""

from __future__ import annotations

import pytest
from textual.app import App

from c8tui.session.session import Session
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.screens.selected import shown_record
from tests.tui.apps import app_on, current, dialog, enter, notice, text_of, until


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    got: list[str] = []
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: got.append(text))
    return got


async def test_the_row_as_a_line_of_curl(sandbox_session: Session, copies: list[str]) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await enter(pilot, "colon", "copy-as")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Copied this row as curl" in notice(app))
        [line] = copies
        assert line.startswith("curl ")
        assert f"/user-tasks/{current(app).user_task_key} " in f"{line.replace(chr(39), ' ')} "


@pytest.mark.parametrize("screen", ["jobs", "incidents", "decisions", "evaluations", "topology"])
async def test_every_screen_has_something_to_copy(sandbox_session: Session, copies: list[str], screen: str) -> None:
    async with app_on(sandbox_session, screen) as (app, pilot):
        await pilot.press("ctrl+y")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("enter")
        await until(pilot, lambda: "as curl" in notice(app))
        assert copies[0].startswith("curl ")


@pytest.mark.parametrize(
    ("screen", "key", "path"),
    [("inbox", "S", "/user-tasks/"), ("decisions", "enter", "/decision-definitions/"),
     ("instances", "enter", "/process-instances/"), ("processes", "enter", "/process-definitions/")],
)  # fmt: skip
async def test_what_a_screen_over_a_list_shows_can_be_copied(
    sandbox_session: Session, copies: list[str], screen: str, key: str, path: str
) -> None:
    async with app_on(sandbox_session, screen) as (app, pilot):
        await pilot.press(key)
        await until(pilot, lambda: len(app.screen_stack) == 2 and shown_record(app.screen) is not None)  # type: ignore[arg-type]
        await pilot.press("ctrl+y")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("enter")
        await until(pilot, lambda: "what is shown as curl" in text_of(app))
        assert path in copies[0]
