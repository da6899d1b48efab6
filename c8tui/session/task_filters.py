"""Conditions on tasks as people write them, in a view file and in the filter builder: `me`, `>= 51`, `< now+2d`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

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


@dataclass(frozen=True, slots=True)
class QueryContext:
    """By whom and when a condition is read."""

    identity: Identity
    now: datetime


@dataclass(frozen=True, slots=True)
class AnyOf:
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


def _state(words: str, _: datetime) -> Any:
    if words == "any":
        return None
    if words == "open":
        return Op(in_=OPEN_STATES)
    names = tuple(name.strip().upper() for name in words.split(","))
    if not all(re.fullmatch("[A-Z_]+", name) for name in names):
        raise NotWords("open, completed, canceled, any, or names of states with commas")
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


def _variables(words: str, _: datetime) -> tuple[VariableMatch, ...]:
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
            Condition("process_instance_variables", "Variables", _variables, 'status = "open"; customer like *ACME*'),
            Condition("local_variables", "Local variables", _variables, "approved = true"),
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
            Order("priority", "priority", "lowest first", "highest first", "DESC"),
            Order("creation_date", "created", "oldest first", "newest first"),
            Order("follow_up_date", "follow-up", "nearest first", "latest first"),
            Order("completion_date", "completed", "earliest first", "latest first", "DESC"),
            Order("name", "name"),
            Order("business_id", "business id", since=(8, 10)),
        ),
    )  # fmt: skip


FIELDS = tuple(one.field for one in schema(Identity(None, (), "")).conditions)
"""Every field that the cluster filters tasks by, in the order of a form."""
