"""Breaking lines by cells: nothing is lost or too long, whatever characters a text has."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from c8tui.tui.widgets.line_breaking import broken, first_lines

TEXTS = (
    "Task 1: service task, job type work; from Task 0; to Task 2; id t1",
    "Task 1 中文 [b]x: service task, job type work; from Task 0 中文 [b]x; to Task 2 中文 [b]x; id t1",
    "税込み価格を確認する担当者の承認を待っています" * 3,
    "e\u0301e\u0301e\u0301 " * 30,
    "-".join(["well-known"] * 12),
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [8, 20, 33, 78])
@pytest.mark.parametrize("indent", ["", "  "])
def test_no_line_is_too_long_and_nothing_is_lost(text: str, width: int, indent: str) -> None:
    lines = broken(text, width, indent)
    assert max(map(cell_len, lines)) <= width
    assert all(line.startswith(indent) for line in lines[1:])
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_nothing_is_no_line() -> None:
    assert broken("", 20) == broken("　", 20) == []


@pytest.mark.parametrize(("lines", "shown"), [
    (["one", "two"], ["one", "two"]),
    (["one", "two", "three"], ["one", "two…"]),
    (["one", "eight888", "three"], ["one", "eight88…"]),
    (["one", "税込み価", "three"], ["one", "税込み…"]),
])  # fmt: skip
def test_an_ellipsis_says_that_there_is_more_within_the_width(lines: list[str], shown: list[str]) -> None:
    assert first_lines(lines, 2, 8) == shown
    assert max(map(cell_len, first_lines(lines, 2, 8))) <= 8
