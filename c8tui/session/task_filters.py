"""Conditions on tasks as people write them, `me`, `>= 51`, `< now+2d`, and the intersection of two on one field."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache, partial
from itertools import product
from typing import Any

from msgspec import Struct

from c8tui.exact_json import exact_json
from c8tui.model.search import Op, VariableMatch
from c8tui.model.user_tasks import OPEN_STATES
from c8tui.session.filter_syntax import (
    NotWords,
    dates,
    dates_in_words,
    keys,
    numbers,
    one_key,
    parts,
    text_alternatives,
    unquoted,
)
from c8tui.session.identity import Identity
from c8tui.session.query import Condition, Order, QuerySchema


class QueryContext(Struct, frozen=True):
    """By whom and when a condition is read."""

    identity: Identity
    now: datetime


class AnyOf(Struct, frozen=True):
    """Values of which any may be met."""

    values: tuple[Any, ...]


def read(field: str, words: str, context: QueryContext) -> tuple[Any, ...]:
    """The values of `field` in a UserTaskFilter, any of which may be met: `none, anna` is two.

    Each is bare for equality, an Op otherwise, None for no condition. Raises NotWords, also for a field that there is
    none of.
    """
    words = words.strip()
    found = schema(context.identity).read({field: words}, context.now)[field] if words else None
    return found.values if isinstance(found, AnyOf) else (found,)


# Text


def _texts(words: str, _: datetime) -> AnyOf:
    return AnyOf(text_alternatives(words))


def _person(identity: Identity, words: str, _: datetime) -> AnyOf:
    return AnyOf(text_alternatives(words, {"me": (identity.user or "",)}))


def _group(identity: Identity, words: str, _: datetime) -> Any:
    mine = identity.groups
    return Op(in_=mine) if words == "mine" else AnyOf(text_alternatives(words, {"mine": mine}))


def _exact(words: str, _: datetime) -> str:
    return unquoted(words)


def _tags(words: str, _: datetime) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(map(unquoted, parts(words))))
    if not names or "" in names:
        raise NotWords("a tag, or several with commas")
    return names


STATES = (
    "CREATING", "CREATED", "ASSIGNING", "UPDATING", "COMPLETING", "COMPLETED", "CANCELING", "CANCELED", "FAILED",
)  # fmt: skip
"""The states of user tasks in 8.9."""


def _state(words: str, _: datetime) -> Any:
    if words == "any":
        return None
    if words == "open":
        return Op(in_=OPEN_STATES)
    typed = [name.strip() for name in words.split(",")]
    names = tuple(name.upper() for name in typed)
    # In capitals it may be one that is not known: later versions have more.
    if not all(
        re.fullmatch("[A-Z_]+", name) and (name in STATES or name == word)
        for name, word in zip(names, typed, strict=True)
    ):
        raise NotWords(f"open, any, or of {', '.join(map(str.lower, STATES))}, several with commas")
    return names[0] if len(names) == 1 else Op(in_=names)


PRIORITIES = {"low": Op(lte=25), "medium": Op(gte=26, lte=50), "high": Op(gte=51, lte=75), "critical": Op(gte=76)}
_PRIORITY_HELP = "a number from 0 to 100, >= 51, 26..75, low, medium, high, critical, or numbers with commas"


def _priority(words: str, _: datetime) -> Any:
    return PRIORITIES[words] if words in PRIORITIES else numbers(words, _PRIORITY_HELP)


# Variables

_VARIABLE_HELP = (
    'as status = "open"; amount = 12; kind != x; kind in a, b; customer like *ACME*; note exists; note not exists'
)
_CONDITION = re.compile(
    r'\s*("[^"]+"|[^\s=!<>]+)\s*(=|!=|<=|>=|<|>|\blike\b|\bin\b|\bnot exists\b|\bexists\b)\s*(.*)', re.S
)


def variable_conditions(words: str, _: datetime) -> tuple[VariableMatch, ...]:
    """Conditions on variables, all of which must hold: `status = "open"; customer like *ACME*`. Raises NotWords."""
    conditions = parts(words, ";\n")
    if not conditions:
        raise NotWords(_VARIABLE_HELP)
    return tuple(map(_variable, conditions))


def _variable(words: str) -> VariableMatch:
    match = _CONDITION.fullmatch(words)
    if match is None:
        raise NotWords(_VARIABLE_HELP)
    name, operator, value = match[1].strip('"'), match[2], match[3].strip()
    if operator.endswith("exists"):
        return VariableMatch(name, Op(exists=operator == "exists"))
    if operator in ("<", "<=", ">", ">="):
        raise NotWords(f"the cluster cannot compare variables: search what is loaded with /{name}{operator}{value}")
    if not value:
        raise NotWords(_VARIABLE_HELP)
    if operator == "like":
        return VariableMatch(name, Op(like=_json_pattern(value)))
    if operator == "in":
        values = tuple(map(_json, parts(value)))
        if not values:
            raise NotWords(_VARIABLE_HELP)
        return VariableMatch(name, Op(in_=values))
    return VariableMatch(name, _json(value) if operator == "=" else Op(neq=_json(value)))


def _json(value: str) -> str:
    """As the cluster keeps it: what is no JSON is text."""
    try:
        exact_json(value)
    except ValueError:
        return json.dumps(value, ensure_ascii=False)
    return value


def _json_pattern(pattern: str) -> str:
    """A pattern over the JSON of a variable: that of a text has quotes around it, which people do not write."""
    if pattern[0] in '"{[-0123456789':
        return pattern
    opening = "" if pattern.startswith("*") else '"'
    return f"{opening}{pattern}" + ("" if pattern.endswith("*") else '"')


# All together


@cache
def schema(identity: Identity) -> QuerySchema:
    """What the API filters and sorts user tasks by, as somebody asks for them: `me` and `mine` are theirs."""
    person, group = partial(_person, identity), partial(_group, identity)
    return QuerySchema(
        (
            Condition("name", "Task", _texts, "Review*"),
            Condition("state", "State", _state, "open, completed, canceled, any"),
            Condition("assignee", "Assignee", person, "me; none, anna; any; not anna; an*"),
            Condition("candidate_group", "Candidate group", group, "mine, accounting, not sales"),
            Condition("candidate_user", "Candidate user", person, "me, anna"),
            Condition("priority", "Priority", _priority, ">= 51, 26..75, 51.., high"),
            Condition("due_date", "Due", dates, "< now, today, < today+2d, fri, overdue, none",
                      in_words=dates_in_words),
            Condition("follow_up_date", "Follow-up", dates, "< now, any", in_words=dates_in_words),
            Condition("creation_date", "Created", dates, ">= today-7d", in_words=dates_in_words),
            Condition("completion_date", "Completed", dates, "today, >= now-2h", in_words=dates_in_words),
            Condition("process_definition_id", "Process", _texts, "invoice-approval (patterns from 8.10)"),
            Condition("element_id", "Element", _exact, "review-invoice"),
            Condition("process_instance_variables", "Variables", variable_conditions,
                      'status = "open"; customer like *ACME*'),
            Condition("local_variables", "Local variables", variable_conditions, "approved = true"),
            Condition("tags", "Tags", _tags, "vip, emea (all of them; from 8.9)"),
            Condition("tenant_id", "Tenant", _texts, "<default>"),
            Condition("business_id", "Business id", _texts, "order-* (from 8.10)"),
            Condition("process_definition_key", "Process key", lambda words, _: keys(words), "2251799813685249"),
            Condition("process_instance_key", "Instance key", lambda words, _: keys(words), "2251799813685253"),
            Condition("element_instance_key", "Element instance key", lambda words, _: one_key(words),
                      "2251799813685258"),
            Condition("user_task_key", "Task key", lambda words, _: one_key(words), "2251799813685259"),
        ),
        (
            Order("due_date", "due", "nearest first", "latest first"),
            Order("priority", "priority", "low first", "high first", "DESC"),
            Order("creation_date", "created", "oldest first", "newest first"),
            Order("follow_up_date", "follow-up", "nearest first", "latest first"),
            Order("completion_date", "completed", "earliest first", "latest first", "DESC"),
            Order("name", "name"),
            Order("business_id", "business id", since=(8, 10)),
        ),
    )  # fmt: skip


FIELDS = tuple(one.field for one in schema(Identity(None, (), "")).conditions)
"""Every field that the cluster filters tasks by, in the order of a form."""


# The intersection of two conditions on one field: the cluster takes each operator once a field.
# Two patterns have no common pattern, but a union of several: `Rev*` and `*view*` are `Rev*view*` and `Review*`.

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
