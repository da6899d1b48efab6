"""The editor: what would be sent, where it is no JSON, and a draft that survives everything but being sent."""

from __future__ import annotations

import asyncio
import stat
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import TextArea

from c8tui.errors import Conflict
from c8tui.model.variables import Variable
from c8tui.session.drafts import Drafts
from c8tui.tui.dialogs.variables import VariablesDialog
from tests.tui.apps import DialogHost, burst, text_of, typed, until

ORIGINAL = (Variable(name="amount", value="5"),)
FRESH = '{\n  "amount": 5\n}'


class Editing:
    def __init__(self, folder: Path | None = None, failures: int = 0, editor: str | None = None) -> None:
        self.drafts = Drafts(folder)
        self.sent: list[str] = []
        self.failures = failures
        self.editor = editor
        self.gate = asyncio.Event()
        self.gate.set()

    async def submit(self, text: str) -> None:
        self.sent.append(text)
        await self.gate.wait()
        if len(self.sent) <= self.failures:
            raise Conflict("ben was faster", status=409)

    def app(self) -> DialogHost:
        return DialogHost(
            VariablesDialog("Complete x", FRESH, self.submit, drafts=self.drafts, draft_name="d", original=ORIGINAL,
                            editor=self.editor)
        )  # fmt: skip


def editor(folder: Path, commands: str) -> Path:
    """A program for $EDITOR."""
    script = folder / "editor"
    script.write_text(f"#!/bin/sh\n{commands}\n")
    script.chmod(0o700)
    return script


def area(app: DialogHost) -> TextArea:
    return app.screen.query_one(TextArea)


async def test_it_says_what_it_would_send_and_sends_it_once() -> None:
    editing = Editing()
    app = editing.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "nothing changed" in text_of(app))
        area(app).text = '{"amount": 6, "new": 1}'
        await until(pilot, lambda: "sends 2 changed: amount number, new number" in text_of(app))
        await typed(pilot, "ctrl+s", "ctrl+s")
        await until(pilot, lambda: app.results)
    assert (editing.sent, app.results) == (['{"amount": 6, "new": 1}'], ['{"amount": 6, "new": 1}'])
    assert editing.drafts.load("d") is None


async def test_what_is_no_json_is_not_sent_and_the_cursor_goes_to_the_mistake() -> None:
    editing = Editing()
    app = editing.app()
    async with app.run_test(size=(100, 30)) as pilot:
        area(app).text = '{\n  "amount": ]\n}'
        await until(pilot, lambda: "line 2, column 13" in text_of(app))
        await pilot.press("ctrl+s")
        assert area(app).cursor_location == (1, 12)
    assert editing.sent == []


async def test_a_draft_stays_behind_escape_and_comes_back(tmp_path: Path) -> None:
    editing = Editing(tmp_path / "drafts")
    app = editing.app()
    async with app.run_test(size=(100, 30)) as pilot:
        area(app).text = "half a th"
        await pilot.press("escape")
    assert app.results == [None]
    (kept,) = (tmp_path / "drafts").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    app = Editing(tmp_path / "drafts").app()
    async with app.run_test(size=(100, 30)) as pilot:
        assert area(app).text == "half a th"
        assert "This is your draft" in text_of(app)
        await pilot.press("ctrl+r")
        assert area(app).text == FRESH
        await pilot.press("escape")
    assert not list((tmp_path / "drafts").iterdir())


async def test_a_draft_survives_a_failure_and_a_crash(tmp_path: Path) -> None:
    editing = Editing(tmp_path / "drafts", failures=1)
    app = editing.app()
    async with app.run_test(size=(100, 30)) as pilot:
        area(app).text = '{"amount": 7}'
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "ben was faster" in text_of(app))
        assert area(app).text == '{"amount": 7}'
        assert Drafts(tmp_path / "drafts").load("d") == '{"amount": 7}'
        area(app).text = '{"amount": 8}'
        await until(pilot, lambda: Drafts(tmp_path / "drafts").load("d") == '{"amount": 8}')


async def test_a_disk_that_takes_no_draft_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    editing = Editing(tmp_path / "file" / "drafts")
    app = editing.app()
    async with app.run_test(size=(100, 30)) as pilot:
        area(app).text = "x"
        await until(pilot, lambda: "cannot be written to disk" in text_of(app))


async def test_an_editor_of_ones_own(tmp_path: Path, monkeypatch: Any) -> None:
    app = Editing(editor=str(editor(tmp_path, """printf '{"amount": 9}' > "$1" """))).app()
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("ctrl+e")
        await until(pilot, lambda: area(app).text == '{"amount": 9}')


async def test_an_editor_that_is_not_there_or_a_terminal_that_cannot_be_lent() -> None:
    for command, said in (("true", "cannot be handed to an editor"), ("no-such-editor -w", "'no-such-editor' was not")):
        app = Editing(editor=command).app()
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("ctrl+e")
            await until(pilot, lambda said=said, app=app: said in text_of(app))  # type: ignore[misc]
            assert area(app).text == FRESH


