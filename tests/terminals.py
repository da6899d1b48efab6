"""A program on a terminal of its own, and what that terminal shows and was told: its modes, its settings, its cells."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from time import monotonic

from rich.cells import cell_len

PATIENCE_S = 30.0
_TOKEN = re.compile(
    rb"\x1b\[(?P<private>[?<>=]?)(?P<numbers>[\d;:]*)(?P<between>[ !$]*)(?P<final>[@-~])"
    rb"|\x1b\[[?<>=\d;: !$]*(?=[\x00-\x1f])"
    rb"|\x1b\].*?(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b[^\[\]()]|[\x00-\x08\x0b-\x1a\x1c-\x1f]|(?P<line>\r?\n|\r)"
    rb"|(?P<text>[^\x00-\x1f\x1b]+)"
)


class Screen:
    """What a terminal makes of what is written to it."""

    def __init__(self, columns: int, lines: int) -> None:
        self.columns, self.lines = columns, lines
        self.modes: dict[int, bool] = {25: True, 7: True}
        """Private modes (DECSET) that were switched: 1049 the alternate screen, 25 the cursor, 2004 pastes, …"""
        self.kitty = 0
        """Depth of the stack of Kitty's keyboard modes."""
        self.asked = 0
        """Status requests (DSR) that were not answered yet."""
        self.cells = [[" "] * columns for _ in range(lines)]
        self._x = self._y = 0
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Take what was written."""
        data, at = self._rest + data, 0
        while match := _TOKEN.match(data, at):
            if match.end() == len(data) and match["text"] is not None and data[-1] >= 0x80:
                break  # a character may be cut in two
            self._take(match)
            at = match.end()
        self._rest = data[at:]
        if len(self._rest) > 4096:
            raise AssertionError(f"nothing a terminal understands: {self._rest[:40]!r}")

    def _take(self, match: re.Match[bytes]) -> None:
        if match["text"] is not None:
            for character in match["text"].decode("utf-8", "replace"):
                if self._y < self.lines and self._x < self.columns:
                    self.cells[self._y][self._x] = character
                self._x += max(1, cell_len(character))
        elif match["line"] is not None:
            self._x, self._y = 0, self._y + (b"\n" in match["line"])
        elif match["final"] is not None:
            self._control(match)

    def _control(self, match: re.Match[bytes]) -> None:
        private, final = match["private"], match["final"]
        numbers = [int(number or 0) for number in re.split(rb"[;:]", match["numbers"])]
        if private == b"?" and final in b"hl":
            self.modes.update(dict.fromkeys(numbers, final == b"h"))
        elif final == b"u" and private in (b">", b"<"):
            self.kitty = max(0, self.kitty + (1 if private == b">" else -1))
        elif final == b"H" and not private:
            row, column = (*numbers, 1, 1)[:2] if numbers != [0] else (1, 1)
            self._y, self._x = (row or 1) - 1, (column or 1) - 1
        elif final == b"n" and numbers == [5] and not private:
            self.asked += 1

    @property
    def on(self) -> set[int]:
        """The private modes that are on."""
        return {mode for mode, on in self.modes.items() if on}

    @property
    def text(self) -> str:
        """The cells, a line each."""
        return "\n".join("".join(line).rstrip() for line in self.cells)


class Terminal:
    """A pseudo-terminal with a program on it. Use it as a context manager: it ends what is left of the program."""

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str] | None = None,
        *,
        columns: int = 80,
        lines: int = 24,
        ignored: Sequence[signal.Signals] = (),
        answers: bool = False,
        ground: bytes = b"",
        stdin: int | None = None,
        own: bool = True,
    ) -> None:
        """`command` follows the Python that runs the tests. `ignored` signals are ignored from the start, as by
        nohup; with `answers` it answers status requests, as a real terminal does, and `ground` is what it says to
        OSC 11. Unless it is its `own`, the program has no terminal but as a file that is open."""
        self.ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.before = termios.tcgetattr(self.theirs)
        self.screen = Screen(columns, lines)
        self.raw = b""
        self._answers, self._ground = answers, ground
        theirs = self.theirs

        def take_terminal() -> None:
            if own:
                fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)
            for number in ignored:
                signal.signal(number, signal.SIG_IGN)

        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=self.theirs if stdin is None else stdin,
            stdout=self.theirs,
            stderr=self.theirs,
            env={**os.environ, "TERM": "xterm-256color", **(environ or {})},
            start_new_session=True,
            preexec_fn=take_terminal,
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for end in (self.ours, self.theirs):
            with suppress(OSError):
                os.close(end)

    def read(self, seconds: float = 0.05, most: int = 65_536) -> bytes:
        """Take what was written, after waiting for it for at most so long."""
        if not select.select([self.ours], [], [], seconds)[0]:
            return b""
        data = os.read(self.ours, most)
        self.raw += data
        self.screen.feed(data)
        if self._ground and b"\x1b]11;?" in self.raw:
            os.write(self.ours, self._ground)
            self._ground = b""
        if self._answers and self.screen.asked:
            os.write(self.ours, b"\x1b[0n" * self.screen.asked)
            self.screen.asked = 0
        return data

    def until(self, true: Callable[[], object]) -> None:
        """Take what is written until something is true."""
        end = monotonic() + PATIENCE_S
        while not true():
            assert monotonic() < end, f"never true; on the terminal:\n{self.screen.text}\n{self.raw[-500:]!r}"
            self.read()

    def shows(self, text: str) -> None:
        """Take what is written until a text is on screen."""
        self.until(lambda: text in self.screen.text)

    def type(self, keys: bytes) -> None:
        """Type, or paste."""
        while keys:
            written = os.write(self.ours, keys[:1024])
            keys = keys[written:]
            if keys:
                self.read(0)

    def ended(self) -> int:
        """The exit code, when the program has ended and all it wrote was taken; negative for a signal."""
        self.until(lambda: self.process.poll() is not None)
        while self.read(0):
            pass
        code = self.process.returncode
        assert code is not None
        return code

    def hang_up(self) -> None:
        """Close it, as when its window is closed."""
        for end in (self.theirs, self.ours):
            os.close(end)

    @property
    def left(self) -> set[str]:
        """What is not as it was before the program came; empty after a good end."""
        wrong = {f"mode {mode} is on" for mode in self.screen.on - {25, 7}}
        wrong |= {f"mode {mode} is off" for mode in {25, 7} - self.screen.on}
        if self.screen.kitty:
            wrong.add("the keyboard is Kitty's")
        if termios.tcgetattr(self.theirs) != self.before:
            wrong.add("the terminal is set otherwise")
        return wrong
