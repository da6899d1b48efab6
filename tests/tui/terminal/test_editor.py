"""An editor of one's own, in every way in which it may end."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from pathlib import Path
from typing import Any, cast

import pytest
from textual.app import App

from c8tui.api.keep_alive import keep_alive
from c8tui.secret_text import SecretStr
from c8tui.tui.terminal import editor
from c8tui.tui.terminal.editor import Edited, edit_outside

TEXT = '{"a": 1}'


class Lent:
    """As much of an app as an editor needs: a terminal that can be lent."""

    _driver = None

    def suspend(self) -> Any:
        return nullcontext()


APP = cast("App[Any]", Lent())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the files for editors go."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def left_in(folder: Path) -> list[Path]:
    """The files for editors that are still there."""
    return list(folder.glob("c8tui-*.json"))


def script(folder: Path, commands: str) -> str:
    path = folder / "an editor"
    path.write_text(f"#!/bin/sh\n{commands}\n")
    path.chmod(0o700)
    return f"'{path}'"


@pytest.mark.parametrize(
    ("commands", "text", "said"),
    [
        ("""printf '{"b": 2}' > "$1" """, '{"b": 2}', ""),
        ("""printf '{"b": 2}\\n' > "$1" """, '{"b": 2}\n', ""),
        ("""echo >> "$1" """, TEXT, ""),
        ("true", TEXT, ""),
        ("exit 1", TEXT, "ended with exit code 1; your text is as it was before."),
        ("""printf x > "$1"; exit 1""", TEXT, "ended with exit code 1"),
        ("exit 200", TEXT, "ended with exit code 200"),
        ("kill -9 $$", TEXT, "was killed by SIGKILL; your text is as it was before."),
        ("kill -TERM $$", TEXT, "was killed by SIGTERM"),
        ("""printf saved > "$1"; kill -9 $$""", "saved", "was killed by SIGKILL; what it had saved is here."),
        (""": > "$1" """, TEXT, "left an empty file; your text is as it was before."),
        ("""rm "$1" """, TEXT, "left no file; your text is as it was before."),
        ("""rm "$1"; mkdir "$1" """, TEXT, "left no UTF-8 text"),
        ("""printf '\\377' > "$1" """, TEXT, "left no UTF-8 text"),
        ("""printf '\\357\\273\\277x' > "$1" """, "x", ""),
        ("""head -c 1000000 /dev/zero | tr '\\0' x > "$1" """, "x" * 1_000_000, ""),
    ],
)
async def test_what_comes_back(folder: Path, commands: str, text: str, said: str) -> None:
    edited = await edit_outside(APP, script(folder, commands), TEXT)
    assert edited.text == text
    assert said in edited.said
    assert bool(edited.said) is bool(said)
    assert bool(left_in(folder)) is ("no UTF-8" in said)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("no-such-editor --wait", "'no-such-editor' was not found"),
        ("/", "'/' was not found"),
        ("vi 'unclosed", "cannot be run: no closing quotation"),
        ("", "No editor is named"),
        ("  ", "No editor is named"),
        ("~nobody-of-that-name/vi", "was not found"),
        ("v\0i", "was not found"),
    ],
)
async def test_what_is_no_editor(folder: Path, command: str, said: str) -> None:
    edited = await edit_outside(APP, command, TEXT)
    assert edited.text == TEXT
    assert said in edited.said
    assert "Set editor, $VISUAL or $EDITOR." in edited.said
    assert left_in(folder) == []


async def test_its_arguments_may_be_quoted(folder: Path) -> None:
    command = script(folder, """printf '%s|%s' "$1" "$2" > "$3" """) + """ --cmd "set x" """
    assert await edit_outside(APP, command, TEXT) == Edited("--cmd|set x")


async def test_more_than_anybody_edits_is_left_where_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editor, "LARGEST", 3)
    edited = await edit_outside(APP, script(folder, """printf 1234 > "$1" """), TEXT)
    assert edited.text == TEXT
    (left,) = left_in(folder)
    assert str(left) in edited.said


async def test_tokens_are_renewed_behind_it(folder: Path) -> None:
    class Tokens:
        renewed = 0
        value = SecretStr("t")

        async def renew_if_due(self) -> None:
            self.renewed += 1
            if self.renewed == 3:
                (folder / "go").touch()

        def seconds_until_due(self) -> float:
            return 0.0

    tokens = Tokens()
    renewing = asyncio.create_task(keep_alive(cast(Any, tokens), sleep=lambda _: asyncio.sleep(0)))
    waits = script(folder, f"""while [ ! -e '{folder}/go' ]; do sleep 0.01; done; printf new > "$1" """)
    assert await edit_outside(APP, waits, TEXT) == Edited("new")
    assert tokens.renewed >= 3
    renewing.cancel()
