"""What the tests of screens share: it is noon."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from c8tui.tui import clock
from tests.clocks import NOON


@pytest.fixture(autouse=True)
def now_is_noon(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.path.name != "test_clock.py":  # which is about the real one
        monkeypatch.setattr(clock, "now", lambda: datetime.fromtimestamp(NOON, UTC))
