"""What became of jobs within a time: counted over all, by type, by worker, by error, and by step of time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from c8tui.sandbox.body import Body
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.fields import Field, Resource, View
from c8tui.sandbox.problems import invalid
from c8tui.sandbox.query import Conditions, compile_filter
from c8tui.sandbox.summaries import Summary, cursor_page
from c8tui.sandbox.values import date, iso

_MOST_STEPS = 1_000
_MINUTE_MS = 60_000
_DURATION = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?")
_COMPLETED, _FAILED = "t.state = 'COMPLETED'", "(t.error_message IS NOT NULL OR t.error_code IS NOT NULL)"
"""A job that was given up or threw an error has failed once, whatever became of it afterwards."""
_METRICS = (
    ("created", "t.creation_time BETWEEN :from AND :to", "t.creation_time"),
    ("completed", f"{_COMPLETED} AND t.end_time BETWEEN :from AND :to", "t.end_time"),
    ("failed", f"{_FAILED} AND t.last_update_time BETWEEN :from AND :to", "t.last_update_time"),
)
_FILTERS = Resource(
    table="job",
    key="jobKey",
    fields=(
        Field("jobType", filter="S", sql="t.type"),
        Field("errorCode", filter="S"),
        Field("errorMessage", filter="S"),
    ),
)


def _between(start: object, end: object, where: str) -> tuple[int, int]:
    first, last = date(start, f"{where}from"), date(end, f"{where}to")
    if first > last:
        raise invalid(f"The value of '{where}from' must not lie behind that of '{where}to'.")
    return first, last


def _period(body: Body) -> tuple[Body, int, int]:
    """The filter of a body, and the time that it is about."""
    wanted = body.only("filter", "page").inner("filter")
    wanted.need("from", "to")
    return wanted, *_between(wanted.data["from"], wanted.data["to"], "filter.")


def _conditions(call: Call, wanted: Body, *names: str) -> Conditions:
    """What the named filters ask for, within the tenants of the principal."""
    given = {name: wanted.data[name] for name in names if wanted.has(name)}
    conditions = compile_filter(View(_FILTERS, call.world.options.dialect), given)
    scope = call.scope()
    conditions.add(scope.sql, *scope.params)
    return conditions


def _exact(call: Call, job_type: str) -> Conditions:
    conditions = call.scope()
    conditions.add("t.type = ?", job_type)
    return conditions


def _metric(count: int | None, last: int | None) -> dict[str, Any]:
    return {"count": count or 0, "lastUpdatedAt": iso(last or 0)}


def _counted(call: Call, by: str, conditions: Conditions, first: int, last: int) -> list[tuple[Any, Summary]]:
    """The metrics of every group, by the group."""
    groups: dict[Any, Summary] = {}
    for name, when, moment in _METRICS:
        test = when.replace(":from", str(first)).replace(":to", str(last))
        sql = f"SELECT {by}, count(*), max({moment}) FROM job t WHERE {test} AND {conditions.sql} GROUP BY 1 ORDER BY 1"
        for group, count, latest in call.world.store.select(sql, conditions.params):
            empty = {metric: _metric(0, None) for metric, _, _ in _METRICS}
            groups.setdefault(group, empty)[name] = _metric(count, latest)
    return sorted(groups.items())


async def by_types(call: Call) -> object:
    """`POST /jobs/statistics/by-types`."""
    wanted, first, last = _period(call.body)
    conditions = _conditions(call, wanted.known("from", "to", "jobType"), "jobType")
    sql = (
        "SELECT t.type, count(DISTINCT t.worker) FROM job t "
        f"WHERE t.worker <> '' AND t.last_update_time BETWEEN ? AND ? AND {conditions.sql} GROUP BY 1"
    )
    workers = dict(call.world.store.select(sql, (first, last, *conditions.params)))
    counted = _counted(call, "t.type", conditions, first, last)
    items = [{"jobType": type_} | metrics | {"workers": workers.get(type_, 0)} for type_, metrics in counted]
    return cursor_page(call.body, items)


async def by_workers(call: Call) -> object:
    """`POST /jobs/statistics/by-workers`: of one type."""
    wanted, first, last = _period(call.body)
    wanted.known("from", "to", "jobType").need("jobType")
    conditions = _exact(call, wanted.text("jobType") or "")
    conditions.add("t.worker <> ''")
    counted = _counted(call, "t.worker", conditions, first, last)
    return cursor_page(call.body, [{"worker": worker} | metrics for worker, metrics in counted])


async def errors(call: Call) -> object:
    """`POST /jobs/statistics/errors`: of one type, by code and message; a failure has no code."""
    wanted, first, last = _period(call.body)
    wanted.known("from", "to", "jobType", "errorCode", "errorMessage").need("jobType")
    conditions = _conditions(call, wanted, "errorCode", "errorMessage")
    conditions.add("t.type = ?", wanted.text("jobType") or "")
    sql = (
        "SELECT ifnull(t.error_code, ''), ifnull(t.error_message, ''), count(DISTINCT t.worker) FROM job t WHERE "
        "(t.error_code IS NOT NULL OR t.error_message IS NOT NULL) AND t.last_update_time BETWEEN ? AND ? "
        f"AND {conditions.sql} GROUP BY 1, 2 ORDER BY 1, 2"
    )
    rows = call.world.store.select(sql, (first, last, *conditions.params))
    items = [{"errorCode": code, "errorMessage": message, "workers": workers} for code, message, workers in rows]
    return cursor_page(call.body, items)


async def overall(call: Call) -> object:
    """`GET /jobs/statistics/global`."""
    first, last = _between(call.query.get("from"), call.query.get("to"), "")
    job_type = call.query.get("jobType")
    conditions = call.scope() if job_type is None else _exact(call, job_type)
    found = dict(_counted(call, "0", conditions, first, last))
    empty = {metric: _metric(0, None) for metric, _, _ in _METRICS}
    return found.get(0, empty) | {"isIncomplete": False}


async def time_series(call: Call) -> object:
    """`POST /jobs/statistics/time-series`: of one type, a metric for each step of `resolution` (ISO 8601)."""
    wanted, first, last = _period(call.body)
    wanted.known("from", "to", "jobType", "resolution").need("jobType")
    step = _step(wanted, last - first)
    if (last - first) // step >= _MOST_STEPS:
        raise invalid(f"The value of 'filter.resolution' divides the time into more than {_MOST_STEPS} steps.")
    conditions = _exact(call, wanted.text("jobType") or "")
    steps: dict[int, Summary] = {}
    for name, when, moment in _METRICS:
        test = when.replace(":from", str(first)).replace(":to", str(last))
        sql = (
            f"SELECT ({moment} - {first}) / {step}, count(*), max({moment}) FROM job t "
            f"WHERE {test} AND {conditions.sql} GROUP BY 1"
        )
        for number, count, latest in call.world.store.select(sql, conditions.params):
            steps.setdefault(number, {})[name] = _metric(count, latest)
    return cursor_page(call.body, _series(steps, first, step))


def _series(steps: dict[int, Summary], first: int, step: int) -> Sequence[Summary]:
    empty = {metric: _metric(0, None) for metric, _, _ in _METRICS}
    return [{"time": iso(first + number * step)} | empty | steps[number] for number in sorted(steps)]


def _step(wanted: Body, span: int) -> int:
    """The milliseconds of a step; without a resolution a thousandth of the time, at least a minute."""
    text = wanted.text("resolution")
    if text is None:
        return max(_MINUTE_MS, span // _MOST_STEPS + 1)
    found = _DURATION.fullmatch(text)
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0, 0)
    step = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
    if step < _MINUTE_MS:
        raise invalid("The value of 'filter.resolution' must be a duration of a minute or more, such as PT1H.")
    return step


ENDPOINTS = (
    Endpoint("search", "POST", "/jobs/statistics/by-types", by_types, "8.9"),
    Endpoint("search", "POST", "/jobs/statistics/by-workers", by_workers, "8.9"),
    Endpoint("search", "POST", "/jobs/statistics/errors", errors, "8.9"),
    Endpoint("get", "GET", "/jobs/statistics/global", overall, "8.9"),
    Endpoint("search", "POST", "/jobs/statistics/time-series", time_series, "8.9"),
)
