"""Closed screens are collected: at once in a pause, after some of them while somebody types."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from c8tui.tui import closed_screens
from c8tui.tui.closed_screens import MOST, ClosedScreens


class Timed:
    """An app whose timers go off when told."""

    def __init__(self) -> None:
        self.timers: list[Any] = []

    def set_timer(self, _: float, act: Any) -> object:
        self.timers.append(act)
        return object()

    def fire(self) -> None:
        due, self.timers = self.timers, []
        for act in due:
            act()


@pytest.fixture
def collections(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    made: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: made.append(1))
    return made


def test_in_a_pause_after_one(collections: list[int]) -> None:
    app = Timed()
    screens = ClosedScreens(app)  # type: ignore[arg-type]
    app.fire()
    assert collections == []
    screens.closed()
    screens.closed()
    assert len(app.timers) == 1
    app.fire()
    assert collections == [1]
    assert screens.waiting == 0


def test_while_somebody_types_only_after_many(collections: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closed_screens, "monotonic", lambda: 100.0)
    app = Timed()
    screens = ClosedScreens(app)  # type: ignore[arg-type]
    for number in range(1, MOST + 1):
        screens.typed()
        screens.closed()
        app.fire()
        assert collections == ([1] if number == MOST else [])
