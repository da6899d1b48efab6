"""Conditions on tasks as people write them, in a view file and in the filter builder: `me`, `>= 51`, `< now+2d`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from c8tui.model.base import exact_json
from c8tui.model.search import Op, VariableMatch
from c8tui.model.user_tasks import OPEN_STATES
from c8tui.session.filter_syntax import (
    NotWords,
    comparing,
    dates,
    dates_in_words,
    keys,
    one_key,
    parts,
    text_alternatives,
    unquoted,
)

if TYPE_CHECKING:
    from c8tui.session.identity import Identity


@dataclass(frozen=True, slots=True)
class Asked:
    """By whom and when a condition is read."""

    identity: Identity
    now: datetime


def read(field: str, words: str, asked: Asked) -> tuple[Any, ...]:
    """The values of `field` in a UserTaskFilter, any of which may be met: `none, anna` is two.

    Each is bare for equality, an Op otherwise, None for no condition. Raises NotWords, also for a field that there is
    none of.
    """
    kind = FIELDS.get(field)
    if kind is None:
        raise NotWords(f"tasks cannot be filtered by {field}")
    words = words.strip()
    found = kind.read(words, asked) if words else None
    return found.values if isinstance(found, AnyOf) else (found,)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Values of which any may be met."""

    values: tuple[Any, ...]


def check(field: str, words: str, asked: Asked) -> str | None:
    """What is wrong with words, as the rule of a form's field; None for nothing."""
    try:
        read(field, words, asked)
    except NotWords as wrong:
        return wrong.detail
    return None


# Text


def _text(words: str, _: Asked) -> AnyOf:
    return AnyOf(text_alternatives(words))


def _person(words: str, asked: Asked) -> AnyOf:
    return AnyOf(text_alternatives(words, {"me": (asked.identity.user or "",)}))


def _group(words: str, asked: Asked) -> Any:
    mine = asked.identity.groups
    return Op(in_=mine) if words == "mine" else AnyOf(text_alternatives(words, {"mine": mine}))


def _exact(words: str, _: Asked) -> str:
    return unquoted(words)


def _tags(words: str, _: Asked) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(map(unquoted, parts(words))))
    if not names or "" in names:
        raise NotWords("a tag, or several with commas")
    return names


def _state(words: str, _: Asked) -> Any:
    if words == "any":
        return None
    if words == "open":
        return Op(in_=OPEN_STATES)
    names = tuple(name.strip().upper() for name in words.split(","))
    if not all(re.fullmatch("[A-Z_]+", name) for name in names):
        raise NotWords("open, completed, canceled, any, or names of states with commas")
    return names[0] if len(names) == 1 else Op(in_=names)


# Numbers

PRIORITIES = {"low": Op(lte=25), "medium": Op(gte=26, lte=50), "high": Op(gte=51, lte=75), "critical": Op(gte=76)}
_NUMBER_HELP = "a number from 0 to 100, >= 51, 26..75, low, medium, high, critical, or numbers with commas"


def _priority(words: str, _: Asked) -> Any:
    if words in PRIORITIES:
        return PRIORITIES[words]
    if match := re.fullmatch(r"(<=?|>=?)\s*(\d{1,9})", words):
        return comparing(match[1], int(match[2]))
    if match := re.fullmatch(r"(\d{1,9})?\s*\.\.\s*(\d{1,9})?", words):
        return _range(*(int(end) if end else None for end in match.groups()))
    if match := re.fullmatch(r"not\s+(\d{1,9})", words):
        return Op(neq=int(match[1]))
    numbers = [number.strip() for number in words.split(",")]
    if not all(re.fullmatch(r"\d{1,9}", number) for number in numbers):
        raise NotWords(_NUMBER_HELP)
    return int(numbers[0]) if len(numbers) == 1 else Op(in_=tuple(map(int, numbers)))


def _range(first: int | None, last: int | None) -> Op:
    """Either end may be missing."""
    if first is None and last is None:
        raise NotWords("a range needs a number at one end at least")
    if first is not None and last is not None and first > last:
        raise NotWords("the range ends before it begins")
    return Op(gte=first, lte=last)


# Keys and dates


def _key(words: str, _: Asked) -> Any:
    return keys(words)


def _one_key(words: str, _: Asked) -> str:
    return one_key(words)


def _date(words: str, asked: Asked) -> Any:
    return dates(words, asked.now)


# Variables

_VARIABLE_HELP = (
    'as status = "open"; amount = 12; kind != x; kind in a, b; customer like *ACME*; note exists; note not exists'
)
_CONDITION = re.compile(
    r'\s*("[^"]+"|[^\s=!<>]+)\s*(=|!=|<=|>=|<|>|\blike\b|\bin\b|\bnot exists\b|\bexists\b)\s*(.*)', re.S
)


def _variables(words: str, _: Asked) -> tuple[VariableMatch, ...]:
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


@dataclass(frozen=True, slots=True)
class Kind:
    """How the words of a field are read, what it is called, and an example."""

    title: str
    read: Callable[[str, Asked], Any]
    example: str
    in_words: Callable[[str, datetime], str] | None = None
    """What words mean now, where that is not what they say."""


FIELDS: Mapping[str, Kind] = {
    "name": Kind("Task", _text, "Review*"),
    "state": Kind("State", _state, "open, completed, canceled, any"),
    "assignee": Kind("Assignee", _person, "me; none, anna; any; not anna; an*"),
    "candidate_group": Kind("Candidate group", _group, "mine, accounting, not sales"),
    "candidate_user": Kind("Candidate user", _person, "me, anna"),
    "priority": Kind("Priority", _priority, ">= 51, 26..75, 51.., high"),
    "due_date": Kind("Due", _date, "< now, today, < today+2d, fri, overdue, none", dates_in_words),
    "follow_up_date": Kind("Follow-up", _date, "< now, any", dates_in_words),
    "creation_date": Kind("Created", _date, ">= today-7d", dates_in_words),
    "completion_date": Kind("Completed", _date, "today, >= now-2h", dates_in_words),
    "process_definition_id": Kind("Process", _text, "invoice-approval (patterns from 8.10)"),
    "element_id": Kind("Element", _exact, "review-invoice"),
    "process_instance_variables": Kind("Variables", _variables, 'status = "open"; customer like *ACME*'),
    "local_variables": Kind("Local variables", _variables, "approved = true"),
    "tags": Kind("Tags", _tags, "vip, emea (all of them; from 8.9)"),
    "tenant_id": Kind("Tenant", _text, "<default>"),
    "business_id": Kind("Business id", _text, "order-* (from 8.10)"),
    "process_definition_key": Kind("Process key", _key, "2251799813685249"),
    "process_instance_key": Kind("Instance key", _key, "2251799813685253"),
    "element_instance_key": Kind("Element instance key", _one_key, "2251799813685258"),
    "user_task_key": Kind("Task key", _one_key, "2251799813685259"),
}
"""Every field that the cluster filters tasks by, in the order of a form."""
