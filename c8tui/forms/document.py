"""The JSON text of a form: where it is broken, what stands in it twice, and when it is too much."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from c8tui.forms.schema import FormError

MOST_TEXT = 20_000_000
"""Characters of a document that are read."""


class JsonDocument:
    """A decoded document: its root object, and which names stand twice in which object."""

    def __init__(self, text: str) -> None:
        """Raises `FormError` with line and column."""
        self._twice: dict[int, list[str]] = {}
        if len(text) > MOST_TEXT:
            raise FormError(f"the form is larger than {MOST_TEXT // 1_000_000} million characters")
        try:
            root = json.loads(text, object_pairs_hook=self._object, parse_constant=_no_number)
        except json.JSONDecodeError as broken:
            raise FormError(f"not JSON at {broken.lineno}:{broken.colno}: {_words(broken.msg)}") from None
        except RecursionError:
            raise FormError("the form is nested too deep to be read") from None
        except ValueError as broken:  # an integer of thousands of digits, NaN
            raise FormError(f"not JSON: {broken}") from None
        if not isinstance(root, dict):
            raise FormError(f"a form is a JSON object, and this is {_kind_of(root)}")
        self.root: dict[str, Any] = root

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            # The identity is safe as a key: every object is held by the root.
            self._twice[id(found)] = sorted({name for name in names if names.count(name) > 1})
        return found

    def twice(self, found: dict[str, Any]) -> list[str]:
        """The names that stand more than once in this object; JSON takes the last."""
        return self._twice.get(id(found), [])


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _words(message: str) -> str:
    return message[:1].lower() + message[1:]


def _kind_of(value: object) -> str:
    if value is None:
        return "null"
    return {bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list"}[type(value)]
