"""The top line: what it says of the data, and what gives way when there is no room."""

from __future__ import annotations

import pytest

from c8tui.tui.widgets.status_line import Freshness, StatusLine
from tests.tui.apps import Host, text_of


@pytest.mark.parametrize(("freshness", "words"), [
    (Freshness(), "loading"),
    (Freshness(age_s=2.4, round_trip_s=0.041), "data 2 s   link 41 ms"),
    (Freshness(age_s=75, stale="it is down", next_try_s=4.2), "stale 1 m, next try 4 s: it is down"),
    (Freshness(stale="x\x1b[2J"), "no data: x\\x1b[2J"),
])  # fmt: skip
def test_words(freshness: Freshness, words: str) -> None:
    assert freshness.words() == words


async def line_at(width: int, freshness: Freshness) -> str:
    status = StatusLine()
    app = Host(status)
    async with app.run_test(size=(width, 2)) as pilot:
        status.tell(left="prod-eu  8.9.2  3/3 brokers healthy", who="anna", freshness=freshness)
        await pilot.pause()
        return text_of(app).splitlines()[0]


async def test_wide_it_says_everything() -> None:
    line = await line_at(120, Freshness(age_s=2, round_trip_s=0.01))
    assert line.startswith(" prod-eu  8.9.2  3/3 brokers healthy")
    assert line.endswith("anna   data 2 s   link 10 ms")


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_a_stale_line_keeps_the_cluster_and_says_first_when_it_tries_again(width: int) -> None:
    line = await line_at(width, Freshness(age_s=9, stale="cannot connect " * 9, next_try_s=4))
    assert line.startswith(" prod-eu")
    assert "stale 9 s, next try 4 s: cannot" in line
    assert len(line) <= width


async def test_it_redraws_only_when_its_words_change() -> None:
    status = StatusLine()
    async with Host(status).run_test(size=(80, 2)) as pilot:
        status.tell(left="x", freshness=Freshness(age_s=1.1))
        await pilot.pause()
        status._repaint_required = False
        status.tell(left="x", freshness=Freshness(age_s=1.9))
        assert not status._repaint_required
        status.tell(freshness=Freshness(age_s=2.0))
        assert status._repaint_required
