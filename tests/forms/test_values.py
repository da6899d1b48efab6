"""Values."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from c8tui.forms import patterns
from c8tui.forms.moments import Moment, read_moment, shown, steps, write_moment
from c8tui.forms.moments_typed import NotAMoment, read_typed, typed_in_words
from c8tui.forms.numbers import NotANumber, decimal_of, plain, read_number, sanitised, text_of
from c8tui.forms.patterns import NoPattern, matches
from c8tui.forms.schema import DateTime, FormError, Number
from c8tui.forms.values import MISSING, copy, get, merged, prune, put, same
from tests.forms.opened import BERLIN, NOW


class TestGet:
    def test_walks_names_and_indexes(self) -> None:
        assert get({"a": [{"b": None}]}, ("a", 0, "b")) is None

    @pytest.mark.parametrize("path", [("b",), ("a", 1), ("a", "x"), ("a", 0, "b", "c"), ("a", -1)])
    def test_what_is_not_there_is_missing_and_not_null(self, path: tuple[str | int, ...]) -> None:
        assert get({"a": [{"b": None}]}, path) is MISSING
        assert repr(MISSING) == "MISSING"


class TestPut:
    def test_makes_objects_and_lists_on_the_way(self) -> None:
        data: dict[str, Any] = {"a": 1}
        put(data, ("a", "b", 1, "c"), 5)
        assert data == {"a": {"b": [None, {"c": 5}]}}

    def test_keeps_what_is_beside(self) -> None:
        data: dict[str, Any] = {"a": {"b": 1}}
        put(data, ("a", "c"), 2)
        assert data == {"a": {"b": 1, "c": 2}}


def test_what_is_pruned_takes_what_is_empty_without_it_along() -> None:
    data: dict[str, Any] = {"a": [1, 2], "b": {"c": 1}, "d": {"e": {"f": 1}, "g": 2}, "h": [{"i": 1}]}
    for path in (("a", 0), ("b", "c"), ("d", "e", "f"), ("h", 0, "i"), ("nowhere", "c"), ("a", 7)):
        prune(data, path)
    assert data == {"a": [None, 2], "d": {"g": 2}}


def test_objects_are_merged_at_any_depth_and_lists_replaced() -> None:
    old = {"a": {"b": 1, "c": {"d": [1, 2], "e": 3}}, "f": [{"g": 1}], "h": 1}
    new = {"a": {"c": {"d": [5], "x": None}}, "f": [{}], "h": {"i": 2}}
    assert merged(old, new) == {"a": {"b": 1, "c": {"d": [5], "e": 3, "x": None}}, "f": [{}], "h": {"i": 2}}
    assert old["a"] == {"b": 1, "c": {"d": [1, 2], "e": 3}}


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (True, 1, False),
        (False, 0, False),
        (True, True, True),
        (1, 1.0, True),
        ("1", 1, False),
        (None, False, False),
        ({"a": [1, True]}, {"a": [1, True]}, True),
        ({"a": [1, True]}, {"a": [1, 1]}, False),
        ([1], [1, 2], False),
        ({"a": 1}, {"b": 1}, False),
    ],
)
def test_equal_as_json(one: object, other: object, equal: bool) -> None:
    assert same(one, other) is equal
    assert same(other, one) is equal


def test_a_copy_shares_no_container() -> None:
    data = {"a": [{"b": 1}]}
    other = copy(data)
    other["a"][0]["b"] = 2
    assert data == {"a": [{"b": 1}]}


def test_what_is_nested_too_deep_is_refused() -> None:
    deep: Any = []
    for _ in range(900):
        deep = [deep]
    with pytest.raises(FormError, match="nested deeper than 200"):
        copy(deep)


# Numbers.


NUMBER = Number(id="n", where="")
TEXT = Number(id="n", where="", serialize_to_string=True)
DIGITS = "1234567890123456789012345678901234567890"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        (" -3 ", -3),
        ("+4", 4),
        ("1234.5", 1234.5),
        (".5", 0.5),
        ("5.", 5),
        ("1.0", 1),
        ("−2", -2),  # noqa: RUF001
        ("", None),
        ("  ", None),
        ("9007199254740993", 9007199254740993),
    ],
)
def test_typed(typed: str, value: object) -> None:
    assert read_number(typed, NUMBER) == value


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1,5", "write it without a comma, as 1234.5"),
        ("12a", "'12a' is no number: write it as 12, -3 or 1234.5"),
        ("1e5", "'1e5' is no number"),
        ("--1", "is no number"),
        ("NaN", "is no number"),
        (".", "is no number"),
        (DIGITS, "has more digits than can be kept exactly"),
        ("0.12345678901234567890", "has more digits than can be kept exactly"),
        ("9" * 500, "has more than 400 digits"),
    ],
)
def test_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(NotANumber) as refused:
        read_number(typed, NUMBER)
    assert words in str(refused.value)


def test_as_text_every_digit_is_kept() -> None:
    assert read_number(DIGITS, TEXT) == DIGITS
    assert read_number(f"-0.{DIGITS}", TEXT) == f"-0.{DIGITS}"
    assert read_number("1.50", TEXT) == "1.50"


@pytest.mark.parametrize(
    ("value", "number", "text"),
    [
        ("12", 12, "12"),
        (12, 12, "12"),
        (1.5, 1.5, "1.5"),
        ("1e3", 1000, "1000"),
        (True, None, None),
        ("", None, None),
        ("x", None, None),
        ([], None, None),
        ("Infinity", None, None),
        ("1e999999999", None, None),
        (DIGITS, int(DIGITS), DIGITS),
    ],
)
def test_the_value_of_a_variable(value: object, number: object, text: object) -> None:
    assert sanitised(value, NUMBER) == number
    assert sanitised(value, TEXT) == text


def test_to_be_edited() -> None:
    assert text_of(1e21) == "1000000000000000000000"
    assert text_of(None) == ""
    assert plain(Decimal("1E+2")) == "100"
    assert decimal_of(Decimal("1.5")) == Decimal("1.5")


# Patterns.


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("b", "abc", True),
        ("^b", "abc", False),
        ("^[A-Z]{2}\\d{3}$", "AB123", True),
        ("^[A-Z]{2}\\d{3}$", "AB123\n", False),
        ("^\\d+$", "١٢", False),
        ("^\\w+$", "é", False),
        ("\\s", "a\u00a0b", True),
        ("\\S", "\u00a0", False),
        ("[\\s]", "\u2003", True),
        ("a.b", "a\u2028b", False),
        ("[^]", "\n", True),
        ("[]", "a", False),
        ("^[[a]$", "[", True),
        ("^[a&&b]$", "&", True),
        ("^a{,2}$", "a{,2}", True),
        ("^a{2}$", "aa", True),
        ("^a{b}$", "a{b}", True),
        ("^(?<y>\\d)\\k<y>$", "11", True),
        ("^(a)\\1$", "aa", True),
        ("^\\p$", "p", True),
        ("^\\-\\/\\|$", "-/|", True),
        ("^\\u0041\\x42$", "AB", True),
        ("^\\A", "A", True),
        ("(?<=a)b(?!c)", "abd", True),
        ("a|^$", "", True),
        ("^[\\b]$", "\b", True),
        ("^a+?b*?c??$", "aab", True),
        ("^\\d{5}(?:-\\d{4})?$", "12345-6789", True),
        ("]", "]", True),
        ("}", "}", True),
    ],
)
def test_as_javascript_has_it(pattern: str, text: str, found: bool) -> None:
    assert matches(pattern, text) is found


@pytest.mark.parametrize("pattern", ["(", "a++", "*a", "[a", "a\\", "(?i)a", "(?>a)", "a{2}{3}", ")", "{1}"])
def test_no_regular_expression_is_told(pattern: str) -> None:
    with pytest.raises(NoPattern, match="is no regular expression"):
        matches(pattern, "a")


def test_a_search_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "PATIENCE", 0.02)
    with pytest.raises(NoPattern, match="takes too long"):
        matches("^(a|aa|a?)+(b|c)(?<!x)\\1$", "a" * 60 + "!")


# Moments.


def field(subtype: str, form: str = "utc_offset", **more: Any) -> DateTime:
    return DateTime(id="d", where="", subtype=subtype, time_serializing_format=form, **more)


@pytest.mark.parametrize(
    ("subtype", "form", "value", "local"),
    [
        ("date", "utc_offset", "2026-12-24", "2026-12-24"),
        ("date", "utc_offset", "2026-12-24T10:00Z", "2026-12-24"),
        ("date", "utc_offset", "2026-12-23T23:00:00.000Z", "2026-12-24"),
        ("date", "utc_offset", "2026-12-24T00:30:00+03:00[Europe/Moscow]", "2026-12-23"),
        ("date", "utc_offset", "2026-12-24T23:59:59", "2026-12-24"),
        ("time", "no_timezone", "17:30", "17:30"),
        ("time", "no_timezone", "9:05", "09:05"),
        ("time", "utc_offset", "17:30+01:00", "17:30"),
        ("time", "utc_offset", "17:30-05:00", "23:30"),
        ("time", "utc_normalized", "17:30Z", "18:30"),
        ("datetime", "no_timezone", "2026-12-24T17:30", "2026-12-24 17:30"),
        ("datetime", "utc_offset", "2026-07-01T17:30+02:00", "2026-07-01 17:30"),
        ("datetime", "utc_normalized", "2026-07-01T22:30Z", "2026-07-02 00:30"),
        ("datetime", "utc_normalized", "2026-12-24T22:30:59.123Z", "2026-12-24 23:30"),
    ],
)
def test_read_as_local_and_written_back(subtype: str, form: str, value: str, local: str) -> None:
    of = field(subtype, form, use24h=True)
    moment = read_moment(value, of, NOW)
    assert shown(moment, of) == local
    assert moment is not None
    again = write_moment(moment, of, NOW)
    assert read_moment(again, of, NOW) == moment


@pytest.mark.parametrize(
    ("subtype", "form", "text"),
    [
        ("date", "utc_offset", "2026-07-24"),
        ("time", "no_timezone", "09:05"),
        ("time", "utc_offset", "09:05+01:00"),
        ("time", "utc_normalized", "08:05Z"),
        ("datetime", "no_timezone", "2026-07-24T09:05"),
        ("datetime", "utc_offset", "2026-07-24T09:05+02:00"),
        ("datetime", "utc_normalized", "2026-07-24T07:05Z"),
    ],
)
def test_written_with_the_offset_of_its_own_day(subtype: str, form: str, text: str) -> None:
    assert write_moment(Moment(date(2026, 7, 24), time(9, 5)), field(subtype, form), NOW) == text


def test_a_year_of_three_digits_keeps_its_zero() -> None:
    assert (
        write_moment(Moment(date(987, 1, 2), time(3, 4)), field("datetime", "no_timezone"), NOW) == "0987-01-02T03:04"
    )


@pytest.mark.parametrize("subtype", ["date", "time", "datetime"])
@pytest.mark.parametrize("value", ["", "x", None, 5, "2026-13-01", "25:00", "2026-02-30T10:00"])
def test_anything_else_is_none(subtype: str, value: object) -> None:
    assert read_moment(value, field(subtype), NOW) is None


@pytest.mark.parametrize("text", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_beyond_the_calendar_of_the_person_it_is_that_of_whoever_wrote_it(text: str) -> None:
    moment = read_moment(text, field("datetime"), NOW)
    assert moment is not None
    assert str(moment.date) == text[:10]


def test_shown_in_halves_of_the_day() -> None:
    assert shown(Moment(None, time(17, 30)), field("time")) == "05:30 PM"
    assert shown(None, field("time")) == ""


def test_steps_of_a_picker() -> None:
    assert steps(field("time", time_interval=360)) == [time(0), time(6), time(12), time(18)]
    assert len(steps(field("time", time_interval=0))) == 1440


# Moments typed.


def typed(text: str, subtype: str, now: datetime = NOW) -> str:
    field = DateTime(id="d", where="", subtype=subtype, use24h=True)
    return shown(read_typed(text, field, now), field)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", "2026-12-24"),
        ("24.12.2026", "2026-12-24"),
        ("24.12.26", "2026-12-24"),
        ("24.12.", "2026-12-24"),
        ("24. 12.", "2026-12-24"),
        ("24.12", "2026-12-24"),
        ("1.2.", "2027-02-01"),
        ("29.2.", "2028-02-29"),
        ("24 dec", "2026-12-24"),
        ("24. December 2027", "2027-12-24"),
        ("Dec 24, 2027", "2027-12-24"),
        ("28.", "2026-11-28"),
        ("3.", "2026-12-03"),
        ("31.", "2026-12-31"),
        ("today", "2026-11-25"),
        ("now", "2026-11-25"),
        (" Tomorrow ", "2026-11-26"),
        ("yesterday", "2026-11-24"),
        ("wed", "2026-12-02"),
        ("thursday", "2026-11-26"),
        ("next mon", "2026-11-30"),
        ("+3d", "2026-11-28"),
        ("in 2 weeks", "2026-12-09"),
        ("+3 months", "2027-02-25"),
        ("in 1 y", "2027-11-25"),
        ("-1d", "2026-11-24"),
        ("2 days ago", "2026-11-23"),
        ("", ""),
    ],
)
def test_dates(text: str, day: str) -> None:
    assert typed(text, "date") == day


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9", "09:00"),
        ("9:05", "09:05"),
        ("17.30", "17:30"),
        ("17h", "17:00"),
        ("at 17:30", "17:30"),
        ("5 pm", "17:00"),
        ("12am", "00:00"),
        ("12 p.m.", "12:00"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("now", "12:34"),
        ("+2h", "14:34"),
        ("in 90 min", "14:04"),
        ("1 hour ago", "11:34"),
    ],
)
def test_times(text: str, clock: str) -> None:
    assert typed(text, "time") == clock


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-24 17:30", "2026-12-24 17:30"),
        ("2026-12-24T17:30", "2026-12-24 17:30"),
        ("tomorrow 9:00", "2026-11-26 09:00"),
        ("tomorrow at 9", "2026-11-26 09:00"),
        ("fri 17", "2026-11-27 17:00"),
        ("24.12. noon", "2026-12-24 12:00"),
        ("24 dec 5 pm", "2026-12-24 17:00"),
        ("+3d 9:00", "2026-11-28 09:00"),
        ("+3d", "2026-11-28 12:34"),
        ("now", "2026-11-25 12:34"),
        ("17:00", "2026-11-25 17:00"),
        ("in 2 h", "2026-11-25 14:34"),
        ("tomorrow", "2026-11-26 17:00"),
        ("2026-12-24T17:30Z", "2026-12-24 18:30"),
    ],
)
def test_dates_with_times(text: str, moment: str) -> None:
    assert typed(text, "datetime") == moment


def test_hours_are_time_that_passes_and_days_keep_the_time_of_day() -> None:
    before = datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN)  # the clocks go back that night
    assert typed("+24h", "datetime", before) == "2026-10-25 11:00"
    assert typed("+1d", "datetime", before) == "2026-10-25 12:00"


@pytest.mark.parametrize(
    ("text", "subtype", "words"),
    [
        ("someday", "date", "'someday' is no date: write it as 2026-12-24"),
        ("31.4.", "date", "is no date"),
        ("2026-13-01", "date", "is no date"),
        ("40.", "date", "is no date"),
        ("24 foo", "date", "is no date"),
        ("9", "date", "is no date"),
        ("01/02", "date", "could be 1 Feb or 2 Jan"),
        ("+99999y", "date", "is no date"),
        ("in -3d", "date", "is no date"),
        ("25:00", "time", "is no time of day: hours go from 0 to 23"),
        ("13 pm", "time", "is no time of day"),
        ("tomorrow 9:00", "date", "only the date is asked for"),
        ("tomorrow 9:00", "time", "is no time of day"),
        ("tomorrow 25", "datetime", "hours go from 0 to 23"),
    ],
)
def test_refused_in_words_of_moments_typed(text: str, subtype: str, words: str) -> None:
    with pytest.raises(NotAMoment) as refused:
        typed(text, subtype)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "subtype", "words"),
    [
        ("24.12.", "date", "Thu 24 Dec 2026"),
        ("5 pm", "time", "17:00"),
        ("fri", "datetime", "Fri 27 Nov 2026 17:00 CET (no time given: 17:00)"),
        ("28.3.2027 2:30", "datetime", "Sun 28 Mar 2027 03:30 CEST (the clocks skip 02:30 that day)"),
        ("soon", "datetime", ""),
        ("", "datetime", ""),
    ],
)
def test_what_was_understood_is_said_in_full(text: str, subtype: str, words: str) -> None:
    assert typed_in_words(text, DateTime(id="d", where="", subtype=subtype), NOW) == words


@pytest.mark.parametrize(("text", "sent"), [("2:30 CEST", "+02:00"), ("2:30 CET", "+01:00"), ("2:30+01:00", "+01:00")])
def test_either_of_two_equal_local_times_can_be_meant(text: str, sent: str) -> None:
    field = DateTime(id="d", where="", subtype="datetime", time_serializing_format="utc_offset")
    moment = read_typed(f"25.10.2026 {text}", field, NOW)
    assert moment is not None
    assert write_moment(moment, field, NOW) == f"2026-10-25T02:30{sent}"
