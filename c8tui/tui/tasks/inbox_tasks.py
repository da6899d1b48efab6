"""The tasks of the inbox as what is done to them sees them: which one it is, and what follows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from c8tui.model.user_tasks import UserTask
from c8tui.session.rows import Rows, fixed
from c8tui.session.runs import Run
from c8tui.tui.screens.marks import Marks

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen


class InboxTasks:
    """A `TaskList` over the screen of the inbox."""

    def __init__(self, screen: ListScreen[UserTask], marks: Marks[UserTask]) -> None:
        self._screen, self._marks = screen, marks

    @property
    def current(self) -> UserTask | None:
        """The task under the cursor."""
        return self._screen.current

    def loaded(self) -> Iterator[UserTask]:
        """Those that are listed and loaded."""
        return self._screen.listed.loaded()

    def on_its_way(self, task: UserTask, run: Run) -> None:
        """The cursor goes on to the next task."""
        current = self._screen.current
        if current is not None and current.user_task_key == task.user_task_key:
            self._screen.listed.action_move(1)

    def look_again(self) -> None:
        """Something has changed."""
        self._screen.polling.anew()

    # One task after the other

    async def action_stream(self) -> None:
        """From the one under the cursor on."""
        start = self._screen.current
        self._stream(self._screen.rows(), await self._screen.ui.me(), start)

    async def one_by_one(self, me: str) -> None:
        """The marked ones."""
        self._stream(fixed(self._marks.targets(), lambda task: task.user_task_key), me, None)

    def _stream(self, rows: Rows[UserTask], me: str, start: UserTask | None) -> None:
        from c8tui.tui.tasks.stream import StreamScreen

        self._screen.ui.show(StreamScreen(rows, me, start))
