"""What the parser reads in brackets: parentheses, lists, ranges, contexts, and `@` literals."""

from __future__ import annotations

from c8tui.feel import syntax as s
from c8tui.feel.reader import SIGNS, Reader
from c8tui.feel.temporal_text import read_any

_CLOSERS = (")", "]", "[")


class Brackets(Reader):
    """Everything that a bracket opens."""

    def parenthesis(self) -> s.Node:
        at = self.cursor.next().start
        if self.cursor.at(*SIGNS):
            half = self._half_range(at)
            self.cursor.expect(")")
            return half
        inner = self.expression()
        if self.cursor.at(".."):
            return self.range(at, inner, low_included=False)
        self.cursor.expect(")")
        return inner

    def _half_range(self, at: int) -> s.Node:
        """`(< 5)`: a range without one of its ends; `(= 5)` is the range of one value, `(!= 5)` of all others."""
        sign = self.cursor.next().text
        end = self.operand()
        if sign in {"=", "!="}:
            return s.RangeOf(at, end, end, sign == "=", sign == "=", sign)
        if sign in {"<", "<="}:
            return s.RangeOf(at, None, end, False, sign == "<=", sign)
        return s.RangeOf(at, end, None, sign == ">=", False, sign)

    def bracket(self) -> s.Node:
        at = self.cursor.next().start
        if self.cursor.take("]"):
            return s.ListOf(at, ())
        first = self.expression()
        if self.cursor.at(".."):
            return self.range(at, first, low_included=True)
        if not self.cursor.take(","):
            self.cursor.expect("]", ",")
            return s.ListOf(at, (first,))
        return s.ListOf(at, (first, *self.items("]")))

    def range(self, at: int, low: s.Node, *, low_included: bool) -> s.Node:
        self.cursor.expect("..")
        high = self.operand()
        return s.RangeOf(at, low, high, low_included, self.cursor.expect(*_CLOSERS).text == "]")

    def context(self) -> s.Node:
        at = self.cursor.next().start
        entries: list[tuple[str, s.Node]] = []
        while not self.cursor.at("}"):
            key = self.cursor.next().text if self.cursor.token.kind == "string" else self.cursor.name_before(":")
            self.cursor.expect(":")
            self.cursor.names.add(key)
            entries.append((key, self.expression()))
            if not self.cursor.take(","):
                break
        self.cursor.expect("}", ",")
        return s.ContextOf(at, tuple(entries))

    def at_literal(self) -> s.Node:
        at = self.cursor.next().start
        token = self.cursor.token
        if token.kind != "string":
            self.cursor.fail('expected a string after "@"')
        self.cursor.next()
        value = read_any(token.text)
        if value is None:
            return s.BadLiteral(at, f'@"{token.text[:60]}" is no date, time or duration')
        return s.Literal(at, value)
