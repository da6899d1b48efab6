"""What the parser reads behind a keyword: if, for, some, every, function."""

from __future__ import annotations

from c8tui.feel import syntax as s
from c8tui.feel.reader import Reader
from c8tui.feel.type_syntax import read_type


class Worded(Reader):
    """Everything that a keyword starts."""

    def if_(self) -> s.Node:
        at = self.cursor.next().start
        condition = self.expression()
        self.cursor.expect("then")
        then = self.expression()
        self.cursor.expect("else")
        return s.If(at, condition, then, self.expression())

    def for_(self) -> s.Node:
        at = self.cursor.next().start
        iterators = self._iterators()
        self.cursor.expect("return")
        body = self.expression()
        return s.For(at, iterators, body, self.since(at))

    def quantified(self) -> s.Node:
        token = self.cursor.next()
        iterators = self._iterators()
        self.cursor.expect("satisfies")
        condition = self.expression()
        return s.Quantified(token.start, token.text == "every", iterators, condition, self.since(token.start))

    def _iterators(self) -> tuple[s.Iterator, ...]:
        found = []
        while True:
            name = self.cursor.name_before("in")
            self.cursor.expect("in")
            domain = self.expression()
            stop = self.expression() if self.cursor.take("..") else None
            self.cursor.names.add(name)
            found.append(s.Iterator(name, domain, stop))
            if not self.cursor.take(","):
                return tuple(found)

    def function(self) -> s.Node:
        at = self.cursor.next().start
        self.cursor.expect("(")
        parameters = []
        while not self.cursor.at(")"):
            name = self.cursor.name_before(":", ",", ")")
            self.cursor.names.add(name)
            parameters.append((name, read_type(self.cursor) if self.cursor.take(":") else None))
            if not self.cursor.take(","):
                break
        self.cursor.expect(")", ",")
        external = self.cursor.take("external") is not None
        body = self.expression()
        return s.FunctionOf(at, tuple(parameters), body, external, self.since(at))
