"""Versions: how they are read, and what a cluster is taken to have."""

from __future__ import annotations

import pytest

from c8tui.model.versions import has, read_version


@pytest.mark.parametrize(
    ("text", "version"),
    [("8.9.2", (8, 9)), ("8.10.0-alpha3", (8, 10)), ("8.8", (8, 8)), ("", None), ("8", None), ("dev.1", None),
     ("8.x", None), ("8.²", None)],
)  # fmt: skip
def test_reading(text: str, version: tuple[int, int] | None) -> None:
    assert read_version(text) == version


@pytest.mark.parametrize(("text", "there"), [("8.8.5", False), ("8.9.0", True), ("8.10.1", True), ("snapshot", True)])
def test_what_came_with_8_9(text: str, there: bool) -> None:
    assert has(text, (8, 9)) is there
