"""Places in a source."""

from __future__ import annotations

from c8tui.feel.problems import FeelSyntaxError, Warned, place_of


def test_places_count_from_one() -> None:
    assert [place_of("ab\ncd", offset) for offset in (0, 2, 3, 5)] == [(1, 1), (1, 3), (2, 1), (2, 3)]
    error = FeelSyntaxError("expected )", "ab\ncd", 4)
    assert (error.message, error.line, error.column, error.offset) == ("expected ) at 2:2", 2, 2, 4)
    assert str(Warned("is null", 1, 3)) == "is null at 1:3"
