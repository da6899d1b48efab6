"""Boxed expressions as boxes within boxes: nothing is lost, all of it fits, and nothing raw is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions.parts import Part, part_of
from c8tui.feel.dmn_model import Decision
from c8tui.tui.decisions.boxes import LEAST, LONGEST, MOST_RULES, draw_part, feel_lines, frame
from c8tui.tui.forms.lines import Line, width_of
from tests.decisions.models import decision_xml, model_of, table_xml
from tests.tui.decisions.tables import NASTY, RAW

TEXTS = st.text(max_size=30) | st.sampled_from([NASTY, "", "x" * 300, '"a b" + 1', "漢字" * 50, "a\n\tb"])
HEADS = st.lists(TEXTS, max_size=3).map(tuple)


def _larger(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    children = st.lists(inner, max_size=3).map(tuple)
    rows = st.lists(st.builds(Part, st.just("row"), children=children), max_size=3).map(tuple)
    return st.builds(
        Part, st.sampled_from(["context", "list", "function", "conditional"]), TEXTS, TEXTS, heads=HEADS,
        children=children,
    ) | st.builds(Part, st.just("relation"), TEXTS, heads=HEADS, children=rows)  # fmt: skip


PARTS = st.recursive(
    st.builds(Part, st.just("literal"), TEXTS, TEXTS, TEXTS, st.sampled_from(["", "ruby", NASTY]))
    | st.builds(Part, st.sampled_from(["unknown", "empty"]), TEXTS, text=TEXTS),
    _larger,
    max_leaves=6,
)


def texts(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in lines]


@given(PARTS, st.integers(1, 100))
def test_every_part_fits_and_is_safe(part: Part, width: int) -> None:
    for line in draw_part(part, width):
        assert width_of(line) <= max(width, LEAST)
        assert not set("".join(text for text, _ in line)) & (RAW | {"\n", "\t"})


def test_a_context_names_its_entries() -> None:
    part = Part(
        "context",
        children=(
            Part("literal", "rate", "number", "0.05"),
            Part("list", "parts", children=(Part("literal", text="1"), Part("literal", text='"two"'))),
            Part("literal", "result", text="rate * 2"),
        ),
    )
    assert texts(draw_part(part, 40)) == [
        "╭─ context ────────────────────────────╮",
        "│ rate: number  0.05                   │",
        "│                                      │",
        "│ parts                                │",
        "│ ╭─ list ───────────────────────────╮ │",
        "│ │ 1                                │ │",
        '│ │ "two"                            │ │',
        "│ ╰──────────────────────────────────╯ │",
        "│ result  rate * 2                     │",
        "╰──────────────────────────────────────╯",
    ]


def test_a_relation_is_a_grid() -> None:
    row = Part("row", children=(Part("literal", text="1"), Part("literal", text="2")))
    drawn = texts(draw_part(Part("relation", heads=("a", "b"), children=(row,)), 31))
    assert drawn == [
        "╭─ relation ──────────────────╮",
        "│ a            │ b            │",
        "│ ─────────────────────────── │",
        "│ 1            │ 2            │",
        "╰─────────────────────────────╯",
    ]


def test_the_cells_of_a_relation_are_wrapped_and_not_cut() -> None:
    row = Part("row", children=tuple(Part("literal", text=f'"no{n} part of it is lost"') for n in range(5)))
    drawn = " ".join(texts(draw_part(Part("relation", heads=tuple("abcde"), children=(row,)), 80)))
    assert [drawn.count(word) for word in ("part", "lost")] == [5, 5]
    boxes = Part("row", children=(Part("list", children=row.children[:1]),) * 4)
    drawn = " ".join(texts(draw_part(Part("relation", heads=tuple("abcd"), children=(boxes,)), 80)))
    assert drawn.count("lost") == 4


def test_an_expression_deep_within_boxes_is_wrapped_and_not_cut() -> None:
    part = Part("literal", "name", text="1234567890 + 1234567890 + 12345 + end")
    for _ in range(20):
        part = Part("context", children=(part,))
    assert any("end" in line for line in texts(draw_part(part, 80)))


def test_a_table_within_a_box_and_its_end() -> None:
    rules = [[str(n), str(n)] for n in range(MOST_RULES + 7)]
    model = model_of(decision_xml("d", table_xml(["a"], ["x"], rules, policy="COLLECT", aggregation="SUM")))
    decision = model.elements["d"]
    assert isinstance(decision, Decision)
    drawn = texts(draw_part(part_of(decision.logic), 60))
    assert drawn[0] == "COLLECT SUM (C+): sum of all matches"
    assert drawn[1].split() == ["#", "│", "a", "║", "x"]
    assert drawn[-1] == "… 7 more rules"
    assert len(drawn) == MOST_RULES + 4


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        (Part("empty"), ["no expression"]),
        (Part("literal"), ["no expression"]),
        (Part("literal", text="x", language="ruby"), ["x", "in ruby"]),
        (Part("unknown", text="<a/>"), ["this expression is of a kind", "<a/>"]),
        (Part("context"), ["╭─ context ─", "│ nothing in it", "╰──"]),
    ],
)
def test_what_there_is_little_to_say_of(part: Part, lines: list[str]) -> None:
    drawn = texts(draw_part(part, 60))
    assert len(drawn) == len(lines)
    assert all(line.startswith(wanted) for line, wanted in zip(drawn, lines, strict=True))


def test_a_long_expression_is_wrapped_between_words() -> None:
    assert texts(feel_lines('if a then "yes" else "no"', 16)) == ['if a then "yes"', 'else "no"']
    assert texts(feel_lines("aa bb ", 5)) == ["aa bb"]
    assert texts(feel_lines("a\nb", 9)) == ["a", "b"]


@given(st.text(alphabet='ab1+"( \n漢', max_size=60), st.integers(4, 20))
def test_no_character_of_an_expression_is_lost(text: str, width: int) -> None:
    lines = feel_lines(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join("".join(texts(lines)).split()) == "".join(text.split())


def test_a_huge_expression_is_cut_and_says_so() -> None:
    drawn = texts(feel_lines("1 + " * 10_000, 80))
    assert drawn[-1] == f"… {40_000 - LONGEST:,} more characters"


def test_boxes_deep_within_each_other_stay_readable() -> None:
    part = Part("literal", text='"deepest"')
    for _ in range(40):
        part = Part("list", children=(part,))
    drawn = texts(draw_part(part, 80))
    assert any('"deepest"' in line for line in drawn)


def test_a_title_that_is_too_long_is_cut() -> None:
    assert texts(frame("x" * 99, [], 30))[0] == "╭─ " + "x" * 23 + "… ─╮"


def test_a_word_without_end_is_cut_at_the_cell_that_has_no_room() -> None:
    assert texts(feel_lines("中" * 7, 5)) == ["中中", "中中", "中中", "中"]
    drawn = feel_lines("e\u0301" * 10_000, 40)
    assert [width_of(line) for line in drawn] == [40] * 250
