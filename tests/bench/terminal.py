"""Programs in a terminal of their own, timed by what they paint."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from dataclasses import dataclass
from time import perf_counter

LINES, COLUMNS = 40, 120
PATIENCE_S = 30.0
_CONTROL = re.compile(rb"\x1b\[[0-9;?<>=]*[A-Za-z]|[\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Painted:
    """What was seen of a program: when the wanted text was on the wire, and how much had been written by then."""

    seconds: float
    bytes_written: int


class Terminal:
    """One program in a pty. Use it as a context manager: it ends the program by its pid."""

    def __init__(
        self,
        command: list[str],
        environment: dict[str, str] | None = None,
        *,
        columns: int = COLUMNS,
        lines: int = LINES,
    ) -> None:
        self.began = perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", **(environment or {})})
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._seen = self._last = b""
        self._exit_code: int | None = None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.exit_code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)

    @property
    def exit_code(self) -> int | None:
        """What the program has ended with; negative for a signal, None while it runs."""
        if self._exit_code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._exit_code = os.waitstatus_to_exitcode(status) if pid else None
        return self._exit_code

    @property
    def last_words(self) -> str:
        """The end of what it has written, without control sequences."""
        return _CONTROL.sub(b" ", self._last).decode("utf-8", "replace")[-600:]

    def read(self, seconds: float) -> bytes:
        """What it writes until it has been silent or `seconds` have passed."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            return b""
        self._last = (self._last + data)[-4_000:]
        return data

    def write(self, keys: bytes) -> None:
        """Type."""
        os.write(self.fd, keys)

    def ended(self) -> None:
        """Wait until the program has ended."""
        while self.read(PATIENCE_S):
            pass

    def until(self, text: bytes) -> Painted:
        """Wait for a text that was not there before; fails when it does not come."""
        while text not in self._seen:
            assert perf_counter() - self.began < PATIENCE_S, f"{text!r} never came: {self._seen[-300:]!r}"
            self._seen += self.read(0.5)
        painted = Painted(perf_counter() - self.began, len(self._seen))
        self._seen = b""
        return painted

    def cpu_seconds(self) -> float:
        """User and system time of the program so far."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rss_bytes(self) -> int:
        """Memory that it holds now."""
        with open(f"/proc/{self.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
