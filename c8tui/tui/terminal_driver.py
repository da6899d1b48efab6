"""Textual's driver on the terminal itself, wherever the streams lead: `c8tui form F > out.json`, `... < /dev/null`."""

from __future__ import annotations

import os
from contextlib import suppress
from io import TextIOWrapper
from typing import Any

from textual.app import App
from textual.driver import Driver

TERMINAL = "/dev/tty"
"""The terminal of the process (POSIX, `tty`), whatever its streams are."""


def driver_of(chosen: type[Driver]) -> type[Driver]:
    """The driver to use instead of the one that Textual has chosen: another only where that is its own for POSIX."""
    if chosen.__name__ != "LinuxDriver":
        return chosen
    from textual.drivers.linux_driver import LinuxDriver  # here, since it cannot be imported on Windows

    class TerminalDriver(LinuxDriver):
        """Textual reads from stdin, writes to stderr and asks stdout for the size: any of them may lead elsewhere."""

        def __init__(
            self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
        ) -> None:
            super().__init__(app, debug=debug, mouse=mouse, size=size)
            self._opened: list[TextIOWrapper] = []
            if not self.input_tty and (terminal := self._open("r")) is not None:
                self.fileno, self.input_tty = terminal.fileno(), True
            if (self._file is None or not self._file.isatty()) and (terminal := self._open("w")) is not None:
                self._file = terminal

        def _open(self, mode: str) -> TextIOWrapper | None:
            """The terminal; None where the process has none."""
            with suppress(OSError):
                self._opened.append(open(TERMINAL, mode, encoding="utf-8"))  # noqa: SIM115 (close does)
                return self._opened[-1]
            return None

        def _get_terminal_size(self) -> tuple[int, int]:
            """Of the terminal that is drawn on, in cells; where there is none, what COLUMNS and LINES say."""
            return size_of(self._file) or super()._get_terminal_size()

        def close(self) -> None:
            super().close()
            for terminal in self._opened:
                terminal.close()

    return TerminalDriver


def size_of(stream: TextIOWrapper | None) -> tuple[int, int] | None:
    """Columns and rows of the terminal that a stream writes to; None where it is none, or does not know its size."""
    with suppress(OSError, ValueError):
        if stream is None:
            return None
        size = os.get_terminal_size(stream.fileno())
        if size.columns and size.lines:
            return size.columns, size.lines
    return None
