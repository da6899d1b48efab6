"""The lines of a table: numbers, borders between kinds of columns, and what is highlights."""

from __future__ import annotations

from c8tui.decisions.sheet import Sheet
from c8tui.decisions.table_highlights import Highlights
from c8tui.tui.decisions.grid import Grid, natural_widths
from c8tui.tui.decisions.table_lines import Span, TableLines
from tests.tui.decisions.tables import NASTY, RAW, sheet

TABLE = sheet(["a", "b"], ["x"], [['"v"', "-", "1"], ["2\n3", '"w"', "4"]], notes=["Why"])


def lines(table: Sheet = TABLE, **how: object) -> TableLines:
    return TableLines(Grid(table, natural_widths(table)), **how)  # type: ignore[arg-type]


def text(spans: list[Span]) -> str:
    return "".join(part for part, _ in spans).rstrip()


def style_of(spans: list[Span], wanted: str) -> str:
    (style,) = {style for part, style in spans if part == wanted}
    return style


def test_kinds_of_columns_are_set_apart() -> None:
    drawn = lines()
    style, texts = drawn.heads()[0]
    assert text(drawn.head(style, texts, "#")) == "   # │ a     b    ║ x    │ Why"
    assert text(drawn.rule(0)) == '   1 │ "v"   -    ║ 1    │'


def test_further_lines_of_a_rule_have_no_number() -> None:
    drawn = lines(place=1)
    assert text(drawn.rule(1)) == '>  2 │ 2     "w"  ║ 4    │'
    assert text(drawn.rule(2)) == "     │ 3          ║      │"
    assert all(style.endswith(" cursor") for _, style in drawn.rule(2))
    assert not any(style.endswith("cursor") for _, style in drawn.rule(0))


def test_what_is_highlighted_has_its_style() -> None:
    drawn = lines(highlights=Highlights({0: '"v"'}, {0}, {}, ((), (0, 1))))
    assert text(drawn.rule(0)).startswith(" * 1 │")
    assert style_of(list(drawn.rule(0)), '"v"') == "matched"
    assert style_of(list(drawn.rule(1)), '"w"') == "failed"
    assert style_of(list(drawn.rule(1)), "4") == "output"
    style, texts = drawn.heads()[-1]
    assert style == "value"
    assert [len(value) for value in texts] == [4, 0, 0, 0]
    assert style_of(list(lines().rule(0)), "-") == "any"


def test_what_is_searched_for_stands_out() -> None:
    assert style_of(list(lines(wanted="w").rule(1)), '"w"') == "hit"


def test_scrolled_aside_it_says_so() -> None:
    drawn = lines(left=1)
    style, texts = drawn.heads()[0]
    assert text(drawn.head(style, texts, "#")) == "   # < b    ║ x    │ Why"


def test_tables_without_inputs_or_outputs_or_any_column() -> None:
    only_outputs = sheet([], ["x"], [["1"]])
    assert text(lines(only_outputs).rule(0)) == "   1 │ 1"
    only_inputs = sheet(["a"], [], [["1"]])
    assert text(lines(only_inputs).rule(0)) == "   1 │ 1"
    assert text(lines(sheet([], [], [[]])).rule(0)) == "   1"


def test_nothing_raw_is_drawn() -> None:
    drawn = lines(sheet([NASTY.replace("\x1b", "").replace("\x9b", "")], ["x"], [['"漢字"\u202e', "[red]"]]))
    everything = "".join(text(list(drawn.rule(line))) for line in range(drawn.grid.line_count))
    everything += "".join(text(drawn.head(style, texts, "#")) for style, texts in drawn.heads())
    assert not set(everything) & RAW
    assert "[red]" in everything
    assert "漢字" in everything
