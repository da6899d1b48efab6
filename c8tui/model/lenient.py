"""A second reading of an answer, driven by the record that it is read into: what is odd is left out, the rest stays.

Taken only where the strict reading failed. A field that cannot be read has its default, which every field has that is
not needed; an item without what it needs is left out of its list; a text that holds JSON may come as that
JSON. Only what is needed and not there is an error, one sentence that names the place.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from c8tui.exact_json import exact_number

T = TypeVar("T")

LONGEST_SAID = 60
"""Characters of what came that a sentence quotes."""
LARGEST_INT = 2**63
_WHOLE = re.compile(r"-?\d{1,19}(\.0{1,9})?", re.ASCII)
_KINDS = {
    dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", Decimal: "a number",
    type(None): "null",
}  # fmt: skip


class Unreadable(ValueError):
    """Something needed is missing or of another kind: the path to it, and what came in its place."""

    def __init__(self, why: str, path: str = "") -> None:
        super().__init__(f"{path or 'the whole of it'} {why}")
        self.why = why
        self.path = path

    def inside(self, name: str) -> Unreadable:
        """The same, told from one level further out."""
        joint = "" if not self.path or self.path.startswith("[") else "."
        return Unreadable(self.why, f"{name}{joint}{self.path}")


def read(body: bytes, into: type[T], write: Callable[[object], bytes]) -> T:
    """JSON `body` as `into`; raises ValueError that says in words what is wrong. `write` gives a value's JSON."""
    text = body.decode("utf-8-sig", "surrogateescape")
    if not text.strip():
        raise ValueError("it is empty")
    try:
        raw = json.loads(text, parse_float=exact_number, parse_int=exact_number)
    except ValueError:
        raise ValueError(f"it is no JSON, and begins with {_quoted(text)}") from None
    reading = _Reading(write)
    found: T = reading.value(raw, _type_of(into))  # type: ignore[arg-type]
    if reading.left_out and isinstance(found, msgspec.Struct) and "left_out" in found.__struct_fields__:
        return msgspec.structs.replace(found, left_out=reading.left_out, why_left_out=reading.why)
    return found


@functools.cache
def _type_of(into: Any) -> inspect.Type:
    return inspect.type_info(into)


class _Reading:
    """Reads values by what they should be; every method raises Unreadable for what is nothing of the kind."""

    def __init__(self, write: Callable[[object], bytes]) -> None:
        self._write = write
        self.left_out = 0
        """Records that stand in lists and could not be read."""
        self.why = ""
        """What is wrong with the first of them."""

    def value(self, raw: Any, wanted: inspect.Type) -> Any:
        """`raw` as what is wanted."""
        match wanted:
            case inspect.Metadata():
                is_json = (wanted.extra or {}).get("json") and raw is not None
                return self._json(raw) if is_json else self.value(raw, wanted.type)
            case inspect.UnionType():
                return self._one_of(raw, wanted.types)
            case inspect.StructType():
                return self._struct(raw, wanted)
            case inspect.VarTupleType() | inspect.ListType():
                return self._items(raw, wanted.item_type)
            case inspect.DictType():
                return self._members(raw, wanted)
            case inspect.StrType():
                return self._text(raw)
            case inspect.IntType():
                return _integer(raw)
            case inspect.BoolType():
                return _truth(raw)
            case inspect.NoneType():
                if raw is None:
                    return None
        if isinstance(wanted, inspect.AnyType):
            return _plain(raw)
        raise Unreadable(_came(raw, "another value"))

    def _one_of(self, raw: Any, types: Iterable[inspect.Type]) -> Any:
        """A value that may be left out: null is none."""
        if raw is None:
            return None
        others = [one for one in types if not isinstance(one, inspect.NoneType)]
        return self.value(raw, others[0])

    def _struct(self, raw: Any, wanted: inspect.StructType) -> Any:
        if not isinstance(raw, dict):
            raise Unreadable(_came(raw, "an object"))
        mend: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = getattr(wanted.cls, "mended", None)
        members = raw if mend is None else mend(raw)
        fields = {}
        for field in wanted.fields:
            if field.encode_name not in members:
                if field.required:
                    raise Unreadable("is missing", field.encode_name)
                continue
            try:
                fields[field.name] = self._field(members[field.encode_name], field)
            except Unreadable as wrong:
                if field.required:
                    raise wrong.inside(field.encode_name) from None
        return wanted.cls(**fields)

    def _field(self, raw: Any, field: inspect.Field) -> Any:
        """A key is text or a whole number; null in the place of anything but JSON is as good as nothing."""
        if field.encode_name.endswith("Key") and not _is_key(raw):
            raise Unreadable(_came(raw, "a key"))
        if raw is None and not isinstance(field.type, inspect.UnionType | inspect.AnyType):
            raise Unreadable(_came(raw, _wanted(field.type)))
        return self.value(raw, field.type)

    def _items(self, raw: Any, wanted: inspect.Type) -> tuple[Any, ...]:
        """The items that can be read; where there are some and none can, the first says why."""
        if isinstance(raw, str) and isinstance(wanted, inspect.StrType):
            return (raw,)
        if not isinstance(raw, list):
            raise Unreadable(_came(raw, "a list"))
        found, wrong = [], None
        for number, item in enumerate(raw):
            try:
                found.append(self.value(item, wanted))
            except Unreadable as why:
                wrong = wrong or why.inside(f"[{number}]")
                self.left_out += isinstance(wanted, inspect.StructType)
        if wrong is not None and not found:
            raise wrong
        self.why = self.why or (str(wrong) if wrong is not None else "")
        return tuple(found)

    def _members(self, raw: Any, wanted: inspect.DictType) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise Unreadable(_came(raw, "an object"))
        if isinstance(wanted.value_type, inspect.StrType):
            return {name: self._json(item) for name, item in raw.items()}
        return {name: self.value(item, wanted.value_type) for name, item in raw.items()}

    def _text(self, raw: Any) -> str:
        """Text, or what is written as text without being taken apart."""
        if raw is None or isinstance(raw, dict | list):
            raise Unreadable(_came(raw, "text"))
        return self._json(raw)

    def _json(self, raw: Any) -> str:
        """Text as it is; anything else as its JSON, every digit kept."""
        return raw if isinstance(raw, str) else self._write(raw).decode()


