"""Textual's driver for POSIX, made to last: on the terminal itself wherever the streams lead, and off it in time.

Imported on POSIX only. A terminal that is closed, a signal, and a terminal that takes nothing more each lead to the
same orderly end, for which there is a second; whatever hangs then is left behind.
"""

from __future__ import annotations

import os
import selectors
import signal
import sys
import termios
from codecs import getincrementaldecoder
from contextlib import suppress
from threading import Thread
from time import monotonic, sleep
from types import FrameType
from typing import Any, Literal, Protocol, TextIO, cast

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from c8tui.tui.terminal.ground import QUESTION, GroundTold
from c8tui.tui.terminal.key_parser import KeyParser
from c8tui.tui.terminal.short_frames import ShownCells
from c8tui.tui.terminal.writer import TerminalWriter

TERMINAL = "/dev/tty"
"""The terminal of the process (POSIX, `tty`), whatever its streams are."""
SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT)
"""Signals that end the app in good order. SIGHUP does so where it was ignored (`nohup`), too: the terminal has gone."""
PATIENCE_S = 0.9
"""After so long an end that has begun is made an end of."""
TICK_S = 0.05
"""Longest pause between two looks at whether what has come is a key already."""
GROUND_S = 2.0
"""After so long a terminal need not say any more what its ground is like: somebody is at work by then."""
PACKET = 65_536
UPDATE_MARKS = ("\x1b[?2026h", "\x1b[?2026l")
"""Around a frame that is shown as one."""
AS_IT_WAS = (
    "\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[0m"
)
"""Everything off that was on: updates in one, pastes, wrapping, sizes, mouse, Kitty's keys, screen, cursor, focus."""


class Ends(Protocol):
    """An app that can be ended from outside."""

    def end_at_once(self, exit_code: int) -> None:
        """Keep what was typed, and end with this code."""


