"""JavaScript's regular expressions, as form patterns are written, in the words of the `regex` library."""

from __future__ import annotations

import functools

import regex

PATIENCE = 0.1
"""Seconds that a search may take."""

_SPACES = r"\t\n\x0b\x0c\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_KEPT = frozenset("dDwWbBtnrvf0123456789")
"""Escapes that mean the same in both languages; any other letter stands for itself in JavaScript."""
_ATOM_END = frozenset("*+?")
_GROUPS = ("(?:", "(?=", "(?!", "(?<=", "(?<!")
_PLAIN = {".": r"[^\n\r\u2028\u2029]", "$": r"\Z", "^": "^", "|": "|", ")": ")"}
_COUNT = regex.compile(r"\{\d+(?:,\d*)?\}")
_NAME = regex.compile(r"\(\?<[A-Za-z_$][\w$]*>")
_HEX = {"x": regex.compile(r"[0-9A-Fa-f]{2}"), "u": regex.compile(r"[0-9A-Fa-f]{4}")}


class NoPattern(ValueError):
    """The pattern is no JavaScript regular expression, or it takes too long; the text says which."""


def matches(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Whether the pattern is found anywhere in the text. Raises `NoPattern`."""
    try:
        return _compiled(pattern, ignore_case).search(text, timeout=PATIENCE) is not None
    except TimeoutError:
        raise NoPattern(f"the pattern {pattern} takes too long on this value") from None


@functools.lru_cache(maxsize=500)
def _compiled(pattern: str, ignore_case: bool) -> regex.Pattern[str]:
    try:
        # Capitals are those of every alphabet; without them, classes are those of JavaScript.
        return regex.compile(_Translation(pattern).text(), regex.V0 | (regex.I if ignore_case else regex.ASCII))
    except (regex.error, ValueError, OverflowError, RecursionError) as wrong:
        raise NoPattern(f"the pattern {pattern} is no regular expression: {wrong}") from None


class _Translation:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._repeatable = False
        """Whether what was just read may be followed by a quantifier: JavaScript has no `a++`."""

    def text(self) -> str:
        parts = []
        while self._at < len(self._pattern):
            parts.append(self._next())
        return "".join(parts)

    def _take(self, length: int = 1) -> str:
        part = self._pattern[self._at : self._at + length]
        self._at += length
        return part

    def _next(self) -> str:
        char = self._pattern[self._at]
        if char == "\\":
            self._at += 1
            self._repeatable = True
            return self._escape(inside=False)
        if char == "[":
            self._at += 1
            self._repeatable = True
            return self._class()
        if char == "(":
            return self._group()
        if char in _ATOM_END or _COUNT.match(self._pattern, self._at):
            return self._quantifier()
        self._at += 1
        self._repeatable = char not in "|^"
        return _PLAIN.get(char) or _literal(char)

    def _group(self) -> str:
        self._repeatable = False
        rest = self._pattern[self._at : self._at + 4]
        for opening in _GROUPS:
            if rest.startswith(opening):
                return self._take(len(opening))
        if named := _NAME.match(self._pattern, self._at):
            return self._take(len(named[0])).replace("(?<", "(?P<").replace("$", "_")
        if rest.startswith("(?"):
            raise ValueError(f"( followed by ? at character {self._at + 1}")
        return self._take()

    def _quantifier(self) -> str:
        if not self._repeatable:
            raise ValueError(f"nothing to repeat at character {self._at + 1}")
        self._repeatable = False
        counted = _COUNT.match(self._pattern, self._at)
        text = self._take(len(counted[0]) if counted else 1)
        return text + self._take() if self._pattern.startswith("?", self._at) else text

    def _class(self) -> str:
        negated = self._pattern.startswith("^", self._at)
        self._at += negated
        parts = []
        while not self._pattern.startswith("]", self._at):
            if self._at >= len(self._pattern):
                raise ValueError("a [ is not closed")
            char = self._take()
            if char == "\\":
                parts.append(self._escape(inside=True))
            else:
                parts.append("\\" + char if char in "[&~|^" else char)
        self._at += 1
        if not parts:  # in JavaScript [] is nothing and [^] is anything
            return r"[\s\S]" if negated else r"(?!)"
        return f"[{'^' if negated else ''}{''.join(parts)}]"

    def _escape(self, *, inside: bool) -> str:
        if self._at >= len(self._pattern):
            raise ValueError("it ends in a \\")
        char = self._take()
        if char == "s":
            return _SPACES if inside else f"[{_SPACES}]"
        if char == "S":
            # Within a class the complement cannot be written; it differs in a few rare spaces only.
            return r"\S" if inside else f"[^{_SPACES}]"
        if char == "b" and inside:
            return r"\x08"
        if char in _HEX and _HEX[char].match(self._pattern, self._at):
            return "\\" + char + self._take(2 if char == "x" else 4)
        if char == "k" and (named := regex.compile(r"<[\w$]+>").match(self._pattern, self._at)):
            return f"(?P={self._take(len(named[0]))[1:-1].replace('$', '_')})"
        return "\\" + char if char in _KEPT else _literal(char)


def _literal(char: str) -> str:
    return char if char.isalnum() or char == "_" else regex.escape(char)
