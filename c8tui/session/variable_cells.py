"""Process variables as cells of a list of tasks: fetched for the tasks in sight, many at once, and kept for a while."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from time import monotonic
from typing import TYPE_CHECKING, Any

from c8tui.api import variables
from c8tui.errors import C8Error, Forbidden, InvalidArgument, NotFound
from c8tui.exact_json import exact_json
from c8tui.model.base import encode
from c8tui.model.search import Op, PageRequest, Search
from c8tui.model.user_tasks import UserTask
from c8tui.model.variables import InstanceVariableFilter, Variable
from c8tui.session.rows import Rows

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

FRESH_S = 60.0
"""So long a cell is shown without being asked for again."""
SOON_S = 5.0
"""So long nothing is asked for when the cluster could not be had; when it refused, as long as a cell is fresh."""
BATCH = 100
"""Process instances that one search asks about."""
PAGE = 1_000
MOST = 10_000
"""Tasks whose cells are kept; those fetched longest ago go first."""
MISSING = object()
"""What a path leads to when there is nothing."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one task: the variables that were asked for, by name, and when."""

    at: float
    names: frozenset[str]
    found: dict[str, Variable]


@dataclass(slots=True)
class VariableCells:
    """Cells by task and path, as `amount`, `customer.name` or `items[0].price`.

    A variable of the task itself wins over one of its process instance; those of scopes between are not looked at.
    """

    wire: Wire
    clock: Callable[[], float] = monotonic
    trouble: str = ""
    """Why the last fetch failed, raw; empty when it did not."""
    _known: dict[str, Known] = field(default_factory=dict)
    _again_at: float = float("-inf")

    async def fetch(self, tasks: Iterable[UserTask], paths: Sequence[str]) -> bool:
        """Fetch what is not known of these tasks; whether something new came. A failure is told by `trouble`."""
        names = frozenset(map(_name_of, paths))
        wanted = [task for task in tasks if self._is_due(task, names)]
        if not wanted or self.clock() < self._again_at:
            return False
        done = 0
        try:
            for done in range(0, len(wanted), BATCH):
                await self._fetch(wanted[done : done + BATCH], names)
        except C8Error as error:
            refused = isinstance(error, InvalidArgument | Forbidden | NotFound)
            self.trouble, self._again_at = error.detail, self.clock() + (FRESH_S if refused else SOON_S)
            return done > 0
        self.trouble = ""
        return True

    def _is_due(self, task: UserTask, names: frozenset[str]) -> bool:
        known = self._known.get(task.user_task_key)
        return known is None or not names <= known.names or self.clock() - known.at >= FRESH_S

    async def _fetch(self, tasks: Sequence[UserTask], names: frozenset[str]) -> None:
        instances = tuple(dict.fromkeys(task.process_instance_key for task in tasks))
        query = Search(filter=InstanceVariableFilter(process_instance_key=Op(in_=instances), name=Op(in_=(*names,))))

        async def fetch(page: PageRequest) -> Any:
            return await variables.search(self.wire, query.at(page))

        found: dict[tuple[str, str], Variable] = {}
        async for page in Rows(fetch, lambda variable: variable.variable_key).walk(PAGE):
            found.update(((variable.scope_key, variable.name), variable) for variable in page)
        for task in tasks:
            scopes = (task.process_instance_key, task.element_instance_key)  # the second one wins
            own = {name: found[scope, name] for scope in scopes for name in names if (scope, name) in found}
            self._keep(task.user_task_key, names, own)
        while len(self._known) > MOST:
            del self._known[next(iter(self._known))]

    def _keep(self, key: str, names: frozenset[str], found: dict[str, Variable]) -> None:
        """Beside what other columns have asked for and is fresh; as old as the oldest of it."""
        now, before = self.clock(), self._known.pop(key, None)
        if before is not None and now - before.at < FRESH_S and not names >= before.names:
            rest = {name: variable for name, variable in before.found.items() if name not in names}
            self._known[key] = Known(before.at, before.names | names, rest | found)
        else:
            self._known[key] = Known(now, names, found)

    def text(self, task: UserTask, path: str) -> str | None:
        """The cell: None while it is not known, `-` when there is no such variable, containers as `{3}` or `[5]`."""
        value = self._value(task, path)
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
        whole = self._known[task.user_task_key].found.get(path)  # a number as the JSON has it, every digit of it
        return whole.value.strip() if whole is not None else encode(found).decode()

    def sort_key(self, task: UserTask, path: str) -> tuple[int, Any]:
        """What sorts the cell: numbers before texts, what is missing or unknown last."""
        value = self._value(task, path)
        found = value[0] if value is not None else MISSING
        if isinstance(found, int | float | Decimal) and not isinstance(found, bool):
            return 0, Decimal(found)
        text = self.text(task, path)
        return (1, text.casefold()) if found is not MISSING and text is not None else (2, "")

    def _value(self, task: UserTask, path: str) -> tuple[Any] | None:
        """The value at a path in a tuple, None while it is not known."""
        known = self._known.get(task.user_task_key)
        if known is None or _name_of(path) not in known.names:
            return None
        variable = known.found.get(_name_of(path))
        return (MISSING if variable is None else _dig(variable, path),)


@dataclass(frozen=True, slots=True)
class Cut:
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
