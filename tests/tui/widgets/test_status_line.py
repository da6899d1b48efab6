"""The top line: what it says of the data, and what gives way when there is no room."""

from __future__ import annotations

import pytest

from c8tui.tui.widgets.status_line import Freshness, StatusLine
from tests.tui.apps import Host, text_of, widget_on


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
    async with widget_on(status, (width, 2)) as (app, pilot):
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


@pytest.mark.parametrize(("width", "line"), [
    (40, " prod-eu  8.9.2…  data 2 s   link 10 ms"),
    (50, " prod-eu  8.9.2  3/3 brok…  data 2 s   link 10 ms"),
    (61, " prod-eu  8.9.2  3/3 brokers healthy   data 2 s   link 10 ms"),
    (62, " prod-eu  8.9.2  3/3 brokers h…  anna   data 2 s   link 10 ms"),
    (80, " prod-eu  8.9.2  3/3 brokers healthy               anna   data 2 s   link 10 ms"),
])  # fmt: skip
async def test_where_it_is_narrow_the_cluster_gives_way_and_then_the_person(width: int, line: str) -> None:
    assert await line_at(width, Freshness(age_s=2, round_trip_s=0.01)) == line


@pytest.mark.parametrize(("freshness", "style"), [
    (Freshness(age_s=1, round_trip_s=0.2), "$foreground-muted"),
    (Freshness(age_s=1, round_trip_s=1.2), "$text-warning"),
    (Freshness(age_s=1, round_trip_s=1.2, stale="down"), "bold $text-error"),
])  # fmt: skip
async def test_the_colour_of_the_age(freshness: Freshness, style: str) -> None:
    status = StatusLine()
    async with Host(status).run_test(size=(120, 2)):
        status.tell(freshness=freshness)
        drawn = status.render()
        (span,) = (span for span in drawn.spans if drawn.plain[span.start : span.end] == freshness.words())
        assert span.style == style


async def test_parts_that_are_not_told_stay_and_texts_are_texts() -> None:
    status = StatusLine()
    async with widget_on(status, (120, 2)) as (app, pilot):
        status.tell(left="[b]prod[/b]\x1b[2J", who="[i]ann\u202ea")
        status.tell(freshness=Freshness(age_s=1))
        await pilot.pause()
        line = text_of(app).splitlines()[0]
        assert line.startswith(" [b]prod[/b]\\x1b[2J")
        assert line.endswith("[i]ann\\u202ea   data 1 s")