async def test_ctrl_s_twice_sends_once_and_escape_waits_for_the_answer() -> None:
    editing = Editing()
    editing.gate.clear()
    app = editing.app()
    async with app.run_test(size=(100, 30)) as pilot:
        area(app).text = '{"amount": 6}'
        await pilot.pause()
        burst(app, "ctrl+s", "ctrl+s")
        await until(pilot, lambda: editing.sent)
        assert "sending" in text_of(app)
        await typed(pilot, "ctrl+s", "escape")
        assert app.results == [], "a command on its way is not left alone"
        editing.gate.set()
        await until(pilot, lambda: app.results)
    assert (editing.sent, app.results) == (['{"amount": 6}'], ['{"amount": 6}'])


async def test_a_failure_gives_the_keys_back_and_it_can_be_sent_again(tmp_path: Path) -> None:
    editing = Editing(tmp_path / "drafts", failures=1)
    app = editing.app()
    async with app.run_test(size=(100, 30)) as pilot:
        area(app).text = '{"amount": 7}'
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "ben was faster" in text_of(app))
        assert "ctrl+s send" in text_of(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.results)
    assert editing.sent == ['{"amount": 7}'] * 2
    assert not list((tmp_path / "drafts").iterdir()), "what was sent is no draft any more"


@pytest.mark.parametrize("crashes", [False, True])
async def test_what_was_typed_in_the_last_moment_is_on_disk_when_the_app_is_gone(
    tmp_path: Path, crashes: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """The pause after which a draft is written has not passed when the app ends."""
    app = Editing(tmp_path / "drafts").app()

    def end() -> None:
        if crashes:
            raise ZeroDivisionError
        app.exit()

    with pytest.raises(ZeroDivisionError) if crashes else nullcontext():
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            burst(app, "z")
            app.call_later(end)
            await pilot.pause()
    capsys.readouterr()
    assert Drafts(tmp_path / "drafts").load("d") == "z" + FRESH


async def test_what_is_typed_while_it_is_sent_leaves_no_draft_behind(tmp_path: Path) -> None:
    editing = Editing(tmp_path / "drafts")
    editing.gate.clear()
    app = editing.app()
    async with app.run_test(size=(100, 30)) as pilot:
        area(app).text = '{"amount": 6}'
        await pilot.press("ctrl+s")
        await until(pilot, lambda: editing.sent)
        await pilot.press("x")
        editing.gate.set()
        await until(pilot, lambda: app.results)
    assert not list((tmp_path / "drafts").iterdir())


async def test_nothing_typed_leaves_no_draft(tmp_path: Path) -> None:
    app = Editing(tmp_path / "drafts").app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("escape")
    assert app.results == [None]
    assert not (tmp_path / "drafts").exists()


async def test_names_of_a_cluster_are_shown_as_escapes() -> None:
    app = Editing().app()
    async with app.run_test(size=(100, 30)) as pilot:
        area(app).text = '{"[b]a\\u001b[2J": 1}'
        await until(pilot, lambda: "sends 1 changed: [b]a\\x1b[2J" in text_of(app))


async def test_keys_of_one_packet_act_in_order_and_what_they_made_is_sent() -> None:
    editing = Editing()
    app = editing.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        burst(app, "down", "end", "backspace", "9", "9", "ctrl+s")
        await until(pilot, lambda: app.results)
    assert editing.sent == ['{\n  "amount": 99\n}']


async def test_the_file_for_the_editor_is_private_holds_the_text_and_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, told = tmp_path / "temporary", tmp_path / "told"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    script = editor(tmp_path, f'stat -c %a "$2" > {told}; cat "$2" >> {told}; printf "{{}}" > "$2"')
    app = Editing(editor=f"{script} --wait").app()
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("ctrl+e")
        await until(pilot, lambda: area(app).text == "{}")
    assert told.read_text() == f"600\n{FRESH}"
    assert not list(folder.iterdir())


async def test_an_editor_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = Editing(editor=str(editor(tmp_path, 'printf "{}" > "$1"; exit 3'))).app()
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("ctrl+e")
        await until(pilot, lambda: "ended with exit code 3; your text is" in text_of(app))
        assert area(app).text == FRESH


async def test_the_editor_gets_what_was_typed_right_before_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Editing(editor=str(editor(tmp_path, f'cp "$1" {tmp_path / "got"}'))).app()
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        burst(app, "x", "ctrl+e")
        await until(pilot, (tmp_path / "got").exists)
    assert (tmp_path / "got").read_text() == "x" + FRESH


async def test_escape_right_behind_the_last_key_keeps_it(tmp_path: Path) -> None:
    app = Editing(tmp_path / "drafts").app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        burst(app, "x", "y", "escape")
        await until(pilot, lambda: app.results)
    assert app.results == [None]
    assert Drafts(tmp_path / "drafts").load("d") == "xy" + FRESH


async def test_a_name_that_stands_twice_is_said_by_its_line_and_not_sent() -> None:
    editing = Editing()
    app = editing.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        area(app).text = '{\n  "amount": {\n    "a": 1,\n    "a": 2\n  }\n}'
        await until(pilot, lambda: 'line 4, column 5: the name "a" stands twice in one object' in text_of(app))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert editing.sent == []
        assert area(app).cursor_location == (3, 4)
        area(app).text = '{\n  "": 1\n}'
        await until(pilot, lambda: "line 2, column 3: a name is empty" in text_of(app))
