"""How long until something, and until the tasks, are on screen."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from tests.bench.cluster import C8TUI, first_page, served
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
A_TASK = b"Approve discount"


def until(command: list[str], text: bytes, home: str) -> float:
    """Seconds from the start of a program until it paints a text."""
    with Terminal(command, {"HOME": home}) as terminal:
        return terminal.until(text).seconds


def figures(runs: int) -> Iterator[Figure]:
    """First frame, first rows, and the shortest command."""
    with tempfile.TemporaryDirectory() as home:
        hello, frame = in_turn(
            runs,
            lambda: until([sys.executable, "-c", HELLO], b"hello world", home),
            lambda: until([*C8TUI, "demo"], b"connecting", home),
        )
        yield ratio("first frame / Textual hello", frame, hello, 1.25)
        with served("--tasks", "10000") as address:
            first_page(address)
            hello, rows = in_turn(
                runs,
                lambda: until([sys.executable, "-c", HELLO], b"hello world", home),
                lambda: until([*C8TUI, "--address", address], A_TASK, home),
            )
        yield ratio("first rows of 10,000 tasks / Textual hello", rows, hello, 2.5)
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
