"""Python's values in and out of FEEL, and the example of the package."""

from __future__ import annotations

import doctest
import enum
import math
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from c8tui import feel

README = Path(__file__).parents[2] / "README.md"


class Colour(enum.StrEnum):
    RED = "red"


BERLIN = ZoneInfo("Europe/Berlin")
MOMENT = datetime(2026, 7, 1, 10, 30, 5, 250_000)


@pytest.mark.parametrize(
    ("python", "text"),
    [
        (1, "1"),
        (True, "true"),
        (1.5, "1.5"),
        (1e22, "10000000000000000000000"),
        (Decimal("1.10"), "1.1"),
        (Fraction(1, 4), "0.25"),
        (math.nan, "null"),
        (-math.inf, "null"),
        (Decimal("NaN"), "null"),
        (Decimal("Infinity"), "null"),
        (Colour.RED, '"red"'),
        ((1, [2, (3,)]), "[1, [2, [3]]]"),
        (range(3), "[0, 1, 2]"),
        ({"a": {1: date(2026, 1, 2)}}, "{a: {1: 2026-01-02}}"),
        (date(2026, 1, 2), "2026-01-02"),
        (time(10, 30), "10:30:00"),
        (time(10, 30, tzinfo=UTC), "10:30:00Z"),
        (time(10, 30, tzinfo=BERLIN), "10:30:00@Europe/Berlin"),
        (MOMENT, "2026-07-01T10:30:05.25"),
        (MOMENT.replace(tzinfo=UTC), "2026-07-01T10:30:05.25Z"),
        (MOMENT.replace(tzinfo=ZoneInfo("UTC")), "2026-07-01T10:30:05.25Z"),
        (MOMENT.replace(tzinfo=BERLIN), "2026-07-01T10:30:05.25@Europe/Berlin"),
        (MOMENT.replace(tzinfo=timezone(timedelta(hours=-3))), "2026-07-01T10:30:05.25-03:00"),
        (timedelta(days=-1, hours=2), "-PT22H"),
        (timedelta(microseconds=1), "PT0.000001S"),
    ],
)
def test_in(python: object, text: str) -> None:
    outcome = feel.evaluate("{value: x, text: string([x])}", {"x": python})
    assert outcome.value["text"].replace('"', "") == f"[{text}]".replace('"', "")
    assert feel.to_feel(outcome.value["value"]) == outcome.value["value"] == feel.to_feel(python)


@pytest.mark.parametrize("python", [{1, 2}, frozenset("a"), b"a", bytearray(b"a"), 1j, object(), len])
def test_what_feel_has_no_value_for(python: object) -> None:
    with pytest.raises(TypeError, match=r"FEEL has no value for|has no order"):
        feel.to_feel(python)
    for ask in (
        lambda: feel.evaluate("x", {"x": [python]}),
        lambda: feel.unary_test("1", python),
        lambda: feel.dmn.evaluate(feel.dmn.read(MODEL), "d", {"x": python}),
    ):
        with pytest.raises(TypeError):
            ask()


def test_a_parsed_expression_says_what_it_cannot_take() -> None:
    with pytest.raises(TypeError, match="a Python int is no value of FEEL; to_feel makes one of it"):
        feel.parse("a + 1").evaluate({"a": 1})


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("1 + 1", 2),
        ("1 / 8", Decimal("0.125")),
        ("[1, {a: null}]", [1, {"a": None}]),
        ('@"2026-01-02"', date(2026, 1, 2)),
        ('@"10:30:00.5+01:00"', time(10, 30, 0, 500_000, timezone(timedelta(hours=1)))),
        ('@"2026-07-01T10:30:00@Europe/Berlin"', datetime(2026, 7, 1, 10, 30, tzinfo=BERLIN)),
        ('@"2026-07-01T10:30:00Z"', datetime(2026, 7, 1, 10, 30, tzinfo=UTC)),
        ('@"-P1DT2H"', -timedelta(days=1, hours=2)),
        ('@"P1Y2M"', feel.MonthsDuration(14)),
        ('@"12026-01-02"', feel.Date(12026, 1, 2)),
        ('@"10:30:00.123456789"', feel.Time(10, 30, 0, 123_456_789)),
        ('@"12026-01-02T10:00:00"', feel.DateTime(feel.Date(12026, 1, 2), feel.Time(10, 0, 0))),
        ('@"PT0.000000001S"', feel.DaysDuration(1)),
        ('@"P1000000000D"', feel.DaysDuration(86_400 * 10**18)),
        ("[1..2]", feel.Range(Decimal(1), Decimal(2))),
    ],
)
def test_out(source: str, python: object) -> None:
    found = feel.to_python(feel.evaluate(source).value)
    assert (found, type(found)) == (python, type(python))
    assert feel.to_feel(found) == feel.evaluate(source).value


