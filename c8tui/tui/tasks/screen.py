"""The inbox: tasks of a view, everything about one of them, and what to do with it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from c8tui.errors import C8Error
from c8tui.model.user_tasks import UserTask
from c8tui.session.pending_writes import WAITING
from c8tui.session.rows import Rows, fixed
from c8tui.session.runs import Run
from c8tui.session.views import View
from c8tui.tui.commands.ids import INBOX
from c8tui.tui.commands.tasks import TaskContext
from c8tui.tui.screens import marks
from c8tui.tui.screens.list import ListScreen
from c8tui.tui.screens.marks import Marks
from c8tui.tui.tasks.actions import TaskActions
from c8tui.tui.tasks.bulk import Bulk
from c8tui.tui.tasks.columns import STANDARD
from c8tui.tui.tasks.completing import Completing
from c8tui.tui.tasks.exporting import Exporting
from c8tui.tui.tasks.looking import Looking
from c8tui.tui.tasks.pane import TaskPane
from c8tui.tui.tasks.repeat import Repeat
from c8tui.tui.tasks.sending import Sending
from c8tui.tui.tasks.variable_columns import VariableColumns
from c8tui.tui.tasks.view_dialogs import ViewDialogs
from c8tui.tui.tasks.views import TaskSearch, TaskViews
from c8tui.tui.widgets.record_list import RecordList
from c8tui.tui.widgets.views import Views

TOGETHER_S = 0.03
"""So long changes of what is laid over the rows are waited for, to be drawn together."""


class TasksScreen(ListScreen[UserTask]):
    """The list of one view; the pane shows the task under the cursor."""

    NAME = INBOX
    DEFAULT_CSS = """
    TasksScreen Views { display: none; }
    TasksScreen.-wide Views { display: block; }
    """
    EMPTY = "no tasks in this view; a missing permission would look the same"
    COLUMNS = STANDARD

    views: TaskViews
    _variables: VariableColumns
    _task_pane: TaskPane
    _marks: Marks[UserTask]
    _redraws = False
    """Whether the list is drawn anew in a moment."""

    def body(self) -> ComposeResult:
        with Horizontal():
            yield Views()
            yield from super().body()

    def begin(self) -> None:
        ui, session, reporter = self.ui, self.session, self.host.reporter
        self._variables = VariableColumns(ui, session, self)
        self.views = TaskViews(ui, session, self, self._variables)
        self.search = TaskSearch(self, self.views, self._variables)
        self._task_pane, self._marks = TaskPane(session, self), Marks(self)
        sending = Sending(ui, session, self)
        completing = Completing(ui, session, self, sending)
        bulk = Bulk(
            ui, session, self._marks, watch=reporter.watch, one_by_one=self._one_by_one,
            protected_name=ui.protected_name,
        )  # fmt: skip
        self.parts += [
            self.views, self._variables, self._marks, ViewDialogs(ui, session, self.views),
            TaskActions(ui, session, self, self._marks, sending, completing, bulk),
            Repeat(ui, session, sending, completing),
            Looking(ui, session, sending, show_instance=self.views.show_instance, go=self.host.go),
            Exporting(ui, session, self, self.views),
        ]  # fmt: skip
        self.prompts[marks.SIGN] = self._marks
        session.inbox.overlay.told = reporter.listening(self._overlay_changed)
        session.outbox.told.append(reporter.listening(self._follow))
        self.views.begin()
        super().begin()

    # What is listed

    def rows(self) -> Rows[UserTask]:
        return self.views.rows()

    def caption(self) -> str:
        return self.views.caption()

    def empty_words(self) -> str:
        like = self.views.name_like
        return f"no task has a name like {like}; esc shows all" if like else self.EMPTY

    def flag(self, item: UserTask) -> str:
        overlay, key = self.session.inbox.overlay, item.user_task_key
        if mark := overlay.mark(key):
            return "w" if mark == WAITING else "~"
        return " " if overlay.ours(key) else super().flag(item)

    def context(self) -> TaskContext:
        return TaskContext(task=self.current, deed=self.session.repeat.last, **self.known())

    def catching_up(self) -> bool:
        return self.session.inbox.overlay.waiting

    def describe(self, item: UserTask) -> None:
        self._task_pane.describe(item)

    def show(self, answer: object) -> None:
        super().show(answer)
        self.views.count()

    def show_view(self, view: View) -> None:
        """Show another view."""
        self.views.go(view)

    def narrow(self, argument: str) -> None:
        self.views.narrow(argument)

    def introduced(self) -> None:
        super().introduced()
        self.views.introduced()

    def back(self) -> None:
        if not self.views.back():
            super().back()

    def on_record_list_moved(self, _: RecordList.Moved) -> None:
        """Beside what every list does then: Textual calls the handler of each class."""
        self._variables.fetch_soon()

    # What is done to it

    def on_its_way(self, task: UserTask, run: Run) -> None:
        """The cursor goes on to the next task."""
        if self.current is not None and self.current.user_task_key == task.user_task_key:
            self.listed.action_move(1)

    def look_again(self) -> None:
        """Something has changed."""
        self.polling.anew()

    def on_failure(self, error: C8Error) -> None:
        """It was not done, or nobody knows: say so, and look at the list anew."""
        super().on_failure(error)
        self.look_again()

    def taken_back(self, run: Run) -> None:
        """The cursor goes back to what was taken back."""
        super().taken_back(run)
        self.listed.go_to(run.first.task.user_task_key)

    async def action_stream(self) -> None:
        """One task after the other, from the one under the cursor on."""
        start = self.current
        await self._stream(self.rows(), await self.ui.me(), start)

    async def _one_by_one(self, me: str) -> None:
        await self._stream(fixed(self._marks.targets(), lambda task: task.user_task_key), me, None)

    async def _stream(self, rows: Rows[UserTask], me: str, start: UserTask | None) -> None:
        from c8tui.tui.tasks.stream import StreamScreen

        self.ui.show(StreamScreen(rows, me, start))

    def _follow(self, run: Run) -> None:
        """A run is over: what is done is unmarked; the others stay marked, for another try."""
        if run.state != "finished" or not self.flow.listening:
            return
        if len(run.items) > 1:
            for item in run.of_state("done"):
                self.listed.marks.pop(item.task.user_task_key, None)
            self.listed.redraw()
        self.look_again()

    def _overlay_changed(self) -> None:
        """A command of ours began, was confirmed or was refused, wherever it came from: the rows say so at once."""
        if not self.flow.listening:
            return
        self._task_pane.ours_changed()
        if not self._redraws:  # a bulk step of a thousand tells three thousand times
            self._redraws = True
            self.set_timer(TOGETHER_S, self._redraw)

    def _redraw(self) -> None:
        self._redraws = False
        self.listed.redraw()
