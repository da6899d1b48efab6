"""`:deploy`: files named or asked for, completed as they are typed, and what became of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from c8tui.errors import Refusal
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.dialogs.lines import LinesDialog
from c8tui.tui.dialogs.problem import ProblemDialog
from c8tui.tui.processes.deploy import completed_lines, names_of_files
from tests.sandbox.test_own_files import DMN, FORM, ORDER
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, enter, notice, text_of, until


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for file in (ORDER, DMN, FORM):
        (tmp_path / file.name).write_bytes(file.content)
    (tmp_path / "my forms").mkdir()
    (tmp_path / "my forms" / "two words.form").write_bytes(FORM.content)
    (tmp_path / "notes.txt").write_text("not offered")
    (tmp_path / ".hidden.form").write_text("{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_files_are_deployed_and_can_be_started(folder: Path) -> None:
    sandbox = Sandbox(story="empty", tasks=None)
    async with app_on(await sandbox.session()) as (app, pilot):
        await enter(pilot, "colon", "deploy order.bpmn rates.dmn")
        said = "order.bpmn: process order, version 1; rates.dmn: decision rate, version 1"
        await until(pilot, lambda: notice(app) == said)
        await enter(pilot, "colon", "deploy order.bpmn")
        await until(pilot, lambda: notice(app) == "order.bpmn: unchanged, version 1")
        await enter(pilot, "colon", "start order")
        await until(pilot, lambda: "It has no start form." in text_of(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "started order: instance" in notice(app))


async def test_without_a_name_it_asks(folder: Path) -> None:
    async with app_on(await Sandbox(story="empty", tasks=None).session()) as (app, pilot):
        await enter(pilot, "colon", "deploy")
        await until(pilot, lambda: isinstance(app.screen, FieldsDialog))
        await pilot.press(*"ask.for", "ctrl+s")
        await until(pilot, lambda: "there is no file ask.for" in text_of(app))
        await pilot.press("m", "ctrl+s")
        await until(pilot, lambda: notice(app) == "ask.form: form ask, version 1")


async def test_a_refusal_is_shown_whole(folder: Path) -> None:
    (folder / "bad.form").write_text("{")
    (folder / "worse.dmn").write_text("<x/>")
    async with app_on(await Sandbox(story="empty", tasks=None).session()) as (app, pilot):
        await enter(pilot, "colon", "deploy bad.form worse.dmn")
        await until(pilot, lambda: isinstance(app.screen, ProblemDialog))
        lines = [line.strip(" │") for line in text_of(app).splitlines()]
        assert any(line.startswith("- bad.form: it is not JSON") for line in lines)
        assert any(line.startswith("- worse.dmn: it cannot be read as DMN") for line in lines)


async def test_a_file_that_is_not_there(folder: Path) -> None:
    sandbox = Sandbox(story="empty", tasks=None)
    async with app_on(await sandbox.session()) as (app, pilot):
        await enter(pilot, "colon", "deploy soup.bpmn")
        await until(pilot, lambda: "there is no file soup.bpmn" in notice(app))
    assert sandbox.commands_sent() == []


async def test_a_protected_profile_asks_for_its_name(folder: Path) -> None:
    sandbox = Sandbox(story="empty", tasks=None)
    async with app_on(await sandbox.session(protected=True, profile="prod")) as (app, pilot):
        await enter(pilot, "colon", "deploy order.bpmn")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert sandbox.commands_sent() == []
        await pilot.press(*"prod", "enter")
        await until(pilot, lambda: notice(app) == "order.bpmn: process order, version 1")


async def test_a_read_only_profile_deploys_nothing(folder: Path) -> None:
    sandbox = Sandbox(story="empty", tasks=None)
    async with app_on(await sandbox.session(read_only=True)) as (app, pilot):
        await enter(pilot, "colon", "deploy order.bpmn")
        await until(pilot, lambda: "read-only" in notice(app))
    assert sandbox.commands_sent() == []


async def test_many_files_are_told_in_a_dialog(folder: Path) -> None:
    names = [f"form-number-{number}.form" for number in range(8)]
    for number, name in enumerate(names):
        (folder / name).write_text(f'{{"id": "form-number-{number}", "components": []}}')
    async with app_on(await Sandbox(story="empty", tasks=None).session()) as (app, pilot):
        await enter(pilot, "colon", f"deploy {' '.join(names)}")
        await until(pilot, lambda: isinstance(app.screen, LinesDialog))
        assert "form-number-7.form: form form-number-7, version 1" in text_of(app)


async def test_names_are_completed_on_the_line(folder: Path) -> None:
    async with app_on(await Sandbox(story="empty", tasks=None).session()) as (app, pilot):
        await pilot.press("colon", *"deploy o", "tab")
        field = app.screen.query_one("#prompt-input", Input)
        assert field.value == "deploy order.bpmn"
        await pilot.press("space", "m", "tab", "t", "tab")
        assert field.value == "deploy order.bpmn my\\ forms/two\\ words.form"
        await pilot.press("enter")
        await until(pilot, lambda: "two words.form: form ask, version 1" in notice(app))


def test_what_is_offered(folder: Path) -> None:
    assert completed_lines("deploy ", "deploy") == [
        "deploy ask.form", "deploy my\\ forms/", "deploy order.bpmn", "deploy rates.dmn",
    ]  # fmt: skip
    assert completed_lines("deploy .h", "deploy") == ["deploy .hidden.form"]
    assert completed_lines("deploy none/", "deploy") == []
    assert completed_lines("deploy ~nobody-of-that-name/", "deploy") == []
    assert completed_lines("start o", "deploy") == []


@pytest.mark.parametrize(
    ("typed", "names"),
    [("a.bpmn  b.dmn", ["a.bpmn", "b.dmn"]), ("'a b' c\\ d", ["a b", "c d"]), ("", [])],
)
def test_names_with_spaces(typed: str, names: list[str]) -> None:
    assert names_of_files(typed) == names


def test_a_quote_that_is_not_closed() -> None:
    with pytest.raises(Refusal, match="quote"):
        names_of_files("it's.bpmn")
