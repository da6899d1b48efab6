"""Lines of a form: measured in cells, safe to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from c8tui.text import block
from c8tui.tui.forms.lines import Drawn, Spot, beside, fitted, one_line, padded, width_of, wrapped


def test_a_line_fits_its_cells() -> None:
    assert fitted((("日本", "a"), ("x", "b")), 5) == (("日本", "a"), ("x", "b"))
    assert fitted((("日本", "a"), ("x", "b")), 4) == (("日 ", "a"), ("", "b"), ("…", "a"))
    assert fitted((("ab", "a"), ("  ", "b")), 3) == (("ab", "a"), (" ", "b")), "blanks are not missed"
    assert padded("abcd", 3) == "ab…"
    assert padded("abc  ", 3) == "abc"
    assert fitted((("ab", "a"),), 4) == (("ab", "a"), ("  ", ""))
    assert width_of((("日本", ""), ("x", ""))) == 5
    assert padded("ab", 4) == "ab  "


def test_texts_are_wrapped_and_made_visible() -> None:
    assert wrapped("one two\nthree", 5) == ["one", "two", "three"]
    assert wrapped("", 5) == [""]
    assert wrapped("a\x1b[31m", 20) == ["a\\x1b[31m"]
    assert one_line("abcdef", 4) == "abc…"
    assert one_line("a\nb", 9) == "a\\nb"


def test_wide_characters_are_wrapped_by_their_cells() -> None:
    assert wrapped("日本語日本語", 5) == ["日本", "語日", "本語"]
    assert wrapped("ab 日本 cd日本語", 7) == ["ab 日本", "cd日本", "語"]
    assert wrapped("é two", 4) == ["é", "two"]


@given(st.text(max_size=40), st.integers(4, 12))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(block(text).split())


def test_parts_stand_beside_each_other_with_their_spots() -> None:
    left, right = Drawn([(("a", ""),)]), Drawn([(("b", ""),), (("c", ""),)], Spot(1, 1, 3), 1)
    both = beside([(left, 4), (right, 3)])
    assert ["".join(text for text, _ in line) for line in both.lines] == ["a     b  ", "      c  "]
    assert (both.spot, both.eye) == (Spot(7, 1, 3), 1)


def test_lines_go_below_others() -> None:
    drawn = Drawn([(("a", ""),)])
    drawn.under(Drawn([(("b", ""),)], Spot(0, 0, 2)))
    assert (len(drawn.lines), drawn.spot, drawn.eye) == (2, Spot(0, 1, 2), 1)
