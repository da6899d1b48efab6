"""Functions that make lists of lists."""

from __future__ import annotations

import functools
from decimal import Decimal

from c8tui.feel import calls, numbers, operators
from c8tui.feel.builtins.numeric import whole
from c8tui.feel.builtins.registry import Registry
from c8tui.feel.calls import Fails
from c8tui.feel.equality_index import EqualityIndex, Group, groups_of
from c8tui.feel.run import ELEMENTS_A_STEP, Run
from c8tui.feel.values import Builtin, Function, Value, kind_of

COMPARISONS_A_STEP = 10
"""Plain values that are compared in the time of one step."""

functions = Registry()
define = functions.define


def position_in(list_: list[Value], position: Decimal) -> int:
    """The index from 0 of a position from 1 or from the end with -1."""
    if not 1 <= abs(position) < len(list_) + 1:
        raise Fails(f"a list of {len(list_)} has no position {numbers.text_of(position)}")
    at = int(position)
    return at - 1 if at > 0 else len(list_) + at


def has(run: Run, list_: list[Value], element: Value) -> bool:
    """Whether the list holds an equal element; each comparison may go through all of the element."""
    index = indexed(run, list_, element)
    if index is not None:
        return index.holds(element)
    return any(operators.equal(item, element) is True for item in list_)


def indexed(run: Run, list_: list[Value], element: Value) -> EqualityIndex | None:
    """The index in which the element is to be looked up; None where the list is to be gone through. Counts either."""
    weight = run.weight(element)
    new = run.indexes.ready(list_) is None
    index = run.indexes.asked(list_)
    if index is None:
        run.tick(len(list_) * weight // COMPARISONS_A_STEP)
    else:
        run.tick(weight - 1 + (run.weight(list_) if new else 0))
    return index


def groups(run: Run, list_: list[Value]) -> list[Group]:
    """The equal values of a list; all that they hold is gone through once."""
    run.tick(run.weight(list_))
    return groups_of(list_)


@define("list contains", "list: list, element: any", looks_up=True)
def _list_contains(run: Run, list_: list[Value], element: Value) -> Value:
    return has(run, list_, element)


@define("count", "list: list...")
def _count(run: Run, list_: list[Value]) -> Value:
    return Decimal(len(list_))


@define("sublist", "list: list, start position: number, length: number?")
def _sublist(run: Run, list_: list[Value], start_position: Decimal, length: Decimal | None = None) -> Value:
    start = position_in(list_, start_position)
    if length is None:
        return list_[start:]
    many = whole(length, "length")
    if many < 0 or start + many > len(list_):
        raise Fails(f"a list of {len(list_)} has no {many} elements from there")
    return list_[start : start + many]


@define("append", "list: list, item: any*")
def _append(run: Run, list_: list[Value], items: list[Value]) -> Value:
    return [*list_, *items]


def _concatenated(run: Run, lists: list[Value]) -> list[Value]:
    run.tick(sum(map(len, lists)))
    return [item for part in lists for item in part]


@define("concatenate", "lists: list*")
def _concatenate(run: Run, lists: list[Value]) -> Value:
    return _concatenated(run, lists)


@define("union", "lists: list*")
def _union(run: Run, lists: list[Value]) -> Value:
    return [group.value for group in groups(run, _concatenated(run, lists))]


@define("insert before", "list: list, position: number, newItem: any")
def _insert_before(run: Run, list_: list[Value], position: Decimal, new_item: Value) -> Value:
    at = position_in(list_, position)
    return [*list_[:at], new_item, *list_[at:]]


@define("remove", "list: list, position: number")
def _remove(run: Run, list_: list[Value], position: Decimal) -> Value:
    at = position_in(list_, position)
    return [*list_[:at], *list_[at + 1 :]]


@define("list replace", "list: list, position: number, newItem: any")
def _replace_at(run: Run, list_: list[Value], position: Decimal, new_item: Value) -> Value:
    at = position_in(list_, position)
    return [*list_[:at], new_item, *list_[at + 1 :]]


@define("list replace", "list: list, match: function, newItem: any")
def _replace_where(run: Run, list_: list[Value], match: Function | Builtin, new_item: Value) -> Value:
    replaced = []
    for item in list_:
        answer = calls.call(run, match, [item, new_item])
        if not isinstance(answer, bool):
            raise Fails("match does not answer true or false")
        replaced.append(new_item if answer else item)
    return replaced


@define("reverse", "list: list")
def _reverse(run: Run, list_: list[Value]) -> Value:
    return list_[::-1]


@define("index of", "list: list, match: any", looks_up=True)
def _index_of(run: Run, list_: list[Value], match: Value) -> Value:
    index = indexed(run, list_, match)
    if index is not None:
        places = index.places(match)
        run.tick(len(places) // ELEMENTS_A_STEP)
        return [Decimal(place + 1) for place in places]
    return [Decimal(n) for n, item in enumerate(list_, 1) if operators.equal(item, match) is True]


@define("distinct values", "list: list")
def _distinct_values(run: Run, list_: list[Value]) -> Value:
    return [group.value for group in groups(run, list_)]


@define("duplicate values", "list: list")
def _duplicate_values(run: Run, list_: list[Value]) -> Value:
    return [group.value for group in groups(run, list_) if group.count > 1]


@define("flatten", "list: list")
def _flatten(run: Run, list_: list[Value]) -> Value:
    flat: list[Value] = []
    waiting = list_[::-1]
    while waiting:
        run.tick()
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item[::-1])
        else:
            flat.append(item)
    return flat


@define("sort", "list: list, precedes: function")
def _sort(run: Run, list_: list[Value], precedes: Function | Builtin) -> Value:
    def compare(left: Value, right: Value) -> int:
        if calls.call(run, precedes, [left, right]) is True:
            return -1
        return 1 if calls.call(run, precedes, [right, left]) is True else 0

    return sorted(list_, key=functools.cmp_to_key(compare))


@define("sort", "list: list")
def _sort_plainly(run: Run, list_: list[Value]) -> Value:
    def compare(left: Value, right: Value) -> int:
        run.tick()
        found = operators.order(left, right)
        if found is None:
            raise Fails(f"there is no order of a {kind_of(left)} and a {kind_of(right)}")
        return found

    return sorted(list_, key=functools.cmp_to_key(compare))


@define("is empty", "list: list")
def _is_empty(run: Run, list_: list[Value]) -> Value:
    return not list_


@define("partition", "list: list, size: number")
def _partition(run: Run, list_: list[Value], size: Decimal) -> Value:
    step = whole(size, "size")
    if step < 1:
        raise Fails("size is below 1")
    run.tick(len(list_) // step)
    return [list_[n : n + step] for n in range(0, len(list_), step)]
