"""Names that cannot be told from expressions by their look: `loan-amount`, `in stock`, `date and time`."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from c8tui.feel.lexer import RESERVED, Token, parts_of
from c8tui.feel.values import Value

WALKED = 5_000
"""Entries of a context that are looked at for such names."""

BUILTIN = ("date and time", "years and months duration", "days and time duration", "get or else")
"""Names of the language itself that hold a keyword."""


def is_plain(name: str) -> bool:
    """Whether the parser recognises the name unaided: words and spaces, no keyword among them."""
    if name.isidentifier():
        return name not in RESERVED
    return all(part.isidentifier() and part not in RESERVED for part in name.split(" "))


def reads_as_path(name: str) -> bool:
    """Whether a name with points is also a path through contexts: `person.age`, but not `Part 2.1` nor `Order No.`."""
    return "." in name and all(is_plain(part) for part in name.split("."))


def odd_names(context: Mapping[str, Value]) -> frozenset[str]:
    """The names of a context, at any depth, that the parser has to be told; of a list the first context counts."""
    odd: set[str] = set()
    left = WALKED
    waiting: list[Value] = [context]
    while waiting and left > 0:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value[:1])
            left -= 1
        elif isinstance(value, Mapping):
            left -= len(value)
            for name, inner in value.items():
                if not is_plain(name):
                    odd.add(name)
                if isinstance(inner, dict | list):
                    waiting.append(inner)
    return frozenset(odd)


class _Step:
    """The names that begin with the parts so far: what may follow, and the name that ends here."""

    __slots__ = ("following", "name")

    def __init__(self) -> None:
        self.following: dict[str, _Step] = {}
        self.name = ""

    def add(self, name: str) -> None:
        parts = () if is_plain(name) else parts_of(name)
        if not parts:
            return
        step = self
        for part in parts:
            step = step.following.setdefault(part, _Step())
        step.name = name

    def find(self, tokens: list[Token], index: int) -> tuple[str, int] | None:
        step, found, length = self, None, 0
        while (token := tokens[index + length]).kind != "string" and token.text in step.following:
            step, length = step.following[token.text], length + 1
            if step.name:
                found = step.name, length
        return found


@functools.lru_cache(maxsize=64)
def _given(names: frozenset[str]) -> _Step:
    """Kept, since every cell of a table is read with the same names."""
    first = _Step()
    for name in (*BUILTIN, *names):
        first.add(name)
    return first


class Names:
    """The odd names that an expression may use, found at a place in its tokens, the longest first."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._given = _given(frozenset(names))
        self._own = _Step()

    def add(self, name: str) -> None:
        """Lets the name be recognised from here on; plain ones need no help."""
        self._own.add(name)

    def find(self, tokens: list[Token], index: int) -> tuple[str, int] | None:
        """The longest odd name that starts at `index`, and how many tokens it takes."""
        given = self._given.find(tokens, index)
        own = self._own.find(tokens, index) if self._own.following else None
        return own if given is None or (own is not None and own[1] > given[1]) else given
