"""Options: on one line where they fit, in full under the cursor."""

from __future__ import annotations

from c8tui.tui.forms.choices import draw_options
from c8tui.tui.forms.picking import Picker
from tests.forms.opened import field, opened


def shown(kind: str, options: list[str], *, cursor: int = 0, focused: bool = True) -> list[str]:
    picker = Picker(opened(field(kind, values=options)).instances[0], cursor)
    return ["".join(text for text, _ in line).rstrip() for line in draw_options(picker, 40, 30, focused=focused).lines]


def test_short_ones_share_a_line() -> None:
    assert shown("radio", ["yes", "no"]) == ["( ) 1 yes   ( ) 2 no"]


def test_the_one_under_the_cursor_goes_on_below() -> None:
    long = "an option that is longer than the line it stands on, to the END"
    assert shown("radio", [long, f"{long} 2"], cursor=1) == [
        "( ) 1 an option that is longer than the…",
        "( ) 2 an option that is longer than the",
        "      line it stands on, to the END 2",
    ]
    assert len(shown("radio", [long], focused=False)) == 1


def test_a_search_stands_above_what_it_finds() -> None:
    assert shown("select", ["a", "b"]) == ["type to search", "( ) 1 a", "( ) 2 b"]
    assert shown("select", ["a", "b"], focused=False) == ["-"]
