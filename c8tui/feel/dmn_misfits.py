"""Where a value departs from a type: which item, which member, and what is allowed there.

Types of FEEL only tell whether a value conforms; a person wants to know which part of it does not. DMN makes the whole
value null then. Camunda's engine looks at no types of inputs at all, and of a decision's result at the built-in ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from c8tui.feel.types import LONGEST_ALIAS, Type, conforms, resolved
from c8tui.feel.values import Value, kind_of, text_of

MOST_MISFITS = 20
LONGEST_VALUE = 60
CHECKED_BY_CAMUNDA = {
    "string": frozenset({"string"}),
    "number": frozenset({"number"}),
    "boolean": frozenset({"boolean"}),
    "time": frozenset({"time"}),
    "date": frozenset({"date"}),
    "dateTime": frozenset({"date and time"}),
    "dayTimeDuration": frozenset({"days and time duration"}),
    "yearMonthDuration": frozenset({"years and months duration"}),
}
"""What a `typeRef` lets through in Camunda's engine (dmn-scala, TypeChecker); all others let everything through."""


def refused_by_camunda(value: Value, type_ref: str) -> str:
    """Why Camunda's engine fails for a result of this type, in a sentence; empty when it takes it."""
    wanted = CHECKED_BY_CAMUNDA.get(type_ref.removeprefix("feel:"))
    if wanted is None or value is None or kind_of(value) in wanted:
        return ""
    return f"{_shown(value)} is {_a(kind_of(value))}, where {_a(min(wanted))} is wanted"


def misfits(value: Value, type_: Type, known: Mapping[str, Type], where: str) -> list[str]:
    """Sentences on the parts of `value` that depart from the type, at most `MOST_MISFITS`; none for null.

    `where` names the value; parts are told as `where.member` and `where[2]`, counted from 1 as FEEL counts.
    """
    found: list[str] = []
    for sentence in _misfits(value, type_, known, where):
        found.append(sentence)
        if len(found) == MOST_MISFITS:
            break
    return found


def _misfits(value: Value, type_: Type, known: Mapping[str, Type], where: str, narrowed: int = 0) -> Iterator[str]:
    """`narrowed` counts types that narrow each other; a type that narrows itself holds nothing."""
    if value is None:
        return
    type_ = resolved(type_, known)
    if narrowed > LONGEST_ALIAS:
        yield f"{where} is of a type that is made of itself"
        return
    if type_.kind == "both":
        wider = list(_misfits(value, type_.of[0], known, where, narrowed + 1))
        yield from wider or _disallowed(value, type_, where)
        return
    if type_.kind == "context" and type_.entries is not None and isinstance(value, dict):
        for name, entry in type_.entries:
            if name in value:
                yield from _misfits(value[name], entry, known, f"{where}.{name}")
            else:
                yield f"{where}.{name} is missing, so it is null"
    elif type_.kind == "list" and type_.items is not None and isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _misfits(item, type_.items, known, f"{where}[{number}]")
    elif type_.kind == "unknown":
        yield f"{where} is of the type {type_.name}, which is not in the file"
        return
    elif not conforms(value, Type(type_.kind), known):
        yield f"{where} is {_shown(value)}, a {kind_of(value)}, where {_a(type_.kind)} is wanted"
        return
    elif type_.allowed is None and not conforms(value, type_, known):
        yield f"{where} is {_shown(value)}, which is no such {type_.kind}"
    yield from _disallowed(value, type_, where)


def _disallowed(value: Value, type_: Type, where: str) -> Iterator[str]:
    if type_.allowed is not None and not type_.allowed(value):
        allowed = getattr(type_.allowed, "text", "")
        yield f"{where} is {_shown(value)}, not one of {allowed[:200]}" if allowed else f"{where} is not allowed"


def _shown(value: Value) -> str:
    text = text_of(value, inside=True)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
