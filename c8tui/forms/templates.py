"""Feelers templates: text with `{{expression}}`, `{{#if c}}…{{/if}}` and `{{#loop xs}}…{{/loop}}`, or `=expression`.

The semantics are those of feelers 3.1: an expression that comes to null is shown as "", a loop makes a context of its
own with `this` and `parent`, and a tag that stands alone on its line takes the line with it. A tag that is not closed
ends with the text; a closing tag without its opening one is nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from c8tui import feel

Context = dict[str, feel.Value]
Evaluate = Callable[[str, Context], feel.Value]
"""Evaluates a FEEL expression in a context; it raises `Unevaluable` where it cannot."""


class Unevaluable(ValueError):
    """An expression that cannot be evaluated; the text says why."""


@dataclass(frozen=True, slots=True)
class Insert:
    expression: str
    source: str
    """The whole tag, which is shown where the expression cannot be evaluated."""


@dataclass(frozen=True, slots=True)
class Section:
    """A conditional or a loop."""

    loop: bool
    expression: str
    source: str
    parts: tuple[Part, ...]
    ends_line: bool
    """Whether its closing tag ended a line, which it swallowed."""


Part = str | Insert | Section


@dataclass(frozen=True, slots=True)
class Template:
    parts: tuple[Part, ...]

    def render(self, context: Context, evaluate: Evaluate, escape: Callable[[str], str] = str) -> str:
        """The text in this context; a part that cannot be evaluated stands there as it is written.

        `escape` is applied to each value that is put in, and to nothing that the template says itself.
        """
        return _rendered(self.parts, _scope(context, None), _Rendering(evaluate, escape))

    def expressions(self) -> Iterator[tuple[str, bool]]:
        """Its FEEL expressions as evaluated, and whether each stands in a loop, where names mean the item's."""
        return _expressions(self.parts, looped=False)


MOST_PARTS = 100_000
"""Parts that one rendering puts together; loops in loops would fill the memory."""
_DEEPEST = 100
"""Sections in sections; the tag of a deeper one stands as it is written."""
_TAG = re.compile(r"\{\{(?:(#if |#loop )|(/if|/loop)(?=\}\}))?")


def is_template(text: object) -> bool:
    """Whether a text is to be rendered at all."""
    return isinstance(text, str) and (text.startswith("=") or "{{" in text)


@functools.lru_cache(maxsize=4_000)
def parse(text: str) -> Template:
    """The template of a text; kept. It never fails: only its expressions can, once they are evaluated."""
    if text.startswith("="):
        return Template((Insert(text[1:], text),) if text[1:].strip() else ())
    parts, _ = _TemplateParser(text).parts(inside=False)
    return Template(tuple(parts))


class _TemplateParser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def parts(self, *, inside: bool) -> tuple[list[Part], bool]:
        """The parts up to the next closing tag, of whichever kind, and whether that ended a line."""
        found: list[Part] = []
        while self._at < len(self._text):
            start = self._text.find("{{", self._at)
            if start != self._at:
                end = start if start >= 0 else len(self._text)
                found.append(self._text[self._at : end])
                self._at = end
                continue
            tag = _TAG.match(self._text, start)
            assert tag is not None
            self._at = tag.end()
            if tag[2]:
                self._at += 2
                if inside:
                    return found, self._newline()
            elif tag[1]:
                found.append(self._section(start, loop=tag[1] == "#loop "))
            else:
                self._insert(start, found)
        return found, False

    def _newline(self) -> bool:
        there = self._text.startswith("\n", self._at)
        self._at += there
        return there

    def _to_close(self) -> str:
        end = self._text.find("}}", self._at)
        end = len(self._text) if end < 0 else end
        expression = self._text[self._at : end]
        self._at = min(end + 2, len(self._text))
        return expression

    def _insert(self, start: int, found: list[Part]) -> None:
        expression = self._to_close().removeprefix("=")
        if expression.strip():
            found.append(Insert(expression, self._text[start : self._at]))

    def _section(self, start: int, *, loop: bool) -> Section | str:
        expression = self._to_close()
        opening = self._text[start : self._at]
        if self._depth >= _DEEPEST:
            return opening
        self._newline()
        self._depth += 1
        parts, line = self.parts(inside=True)
        self._depth -= 1
        return Section(loop, expression, opening, tuple(parts), line)


def _expressions(parts: tuple[Part, ...], *, looped: bool) -> Iterator[tuple[str, bool]]:
    for part in parts:
        if isinstance(part, Insert):
            yield _string(part.expression), looped
        elif isinstance(part, Section):
            yield part.expression, looped
            yield from _expressions(part.parts, looped=looped or part.loop)


def _string(expression: str) -> str:
    return f"string({expression})"


@dataclass(slots=True)
class _Rendering:
    evaluate: Evaluate
    escape: Callable[[str], str]
    left: int = MOST_PARTS


def _rendered(parts: tuple[Part, ...], context: Context, how: _Rendering) -> str:
    how.left -= len(parts)
    if how.left < 0:
        return ""
    return "".join(part if isinstance(part, str) else _part(part, context, how) for part in parts)


def _part(part: Insert | Section, context: Context, how: _Rendering) -> str:
    try:
        if isinstance(part, Insert):
            value = how.evaluate(_string(part.expression), context)
            return how.escape(value) if isinstance(value, str) else ""
        value = how.evaluate(part.expression, context)
    except Unevaluable:
        return how.escape(part.source)
    if part.loop:
        items = value if isinstance(value, list) else [] if value is None else [value]
        inner = "".join(_rendered(part.parts, _scope(item, context), how) for item in items)
    elif _truthy(value):
        inner = _rendered(part.parts, context, how)
    else:
        return ""
    return inner if not part.ends_line or inner.endswith("\n") else inner + "\n"


def _truthy(value: feel.Value) -> bool:
    """JavaScript's idea of true, which feelers follows: an empty list is, zero and empty text are not."""
    return bool(value) if isinstance(value, bool | str | Decimal) or value is None else True


def _scope(item: feel.Value, parent: dict[str, feel.Value] | None) -> dict[str, feel.Value]:
    """What an item's expressions see: `this`, `parent`, and the entries of the item where it is a context."""
    entries = item if isinstance(item, dict) else {}
    return {"this": item, "parent": parent, **entries, "_this_": item, "_parent_": parent}
