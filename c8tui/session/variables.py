"""Process variables as people see and edit them: as JSON text, as a tree, and as cells of a list of tasks."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from time import monotonic
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from c8tui.api import variables
from c8tui.errors import C8Error, Forbidden, InvalidArgument, NotFound
from c8tui.exact_json import exact_json
from c8tui.model.base import encode
from c8tui.model.search import Op, PageRequest, Search
from c8tui.model.variables import InstanceVariableFilter, Variable
from c8tui.session.rows import Rows
from c8tui.text import json_safe, visible

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


class NotVariables(C8Error):
    """The text is not a JSON object; `line` and `column` (from 1) say where."""

    def __init__(self, detail: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {detail}", title="Not JSON")
        self.line = line
        self.column = column


class Edit(Struct, frozen=True):
    """A parsed edit: what it says in full, and the part that differs from the cluster's values."""

    variables: dict[str, Any]
    changed: dict[str, Any]


def as_text(variables: Iterable[Variable]) -> str:
    """The variables as one indented JSON object, every digit kept and every unsafe character as an escape.

    What came cut short, or without a value, is left out: nobody may take it for the whole.
    """
    members = [f"{json.dumps(one.name)}:{_value_text(one)}" for one in variables if not is_cut(one)]
    return json_safe(pretty("{" + ",".join(members) + "}"))


def is_cut(variable: Variable) -> bool:
    """Whether what came is not the whole of the value."""
    return variable.is_truncated or not variable.value


def cut_words(variables: Iterable[Variable]) -> str:
    """A sentence on those that are not whole although they were asked for whole; "" where all are."""
    names = [variable.name for variable in variables if is_cut(variable)]
    more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
    listed = ", ".join(names[:5]) + more
    return f"Not whole, hence not here and left as it is: {listed}." if names else ""


def value_of(variable: Variable) -> Any:
    """The variable's value as JSON has it; its text where that is cut or broken."""
    return json.loads(_value_text(variable))


def read_edit(text: str, original: Iterable[Variable]) -> Edit:
    """Parse what was typed; raises NotVariables with the place of the first mistake."""
    try:
        edited = exact_json(text)
    except json.JSONDecodeError as mistake:
        raise NotVariables(mistake.msg, mistake.lineno, mistake.colno) from None
    except (RecursionError, ValueError) as mistake:
        raise NotVariables(f"cannot be read: {mistake}", 1, 1) from None
    if not isinstance(edited, dict):
        raise NotVariables('variables are an object: {"name": value}', 1, 1)
    try:
        before = {variable.name: encode(_exact(variable)) for variable in original if variable.name in edited}
        changed = {name: value for name, value in edited.items() if before.get(name) != encode(value)}
    except RecursionError:
        raise NotVariables("Nested too deeply to be sent", 1, 1) from None
    return Edit(edited, changed)


def read_value(text: str) -> Any:
    """One value typed as JSON, every digit kept. Raises ValueError."""
    try:
        value = exact_json(text)
        encode(value)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def wrong_value(text: str) -> str | None:
    """What is wrong with it, as the rule of a field; None for nothing."""
    try:
        read_value(text)
    except ValueError as wrong:
        return f"no JSON ({getattr(wrong, 'msg', wrong)}); texts stand in quotes"
    return None


def read_checked(text: str, original: Iterable[Variable]) -> Edit:
    """What was typed, as `read_edit` reads it; raises NotVariables also for a name that stands twice or is empty.

    What the cluster has itself, and nobody touched, is let be: it is not sent.
    """
    original = tuple(original)
    edit = read_edit(text, original)
    _check_names(text, original)
    return edit


def _check_names(text: str, original: tuple[Variable, ...]) -> None:
    faults = list(name_faults(text))
    if not faults or same_tokens(text, as_text(original)):
        return
    members, kept = member_texts(text), {variable.name: _value_text(variable) for variable in original}
    for fault in faults:
        name = fault.variable
        if not (fault.nested and name in kept and same_tokens(members[name], kept[name])):
            line, begin = text.count("\n", 0, fault.at) + 1, text.rfind("\n", 0, fault.at) + 1
            raise NotVariables(fault.detail, line, fault.at - begin + 1)


def pretty(value: str) -> str:
    """A variable's JSON, indented, every digit kept; as it stands when it is no JSON."""
    try:
        return msgspec.json.format(value.encode("utf-8", "surrogatepass"), indent=2).decode("utf-8", "surrogatepass")
    except msgspec.DecodeError:
        return value


def _exact(variable: Variable) -> Any:
    return exact_json(_value_text(variable))


def _value_text(variable: Variable) -> str:
    """The variable's JSON, or, where that is cut or broken, its text as a JSON string."""
    try:
        exact_json(variable.value)
    except (ValueError, RecursionError):
        return json.dumps(variable.value)
    return variable.value


