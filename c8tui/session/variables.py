"""Variables as JSON text that a person edits: out without loss, back as the changes alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from c8tui.errors import C8Error
from c8tui.exact_json import exact_json
from c8tui.model.base import encode
from c8tui.model.variables import Variable
from c8tui.session.json_names import member_texts, name_faults, same_tokens
from c8tui.text import json_safe


class NotVariables(C8Error):
    """The text is not a JSON object; `line` and `column` (from 1) say where."""

    def __init__(self, detail: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {detail}", title="Not JSON")
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Edit:
    """A parsed edit: what it says in full, and the part that differs from the cluster's values."""

    variables: dict[str, Any]
    changed: dict[str, Any]


def as_text(variables: Iterable[Variable]) -> str:
    """The variables as one indented JSON object, every digit kept and every unsafe character as an escape.

    What came cut short, or without a value, is left out: nobody may take it for the whole.
    """
    members = [f"{json.dumps(one.name)}:{_value_text(one)}" for one in variables if not is_cut(one)]
    return json_safe(pretty("{" + ",".join(members) + "}"))


def is_cut(variable: Variable) -> bool:
    """Whether what came is not the whole of the value."""
    return variable.is_truncated or not variable.value


def cut_words(variables: Iterable[Variable]) -> str:
    """A sentence on those that are not whole although they were asked for whole; "" where all are."""
    names = [variable.name for variable in variables if is_cut(variable)]
    more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
    listed = ", ".join(names[:5]) + more
    return f"Not whole, hence not here and left as it is: {listed}." if names else ""


def value_of(variable: Variable) -> Any:
    """The variable's value as JSON has it; its text where that is cut or broken."""
    return json.loads(_value_text(variable))


def read_edit(text: str, original: Iterable[Variable]) -> Edit:
    """Parse what was typed; raises NotVariables with the place of the first mistake."""
    try:
        edited = exact_json(text)
    except json.JSONDecodeError as mistake:
        raise NotVariables(mistake.msg, mistake.lineno, mistake.colno) from None
    except (RecursionError, ValueError) as mistake:
        raise NotVariables(f"cannot be read: {mistake}", 1, 1) from None
    if not isinstance(edited, dict):
        raise NotVariables('variables are an object: {"name": value}', 1, 1)
    try:
        before = {variable.name: encode(_exact(variable)) for variable in original if variable.name in edited}
        changed = {name: value for name, value in edited.items() if before.get(name) != encode(value)}
    except RecursionError:
        raise NotVariables("Nested too deeply to be sent", 1, 1) from None
    return Edit(edited, changed)


def read_checked(text: str, original: Iterable[Variable]) -> Edit:
    """What was typed, as `read_edit` reads it; raises NotVariables also for a name that stands twice or is empty.

    What the cluster has itself, and nobody touched, is let be: it is not sent.
    """
    original = tuple(original)
    edit = read_edit(text, original)
    _check_names(text, original)
    return edit


def _check_names(text: str, original: tuple[Variable, ...]) -> None:
    faults = list(name_faults(text))
    if not faults or same_tokens(text, as_text(original)):
        return
    members, kept = member_texts(text), {variable.name: _value_text(variable) for variable in original}
    for fault in faults:
        name = fault.variable
        if not (fault.nested and name in kept and same_tokens(members[name], kept[name])):
            line, begin = text.count("\n", 0, fault.at) + 1, text.rfind("\n", 0, fault.at) + 1
            raise NotVariables(fault.detail, line, fault.at - begin + 1)


def pretty(value: str) -> str:
    """A variable's JSON, indented, every digit kept; as it stands when it is no JSON."""
    try:
        return msgspec.json.format(value.encode("utf-8", "surrogatepass"), indent=2).decode("utf-8", "surrogatepass")
    except msgspec.DecodeError:
        return value


def _exact(variable: Variable) -> Any:
    return exact_json(_value_text(variable))


def _value_text(variable: Variable) -> str:
    """The variable's JSON, or, where that is cut or broken, its text as a JSON string."""
    try:
        exact_json(variable.value)
    except (ValueError, RecursionError):
        return json.dumps(variable.value)
    return variable.value
