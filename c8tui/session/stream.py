"""One task after the other: a walk through a view that shows each once, past those that are not ours to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec
from msgspec import Struct, field

from c8tui.errors import Conflict, NotFound
from c8tui.model.user_tasks import UserTask
from c8tui.session import rules
from c8tui.session.actions import Step
from c8tui.session.rows import Rows
from c8tui.session.user_tasks import UserTasks


class Stream(Struct):
    """The walk of `user` over `rows`, which are nobody else's: they are not refreshed, so that their numbers stand."""

    rows: Rows[UserTask]
    user: str
    index: int = 0
    """The row to look at next."""
    passed: Counter[str] = field(default_factory=Counter)
    """Why tasks were left out, in words, with how many."""
    _trail: list[UserTask] = field(default_factory=list)
    _at: int = -1
    _keys: set[str] = field(default_factory=set)

    @property
    def current(self) -> UserTask | None:
        """The task that is shown."""
        return self._trail[self._at] if 0 <= self._at < len(self._trail) else None

    @property
    def place(self) -> int:
        """Which one of the tasks that were shown this is, from 1; 0 before the first."""
        return self._at + 1

    async def forward(self) -> UserTask | None:
        """The next task: one that was gone back from, else the next of the view; None at its end. Raises C8Error."""
        while self._at + 1 < len(self._trail):
            self._at += 1
            return self._trail[self._at]
        while (task := await self._row(self.index)) is not None:
            self.index += 1
            if self._take(task):
                self._trail.append(task)
                self._at = len(self._trail) - 1
                return task
        self._at = len(self._trail)
        return None

    def back(self) -> UserTask | None:
        """The task before; None at the first, which stays."""
        if self._at <= 0:
            return None
        self._at -= 1
        return self._trail[self._at]

    def go_to(self, user_task_key: str) -> UserTask | None:
        """A task that was shown; None when it was not, and then nothing changes."""
        for number, task in enumerate(self._trail):
            if task.user_task_key == user_task_key:
                self._at = number
                return task
        return None

    def begin(self, user_task_key: str) -> None:
        """Start at the row with this key, when it is loaded."""
        self.index = self.rows.index_of(user_task_key) or 0

    def drop(self, task: UserTask, why: str) -> None:
        """The task that is shown turned out not to be ours to do: it is passed like those that were known not to be."""
        if self.current is not None and self.current.user_task_key == task.user_task_key:
            del self._trail[self._at]
            self._at -= 1
        self.passed[why] += 1

    def update(self, task: UserTask) -> None:
        """A shown task as it is now."""
        for number, shown in enumerate(self._trail):
            if shown.user_task_key == task.user_task_key:
                self._trail[number] = task

    async def look_ahead(self, number: int) -> tuple[UserTask, ...]:
        """The next tasks, their page fetched if need be. Raises C8Error."""
        last = min(self.index + number, self.rows.total) - 1
        if last >= self.index and self.rows.missing(self.index, last):
            await self.rows.load(self.index, last)
        return tuple(self.ahead(number))

    def ahead(self, number: int) -> Iterator[UserTask]:
        """The next tasks that are loaded already, to be fetched before anybody gets to them."""
        yield from self._trail[self._at + 1 : self._at + 1 + number]
        index, found = self.index, len(self._trail) - self._at - 1
        while found < number and (task := self.rows.row(index)) is not None:
            index += 1
            if why_not_ours(task, self.user) is None:
                found += 1
                yield task

    def _take(self, task: UserTask) -> bool:
        if task.user_task_key in self._keys:
            return False
        self._keys.add(task.user_task_key)
        if reason := why_not_ours(task, self.user):
            self.passed[reason] += 1
        return reason is None

    async def _row(self, index: int) -> UserTask | None:
        """The row, fetched with its page; None behind the last."""
        if self.rows.row(index) is None and (self.rows.loaded_at is None or index < self.rows.total):
            await self.rows.load(index, index)
        return self.rows.row(index)


async def take(user_tasks: UserTasks, task: UserTask, user: str) -> str | None:
    """Claim a task for `user`; None when it is theirs now, else why it is not theirs to do, in words.

    Raises C8Error for what says nothing of the task.
    """
    try:
        await Step("claim", user).send(user_tasks, task)
    except (Conflict, NotFound) as refused:
        try:
            now = await user_tasks.task(task.user_task_key)
        except NotFound:
            return "gone"
        return why_not_ours(now, user) or f"refused: {refused.detail}"
    return None


def why_not_ours(task: UserTask, user: str) -> str | None:
    """Why `user` is not shown this task, in words that follow a number; None when they are."""
    if reason := rules.why_not_actionable(task):
        return reason.removeprefix("it is ")
    return f"held by {task.assignee}" if task.assignee and task.assignee != user else None


def with_assignee(task: UserTask, user: str | None) -> UserTask:
    """The task as it is when `user` holds it (None: nobody), before the index says so."""
    return msgspec.structs.replace(task, assignee=user)
