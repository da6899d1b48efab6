"""Copies go to tmux, to the terminal, or to a file, and it is said where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.app import App

from c8tui.tui.terminal.clipboard import TERMINAL_LIMIT, copy

LONG = "é" * TERMINAL_LIMIT


@pytest.fixture
def tmux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tmux that writes down what it is given, in `taken`, when its arguments are those in `knows`."""
    program = tmp_path / "tmux"
    program.write_text(f'#!/bin/sh\ngrep -qxF -- "$*" {tmp_path}/knows && cat > {tmp_path}/taken\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "knows").write_text("load-buffer -w -\n", encoding="utf-8")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path


async def test_the_terminals_clipboard_takes_what_fits() -> None:
    app = App[None]()
    assert await copy(app, "12\ud800", None, {}) == "(sent to the terminal)"
    assert app.clipboard == "12?"


async def test_tmux_takes_everything(tmux: Path) -> None:
    app = App[None]()
    assert await copy(app, "12", None, {"TMUX": "x"}) == "(in tmux's buffer, and sent to the terminal)"
    assert (tmux / "taken").read_text() == app.clipboard == "12"
    assert await copy(app, LONG, None, {"TMUX": "x"}) == "(in tmux's buffer: prefix ] pastes it)"
    assert (tmux / "taken").read_text(encoding="utf-8") == LONG


async def test_an_old_tmux_and_one_that_is_not_there(tmux: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmux / "knows").write_text("load-buffer -\n", encoding="utf-8")
    assert await copy(App[None](), "12", None, {"TMUX": "x"}) == "(in tmux's buffer, and sent to the terminal)"
    (tmux / "knows").write_text("\n", encoding="utf-8")
    assert await copy(App[None](), "12", None, {"TMUX": "x"}) == "(sent to the terminal)"
    monkeypatch.setenv("PATH", str(tmux / "nowhere"))
    assert await copy(App[None](), "12", None, {"TMUX": "x"}) == "(sent to the terminal)"


async def test_a_tmux_that_hangs_is_not_waited_for(tmux: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmux / "tmux").write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    monkeypatch.setattr("c8tui.tui.terminal.clipboard.TMUX_S", 0.05)
    assert await copy(App[None](), "12", None, {"TMUX": "x"}) == "(sent to the terminal)"


async def test_what_is_too_long_is_in_a_file_for_its_owner(tmp_path: Path) -> None:
    app, folder = App[None](), tmp_path / "state"
    assert await copy(app, LONG, folder, {}) == f"(in {folder}/copied.txt: too long for the terminal)"
    assert (folder / "copied.txt").read_text(encoding="utf-8") == LONG
    assert (folder / "copied.txt").stat().st_mode & 0o777 == 0o600
    assert app.clipboard == ""
    folder.chmod(0o500)
    (tmp_path / "file").write_text("")
    for nowhere in (None, tmp_path / "file"):
        assert (await copy(app, LONG, nowhere, {})).startswith("nowhere: it is too long")
