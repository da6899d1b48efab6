"""The log of requests: the last ones in memory, all of them in a file where one is named, neither with a secret.

A request is told by method, path, status, time and attempt: no body, no header, no value of a query, no user of a URL.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from c8tui.errors import SettingsError
from c8tui.files import PRIVATE
from c8tui.text import visible

KEPT = 500
"""Entries that are kept in memory."""
LONGEST = 300
"""Characters of a path, and of a note, that are kept."""
LARGEST = 5_000_000
"""Bytes of a log file; then it becomes FILE.1, in the place of an older one, and a new one begins."""
_QUERY_VALUE = re.compile(r"=[^&#]*")
_USER = re.compile(r"//[^/?#@]*@")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One attempt at a request."""

    at: float
    """When it was sent, in Unix seconds."""
    method: str
    path: str
    """Or the URL, of a server beside the cluster; without values of its query."""
    status: int | None
    """None where no answer came."""
    seconds: float
    attempt: int
    """From 1."""
    failure: str
    """The kind of the failure, as `Backpressure`; empty where there was none."""

    def text(self) -> str:
        """`POST /user-tasks/search 200 14 ms`, and the attempt and the failure where there is something to say."""
        status = "no answer" if self.status is None else str(self.status)
        again = f", attempt {self.attempt}" if self.attempt > 1 else ""
        failure = f", {self.failure}" if self.failure else ""
        return f"{self.method} {self.path} {status} {self.seconds * 1000:.0f} ms{again}{failure}"


@dataclass(frozen=True, slots=True)
class Note:
    """What was decided between requests; only with `debug`."""

    at: float
    words: str

    def text(self) -> str:
        """The words."""
        return self.words


Entry = Exchange | Note


class RequestLog:
    """Takes entries; keeps the last ones, and gives each to a file."""

    def __init__(
        self, file: LogFile | None = None, *, debug: bool = False, now: Callable[[], float] = time.time
    ) -> None:
        """`now` is Unix time."""
        self.file, self.debug = file, debug
        self._now = now
        self._kept: deque[Entry] = deque(maxlen=KEPT)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Those that are kept, the oldest first."""
        return tuple(self._kept)

    def exchanged(
        self,
        method: str,
        path: str,
        *,
        status: int | None,
        seconds: float,
        attempt: int = 1,
        failure: str = "",
        params: Mapping[str, object] | None = None,
    ) -> None:
        """An attempt at a request has come to its end, `seconds` after it began."""
        told = redacted(path, params or {})
        self._take(Exchange(self._now() - seconds, method, told, status, seconds, attempt, failure))

    def note(self, words: str) -> None:
        """Something was decided; forgotten unless `debug` is on. The words hold no secret."""
        if self.debug:
            self._take(Note(self._now(), visible(words, LONGEST)))

    def _take(self, entry: Entry) -> None:
        self._kept.append(entry)
        if self.file is not None:
            self.file.write(line_of(entry))

    def close(self) -> None:
        """Close the file."""
        if self.file is not None:
            self.file.close()


def redacted(path: str, params: Mapping[str, object]) -> str:
    """A path or URL on one line, with `*` for the values of its query, unless they are numbers or truth values."""
    place, query, rest = path.partition("?")
    told = _USER.sub("//", place) + query + _QUERY_VALUE.sub("=*", rest.partition("#")[0])
    more = "&".join(f"{name}={_param(value)}" for name, value in params.items())
    if more:
        told += ("&" if query else "?") + more
    return visible(told, LONGEST)


def _param(value: object) -> str:
    return str(value).lower() if isinstance(value, bool | int) else "*"


def line_of(entry: Entry) -> str:
    """A line of the file: date and time in UTC, to the millisecond, and what happened."""
    moment = datetime.fromtimestamp(entry.at, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z {entry.text()}"


class LogFile:
    """A file that lines are appended to, for its owner's eyes only, and of a bounded size."""

    def __init__(self, path: Path, largest: int = LARGEST) -> None:
        """Raises SettingsError for what cannot be written, is no ordinary file, or may be read by others."""
        self.path, self._largest = path, largest
        self.trouble = ""
        """Why nothing more is written; empty while it is."""
        try:
            self._handle: int | None = _opened(path)
        except OSError as failure:
            raise _refused(path, f"cannot be written: {(failure.strerror or 'it fails').lower()}") from None
        found = os.fstat(self._handle)
        wrong = _wrong(found, path)
        if wrong:
            os.close(self._handle)
            raise wrong
        self._size = found.st_size

    def write(self, line: str) -> None:
        """Append a line; a failure ends the writing, not the program."""
        if self._handle is None:
            return
        content = f"{line}\n".encode("utf-8", "backslashreplace")
        try:
            if self._size and self._size + len(content) > self._largest:
                self._turn_over()
            os.write(self._handle, content)
            self._size += len(content)
        except OSError as failure:
            self.trouble = (failure.strerror or "it cannot be written").lower()
            self.close()

    def _turn_over(self) -> None:
        self.close()
        os.replace(self.path, self.path.with_name(f"{self.path.name}.1"))
        self._handle, self._size = _opened(self.path), 0

    def close(self) -> None:
        """Write no more."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)


def _opened(path: Path) -> int:
    # Without O_NONBLOCK a pipe that nobody reads would be waited for.
    waits_not = getattr(os, "O_NONBLOCK", 0)
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | waits_not, PRIVATE)


def _wrong(found: os.stat_result, path: Path) -> SettingsError | None:
    if not stat.S_ISREG(found.st_mode):
        return _refused(path, "is no ordinary file")
    mode = stat.S_IMODE(found.st_mode)
    if mode & 0o077 and os.name == "posix":
        return _refused(path, f"may be read by others (mode {mode:04o})", f"Run: chmod 600 {path}")
    return None


def _refused(path: Path, detail: str, mend: str = "Name a file that can be written") -> SettingsError:
    return SettingsError("log", "settings", f"{path} {detail}", mend)