class PosixDriver(LinuxDriver):
    """Textual reads from stdin, writes to stderr and asks stdout for the size: any of them may lead elsewhere."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        if sys.__stdin__ is None:  # closed, as by `<&-`
            sys.__stdin__ = open(os.devnull, encoding="utf-8")  # type: ignore[misc]  # noqa: SIM115
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._opened: list[TextIO] = []
        if not self.input_tty and (terminal := self._open("r")) is not None:
            self.fileno, self.input_tty = terminal.fileno(), True
        if (self._file is None or not self._file.isatty()) and (terminal := self._open("w")) is not None:
            self._file = terminal  # type: ignore[assignment]  # a TextIO is all that is needed of it
        assert self._file is not None  # no app is run without a terminal
        self._out = self._file.fileno()
        self._writer: TerminalWriter | None = None
        self._shown = ShownCells()
        self._ending = False
        self._before: dict[int, Any] = {}
        """Whose the signals were before, while they are ours."""
        self._as_found: list[Any] | None = None
        """How the terminal was set when we came; an editor that was killed leaves it otherwise."""
        self._ground_by = 0.0
        """Until when an answer of the terminal about its ground counts."""
        self.frame = False
        """Whether what is written now is a frame, which a later one makes worthless."""

    def _open(self, mode: Literal["r", "w"]) -> TextIO | None:
        """The terminal; None where the process has none."""
        with suppress(OSError):
            self._opened.append(open(TERMINAL, mode, encoding="utf-8"))  # noqa: SIM115
            return self._opened[-1]
        return None

    def _get_terminal_size(self) -> tuple[int, int]:
        """Of the terminal that is drawn on, in cells; where there is none, what COLUMNS and LINES say."""
        return size_of(self._file) or super()._get_terminal_size()

    @property
    def streams(self) -> tuple[int, int]:
        """The terminal, for whoever it is handed to: for reading and for writing."""
        return self.fileno, self._out

    # Writing

    def write(self, data: str) -> None:
        if self._writer is None:
            return
        if not self.frame:
            self._shown.forget()
        elif data in UPDATE_MARKS:
            pass
        elif self._writer.is_slow:
            data = self._shown.shortened(data)
        else:
            self._shown.sent(data)
        self._writer.write(data, frame=self.frame)

    def forget_shown(self) -> None:
        """What is drawn next is drawn whole: the terminal may have changed what it shows, as when its size changes."""
        self._shown.forget()

    def ask_ground(self) -> None:
        """Ask for the colour of the terminal's ground; what it says within a moment is a `GroundTold` for the app."""
        if self.input_tty:
            self._ground_by = monotonic() + GROUND_S
            self.write(QUESTION)

    def use_mouse(self, wanted: bool) -> None:
        """Take the mouse, or leave it to the terminal, from now on."""
        if wanted == self._mouse:
            return
        if wanted:
            self._mouse = True
            self._enable_mouse_support()
        else:
            self._disable_mouse_support()
            self._mouse = False

    def is_clear(self) -> bool:
        """Whether a frame that is drawn now will be seen soon."""
        return self._writer is None or self._writer.is_clear()

    def throw_away(self) -> bool:
        """Throw away what waits for a terminal that is far behind; then all has to be drawn anew."""
        thrown = self._writer is not None and self._writer.throw_away(self._flush_output)
        if thrown:
            self._shown.forget()
        return thrown

    def _flush_output(self) -> None:
        with suppress(termios.error, OSError):
            termios.tcflush(self._out, termios.TCOFLUSH)

    # From beginning to end

    def start_application_mode(self) -> None:
        self._writer = TerminalWriter(self._out, self._terminal_gone, asks=self.input_tty)
        self._writer.start()
        if not self._before:
            self._before = {number: signal.signal(number, self._signalled) for number in SIGNALS}
        with suppress(termios.error):
            if self._as_found is None:
                self._as_found = termios.tcgetattr(self.fileno)
            termios.tcsetattr(self.fileno, termios.TCSANOW, self._as_found)
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def disable_input(self) -> None:
        if self._writer is not None and not self.exit_event.is_set():
            self._writer.await_answer()
        super().disable_input()

    def stop_application_mode(self) -> None:
        self._hand_over()
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}

    def _hand_over(self) -> None:
        """Leave the terminal as it was; signals still lead to an orderly end."""
        self.frame = False
        super().stop_application_mode()
        self.write(AS_IT_WAS)
        self._stop_writer()

    def _stop_writer(self) -> None:
        if self._writer is not None:
            self._writer.stop()
            self._writer = None

    def suspend_application_mode(self) -> None:
        self._hand_over()
        super().close()

    def close(self) -> None:
        super().close()
        self._stop_writer()
        for terminal in self._opened:
            with suppress(OSError):
                terminal.close()

    # The ways to end

    def _signalled(self, number: int, _: FrameType | None) -> None:
        self.end(128 + number)

    def _terminal_gone(self) -> None:
        self.end(128 + signal.SIGHUP)

    def end(self, exit_code: int) -> None:
        """Have the app end, from any thread; and if it does not in time, end the process."""
        if self._ending:
            return
        self._ending = True
        Thread(target=self._make_an_end, args=(exit_code,), name="c8tui-end", daemon=True).start()
        with suppress(RuntimeError):  # the loop has ended already
            self._loop.call_soon_threadsafe(cast("Ends", self._app).end_at_once, exit_code)

    def _make_an_end(self, exit_code: int) -> None:
        sleep(PATIENCE_S)
        if self._as_found is not None:
            with suppress(termios.error, OSError):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._as_found)
        with suppress(OSError):
            os.set_blocking(self._out, False)
            os.write(self._out, AS_IT_WAS.encode())
        os._exit(exit_code)

    # Reading

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:
            self._terminal_gone()
        except Exception as bug:
            self._app.call_later(self._app._handle_exception, bug)

    def run_input_thread(self) -> None:
        """Read until the app stops, or until the terminal has gone."""
        parser = KeyParser(monotonic)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                messages: list[Message] = []
                if selector.select(TICK_S):
                    data = os.read(self.fileno, PACKET)
                    if not data:
                        self._terminal_gone()
                        return
                    reported = parser.reported
                    messages += parser.feed(decode(data))
                    if parser.reported > reported and self._writer is not None:
                        self._writer.answered()
                messages += parser.tick()
                for message in messages:
                    if not isinstance(message, GroundTold) or monotonic() < self._ground_by:
                        self.process_message(message)


def size_of(stream: TextIO | None) -> tuple[int, int] | None:
    """Columns and rows of the terminal that a stream writes to; None where it is none, or does not know its size."""
    with suppress(OSError, ValueError):
        if stream is None:
            return None
        size = os.get_terminal_size(stream.fileno())
        if size.columns and size.lines:
            return size.columns, size.lines
    return None
