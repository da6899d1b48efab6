"""The moment of now, with the zone of this machine."""

from __future__ import annotations

from datetime import UTC, datetime

from c8tui.tui import clock


def test_it_is_now_and_here() -> None:
    before = datetime.now(UTC)
    now = clock.now()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == datetime.now().astimezone().utcoffset()