# Names that get lost on the way: those that stand twice in one object (RFC 8259), and empty ones

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_LONGEST = 60
"""Characters of a name that a sentence shows."""


class NameFault(Struct, frozen=True):
    """A name that is wrong, in words, where it stands (an index of the text), and in the value of which variable."""

    detail: str
    at: int
    variable: str
    nested: bool
    """Whether it stands within the variable's value, and is not the name of the variable itself."""


def name_faults(text: str) -> Iterator[NameFault]:
    """What is wrong with the names in the text of a JSON object, in their order; `text` has been parsed before."""
    objects: list[dict[str, int] | None] = []
    """The names of each object that is open, and where they stand; None for a list."""
    variable = ""
    found = list(_TOKEN.finditer(text))
    for token, behind in zip(found, [*found[1:], None], strict=True):
        if token[0] in "{[":
            objects.append({} if token[0] == "{" else None)
        elif token[0] in "}]":
            objects.pop()
        elif token[0][0] == '"' and behind is not None and behind[0] == ":" and objects[-1] is not None:
            name = str(json.loads(token[0], strict=False))
            if len(objects) == 1:
                variable = name
            if name in objects[-1]:
                first = text.count("\n", 0, objects[-1][name]) + 1
                detail = f'the name "{visible(name, _LONGEST)}" stands twice in one object, first in line {first}'
                yield NameFault(detail, token.start(), variable, len(objects) > 1)
            elif not name:
                yield NameFault("a name is empty", token.start(), variable, len(objects) > 1)
            objects[-1].setdefault(name, token.start())


def same_tokens(one: str, other: str) -> bool:
    """Whether two JSON texts differ in nothing but the space between their tokens."""
    return _TOKEN.findall(one) == _TOKEN.findall(other)


def member_texts(text: str) -> dict[str, str]:
    """The members of the text of a JSON object: the text of each value by its name, the last one where it is twice."""
    members: dict[str, str] = {}
    depth, name, begin, start, end = 0, "", 0, 0, 0
    for token in _TOKEN.finditer(text):
        if depth == 1 and token[0] in ",}":
            if begin:
                members[name] = text[begin:end]
            begin = 0
        elif depth == 1 and token[0] == ":" and not begin:
            name, begin = str(json.loads(text[start:end], strict=False)), token.end()
        depth += (token[0] in "{[") - (token[0] in "}]")
        start, end = token.start(), token.end()
    return members


# The tree: values with types and paths, opened as far as somebody looks

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


# Cells of a list: fetched for the records in sight, many at once, and kept for a while

CELLS_FRESH_S = 60.0
"""So long a cell is shown without being asked for again."""
SOON_S = 5.0
"""So long nothing is asked for when the cluster could not be had; when it refused, as long as a cell is fresh."""
BATCH = 100
"""Process instances that one search asks about."""
VARIABLES_PAGE = 1_000
MOST_VARIABLES = 10_000
"""Records whose cells are kept; those fetched longest ago go first."""
MISSING = object()
"""What a path leads to when there is nothing."""


class Known(Struct, frozen=True):
    """What is known of one record: the variables that were asked for, by name, and when."""

    at: float
    names: frozenset[str]
    found: dict[str, Variable]


Scopes = tuple[str, ...]
"""The keys of the process instance that a record belongs to, and of its element instance there; none it has not."""


def scopes_of(record: Any) -> Scopes:
    """Where the variables of a record are looked for, the outer scope first; nowhere for one without an instance.

    A record is anything of the API that names its process instance: a task, a job, an incident, an instance itself.
    """
    instance = getattr(record, "process_instance_key", None)
    return tuple(filter(None, (instance, getattr(record, "element_instance_key", None)))) if instance else ()


