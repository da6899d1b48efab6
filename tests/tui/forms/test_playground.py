"""`c8tui form`: a form file without a cluster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from c8tui.errors import SettingsError
from c8tui.tui.forms.playground import FormApp, open_form
from tests.tui.apps import text_of, until

FORM = {
    "type": "default",
    "id": "f",
    "schemaVersion": 19,
    "components": [
        {"type": "textfield", "id": "a", "key": "a", "label": "Name", "validate": {"required": True}},
        {"type": "filepicker", "id": "d", "key": "d", "label": "Files", "multiple": True},
        {"type": "button", "id": "b", "label": "Send", "action": "submit"},
    ],
}


def app_on(folder: Path, data: object = None) -> FormApp:
    file = folder / "f.form"
    file.write_text(json.dumps(FORM))
    if data is None:
        return open_form(str(file), None)
    (folder / "data.json").write_text(json.dumps(data))
    return open_form(str(file), str(folder / "data.json"))


async def test_what_it_would_send(tmp_path: Path) -> None:
    app = app_on(tmp_path, {"a": "ACME", "other": 1})
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.panel.view.page.at is not None)
        await pilot.press(*"!", "tab", *"~/x.pdf", "enter", "tab", "enter")
        await until(pilot, lambda: app.return_value is not None)
    assert app.return_value == {"a": "ACME!", "d": [{"documentId": "files::x.pdf"}]}


async def test_a_path_that_names_nothing_stays_to_be_mended(tmp_path: Path) -> None:
    app = app_on(tmp_path, {"a": "ACME"})
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.panel.view.page.at is not None)
        await pilot.press("tab", *"~nobody-here/x", "tab")
        await until(pilot, lambda: "there is no user nobody-here" in text_of(app))
        assert "~nobody-here/x" in text_of(app).split("there is no user")[0]
        await pilot.press("shift+tab", *["backspace"] * 14, *"x.pdf", "ctrl+s")
        await until(pilot, lambda: "taken first" in text_of(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.return_value is not None)
    assert app.return_value is not None
    assert app.return_value["d"] == [{"documentId": "files::x.pdf"}]


async def test_mistakes_keep_it_open_and_escape_sends_nothing(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.panel.view.page.at is not None)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Name is required" in text_of(app))
        await pilot.press(*"x", "ctrl+g")
        await until(pilot, lambda: "nothing is wrong" in text_of(app))
        await pilot.press("ctrl+r", "ctrl+s")
        await until(pilot, lambda: "Name is required" in text_of(app))
        await pilot.press("escape")
    assert app.return_value is None


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "1:2"), ("[]", "object"), ('{"type": "default", "components": 7}', "components")],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "broken.form"
    file.write_text(content)
    with pytest.raises(SettingsError) as refused:
        open_form(str(file), None)
    assert said in str(refused.value)


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no file"):
        open_form(str(tmp_path / "none.form"), None)
    file, data = tmp_path / "f.form", tmp_path / "d.json"
    file.write_text(json.dumps(FORM))
    data.write_text("[1]")
    with pytest.raises(SettingsError, match="no object of variables"):
        open_form(str(file), str(data))
    data.write_text("{")
    with pytest.raises(SettingsError, match="no JSON"):
        open_form(str(file), str(data))
