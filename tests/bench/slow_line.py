"""How far a line of 2 kB/s shows the list behind the keys typed, on terminals that answer status requests or not."""

from __future__ import annotations

import os
import select
import tempfile
from collections.abc import Iterator
from itertools import product
from time import perf_counter

from tests.bench.cluster import C8TUI, served
from tests.bench.table import Figure
from tests.terminals import Terminal

BYTES_A_SECOND = 2_000
PIECE = 40
DOWN = b"\x1b[B"
KEYS, KEYS_S = 90, 3.0
GOAL_S = 3.0


def _listed(terminal: Terminal) -> str:
    """The list, with its cursor, without its columns of times: what a key changes."""
    return "\n".join(line[:48] for line in terminal.screen.text.splitlines()[3:23])


class SlowLine:
    """Takes so many bytes a second from a terminal; a line that has rested has nothing saved up."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal, self._due = terminal, perf_counter()
        self.seen: list[tuple[float, str]] = []
        """When the list changed, and to what."""

    def take(self, until: float) -> None:
        """Take what comes until a moment."""
        while (now := perf_counter()) < until:
            self._due = max(self._due, now - PIECE / BYTES_A_SECOND)
            if self._due > now:
                select.select([], [], [], min(self._due, until) - now)
            elif self._terminal.read(until - now, PIECE):
                self._due += PIECE / BYTES_A_SECOND
                self.seen.append((perf_counter(), _listed(self._terminal)))


def _started(address: str, home: str, *, answers: bool) -> Terminal:
    environ = {"HOME": home, "C8TUI_USER": "demo"}
    return Terminal([*C8TUI[1:], "--address", address], environ, answers=answers)


def _drain(terminal: Terminal, seconds: float) -> None:
    end = perf_counter() + seconds
    while perf_counter() < end:
        terminal.read(0.05)


def expected(address: str) -> dict[str, int]:
    """The list as it looks after so many keys, each of which was waited for."""
    with tempfile.TemporaryDirectory() as home, _started(address, home, answers=True) as terminal:
        terminal.shows("keys  ")
        _drain(terminal, 3.0)
        looks = {_listed(terminal): 0}
        for n in range(1, KEYS + 1):
            terminal.type(DOWN)
            _drain(terminal, 0.1)
            looks[_listed(terminal)] = n
        return looks


def behind(address: str, looks: dict[str, int], *, answers: bool, always: bool) -> tuple[float, int, int]:
    """`always` is slow from the start, else when the keys begin.

    Seconds that the oldest key had waited when it was seen, at worst; bytes drawn, and states seen."""
    with tempfile.TemporaryDirectory() as home, _started(address, home, answers=answers) as terminal:
        line = SlowLine(terminal)
        if always:
            line.take(perf_counter() + 25.0)
        else:
            terminal.shows("keys  ")
            _drain(terminal, 3.0)
        line.seen.clear()
        before, began = len(terminal.raw), perf_counter()
        for n in range(KEYS):
            os.write(terminal.ours, DOWN)
            line.take(began + (n + 1) * KEYS_S / KEYS)
        end = perf_counter() + 15.0
        while perf_counter() < end and not (line.seen and looks.get(line.seen[-1][1]) == KEYS):
            line.take(perf_counter() + 0.1)
        worst, shown, states = 0.0, 0, 0
        for at, text in line.seen:
            number = looks.get(text, shown)
            if number > shown:
                worst, shown, states = max(worst, at - began - shown * KEYS_S / KEYS), number, states + 1
        if shown < KEYS:
            worst = float("inf")
        return worst, len(terminal.raw) - before, states


def figures(runs: int = 2) -> Iterator[Figure]:
    """The worst of some runs."""
    with served("--tasks", "1000") as address:
        looks = expected(address)
        for answers, always in product((True, False), (False, True)):
            found = [behind(address, looks, answers=answers, always=always) for _ in range(runs)]
            worst = max(seconds for seconds, _, _ in found)
            what = f"{KEYS} keys in 3 s at 2 kB/s, {'answering' if answers else 'silent'}{', always' * always}: s"
            each = ", ".join(f"{seconds:.1f} s/{sent:,} B/{states} seen" for seconds, sent, states in found)
            yield Figure(what, f"{worst:.1f}", each, worst, GOAL_S)
