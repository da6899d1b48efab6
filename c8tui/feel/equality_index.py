"""Hash indexes over FEEL's equality: where a value stands in a list, and which values of a list are equal.

Comparing each with each takes the square of their number, which is too long for lists of a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from c8tui.feel import numbers
from c8tui.feel.operators import equal
from c8tui.feel.temporal import NANOS, DateTime, DaysDuration, Time
from c8tui.feel.values import Builtin, Range, Value


def key_of(value: Value) -> Hashable:
    """A key that equal values share. Others may share it too, as ranges with and without a sign do.

    Numbers that can be large are keys as texts, whose hashes are salted: Python's hash of a number is its remainder
    by a known prime, so that a list of multiples of that would fill one bucket.
    """
    kind = type(value)
    if kind is Decimal:
        return (Decimal, str(numbers.CONTEXT.normalize(value)) if value else "0")
    if kind is bool:
        return (bool, value)  # since True is 1 to Python, but not to FEEL
    if kind is list:
        return (list, tuple([key_of(item) for item in value]))
    if kind is dict:
        return (dict, frozenset([(name, key_of(item)) for name, item in value.items()]))
    if kind is Time:
        return (Time, value.zone is None, value.instant // NANOS)
    if kind is DateTime:
        return (DateTime, value.time.zone is None, str(value.instant))
    if kind is DaysDuration:
        return (DaysDuration, str(value.nanos))
    if kind is Range:
        return (Range, key_of(value.low), key_of(value.high), value.low_included, value.high_included)
    if kind is Builtin:
        return (Builtin, id(value))
    return value  # type: ignore[no-any-return]  # what else there is compares in Python as it does in FEEL


@dataclass(slots=True)
class Group:
    """Equal values of a list: the first of them, and how many there are."""

    value: Value
    count: int = 1


def groups_of(list_: list[Value]) -> list[Group]:
    """The values of a list without those that stood in it before, and how often each is there."""
    found: list[Group] = []
    by_key: dict[Hashable, list[Group]] = {}
    for item in list_:
        candidates = by_key.setdefault(key_of(item), [])
        for group in candidates:
            if equal(group.value, item) is True:
                group.count += 1
                break
        else:
            candidates.append(Group(item))
            found.append(candidates[-1])
    return found


class EqualityIndex:
    """The places of every value of one list, whose length it remembers, since a list under way may still grow."""

    __slots__ = ("_list", "_places", "ranges", "size")

    def __init__(self, list_: list[Value]) -> None:
        self._list = list_
        self._places: dict[Hashable, list[int]] = {}
        self.ranges: list[Range] = []
        """Its items that are ranges."""
        self.size = len(list_)
        for place, item in enumerate(list_):
            self._places.setdefault(key_of(item), []).append(place)
            if type(item) is Range:
                self.ranges.append(item)

    def holds(self, value: Value) -> bool:
        """Whether an equal value is in the list."""
        return any(equal(self._list[place], value) is True for place in self._places.get(key_of(value), ()))

    def places(self, value: Value) -> list[int]:
        """Where equal values are, from 0."""
        return [place for place in self._places.get(key_of(value), ()) if equal(self._list[place], value) is True]


MOST_KEPT = 16
"""Lists whose index one evaluation keeps."""
SHORTEST = 16
"""Items of the shortest list that is worth an index."""


class EqualityIndexes:
    """The indexes of one evaluation, by the identity of their lists. A list gets one when it is asked again, since
    one that is made anew for every question would cost more to index than to go through."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[int, tuple[list[Any], EqualityIndex | None]] = {}

    def ready(self, list_: Value) -> EqualityIndex | None:
        """The index that the list has already."""
        _, index = self._kept.get(id(list_), (None, None))
        return index if index is not None and index.size == len(list_) else None

    def known(self, list_: Value) -> bool:
        """Whether the list was asked for a value before, so that its size is known to be bearable."""
        return id(list_) in self._kept

    def asked(self, list_: list[Value]) -> EqualityIndex | None:
        """The index of a list that is asked for a value; None when it is to be gone through."""
        if len(list_) < SHORTEST:
            return None
        before = self._kept.get(id(list_))
        if before is not None and (index := self.ready(list_)) is not None:
            return index
        made = EqualityIndex(list_) if before is not None else None
        self._kept[id(list_)] = (list_, made)
        if len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return made
