"""Steps over a picture lead along the lines, else to the nearest box."""

from __future__ import annotations

import pytest

from c8tui.decisions.diagram import picture_of
from c8tui.decisions.walking import Way, nearest
from tests.decisions.graphs import decisions


@pytest.mark.parametrize(
    ("here", "way", "there"),
    [
        ("top", "down", "left"), ("left", "right", "right"), ("right", "left", "left"), ("right", "down", "base"),
        ("base", "up", "left"), ("top", "up", None), ("left", "left", None), ("base", "down", "alone"),
        ("alone", "up", "base"),
    ],
)  # fmt: skip
def test_steps(here: str, way: Way, there: str | None) -> None:
    graph = decisions(top="left right", left="base", right="base", base="", alone="")
    assert nearest(picture_of(graph, room=30), graph, here, way) == there


def test_what_requires_itself_does_not_hold_the_step() -> None:
    graph = decisions(a="a b", b="")
    assert nearest(picture_of(graph), graph, "a", "down") == "b"