class VariableCells(Struct):
    """Cells by record and path, as `amount`, `customer.name` or `items[0].price`; whatever lists show the record.

    A variable of its own element instance wins over one of its process instance; those of scopes between are not
    looked at. A record without an instance has none.
    """

    wire: Wire
    clock: Callable[[], float] = monotonic
    trouble: str = ""
    """Why the last fetch failed, raw; empty when it did not."""
    _known: dict[Scopes, Known] = msgspec.field(default_factory=dict)
    _again_at: float = float("-inf")

    async def fetch(self, records: Iterable[Any], paths: Sequence[str]) -> bool:
        """Fetch what is not known of these records; whether something new came. A failure is told by `trouble`."""
        names = frozenset(map(_name_of, paths))
        wanted = [scopes for scopes in dict.fromkeys(map(scopes_of, records)) if self._is_due(scopes, names)]
        if not wanted or self.clock() < self._again_at:
            return False
        done = 0
        try:
            for done in range(0, len(wanted), BATCH):
                await self._fetch(wanted[done : done + BATCH], names)
        except C8Error as error:
            refused = isinstance(error, InvalidArgument | Forbidden | NotFound)
            self.trouble, self._again_at = error.detail, self.clock() + (CELLS_FRESH_S if refused else SOON_S)
            return done > 0
        self.trouble = ""
        return True

    async def existing(self, paths: Iterable[str]) -> set[str] | None:
        """Those of the paths that begin with the name of a variable of this cluster; None where it does not say."""

        async def exists(path: str) -> bool:
            query = Search(filter=InstanceVariableFilter(name=_name_of(path)))
            return bool((await variables.search(self.wire, query.at(PageRequest(limit=1)))).items)

        asked = [*dict.fromkeys(paths)]
        try:
            found = await asyncio.gather(*map(exists, asked))
        except C8Error:
            return None
        return {path for path, is_there in zip(asked, found, strict=True) if is_there}

    def _is_due(self, scopes: Scopes, names: frozenset[str]) -> bool:
        known = self._known.get(scopes)
        return bool(scopes) and (known is None or not names <= known.names or self.clock() - known.at >= CELLS_FRESH_S)

    async def _fetch(self, wanted: Sequence[Scopes], names: frozenset[str]) -> None:
        instances = tuple(dict.fromkeys(scopes[0] for scopes in wanted))
        query = Search(filter=InstanceVariableFilter(process_instance_key=Op(in_=instances), name=Op(in_=(*names,))))

        async def fetch(page: PageRequest) -> Any:
            return await variables.search(self.wire, query.at(page))

        found: dict[tuple[str, str], Variable] = {}
        async for page in Rows(fetch, lambda variable: variable.variable_key).walk(VARIABLES_PAGE):
            found.update(((variable.scope_key, variable.name), variable) for variable in page)
        for scopes in wanted:  # the inner one wins
            own = {name: found[scope, name] for scope in scopes for name in names if (scope, name) in found}
            self._keep(scopes, names, own)
        while len(self._known) > MOST_VARIABLES:
            del self._known[next(iter(self._known))]

    def _keep(self, scopes: Scopes, names: frozenset[str], found: dict[str, Variable]) -> None:
        """Beside what other columns have asked for and is fresh; as old as the oldest of it."""
        now, before = self.clock(), self._known.pop(scopes, None)
        if before is not None and now - before.at < CELLS_FRESH_S and not names >= before.names:
            rest = {name: variable for name, variable in before.found.items() if name not in names}
            self._known[scopes] = Known(before.at, before.names | names, rest | found)
        else:
            self._known[scopes] = Known(now, names, found)

    def text(self, record: Any, path: str) -> str | None:
        """The cell: None while it is not known, `-` when there is no such variable, containers as `{3}` or `[5]`."""
        value = self._value(record, path)
        if value is None:
            return None
        (found,) = value
        if found is MISSING:
            return "-"
        if isinstance(found, Cut):
            return f"{found.text[:60]}…"
        if isinstance(found, dict):
            return f"{{{len(found)}}}"
        if isinstance(found, list):
            return f"[{len(found)}]"
        if isinstance(found, str):
            return found
        whole = self._known[scopes_of(record)].found.get(path)  # a number as the JSON has it, every digit of it
        return whole.value.strip() if whole is not None else encode(found).decode()

    def are_numbers(self, records: Iterable[Any], path: str) -> bool | None:
        """Whether all that is known of these cells are numbers; None where nothing is known."""
        kinds = {self.sort_key(record, path)[0] for record in records} - {2}
        return kinds == {0} if kinds else None

    def sort_key(self, record: Any, path: str) -> tuple[int, Any]:
        """What sorts the cell: numbers before texts, what is missing or unknown last."""
        value = self._value(record, path)
        found = value[0] if value is not None else MISSING
        if isinstance(found, int | float | Decimal) and not isinstance(found, bool):
            return 0, Decimal(found)
        text = self.text(record, path)
        return (1, text.casefold()) if found is not MISSING and text is not None else (2, "")

    def _value(self, record: Any, path: str) -> tuple[Any] | None:
        """The value at a path in a tuple, None while it is not known."""
        scopes = scopes_of(record)
        if not scopes:
            return (MISSING,)
        known = self._known.get(scopes)
        if known is None or _name_of(path) not in known.names:
            return None
        variable = known.found.get(_name_of(path))
        return (MISSING if variable is None else _dig(variable, path),)


class Cut(Struct, frozen=True):
    """A value that came cut, so that it is no JSON."""

    text: str


def _name_of(path: str) -> str:
    """The name of the variable that a path begins with."""
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def _steps(path: str) -> Iterator[str | int]:
    for name, index in re.findall(r"\.([^.\[]+)|\[(\d+)\]", path[len(_name_of(path)) :]):
        yield int(index) if index else name


def _dig(variable: Variable, path: str) -> Any:
    try:
        value = exact_json(variable.value)
    except ValueError:
        return Cut(variable.value)
    for step in _steps(path):
        if isinstance(value, str):  # a letter of a text is no part of it
            return MISSING
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return value
