"""Changing the cluster while the app runs: the new session first, nothing lost of the old one, nothing of it kept."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from c8tui.errors import Unreachable
from c8tui.session.actions import Step
from c8tui.session.clusters import ProfileEntry
from c8tui.session.session import Session
from c8tui.state import State
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.problem import ProblemDialog
from c8tui.tui.dialogs.profile import ProfileDialog
from c8tui.tui.registry import MODES, use_keys
from c8tui.tui.unfinished import locked_words
from tests.sandboxes import Sandbox, a_task
from tests.tui.apps import app_on, closed, current, dialog, enter, list_of, loaded, notice, text_of, typed, until

MOST_ALIVE = 6
"""Old sessions whose screens something short-lived may still name, such as a timer that is cancelled and not due."""


class TwoClusters:
    """Profiles over sandboxes; one of them can be made to wait, or to fail."""

    def __init__(self, **sandboxes: Sandbox) -> None:
        self.sandboxes = sandboxes
        self.settings: dict[str, dict[str, Any]] = {}
        self.state = State()
        self.state.remember_hint_seen()
        self.failure: BaseException | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.held = asyncio.Event()
        """Set when the time to take a run back is over."""
        self.opened: list[Session] = []

    def profiles(self) -> Sequence[ProfileEntry]:
        said = {name: self.settings.get(name, {}) for name in self.sandboxes}
        return [
            ProfileEntry(name, f"http://{name}.test/v2", bool(one.get("protected")), color=one.get("color", ""))
            for name, one in said.items()
        ]

    async def open(self, profile: str) -> Session:
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        return await self._open(profile, self.settings.get(profile, {}))

    async def narrow(self, session: Session, tenant_id: str | None) -> Session:
        profile = session.settings.profile or ""
        return await self._open(profile, {**self.settings.get(profile, {}), "tenant_id": tenant_id})

    async def _open(self, profile: str, settings: dict[str, Any]) -> Session:
        given = {"address": f"http://{profile}.test/v2", "profile": profile, **settings}
        self.opened.append(await self.sandboxes[profile].session(state=self.state, **given))
        return self.opened[-1]


@asynccontextmanager
async def app_with(clusters: TwoClusters, screen: str = "inbox") -> AsyncIterator[tuple[C8App, Pilot[Any]]]:
    """The app on the profile `dev`."""
    app = C8App(lambda: clusters.open("dev"), lambda: clusters, screen=screen)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: app.current_mode == screen and app.screen.query("StatusLine"))
        yield app, pilot


@pytest.fixture
def clusters() -> TwoClusters:
    return TwoClusters(dev=Sandbox(), prod=Sandbox(story="triage", tasks=60))


def profile_of(app: C8App) -> str | None:
    return app.session.settings.profile


async def at(app: C8App, pilot: Pilot[Any], profile: str) -> None:
    """The app has changed to a profile, and its list is there."""
    await until(pilot, lambda: profile_of(app) == profile and not app.switching._swapping and app.screen.is_mounted)
    await until(pilot, lambda: app.current_mode != "inbox" or loaded(app))


def is_closed(session: Session) -> bool:
    return bool(session._connection.wire._client.is_closed)


async def test_a_profile_is_chosen_from_the_list_and_the_screens_are_new(clusters: TwoClusters) -> None:
    clusters.settings["prod"] = {"protected": True}
    async with app_with(clusters) as (app, pilot):
        await until(pilot, lambda: loaded(app))
        old, screen = app.session, app.screen
        await pilot.press("space", "space")
        await enter(pilot, "colon", "profile")
        await dialog(app, pilot, ProfileDialog)
        assert "http://prod.test/v2   protected" in text_of(app)
        assert "http://dev.test/v2   in use" in text_of(app)
        await pilot.press("j", "enter")
        await at(app, pilot, "prod")
        assert "Now on prod" in notice(app)
        assert app.screen is not screen
        assert not list_of(app).listed.marks
        assert is_closed(old)
        assert not is_closed(app.session)
        asked_before = len(clusters.sandboxes["dev"].sent)
        await pilot.press("r", "2", "1")
        await until(pilot, lambda: app.current_mode == "inbox")
        assert len(clusters.sandboxes["dev"].sent) == asked_before


@pytest.mark.parametrize("mode", [spec.id for spec in MODES])
async def test_it_changes_from_each_screen_to_the_same_one(clusters: TwoClusters, mode: str) -> None:
    async with app_with(clusters, mode) as (app, pilot):
        await enter(pilot, "colon", "profile prod")
        await at(app, pilot, "prod")
        assert app.current_mode == mode
        assert [*app._screen_stacks] == ["_default", mode]


@pytest.mark.parametrize(
    ("failure", "words"),
    [(Unreachable("nothing listens there"), "nothing listens there"), (None, "prod was not opened")],
)
async def test_what_cannot_be_opened_leaves_all_as_it_was(
    clusters: TwoClusters, failure: Unreachable | None, words: str
) -> None:
    async with app_with(clusters) as (app, pilot):
        await until(pilot, lambda: loaded(app))
        await pilot.press("space")
        session, screen = app.session, app.screen
        if failure is None:
            await clusters.sandboxes["prod"].faults("401@*")
        clusters.failure = failure
        await enter(pilot, "colon", "profile prod")
        await until(pilot, lambda: "! shows all" in notice(app))
        assert app.session is session
        assert app.screen is screen
        assert not is_closed(session)
        assert len(list_of(app).listed.marks) == 1
        await pilot.press("exclamation_mark")
        await dialog(app, pilot, ProblemDialog)
        assert words in " ".join(text_of(app).split())


async def test_escape_gives_up_while_it_connects_and_what_comes_late_is_closed(clusters: TwoClusters) -> None:
    async with app_with(clusters) as (app, pilot):
        clusters.gate.clear()
        await enter(pilot, "colon", "profile prod")
        await until(pilot, lambda: "Connecting to prod" in notice(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Stays on dev" in notice(app))
        clusters.gate.set()
        await pilot.pause(0.01)
        assert profile_of(app) == "dev"
        assert all(is_closed(one) for one in clusters.opened[1:])


async def test_keys_that_are_typed_meanwhile_are_for_the_new_cluster(clusters: TwoClusters) -> None:
    async with app_with(clusters) as (app, pilot):
        await until(pilot, lambda: loaded(app))
        clusters.gate.clear()
        await enter(pilot, "colon", "profile prod")
        await typed(pilot, "2")
        assert app.current_mode == "inbox"
        clusters.gate.set()
        await until(pilot, lambda: profile_of(app) == "prod" and app.current_mode == "decisions")


async def test_of_two_that_are_asked_for_the_last_one_counts(clusters: TwoClusters) -> None:
    clusters.sandboxes["test"] = Sandbox(tasks=20)
    async with app_with(clusters) as (app, pilot):
        clusters.gate.clear()
        app.switching.to_profile("prod")
        await pilot.pause()
        app.switching.to_profile("test")
        clusters.gate.set()
        await at(app, pilot, "test")
        assert [one for one in clusters.opened if not is_closed(one)] == [app.session]


async def test_the_same_profile_is_opened_anew(clusters: TwoClusters) -> None:
    async with app_with(clusters) as (app, pilot):
        old = app.session
        clusters.settings["dev"] = {"read_only": True}
        await enter(pilot, "colon", "profile dev")
        await until(pilot, lambda: app.session is not old and app.session.settings.read_only)
        assert is_closed(old)


async def hold_a_bulk(app: C8App, clusters: TwoClusters) -> Any:
    """Several completions in their time to be taken back."""
    session = app.session
    session.outbox.undo_s = 5.0

    async def sleep(_: float) -> None:
        await clusters.held.wait()

    session.outbox.sleep = sleep
    tasks = [await a_task(session, assignee="demo"), await a_task(session, assignee=None)]
    return session.outbox.put(session.task_records, Step("assign", "demo", assignee="ben"), tasks)


async def ways(app: C8App, pilot: Pilot[Any]) -> list[str]:
    shown = await dialog(app, pilot, ChoiceDialog)
    return [str(option.id) for option in shown.query_one(OptionList).options]


async def choose(app: C8App, pilot: Pilot[Any], way: str) -> None:
    number = (await ways(app, pilot)).index(way)
    await pilot.press(*["j"] * number, "enter")


@pytest.mark.parametrize(("way", "sent"), [("send", 2), ("drop", 0), ("wait", 2)])
async def test_a_bulk_that_can_be_taken_back_is_asked_about(clusters: TwoClusters, way: str, sent: int) -> None:
    async with app_with(clusters) as (app, pilot):
        await until(pilot, lambda: loaded(app))
        run = await hold_a_bulk(app, clusters)
        await enter(pilot, "colon", "profile prod")
        assert await ways(app, pilot) == ["stay", "wait", "send", "drop"]
        assert "assigning 2" in text_of(app)
        await choose(app, pilot, way)
        if way == "wait":
            await until(pilot, lambda: "when that has ended" in notice(app))
            assert profile_of(app) == "dev"
            clusters.held.set()
        await at(app, pilot, "prod")
        assert run.over
        assert len(clusters.sandboxes["dev"].commands_sent()) == sent
        assert clusters.sandboxes["prod"].commands_sent() == []


async def test_whoever_stays_keeps_all_of_it(clusters: TwoClusters) -> None:
    async with app_with(clusters) as (app, pilot):
        await until(pilot, lambda: loaded(app))
        run = await hold_a_bulk(app, clusters)
        await enter(pilot, "colon", "profile prod")
        await dialog(app, pilot, ChoiceDialog)
        assert "Stays on" not in notice(app), "nobody has answered yet"
        await choose(app, pilot, "stay")
        await until(pilot, lambda: "Stays on dev" in notice(app))
        assert run.state == "held"
        await until(pilot, lambda: is_closed(clusters.opened[-1]))
        assert clusters.opened[-1] is not app.session


async def test_a_bulk_that_is_being_sent_is_waited_for(clusters: TwoClusters) -> None:
    gate = asyncio.Event()

    async def wait(request: httpx.Request) -> None:
        if request.url.path.endswith("/assignment"):
            await gate.wait()

    async with app_with(clusters) as (app, pilot):
        await until(pilot, lambda: loaded(app))
        clusters.sandboxes["dev"].meddle = wait
        run = await hold_a_bulk(app, clusters)
        app.session.outbox.send_now(run)
        await until(pilot, lambda: app.session.sends)
        await enter(pilot, "colon", "profile prod")
        await choose(app, pilot, "wait")
        await until(pilot, lambda: "when that has ended" in notice(app))
        gate.set()
        await at(app, pilot, "prod")
        assert run.counts["done"] == 2


async def test_a_dialog_that_is_open_is_waited_for(clusters: TwoClusters) -> None:
    async with app_with(clusters) as (app, pilot):
        await until(pilot, lambda: loaded(app))
        await pilot.press("f")
        shown = await dialog(app, pilot, FieldsDialog) if isinstance(app.screen, FieldsDialog) else app.screen
        app.switching.to_profile("prod")
        await until(pilot, lambda: "prod is shown when this is closed" in text_of(app))
        assert app.screen is shown
        await pilot.press("escape")
        await at(app, pilot, "prod")


async def test_what_a_stream_has_claimed_goes_back(clusters: TwoClusters) -> None:
    async with app_with(clusters) as (app, pilot):
        await until(pilot, lambda: loaded(app))
        dev = clusters.sandboxes["dev"]
        await enter(pilot, "colon", "in unassigned")
        await until(pilot, lambda: loaded(app) and current(app).assignee is None)
        await pilot.press("S")
        await until(pilot, lambda: any("/assignment" in line for line in dev.commands_sent()) and not app.session.sends)
        app.screen.action_do("profile", "prod")  # type: ignore[attr-defined]
        assert await ways(app, pilot) == ["stay", "wait"]
        assert "goes back to everybody" in text_of(app)
        await choose(app, pilot, "wait")
        await at(app, pilot, "prod")
        assert sum("DELETE" in line for line in dev.commands_sent()) == 1


async def test_settings_of_the_person_follow_the_profile(clusters: TwoClusters) -> None:
    clusters.settings["prod"] = {"theme": "light", "linear": True, "keys": {"claim": "f9"}, "undo_s": 7.0}
    try:
        async with app_with(clusters) as (app, pilot):
            await enter(pilot, "colon", "profile prod")
            await at(app, pilot, "prod")
            assert app.theme == "light"
            assert app.has_class("-linear")
            assert app.session.outbox.undo_s == 7.0
            assert next(one for one in app.commands_of("inbox") if one.id == "claim").keys == ("f9",)
            await enter(pilot, "colon", "profile dev")
            await at(app, pilot, "dev")
            assert app.theme == "dark"
            assert not app.has_class("-linear")
            assert next(one for one in app.commands_of("inbox") if one.id == "claim").keys != ("f9",)
    finally:
        use_keys({})


async def test_keys_that_cannot_be_used_keep_it_where_it_is(clusters: TwoClusters) -> None:
    clusters.settings["prod"] = {"keys": {"no_such_command": "f9"}}
    async with app_with(clusters) as (app, pilot):
        await enter(pilot, "colon", "profile prod")
        await until(pilot, lambda: "prod was not opened" in notice(app))
        assert profile_of(app) == "dev"
        assert is_closed(clusters.opened[-1])


async def test_the_view_is_remembered_for_each_profile(clusters: TwoClusters) -> None:
    async with app_with(clusters) as (app, pilot):
        await until(pilot, lambda: loaded(app))
        await enter(pilot, "colon", "in overdue")
        await until(pilot, lambda: app.session.last_view == "overdue")
        await enter(pilot, "colon", "profile prod")
        await at(app, pilot, "prod")
        assert app.session.last_view != "overdue"
        await enter(pilot, "colon", "profile dev")
        await at(app, pilot, "dev")
        assert app.session.last_view == "overdue"


async def test_a_tenant_is_chosen_and_taken_off(clusters: TwoClusters) -> None:
    async with app_with(clusters) as (app, pilot):
        await until(pilot, lambda: loaded(app))
        assert list_of(app).listed.count > 0
        await enter(pilot, "colon", "tenant")
        shown = await dialog(app, pilot, ChoiceDialog)
        ids = [str(option.id) for option in shown.query_one(OptionList).options]
        assert ids == ["*", "<default>", "tenant-b", " "]
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: app.session.settings.tenant_id == "tenant-b" and loaded(app))
        await until(pilot, lambda: "tenant tenant-b" in text_of(app).splitlines()[0])
        [body] = clusters.sandboxes["dev"].bodies("/user-tasks/search")[-1:]
        assert body["filter"]["tenantId"] == "tenant-b"
        await enter(pilot, "colon", "tenant *")
        await until(pilot, lambda: app.session.settings.tenant_id is None and loaded(app))
        assert list_of(app).listed.count > 0


async def test_a_tenant_can_be_typed_where_the_cluster_names_none(clusters: TwoClusters) -> None:
    async with app_with(clusters, "topology") as (app, pilot):
        await clusters.sandboxes["dev"].faults("403@*tenants*", "500@*authentication*")
        await enter(pilot, "colon", "tenant")
        shown = await dialog(app, pilot, ChoiceDialog)
        assert [str(option.id) for option in shown.query_one(OptionList).options] == ["*", " "]
        await pilot.press("j", "enter")
        await dialog(app, pilot, FieldsDialog)
        await pilot.press(*"sales", "ctrl+s")
        await until(pilot, lambda: app.session.settings.tenant_id == "sales")


async def test_names_are_completed_on_the_line(clusters: TwoClusters) -> None:
    async with app_with(clusters, "topology") as (app, pilot):
        await pilot.press("colon")
        await until(pilot, lambda: app.switching.names("profile") == ("dev", "prod"))
        await pilot.press(*"profile pr", "tab", "enter")
        await at(app, pilot, "prod")


@pytest.mark.long
async def test_nothing_leaks(clusters: TwoClusters) -> None:
    async with app_with(clusters) as (app, pilot):
        tasks: list[int] = []
        sessions: list[weakref.ref[Session]] = []
        for number in range(20):
            sessions.append(weakref.ref(app.session))
            name = "prod" if number % 2 == 0 else "dev"
            app.switching.to_profile(name)
            await at(app, pilot, name)
            await until(pilot, lambda: not app.flow.runs("switch"))
            tasks.append(len(asyncio.all_tasks()))
        clusters.opened.clear()
        await pilot.pause()
        gc.collect()
        alive = [one for one in sessions if one() is not None]
        assert len(alive) <= MOST_ALIVE, "old sessions are garbage"
        assert max(tasks[2:]) - min(tasks[2:]) <= 4, "their tasks have ended"


async def test_without_profiles_it_says_so(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "topology") as (app, pilot):
        await enter(pilot, "colon", "profile")
        await until(pilot, lambda: "no profiles to change to" in notice(app))
        await closed(app, pilot)


async def test_what_tells_of_new_tasks_is_that_of_the_new_cluster(clusters: TwoClusters) -> None:
    clusters.settings["dev"] = {"notify": "bell"}
    async with app_with(clusters) as (app, pilot):
        await until(pilot, lambda: app.notices is not None and loaded(app))
        await enter(pilot, "colon", "profile prod")
        await at(app, pilot, "prod")
        assert app.notices is None
        await enter(pilot, "colon", "profile dev")
        await at(app, pilot, "dev")
        assert app.notices is not None
        assert app.notices._is_ours


@pytest.mark.parametrize(("way", "released"), [("release", 1), ("wait", 0)])
async def test_jobs_that_are_held_are_given_back_or_stay_locked(clusters: TwoClusters, way: str, released: int) -> None:
    async with app_with(clusters, "jobs") as (app, pilot):
        await app.session.jobs.activate("payment-service", count=1, lock_ms=300_000, wait_ms=0)
        await enter(pilot, "colon", "profile prod")
        assert await ways(app, pilot) == ["stay", "wait", "release"]
        assert "1 job locked by you until" in " ".join(text_of(app).split())
        assert locked_words(app.session).endswith("; no worker gets it before.")
        await choose(app, pilot, way)
        await at(app, pilot, "prod")
        patches = [line for line in clusters.sandboxes["dev"].commands_sent() if line.startswith("PATCH")]
        assert len(patches) == released
        assert clusters.sandboxes["prod"].commands_sent() == []


async def test_in_another_tenant_of_the_cluster_they_are_held_on(clusters: TwoClusters, tmp_path: Path) -> None:
    clusters.state = State(tmp_path / "state.json")
    clusters.state.remember_hint_seen()
    async with app_with(clusters, "jobs") as (app, pilot):
        (job,) = await app.session.jobs.activate("payment-service", count=1, lock_ms=300_000, wait_ms=0)
        await enter(pilot, "colon", "tenant tenant-b")
        await choose(app, pilot, "wait")
        await until(pilot, lambda: app.session.settings.tenant_id == "tenant-b" and app.screen.is_mounted)
        await until(pilot, lambda: app.current_mode == "jobs" and loaded(app))
        assert {*app.session.jobs.held} == {job.job_key}
        assert not isinstance(app.screen, ChoiceDialog)
