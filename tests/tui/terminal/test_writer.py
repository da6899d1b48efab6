"""Writing in a thread: in order, with an end, and without the frames that nobody would see."""

from __future__ import annotations

import os
from collections.abc import Iterator
from threading import Event

import pytest

from c8tui.tui.terminal.writer import ANEW, ASK, TerminalWriter
from tests.tui.apps import eventually


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Where to read, and where to write: 64 KiB fit in between."""
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            continue


def test_all_is_written_in_order(pipe: tuple[int, int]) -> None:
    writer = TerminalWriter(pipe[1], lambda: None, asks=False)
    writer.start()
    for number in range(100):
        writer.write(f"{number} ")
    writer.stop()
    assert os.read(pipe[0], 10_000).decode().split() == [str(number) for number in range(100)]


def test_a_question_follows_and_its_answer_is_heard(pipe: tuple[int, int]) -> None:
    writer = TerminalWriter(pipe[1], lambda: None)
    writer.start()
    writer.write("frame", frame=True)
    eventually(lambda: not writer.pace.may_ask and writer.is_clear())
    assert os.read(pipe[0], 100) == b"frame" + ASK
    writer.answered()
    writer.write("frame", frame=True)
    eventually(lambda: writer.pace.waits)
    writer.answered()
    writer.await_answer()
    writer.write("last words")
    writer.stop()
    assert os.read(pipe[0], 100) == b"frame" + ASK + b"last words"


def test_frames_that_wait_are_dropped_at_the_end(pipe: tuple[int, int]) -> None:
    writer = TerminalWriter(pipe[1], lambda: None, asks=False)
    writer.write("old frame", frame=True)
    writer.write("control")
    writer.start()
    writer.stop()
    assert os.read(pipe[0], 100) in (b"control", b"old framecontrol")


def test_a_terminal_that_takes_nothing_does_not_hold_the_end_up(pipe: tuple[int, int]) -> None:
    writer = TerminalWriter(pipe[1], lambda: None, asks=False)
    writer.start()
    writer.write("x" * 200_000)
    eventually(lambda: not writer.is_clear())
    writer.stop()
    assert len(os.read(pipe[0], 1_000_000)) > 0


def test_what_is_old_is_thrown_away(pipe: tuple[int, int]) -> None:
    writer = TerminalWriter(pipe[1], lambda: None, asks=False)
    writer.start()
    writer.write("x" * 200_000, frame=True)
    writer.write("y" * 10, frame=True)

    def flush() -> None:
        os.read(pipe[0], 65_536)

    eventually(lambda: writer.throw_away(flush))
    assert not writer.throw_away(flush)
    rest = b""
    while ANEW not in rest:
        rest += os.read(pipe[0], 65_536)
    assert b"y" not in rest
    assert len(rest) < 200_000
    writer.stop()


def test_whoever_cares_is_told_that_nobody_takes_it_any_more(pipe: tuple[int, int]) -> None:
    gone = Event()
    writer = TerminalWriter(pipe[1], gone.set)
    writer.start()
    os.close(pipe[0])
    writer.write("x")
    assert gone.wait(10)
    for _ in range(100):
        writer.write("more")
    writer.stop()
    assert writer.broken
