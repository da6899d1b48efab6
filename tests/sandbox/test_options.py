"""What a sandbox is started with."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from time import time

import pytest

from c8tui.sandbox.options import Options


def test_the_defaults_are_an_open_quiet_sandbox_on_the_wall_clock() -> None:
    options = Options()
    assert (options.story, options.auth, options.dialect, options.lag_ms) == ("triage", "none", "8.9", 0)
    assert (options.tasks, options.db, options.faults, options.lively) == (None, None, (), False)
    assert options.clock is time
    assert "clock" not in repr(options)


def test_they_stay_as_they_are() -> None:
    with pytest.raises(FrozenInstanceError):
        Options().dialect = "8.8"  # type: ignore[misc]
