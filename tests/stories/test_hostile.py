"""On a cluster that attacks, the bytes that reach the terminal hold no control sequence but Textual's own."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic

import pytest

from tests.bench.terminal import Terminal
from tests.stories.scanner import foreign, text_of

WALK: tuple[tuple[bytes, bytes], ...] = (
    (b"jjjj\r", b"candidates"),  # a task in the pane
    (b"\x1b", b"keys"),
    (b"jjjjjjjjjj\r", b"candidates"),  # and another one: each is attacked in its own way
    (b"\x1b", b"keys"),
    (b"x", b"ctrl+s"),  # its form, or its variables
    (b"\x1b", b"keys"),
    (b"p", b"0 to 25 low"),
    (b"\x1b", b"keys"),
    (b"K", b"Candidate groups"),
    (b"\x1b", b"keys"),
    (b"v", b"enter choose"),
    (b"\x1b", b"keys"),
    (b"?", b"enter run"),
    (b"\x1b", b"keys"),
    (b"2", b"guestCount"),  # the rows are there
    (b"jjz", b"requirements"),
    (b"\x1b", b"keys"),
    (b"\r", b"DTDForbidden"),  # on a decision
    (b"\x1b", b"Decision definitions"),
    (b"3", b"LEADER"),
    (b"4", b"newest first"),
    (b"j\r", b"kind"),
    (b"\x1b", b"keys"),
    (b"c", b"Max jobs"),
    (b"\x1b", b"keys"),
    (b"1", b"due, then priority"),
)


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), pytest.param(160, 45, marks=pytest.mark.long)])
def test_nothing_of_the_cluster_gets_through(tmp_path: Path, columns: int, lines: int) -> None:
    command = [sys.executable, "-m", "c8tui", "demo", "--story", "hostile"]
    stream = b""
    with Terminal(command, {"HOME": str(tmp_path)}, columns=columns, lines=lines) as terminal:

        def read_until(text: bytes) -> None:
            nonlocal stream
            seen, ends = b"", monotonic() + 20
            while text.decode() not in text_of(seen):
                assert monotonic() < ends, f"{text!r} never came:\n{seen[-400:]!r}"
                seen += terminal.read(0.2)
            while more := terminal.read(0.1):
                seen += more
            stream += seen

        read_until(b"connecting")
        stream = b""
        read_until(b"due, then priority")
        for keys, shown in WALK:
            terminal.write(keys)
            read_until(shown)
    assert len(stream) > 20_000
    stream.decode("utf-8")
    text = text_of(stream)
    for attack in ("\\x1b]52;c;", "[@click=app.quit]", "\\u202e"):
        assert attack in text, f"{attack} was to be seen as text"
    assert foreign(stream) == []
