"""Functions that make values of one kind from another."""

from __future__ import annotations

import pytest

from tests.feel.said import value, warned


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("string(1.10)", "1.1"),
        ('string([1, "a", null])', '[1, "a", null]'),
        ("string(null)", None),
        ('number("1 000,0", " ", ",")', 1000),
        ('number("1.5e3")', 1500),
        ('date("2026-11-25")', "2026-11-25"),
        ("date(2026, 11, 25)", "2026-11-25"),
        ('date(date and time("2026-11-25T10:00:00Z"))', "2026-11-25"),
        ('date and time(date("2026-11-25"), time("10:00:00"))', "2026-11-25T10:00:00"),
        ('date and time(date and time("2026-07-01T10:00:00Z"), "Europe/Paris")', "2026-07-01T12:00:00@Europe/Paris"),
        ('time("10:30:00+01:00")', "10:30:00+01:00"),
        ('time(10, 30, 15.5, duration("-PT2H"))', "10:30:15.5-02:00"),
        ('time(date and time("2026-11-25T10:00:00Z"))', "10:00:00Z"),
        ('duration("P1DT1H")', "P1DT1H"),
        ('years and months duration(date("2025-12-15"), date("2026-11-14"))', "P10M"),
        ('years and months duration(date("2026-11-14"), date("2025-12-15"))', "-P10M"),
        ('range("[18..21)")', "[18..21)"),
        ('range("[-1.234567890123456789012345678901234..0]").start + 1.234567890123456789012345678901234', 0),
        ('range("(date(\\"2026-01-01\\")..date(\\"2026-02-01\\")]").end', "2026-02-01"),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('number("1,000")', 'number: "1,000" is no number at 1:7'),
        ('number("1", "x")', "number: separators are a space, a comma or a point at 1:7"),
        ('number("1", ".", ".")', "number: both separators are the same at 1:7"),
        ('date("2026-02-30")', 'date: "2026-02-30" is no date at 1:5'),
        ("date(2026, 2, 30)", "date: the calendar has no such day at 1:5"),
        ("time(25, 0, 0)", "time: the day has no such time at 1:5"),
        ('duration("x")', 'duration: "x" is no duration at 1:9'),
        ('range("[2..1]")', "range: the ends of a range are of one kind that has an order, the lower one first at 1:6"),
        (
            'range("[1..\\"a\\"]")',
            "range: the ends of a range are of one kind that has an order, the lower one first at 1:6",
        ),
        (
            'range("(..true)")',
            "range: the ends of a range are of one kind that has an order, the lower one first at 1:6",
        ),
        (
            'range("[@\\"1970-01-01\\"..@\\"1970-01-02T00:00:00\\"]")',
            "range: the ends of a range are of one kind that has an order, the lower one first at 1:6",
        ),
        ('range("(..)")', "range: a range needs an end at 1:6"),
        ('range("(<2)")', 'range: "(<2)" is no range at 1:6'),
        ('range("[..2]")', "range: expected an expression, found .., at 1:2 at 1:6"),
        ('range("[null..2]")', "range: the ends of a range are literals at 1:6"),
        ('range("[1+1..2]")', "range: the ends of a range are literals at 1:6"),
        ('range("1")', 'range: "1" is no range at 1:6'),
        ('range("[x..2]")', "range: the ends of a range are literals at 1:6"),
        ('range("[1..")', "range: expected an expression at 1:5 at 1:6"),
    ],
)
def test_what_has_no_answer(source: str, said: str) -> None:
    assert warned(source) == [said]
