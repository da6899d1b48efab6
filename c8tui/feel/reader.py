"""What every part of the parser stands on: the cursor, expressions, and lists of them."""

from __future__ import annotations

from c8tui.feel import syntax as s
from c8tui.feel.cursor import Cursor

ADDITIVE = 4
"""How tightly + and - bind: operands of tests and ends of ranges are read down to them."""
SIGNS = ("<", "<=", ">", ">=", "=", "!=")


class Reader:
    """Reads one source from its cursor."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor

    def expression(self, power: int = 0) -> s.Node:
        """An expression of signs that bind tighter than `power`; the parser says how."""
        raise NotImplementedError

    def operand(self) -> s.Node:
        """An expression without comparisons, `and` and `or`."""
        return self.expression(ADDITIVE - 1)

    def since(self, at: int) -> int:
        """Characters from there to here."""
        return self.cursor.token.start - at

    def items(self, close: str) -> tuple[s.Node, ...]:
        found = []
        while not self.cursor.at(close):
            found.append(self.expression())
            if not self.cursor.take(","):
                break
        self.cursor.expect(close, ",")
        return tuple(found)
