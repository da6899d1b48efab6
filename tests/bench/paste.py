"""What a key costs behind 1 MB that was pasted in one line into the `/` line, which cuts it, over a pty."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from tests.bench.cluster import C8TUI, served
from tests.bench.table import Figure, in_turn, milliseconds, p95
from tests.terminals import Terminal

LONG, SHORT = 1_000_000, 3
"""Characters."""
TAIL = 6
"""Characters typed last that have to be seen behind one another."""


def _line(terminal: Terminal) -> str:
    """The `/` line."""
    return next((line for line in reversed(terminal.screen.text.splitlines()) if line.startswith(" /")), "")


def _seen(terminal: Terminal, text: str) -> None:
    """Wait until the line ends with a text."""
    terminal.until(lambda: _line(terminal).endswith(text))


def after_paste(address: str, length: int, keys: int) -> tuple[float, list[float]]:
    """Seconds from a paste of so many characters until its end was seen, and of each key typed behind it."""
    with tempfile.TemporaryDirectory() as home:
        environ = {"HOME": home, "C8TUI_USER": "demo"}
        with Terminal([*C8TUI[1:], "--address", address], environ, columns=120, lines=30) as terminal:
            terminal.shows("keys  ")
            terminal.type(b"/")
            terminal.until(lambda: _line(terminal))
            began = perf_counter()
            terminal.type(b"\x1b[200~" + b"x" * length + b"\x1b[201~")
            _seen(terminal, "x" * min(length, 50))
            pasted, typed, waits = perf_counter() - began, "", []
            for number in range(keys):
                typed = (typed + str(number % 10))[-TAIL:]
                began = perf_counter()
                terminal.type(typed[-1].encode())
                _seen(terminal, typed)
                waits.append(perf_counter() - began)
            return pasted, waits


def figures(keys: int = 200, rounds: int = 2) -> Iterator[Figure]:
    """Keys behind the long line as a ratio to keys behind a short one; the paste itself."""
    with served("--tasks", "1000") as address:
        found = in_turn(rounds, *(lambda n=n: after_paste(address, n, keys) for n in (SHORT, LONG)))
    short, long = ([wait for _, waits in each for wait in waits] for each in found)
    texts = milliseconds(long), milliseconds(short)
    yield Figure("key behind a paste of 1 MB, p50", *texts, median(long) / median(short), 1.5)
    yield Figure("key behind a paste of 1 MB, p95", *texts, p95(long) / p95(short), 2.0)
    worst = f"{max(long) * 1e3:.0f} ms", f"{max(short) * 1e3:.0f} ms"
    yield Figure("key behind a paste of 1 MB, worst", *worst, max(long) / max(short), 5.0)
    pasted = max(seconds for seconds, _ in found[1])
    yield Figure("paste of 1 MB until it is seen: s", f"{pasted:.2f} s", f"{found[0][0][0]:.2f} s", pasted, 3.0)
