"""How long until something, and until the tasks, are on screen; and what waiting costs."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep

from tests.bench.table import Figure, in_turn, ratio
from tests.bench.terminal import Terminal

HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello world")
Hello().run()
"""
C8TUI = [sys.executable, "-m", "c8tui"]
A_TASK = b"Approve discount"


@contextmanager
def served(*flags: str) -> Iterator[str]:
    """A sandbox in a process of its own; yields its address."""
    command = [*C8TUI, "sandbox", "--port", "0", "--quiet", *flags]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def warm(address: str) -> None:
    """Let a sandbox build its data, which it does at its first question."""
    with urllib.request.urlopen(f"{address}/topology") as answer:
        assert answer.status == 200
    search = urllib.request.Request(f"{address}/user-tasks/search", b"{}", {"content-type": "application/json"})
    with urllib.request.urlopen(search) as answer:
        assert answer.status == 200


def until(command: list[str], text: bytes, home: str) -> float:
    """Seconds from the start of a program until it paints a text."""
    with Terminal(command, {"HOME": home}) as terminal:
        return terminal.until(text).seconds


def figures(runs: int, many: int) -> Iterator[Figure]:
    """First frame, first rows, and first rows of a large inbox."""
    with tempfile.TemporaryDirectory() as home:
        hello, frame = in_turn(
            runs,
            lambda: until([sys.executable, "-c", HELLO], b"hello world", home),
            lambda: until([*C8TUI, "demo"], b"connecting", home),
        )
        yield ratio("first frame / Textual hello", frame, hello, 1.25)
        with served("--tasks", "10000") as address:
            warm(address)
            hello, rows = in_turn(
                runs,
                lambda: until([sys.executable, "-c", HELLO], b"hello world", home),
                lambda: until([*C8TUI, "--address", address], A_TASK, home),
            )
            yield ratio("first rows of 10,000 tasks / Textual hello", rows, hello, 2.0)
        db = str(Path(home) / "many.db")
        with served("--tasks", "100") as few, served("--tasks", str(many), "--db", db) as large:
            warm(few)
            warm(large)
            small, big = in_turn(
                runs,
                lambda: until([*C8TUI, "--address", few], A_TASK, home),
                lambda: until([*C8TUI, "--address", large], A_TASK, home),
            )
            yield ratio(f"first rows of {many:,} tasks / of 100", big, small, 1.1)
        yield version(runs)


def version(runs: int) -> Figure:
    """`--version` against an interpreter that does nothing."""

    def timed(command: list[str]) -> float:
        began = perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        return perf_counter() - began

    script = str(Path(sys.executable).parent / "c8tui")
    nothing, said = in_turn(
        runs * 3, lambda: timed([sys.executable, "-c", "pass"]), lambda: timed([script, "--version"])
    )
    return ratio("c8tui --version / python -c pass", said, nothing, 2.5)


def idle(seconds: float) -> Iterator[Figure]:
    """CPU and bytes of an inbox that nobody touches, with its poll on."""
    with tempfile.TemporaryDirectory() as home, served("--tasks", "1000") as address:
        warm(address)
        with Terminal([*C8TUI, "--address", address], {"HOME": home}) as terminal:
            terminal.until(A_TASK)
            sleep(2.0)
            while terminal.read(0.05):
                pass
            cpu, written, end = terminal.cpu_seconds(), 0, perf_counter() + seconds
            while (left := end - perf_counter()) > 0:
                written += len(terminal.read(left))
            share = (terminal.cpu_seconds() - cpu) / seconds * 100
        yield Figure("idle CPU, poll every 5 s", f"{share:.2f} %", "-", share, 1.0)
        yield Figure("idle bytes a second", f"{written / seconds:.0f}", "-", written / seconds, 300)
