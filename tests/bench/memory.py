"""What c8tui holds after thousands of keys: dialogs opened and closed, screens switched, the terminal resized."""

from __future__ import annotations

import fcntl
import struct
import tempfile
import termios
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter, sleep

from tests.bench.cluster import C8TUI, served
from tests.bench.start import A_TASK
from tests.bench.table import Figure
from tests.bench.terminal import Terminal

ESC, DOWN, UP, PALETTE = b"\x1b", b"\x1b[B", b"\x1b[A", b"\x10"
ROUND = (
    *[DOWN] * 8, b"?", ESC, PALETTE, ESC, b"e", ESC, b"Y", ESC, b"f", ESC, b"2", DOWN, b"?", ESC, b"3", b"?", ESC,
    b"4", DOWN, DOWN, PALETTE, ESC, b"1", b"p", ESC, b"w", ESC, *[UP] * 4, b"E", ESC, b"S", ESC,
)  # fmt: skip
"""Keys of one round; nothing in it changes the cluster but the claim of the stream, which goes back."""
SIZES = ((24, 80), (30, 120), (40, 100))
WARMED, KEYS = 500, 3_000


def _lives(terminal: Terminal, home: str, when: str) -> None:
    """Fail if the program has ended, with all that tells why."""
    if (code := terminal.exit_code) is not None:
        reports = [path.read_text() for path in Path(home).rglob("crash-*.txt")]
        raise AssertionError("\n".join([f"c8tui ended with {code} {when}: {terminal.last_words}", *reports]))


def _typed(terminal: Terminal, keys: Iterator[bytes], number: int, home: str) -> None:
    for n, key in enumerate(islice(keys, number)):
        if n % 14 == 13:
            lines, columns = SIZES[n // 14 % len(SIZES)]
            fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        terminal.write(key)
        end = perf_counter() + 0.12  # an escape is one only when nothing follows
        while (left := end - perf_counter()) > 0:
            terminal.read(left)
        _lives(terminal, home, f"after key {n}, {key!r}")


def figures(keys: int = KEYS) -> Iterator[Figure]:
    """Memory after the first keys, when everything was seen once, and after all of them."""
    with (
        tempfile.TemporaryDirectory() as home,
        served("--tasks", "1000") as address,
        Terminal([*C8TUI, "--address", address], {"HOME": home, "C8TUI_USER": "demo"}) as terminal,
    ):
        terminal.until(A_TASK)
        typed = cycle(ROUND)
        _typed(terminal, typed, WARMED, home)
        sleep(3.0)
        first = terminal.rss_bytes()
        _typed(terminal, typed, keys - WARMED, home)
        sleep(3.0)
        _lives(terminal, home, "in a rest")
        last = terminal.rss_bytes()
    mib = 1 << 20
    yield Figure(
        f"memory after {keys:,} keys, MB", f"{last / mib:.0f}", f"{first / mib:.0f} after {WARMED}", last / first, 1.25
    )
