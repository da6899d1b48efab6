"""An evaluation in its table: joined by ids, by names and places only where there are none."""

from __future__ import annotations

from c8tui import feel
from c8tui.decisions.rule_match import match_rules
from c8tui.decisions.sheet import sheet_of
from c8tui.decisions.table_highlights import InputResult, RuleResult, highlights_of
from tests.decisions.models import decision_xml, model_of, table_of, table_xml

XML = table_xml(["season", "guests"], ["dish", "price"], [['"Fall"', "-", '"a"', "1 + 1"], ["-", "> 8", '"b"', "3"]])
MODEL = model_of(decision_xml("d", XML))
TABLE = table_of(MODEL, "d")
SHEET = sheet_of(TABLE)


def test_ids_join_and_not_places() -> None:
    report = match_rules(TABLE, feel.to_feel(["Fall", 5]), {})
    highlights = highlights_of(
        SHEET,
        [InputResult("in2", "x", "5"), InputResult("in1", "y", '"Fall"')],
        [RuleResult("rule1", 2, (("out2", "", "2"), ("out1", "", '"a"')))],
        report,
    )
    assert highlights.values == {0: '"Fall"', 1: "5"}
    assert (highlights.matched, highlights.problems) == ({0}, ())
    assert highlights.outputs == {(0, 3): "2"}, "what the cell says itself is not said again"
    assert highlights.failing == ((), (1,))


def test_what_has_no_id_is_joined_by_name_or_place() -> None:
    highlights = highlights_of(
        SHEET, [InputResult("", "guests", "5"), InputResult("", "", "7")], [RuleResult("", 2, (("", "price", "9"),))]
    )
    assert highlights.values == {1: "7"}
    assert (highlights.matched, highlights.outputs) == ({1}, {(1, 3): "9"})
    bare = XML
    for known in ("in1", "in2", "out1", "out2", "rule1", "rule2"):
        bare = bare.replace(f' id="{known}"', "")
    sheet = sheet_of(table_of(model_of(decision_xml("d", bare)), "d"))
    highlights = highlights_of(sheet, [InputResult("made-up", "season", "1")], [RuleResult("made-up", 2)])
    assert highlights.values == {0: "1"}
    assert (highlights.matched, highlights.problems) == ({1}, ())


def test_what_does_not_fit_is_told() -> None:
    highlights = highlights_of(SHEET, [InputResult("gone", "Color", "5")], [RuleResult("other", 1), RuleResult("", 9)])
    assert not highlights.values
    assert not highlights.matched
    assert [problem.split(" is ")[0] for problem in highlights.problems] == [
        "the input Color", "the matched rule other", "the matched rule 9",
    ]  # fmt: skip
