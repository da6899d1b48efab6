"""Markdown as lines."""

from __future__ import annotations

from c8tui.tui.forms.marked import markdown_lines


def texts(source: str, width: int = 40) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in markdown_lines(source, width)]


def test_headings_begin_on_the_left_and_what_is_bold_is_told_apart() -> None:
    assert texts("# One\n\nand **two**") == ["One", "", "and two"]
    (_, _, line) = markdown_lines("# One\n\nand **two**", 40)
    assert ("two", "title") in line


def test_markup_of_a_terminal_is_no_markup() -> None:
    (line,) = markdown_lines("a \x1b[31m b", 40)
    assert "".join(text for text, _ in line).rstrip() == "a \\x1b[31m b"
    assert markdown_lines("  ", 40) == []


def test_line_breaks_are_breaks() -> None:
    letter = "**To**: kim\n**Subject**: O-1\n\nDear Kim,\nit left.\n- 2 kg\n- Friday\nBest"
    assert texts(letter) == [
        "To: kim",
        "Subject: O-1",
        "",
        "Dear Kim,",
        "it left.",
        "",
        " • 2 kg",
        " • Friday",
        "   Best",
    ]
