"""Expressions put together from templates of every kind and built-in function, and what they were put together from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from hypothesis import strategies as st

from tests.feel.templates import CONTEXTS, LEAVES, TEMPLATES

DEEPEST: Final = 2
"""How many templates are put into each other."""

ILL_TYPED: Final = 25
"""One hole in this many gets an expression of whatever kind."""

_ATOMIC = re.compile(r"""[\w.]+|"(?:[^"\\]|\\.)*"|@"[^"]*"|[\w ]+\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}""")
_BAR = re.compile(r"""\|(?=(?:[^"]|"(?:[^"\\]|\\.)*")*$)""")
_HOLE = re.compile(r"\$([a-z]+)")


def _parted(text: str) -> list[str]:
    return [part.strip() for line in text.strip().splitlines() for part in _BAR.split(line)]


_LEAVES = {kind: _parted(text) for kind, text in LEAVES.items()}
_TEMPLATES = {kind: _parted(text) for kind, text in TEMPLATES.items()}
_ALL = [template for kind in _TEMPLATES.values() for template in kind]


@dataclass(frozen=True)
class Made:
    """An expression, the template that it follows, and the expressions in the holes of the template.

    Parts know no names but those of the context, so that each can be evaluated alone.
    """

    source: str
    template: str
    parts: tuple[Made, ...]
    context: int
    """Which of `CONTEXTS`."""

    @property
    def variables(self) -> dict[str, Any]:
        return CONTEXTS[self.context]

    def walk(self) -> Iterator[Made]:
        """The parts of the expression, those of the parts, and so on; last of all itself."""
        for part in self.parts:
            yield from part.walk()
        yield self


def _number(random: Random) -> str:
    number = str(random.randrange(10 ** random.choice((1, 2, 3, 6, 15))))
    if random.random() < 0.5:
        number += f".{random.randrange(10 ** random.choice((1, 2, 3, 5)))}"
    return f"-{number}" if random.random() < 0.3 else number


def _text(random: Random) -> str:
    return f'"{"".join(random.choices("abo fF1é😀,-", k=random.randrange(7)))}"'


_DRAWN = {"num": _number, "str": _text}


def _leaf(random: Random, kind: str, context: int) -> Made:
    drawn = kind in _DRAWN and random.random() < 0.3
    text = _DRAWN[kind](random) if drawn else random.choice(_LEAVES[kind])
    return Made(text, text, (), context)


def _part(random: Random, kind: str, depth: int, context: int) -> Made:
    if kind == "any" or random.randrange(ILL_TYPED) == 0:
        kind = random.choice(list(_LEAVES))
    if depth <= 0 or kind not in _TEMPLATES or random.random() < 0.4:
        made = _leaf(random, kind, context)
    else:
        made = _made(random, random.choice(_TEMPLATES[kind]), depth - 1, context)
    return made if _ATOMIC.fullmatch(made.source) else replace(made, source=f"({made.source})")


def _made(random: Random, template: str, depth: int, context: int) -> Made:
    parts = tuple(_part(random, hole[1], depth, context) for hole in _HOLE.finditer(template))
    sources = iter(part.source for part in parts)
    return Made(_HOLE.sub(lambda _: next(sources), template), template, parts, context)


def _any_made(random: Random, template: str) -> Made:
    return _made(random, template, random.randrange(DEEPEST + 1), random.randrange(len(CONTEXTS)))


def expressions() -> st.SearchStrategy[Made]:
    """All that a mixture may hold, for hypothesis to choose from."""
    return st.builds(_any_made, st.randoms(use_true_random=False), st.sampled_from(_ALL))


def mixture(many: int, seed: int = 0) -> list[Made]:
    """So many different expressions, the same ones for the same seed; every template comes about as often."""
    random = Random(seed)
    found: dict[str, Made] = {}
    while len(found) < many:
        for template in _ALL:
            made = _any_made(random, template)
            found.setdefault(made.source, made)
    return list(found.values())[:many]
