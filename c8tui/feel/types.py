"""Types of FEEL: what conforms to them, and the coercions between a value and a list of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from c8tui.feel.temporal import midnight
from c8tui.feel.values import Builtin, Function, Range, Value, kind_of

ANY = "Any"
SIMPLE = {
    "any": ANY,
    "null": "Null",
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "datetime": "date and time",
    "days and time duration": "days and time duration",
    "daytimeduration": "days and time duration",
    "years and months duration": "years and months duration",
    "yearmonthduration": "years and months duration",
    "duration": "duration",
    "list": "list",
    "context": "context",
    "function": "function",
    "range": "range",
    # What the typeRef of a decision table may say in Camunda.
    "integer": "number",
    "long": "number",
    "double": "number",
}
"""Names of types, small letters, and the kind that each stands for."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type: `kind` is one of SIMPLE's values, "named" (looked up where it is used), "both" or "unknown".

    `items` types the elements of a list or the ends of a range, `entries` the members of a context, `parameters`
    and `result` a function; a "both" narrows the type in `of`. `allowed` is a test that a value must also pass
    (allowed values of an item definition).
    """

    kind: str
    name: str = ""
    items: Type | None = None
    entries: tuple[tuple[str, Type], ...] | None = None
    parameters: tuple[Type, ...] | None = None
    result: Type | None = None
    allowed: Callable[[Value], bool] | None = field(default=None, compare=False)
    of: tuple[Type, ...] = ()


ANY_TYPE = Type(ANY)
LONGEST_ALIAS = 20
"""Names of types that stand for each other in a row."""


def simple_type(name: str) -> Type:
    """The built-in type of this name, else one that is named: to be looked up."""
    folded = " ".join(name.split()).lower()
    if name.startswith(("feel:", "feel.")):
        folded = folded[5:]
    kind = SIMPLE.get(folded)
    return Type(kind) if kind else Type("named", name)


def resolved(type_: Type, known: Mapping[str, Type]) -> Type:
    """The type with a name replaced by what it stands for; unknown and circular names conform to nothing."""
    for _ in range(LONGEST_ALIAS):
        if type_.kind != "named":
            return type_
        type_ = known.get(type_.name) or Type("unknown", type_.name)
    return Type("unknown", type_.name)


def _widest(type_: Type, known: Mapping[str, Type]) -> tuple[Type, Sequence[Type]]:
    """The type without what narrows it, and those that do; one that narrows itself is unknown."""
    narrowing: list[Type] = []
    for _ in range(LONGEST_ALIAS):
        type_ = resolved(type_, known)
        if type_.kind != "both":
            return type_, narrowing
        narrowing.append(type_)
        type_ = type_.of[0]
    return Type("unknown", type_.name), narrowing


def kind_within(type_: Type, known: Mapping[str, Type]) -> str:
    """The kind of values of the type, whatever narrows it."""
    return _widest(type_, known)[0].kind


def conforms(value: Value, type_: Type, known: Mapping[str, Type]) -> bool:
    """Whether the value is of the type; null conforms to Any and Null only (callers let null pass where it may)."""
    return _conforms(value, type_, known, allowed=True)


def is_instance(value: Value, type_: Type, known: Mapping[str, Type]) -> bool:
    """Whether the value is an instance of the type, which is a matter of kinds: allowed values do not count."""
    return _conforms(value, type_, known, allowed=False)


def _conforms(value: Value, type_: Type, known: Mapping[str, Type], *, allowed: bool) -> bool:
    widest, narrowing = _widest(type_, known) if type_.kind in {"named", "both"} else (type_, ())
    if not _of_kind(value, widest, known, allowed=allowed):
        return False
    if not allowed:
        return True
    return all(each.allowed is None or each.allowed(value) for each in (widest, *reversed(narrowing)))


def _of_kind(value: Value, type_: Type, known: Mapping[str, Type], *, allowed: bool) -> bool:
    kind = type_.kind
    if kind == ANY:
        return True
    own = kind_of(value)
    if kind == "duration":
        return own.endswith("duration")
    if own != kind:
        return False
    if kind == "list" and type_.items is not None:
        items = type_.items
        return all(_member(item, items, known, allowed=allowed) for item in value)
    if kind == "context" and type_.entries is not None:
        entries = type_.entries
        return all(name in value and _member(value[name], entry, known, allowed=allowed) for name, entry in entries)
    if kind == "range" and type_.items is not None:
        return _range_of(value, type_.items, known, allowed=allowed)
    if kind == "function" and type_.parameters is not None:
        return _function_of(value, type_, known)
    return True


def _member(value: Value, type_: Type, known: Mapping[str, Type], *, allowed: bool) -> bool:
    return value is None or _conforms(value, type_, known, allowed=allowed)


def _range_of(value: Range, ends: Type, known: Mapping[str, Type], *, allowed: bool) -> bool:
    return all(_member(end, ends, known, allowed=allowed) for end in (value.low, value.high))


def _function_of(value: Function | Builtin, type_: Type, known: Mapping[str, Type]) -> bool:
    if isinstance(value, Builtin) or type_.parameters is None:
        return True
    if len(value.parameters) != len(type_.parameters):
        return False
    pairs = zip(value.parameters, type_.parameters, strict=True)
    takes = all(own is None or _covers(own, wanted, known) for (_, own), wanted in pairs)
    if not takes or type_.result is None or value.result is None:
        return takes
    return _covers(type_.result, value.result, known)


def _covers(wide: Type, narrow: Type, known: Mapping[str, Type]) -> bool:
    """Whether every value of `narrow` is one of `wide`, as far as kinds tell."""
    kind = kind_within(narrow, known)
    return kind_within(wide, known) in {ANY, kind} or kind == "Null"


def coerced(value: Value, type_: Type, known: Mapping[str, Type]) -> tuple[Value, bool]:
    """The value as the type wants it, and whether that went well: a list of one becomes its element, a value the
    list of it, a date the date and time of its midnight; null passes everywhere."""
    if value is None or conforms(value, type_, known):
        return value, True
    kind = kind_within(type_, known)
    if isinstance(value, list) and len(value) == 1 and kind != "list" and conforms(value[0], type_, known):
        return value[0], True
    if kind == "list" and not isinstance(value, list):
        single = [value]
        return (single, True) if conforms(single, type_, known) else (None, False)
    if kind == "date and time" and kind_of(value) == "date":
        return midnight(value), True
    return None, False
