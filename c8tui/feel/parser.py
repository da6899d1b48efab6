"""Parses FEEL by precedence climbing: what binds how tightly stands in one table."""

from __future__ import annotations

from collections.abc import Iterable

from c8tui.feel import numbers
from c8tui.feel import syntax as s
from c8tui.feel.brackets import Brackets
from c8tui.feel.cursor import Cursor
from c8tui.feel.names import Names
from c8tui.feel.reader import ADDITIVE, SIGNS
from c8tui.feel.type_syntax import read_type
from c8tui.feel.worded import Worded

POWERS = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "between", "in"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/"), 5),
    "**": 6,
    "instance": 7,
    **dict.fromkeys((".", "[", "("), 9),
}
"""How tightly a sign or keyword between two operands binds."""
PREFIX = 8
LONGEST_CHAIN = 100
"""Steps of `a.b[c](d)` in a row; operators between operands may be many more."""


def parse(source: str, names: Iterable[str] = ()) -> s.Node:
    """The tree of an expression; `names` are those that the expression may use and whose look does not tell."""
    parser = Parser(Cursor(source, Names(names)))
    tree = parser.expression()
    parser.cursor.end()
    return tree


def parse_tests(source: str, names: Iterable[str] = ()) -> s.Tests:
    """The tree of unary tests, as they stand in a decision table."""
    parser = Parser(Cursor(source, Names(names)))
    tree = parser.unary_tests()
    parser.cursor.end()
    return tree


