"""Looking at a task again before something is sent: what has changed since, and what a refusal means, in words."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct

from c8tui.dates.wire import in_zone
from c8tui.errors import C8Error, Conflict, NotFound, Problem, Refusal
from c8tui.exact_json import exact_json
from c8tui.model.audit_logs import AuditLog
from c8tui.model.base import moment
from c8tui.model.user_tasks import ACTIONABLE, UserTask
from c8tui.model.variables import Variable
from c8tui.session import rules
from c8tui.session.dates import absolute

if TYPE_CHECKING:
    from c8tui.session.user_tasks import UserTasks

T = TypeVar("T")
CHANGED = "Changed since you looked"


class Changed(Refusal):
    """The task is not what it was when somebody looked at it; nothing was sent, and the same again goes on."""

    advice = "Send it again to go on all the same."

    def __init__(self, found: tuple[Difference, ...]) -> None:
        super().__init__(in_words(found), title=CHANGED)
        self.found = found


class NotRead(C8Error):
    """The task could not be read before something was to be sent about it."""

    advice = "Nothing has been sent."


class Look(Struct):
    """A task as somebody has seen it last. What a look finds counts as seen by the next one."""

    user_tasks: UserTasks
    task: UserTask
    variables: tuple[Variable, ...] | None = None
    """The variables that were seen, cut perhaps; None when none were."""

    async def again(self) -> tuple[Difference, ...]:
        """What changed in the task since. One GET. Raises NotRead, or Refusal when it is gone."""
        fresh = await _read(self.user_tasks.task(self.task.user_task_key))
        found = differences(self.task, fresh)
        self.task = fresh
        return found

    async def whole_again(self) -> tuple[Difference, ...]:
        """What changed in the task and, where they were seen, in its variables; these are whole then."""
        found, variables = await asyncio.gather(
            self.again(), self.user_tasks.variables(self.task.user_task_key, whole=True)
        )
        if self.variables is not None:
            found += variable_differences(self.variables, variables)
        self.variables = variables
        return found

    async def unchanged(self) -> None:
        """Raises Changed when the task is not what it was, and what a read raises when it cannot be read."""
        if found := differences(self.task, await self.user_tasks.task(self.task.user_task_key, pending=False)):
            raise Changed(found)

    async def unless_changed(self) -> UserTask:
        """The task as it is now; raises Changed when it is not what it was."""
        if found := await self.again():
            raise Changed(found)
        return self.task


async def _read(reading: Awaitable[T]) -> T:
    """Await a read; says of a failure that nothing was sent because of it."""
    try:
        return await reading
    except NotFound as gone:
        raise Refusal("it is gone, or you may not see it any more", title=CHANGED) from gone
    except C8Error as failed:
        detail = f"{failed.detail.rstrip('. ')}, so it could not be read first"
        raise NotRead(detail, title=failed.title, status=failed.status, request=failed.request) from failed


async def explained(
    user_tasks: UserTasks, task: UserTask, command: Callable[[UserTask], Awaitable[T]], now: datetime
) -> T:
    """Send a command about `task`; a refusal says also what the task is by now: `Assigned to ben since 10:02`."""
    try:
        return await command(task)
    except (Conflict, NotFound) as refused:
        raise with_words(refused, await what_became_of(user_tasks, task, now)) from refused


def with_words(refused: Problem, words: str) -> Problem:
    """The same refusal: first what we found out, then what the cluster said."""
    if not words:
        return refused
    detail = f"{words}. The cluster said: {reason_in(refused.detail)}"
    return type(refused)(
        detail, title="Refused", status=refused.status, request=refused.request, instance=refused.instance
    )


async def what_became_of(user_tasks: UserTasks, task: UserTask, now: datetime) -> str:
    """What became of a task whose command was refused; empty when it is as it was, or cannot be read."""
    try:
        fresh, history = await asyncio.gather(
            user_tasks.task(task.user_task_key), user_tasks.history(task.user_task_key)
        )
    except NotFound:
        return "It is gone"
    except C8Error:
        return "It cannot be read again"
    if fresh.state != ACTIONABLE:
        return f"Now {rules.why_not_actionable(fresh)}"
    if fresh.assignee != task.assignee:
        return held(fresh, history or (), now)
    return in_words(differences(task, fresh)).replace("\n", ", ")


def held(task: UserTask, history: Iterable[AuditLog], now: datetime) -> str:
    """Who holds a task and, where its history (newest first) tells, since when."""
    if not task.assignee:
        return "Now unassigned"
    latest = next((e for e in history if e.result == "SUCCESS" and e.operation_type in ("ASSIGN", "UNASSIGN")), None)
    when = moment(latest.timestamp) if latest is not None and latest.operation_type == "ASSIGN" else None
    if when is None:
        return f"Now assigned to {task.assignee}"
    local = in_zone(when)
    since = f"{local:%H:%M}" if local.date() == in_zone(now).date() else f"{local:%d %b %H:%M}"
    return f"Assigned to {task.assignee} since {since}"


def reason_in(detail: str) -> str:
    """The reason inside what the engine says: `Command 'X' rejected with code 'Y': REASON`."""
    return re.sub(r"^Command '\w+' rejected with code '\w+': ", "", detail)


# What has changed between two looks at a task or at its variables

MOST_OF_ONE = 5
"""Differences told of one variable; beyond these only the variable itself is told."""
VALUE_WIDTH = 40
"""Characters of a value that words show."""
ABSENT = object()
"""What stands for a value where there is none."""


class Difference(Struct, frozen=True):
    """One thing that changed; the values are as the cluster gave them, or `ABSENT`."""

    name: str
    before: Any
    after: Any
    shown: Callable[[Any], str]
    """How a value of this kind is written."""

    def words(self) -> str:
        """`assignee: nobody -> ben`, `customer added`, `customer removed`."""
        if self.before is ABSENT:
            return f"{self.name} added"
        if self.after is ABSENT:
            return f"{self.name} removed"
        before, after = self.shown(self.before), self.shown(self.after)
        return f"{self.name} changed" if before == after else f"{self.name}: {before} -> {after}"


def _text(value: str | None) -> str:
    return _short(value) if value else "none"


def _person(value: str | None) -> str:
    return value or "nobody"


def _state(value: str) -> str:
    return value.lower() or "unknown"


def _date(value: str | None) -> str:
    return absolute(value) if value else "none"


def _number(value: int | None) -> str:
    return "none" if value is None else str(value)


def _names(value: tuple[str, ...]) -> str:
    return _short(", ".join(value)) or "none"


_FIELDS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("assignee", "assignee", _person),
    ("state", "state", _state),
    ("priority", "priority", _number),
    ("due_date", "due", _date),
    ("follow_up_date", "follow-up", _date),
    ("candidate_groups", "candidate groups", _names),
    ("candidate_users", "candidate users", _names),
    ("name", "name", _text),
    ("completion_date", "completed", _date),
)
"""What a person decides by: field, the word for it, how it is written."""


def differences(before: UserTask, after: UserTask) -> tuple[Difference, ...]:
    """What changed in a task, the most important first; dates that name the same moment are the same."""
    return tuple(
        Difference(word, getattr(before, name), getattr(after, name), shown)
        for name, word, shown in _FIELDS
        if not _same(name, getattr(before, name), getattr(after, name))
    )


def _same(name: str, one: Any, other: Any) -> bool:
    if name.endswith("_date") and one and other and (read := moment(one)):
        return read == moment(other)
    if name.startswith("candidate_"):
        return set(one) == set(other)
    return bool((one or None) == (other or None))


def variable_differences(before: Iterable[Variable], after: Iterable[Variable]) -> tuple[Difference, ...]:
    """What changed in variables, by name; a change inside an object is told by its path.

    A value that the cluster cut is the same as any whose text begins like it: more is not known.
    """
    old, new = ({variable.name: variable for variable in side} for side in (before, after))
    return tuple(found for name in sorted(old.keys() | new.keys()) for found in _of_variable(name, old, new))


def _of_variable(name: str, old: Mapping[str, Variable], new: Mapping[str, Variable]) -> Iterator[Difference]:
    if name not in old:
        yield Difference(name, ABSENT, new[name].value, _json)
    elif name not in new:
        yield Difference(name, old[name].value, ABSENT, _json)
    elif not _same_value(old[name], new[name]):
        yield from _inside(name, old[name], new[name])


def _same_value(one: Variable, other: Variable) -> bool:
    if one.value == other.value:
        return True
    if one.is_truncated or other.is_truncated:
        cut, rest = sorted((one, other), key=lambda variable: len(variable.value))
        return cut.is_truncated and rest.value.startswith(cut.value)
    return _canonical(one.value) == _canonical(other.value)


_sorted = msgspec.json.Encoder(decimal_format="number", order="sorted")


def _canonical(value: str) -> object:
    """The value without what JSON does not mean: white space and the order of members."""
    try:
        return _sorted.encode(exact_json(value))
    except (ValueError, RecursionError):  # no JSON, or with lone surrogates
        return value


def _inside(name: str, one: Variable, other: Variable) -> Iterator[Difference]:
    """The paths that differ inside a variable, or the whole of it where they are many or cannot be told."""
    whole = Difference(name, one.value, other.value, _json)
    if one.is_truncated or other.is_truncated:
        yield whole
        return
    try:
        paths = list(_paths(name, exact_json(one.value), exact_json(other.value)))
    except (ValueError, RecursionError):
        paths = []
    yield from paths if 0 < len(paths) <= MOST_OF_ONE else [whole]


def _paths(path: str, one: Any, other: Any) -> Iterator[Difference]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in {**one, **other}:
            yield from _paths(f"{path}.{name}", one.get(name, ABSENT), other.get(name, ABSENT))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True), 1):  # as FEEL counts
            yield from _paths(f"{path}[{number}]", *pair)
    elif one is ABSENT or other is ABSENT or _sorted.encode(one) != _sorted.encode(other):
        yield Difference(path, one, other, _value)


def _json(value: str) -> str:
    return _short(" ".join(value[: VALUE_WIDTH * 4].split()))


def _value(value: Any) -> str:
    return _short(_sorted.encode(value).decode())


def _short(text: str) -> str:
    return text if len(text) <= VALUE_WIDTH else text[: VALUE_WIDTH - 1] + "…"


def in_words(found: Sequence[Difference], most: int = 12) -> str:
    """The differences as lines."""
    rest = [f"and {len(found) - most:,} more"] if len(found) > most else []
    return "\n".join([*(difference.words() for difference in found[:most]), *rest])
