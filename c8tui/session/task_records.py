"""User tasks as a resource of runs: how they are read again, compared, refused and sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from c8tui.api.user_tasks import search
from c8tui.errors import C8Error, Conflict, NotFound
from c8tui.model.base import moment
from c8tui.model.search import Op, PageRequest, Search, Sort
from c8tui.model.user_tasks import Changeset, UserTask, UserTaskFilter
from c8tui.session.actions import VERBS, Step
from c8tui.session.overlay import Overlay, shows
from c8tui.session.resolve import Sleep
from c8tui.session.resources import Item
from c8tui.session.rows import Rows
from c8tui.session.stale_check import Difference, differences, reason_in, what_became_of, with_words
from c8tui.session.user_tasks import UserTasks

PAGE = 1_000
_SHARED = ("process_definition_id", "element_id", "tenant_id", "process_definition_key")
"""What marked tasks often have in common, and what every version filters by as an equality."""


@dataclass(slots=True)
class TaskRecords:
    """The `RunResource` of user tasks, whose operations are `Step`s."""

    user_tasks: UserTasks
    name: ClassVar[str] = "user_tasks"
    noun: ClassVar[str] = "task"
    second_look_words: ClassVar[str] = ""
    grace_s: ClassVar[float] = 0.0

    @property
    def read_only(self) -> bool:
        """Whether the profile only looks."""
        return self.user_tasks.read_only

    @property
    def overlay(self) -> Overlay[UserTask]:
        """Our own writes over the lists."""
        return self.user_tasks.overlay

    @property
    def times_pressed(self) -> int:
        """How often the cluster has said that it has too much to do."""
        return self.user_tasks.wire.times_pressed

    def key_of(self, record: UserTask) -> str:
        """What a task is known by."""
        return record.user_task_key

    def title_of(self, record: UserTask) -> str:
        """Its name, raw."""
        return record.title

    async def read(self, key: str, *, pending: bool = True) -> UserTask:
        """The task as it is now."""
        return await self.user_tasks.task(key, pending=pending)

    async def found(self, records: Sequence[UserTask]) -> dict[str, UserTask]:
        """Those that a narrow search finds; none where even that would read far more than there are."""
        query = Search(filter=_around(records), sort=(Sort("creation_date"),))
        wanted = {task.user_task_key for task in records}
        found: dict[str, UserTask] = {}

        async def fetch(page: PageRequest) -> Any:
            return await search(self.user_tasks.wire, query.at(page))

        rows = Rows(fetch, self.key_of)
        async for page in rows.walk(PAGE):
            if rows.capped or rows.total > 3 * len(records) + PAGE:
                return {}
            found.update((task.user_task_key, self.overlay.over(task)) for task in page if task.user_task_key in wanted)
        return found

    def differences(self, before: UserTask, after: UserTask) -> tuple[Difference, ...]:
        """What a person decides by, and what of it has changed."""
        return differences(before, after)

    def why_not(self, operation: Step, record: UserTask) -> str | None:
        """Why a step cannot be done, without the key that helps on a screen."""
        if reason := operation.why_not(record):
            other = record.assignee and record.assignee != operation.user and record.state == "CREATED"
            return f"held by {record.assignee}" if other else reason.removeprefix("it is ").partition(";")[0]
        return None

    def holder(self, record: UserTask) -> str | None:
        """Its assignee."""
        return record.assignee

    def takes(self, operation: Step, record: UserTask) -> bool:
        """Whether an assignment would take it from somebody else; taking over does so in its own name."""
        others = record.assignee not in (operation.user, operation.assignee)
        return operation.kind == "assign" and bool(record.assignee) and others

    def shows(self, operation: Step, record: UserTask) -> bool:
        """Whether a task has the values of a step."""
        return shows(record, operation.effect())

    def state_words(self, record: UserTask) -> str:
        """Its state, and who has it."""
        return f"{record.state.lower()}, {f'assigned to {record.assignee}' if record.assignee else 'unassigned'}"

    async def explain(self, operation: Step, item: Item, error: C8Error, now: datetime) -> None:
        """Who was faster, where somebody was."""
        item.error, item.why = error, error.detail
        if isinstance(error, Conflict | NotFound):
            words, user = await what_became_of(self.user_tasks, item.record, now), operation.user
            no_news = not words or (
                user is not None and words.startswith((f"Assigned to {user} since", f"Now assigned to {user}"))
            )  # claimed on the way
            item.error, item.why = with_words(error, words), reason_in(error.detail) if no_news else words

    async def send(self, operation: Step, record: UserTask) -> None:
        """Do a step to one task."""
        await operation.send(self.user_tasks, record)

    async def second_look(self, operation: Step, items: Sequence[Item], sleep: Sleep) -> None:
        """What the cluster has accepted is done."""

    def written(self, operation: Step) -> Mapping[str, Any]:
        """A step for the journal."""
        return {
            "kind": operation.kind,
            "user": operation.user,
            "assignee": operation.assignee,
            "variables": operation.variables,
            "changeset": operation.changeset,
        }

    def operation(self, told: Mapping[str, Any]) -> Step:
        """The step that the journal tells of. Raises KeyError for a kind that is none."""
        VERBS[told["kind"]]
        return Step(
            kind=told["kind"],
            user=told["user"],
            assignee=told["assignee"],
            variables=told["variables"],
            changeset=msgspec.convert(told["changeset"], Changeset),
        )

    def records(self, told: Any) -> tuple[UserTask, ...]:
        """The tasks that the journal tells of."""
        return msgspec.convert(told, tuple[UserTask, ...])


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
