"""Commands of one's own on a screen: where they run, what is asked before, and what is told of them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual.app import App

from c8tui.tui.decisions.screen import DecisionScreen
from c8tui.tui.dialogs.problem import ProblemDialog
from c8tui.tui.dialogs.shell import OutputDialog, RunLinesDialog
from c8tui.tui.registry import use_commands
from c8tui.tui.screens.own_commands import _IN_TERMINAL
from c8tui.tui.tasks.stream import StreamScreen
from c8tui.tui.widgets.clipped import Clipped
from tests.tui.apps import app_on, closed, current, dialog, enter, list_of, notice, text_of, until


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    yield
    use_commands({})


def written(folder: Path) -> list[str]:
    """The names of the files there."""
    return [one.name for one in folder.iterdir()]


@pytest.fixture
def opened(sandbox: Any, open_session: Any) -> Any:
    """Opens the app with commands of one's own."""

    @asynccontextmanager
    async def begin(table: dict[str, Any], screen: str = "inbox", **settings: Any) -> Any:
        session = await open_session(sandbox, commands={"mine": {"key": "f6", **table}}, **settings)
        async with app_on(session, screen) as (app, pilot):
            yield app, pilot

    return begin


async def test_the_last_line_is_told_and_all_of_it_can_be_read(opened: Any) -> None:
    async with opened({"run": "echo first; echo last {user_task_key} {profile}"}) as (app, pilot):
        await until(pilot, lambda: "f6 mine" in text_of(app).splitlines()[-1])
        await pilot.press("f6")
        await until(pilot, lambda: notice(app).startswith(f"mine: last {current(app).user_task_key}"))
        await enter(pilot, "colon", "output")
        shown = await dialog(app, pilot, OutputDialog)
        await until(pilot, lambda: "first\nlast" in str(shown.query_one("#printed", Clipped).visual))


