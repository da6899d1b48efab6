"""The log of requests: what is told of them, and what never is; the file and its bounds."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from c8tui.errors import SettingsError
from c8tui.request_log import KEPT, LONGEST, Exchange, LogFile, Note, RequestLog, line_of, redacted

SECRET = "s3cr3t-of-the-client"


def log_of(file: LogFile | None = None, *, debug: bool = False) -> RequestLog:
    return RequestLog(file, debug=debug, now=lambda: 1_700_000_000.5)


def test_a_request_in_a_line() -> None:
    log = log_of()
    log.exchanged("POST", "/user-tasks/search", status=200, seconds=0.25, params={"truncateValues": False, "n": 3})
    log.exchanged("PATCH", "/user-tasks/1", status=None, seconds=10.0, attempt=2, failure="NoAnswer")
    assert [line_of(entry) for entry in log.entries] == [
        "2023-11-14T22:13:20.250Z POST /user-tasks/search?truncateValues=false&n=3 200 250 ms",
        "2023-11-14T22:13:10.500Z PATCH /user-tasks/1 no answer 10000 ms, attempt 2, NoAnswer",
    ]


@pytest.mark.parametrize(
    "path",
    [
        f"/documents/1?contentHash={SECRET}&x=1",
        f"/a?{SECRET[:0]}token={SECRET}#{SECRET}",
        f"https://user:{SECRET}@host/oauth/token?key={SECRET}",
    ],
)
def test_no_value_of_a_query_and_no_user_is_told(path: str) -> None:
    told = redacted(path, {"secret": SECRET, "more": True})
    assert SECRET not in told
    assert told.endswith("&secret=*&more=true")


def test_a_path_stays_one_short_line() -> None:
    assert redacted("/groups/\x1b]0;x\x07\n", {}) == "/groups/\\x1b]0;x\\x07\\n"
    assert len(redacted("/" + "y" * 1_000, {})) == LONGEST + 1


def test_only_the_last_are_kept() -> None:
    log = log_of()
    for number in range(KEPT + 7):
        log.exchanged("GET", f"/{number}", status=200, seconds=0)
    assert len(log.entries) == KEPT
    first = log.entries[0]
    assert isinstance(first, Exchange)
    assert first.path == "/7"


def test_notes_are_for_debugging() -> None:
    quiet, loud = log_of(), log_of(debug=True)
    for log in (quiet, loud):
        log.note("token: a new one")
    assert quiet.entries == ()
    assert loud.entries == (Note(1_700_000_000.5, "token: a new one"),)


def test_the_file_is_private_and_appended_to(tmp_path: Path) -> None:
    path = tmp_path / "c8tui.log"
    for status in (200, 500):
        log = log_of(LogFile(path))
        log.exchanged("GET", "/topology", status=status, seconds=0)
        log.close()
        log.exchanged("GET", "/late", status=200, seconds=0)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [line.split()[3] for line in path.read_text().splitlines()] == ["200", "500"]


def test_it_does_not_grow_without_end(tmp_path: Path) -> None:
    path = tmp_path / "c8tui.log"
    file = LogFile(path, largest=100)
    for number in range(30):
        file.write(f"line {number:02}")
    file.close()
    assert {one.name for one in tmp_path.iterdir()} == {"c8tui.log", "c8tui.log.1"}
    kept = (tmp_path / "c8tui.log.1").read_text() + path.read_text()
    assert kept.splitlines()[-1] == "line 29"
    assert all(one.stat().st_size <= 100 and stat.S_IMODE(one.stat().st_mode) == 0o600 for one in tmp_path.iterdir())


def test_what_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c8tui.log"
    path.touch()
    path.chmod(0o644)
    with pytest.raises(SettingsError, match=r"may be read by others \(mode 0644\).*chmod 600"):
        LogFile(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name, why in {"pipe": "cannot be written", "none/log": "cannot be written", ".": "cannot be written"}.items():
        with pytest.raises(SettingsError, match=why):
            LogFile(tmp_path / name)
    with pytest.raises(SettingsError, match="is no ordinary file"):
        LogFile(Path("/dev/null"))


def test_a_file_that_fails_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = LogFile(tmp_path / "c8tui.log")
    log = log_of(file)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as failing:
        failing.setattr(os, "write", full)
        log.exchanged("GET", "/topology", status=200, seconds=0)
    log.exchanged("GET", "/topology", status=200, seconds=0)
    assert file.trouble == "no space left on device"
    assert len(log.entries) == 2
