"""Which places of the form data an expression depends on, so that a key press computes only what it can change."""

from __future__ import annotations

import re

from c8tui import feel
from c8tui.forms import templates
from c8tui.forms.properties import is_feel
from c8tui.forms.scopes import Scope
from c8tui.forms.values import Path

EVERYTHING: Path = ()
"""The place that every other one is below."""

_THIS: tuple[str, ...] = ("this", "_this_")
_PARENT: tuple[str, ...] = ("parent", "_parent_")
_SPECIAL = {*_THIS, *_PARENT, "i", "_i_"}
_SPOKEN: dict[tuple[str, ...], re.Pattern[str]] = {
    words: re.compile(rf"\b(?:{'|'.join(words)})\b(?:\s*\.\s*(\w+))?") for words in (_THIS, _PARENT)
}


def places(source: str, scope: Scope, names: frozenset[str]) -> frozenset[Path]:
    """The places that a FEEL expression, `=…`, or a template reads; a change at one of them, or below, concerns it."""
    found: set[Path] = set()
    if is_feel(source):
        found |= _of(source.lstrip()[1:], scope, names, looped=False)
    else:
        for expression, looped in templates.parse(source).expressions():
            found |= _of(expression, scope, names, looped=looped)
    return frozenset({EVERYTHING} if EVERYTHING in found else found)


def _of(expression: str, scope: Scope, names: frozenset[str], *, looped: bool) -> set[Path]:
    free = _names(expression, names)
    if free is None:
        return {EVERYTHING}
    found: set[Path] = {(name,) for name in free if name not in ("i", "_i_")}
    if not free.isdisjoint(_THIS) and not looped:  # in a loop it is the item, which the loop itself reads
        found |= _spoken(expression, _THIS, scope.path)
    if not free.isdisjoint(_PARENT):
        outer = scope.parent.path if scope.parent else ()
        found |= _spoken(expression, _PARENT, outer)
        if looped:
            found |= _spoken(expression, _PARENT, scope.path) | _spoken(expression, _PARENT, ())
    return found


def _names(expression: str, names: frozenset[str]) -> frozenset[str] | None:
    """The names in it; None where they are not known, as in unary tests that are no expression or a mistake."""
    try:
        return feel.parse(expression, names).names
    except feel.FeelSyntaxError:
        return None


def _spoken(expression: str, words: tuple[str, ...], path: Path) -> set[Path]:
    """The places below `path` of `this.name`; all of it where `this` stands without a name that tells."""
    found: set[Path] = set()
    for spoken in _SPOKEN[words].finditer(expression):
        name = spoken[1]
        if name is None or (name in _SPECIAL and words is _THIS):
            found.add(path)
        elif name in _SPECIAL:
            found.add(EVERYTHING)
        else:
            found.add((*path, name))
    return found
