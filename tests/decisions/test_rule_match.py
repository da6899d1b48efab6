"""Trying values on a table: which cells fail, which rules are near, and that nothing raises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from c8tui import feel
from c8tui.decisions.coverage import Coverage, Fired, Seen, coverage_of, rule_key
from c8tui.decisions.rule_filter import GivenValue, Unclear, rows_that_can, understand
from c8tui.decisions.rule_match import UNKNOWN, match_rules
from c8tui.decisions.sheet import Sheet, sheet_of
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


@pytest.mark.long
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


# Rules that can match a value: questions in people's own words, and answers that leave nothing out.


RULES_OF_RULE_FILTER = [
    ['"Fall"', "<= 8", '"a"'],
    ['"Winter","Fall, late"', "[9..20]", '"b"'],
    ["-", "> limit", '"c"'],
    ["", "(", '"d"'],
    ['"Fall"', "", '"e"'],
]


@pytest.fixture
def sheet() -> Sheet:
    model = model_of(decision_xml("d", table_xml(["season", "Guest count"], ["dish"], RULES_OF_RULE_FILTER)))
    return sheet_of(table_of(model, "d"))


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("guest count = 5", [0, 2, 3, 4]),
        ("GUEST COUNT=12", [1, 2, 3, 4]),
        ('season = "Fall"', [0, 2, 3, 4]),
        ("season = Fall", [0, 2, 3, 4]),
        ('season = "Fall, late" and guest count = 10', [1, 2, 3]),
        ('season = "Fall, late", guest count = 10', [1, 2, 3]),
        ("season = null", [2, 3]),
        ('guest count = "five"', [2, 3, 4]),
        ("guest count = 2 * 5", [1, 2, 3, 4]),
    ],
)
def test_rules_that_can_match(sheet: Sheet, question: str, rows: list[int]) -> None:
    assert rows_that_can(sheet, understand(question, sheet)) == rows


def test_values_are_feel_and_plain_words_are_texts(sheet: Sheet) -> None:
    assert understand("guest count = 5", sheet) == [GivenValue(1, Decimal(5))]
    assert understand("season = [1, 2]", sheet) == [GivenValue(0, [1, 2])]
    assert understand("season = late fall", sheet) == [GivenValue(0, "late fall")]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "write a column"),
        ("season", "write a column"),
        ("seasons = 1", "did you mean season?"),
        ("dish = 1", "no input is called 'dish'"),
        ("season =", "no value"),
    ],
)
def test_what_is_unclear_is_told(sheet: Sheet, question: str, told: str) -> None:
    with pytest.raises(Unclear, match=told.replace("?", r"\?")):
        understand(question, sheet)


# Coverage: fired, never fired, unknown, failed, and the dates, whatever the order of the evaluations.


def day(number: int) -> datetime:
    return datetime(2026, 11, number, 12, tzinfo=UTC)


def test_counts_by_rule() -> None:
    coverage = Coverage(("a", "b", "c"))
    coverage.add(Seen(("a", "b"), day(3)))
    for seen in (Seen(("a",), day(1)), Seen(("a", "a"), day(2)), Seen((), day(9), failed=True)):
        coverage.add(seen)
    assert coverage.fired == {"a": Fired(3, day(1), day(3)), "b": Fired(1, day(3), day(3))}
    assert [coverage.count(key) for key in "abc"] == [3, 1, 0]
    assert coverage.never == ("c",)
    assert (coverage.looked_at, coverage.failed, coverage.first, coverage.last) == (4, 1, day(1), day(9))


def test_rules_that_the_table_does_not_have_are_counted_apart() -> None:
    coverage = Coverage(("a",))
    coverage.add(Seen(("old",), day(1)))
    coverage.add(Seen(("old",), day(2)))
    assert coverage.strangers == {"old": Fired(2, day(1), day(2))}
    assert (coverage.fired, coverage.never, coverage.count("old")) == ({}, ("a",), 0)


def test_a_failed_evaluation_counts_the_rules_that_matched() -> None:
    coverage = Coverage(("a", "b"))
    coverage.add(Seen(("a", "b"), day(1), failed=True))
    assert (coverage.failed, coverage.never) == (1, ())


def test_dates_that_are_missing_or_without_a_zone() -> None:
    coverage = Coverage(("a",))
    coverage.add(Seen(("a",)))
    assert coverage.fired == {"a": Fired(1, None, None)}
    coverage.add(Seen(("a",), datetime(2026, 11, 2, 12)))
    east = datetime(2026, 11, 2, 13, tzinfo=timezone(timedelta(hours=2)))
    coverage.add(Seen(("a",), east))
    assert (coverage.first, coverage.last) == (east, day(2))


def test_rules_without_an_id_are_known_by_their_number() -> None:
    logic = table_xml(["a"], ["b"], [["1", "2"], ["3", "4"]]).replace(' id="rule2"', "")
    coverage = coverage_of(sheet_of(table_of(model_of(decision_xml("d", logic)), "d")))
    assert coverage.rules == ("rule1", "#2")
    coverage.add(Seen((rule_key("", 2),)))
    assert coverage.never == ("rule1",)


def test_one_id_of_two_rules_is_listed_once() -> None:
    assert Coverage(("a", "a", "b")).never == ("a", "b")


def test_a_rule_is_known_by_its_number_where_the_table_or_the_cluster_has_no_id_for_it() -> None:
    coverage = Coverage(("a", "#2", "c"))
    assert coverage.key_of("c", 1) == "c"
    assert coverage.key_of("", 3) == "c"
    assert coverage.key_of("made-up", 2) == "#2"
    assert coverage.key_of("old", 1) == "old", "the first rule has another id"
    assert [coverage.key_of("", number) for number in (0, 4)] == ["#0", "#4"]
