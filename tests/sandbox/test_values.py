"""Single values: dates, keys, numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.sandbox.catalog import DECISION_INSTANCES, JOBS, USER_TASKS
from c8tui.sandbox.problems import Problem
from c8tui.sandbox.values import date, iso, key, stored

OUTSIDE = ("9999-12-31T23:59:59-00:01", "0001-01-01T00:00:00+00:01", "0000-01-01T00:00:00Z")
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(9998, 1, 1), timezones=st.just(UTC))


@given(moment=MOMENTS, hours=st.integers(-14, 14))
def test_dates_agree_with_the_library(moment: datetime, hours: int) -> None:
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    text = moment.astimezone(timezone(timedelta(hours=hours))).isoformat()
    milliseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert date(text, "x") == milliseconds
    assert datetime.fromisoformat(iso(milliseconds)) == moment


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t00:00:01.5z", 1500),
        ("1970-01-01T01:00+01:00", 0),
        ("1970-01-01T00:00:00.123456789-00:30", 1_800_123),
        ("1970-01-01T01:00:00+01:00[Europe/Berlin]", 0),
    ],
)
def test_the_spellings_of_dates(text: str, milliseconds: int) -> None:
    assert date(text, "x") == milliseconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2027-01-15",
        "2027-01-15T08:00:00",
        "2027-02-29T00:00:00Z",
        "2027-01-15T25:00:00Z",
        5,
        None,
        *OUTSIDE,
    ],
)
def test_what_is_no_date(text: object) -> None:
    with pytest.raises(Problem, match="'here'"):
        date(text, "here")


def test_keys() -> None:
    assert key("2251799813685249", "x") == 2251799813685249
    assert key("-1", "x") == -1
    for wrong in ("", "1.5", "a", "9" * 19, 7, None, "\u0661"):
        with pytest.raises(Problem, match="'here'"):
            key(wrong, "here")


def test_each_kind_of_field_takes_its_own() -> None:
    jobs, tasks, decisions = JOBS.view("8.9"), USER_TASKS.view("8.9"), DECISION_INSTANCES.view("8.9")
    assert stored(jobs, jobs.filters["isDenied"][0], True, "x") == 1
    assert stored(tasks, tasks.filters["priority"][0], 7, "x") == 7
    assert stored(decisions, decisions.filters["decisionEvaluationInstanceKey"][0], "1-2", "x") == "1-2"
    for view, name, wrong in (
        (jobs, "isDenied", 1),
        (tasks, "priority", True),
        (tasks, "state", "DONE"),
        (decisions, "decisionEvaluationInstanceKey", "12"),
    ):
        with pytest.raises(Problem, match="'here'"):
            stored(view, view.filters[name][0], wrong, "here")
