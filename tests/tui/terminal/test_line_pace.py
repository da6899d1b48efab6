"""When the next frame may be drawn."""

from __future__ import annotations

from c8tui.tui.terminal.line_pace import (
    FAST,
    IN_FLIGHT,
    LATE_S,
    LONGEST_HOLD_S,
    MOST_UNANSWERED,
    SILENT_S,
    SLOWEST,
    LinePace,
)


def asked(size: int, now: float, pace: LinePace | None = None) -> LinePace:
    pace = pace or LinePace()
    pace.wrote(size, 0.0, now)
    assert pace.may_ask
    pace.asked(now)
    return pace


def test_nothing_is_held_back_before_anything_is_known() -> None:
    pace = LinePace()
    assert pace.is_clear(0.0)
    pace.wrote(100_000, 0.0, 0.0)
    assert pace.is_clear(0.0)


def test_a_line_that_answers_at_once_takes_frames_meanwhile() -> None:
    pace = asked(100, 0.0)
    pace.answered(0.01)
    pace = asked(1_000, 1.0, pace)
    assert not pace.may_ask
    assert pace.is_clear(1.01)
    pace.wrote(IN_FLIGHT, 0.0, 1.01)
    assert not pace.is_clear(1.02)
    pace.answered(1.02)
    assert pace.may_ask


def test_after_a_late_answer_each_frame_waits_for_the_one_before() -> None:
    pace = asked(100, 0.0)
    pace.answered(0.01)
    pace = asked(4_000, 1.0, pace)
    assert not pace.is_clear(1.02 + LATE_S)
    pace.answered(3.0)
    assert pace.is_clear(3.0)
    pace = asked(4_000, 3.0, pace)
    assert not pace.is_clear(3.001)
    pace.answered(3.005)
    pace = asked(100, 4.0, pace)
    assert pace.is_clear(4.001), "it is fast again"


def test_a_long_way_is_not_a_slow_line() -> None:
    pace = LinePace()
    for second in range(3):
        pace = asked(1_000, float(second), pace)
        if second:
            assert pace.is_clear(second + 0.2)
        pace.answered(second + 0.3)


def test_a_terminal_that_never_answers_is_left_alone() -> None:
    pace = LinePace()
    for number in range(MOST_UNANSWERED):
        pace = asked(10, number * 100.0, pace)
        assert pace.is_clear(number * 100.0 + SILENT_S + 1)
    pace.wrote(10, 0.0, 1000.0)
    assert not pace.may_ask
    assert not pace.waits


def test_a_write_that_was_blocked_tells_how_fast_a_silent_line_is() -> None:
    pace = LinePace()
    now = 0.0
    for _ in range(8):
        now += 0.25
        pace.wrote(500, 0.25, now)
    pace.wrote(10_000, 0.0, now)
    assert not pace.is_clear(now + 1.0)
    assert pace.is_clear(now + LONGEST_HOLD_S), "a belief holds nothing back for long"
    pace.flushed(1_000, now)
    assert not pace.is_clear(now)
    assert pace.is_clear(now + 0.5)


def test_a_line_that_has_recovered_is_believed_in_again() -> None:
    pace = LinePace()
    pace.wrote(512, 100.0, 100.0)
    now, frames = 100.0, 0
    while not pace.is_clear(now + 0.001) or frames == 0:
        now += 2.0
        pace.wrote(300, 0.0, now)
        frames += 1
        assert frames < 100
    assert FAST > SLOWEST


def test_what_the_buffers_of_the_system_take_says_little_of_a_silent_line() -> None:
    pace = LinePace()
    pace.wrote(512, 0.25, 0.25)
    for number in range(20):
        pace.wrote(300, 0.0, 1.0 + number)
    assert pace.is_slow, "they take small writes at once on any line"
    for number in range(200):
        pace.wrote(512, 0.0, 30.0 + number / 1000)
    assert not pace.is_slow, "but not so much at once"


def test_only_a_silent_terminal_is_clogged() -> None:
    pace = LinePace()
    assert not pace.is_clogged(0.1)
    assert pace.is_clogged(1.0)
    pace = asked(1, 0.0, pace)
    pace.answered(0.1)
    assert not pace.is_clogged(1.0)