def test_json_of_plain_values() -> None:
    assert feel.to_json({"a": (1, 1.5, None, math.nan), "b": Decimal("NaN")}) == {"a": [1, 1.5, None, None], "b": None}
    assert feel.to_json(feel.to_feel(timedelta(days=1))) == "P1D"


@pytest.mark.parametrize(
    "make",
    [
        *(lambda: feel.Date(2026, 2, 29), lambda: feel.Date(2026, 13, 1), lambda: feel.Date(2026, 1, 0)),
        *(lambda: feel.Date(10**9, 1, 1), lambda: feel.Time(24, 0, 0), lambda: feel.Time(0, 60, 0)),
        *(lambda: feel.Time(0, 0, 60), lambda: feel.Time(0, 0, 0, 10**9), lambda: feel.Time(-1, 0, 0)),
    ],
)
def test_impossible_dates_and_times_are_refused(make: Any) -> None:
    with pytest.raises(ValueError, match="has no"):
        make()


@pytest.mark.parametrize(
    "source",
    [
        *('@"2026-02-29"', 'date("2026-02-29")', "date(2026, 2, 29)", 'date and time("2026-02-29T00:00:00")'),
        *('@"24:00:01"', 'time("25:00:00")', "time(0, 60, 0)", 'date("999999999-12-31") + duration("P1D")'),
        *('date("999999999-12-31") + duration("P1M")', 'date and time("999999999-12-31T24:00:00")'),
        *('range("[@\\"2026-02-29\\"..@\\"2026-03-01\\"]")', '@"2026-02-29T10:00:00"'),
    ],
)
def test_impossible_dates_of_feel_are_null(source: str) -> None:
    assert feel.evaluate(source).value is None


MODEL = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="urn:d"><decision id="d" name="d">'
    "<literalExpression><text>x</text></literalExpression></decision></definitions>"
)


def test_a_model_by_its_path_or_its_text(tmp_path: Path) -> None:
    file = tmp_path / "model.dmn"
    file.write_text(MODEL, encoding="utf-8")
    for source in (MODEL, MODEL.encode(), f"\ufeff\n{MODEL}".strip("\n"), file, str(file)):
        assert feel.dmn.evaluate(feel.dmn.read(source), "d", {"x": 3}).value == 3
    with pytest.raises(feel.DmnError, match=r"nowhere\.dmn cannot be read: No such file"):
        feel.dmn.read(tmp_path / "nowhere.dmn")
    with pytest.raises(feel.DmnError, match="cannot be read"):
        feel.dmn.read(tmp_path)
    with pytest.raises(feel.DmnError, match=r"broken XML at 1:1"):
        feel.dmn.read("")
    assert feel.DmnError is feel.dmn.DmnError


def test_the_examples_of_the_package_and_of_the_readme_run() -> None:
    assert doctest.testmod(feel).attempted > 10
    command = [sys.executable, "-m", "doctest", str(README)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stdout) == (0, "")
    assert "feel.evaluate(" in README.read_text(encoding="utf-8")


def test_every_name_is_exported_once() -> None:
    named = {name: getattr(feel, name) for name in feel.__all__}
    assert len({id(thing) for thing in named.values()}) == len(named)
