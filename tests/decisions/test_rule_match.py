"""Trying values on a table: which cells fail, which rules are near, and that nothing raises."""

from __future__ import annotations

from decimal import Decimal

import pytest

from c8tui import feel
from c8tui.decisions.rule_match import UNKNOWN, match_rules
from tests.decisions.models import decision_xml, model_of, table_of, table_xml

RULES = [
    ['"Fall"', "<= 8", '"Spareribs"'],
    ['"Winter"', "<= 8", '"Roastbeef"'],
    ["-", "> limit", '"Stew"'],
    ["", "? > 3 and ? < 7", '"Soup"'],
]


def report(*values: object, rules: list[list[str]] = RULES, **context: object):  # type: ignore[no-untyped-def]
    model = model_of(decision_xml("d", table_xml(["season", "guests"], ["dish"], rules)))
    given = [value if value is UNKNOWN else feel.to_feel(value) for value in values]
    return match_rules(table_of(model, "d"), given, feel.to_feel(context), model.names | {"limit"})


def test_cells_pass_or_fail_and_cells_may_speak_of_the_context() -> None:
    found = report("Winter", 5, limit=8)
    assert found.failing == ((0,), (), (1,), ())
    assert found.passing == [1, 3]
    assert [(near.row, [cell.wanted.text for cell in near.failed_cells]) for near in found.near_matches] == [
        (0, ['season = "Fall"']),
        (2, ["guests > limit"]),
    ]
    assert found.near_matches[0].failed_cells[0].wanted.value == '"Winter"'


def test_what_nobody_knows_neither_passes_nor_fails() -> None:
    assert report(UNKNOWN, 9, limit=8).failing == ((1,), (1,), (), (1,))
    assert report(UNKNOWN, UNKNOWN).near_matches == ()


def test_a_rule_with_all_cells_failing_is_not_near() -> None:
    assert [near.row for near in report("Summer", 100, limit=8).near_matches] == [3]


@pytest.mark.parametrize("cell", ["(", "< ", '"open'])
def test_a_cell_that_cannot_be_read_fails_alone(cell: str) -> None:
    found = report("Fall", 5, rules=[["-", "<= 8", '"a"'], ["-", cell, '"b"']])
    assert found.failing == ((), (1,))


def test_work_without_end_is_stopped_and_said() -> None:
    endless = "some i in 1..100000, j in 1..100000 satisfies i < 0"
    found = report("Fall", 5, rules=[["-", endless, '"a"'], ["-", "<= 8", '"b"']])
    assert (found.failing, found.near_matches) == (((), ()), ())
    assert "steps" in found.stopped


def test_a_rule_with_more_cells_than_the_table_has_inputs() -> None:
    entries = "".join(f"<inputEntry><text>{n}</text></inputEntry>" for n in (5, 2, 3, 4, 6))
    rule = f"<rule>{entries}<outputEntry><text>1</text></outputEntry></rule>"
    logic = table_xml(["guests"], ["x"], []).replace("</decisionTable>", f"{rule}</decisionTable>")
    table = table_of(model_of(decision_xml("d", logic)), "d")
    assert match_rules(table, [Decimal(5)], {}).failing == ((),)
    assert match_rules(table, [Decimal(6)], {}).failing == ((0,),)


TEST_ROWS = [["amount > 100", "-", '"a"'], ['starts with(cellInput, "A")', "-", '"b"'], ["blocked", "-", '"c"']]


def test_cells_pass_as_they_do_in_camunda_unless_the_standard_is_asked_for() -> None:
    assert report("Acme", 1, rules=TEST_ROWS, amount=200, blocked=False).failing == ((), (), (0,))
    model = model_of(decision_xml("d", table_xml(["season", "guests"], ["dish"], TEST_ROWS)))
    given = [feel.to_feel("Acme"), feel.to_feel(1)]
    context = feel.to_feel({"amount": 200, "blocked": False})
    strict = match_rules(table_of(model, "d"), given, context, model.names, standard=True)
    assert strict.failing == ((0,), (0,), (0,))


def test_cells_in_another_language_neither_pass_nor_fail() -> None:
    table = table_xml(["season", "guests"], ["dish"], [['"Fall"', "amount in [1]", "1"], ['"Fall"', "-", "2"]])
    table = table.replace("<inputEntry><text>amount", '<inputEntry expressionLanguage="groovy"><text>amount')
    model = model_of(decision_xml("d", table))
    found = match_rules(table_of(model, "d"), [feel.to_feel("Fall"), feel.to_feel(5)], {}, model.names)
    assert (found.failing, found.passing) == (((), ()), [1])
    assert found.unknown == {0: "guests is in groovy, evaluated by the cluster only"}
    other = match_rules(table_of(model, "d"), [feel.to_feel("Winter"), feel.to_feel(5)], {}, model.names)
    assert [near.row for near in other.near_matches] == [1]
