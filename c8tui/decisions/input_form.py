"""The form that asks for the inputs of a decision, as form-js writes forms, and the variables it stands for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from c8tui.decisions.questions import Question, variables_at
from c8tui.feel import to_feel, to_json
from c8tui.feel.builtins import BUILTINS
from c8tui.feel.evaluate import expression
from c8tui.feel.problems import FeelSyntaxError
from c8tui.feel.values import DEEPEST, quoted, text_of

FEW = 4
"""Options that are shown all at once; more are searched."""
_SUBTYPES = {"date": "date", "time": "time", "dateTime": "datetime"}


def form_of(questions: Sequence[Question]) -> dict[str, Any]:
    """The schema of the form: a field for every question, with the key `q0`, `q1`, … so that any name will do.

    Questions about parts of the same structure stand in a group.
    """
    components: list[dict[str, Any]] = []
    numbered = enumerate(questions)
    for number, (path, members) in enumerate(groupby(numbered, lambda pair: pair[1].path[:-1])):
        fields = [{"id": f"q{n}", "key": f"q{n}", **_field(question)} for n, question in members]
        if path:
            group = {"id": f"g{number}", "type": "group", "label": _plain(".".join(path)), "components": fields}
            components.append(group)
        else:
            components += fields
    return {"type": "default", "id": "inputs", "components": components}


def _field(question: Question) -> dict[str, Any]:
    # A label or a hint that begins with "=" would be FEEL, and one with braces a template.
    field: dict[str, Any] = {"label": _plain(question.title or question.path[-1])}
    if question.hint:
        field["description"] = _plain(question.hint)
    if question.options:
        options = [{"label": _plain(_word(value)), "value": value} for value in question.options]
        few = len(options) <= FEW
        kind = ("checklist" if few else "taglist") if question.many else ("radio" if few else "select")
        return field | {"type": kind, "values": options, **({} if few or question.many else {"searchable": True})}
    if question.type == "boolean":
        yes_no = [{"label": "true", "value": True}, {"label": "false", "value": False}]
        return field | {"type": "radio", "values": yes_no}
    if question.type in _SUBTYPES:
        return field | {"type": "datetime", "subtype": _SUBTYPES[question.type]}
    if question.type == "number":
        return field | {"type": "number", "serializeToString": True}  # all digits of it
    if question.type == "any":
        field.setdefault("description", 'FEEL, as 12, "text", [1, 2], {a: 1}')
    return field | {"type": "textfield"}


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _plain(text: str) -> str:
    return text.replace("{{", "{ {").lstrip(" =") or "-"


def variables_of(questions: Sequence[Question], data: Mapping[str, Any]) -> dict[str, Any]:
    """The variables, as JSON, that the data of the form stand for; what was left empty is left out."""
    variables: dict[str, Any] = {}
    for number, question in enumerate(questions):
        given = data.get(f"q{number}")
        if given is None or given == "" or (question.many and not given):
            continue
        inner = variables
        for name in question.path[:-1]:
            if not isinstance(inner.get(name), dict):  # a column may ask for what is a part of another's value
                inner[name] = {}
            inner = inner[name]
        inner[question.path[-1]] = _value(question, given)
    return variables


def _value(question: Question, given: Any) -> Any:
    """What the form gives for a question, as JSON."""
    if question.options or question.type not in ("any", "number"):
        return given
    return understood(given)


def understood(text: Any) -> Any:
    """What was typed where FEEL is expected, as JSON: a value that stands for itself, else the text as it is."""
    if not isinstance(text, str):
        return text
    try:
        found = expression(text)
    except FeelSyntaxError:
        return text
    if found.free - BUILTINS.keys():
        return text
    outcome = found.evaluate({})
    return text if outcome.value is None and text.strip() != "null" else to_json(outcome.value, exact=True)


def data_of(questions: Sequence[Question], variables: Mapping[str, Any]) -> dict[str, Any]:
    """The data with which the form says these variables; what is nested deeper than FEEL takes in is null."""
    data = {}
    for number, question in enumerate(questions):
        for value in variables_at(question, variables):
            value = _taken_in(value)
            if question.type == "any" and not question.options:
                value = _written(value)
            data[f"q{number}"] = value
    return data


def _taken_in(value: Any, depth: int = 1) -> Any:
    if isinstance(value, dict | list) and depth >= DEEPEST:
        return None
    if isinstance(value, dict):
        return {name: _taken_in(part, depth + 1) for name, part in value.items()}
    return [_taken_in(part, depth + 1) for part in value] if isinstance(value, list) else value


def _written(value: Any) -> str:
    """A JSON value as it is typed: FEEL, where a plain text would be taken for something else."""
    if isinstance(value, str) and understood(value) == value:
        return value
    return _literal(value)


def _literal(value: Any) -> str:
    """A JSON value as FEEL that stands for it; names are quoted, since any text may be one."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{quoted(name)}: {_literal(part)}' for name, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return text_of(to_feel(value), inside=True)
