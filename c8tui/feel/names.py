"""Names that cannot be told from expressions by their look: `loan-amount`, `in stock`, `date and time`."""

from __future__ import annotations

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


class Names:
    """The odd names that an expression may use, found at a place in its tokens, the longest first."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in (*BUILTIN, *names):
            self.add(name)

    def add(self, name: str) -> None:
        """Lets the name be recognised from here on; plain ones need no help."""
        if is_plain(name):
            return
        parts = parts_of(name)
        if not parts:
            return
        known = self._by_first.setdefault(parts[0], [])
        if (parts, name) not in known:
            known.append((parts, name))
            known.sort(key=lambda entry: -len(entry[0]))

    def find(self, tokens: list[Token], index: int) -> tuple[str, int] | None:
        """The longest odd name that starts at `index`, and how many tokens it takes."""
        for parts, name in self._by_first.get(tokens[index].text, ()):
            stop = index + len(parts)
            if stop >= len(tokens):
                continue
            if all(
                tokens[index + n].text == part and tokens[index + n].kind != "string" for n, part in enumerate(parts)
            ):
                return name, len(parts)
        return None
