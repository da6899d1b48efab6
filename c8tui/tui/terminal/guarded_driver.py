"""Which of Textual's drivers is used, and whether there is a terminal for it at all."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TextIO

from textual.driver import Driver

from c8tui.errors import SettingsError

TERMINAL = "/dev/tty"
"""The terminal of the process (POSIX, `tty`), whatever its streams are."""
CANNOT_DRAW = frozenset({"", "dumb", "unknown"})
"""What TERM says of terminals on which nothing can be drawn."""
ELSEWHERE = "Start it in a terminal; c8tui check and c8tui config need none"


def driver_of(chosen: type[Driver]) -> type[Driver]:
    """The driver to use instead of the one that Textual has chosen: another only where that is its own for POSIX."""
    if chosen.__name__ != "LinuxDriver":
        return chosen
    from c8tui.tui.terminal.posix_driver import PosixDriver  # here, since it cannot be imported on Windows

    return PosixDriver


def needs_no_terminal(driver: type[Driver]) -> bool:
    """Whether it draws in a browser, by way of a server that started us."""
    return driver.__name__ == "WebDriver"


def refuse_no_terminal(environ: Mapping[str, str], streams: tuple[TextIO | None, TextIO | None]) -> None:
    """Raise SettingsError where the app could not be drawn or typed to; `streams` are for reading and for writing."""
    if sys.platform == "win32":
        return
    if not all(stream is not None and stream.isatty() for stream in streams) and not _has_terminal():
        detail = "c8tui is drawn on a terminal and takes its keys from it, and here is none"
        raise SettingsError("terminal", "stdin and stderr", detail, ELSEWHERE)
    term = environ.get("TERM", "")
    if term in CANNOT_DRAW:
        said = f"says {term}" if term else "is not set"
        detail = f"{said}, so c8tui does not know how to draw on this terminal"
        raise SettingsError("TERM", "environment", detail, "Set it to what the terminal is, as xterm-256color")


def _has_terminal() -> bool:
    with suppress(OSError), open(TERMINAL, "rb"):
        return True
    return False
