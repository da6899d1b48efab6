"""On a cluster that attacks, the bytes that reach the terminal hold no control sequence but Textual's own."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path
from time import monotonic

import pytest

from tests.bench.terminal import Terminal

# What Textual writes once it runs: where the cursor goes, colours, and the brackets of one frame. It asks its questions
# and sets its modes before the first frame, which holds nothing of the cluster's and is not looked at. Each form is
# bounded, so that nothing longer can hide in it.
OURS = re.compile(
    rb"\x1b\[(?:\d{1,3};\d{1,3}H|(?:\d{1,3}(?:;\d{1,3}){0,12})?m|\?(?:25|2026)[hl])|\x1b\]22;[a-z-]{1,20}(?:\x1b\\|\x07)"
)
WALK: tuple[tuple[bytes, bytes], ...] = (
    (b"jjjj\r", b"candidates"),  # a task in the pane
    (b"\x1b", b"keys"),
    (b"x", b"ctrl+s"),  # its variables in the editor
    (b"\x1b", b"keys"),
    (b"p", b"0 to 25 low"),
    (b"\x1b", b"keys"),
    (b"K", b"Candidate groups"),
    (b"\x1b", b"keys"),
    (b"v", b"enter choose"),
    (b"\x1b", b"keys"),
    (b"?", b"enter run"),
    (b"\x1b", b"keys"),
    (b"2", b"Decision definitions"),
    (b"j\r", b"requirements"),
    (b"\x1b", b"keys"),
    (b"3", b"Brokers and partitions"),
    (b"4", b"youngest first"),
    (b"j\r", b"kind"),
    (b"\x1b", b"keys"),
    (b"a", b"How many at most"),
    (b"\x1b", b"keys"),
    (b"1", b"nearest due first"),
)


def foreign(stream: bytes) -> list[str]:
    """Everything in a stream that could act on a terminal or deceive a reader and is not Textual's own."""
    rest = OURS.sub(b"", stream)
    found = [f"control {byte:#04x} in {rest[max(0, n - 20) : n + 20]!r}" for n, byte in enumerate(rest) if (byte < 0x20
             and byte not in b"\r\n") or byte == 0x7F]  # fmt: skip
    text = rest.decode("utf-8")
    deceiving = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and c not in "\r\n"}
    return found + [f"character {ord(c):#06x}" for c in deceiving]


LEAKS = (
    b"\x1b]52;c;aGk=\x07", b"\x1b]0;t\x1b\\", b"\x1bP+q544e\x1b\\", "\x9b2J".encode(), b"\x07", b"a\x08b", b"\x1bc",
    "a\u202eb".encode(), "a\u200bb".encode(), b"\x1b[5n", b"\x1b[2J", b"\x1b[H", b"\x1b[?1003h", b"\x1b[999999999m",
)  # fmt: skip
HARMLESS = (b"\x1b[2;3H\x1b[1;38;5;12mreview\x1b[0m", "Prüfung 東京".encode())


@pytest.mark.parametrize("planted", LEAKS + HARMLESS)
def test_the_scanner_knows_what_is_not_ours(planted: bytes) -> None:
    assert bool(foreign(b"\x1b[1;1Hx" + planted + b"y")) is (planted in LEAKS)


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (160, 45)])
def test_nothing_of_the_cluster_gets_through(tmp_path: Path, columns: int, lines: int) -> None:
    command = [sys.executable, "-m", "c8tui", "demo", "--story", "hostile"]
    stream = b""
    with Terminal(command, {"HOME": str(tmp_path)}, columns=columns, lines=lines) as terminal:

        def read_until(text: bytes) -> None:
            nonlocal stream
            seen, ends = b"", monotonic() + 20
            while text not in OURS.sub(b"", seen):
                assert monotonic() < ends, f"{text!r} never came:\n{seen[-400:]!r}"
                seen += terminal.read(0.2)
            while more := terminal.read(0.1):
                seen += more
            stream += seen

        read_until(b"connecting")
        stream = b""
        read_until(b"nearest due first")
        for keys, shown in WALK:
            terminal.write(keys)
            read_until(shown)
    assert len(stream) > 20_000
    text = OURS.sub(b"", stream).decode("utf-8")
    for attack in ("\\x1b]52;c;", "[@click=app.quit]", "\\u202e"):
        assert attack in text, f"{attack} was to be seen as text"
    assert foreign(stream) == []
