"""What differs, as lines: signs, from what to what, nothing left out and nothing raw."""

from __future__ import annotations

from c8tui.decisions.model_difference import model_difference
from c8tui.tui.decisions.difference import difference_lines
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, table_xml

OLD = model_of(
    decision_xml("d", table_xml(["a"], ["b"], [["1", '"x"'], ["2", '"y"'], ["3", '"z"']])),
    decision_xml("e", literal_xml("1 + 1")),
    input_xml("gone"),
)
NEW = model_of(
    decision_xml("d", table_xml(["a"], ["b"], [["1", '"x"'], ["2", '"long text of a rule"']], policy="FIRST")),
    decision_xml("e", literal_xml("1 + 2")),
    input_xml("new", "number"),
)


def lines(width: int = 80, at: str = "d") -> list[str]:
    found = difference_lines(model_difference(OLD, NEW), at, width)
    return ["".join(text for text, _ in line).rstrip() for line in found]


def test_the_decision_comes_first_and_then_the_file() -> None:
    shown = lines()
    assert shown[0] == "~ decision d"
    assert '      b  "y"  ->  "long text of a rule"' in shown
    assert "  - rule 3" in shown
    assert any("hit policy UNIQUE -> FIRST" in line for line in shown)
    rest = shown[shown.index("elsewhere in the file") :]
    assert "~ decision e" in rest
    assert "      - 1 + 1" in [line.replace("-   ", "- ").replace("-  ", "- ") for line in rest]
    assert "+ input new" in rest
    assert "- input gone" in rest


def test_what_is_required_beside_other_things_replaces_nothing() -> None:
    inputs = input_xml("a"), input_xml("b")
    old = model_of(*inputs, decision_xml("d", literal_xml("1"), inputs=["a"]))
    new = model_of(*inputs, decision_xml("d", literal_xml("1"), inputs=["a", "b"]))
    for before, after, wanted in ((old, new, "      requires  + b"), (new, old, "      requires  - b")):
        found = difference_lines(model_difference(before, after), "d", 80)
        assert wanted in ["".join(text for text, _ in line) for line in found]


def test_narrow_ones_stand_below_each_other() -> None:
    shown = lines(width=36)
    at = shown.index("      b")
    assert shown[at + 1 : at + 3] == ['      - "y"', '      + "long text of a rule"']
    assert max(map(len, shown)) <= 36


def test_nothing_that_differs_is_said() -> None:
    found = difference_lines(model_difference(OLD, OLD), "d", 80)
    assert found == [(("nothing differs in this decision", "hint"),)]


def test_names_are_shown_and_not_obeyed() -> None:
    old = model_of(decision_xml("d", literal_xml("1")), input_xml("a\x1b[31mb".replace("\x1b", "[bold]")))
    found = difference_lines(model_difference(old, OLD), "d", 80)
    assert "[bold][31mb" in "".join(text for line in found for text, _ in line)
