"""Variables as a tree: values with types and paths, opened as far as somebody looks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from c8tui.exact_json import exact_json
from c8tui.model.base import encode
from c8tui.model.variables import Variable
from c8tui.session.variables import pretty

PREVIEW = 120
"""Characters of what a closed object or a long text shows on its line."""
_NAME = re.compile(r"[^\W\d]\w*", re.ASCII)
"""A name that a path writes without quotes."""


@dataclass(slots=True, eq=False)
class VariableNode:
    """One value. Its members are made when they are first asked for."""

    name: str
    """The variable, the member, or the number of an element."""
    path: str
    """As expressions write it: `customer.lines[2]`, elements from 1 as FEEL counts them."""
    value: Any
    """As JSON reads it, numbers exact; a text that is no JSON is itself."""
    parent: VariableNode | None = field(default=None, repr=False)
    raw: str | None = None
    """The variable's own text, where this is a variable."""
    is_json: bool = True
    is_cut: bool = False
    is_open: bool = False
    _members: tuple[VariableNode, ...] | None = field(default=None, repr=False)

    @property
    def depth(self) -> int:
        """How many nodes it is inside of."""
        return sum(1 for _ in self.above())

    def above(self) -> Iterator[VariableNode]:
        """The nodes that it is inside of, from the inner to the outer one."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def kind(self) -> str:
        """`string`, `number`, `boolean`, `null`, `text` for what is no JSON; `{3}` and `[3]` with their members."""
        return kind_of(self.value) if self.is_json else "text"

    @property
    def has_members(self) -> bool:
        """Whether there is something inside."""
        return isinstance(self.value, dict | list) and bool(self.value)

    @property
    def members(self) -> tuple[VariableNode, ...]:
        """The values inside."""
        if self._members is None:
            self._members = tuple(self._made())
        return self._members

    def _made(self) -> Iterator[VariableNode]:
        if isinstance(self.value, dict):
            for name, value in self.value.items():
                step = f".{name}" if _NAME.fullmatch(name) else f".`{name}`"
                yield VariableNode(name, self.path + step, value, self)
        elif isinstance(self.value, list):
            for number, value in enumerate(self.value, 1):
                yield VariableNode(str(number), f"{self.path}[{number}]", value, self)

    def preview(self) -> str:
        """The value on one line, shortened."""
        return preview(self.value)

    def whole(self) -> str:
        """The value in full: a text as it is, everything else as indented JSON with all its digits."""
        if isinstance(self.value, str):
            return self.value
        return pretty(self.raw if self.raw is not None else encode(self.value).decode())


def roots(variables: Iterable[Variable]) -> list[VariableNode]:
    """The variables as closed nodes, in their order."""
    return [_root(variable) for variable in variables]


def _root(variable: Variable) -> VariableNode:
    path = variable.name if _NAME.fullmatch(variable.name) else f"`{variable.name}`"
    value, is_json = read(variable.value)
    return VariableNode(variable.name, path, value, None, variable.value, is_json, variable.is_truncated)


def read(text: str) -> tuple[Any, bool]:
    """What a variable's text says, and whether it is JSON; cut or broken text is itself."""
    try:
        return exact_json(text), True
    except (ValueError, RecursionError):
        return text, False


def kind_of(value: Any) -> str:
    """The type of a value; objects and lists by the number of their members."""
    if isinstance(value, dict):
        return f"{{{len(value)}}}"
    if isinstance(value, list):
        return f"[{len(value)}]"
    if value is None:
        return "null"
    return {str: "string", bool: "boolean"}.get(type(value), "number")


def preview(value: Any, most: int = PREVIEW) -> str:
    """A value on one line: scalars as they are, of objects and lists what is inside, as far as there is room."""
    if not isinstance(value, dict | list):
        return _scalar(value, most)
    parts: list[str] = []
    room = most
    for inner in value.values() if isinstance(value, dict) else value:
        part = kind_of(inner) if isinstance(inner, dict | list) else _scalar(inner, room)
        parts.append(part)
        room -= len(part) + 2
        if room <= 0:
            break
    return ", ".join(parts) + (", …" if len(parts) < len(value) else "")


def _scalar(value: Any, most: int) -> str:
    if isinstance(value, str):
        return value if len(value) <= most else value[: max(1, most)] + "…"
    return json.dumps(value) if value is None or isinstance(value, bool) else encode(value).decode()


def shown(nodes: Iterable[VariableNode]) -> Iterator[VariableNode]:
    """The nodes in sight, top down: those given, and below each open one what is inside."""
    waiting = [iter(nodes)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
            continue
        yield node
        if node.is_open:
            waiting.append(iter(node.members))


def matching(nodes: Iterable[VariableNode], wanted: str, most: int) -> tuple[list[VariableNode], bool]:
    """The nodes whose name or scalar value contains `wanted`, in any case, and those above them; at most `most` found.

    Says too whether there would have been more. Looks everywhere, whatever is open.
    """
    wanted, found, hits = wanted.casefold(), dict[int, VariableNode](), 0
    waiting = [iter(nodes)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
            continue
        if _contains(node, wanted):
            hits += 1
            if hits > most:
                return [*found.values()], True
            found.update((id(upper), upper) for upper in (*reversed([*node.above()]), node))
        if node.has_members:
            waiting.append(iter(node.members))
    return [*found.values()], False


def _contains(node: VariableNode, wanted: str) -> bool:
    if wanted in node.name.casefold():
        return True
    if isinstance(node.value, dict | list):
        return False
    return wanted in _scalar(node.value, len(node.value) if isinstance(node.value, str) else 0).casefold()
