"""Time zones by offset and by name."""

from __future__ import annotations

import pytest

from c8tui.feel.zones import UTC, Zone, read_zone


@pytest.mark.parametrize(
    ("text", "offset"), [("Z", 0), ("z", 0), ("+00:00", 0), ("+01:30", 5400), ("-02:00", -7200), ("+01:00:30", 3630)]
)
def test_offsets(text: str, offset: int) -> None:
    zone = read_zone(text)
    assert zone is not None
    assert zone.offset == offset
    assert read_zone(str(zone)) == zone


@pytest.mark.parametrize(
    "text", ["", "+1:00", "+19:00", "+01:60", "@", "@Nowhere/Town", "@../etc/passwd", "Europe/Paris"]
)
def test_what_is_none(text: str) -> None:
    assert read_zone(text) is None


def test_a_named_zone_knows_summer_and_years_beyond_python() -> None:
    paris = read_zone("@Europe/Paris")
    assert paris == Zone(name="Europe/Paris")
    assert paris is not None
    assert paris.offset_at(2026, 1, 1, 0) == 3600
    assert paris.offset_at(2026, 7, 1, 0) == 7200
    assert paris.offset_at(999_999_999, 7, 1, 0) == 7200
    assert (str(paris), str(UTC)) == ("@Europe/Paris", "Z")
