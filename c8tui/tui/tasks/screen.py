"""The inbox: tasks of a view, everything about one of them, and what to do with it."""

from __future__ import annotations

from c8tui.model.user_tasks import UserTask
from c8tui.session.rows import Rows
from c8tui.text import visible
from c8tui.tui.commands.ids import INBOX
from c8tui.tui.commands.tasks import TaskContext
from c8tui.tui.screens import marks
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.marks import Marks
from c8tui.tui.screens.related import Related
from c8tui.tui.screens.run_rows import RunRows
from c8tui.tui.screens.sort_loaded import SortLoaded
from c8tui.tui.screens.variable_columns import VariableColumns
from c8tui.tui.tasks.actions import TaskActions
from c8tui.tui.tasks.bulk import Bulk
from c8tui.tui.tasks.columns import ASSIGNEE, TASK_COLUMNS, state_on_its_way
from c8tui.tui.tasks.completing import Completing
from c8tui.tui.tasks.exporting import Exporting
from c8tui.tui.tasks.inbox_tasks import InboxTasks
from c8tui.tui.tasks.looking import Looking
from c8tui.tui.tasks.pane import TaskPane
from c8tui.tui.tasks.repeat import Repeat
from c8tui.tui.tasks.sending import Sending
from c8tui.tui.tasks.view_dialogs import ViewDialogs
from c8tui.tui.tasks.view_order import ViewOrder
from c8tui.tui.tasks.views import NamesOnCluster, TaskViews
from c8tui.tui.widgets.views import Views


class TasksScreen(ListScreen[UserTask]):
    """The list of one view; the pane shows the task under the cursor."""

    NAME = INBOX
    NOUN = "task"
    BESIDE = (Views,)
    EMPTY = f"No tasks match. {OR_NO_PERMISSION}"
    COLUMNS = TASK_COLUMNS.shown

    views: TaskViews
    tasks: InboxTasks
    _variables: VariableColumns[UserTask]
    _task_pane: TaskPane
    _marks: Marks[UserTask]
    _run_rows: RunRows[UserTask]

    def begin(self) -> None:
        ui, session, reporter = self.ui, self.session, self.host.reporter
        self._variables = VariableColumns(ui, session, self, TASK_COLUMNS)
        self.views = TaskViews(ui, session, self, self._variables)
        self.search.cluster = NamesOnCluster(self.views)
        self._task_pane, self._marks = TaskPane(session, self), Marks(self)
        tasks = self.tasks = InboxTasks(self, self._marks)
        self._run_rows = RunRows(self, session.task_records, written=self._task_pane.ours_changed)
        sending = Sending(ui, session, tasks)
        completing = Completing(ui, session, tasks, sending)
        bulk = Bulk(ui, session, self._marks, watch=reporter.watch, one_by_one=tasks.one_by_one)
        looking = Looking(ui, session, sending, show_instance=self.views.show_instance, host=self.host)
        self.parts += [
            tasks, self._run_rows, self.views, self._variables, self._marks,
            SortLoaded(self),
            ViewOrder(session, self.views), ViewDialogs(ui, session, self, self.views),
            TaskActions(ui, session, tasks, self._marks, sending, completing, bulk),
            Repeat(ui, session, sending, completing),
            looking,
            Related(ui, sending.current, looking.ways),
            Exporting(ui, session, self, self.views),
        ]  # fmt: skip
        self.prompts[marks.SIGN] = self._marks
        self._run_rows.begin()
        self.views.begin()
        super().begin()

    # What is listed

    def rows(self) -> Rows[UserTask]:
        return self.views.rows()

    def caption(self) -> str:
        return self.views.caption()

    def empty_words(self) -> str:
        named = self.views.named
        if named:
            return f'No task or process is named "{visible(named.text, 60)}"; esc shows all'
        return f"{self.EMPTY}\n{self.views.way_back()}"

    def flag(self, item: UserTask) -> str:
        return self._run_rows.flag(item, super().flag(item))

    def remark(self, item: UserTask) -> str:
        mark = self.session.user_tasks.overlay.mark(item.user_task_key)
        if mark == state_on_its_way(item) and ASSIGNEE in self.listed.columns:  # its cell says so
            return ""
        return self._run_rows.remark(item)

    def context(self) -> TaskContext:
        return TaskContext(task=self.current, last_action=self.session.last_action.last, **self.known())

    def describe(self, item: UserTask) -> None:
        self._task_pane.describe(item)

    def show(self, answer: object) -> None:
        super().show(answer)
        self.views.count()
        self.views.seen()

    def narrow(self, argument: str) -> None:
        self.views.narrow(argument)
