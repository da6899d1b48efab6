"""Pictures: windows of their rows, wide characters cut at the edge, what stands out."""

from __future__ import annotations

from unicodedata import east_asian_width

from c8tui.decisions.diagram import picture_of
from c8tui.decisions.picture import GraphHighlights
from tests.decisions.graphs import decisions


def cells(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def plain(spans: list[tuple[str, str]]) -> str:
    return "".join(text for text, _ in spans)


def test_a_window_shows_a_part_of_a_row_and_blanks_beyond() -> None:
    picture = picture_of(decisions(dish="season", season=""))
    assert plain(picture.line(1)) == "│ dish      │"
    assert plain(picture.line(1, 4, 8)) == "sh  "
    assert plain(picture.line(1, -2, 4)) == "  │ di"
    assert plain(picture.line(1, 11, 15)) == " │  "
    assert plain(picture.line(99, 0, 3)) == "   "


def test_half_of_a_wide_character_is_a_blank() -> None:
    picture = picture_of(decisions(漢字=""), width=cells)
    assert plain(picture.line(1)) == "│ 漢字      │"
    assert [plain(picture.line(1, begin, begin + 3)) for begin in (1, 2, 3)] == [" 漢", "漢 ", " 字"]
    assert cells(plain(picture.line(1, 0, 3))) == 3


def test_the_current_node_its_neighbours_and_their_lines_stand_out() -> None:
    graph = decisions(top="left right", left="base", right="", base="")
    picture = picture_of(graph)
    highlights = picture.highlights(graph, "left")
    assert highlights[:3] == ("left", frozenset({"base"}), frozenset({"top"}))
    styles = {style for y in range(picture.height) for _, style in picture.line(y, highlights=highlights)}
    assert styles >= {
        "decision-current",
        "name-current",
        "name-needed",
        "name-needing",
        "name",
        "wire",
        "wire-highlighted",
    }
    assert {style for line in picture.lines for _, style in line} == {"", "decision", "name", "hint", "word", "wire"}
    assert picture.highlights(graph, "base").links < highlights.links


def test_what_is_not_drawn_highlights_nothing_else() -> None:
    graph = decisions(a="a")
    assert picture_of(graph).highlights(graph, "a") == GraphHighlights("a", frozenset("a"), frozenset("a"))


def test_nodes_are_read_from_the_top_and_from_the_left() -> None:
    assert picture_of(decisions(base="", left="base", right="base", top="left right")).order == [
        "top", "left", "right", "base",
    ]  # fmt: skip
