"""The form dialog: sent once, kept as a draft through everything else."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path
from typing import Any

import pytest

from c8tui.errors import Conflict, GatewayFailure
from c8tui.forms.state import Pending
from c8tui.session.drafts import Drafts
from c8tui.session.forms import draft_of
from c8tui.tui.dialogs.form import FormDialog
from c8tui.tui.forms.view import FormView
from tests.forms.opened import NOW, field, opened
from tests.tui.apps import DialogHost, text_of, until

NAME = {**field("textfield", "a", label="Name", validate={"required": True}), "id": "a"}


class Cluster:
    """What a dialog asks of the session's forms."""

    def __init__(self) -> None:
        self.uploads: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked: list[str] = []

    async def evaluate(self, pending: list[Pending]) -> tuple[list[tuple[Pending, Any]], str]:
        self.asked += [one.expression for one in pending]
        return [(one, "from the cluster") for one in pending], ""

    async def upload(self, path: str, _: Any, sent: Any) -> dict[str, Any]:
        sent(50, 100)
        await self.gate.wait()
        if path == "bad":
            raise Conflict("too big", status=413)
        self.uploads.append(path)
        return {"documentId": path}


class Filling:
    """A dialog on some components, and what it sent."""

    def __init__(self, *components: dict[str, Any], folder: Path | None = None, failures: int = 0) -> None:
        self.components = components or (NAME,)
        self.drafts = Drafts(folder)
        self.cluster = Cluster()
        self.sent: list[dict[str, Any]] = []
        self.failures = [Conflict("ben was faster", status=409), GatewayFailure("no answer", status=504)][:failures]
        self.keep = False

    async def submit(self, data: dict[str, Any]) -> None:
        self.sent.append(data)
        if self.failures:
            raise self.failures.pop(0)

    def app(self, **variables: Any) -> DialogHost:
        dialog = FormDialog(
            "Complete x",
            opened(*self.components, **variables),
            self.submit,
            forms=self.cluster,  # type: ignore[arg-type]
            drafts=self.drafts,
            draft_name="d",
            now=lambda: NOW,
            keep=self.keep,
        )
        return DialogHost(dialog)


def form_of(app: DialogHost) -> FormDialog:
    assert isinstance(app.screen, FormDialog)
    return app.screen


def modes(folder: Path) -> list[int]:
    """The modes of all files there."""
    return [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()]


async def ready(pilot: Any) -> None:
    await until(pilot, lambda: form_of(pilot.app).panel.view.page.at is not None)
    await pilot.pause()


async def test_it_is_sent_once_and_only_when_nothing_is_wrong() -> None:
    filling = Filling()
    app = filling.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Name is required" in text_of(app))
        await pilot.press(*"ACME", "ctrl+s", "ctrl+s")
        await until(pilot, lambda: app.results)
    assert (filling.sent, app.results, filling.drafts.load("d")) == ([{"a": "ACME"}], ["sent"], None)


async def test_what_is_typed_survives_conflicts_outages_and_escape(tmp_path: Path) -> None:
    filling = Filling(folder=tmp_path, failures=2)
    app = filling.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"kept", "ctrl+s")
        await until(pilot, lambda: "ben was faster" in text_of(app))
        assert modes(tmp_path) == [0o600]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "no answer" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.results == [None])
    again = Filling(folder=tmp_path)
    app = again.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "this is your draft of" in text_of(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.results)
    assert (again.sent, modes(tmp_path)) == ([{"a": "kept"}], [])


async def test_a_crash_leaves_the_draft(tmp_path: Path) -> None:
    app = Filling(folder=tmp_path).app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"in flight")
        app.exit()
    assert '"in flight"' in (Drafts(tmp_path).load("d") or "")


async def test_starting_over_and_leaving_for_the_variables() -> None:
    filling = Filling()
    app = filling.app(a="first")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"!!")
        await until(pilot, lambda: filling.drafts.load("d"))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: filling.drafts.load("d") is None)
        assert form_of(app).panel.state.data == {"a": "first"}
        await pilot.press(*"?", "ctrl+e")
        await until(pilot, lambda: app.results == ["variables"])
    assert '"first?"' in (filling.drafts.load("d") or "")


async def test_a_schema_that_changed_keeps_what_fits_and_names_the_rest() -> None:
    filling = Filling()
    old = opened(NAME, {**field("number", "n"), "id": "n"})
    old.enter(("a",), "ACME")
    old.enter(("n",), "5")
    filling.drafts.save("d", draft_of(old, NOW))
    app = filling.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "has no place" in text_of(app) and "for n: 5" in text_of(app))
        assert form_of(app).panel.state.data == {"a": "ACME"}


async def test_what_only_the_cluster_can_evaluate_comes_from_there() -> None:
    text = {"type": "text", "text": "={{1}}"}
    filling = Filling(NAME, {**field("expression", "x"), "expression": '=mystery("a")'}, {**text, "text": "got {{x}}"})
    app = filling.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "got from the cluster" in text_of(app))
    assert filling.cluster.asked == ['mystery("a")']


async def test_files_are_uploaded_and_waited_for() -> None:
    filling = Filling({**field("filepicker", "f", label="Files", multiple=True), "id": "f"})
    filling.cluster.gate.clear()
    app = filling.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"a", "enter")
        await until(pilot, lambda: "uploading a: 50 %" in text_of(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "a file is still being uploaded" in text_of(app))
        filling.cluster.gate.set()
        await until(pilot, lambda: filling.cluster.uploads == ["a"])
        await pilot.press(*"bad", "enter")
        await until(pilot, lambda: "not uploaded: too big" in text_of(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.results)
    assert filling.sent == [{"f": [{"documentId": "a"}]}]


@pytest.mark.parametrize("leaving", ["tab", "ctrl+s"])
async def test_a_path_that_was_typed_is_taken_also_without_enter(leaving: str) -> None:
    picker = {**field("filepicker", "f", label="Files", multiple=True), "id": "f"}
    filling = Filling(picker, {**field("textfield", "n", label="Name"), "id": "n"})
    app = filling.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("a", leaving)
        await until(pilot, lambda: filling.cluster.uploads == ["a"])
        assert not filling.sent
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.results)
    assert filling.sent[0]["f"] == [{"documentId": "a"}]


async def test_a_path_of_a_file_that_is_refused_can_be_mended() -> None:
    picker = {**field("filepicker", "f", label="Files", multiple=True), "id": "f"}
    filling = Filling(picker, {**field("textfield", "n", label="Name"), "id": "n"})
    app = filling.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"bad", "enter")
        await until(pilot, lambda: "not uploaded: too big" in text_of(app))
        view = app.screen.query_one(FormView)
        await until(pilot, lambda: view.editors.typed == "bad")
        await pilot.press("tab", "shift+tab")
        assert (view.editors.typed, filling.cluster.uploads) == ("bad", [])
        await pilot.press(*["backspace"] * 3, "a", "tab")
        await until(pilot, lambda: filling.cluster.uploads == ["a"])
        assert view.look.paths == {}
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.results)
    assert filling.sent[0]["f"] == [{"documentId": "a"}]


async def test_on_its_way_the_draft_stays_until_the_end_is_heard() -> None:
    filling = Filling()
    filling.keep = True
    app = filling.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*"x", "ctrl+s")
        await until(pilot, lambda: app.results == ["sent"])
    assert filling.drafts.load("d") is not None
