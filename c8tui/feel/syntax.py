"""What FEEL is made of: the nodes of the syntax tree, each with its offset in the source."""

from __future__ import annotations

from dataclasses import dataclass

from c8tui.feel.types import Type
from c8tui.feel.values import Value


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression."""

    at: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    value: Value


@dataclass(frozen=True, slots=True)
class BadLiteral(Node):
    """A literal that is well formed but says nothing that exists, such as `@"2026-02-30"`: null with a warning."""

    problem: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    low: Node | None
    high: Node | None
    low_included: bool
    high_included: bool
    sign: str = ""
    """Of a range such as `(< 5)`: the sign; `(= 5)` and `(!= 5)` have their operand as both ends."""


@dataclass(frozen=True, slots=True)
class Negate(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """`+ - * / **`, comparisons, `and`, `or`."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    operand: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`operand in tests`; one test is enough."""

    operand: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    operand: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Path(Node):
    operand: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    operand: Node
    condition: Node
    size: int = 0
    """Characters of what is evaluated for every element; so in `For`, `Quantified` and `FunctionOf`, too."""


@dataclass(frozen=True, slots=True)
class Call(Node):
    """Positional `arguments`, or `named` ones."""

    function: Node
    arguments: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...] = ()


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator:
    """`name in domain`, where `stop` makes the domain `domain..stop`."""

    name: str
    domain: Node
    stop: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    iterators: tuple[Iterator, ...]
    body: Node
    size: int = 0


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some` or `every`."""

    every: bool
    iterators: tuple[Iterator, ...]
    condition: Node
    size: int = 0


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    parameters: tuple[tuple[str, Type | None], ...]
    body: Node
    external: bool = False
    size: int = 0


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """A unary test with a sign: `< 5`, `= x`, against the tested value."""

    sign: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Test(Node):
    """A unary test by an expression: equal to it, in it, or true with the tested value as `?`."""

    expression: Node
    asks: bool
    """Whether the expression speaks of `?`, so that its answer counts rather than equality with it."""


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Unary tests: any of `tests`, or with `negated` none of them; no tests at all (`-`) always pass."""

    tests: tuple[Node, ...]
    negated: bool = False
