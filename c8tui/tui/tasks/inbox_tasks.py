"""The tasks of the inbox as what is done to them sees them: which one it is, what follows it, what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from c8tui.errors import C8Error
from c8tui.model.user_tasks import UserTask
from c8tui.session.rows import Rows, fixed
from c8tui.session.runs import Run
from c8tui.tui.screens.everywhere import words_of_taken_back
from c8tui.tui.screens.marks import Marks
from c8tui.tui.tasks.pane import TaskPane

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen

TOGETHER_S = 0.03
"""So long changes of what is laid over the rows are waited for, to be drawn together."""


class InboxTasks:
    """A `TaskList` over the screen of the inbox, which follows the runs whether it is seen or not."""

    def __init__(self, screen: ListScreen[UserTask], marks: Marks[UserTask], pane: TaskPane) -> None:
        self._screen, self._marks, self._pane = screen, marks, pane
        self._redraws = False
        """Whether the list is drawn anew in a moment."""

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

    def failed(self, error: C8Error) -> None:
        """It was not done, or nobody knows: the list is looked at anew."""
        self.look_again()

    def taken_back(self, run: Run) -> None:
        """The cursor goes back to what was taken back."""
        self._screen.ui.say(words_of_taken_back(run))
        self._screen.listed.go_to(run.first.task.user_task_key)

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

    # What the session tells

    def follow(self, run: Run) -> None:
        """A run is over: what is done is unmarked; the others stay marked, for another try."""
        if run.state != "finished" or not self._screen.flow.listening:
            return
        if run.many:
            for item in run.of_state("done"):
                self._screen.listed.marks.pop(item.task.user_task_key, None)
            self._screen.listed.redraw()
        self.look_again()

    def overlay_changed(self) -> None:
        """A command of ours began, was confirmed or was refused, wherever it came from: the rows say so at once."""
        if not self._screen.flow.listening:
            return
        self._pane.ours_changed()
        if not self._redraws:  # a bulk step of a thousand tells three thousand times
            self._redraws = True
            self._screen.set_timer(TOGETHER_S, self._redraw)

    def _redraw(self) -> None:
        self._redraws = False
        self._screen.listed.redraw()

    def index_is_behind(self) -> bool:
        """Whether something of ours is not shown yet."""
        return self._screen.session.user_tasks.overlay.waiting