class Parser(Brackets, Worded):
    """Reads one source from its cursor."""

    def __init__(self, cursor: Cursor) -> None:
        super().__init__(cursor)
        self.asks = False
        """Whether `?` was read since this was last set to False."""

    def expression(self, power: int = 0) -> s.Node:
        """An expression of signs that bind tighter than `power`."""
        self.cursor.deeper()
        left = self._prefix()
        left = self._continued(left, power)
        self.cursor.shallower()
        return left

    def _continued(self, left: s.Node, power: int) -> s.Node:
        """`left` with every operator behind it that binds tighter than `power`."""
        steps = 0
        while True:
            token = self.cursor.token
            binds = POWERS.get(token.text, 0) if token.kind in {"sign", "name"} and not token.quoted else 0
            if binds <= power or (token.text == "[" and not self._filters()):
                break
            left = self._infix(left, token.text, binds)
            steps += not isinstance(left, s.Binary)
            if steps > LONGEST_CHAIN:
                self.cursor.fail(f"more than {LONGEST_CHAIN} steps in a row", token.start)
        return left

    def _filters(self) -> bool:
        """Whether `[` here starts a filter; as the end of a range `]1..5[` no expression follows it."""
        after = self.cursor.ahead()
        if after.kind == "end":
            return False
        if after.kind == "name" and not after.quoted:
            return after.text not in {"and", "or", "in", "between", "instance", "then", "else", "return", "satisfies"}
        return after.kind != "sign" or after.text in {"(", "[", "{", "-", "@", "]", "<", "<=", ">", ">=", "=", "!="}

    def _infix(self, left: s.Node, sign: str, binds: int) -> s.Node:
        at = self.cursor.next().start
        match sign:
            case "between":
                low = self.operand()
                self.cursor.expect("and")
                return s.Between(at, left, low, self.operand())
            case "in":
                return s.In(at, left, self._tests_of_in())
            case "instance":
                self.cursor.expect("of")
                return s.InstanceOf(at, left, read_type(self.cursor))
            case ".":
                return s.Path(at, left, self.cursor.name())
            case "[":
                condition = self.expression()
                self.cursor.expect("]")
                return s.Filter(at, left, condition, self.since(at))
            case "(":
                return self._call(at, left)
        return s.Binary(at, sign, left, self.expression(binds))

    def _prefix(self) -> s.Node:
        token = self.cursor.token
        match token.kind:
            case "number" if not self.cursor.at_name():
                self.cursor.next()
                value = numbers.read(token.text)
                return (
                    s.BadLiteral(token.start, f"{token.text} is too large")
                    if value is None
                    else s.Literal(token.start, value)
                )
            case "string":
                self.cursor.next()
                return s.Literal(token.start, token.text)
            case "sign":
                return self._signed()
            case "name" | "number":  # a name may begin with a number: `1. Check`
                return self._worded()
        self.cursor.fail("expected an expression")
        raise AssertionError("fail raises")

    def _signed(self) -> s.Node:
        at = self.cursor.token.start
        match self.cursor.token.text:
            case "-":
                self.cursor.next()
                return s.Negate(at, self.expression(PREFIX - 1))
            case "(":
                return self.parenthesis()
            case "[":
                return self.bracket()
            case "]":
                self.cursor.next()
                low = self.operand()
                return self.range(at, low, low_included=False)
            case "{":
                return self.context()
            case "@":
                return self.at_literal()
        self.cursor.fail("expected an expression")
        raise AssertionError("fail raises")

    def _worded(self) -> s.Node:
        token = self.cursor.token
        if not token.quoted:
            match token.text:
                case "true" | "false" | "null":
                    self.cursor.next()
                    return s.Literal(token.start, {"true": True, "false": False}.get(token.text))
                case "if":
                    return self.if_()
                case "for":
                    return self.for_()
                case "some" | "every":
                    return self.quantified()
                case "function" if self.cursor.ahead().text == "(":
                    return self.function()
                case "not" if self.cursor.ahead().text == "(":
                    self.cursor.next()
                    return s.Name(token.start, "not")
        name = self.cursor.name()
        self.asks = self.asks or name == "?"
        return s.Name(token.start, name)

    def _call(self, at: int, function: s.Node) -> s.Node:
        if self._names_arguments():
            named = []
            while True:
                name = self.cursor.name_before(":")
                self.cursor.expect(":")
                named.append((name, self.expression()))
                if not self.cursor.take(","):
                    break
            self.cursor.expect(")", ",")
            return s.Call(at, function, (), tuple(named))
        arguments = self.items(")")
        return s.Call(at, function, arguments)

    def _names_arguments(self) -> bool:
        """Whether `name :` stands here: a name is a run of words and signs of names before a colon."""
        distance = 0
        while (token := self.cursor.ahead(distance)).kind in {"name", "number"} or token.text in {
            "-",
            "/",
            "+",
            "'",
            "*",
        }:
            distance += 1
        return distance > 0 and self.cursor.ahead(distance).text == ":" and self.cursor.token.kind == "name"

    def _tests_of_in(self) -> tuple[s.Node, ...]:
        if not self.cursor.at("("):
            return (self.unary_test(ADDITIVE - 1),)
        at = self.cursor.next().start
        found = [self.unary_test()]
        if self.cursor.at("..") and isinstance(found[0], s.Test):
            return (s.Test(at, self.range(at, found[0].expression, low_included=False), False),)
        while self.cursor.take(","):
            found.append(self.unary_test())
        self.cursor.expect(")")
        if len(found) == 1 and isinstance(found[0], s.Test):  # `x in (list)[1]`: the parenthesis began an operand
            return (s.Test(at, self._continued(found[0].expression, ADDITIVE - 1), found[0].asks),)
        return tuple(found)

    def unary_test(self, power: int = 0) -> s.Node:
        """One test: a sign with an operand, or an expression."""
        at = self.cursor.token.start
        if self.cursor.at(*SIGNS):
            sign = self.cursor.next().text
            return s.Compare(at, sign, self.operand())
        before, self.asks = self.asks, False
        expression = self.expression(power)
        test = s.Test(at, expression, self.asks)
        self.asks = self.asks or before
        return test

    def unary_tests(self) -> s.Tests:
        """`-`, `not(...)`, or tests with commas between them."""
        at = self.cursor.token.start
        if self.cursor.at("-") and self.cursor.ahead().kind == "end":
            self.cursor.next()
            return s.Tests(at, ())
        if self.cursor.at("not") and self.cursor.ahead().text == "(" and self._negates_all():
            self.cursor.next()
            self.cursor.next()
            tests = self._test_list()
            self.cursor.expect(")")
            return s.Tests(at, tests, negated=True)
        return s.Tests(at, self._test_list())

    def _negates_all(self) -> bool:
        """Whether the parenthesis of `not(` closes at the very end, so that it is no call inside of one test."""
        depth = 0
        distance = 1
        while (token := self.cursor.ahead(distance)).kind != "end":
            if token.kind == "sign":
                depth += (token.text == "(") - (token.text == ")")
            distance += 1
            if not depth:
                return self.cursor.ahead(distance).kind == "end"
        return False

    def _test_list(self) -> tuple[s.Node, ...]:
        found = [self.unary_test()]
        while self.cursor.take(","):
            found.append(self.unary_test())
        return tuple(found)
