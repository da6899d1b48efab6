"""Copying to where it can be pasted: tmux, the terminal's clipboard, or a file, and saying which."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.app import App

from c8tui.files import replace_file

TERMINAL_LIMIT = 74_994
"""Bytes that every terminal takes by OSC 52, which is 100,000 characters of base64 with what is around it."""
TMUX_S = 2.0
"""Seconds that tmux has."""
FILE_NAME = "copied.txt"


async def copied(app: App[Any], text: str) -> str:
    """Copy `text` the way of this app; the answer goes on behind `copied ...`."""
    own = getattr(app, "copied", None)  # others, as those of a file, have no folder of their own
    return str(await own(text)) if own is not None else await copy(app, text, None)


async def copy(app: App[Any], text: str, folder: Path | None, env: Mapping[str, str] = os.environ) -> str:
    """Copy `text`; the answer says where it went, and goes on behind `copied ...`.

    Inside tmux by its own buffer, which hands it on to the terminal outside; else by OSC 52, which nobody answers.
    What is too long for that is written to a file in `folder`.
    """
    data = text.encode("utf-8", "replace")
    fits = len(data) <= TERMINAL_LIMIT
    if fits:
        App.copy_to_clipboard(app, data.decode("utf-8"))
    if "TMUX" in env and await _to_tmux(data):
        return "(in tmux's buffer, and sent to the terminal)" if fits else "(in tmux's buffer: prefix ] pastes it)"
    if fits:
        return "(sent to the terminal)"
    return (
        f"(in {path}: too long for the terminal)"
        if (path := _to_file(data, folder))
        else ("nowhere: it is too long for the clipboard, and no file can be written")
    )


async def _to_tmux(data: bytes) -> bool:
    """Whether tmux took it; -w (3.2 and later) hands it on to the terminal."""
    return await _piped(data, "tmux", "load-buffer", "-w", "-") or await _piped(data, "tmux", "load-buffer", "-")


async def _piped(data: bytes, *command: str) -> bool:
    """Whether a program took `data` and was content with it in time."""
    none = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=none, stderr=none
        )
    except OSError:
        return False
    try:
        await asyncio.wait_for(process.communicate(data), TMUX_S)
    except (TimeoutError, OSError):
        return False
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return process.returncode == 0


def _to_file(data: bytes, folder: Path | None) -> Path | None:
    """Where the file is, for its owner alone; None when there is no folder or it cannot be written."""
    if folder is None:
        return None
    path = folder / FILE_NAME
    try:
        replace_file(path, data)
    except OSError:
        return None
    return path
