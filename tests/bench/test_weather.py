"""The matrix of the weather: zeros, and faults that were really met."""

from __future__ import annotations

import pytest

from tests.bench.weather import AFTER, BEFORE, DOINGS, KINDS, tried


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_sent_twice_lost_or_said_wrongly(kind: str) -> None:
    found = await tried(kind)
    assert (found.twice, found.wrong, found.lost) == ([], [], [])
    assert found.tried == len(DOINGS)


def test_there_is_weather_enough() -> None:
    assert len(KINDS) == len(set(KINDS)) >= 39
    assert set(KINDS) <= {*BEFORE, *AFTER}
    assert len(DOINGS) >= 10
