"""Notice of work in the app: what is said where, what reaches the terminal, when nothing does, and how it ends."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from c8tui.errors import Unreachable
from c8tui.session.actions import Step
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.help import HelpDialog
from c8tui.tui.widgets.views import Views
from c8tui.tui.work_notices import BELL, WorkNotices, osc9
from tests.session.test_task_watch import come
from tests.tui.apps import app_on, closed, dialog, enter, inbox_of, list_of, notice, text_of, until

SECOND_SIZE = (140, 30)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What notices write to the terminal."""
    found: list[str] = []
    monkeypatch.setattr(WorkNotices, "_write", lambda _, sequence: found.append(sequence))
    monkeypatch.setenv("TERM", "xterm-256color")
    return found


@pytest.fixture
def opened(sandbox: Any, open_session: Any) -> Any:
    """Opens the app with watched views, which has looked once and looks again when it is told."""

    @asynccontextmanager
    async def begin(*views: str, screen: str = "inbox", size: Any = (100, 30), **settings: Any) -> Any:
        given = {"notify": "bell", "notify_views": views or ("unassigned",), "refresh_s": 86_400.0, **settings}
        session = await open_session(sandbox, **given)
        session.task_watch.clock = sandbox.clock
        other = await open_session(sandbox, "ben")
        async with app_on(session, screen, size) as (app, pilot):
            await until(pilot, lambda: app.notices is not None and not app.notices._looking)
            yield app, pilot, other

    return begin


async def look(app: C8App) -> None:
    assert app.notices is not None
    await app.notices.look()


def first_line(app: C8App) -> str:
    return text_of(app).splitlines()[0]


async def test_nothing_is_watched_by_default(sandbox: Any, open_session: Any) -> None:
    session = await open_session(sandbox)
    async with app_on(session) as (app, _):
        assert app.notices is None
        assert session.task_watch is None


def test_nothing_of_it_is_imported_where_it_is_off() -> None:
    modules = "c8tui.tui.app, c8tui.tui.tasks.screen, c8tui.session.session, c8tui.settings"
    code = f"import sys, {modules}; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True).stdout
    ours = {
        "c8tui.tui.work_notices",
        "c8tui.session.task_watch",
        "c8tui.session.notify_line",
        "c8tui.dates.quiet_hours",
    }
    assert "c8tui.session.user_tasks" in told.split()
    assert ours.isdisjoint(told.split())


async def test_it_is_said_listed_and_counted_until_it_is_seen(opened: Any, written: list[str]) -> None:
    async with opened(size=SECOND_SIZE) as (app, pilot, other):
        inbox = inbox_of(app)
        await enter(pilot, "colon", "in unassigned")
        await until(pilot, lambda: inbox.views.view.id == "unassigned" and not inbox.flow.runs("poll"))
        task = await come(other)
        await look(app)
        assert notice(app) == f"1 new task in Unassigned: {task.title}"
        assert written == [BELL]
        await until(pilot, lambda: inbox.listed.rows.index_of(task.user_task_key) is not None)  # type: ignore[union-attr]
        await until(pilot, lambda: "1 new" in first_line(app))
        (counts,) = [count for title, count, _ in app.screen.query_one(Views)._entries if title == "Unassigned"]
        assert counts.startswith("+1 ")
        await pilot.press("j")
        await until(pilot, lambda: "1 new" not in first_line(app))
        (counts,) = [count for title, count, _ in app.screen.query_one(Views)._entries if title == "Unassigned"]
        assert not counts.startswith("+")


async def test_another_screen_is_shown(opened: Any, written: list[str]) -> None:
    async with opened(screen="incidents") as (app, pilot, other):
        for _ in range(10):
            await come(other)
        await look(app)
        assert notice(app) == "10 new tasks in Unassigned: Call customer back (10)"
        assert written == [BELL]
        await until(pilot, lambda: "10 new" in first_line(app))
        await pilot.press("j")  # somebody is there, and sees other things
        await pilot.pause()
        assert "10 new" in first_line(app)
        await enter(pilot, "colon", "in unassigned")
        await until(pilot, lambda: app.current_mode == "inbox" and app.screen.query("StatusLine"))
        await until(pilot, lambda: "10 new" not in first_line(app))


async def test_it_is_said_below_a_dialog(opened: Any, written: list[str]) -> None:
    async with opened() as (app, pilot, other):
        await pilot.press("question_mark")
        await dialog(app, pilot, HelpDialog)
        await come(other)
        await look(app)
        await pilot.press("escape")
        await closed(app, pilot)
        assert notice(app).startswith("1 new task in Unassigned")
        assert written == [BELL]


async def test_a_failure_that_nobody_has_read_stays(opened: Any, written: list[str]) -> None:
    async with opened() as (app, pilot, other):
        app.failed(Unreachable("the cluster is away"))
        said = notice(app)
        await come(other)
        await look(app)
        assert notice(app) == said
        await until(pilot, lambda: "1 new" in first_line(app))
        assert written == [BELL]


async def test_the_views_to_choose_from_say_it(opened: Any, written: list[str]) -> None:
    async with opened() as (app, pilot, other):
        await come(other)
        await look(app)
        await pilot.press("v")
        await until(pilot, lambda: re.search(r"Unassigned +\d+   1 new", text_of(app)))


