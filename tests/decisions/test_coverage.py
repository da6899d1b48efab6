"""Coverage: fired, never fired, unknown, failed, and the dates, whatever the order of the evaluations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from c8tui.decisions.coverage import Coverage, Fired, Seen, coverage_of, rule_key
from c8tui.decisions.sheet import sheet_of
from tests.decisions.models import decision_xml, model_of, table_of, table_xml


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