async def test_a_hostile_name_is_an_argument(opened: Any, sandbox: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"
    async with opened({"run": f"printf '%s' {{name}} > {out}", "screen": "tasks"}) as (app, pilot):
        name = "'; touch pwned; echo \x1b]0;x\x07 [bold]$(id)"
        rows = list_of(app).listed.rows
        assert rows is not None
        rows.dress = lambda task: msgspec.structs.replace(task, name=name)
        await pilot.press("f6")
        await until(pilot, lambda: notice(app) == "mine is done")
        assert out.read_text() == name
        assert written(tmp_path) == ["out"]


async def test_it_shows_the_exact_line_first(opened: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"
    async with opened({"run": f"echo {{name}} >> {out}", "confirm": True, "description": "Writes it"}) as (app, pilot):
        await pilot.press("f6")
        asked = await dialog(app, pilot, RunLinesDialog)
        assert f"echo '{current(app).name}' >> {out}" in str(asked.query_one("#lines", Clipped).visual)
        await pilot.press("enter")  # Cancel has the focus
        await closed(app, pilot)
        assert not out.exists()
        await pilot.press("f6")
        await dialog(app, pilot, RunLinesDialog)
        await pilot.press("y")
        await until(pilot, lambda: notice(app) == "mine is done")
        assert out.read_text() == f"{current(app).name}\n"


@pytest.mark.parametrize(("run", "lines"), [("echo {user_task_key}", 3), ("echo {user_task_keys}", 1)])
async def test_marked_rows_are_asked_about_once(opened: Any, run: str, lines: int) -> None:
    async with opened({"run": run}) as (app, pilot):
        await pilot.press("space", "space", "space")
        keys = [*list_of(app).listed.marks]
        await pilot.press("f6")
        asked = await dialog(app, pilot, RunLinesDialog)
        shown = str(asked.query_one("#lines", Clipped).visual)
        assert shown == ("\n".join(f"echo {key}" for key in keys) if lines > 1 else f"echo {' '.join(keys)}")
        assert "3 marked rows" in str(asked.query_one("#question", Clipped).visual)
        await pilot.press("y")
        await until(pilot, lambda: notice(app).startswith("mine: "))
        job = app.session.shell_jobs.latest
        assert job.to_copy.decode().split() == keys
        assert job.done == lines


async def test_a_failure_is_told(opened: Any) -> None:
    async with opened({"run": "echo why >&2; exit 4"}) as (app, pilot):
        await pilot.press("f6")
        await until(pilot, lambda: "mine failed with exit code 4: why   :output shows all" in notice(app))


async def test_output_goes_to_the_clipboard(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    got: list[str] = []
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: got.append(text))
    async with opened({"run": "echo {key}; echo no >&2", "where": "clipboard"}) as (app, pilot):
        await pilot.press("f6")
        await until(pilot, lambda: "Copied what mine printed (sent to the terminal)" in notice(app))
        assert got == [current(app).user_task_key]


async def test_a_read_only_profile_refuses_what_is_dangerous(opened: Any, tmp_path: Path) -> None:
    async with opened({"run": f"touch {tmp_path}/x", "dangerous": True}, read_only=True) as (app, pilot):
        await pilot.press("f6")
        await until(pilot, lambda: "read-only" in notice(app))
        assert not written(tmp_path)


async def test_a_protected_profile_wants_its_name(opened: Any, tmp_path: Path) -> None:
    table = {"run": f"touch {tmp_path}/x", "dangerous": True}
    async with opened(table, protected=True, profile="prod") as (app, pilot):
        await pilot.press("f6")
        asked = await dialog(app, pilot, RunLinesDialog)
        assert asked.require == "prod"
        await pilot.press("enter")
        assert not written(tmp_path)
        await pilot.press(*"prod", "enter")
        await until(pilot, lambda: notice(app) == "mine is done")
        assert written(tmp_path)


async def test_what_runs_is_stopped_from_its_output(opened: Any) -> None:
    async with opened({"run": "echo on; sleep 1000"}) as (app, pilot):
        await pilot.press("f6")
        await until(pilot, lambda: app.session.shell_jobs.latest and app.session.shell_jobs.latest.printed)
        await enter(pilot, "colon", "output")
        await dialog(app, pilot, OutputDialog)
        await pilot.press("ctrl+x")
        await until(pilot, lambda: "was stopped" in text_of(app))
        assert app.session.shell_jobs.running == 0


async def test_a_bad_command_is_told_and_keeps_nobody_from_starting(sandbox: Any, open_session: Any) -> None:
    bad = {"bad": {"run": "echo {nme}"}, "worse": 3, "good": {"run": "echo {key}"}}
    async with app_on(await open_session(sandbox, commands=bad)) as (app, pilot):
        await until(pilot, lambda: "commands.bad.run (the settings file): there is no {nme}" in notice(app))
        await pilot.press("exclamation_mark")
        shown = await dialog(app, pilot, ProblemDialog)
        assert "commands.worse (the settings file): has to be a table" in shown._text
        await pilot.press("escape")
        await closed(app, pilot)
        await enter(pilot, "colon", "good")
        await until(pilot, lambda: notice(app).startswith("good: "))


async def test_a_screen_without_rows_runs_what_needs_none(opened: Any) -> None:
    async with opened({"run": "echo {address}"}, screen="topology") as (app, pilot):
        await pilot.press("f6")
        await until(pilot, lambda: f"mine: {app.session.settings.address}" in notice(app))


@pytest.mark.parametrize(("code", "said"), [(0, "mine is done"), (3, "mine ended with exit code 3")])
async def test_the_terminal_is_handed_over(opened: Any, monkeypatch: pytest.MonkeyPatch, code: int, said: str) -> None:
    ran: list[list[str]] = []

    async def run_outside(_: Any, arguments: list[str]) -> int:
        ran.append(arguments)
        return code

    monkeypatch.setattr("c8tui.tui.terminal.editor.run_outside", run_outside)
    async with opened({"run": "less {key}", "where": "terminal"}) as (app, pilot):
        await pilot.press("f6")
        await until(pilot, lambda: notice(app) == said)
        assert ran[0][:2] == ["sh", "-c"]
        assert ran[0][3:] == ["sh", f"less {current(app).user_task_key}", "mine"]


def test_the_way_back_from_the_terminal_waits_and_keeps_the_exit_code() -> None:
    ran = subprocess.run(
        ["sh", "-c", _IN_TERMINAL, "sh", "echo out; exit 7", "mine"], input="\n", capture_output=True, text=True
    )
    assert ran.returncode == 7
    assert ran.stdout == "out\n\nmine ended with exit code 7. Press enter to go back. "


async def test_a_screen_that_cannot_be_suspended_says_so(opened: Any) -> None:
    async with opened({"run": "less {key}", "where": "terminal"}) as (app, pilot):
        await pilot.press("f6")
        await until(pilot, lambda: "this terminal cannot be handed to a command" in notice(app))


async def test_the_decision_and_the_task_that_a_screen_shows_are_what_it_is_about(opened: Any) -> None:
    async with opened({"run": "echo {key}", "screen": ["decision", "decisions"]}, "decisions") as (app, pilot):
        key = list_of(app).current.decision_definition_key  # type: ignore[union-attr]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DecisionScreen) and app.screen.version.opened is not None)
        await pilot.press("f6")
        await until(pilot, lambda: f"mine: {key}" in text_of(app))
    async with opened({"run": "echo {user_task_key}"}) as (app, pilot):
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, StreamScreen) and app.screen.current is not None)
        await pilot.press("f6")
        await until(pilot, lambda: f"mine: {app.screen.current.user_task_key}" in text_of(app))
