"""How points and ranges lie to each other: before, meets, overlaps and the others of Allen's relations."""

from __future__ import annotations

from c8tui.feel import operators
from c8tui.feel.builtins.registry import Registry
from c8tui.feel.calls import Fails
from c8tui.feel.run import Run
from c8tui.feel.values import Range, Value, kind_of

functions = Registry()
define = functions.define

_POINT = "number|string|date|time|date and time|duration"


def _order(left: Value, right: Value) -> int:
    found = operators.order(left, right)
    if found is None:
        raise Fails(f"there is no order of a {kind_of(left)} and a {kind_of(right)}")
    return found


def _same(left: Value, right: Value) -> bool:
    return _order(left, right) == 0


def _low(range_: Range, other: Range) -> int:
    """How the lower ends lie: -1 when `range_` begins first; an end that is not included begins later."""
    return _order(range_.low, other.low) or int(other.low_included) - int(range_.low_included)


def _high(range_: Range, other: Range) -> int:
    """How the upper ends lie: -1 when `range_` ends first."""
    return _order(range_.high, other.high) or int(range_.high_included) - int(other.high_included)


def _ends_before(first: Range, second: Range) -> bool:
    """Whether `first` is over before `second` begins."""
    found = _order(first.high, second.low)
    return found < 0 or (found == 0 and not (first.high_included and second.low_included))


def _holds(range_: Range, point: Value) -> bool:
    found = operators.within(point, range_)
    if found is None:
        raise Fails(f"a {kind_of(point)} is in no such range")
    return found


def _before_point(range_: Range, point: Value) -> bool:
    found = _order(range_.high, point)
    return found < 0 or (found == 0 and not range_.high_included)


def _after_point(range_: Range, point: Value) -> bool:
    found = _order(range_.low, point)
    return found > 0 or (found == 0 and not range_.low_included)


@define("before", f"point1: {_POINT}, point2: {_POINT}")
def _before_points(run: Run, point1: Value, point2: Value) -> Value:
    return _order(point1, point2) < 0


@define("before", f"point: {_POINT}, range: range")
def _point_before(run: Run, point: Value, range_: Range) -> Value:
    return _after_point(range_, point)


@define("before", f"range: range, point: {_POINT}")
def _range_before_point(run: Run, range_: Range, point: Value) -> Value:
    return _before_point(range_, point)


@define("before", "range1: range, range2: range")
def _range_before(run: Run, range1: Range, range2: Range) -> Value:
    return _ends_before(range1, range2)


@define("after", f"point1: {_POINT}, point2: {_POINT}")
def _after_points(run: Run, point1: Value, point2: Value) -> Value:
    return _order(point1, point2) > 0


@define("after", f"point: {_POINT}, range: range")
def _point_after(run: Run, point: Value, range_: Range) -> Value:
    return _before_point(range_, point)


@define("after", f"range: range, point: {_POINT}")
def _range_after_point(run: Run, range_: Range, point: Value) -> Value:
    return _after_point(range_, point)


@define("after", "range1: range, range2: range")
def _range_after(run: Run, range1: Range, range2: Range) -> Value:
    return _ends_before(range2, range1)


@define("meets", "range1: range, range2: range")
def _meets(run: Run, range1: Range, range2: Range) -> Value:
    return range1.high_included and range2.low_included and _same(range1.high, range2.low)


@define("met by", "range1: range, range2: range")
def _met_by(run: Run, range1: Range, range2: Range) -> Value:
    return range1.low_included and range2.high_included and _same(range1.low, range2.high)


@define("overlaps", "range1: range, range2: range")
def _overlaps(run: Run, range1: Range, range2: Range) -> Value:
    return not _ends_before(range1, range2) and not _ends_before(range2, range1)


@define("overlaps before", "range1: range, range2: range")
def _overlaps_before(run: Run, range1: Range, range2: Range) -> Value:
    return _low(range1, range2) < 0 and not _ends_before(range1, range2) and _high(range1, range2) <= 0


@define("overlaps after", "range1: range, range2: range")
def _overlaps_after(run: Run, range1: Range, range2: Range) -> Value:
    return _low(range1, range2) > 0 and not _ends_before(range2, range1) and _high(range1, range2) >= 0


@define("finishes", f"point: {_POINT}, range: range")
def _point_finishes(run: Run, point: Value, range_: Range) -> Value:
    return range_.high_included and _same(point, range_.high)


@define("finishes", "range1: range, range2: range")
def _finishes(run: Run, range1: Range, range2: Range) -> Value:
    return _high(range1, range2) == 0 and _low(range1, range2) >= 0


@define("finished by", f"range: range, point: {_POINT}")
def _finished_by_point(run: Run, range_: Range, point: Value) -> Value:
    return range_.high_included and _same(range_.high, point)


@define("finished by", "range1: range, range2: range")
def _finished_by(run: Run, range1: Range, range2: Range) -> Value:
    return _high(range1, range2) == 0 and _low(range1, range2) <= 0


@define("includes", f"range: range, point: {_POINT}")
def _includes_point(run: Run, range_: Range, point: Value) -> Value:
    return _holds(range_, point)


@define("includes", "range1: range, range2: range")
def _includes(run: Run, range1: Range, range2: Range) -> Value:
    return _low(range1, range2) <= 0 and _high(range1, range2) >= 0


@define("during", f"point: {_POINT}, range: range")
def _point_during(run: Run, point: Value, range_: Range) -> Value:
    return _holds(range_, point)


@define("during", "range1: range, range2: range")
def _during(run: Run, range1: Range, range2: Range) -> Value:
    return _low(range1, range2) >= 0 and _high(range1, range2) <= 0


@define("starts", f"point: {_POINT}, range: range")
def _point_starts(run: Run, point: Value, range_: Range) -> Value:
    return range_.low_included and _same(point, range_.low)


@define("starts", "range1: range, range2: range")
def _starts(run: Run, range1: Range, range2: Range) -> Value:
    return _low(range1, range2) == 0 and _high(range1, range2) <= 0


@define("started by", f"range: range, point: {_POINT}")
def _started_by_point(run: Run, range_: Range, point: Value) -> Value:
    return range_.low_included and _same(range_.low, point)


@define("started by", "range1: range, range2: range")
def _started_by(run: Run, range1: Range, range2: Range) -> Value:
    return _low(range1, range2) == 0 and _high(range1, range2) >= 0


@define("coincides", f"point1: {_POINT}, point2: {_POINT}")
def _coinciding_points(run: Run, point1: Value, point2: Value) -> Value:
    return _same(point1, point2)


@define("coincides", "range1: range, range2: range")
def _coincides(run: Run, range1: Range, range2: Range) -> Value:
    return _low(range1, range2) == 0 and _high(range1, range2) == 0
