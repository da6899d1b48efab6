"""Values for the inputs of a decision: from text as their types want it, and from JSON to what FEEL computes with.

Variables of a process are JSON, where a date is text. So dates, times and durations stay ISO text in what goes to a
cluster, checked but not changed. A file that is tried here has no other way to be given a date: `for_engine` makes
dates of the texts of inputs that input data declare as such. A cluster leaves them text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from c8tui.exact_json import JsonRefused, exact_json, exact_number
from c8tui.feel import temporal_text as read
from c8tui.feel.dmn_model import Decision, Definitions, Element, InputData, ItemDefinition, Service, TableBox
from c8tui.feel.types import ANY, LONGEST_ALIAS, simple_type
from c8tui.feel.values import DEEPEST

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_JSON_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_NAME = re.compile(r"[^\W\d][\w ]*(\.[^\W\d][\w ]*)*")
_WORDS = {"true": True, "false": False, "null": None}
LARGEST_EXPONENT = 6144
"""Numbers of FEEL do not go beyond."""
_READ: Mapping[str, tuple[Callable[[str], object], str]] = {
    "date": (read.read_date, "no date, as 2026-12-24"),
    "time": (read.read_time, "no time, as 17:00:00"),
    "date and time": (read.read_date_time, "no date and time, as 2026-12-24T17:00:00Z"),
    "days and time duration": (read.read_days_duration, "no duration of days and time, as P1DT2H"),
    "years and months duration": (read.read_months_duration, "no duration of years and months, as P1Y6M"),
    "duration": (read.read_duration, "no duration, as P1DT2H or P1Y6M"),
}


def read_json(text: str) -> object:
    """JSON with exact numbers, none of them beyond those of FEEL. Raises `ValueError`, which says why it is none."""
    try:
        return exact_json(text, LARGEST_EXPONENT)
    except JsonRefused as why:
        raise ValueError(why.msg) from None
    except json.JSONDecodeError as mistake:
        raise ValueError(f"no JSON: {mistake.msg} at column {mistake.pos + 1}") from None


def guessed_value(text: str) -> object:
    """Number, true, false, null, list or object where the text is one as JSON writes it, else the text."""
    if text in _WORDS:
        return _WORDS[text]
    if _JSON_NUMBER.fullmatch(text) or text[:1] in ("{", "["):
        try:
            return read_json(text)
        except ValueError:
            return text
    return text


class InputTypes:
    """The types of what a decision is fed with: of the input data that it, or what it requires, needs.

    Where input data have no type, or there are none, a column of a table that asks for nothing but a variable tells.
    """

    def __init__(self, model: Definitions, decision_id: str = "") -> None:
        """Of the decision or service of this id or name; without one, of all of the model. Raises `KeyError`."""
        self._types = dict(_types(model))
        self.declared: dict[str, ItemDefinition] = {}
        """By the name of the variable: what input data say."""
        self.asked: dict[str, ItemDefinition] = {}
        """By variable or path: what the columns of tables say."""
        needed = _needed(model, decision_id) if decision_id else list(model.elements.values())
        made = {element.variable for element in needed if not isinstance(element, InputData)}
        for element in needed:
            if isinstance(element, InputData) and element.type_ref:
                self.declared[element.variable] = ItemDefinition("", element.type_ref)
            elif isinstance(element, Decision) and isinstance(element.logic, TableBox):
                for column in element.logic.inputs:
                    path = column.expression
                    if column.type_ref and _NAME.fullmatch(path) and path.partition(".")[0] not in made:
                        self.asked.setdefault(path, ItemDefinition("", column.type_ref))

    def of(self, path: str) -> ItemDefinition | None:
        """The type of a variable, or of a member of one as `customer.tier`; None when nothing tells."""
        first, *others = path.split(".")
        found = self.declared.get(first)
        for name in others:
            kind, item = self._shape(found) if found is not None else (ANY, ItemDefinition(""))
            found = next((part for part in item.components if part.name == name), None) if kind == "context" else None
        return found or self.asked.get(path)

    def value(self, text: str, item: ItemDefinition | None) -> object:
        """The text as a JSON variable of this type; empty text is null, text of no known type is guessed.

        Whole numbers are int, others Decimal; dates, times and durations stay text; lists and contexts are written as
        JSON. Raises `ValueError`, which says what the text is not.
        """
        if not text:
            return None
        kind, _ = self._shape(item) if item is not None else (ANY, None)
        bare = text.strip()
        if kind == "string":
            return text
        if kind == "number":
            return _number(bare)
        if kind == "boolean":
            if bare.lower() not in ("true", "false"):
                raise ValueError(f"{_quoted(text)} is neither true nor false")
            return bare.lower() == "true"
        if kind in _READ:
            reader, complaint = _READ[kind]
            if reader(bare) is None:
                raise ValueError(f"{_quoted(text)} is {complaint}")
            return bare
        if kind in ("list", "context"):
            value = read_json(bare)
            if not isinstance(value, list if kind == "list" else dict):
                raise ValueError(f"{_quoted(text)} is no JSON {'list' if kind == 'list' else 'object'}")
            return value
        return guessed_value(text)

    def for_engine(self, variables: Mapping[str, object]) -> dict[str, object]:
        """The variables with dates, times and durations in place of the ISO texts of input data of such types.

        Members of contexts and items of lists too. A text that is no date stays, which the engine warns of. What only
        a column of a table calls a date stays text, as it does on a cluster.
        """
        return {
            name: self._converted(value, self.declared[name]) if name in self.declared else value
            for name, value in variables.items()
        }

    def _converted(self, value: object, item: ItemDefinition, depth: int = 0) -> object:
        if depth >= DEEPEST:
            return value
        kind, item = self._shape(item)
        if isinstance(value, str) and kind in _READ:
            found = _READ[kind][0](value)
            return value if found is None else found
        if isinstance(value, list) and kind == "list":
            return [self._converted(each, item, depth + 1) for each in value]
        if isinstance(value, dict) and kind == "context":
            parts = {part.name: part for part in item.components}
            known = {name: self._converted(value[name], parts[name], depth + 1) for name in value if name in parts}
            return value | known
        return value

    def _shape(self, item: ItemDefinition) -> tuple[str, ItemDefinition]:
        """The kind of the type's values, and what tells the components of a context, or is the type of list items."""
        for _ in range(LONGEST_ALIAS):
            if item.is_list:
                return "list", replace(item, is_list=False)
            if item.components:
                return "context", item
            plain = item.type_ref.rpartition(":")[2]
            known = simple_type(plain).kind if plain else ANY
            if known != "named":
                return known, item
            if plain not in self._types:
                break
            item = self._types[plain]
        return ANY, item


def _types(model: Definitions, prefix: str = "") -> Iterator[tuple[str, ItemDefinition]]:
    """By name; those of imports as `import.name`."""
    yield from ((f"{prefix}{item.name}", item) for item in model.types)
    for entry in model.imports:
        if entry.model is not None:
            yield from _types(entry.model, f"{prefix}{entry.name}." if entry.name else prefix)


def _needed(model: Definitions, name: str) -> list[Element]:
    """An element and all that it requires, directly or not."""
    found = model.named(name)
    if found is None:
        raise KeyError(name)
    needed, waiting = {found.id: found}, [found]
    while waiting:
        element = waiting.pop()
        keys = element.requires
        if isinstance(element, Service):
            keys += element.outputs + element.encapsulated + element.input_decisions + element.input_data
        for key in keys:
            if key in model.elements and key not in needed:
                needed[key] = model.elements[key]
                waiting.append(model.elements[key])
    return list(needed.values())


def _number(text: str) -> int | Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{_quoted(text)} is no number")
    return exact_number(text, LARGEST_EXPONENT)


def _quoted(text: str) -> str:
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'
