"""Names of JSON objects that get lost on the way: those that stand twice in one object (RFC 8259), and empty ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from c8tui.text import visible

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_LONGEST = 60
"""Characters of a name that a sentence shows."""


@dataclass(frozen=True, slots=True)
class NameFault:
    """A name that is wrong, in words, where it stands (an index of the text), and in the value of which variable."""

    detail: str
    at: int
    variable: str
    nested: bool
    """Whether it stands within the variable's value, and is not the name of the variable itself."""


def name_faults(text: str) -> Iterator[NameFault]:
    """What is wrong with the names in the text of a JSON object, in their order; `text` has been parsed before."""
    objects: list[dict[str, int] | None] = []
    """The names of each object that is open, and where they stand; None for a list."""
    variable = ""
    found = list(_TOKEN.finditer(text))
    for token, behind in zip(found, [*found[1:], None], strict=True):
        if token[0] in "{[":
            objects.append({} if token[0] == "{" else None)
        elif token[0] in "}]":
            objects.pop()
        elif token[0][0] == '"' and behind is not None and behind[0] == ":" and objects[-1] is not None:
            name = str(json.loads(token[0], strict=False))
            if len(objects) == 1:
                variable = name
            if name in objects[-1]:
                first = text.count("\n", 0, objects[-1][name]) + 1
                detail = f'the name "{visible(name, _LONGEST)}" stands twice in one object, first in line {first}'
                yield NameFault(detail, token.start(), variable, len(objects) > 1)
            elif not name:
                yield NameFault("a name is empty", token.start(), variable, len(objects) > 1)
            objects[-1].setdefault(name, token.start())


def same_tokens(one: str, other: str) -> bool:
    """Whether two JSON texts differ in nothing but the space between their tokens."""
    return _TOKEN.findall(one) == _TOKEN.findall(other)


def member_texts(text: str) -> dict[str, str]:
    """The members of the text of a JSON object: the text of each value by its name, the last one where it is twice."""
    members: dict[str, str] = {}
    depth, name, begin, start, end = 0, "", 0, 0, 0
    for token in _TOKEN.finditer(text):
        if depth == 1 and token[0] in ",}":
            if begin:
                members[name] = text[begin:end]
            begin = 0
        elif depth == 1 and token[0] == ":" and not begin:
            name, begin = str(json.loads(text[start:end], strict=False)), token.end()
        depth += (token[0] in "{[") - (token[0] in "}]")
        start, end = token.start(), token.end()
    return members
