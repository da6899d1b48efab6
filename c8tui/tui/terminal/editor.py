"""The person's own editor on a text: the app goes on behind it, and however the editor ends, there is an answer."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from msgspec import Struct
from textual.app import App, SuspendNotSupported

LARGEST = 10_000_000
"""Bytes that are taken from an editor."""
SET = "Set editor, $VISUAL or $EDITOR"
UNCHANGED = "your text is as it was before"


class Edited(Struct, frozen=True):
    """What an editor left: the text to go on with, and a sentence where something was not as usual."""

    text: str
    said: str = ""


async def edit_outside(app: App[Any], command: str, text: str) -> Edited:
    """Open `text` in the editor `command`, which may have arguments, on the terminal of the app.

    The event loop goes on: tokens are renewed and runs go on behind the editor. Raises nothing for an editor that
    cannot be run, fails, is killed, or leaves something else than a text.
    """
    arguments = _arguments(command)
    if isinstance(arguments, str):
        return Edited(text, arguments)
    handle, name = tempfile.mkstemp(suffix=".json", prefix="c8tui-")
    path = Path(name)
    keeps = False
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
        code = await run_outside(app, [*arguments, name])
        edited, keeps = _left(path, text, code, arguments[0])
        return edited
    except SuspendNotSupported:
        return Edited(text, "This terminal cannot be handed to an editor.")
    except OSError as wrong:
        why = (wrong.strerror or "it failed").lower()
        return Edited(text, f"The editor {arguments[0]!r} did not work: {why}; {UNCHANGED}. {SET}.")
    finally:
        if not keeps:
            _remove(path)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _arguments(command: str) -> list[str] | str:
    """The command line of an editor; or why it is none."""
    try:
        arguments = shlex.split(command)
    except ValueError as wrong:
        return f"The editor {command!r} cannot be run: {str(wrong).lower()}. {SET}."
    if not arguments:
        return f"No editor is named. {SET}."
    found = os.path.expanduser(arguments[0])
    if "\0" in command or shutil.which(found) is None:
        return f"The editor {arguments[0]!r} was not found; {UNCHANGED}. {SET}."
    return [found, *arguments[1:]]


async def run_outside(app: App[Any], arguments: list[str]) -> int:
    """The exit code of a program that has the terminal meanwhile, negative for the signal that killed it.

    Raises SuspendNotSupported where the terminal cannot be handed over, and OSError.
    """
    with app.suspend(), _deaf():
        return await _run(app, arguments)


async def _run(app: App[Any], arguments: list[str]) -> int:
    """The exit code of a program, negative for the signal that killed it; it is ended when we are."""
    streams = getattr(app._driver, "streams", (None, None))
    editor = await asyncio.create_subprocess_exec(*arguments, stdin=streams[0], stdout=streams[1], stderr=streams[1])
    try:
        return await editor.wait()
    finally:
        if editor.returncode is None:
            with suppress(ProcessLookupError):
                editor.terminate()


@contextmanager
def _deaf() -> Iterator[None]:
    """The keys that interrupt are the editor's, but the terminal sends them to us, too; it inherits no handler."""
    keys = (signal.SIGINT, signal.SIGQUIT) if os.name == "posix" else (signal.SIGINT,)
    before = {number: signal.signal(number, lambda *_: None) for number in keys}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _left(path: Path, before: str, code: int, editor: str) -> tuple[Edited, bool]:
    """What to go on with, and whether the file stays since something in it could not be taken."""
    ended = _ended(code, editor)
    if code > 0:  # as vi's :cq, by which one says that nothing is to be taken
        return Edited(before, f"{ended}; {UNCHANGED}."), False
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        return Edited(before, f"{ended} and left no file; {UNCHANGED}."), False
    except (OSError, UnicodeDecodeError):
        return Edited(before, f"{ended} and left no UTF-8 text; {UNCHANGED}. What it left is in {path}."), True
    if len(content) > LARGEST:
        more = f"{ended} and left more than {LARGEST // 1_000_000} MB; {UNCHANGED}. What it left is in {path}."
        return Edited(before, more), True
    if not text.strip() and before.strip():
        return Edited(before, f"{ended} and left an empty file; {UNCHANGED}."), False
    if text == f"{before}\n":
        text = before  # editors end the last line
    if code:
        what = "what it had saved is here" if text != before else UNCHANGED
        return Edited(text, f"{ended}; {what}."), False
    return Edited(text), False


def _ended(code: int, editor: str) -> str:
    name = os.path.basename(editor)
    if code < 0:
        with suppress(ValueError):
            return f"The editor {name!r} was killed by {signal.Signals(-code).name}"
        return f"The editor {name!r} was killed by signal {-code}"
    return f"The editor {name!r} ended with exit code {code}" if code else f"The editor {name!r} ended"