def _integer(raw: Any) -> int:
    """A whole number, also one in text or with `.0` behind it; none beyond 64 bits."""
    said = raw if isinstance(raw, str) else "" if isinstance(raw, bool) else str(raw)
    if _WHOLE.fullmatch(said.strip()) and abs(number := int(said.partition(".")[0])) < LARGEST_INT:
        return number
    raise Unreadable(_came(raw, "a whole number"))


def _truth(raw: Any) -> bool:
    said = raw.strip().lower() if isinstance(raw, str) else raw
    if isinstance(said, bool):
        return said
    if said in ("true", "false"):
        return bool(said == "true")
    raise Unreadable(_came(raw, "true or false"))


def _is_key(raw: Any) -> bool:
    if isinstance(raw, str):
        return bool(raw.strip())
    return raw is None or (isinstance(raw, int | Decimal) and not isinstance(raw, bool) and str(raw).isdecimal())


def _plain(raw: Any) -> Any:
    """JSON that belongs to a process, as the strict reading has it."""
    if isinstance(raw, dict):
        return {name: _plain(item) for name, item in raw.items()}
    if isinstance(raw, list):
        return [_plain(item) for item in raw]
    if isinstance(raw, Decimal):
        return int(raw) if str(raw).lstrip("-").isdecimal() else float(raw)
    return raw


def _wanted(wanted: inspect.Type) -> str:
    match wanted:
        case inspect.VarTupleType() | inspect.ListType():
            return "a list"
        case inspect.StructType() | inspect.DictType():
            return "an object"
        case inspect.StrType():
            return "text"
        case inspect.IntType():
            return "a whole number"
        case inspect.BoolType():
            return "true or false"
    return "a value"


def _came(raw: Any, wanted: str) -> str:
    """`is text ("high"), where a whole number belongs`."""
    kind = _KINDS.get(type(raw), "something else")
    quoted = f" ({_quoted(str(raw))})" if isinstance(raw, str | int | Decimal) and not isinstance(raw, bool) else ""
    return f"is {kind}{quoted}, where {wanted} belongs"


def _quoted(text: str) -> str:
    text = " ".join(text[: 4 * LONGEST_SAID].split())
    short = text if len(text) <= LONGEST_SAID else f"{text[: LONGEST_SAID - 1]}…"
    return json.dumps(short, ensure_ascii=False)
