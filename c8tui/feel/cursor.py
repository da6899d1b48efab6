"""Reads tokens one after the other for the parser: peeking, expecting, names of several tokens."""

from __future__ import annotations

from c8tui.feel.lexer import KEYWORDS, RESERVED, Token, tokens_of
from c8tui.feel.names import Names
from c8tui.feel.problems import FeelSyntaxError

DEEPEST = 100
"""Parts of an expression inside of each other, at most: brackets, branches, operands of a sign."""


class Cursor:
    """A place in the tokens of `source`."""

    def __init__(self, source: str, names: Names) -> None:
        self.source = source
        self.names = names
        self._tokens = tokens_of(source)
        self._index = 0
        self._depth = 0

    @property
    def token(self) -> Token:
        return self._tokens[self._index]

    def ahead(self, distance: int = 1) -> Token:
        return self._tokens[min(self._index + distance, len(self._tokens) - 1)]

    def next(self) -> Token:
        """The token here; goes on behind it."""
        token = self._tokens[self._index]
        if token.kind != "end":
            self._index += 1
        return token

    def at(self, *texts: str) -> bool:
        """Whether one of these signs or keywords stands here."""
        token = self.token
        return token.text in texts and token.kind in {"sign", "name"} and not token.quoted

    def take(self, *texts: str) -> Token | None:
        """Goes on behind one of these signs or keywords, if it stands here."""
        return self.next() if self.at(*texts) else None

    def expect(self, *texts: str) -> Token:
        """The same, where nothing else may stand."""
        return self.take(*texts) or self.fail(f"expected {' or '.join(texts)}")

    def fail(self, problem: str, at: int | None = None) -> Token:
        """Raises `FeelSyntaxError`; what stands here is named."""
        token = self.token
        if at is None and problem.startswith("expected"):
            found = "the end" if token.kind == "end" else token.text[:30] or '""'
            problem = f"{problem}, found {found}," if token.kind != "end" else problem
        raise FeelSyntaxError(problem, self.source, token.start if at is None else at)

    def end(self) -> None:
        """Nothing may follow."""
        if self.token.kind != "end":
            self.fail(f"did not expect {self.token.text[:30]}")

    def deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            self.fail(f"nested deeper than {DEEPEST} levels", self.token.start)

    def shallower(self) -> None:
        self._depth -= 1

    def at_name(self) -> bool:
        """Whether a name starts here."""
        token = self.token
        if token.quoted or self.names.find(self._tokens, self._index) is not None:
            return True
        return token.kind == "name" and token.text not in KEYWORDS - {"of", "external", "partial"}

    def name(self) -> str:
        """The name here: one that is known to be odd, or as many plain words as stand side by side."""
        token = self.token
        if token.quoted:
            return self.next().text
        odd = self.names.find(self._tokens, self._index)
        if odd is not None:
            self._index += odd[1]
            return odd[0]
        if not self.at_name():
            self.fail("expected a name")
        words = [self.next().text]
        while self.token.kind == "name" and not self.token.quoted and self.token.text not in RESERVED:
            words.append(self.next().text)
        return " ".join(words)

    def name_before(self, *ends: str) -> str:
        """Whatever stands before one of these signs, as a name: in places where only a name can stand."""
        first = self.token
        if first.quoted:
            return self.next().text
        if first.kind != "name":
            self.fail("expected a name")
        last, words = first, []
        while self.token.kind not in {"end", "string"} and not self.at(*ends):
            last = self.next()
            words.append(last)
        if not words or self.token.kind == "end":
            self.fail(f"expected {' or '.join(ends)}")
        return " ".join(self.source[first.start : last.stop].split())
