"""An evaluation in its table: joined by ids, by names and places only where there are none."""

from __future__ import annotations

from c8tui import feel
from c8tui.decisions.rule_match import try_values
from c8tui.decisions.sheet import sheet_of
from c8tui.decisions.table_highlights import InputSaid, RuleSaid, lit_of
from tests.decisions.models import decision_xml, model_of, table_of, table_xml

XML = table_xml(["season", "guests"], ["dish", "price"], [['"Fall"', "-", '"a"', "1 + 1"], ["-", "> 8", '"b"', "3"]])
MODEL = model_of(decision_xml("d", XML))
TABLE = table_of(MODEL, "d")
SHEET = sheet_of(TABLE)


def test_ids_join_and_not_places() -> None:
    trial = try_values(TABLE, feel.to_feel(["Fall", 5]), {})
    lit = lit_of(
        SHEET,
        [InputSaid("in2", "x", "5"), InputSaid("in1", "y", '"Fall"')],
        [RuleSaid("rule1", 2, (("out2", "", "2"), ("out1", "", '"a"')))],
        trial,
    )
    assert lit.values == {0: '"Fall"', 1: "5"}
    assert (lit.matched, lit.problems) == ({0}, ())
    assert lit.outputs == {(0, 3): "2"}, "what the cell says itself is not said again"
    assert lit.failing == ((), (1,))


def test_what_has_no_id_is_joined_by_name_or_place() -> None:
    lit = lit_of(
        SHEET, [InputSaid("", "guests", "5"), InputSaid("", "", "7")], [RuleSaid("", 2, (("", "price", "9"),))]
    )
    assert lit.values == {1: "7"}
    assert (lit.matched, lit.outputs) == ({1}, {(1, 3): "9"})
    bare = XML
    for known in ("in1", "in2", "out1", "out2", "rule1", "rule2"):
        bare = bare.replace(f' id="{known}"', "")
    sheet = sheet_of(table_of(model_of(decision_xml("d", bare)), "d"))
    lit = lit_of(sheet, [InputSaid("made-up", "season", "1")], [RuleSaid("made-up", 2)])
    assert lit.values == {0: "1"}
    assert (lit.matched, lit.problems) == ({1}, ())


def test_what_does_not_fit_is_told() -> None:
    lit = lit_of(SHEET, [InputSaid("gone", "Color", "5")], [RuleSaid("other", 1), RuleSaid("", 9)])
    assert not lit.values
    assert not lit.matched
    assert [problem.split(" is ")[0] for problem in lit.problems] == [
        "the input Color", "the matched rule other", "the matched rule 9",
    ]  # fmt: skip
