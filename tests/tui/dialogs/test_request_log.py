"""The log on the screen: newest first, narrowed by typing, with where all of it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from c8tui.request_log import LogFile, RequestLog
from c8tui.tui.dialogs.request_log import LogDialog
from tests.clocks import NOON
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, dialog, dialog_on, enter, text_of, typed, until


def a_log(file: LogFile | None = None) -> RequestLog:
    log = RequestLog(file, debug=True, now=lambda: NOON - 60)
    for number in range(40):
        log.exchanged("GET", f"/user-tasks/{number}", status=200, seconds=0.014)
    log.note("token: one in the cache")
    log.exchanged("POST", "/[red]markup[/red]", status=503, seconds=2, attempt=2, failure="Backpressure")
    return log


def listed(app: Any) -> list[str]:
    return [line.strip(" │▂▃▅▇█") for line in text_of(app).splitlines() if " ms" in line or "token" in line]


async def test_the_newest_stand_first_with_their_age() -> None:
    async with dialog_on(LogDialog(a_log())) as (app, pilot):
        await until(pilot, lambda: listed(app))
        assert listed(app)[:3] == [
            "1 m POST /[red]markup[/red] 503 2000 ms, attempt 2, Backpressure",
            "1 m token: one in the cache",
            "1 m GET /user-tasks/39 200 14 ms",
        ]
        assert "42 lines; --log FILE keeps all of them" in text_of(app)


async def test_typing_narrows_it_and_keys_move_in_it() -> None:
    async with dialog_on(LogDialog(a_log(), "get /user-tasks")) as (app, pilot):
        await until(pilot, lambda: listed(app))
        assert all("/user-tasks/" in line for line in listed(app))
        assert "/user-tasks/0 " not in text_of(app)
        await pilot.press("pagedown", "pagedown", "pagedown", "pagedown")
        await until(pilot, lambda: "/user-tasks/0 " in text_of(app))
        await typed(pilot, *"/27 ")
        await until(pilot, lambda: len(listed(app)) == 1)
        await typed(pilot, "x", "enter")
        await until(pilot, lambda: "nothing is found" in text_of(app))
        await pilot.press("escape")
    assert app.results == [None]


async def test_it_says_where_all_of_it_is(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "c.log")
    async with dialog_on(LogDialog(a_log(file)), (160, 24)) as (app, pilot):
        await until(pilot, lambda: f"all of them: {tmp_path}" in text_of(app))
        file.trouble = "no space left on device"
        await typed(pilot, "a")
        await until(pilot, lambda: "c.log: no space left on device" in text_of(app))


async def test_the_command_line_opens_it_narrowed(sandbox: Sandbox, open_session: Any) -> None:
    async with app_on(await open_session(sandbox)) as (app, pilot):
        await enter(pilot, "colon", "log topology")
        await dialog(app, pilot, LogDialog)
        await until(pilot, lambda: listed(app))
        assert all("GET /topology 200" in line for line in listed(app))


async def test_in_linear_mode_it_is_lines(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox, linear=True, debug=True)
    async with app_on(session) as (app, pilot):
        await enter(pilot, "colon", "log refresh of")
        await dialog(app, pilot, LogDialog)
        await until(pilot, lambda: "refresh of inbox: next in" in text_of(app))
        assert not set(text_of(app)) & set("│╭╮─")
