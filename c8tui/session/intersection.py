"""The intersection of two conditions on one field, as conditions: the cluster takes each operator once a field.

Two patterns have no common pattern, but a union of several: `Rev*` and `*view*` are `Rev*view*` and `Review*`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from itertools import product
from typing import Any

from c8tui.model.search import Op
from c8tui.session.filter_syntax import NotWords

MOST_PATTERNS = 6
"""Patterns that two are worth: each is a search of its own."""
_MANY_VALUED = ("candidate_group", "candidate_user")
_WHOLE = frozenset({"tags", "process_instance_variables", "local_variables"})


def intersection(field: str, one: Any, other: Any) -> tuple[Any, ...]:
    """Values of a filter's field, any of which is met by what meets both; none where nothing can.

    Raises NotWords for what the cluster cannot be asked.
    """
    if one is None or other is None or one == other:
        return (one if other is None else other,)
    if field in _WHOLE:
        return ((*one, *(part for part in other if part not in one)),)
    if field in _MANY_VALUED:
        raise NotWords("the cluster cannot be asked for two candidates at once")
    here, there = _op(one), _op(other)
    if False in (here.exists, there.exists):
        return (here,) if here == there or _bare_absence(here, there) else ()
    if (values := _common_values(here, there)) is not None:
        return _of_values(values)
    bounds = {
        name: choose(two, key=_moment)
        for name, choose in (("gt", max), ("gte", max), ("lt", min), ("lte", min))
        if (two := [value for op in (here, there) if (value := getattr(op, name)) is not None])
    }
    denied = tuple(dict.fromkeys([*_denied(here), *_denied(there)]))
    exists = True if True in (here.exists, there.exists) else None
    patterns: tuple[str | None, ...] = (here.like or there.like,)
    if here.like is not None and there.like is not None:
        patterns = common_patterns(here.like, there.like)
    neq, not_in = (denied[0], None) if len(denied) == 1 else (None, denied or None)
    return tuple(Op(neq=neq, not_in=not_in, exists=exists, like=pattern, **bounds) for pattern in patterns)


def _op(value: Any) -> Op:
    return value if isinstance(value, Op) else Op(eq=value)


def _bare_absence(here: Op, there: Op) -> bool:
    """Whether what is missing meets both: it does where neither asks for a value."""
    return all(op in (Op(), Op(exists=False)) for op in (here, there))


def _denied(op: Op) -> tuple[Any, ...]:
    return (*((op.neq,) if op.neq is not None else ()), *(op.not_in or ()))


def _common_values(here: Op, there: Op) -> tuple[Any, ...] | None:
    """The values that meet both; None where neither names any."""
    named: list[tuple[Any, ...] | None]
    named = [(op.eq,) if op.eq is not None else op.in_ for op in (here, there)]
    if named == [None, None]:
        return None
    first = named[0] if named[0] is not None else named[1]
    return tuple(value for value in first or () if _meets(value, here) and _meets(value, there))


def _of_values(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return () if not values else (values[0],) if len(values) == 1 else (Op(in_=values),)


_COMPARED: tuple[tuple[str, Callable[[Any, Any], bool]], ...] = (
    ("eq", lambda value, bound: value == bound),
    ("in_", lambda value, bound: value in bound),
    ("neq", lambda value, bound: value != bound),
    ("not_in", lambda value, bound: value not in bound),
    ("gt", lambda value, bound: value > bound),
    ("gte", lambda value, bound: value >= bound),
    ("lt", lambda value, bound: value < bound),
    ("lte", lambda value, bound: value <= bound),
    ("like", lambda value, pattern: matches(value, pattern)),
)


def _meets(value: Any, op: Op) -> bool:
    return all(holds(value, bound) for name, holds in _COMPARED if (bound := getattr(op, name)) is not None)


def _moment(value: Any) -> Any:
    """A bound that compares: a moment stands there as text, maybe of another zone."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


# Patterns: `*` any text, `?` one character, a backslash escapes them


def matches(text: str, pattern: str) -> bool:
    """Whether a text is of a pattern, letter by letter."""
    parts = (".*" if token == "*" else "." if token == "?" else re.escape(token[-1]) for token in _tokens(pattern))
    return re.fullmatch("".join(parts), text, re.S) is not None


def common_patterns(one: str, other: str) -> tuple[str, ...]:
    """Patterns, any of which is met by what meets both. Raises NotWords where they are more than a few."""
    first, second = _tokens(one), _tokens(other)

    @cache
    def common(here: int, there: int) -> frozenset[str]:
        """Those of what is left behind these two places."""
        found = frozenset(_steps(here, there))
        if len(found) > 20 * MOST_PATTERNS:
            raise NotWords(f"the cluster cannot be asked for {one} and {other} at once")
        return found

    def _steps(here: int, there: int) -> Iterator[str]:
        a = first[here] if here < len(first) else ""
        b = second[there] if there < len(second) else ""
        if not a and not b:
            yield ""
        elif a == b == "*":
            yield from (_joined("*", rest) for rest in common(here + 1, there) | common(here, there + 1))
        elif a == "*":
            yield from common(here + 1, there)
            yield from (b + rest for rest in (common(here, there + 1) if b else ()))
        elif b == "*":
            yield from common(here, there + 1)
            yield from (a + rest for rest in (common(here + 1, there) if a else ()))
        elif a and b and (a == b or "?" in (a, b)):
            yield from ((b if a == "?" else a) + rest for rest in common(here + 1, there + 1))

    found = sorted(common(0, 0), key=len)
    kept = tuple(p for p in found if not any(q != p and _covers(q, p) for q in found))
    if len(kept) > MOST_PATTERNS:
        raise NotWords(f"the cluster cannot be asked for {one} and {other} at once")
    return kept


def _joined(star: str, rest: str) -> str:
    return rest if rest.startswith("*") else star + rest


def _covers(wide: str, narrow: str) -> bool:
    """Whether every text of the narrow pattern is one of the wide one, seen token by token."""
    return _covered(tuple(_tokens(wide)), tuple(_tokens(narrow)))


@cache
def _covered(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    if not wide or not narrow:
        return set(wide) <= {"*"} and not narrow
    if wide[0] == "*":
        return _covered(wide[1:], narrow) or _covered(wide, narrow[1:])
    return narrow[0] != "*" and wide[0] in ("?", narrow[0]) and _covered(wide[1:], narrow[1:])


def _tokens(pattern: str) -> list[str]:
    """Each character of a pattern, with the backslash before it where there is one."""
    return re.findall(r"\\.|.", pattern, re.S)


def products(options: dict[str, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """Every choice of one value a field."""
    return (dict(zip(options, chosen, strict=True)) for chosen in product(*options.values()))
