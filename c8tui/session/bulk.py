"""What a step on many tasks would do: a frozen set, read again first, with a reason for each one that is left out."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from c8tui.api.user_tasks import search
from c8tui.errors import NotFound
from c8tui.model.base import moment
from c8tui.model.search import Op, PageRequest, Search, Sort
from c8tui.model.user_tasks import UserTask, UserTaskFilter
from c8tui.session.actions import Step
from c8tui.session.rows import Rows
from c8tui.session.stale_check import differences

if TYPE_CHECKING:
    from c8tui.session.user_tasks import UserTasks

FEW = 50
"""So many tasks are read one by one; more are looked for in pages of a search that holds them all."""
PAGE = 1_000
_SHARED = ("process_definition_id", "element_id", "tenant_id", "process_definition_key")
"""What marked tasks often have in common, and what every version filters by as an equality."""


class Plan(Struct, frozen=True):
    """A step and the tasks that it will be done to, as they are now; the others with the reason why not."""

    step: Step
    tasks: tuple[UserTask, ...]
    left_out: tuple[tuple[UserTask, str], ...]
    held: tuple[UserTask, ...] = ()
    """What others hold and an assignment would take from them: none of `tasks` unless that is asked for."""
    takes_held: bool = False
    """Whether it was asked for, so that `tasks` has them, too."""

    def taking(self, held: bool) -> Plan:
        """The plan with or without what others hold."""
        if held == self.takes_held:
            return self
        theirs = {task.user_task_key for task in self.held}
        own = tuple(task for task in self.tasks if task.user_task_key not in theirs)
        return replace(self, tasks=own + self.held if held else own, takes_held=held)

    @property
    def holders(self) -> list[tuple[str, int]]:
        """Who loses what is in `held`, or else who holds some of `tasks` (raw), with how many, the most first.

        The person who does it is none of them.
        """
        theirs = (task.assignee for task in self.held or self.tasks)
        return Counter(name for name in theirs if name and name != self.step.user).most_common()

    @property
    def skipped(self) -> tuple[tuple[UserTask, str], ...]:
        """Every task that it will not be done to, with the reason why not (raw)."""
        held = () if self.takes_held else self.held
        return (*self.left_out, *((task, f"held by {task.assignee}") for task in held))

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """How many there are of each name (raw), the most first."""
        return Counter(task.title for task in self.tasks).most_common()

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why tasks are left out, in words (raw), with how many, the most first."""
        return Counter(why for _, why in self.left_out).most_common()


async def plan(user_tasks: UserTasks, step: Step, tasks: Sequence[UserTask]) -> Plan:
    """Read `tasks` again and decide for each of them. Raises C8Error; nothing is sent."""
    now = await read_again(user_tasks, tasks)
    todo: list[UserTask] = []
    left_out: list[tuple[UserTask, str]] = []
    held: list[UserTask] = []
    for seen in tasks:
        fresh = now.get(seen.user_task_key)
        why = _why_not(step, seen, fresh)
        if why is None and fresh is not None and _takes_from_others(step, fresh):
            held.append(fresh)
        elif why is None and fresh is not None:
            todo.append(fresh)
        else:
            left_out.append((fresh or seen, why or "gone"))
    return Plan(step, tuple(todo), tuple(left_out), tuple(held))


def _takes_from_others(step: Step, task: UserTask) -> bool:
    """Whether an assignment would take the task from somebody else; taking over does so in its own name."""
    return step.kind == "assign" and bool(task.assignee) and task.assignee not in (step.user, step.assignee)


def _why_not(step: Step, seen: UserTask, fresh: UserTask | None) -> str | None:
    if fresh is None:
        return "gone, or you lack permission to see it"
    if reason := step.why_not(fresh):
        other = fresh.assignee and fresh.assignee != step.user and fresh.state == "CREATED"
        return f"held by {fresh.assignee}" if other else reason.removeprefix("it is ").partition(";")[0]
    if found := differences(seen, fresh):
        return f"changed since you looked ({', '.join(difference.words() for difference in found[:2])})"
    return None


async def read_again(user_tasks: UserTasks, tasks: Sequence[UserTask]) -> Mapping[str, UserTask]:
    """These tasks as they are now, by key; those that are gone are missing. Raises C8Error."""
    found = await _searched(user_tasks, tasks) if len(tasks) > FEW else {}
    missing = [task.user_task_key for task in tasks if task.user_task_key not in found]
    read = await asyncio.gather(*(_read(user_tasks, key) for key in missing))
    return found | {task.user_task_key: task for task in read if task is not None}


async def _read(user_tasks: UserTasks, user_task_key: str) -> UserTask | None:
    try:
        return await user_tasks.task(user_task_key)
    except NotFound:
        return None


async def _searched(user_tasks: UserTasks, tasks: Sequence[UserTask]) -> dict[str, UserTask]:
    """Those of `tasks` that a narrow search finds; none where even that would read far more than there are."""
    query = Search(filter=_around(tasks), sort=(Sort("creation_date"),))
    wanted = {task.user_task_key for task in tasks}
    found: dict[str, UserTask] = {}

    async def fetch(page: PageRequest) -> Any:
        return await search(user_tasks.wire, query.at(page))

    rows = Rows(fetch, lambda task: task.user_task_key)
    async for page in rows.walk(PAGE):
        if rows.capped or rows.total > 3 * len(tasks) + PAGE:
            return {}
        found.update(
            (task.user_task_key, user_tasks.overlay.over(task)) for task in page if task.user_task_key in wanted
        )
    return found


def _around(tasks: Sequence[UserTask]) -> UserTaskFilter:
    """The narrowest filter that each of these passes: what all share, and the time in which they were created."""
    shared = {name: value for name in _SHARED if (value := _common(getattr(task, name) for task in tasks))}
    created = sorted((when, task.creation_date) for task in tasks if (when := moment(task.creation_date)))
    if len(created) == len(tasks):
        shared["creation_date"] = Op(gte=created[0][1], lte=created[-1][1])
    return UserTaskFilter(**shared)


def _common(values: Iterable[Any]) -> Any:
    several = set(values)
    return several.pop() if len(several) == 1 else None
