"""The default story."""

from __future__ import annotations

from c8tui.sandbox.stories.triage import Triage


def test_it_tells_everything_as_it_is() -> None:
    row = {"key": 1, "name": "Review"}
    assert Triage().twist("user_task", row) is row
    assert Triage().text("zeebe-0") == "zeebe-0"
