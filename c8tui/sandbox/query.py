"""From the filter of a search request to SQL: every operator, and for what is wrong a refusal that names it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from c8tui.sandbox.fields import OPERATORS, Field, View
from c8tui.sandbox.problems import invalid
from c8tui.sandbox.values import Stored, stored

_LONGEST_PATTERN = 10_000
_MOST_VARIABLES = 50
_ORDERED = {
    "$eq": "?c = ?",
    "$lt": "?c < ?",
    "$lte": "?c <= ?",
    "$gt": "(?c > ? AND ?c < x'')",
    "$gte": "(?c >= ? AND ?c < x'')",
}
_COMPARISONS = {"$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}


@dataclass
class Conditions:
    """What a filter asks for, as SQL over the alias `t`; all of `terms` must hold."""

    terms: list[str] = field(default_factory=list)
    params: list[Stored] = field(default_factory=list)
    states: frozenset[str] | None = None
    """The states that can match at all, or None for any."""

    def add(self, term: str, *params: Stored) -> None:
        """One more condition."""
        self.terms.append(term)
        self.params.extend(params)

    @property
    def sql(self) -> str:
        """The body of a WHERE clause."""
        return " AND ".join(self.terms) or "1"


def compile_filter(view: View, wanted: object, where: str = "filter") -> Conditions:
    """The conditions of a filter object; None and fields that are null ask for nothing."""
    conditions = Conditions()
    elsewhere: dict[str, Conditions] = {}
    for name, value in _object(wanted, where).items():
        at = f"{where}.{name}"
        if name == "$or" and view.resource.table == "process_instance":
            _either(view, value, at, conditions)
            continue
        if name not in view.filters:
            raise invalid(f"The property '{at}' is not known. There are: {', '.join(sorted(view.filters))}.")
        if value is None:
            continue
        fld, code = view.filters[name]
        match code:
            case "VV":
                _variables(view, fld, value, at, conditions)
            case "TAGS":
                _tags(value, at, conditions)
            case _ if fld.through and fld.sql == "1" and isinstance(value, bool):
                conditions.add(f"{'' if value else 'NOT '}{fld.through.format('1')}")
            case _ if fld.through and value == {"$exists": False}:
                conditions.add(f"NOT {fld.through.format('1')}")
            case _ if fld.through:
                _field(view, fld, code, value, at, elsewhere.setdefault(fld.through, Conditions()))
            case _:
                _field(view, fld, code, value, at, conditions)
    for through, inner in elsewhere.items():
        conditions.add(through.format(inner.sql), *inner.params)
    return conditions


def _object(value: object, where: str) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise invalid(f"The property '{where}' must be an object.")
    return value


def _list(value: object, where: str, most: int | None = None) -> Sequence[object]:
    if not isinstance(value, list):
        raise invalid(f"The property '{where}' must be a list.")
    if most is not None and len(value) > most:
        raise invalid(f"The property '{where}' must have no more than {most} entries.")
    return value


def _either(view: View, value: object, where: str, conditions: Conditions) -> None:
    branches = [
        compile_filter(view, part, f"{where}[{i}]") for i, part in enumerate(_list(value, where, _MOST_VARIABLES))
    ]
    if branches:
        params = [param for branch in branches for param in branch.params]
        conditions.add("(" + " OR ".join(f"({branch.sql})" for branch in branches) + ")", *params)


def _field(view: View, fld: Field, code: str, value: object, where: str, conditions: Conditions) -> None:
    """One field: a bare value, or an object of operators of which all must hold."""
    if not isinstance(value, Mapping):
        operators: Mapping[str, object] = {"$eq": value}
    elif code == "=":
        raise invalid(f"The property '{where}' takes a plain value and no operators in {view.dialect}.")
    else:
        operators = value
    for operator, operand in operators.items():
        if isinstance(value, Mapping) and operator not in OPERATORS[code]:
            known = ", ".join(sorted(OPERATORS[code]))
            raise invalid(f"The operator '{where}.{operator}' is not known. There are: {known}.")
        at = f"{where}.{operator}" if isinstance(value, Mapping) else where
        if operand is not None:
            _operator(view, fld, operator, operand, at, conditions)


def _operator(view: View, fld: Field, operator: str, operand: object, where: str, conditions: Conditions) -> None:
    column = fld.sql or f"t.{view.resource.column(fld)}"
    term, params = _comparison(view, fld, operator, operand, where)
    if fld.null and fld.sort and operator in _ORDERED:
        # The column that sorts is the one that has an index; in it null is an empty blob, greater than all else.
        column, term = f"t.{view.resource.order_column(fld)}", _ORDERED[operator]
    if fld.kind == "member":
        _membership(column, operator, term, params, conditions)
        return
    if column == "t.state" and operator in ("$eq", "$in"):
        states = frozenset(str(param) for param in params)
        conditions.states = states if conditions.states is None else conditions.states & states
    if fld.few and operator == "$like":
        word = view.resource.column(fld)
        term = f"?c IN (SELECT w.value FROM word w WHERE w.field = '{word}' AND w.value GLOB ?)"
    conditions.add(term.replace("?c", column), *params)


def _comparison(view: View, fld: Field, operator: str, operand: object, where: str) -> tuple[str, list[Stored]]:
    """One operator as SQL in which `?c` stands for the column."""
    match operator:
        case "$exists":
            if not isinstance(operand, bool):
                raise invalid(f"The value of '{where}' must be true or false.")
            if fld.null and fld.sort:
                return f"t.{view.resource.order_column(fld)} {'<' if operand else '='} x''", []
            return "?c IS NOT NULL" if operand else "?c IS NULL", []
        case "$in" | "$notIn":
            values = [stored(view, fld, one, f"{where}[{i}]") for i, one in enumerate(_list(operand, where, 10_000))]
            if operator == "$notIn":
                return f"(?c IS NULL OR ?c NOT IN ({_marks(values)}))", values
            return f"?c IN ({_marks(values)})", values
        case "$like":
            return "?c GLOB ?", [glob(operand, where)]
        case "$eq":
            return "?c = ?", [stored(view, fld, operand, where)]
        case "$neq":
            return "?c IS NOT ?", [stored(view, fld, operand, where)]
    return f"?c {_COMPARISONS[operator]} ?", [stored(view, fld, operand, where)]


def _marks(values: Sequence[Stored]) -> str:
    return ", ".join("?" * len(values))


_NEGATED = {"$neq": "m.value = ?", "$notIn": "m.value IN"}


def _membership(column: str, operator: str, term: str, params: list[Stored], conditions: Conditions) -> None:
    """A condition on the members of a list: a negated one must hold for every member."""
    if operator == "$exists":
        conditions.add(f"{column} {'<>' if 'NOT' in term else '='} '[]'")
        return
    negated = operator in _NEGATED
    if operator == "$neq":
        term = "?c = ?"
    elif operator == "$notIn":
        term = f"?c IN ({_marks(params)})"
    member = f"SELECT m.list FROM member m WHERE {term.replace('?c', 'm.value')}"
    conditions.add(f"{column} {'NOT IN' if negated else 'IN'} ({member})", *params)


def _tags(value: object, where: str, conditions: Conditions) -> None:
    for i, tag in enumerate(_list(value, where, 10)):
        if not isinstance(tag, str):
            raise invalid(f"The value of '{where}[{i}]' must be a string.")
        conditions.add("t.tags IN (SELECT m.list FROM member m WHERE m.value = ?)", tag)


_VALUE = Field("value", filter="S")
SHORT = 40
"""Up to which length the values of variables are in an index."""


def _variables(view: View, fld: Field, value: object, where: str, conditions: Conditions) -> None:
    """Variables of a scope: each entry names one and says what its serialized value must be."""
    for i, entry in enumerate(_list(value, where, _MOST_VARIABLES)):
        at = f"{where}[{i}]"
        parts = _object(entry, at)
        for name in parts:
            if name not in ("name", "value"):
                raise invalid(f"The property '{at}.{name}' is not known. There are: name, value.")
        if not isinstance(parts.get("name"), str) or parts.get("value") is None:
            raise invalid(f"The property '{at}' must have a 'name' and a 'value'.")
        inner = Conditions()
        _field(view, _VALUE, "S", parts["value"], f"{at}.value", inner)
        test = inner.sql.replace("t.value", "v.value")
        if all(isinstance(param, str) and len(param) <= SHORT for param in inner.params) and _pinned(test):
            test += f" AND length(v.value) <= {SHORT}"
        scopes = f"SELECT v.scope_key FROM variable v WHERE v.name = ? AND {test}"
        conditions.add(f"{fld.sql} IN ({scopes})", str(parts["name"]), *inner.params)


def _pinned(test: str) -> bool:
    """Whether a condition names the values that `v.value` may have."""
    return "v.value = ?" in test or "v.value IN (" in test


def glob(pattern: object, where: str) -> str:
    r"""The GLOB of a `$like` pattern, in which `*` and `?` are wildcards unless a backslash stands before them."""
    if not isinstance(pattern, str):
        raise invalid(f"The value of '{where}' must be a string.")
    if len(pattern) > _LONGEST_PATTERN:
        raise invalid(f"The value of '{where}' must have no more than {_LONGEST_PATTERN} characters.")
    out: list[str] = []
    letters = iter(pattern)
    for letter in letters:
        literal = letter == "\\"
        if literal:
            letter = next(letters, "\\")
        out.append(f"[{letter}]" if letter == "[" or (literal and letter in "*?") else letter)
    return "".join(out)


def serialized(values: Sequence[str]) -> str:
    """A list of strings as the tables hold it."""
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