async def test_our_own_release_is_no_news(opened: Any, written: list[str]) -> None:
    async with opened() as (app, pilot, _):
        inbox = inbox_of(app)
        held = next(one for one in inbox.listed.loaded() if one.assignee == "demo" and one.state == "CREATED")
        await Step("unclaim", "demo").send(app.session.user_tasks, held)
        await look(app)
        await pilot.pause()
        assert "new" not in first_line(app)
        assert written == []


async def test_quiet_hours_are_quiet_and_not_blind(opened: Any, written: list[str]) -> None:
    async with opened(quiet="00:00-24:00") as (app, _, other):
        await come(other)
        await look(app)
        assert notice(app).startswith("1 new task in Unassigned")
        assert written == []


async def test_an_outage_is_silent_and_one_notice_follows(opened: Any, written: list[str], sandbox: Any) -> None:
    async with opened(screen="incidents", refresh_s=20.0) as (app, _, other):
        await come(other)

        async def cut(request: httpx.Request) -> None:
            raise httpx.ConnectError("refused")

        sandbox.meddle = cut
        pauses: list[float] = []
        app.notices._arm = pauses.append
        for _ in range(4):
            await look(app)
        assert (written, notice(app), pauses) == ([], "", [20, 40, 60, 60])
        sandbox.meddle = None
        await look(app)
        await look(app)
        assert written == [BELL]
        assert pauses[4:] == [20, 20]


async def test_while_the_terminal_is_somebody_elses_nothing_is_asked(
    opened: Any, written: list[str], sandbox: Any
) -> None:
    async with opened() as (app, pilot, other):
        await come(other)
        app.app_suspend_signal.publish(app)
        sandbox.sent.clear()
        app.notices.now()
        await pilot.pause()
        assert (sandbox.sent, app.notices._timer) == ([], None)
        app.app_resume_signal.publish(app)
        await until(pilot, lambda: written == [BELL])
        assert app.notices._timer is not None


async def test_another_session_ends_it(opened: Any, written: list[str], sandbox: Any, open_session: Any) -> None:
    async with opened() as (app, pilot, other):
        before, old = app.session, app.notices
        app.session = other
        await come(other)
        old.now()
        await pilot.pause()
        assert written == []
        app.session = before


async def test_linear_mode_says_a_line(opened: Any, written: list[str]) -> None:
    async with opened(linear=True) as (app, pilot, other):
        task = await come(other)
        await look(app)
        await until(pilot, lambda: f"1 new task in Unassigned: {task.title}" in text_of(app))


class TestOsc9:
    async def test_it_is_one_sequence(self, opened: Any, written: list[str]) -> None:
        async with opened(notify="osc9") as (app, _, other):
            await come(other)
            await look(app)
            assert written == ["\x1b]9;c8tui: 1 new task in Unassigned: Call customer back\a"]

    @pytest.mark.parametrize("hostile", ["\x1b]0;owned\a", "\x9c\x07x\n", "a\x1b\\\x1b[31m", "\u202e\u2028", "4;1;50"])
    def test_no_control_character_is_in_it(self, hostile: str) -> None:
        sequence = osc9(hostile * 50, {"TERM": "xterm"})
        head, text, end = sequence[:4], sequence[4:-1], sequence[-1]
        assert (head, end) == ("\x1b]9;", "\a")
        assert text.isprintable()
        assert len(text) < 1_500
        assert text.startswith("c8tui: ")

    def test_inside_tmux_it_goes_through_and_the_window_is_marked(self) -> None:
        sequence = osc9("work", {"TERM": "tmux-256color", "TMUX": "/tmp/x"})
        assert sequence == "\x1bPtmux;\x1b\x1b]9;c8tui: work\a\x1b\\\a"

    @pytest.mark.parametrize("env", [{"TERM": "linux"}, {"TERM": "dumb"}, {}])
    def test_a_terminal_that_knows_none_rings(self, env: dict[str, str]) -> None:
        assert osc9("work", env) == BELL


class TestACommand:
    async def test_it_gets_what_is_new_as_words(self, opened: Any, tmp_path: Path) -> None:
        out = tmp_path / "out"
        line = f"printf '%s|' {{count}} {{view}} {{title}} {{titles}} > {out}"
        async with opened(notify=line) as (
            app,
            pilot,
            other,
        ):
            await come(other)
            await come(other)
            await look(app)
            name = "Call customer back"
            await until(pilot, lambda: out.exists() and out.read_text() == f"2|Unassigned|{name}|{name}|{name}|")
            assert app.session.shell_jobs.latest is None  # what `:output` shows is what somebody has asked for

    async def test_its_failure_is_told_once_until_it_has_worked(self, opened: Any, tmp_path: Path) -> None:
        flag = tmp_path / "flag"
        async with opened(notify=f"echo no {{count}}; test -e {flag}") as (app, pilot, other):
            said: list[str] = []
            app.say = lambda text, kind="ok": said.append(text)

            async def tell() -> None:
                await come(other)
                await look(app)
                await until(pilot, lambda: not app.flow.runs("notices"))

            await tell()
            await tell()
            assert said == ["The command of notify failed with exit code 1: no 1"]
            flag.touch()
            await tell()
            assert len(said) == 1
            flag.unlink()
            await tell()
            assert len(said) == 2

    async def test_what_is_wrong_with_the_settings_is_told_at_the_start(self, opened: Any) -> None:
        async with opened("nowhere", notify="tell '{title}'") as (app, pilot, other):
            await until(pilot, lambda: "notify (the settings)" in notice(app))
            assert "shows all" in notice(app)
            assert "notify_views" in str(list_of(app).last_problem)
            await come(other)
            await look(app)  # nothing is watched, and nothing breaks
