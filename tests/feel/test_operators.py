"""Equality, order and arithmetic."""

from __future__ import annotations

import pytest

from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 = 1.0", True),
        ("null = null", True),
        ("null = 1", False),
        ('1 = "1"', None),
        ("[1, [2]] = [1, [2]]", True),
        ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ("[1..2] = [1..2]", True),
        ("[1..2] = [1..2)", False),
        ('time("10:00:00Z") = time("11:00:00+01:00")', True),
        ('time("10:00:00") = time("10:00:00Z")', False),
        ('date and time("2026-07-01T12:00:00@Europe/Paris") = date and time("2026-07-01T10:00:00Z")', True),
        ('"a" < "b"', True),
        ('1 < "b"', None),
        ('date("2026-01-01") <= date("2026-01-01")', True),
        ('duration("P1Y") > duration("P11M")', True),
        ('duration("P1D") > duration("P1M")', None),
        ('date and time("2026-01-01T10:00:00") > date("2026-01-01")', None),
        ('date("2026-01-01") = date and time("2026-01-01T00:00:00Z")', None),
        ('date("2026-01-01") in [@"2025-12-31T00:00:00"..@"2026-01-02T00:00:00"]', None),
        ('time("10:30:00.1") = time("10:30:00.9")', True),
        ('time("10:30:00.1Z") = time("11:30:00.9+01:00")', True),
        ('time("10:30:00") = time("10:30:01")', False),
        ('time("10:30:00") = time("10:30:00Z")', False),
        ('is(time("10:30:00.1"), time("10:30:00.9"))', False),
        ('@"2026-01-01T10:30:00.1" = @"2026-01-01T10:30:00.9"', False),
        ("5 in (null..10]", None),
        ("15 in (null..10]", False),
        ("5 in [1..null)", None),
        ("0 in [1..null)", False),
        ("5 in (<= 10)", True),
        ("5 in (= 5)", True),
        ("5 in (!= 5)", False),
        ("5 between null and 10", None),
        ("(< 10) = (null..10)", False),
        ("(<= 10) = (<= 10)", True),
        ("(< 10) = (<= 10)", False),
        ("[null..10] = [null..10]", True),
        ("(= 10) = [10..10]", False),
        ("(= 10) = (= 10)", True),
        ("(!= 10) = (!= 10)", True),
        ("(!= 10) = (= 10)", False),
        ("(= 10).start included and (= 10).end = 10", True),
        ("(!= 10).start included or (!= 10).end included", False),
        ("(<= 10).start", None),
        ('range("(..2)") = (< 2)', True),
        ('range("(..2)") = (null..2)', True),
        ('range("[2..)") = (>= 2)', True),
        ('range("(..2]") = (< 2)', False),
        ('1 in range("(..2)")', True),
        ('3 in range("[2..[")', True),
    ],
)
def test_comparisons(source: str, expected: object) -> None:
    assert value(source) is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("0.1 + 0.2", 0.3),
        ('"a" + "b"', "ab"),
        ("7 / 2", 3.5),
        ('date("2026-01-31") + duration("P1M")', "2026-02-28"),
        ('date("2026-01-31") - duration("PT12H")', "2026-01-30"),
        ('date("2026-03-01") - date("2026-02-01")', "P28D"),
        ('time("23:00:00") + duration("PT2H")', "01:00:00"),
        ('date and time("2026-03-29T01:30:00@Europe/Paris") + duration("PT1H")', "2026-03-29T03:30:00@Europe/Paris"),
        ('date and time("2026-01-31T10:00:00Z") + duration("P1M")', "2026-02-28T10:00:00Z"),
        ('duration("P1D") * 2.5', "P2DT12H"),
        ('2 * duration("P1Y")', "P2Y"),
        ('duration("P1Y") / duration("P6M")', 2),
        ('duration("P1D") / 2', "PT12H"),
        ('duration("P1Y") - duration("P1M")', "P11M"),
        ('-duration("P1D")', "-P1D"),
        ('date and time("2026-01-02T00:00:00Z") - date("2026-01-01")', "P1D"),
        # Clocks of Paris go from 2 to 3 in spring, and from 3 to 2 in autumn.
        ('date and time("2026-03-28T02:30:00@Europe/Paris") + @"P1D"', "2026-03-29T03:30:00@Europe/Paris"),
        ('date and time("2026-03-29T03:30:00@Europe/Paris") - @"PT1H"', "2026-03-29T01:30:00@Europe/Paris"),
        ('date and time("2026-10-24T12:00:00@Europe/Paris") + @"P1D"', "2026-10-25T11:00:00@Europe/Paris"),
        ('date and time("2026-10-24T12:00:00@Europe/Paris") + @"P1M"', "2026-11-24T12:00:00@Europe/Paris"),
        (
            'date and time("2026-03-30T00:00:00@Europe/Paris") - date and time("2026-03-29T00:00:00@Europe/Paris")',
            "PT23H",
        ),
        (
            'date and time("2026-10-26T00:00:00@Europe/Paris") - date and time("2026-10-25T00:00:00@Europe/Paris")',
            "P1DT1H",
        ),
        ('date and time("2026-01-01T00:00:00-05:00") - date and time("2026-01-01T00:00:00+05:00")', "PT10H"),
        ('time("23:30:00-02:00") - time("01:00:00Z")', "P1DT30M"),
        ('time("10:00:00@Europe/Paris") - time("10:00:00Z")', "-PT1H"),
        ('time("01:00:00") - @"PT2H"', "23:00:00"),
        ('date("2024-02-29") + @"P1Y"', "2025-02-28"),
        ('date("2024-03-31") - @"P1M"', "2024-02-29"),
        ('date("9999-12-31") + @"P1D"', "10000-01-01"),
        ('date("123456-03-01") - @"P1D"', "123456-02-29"),
        ('date("0000-01-01") - @"P1D"', "-0001-12-31"),
        ('date("12026-03-29") - date("2026-03-29")', "P3652425D"),
        ('date and time("12026-07-01T00:00:00@Europe/Paris") + @"PT1H"', "12026-07-01T01:00:00@Europe/Paris"),
        ('@"P1Y" * 0.5', "P6M"),
        ('@"P1M" / 3', "P0M"),
        ('@"PT1S" / 3', "PT0.333333333S"),
        ("12345678901234567890123456789012345 + 0", 12345678901234567890123456789012340),
        ("1e33 + 1 - 1e33", 1),
        ("1e34 + 1 - 1e34", 0),
        ("1/3*3 = 0.9999999999999999999999999999999999", True),
        ("2 ** -1", 0.5),
        ("(-8) ** (1/3)", None),
    ],
)
def test_arithmetic(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "/ divides by zero at 1:3"),
        ('1 + "a"', "there is no + of a number and a string at 1:3"),
        ('date("2026-01-01") + date("2026-01-01")', "there is no + of a date and a date at 1:20"),
        ('-"a"', "there is no - of a string at 1:1"),
        ("10 ** 100 ** 100", "** has no result that is a number of 34 digits at 1:11"),
        ('time("10:00:00") + duration("P1Y")', "there is no + of a time and a years and months duration at 1:18"),
        ('date("999999999-12-31") + duration("P1D")', "there is no + of a date and a days and time duration at 1:25"),
    ],
)
def test_what_has_no_answer(source: str, said: str) -> None:
    assert warned(source) == [said]


def test_null_is_passed_on_without_a_word() -> None:
    assert warned("null + 1") == []
