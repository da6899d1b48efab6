"""What is cut says so: texts that are higher than their place, and lines that are wider."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.strip import Strip

import c8tui.tui
from c8tui.tui.widgets.clipped import Clipped, clipped
from tests.tui.apps import text_of, widget_on

WORDS = "one two three four five six seven"


@pytest.mark.parametrize(
    ("height", "shown"),
    [(1, ["one two…"]), (2, ["one two", "three four…"]), (3, ["one two", "three four", "five six…"]),
     (4, ["one two", "three four", "five six", "seven"]), (9, ["one two", "three four", "five six", "seven"])],
)  # fmt: skip
async def test_the_last_line_in_sight_says_that_there_are_more(height: int, shown: list[str]) -> None:
    text = Clipped(WORDS, markup=False)
    text.styles.width, text.styles.max_height = 11, height
    async with widget_on(text) as (app, pilot):
        await pilot.pause()
        assert text_of(app).split("\n")[: len(shown) + 1] == [*shown, ""]


async def test_a_word_that_fills_the_line_gives_its_last_cell() -> None:
    text = Clipped("abcdefghijkl", markup=False)
    text.styles.width, text.styles.height, text.styles.padding = 8, 1, (0, 1)
    async with widget_on(text) as (app, pilot):
        await pilot.pause()
        assert text_of(app).split("\n")[0] == " abcde…"


@pytest.mark.parametrize(
    ("text", "cut"), [("abcdef", "abc…"), ("abcd", "abcd"), ("abcd   ", "abcd"), ("日本語", "日 …"), ("ab", "ab")]
)
def test_a_line_that_is_too_wide_ends_in_an_ellipsis(text: str, cut: str) -> None:
    assert clipped(Strip([Segment(text)]), 4).text == cut


def test_no_text_is_left_out_without_a_mark() -> None:
    """Textual's own `Static` says nothing of lines that have no room."""
    users = []
    for path in Path(c8tui.tui.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and "Static" in {one.name for one in node.names}:
                users.append(path.name)
    assert users == ["clipped.py"]
