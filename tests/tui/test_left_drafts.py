"""However the program ends while somebody types, what was typed is there again at the next start."""

from __future__ import annotations

import json
import os
import signal
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.bench.cluster import served
from tests.terminals import Terminal

COMMAND = ["-m", "c8tui"]
WITH_A_BUG = """
import sys
from c8tui.tui.dialogs.drafting import DraftDialog
def send(self):
    typed = "a-local"
    raise ValueError(typed)
DraftDialog._send = send
from c8tui.cli import main
sys.exit(main())
"""
TEXT = "kept-as-typed"
READY = "due, then priority"
SETTLED = "keys  "


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served("--tasks", "60") as address:
        yield address


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state"), "C8TUI_USER": "demo"}


def open_tasks(address: str) -> list[dict[str, Any]]:
    """The open tasks as the inbox lists them."""
    sort = [{"field": "dueDate"}, {"field": "priority", "order": "DESC"}, {"field": "creationDate"}]
    question = {"filter": {"state": {"$in": ["CREATED", "ASSIGNING", "UPDATING"]}}, "sort": sort}
    search = urllib.request.Request(
        f"{address}/user-tasks/search", json.dumps(question).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(search) as answer:
        items: list[dict[str, Any]] = json.load(answer)["items"]
    return items


def opened(terminal: Terminal, address: str, place: str) -> None:
    """Walk to a task that nobody holds, and open its form, or the editor of its variables."""
    wanted = "Approve discount" if place == "form" else "Sign contract"
    free = (task["name"] == wanted and task["assignee"] is None for task in open_tasks(address))
    terminal.shows(READY)
    terminal.shows(SETTLED)
    terminal.type(b"j" * list(free).index(True) + b"x")
    terminal.shows("Complete " + wanted)
    terminal.shows("draft kept" if place == "form" else "ctrl+s")


def typed(terminal: Terminal, place: str) -> None:
    terminal.type((b"\t\t" if place == "form" else b"") + TEXT.encode())
    terminal.shows(TEXT)


def kept(home: Path) -> bool:
    """Whether a draft on disk has what was typed. A file may go while they are looked at."""
    for path in home.rglob("*.draft"):
        with suppress(OSError):
            if TEXT in path.read_text():
                return True
    return False


LONG = pytest.mark.long
ENDS = [
    pytest.param("form", "SIGKILL", -9),
    pytest.param("variables", "SIGHUP", 129),
    pytest.param("form", "SIGTERM", 143, marks=LONG),
    pytest.param("form", "bug", 70),
    pytest.param("variables", "SIGKILL", -9, marks=LONG),
    pytest.param("form", "SIGHUP", 129, marks=LONG),
    pytest.param("variables", "SIGTERM", 143, marks=LONG),
    pytest.param("variables", "bug", 70, marks=LONG),
]


@pytest.mark.parametrize(("place", "end", "code"), ENDS)
def test_what_was_typed_is_found_again(
    place: str, end: str, code: int, address: str, environ: dict[str, str], tmp_path: Path
) -> None:
    command = ["-c", WITH_A_BUG] if end == "bug" else COMMAND
    with Terminal([*command, "--address", address], environ) as terminal:
        opened(terminal, address, place)
        typed(terminal, place)
        if end == "SIGKILL":  # nothing can be done at this end: what was written before is what there is
            terminal.until(lambda: kept(tmp_path))
        if end == "bug":
            terminal.type(b"\x13")
        else:
            terminal.process.send_signal(signal.Signals[end])
        assert terminal.ended() == code
        assert end == "SIGKILL" or terminal.left == set()
        assert (b"your drafts are kept" in terminal.raw) is (end == "bug")
        assert b"a-local" not in terminal.raw
    assert kept(tmp_path)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*.draft")} == {0o600}
    with Terminal([*COMMAND, "--address", address], environ) as terminal:
        opened(terminal, address, place)
        terminal.shows(TEXT)
        terminal.type(b"\x11")
        assert terminal.ended() == 0
        assert terminal.left == set()


@pytest.mark.parametrize("place", ["form", pytest.param("variables", marks=LONG)])
def test_the_window_is_closed_while_somebody_types(
    place: str, address: str, environ: dict[str, str], tmp_path: Path
) -> None:
    with Terminal([*COMMAND, "--address", address], environ) as terminal:
        opened(terminal, address, place)
        typed(terminal, place)
        terminal.hang_up()
        assert terminal.process.wait(timeout=30) == 129
    assert kept(tmp_path)


def elsewhere(kind: str) -> int:
    """An end to read from that is no terminal."""
    if kind == "null":
        return os.open(os.devnull, os.O_RDONLY)
    reading, writing = os.pipe()
    os.close(writing)
    return reading


CLOSED = ["-c", "import os, sys; os.close(0); os.execv(sys.executable, [sys.executable, '-m', 'c8tui', *sys.argv[1:]])"]
"""The program as `c8tui <&-` starts it."""


@pytest.mark.parametrize("stdin", ["null", "pipe", "closed"])
def test_keys_are_those_of_the_terminal_wherever_stdin_leads(stdin: str, address: str, environ: dict[str, str]) -> None:
    source = elsewhere(stdin)
    command = CLOSED if stdin == "closed" else COMMAND
    with Terminal([*command, "--address", address], environ, stdin=source) as terminal:
        terminal.shows(READY)
        terminal.type(b"\x11")
        assert terminal.ended() == 0
        assert terminal.left == set()
        assert b"Traceback" not in terminal.raw
    os.close(source)


@pytest.mark.parametrize("stdin", ["null", "pipe", "closed"])
def test_without_keys_to_read_it_is_one_sentence(stdin: str, address: str, environ: dict[str, str]) -> None:
    """It is drawn on a terminal that is not its own, as under setsid, so that there is none to read keys from."""
    source = elsewhere(stdin)
    command = CLOSED if stdin == "closed" else COMMAND
    with Terminal([*command, "--address", address], environ, stdin=source, own=False) as terminal:
        assert terminal.ended() == 2
        assert terminal.raw.count(b"\n") == 1
        assert b"terminal (stdin and stderr)" in terminal.raw
        assert terminal.left == set()
    os.close(source)
