"""Columns of process variables: their cells are fetched for the rows in sight, and sort what is loaded."""

from __future__ import annotations

from textual.timer import Timer

from c8tui.model.user_tasks import UserTask
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.tasks.columns import variables_in
from c8tui.tui.tasks.views import TaskViews
from c8tui.tui.widgets.columns import Cell
from c8tui.tui.widgets.record_list import RecordList

REST_S = 0.1
"""The list rests for so long before its cells are fetched: scrolling asks nothing."""


class VariableColumns(TaskViews):
    """Fills the cells of variables. Mix in beside the list."""

    def __init__(self) -> None:
        super().__init__()
        self._fetching: Timer | None = None
        self._told_trouble = ""
        self._just_sorted = False
        """Whether the cells of the column that was chosen are still on their way: then its first row is gone to."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of variables that are columns."""
        return variables_in(self.view.columns)

    def variable_cell(self, task: UserTask, path: str) -> Cell:
        """The cell of a variable; a sign while it is not known."""
        text = self.session.cells.text(task, path)
        if text is None:
            return ("?" if self.session.cells.trouble else "…"), "dim"
        return text, "dim" if text == "-" else ""

    def on_record_list_moved(self, _: RecordList.Moved) -> None:
        self._fetch_soon()

    def _fetch_soon(self) -> None:
        if self._fetching is not None:
            self._fetching.stop()
        if self.paths:
            self._fetching = self.set_timer(REST_S, self._fetch_cells)

    def _fetch_cells(self) -> None:
        """Those of the rows in sight; of all that are loaded where these are sorted or searched."""
        rows = self.listed.rows
        if rows is None:
            return
        tasks = [task for _, task in rows.loaded()] if self._wants_all else [*self.listed.in_sight()]
        fetching = self.session.cells.fetch(tasks, self.paths)
        self.ask(fetching, self._fetched_cells, group="cells", exclusive=True)

    @property
    def _wants_all(self) -> bool:
        return self.sorted_by in self.paths or bool(self.wanted)

    def _fetched_cells(self, new: bool) -> None:
        trouble = self.session.cells.trouble
        if trouble and trouble != self._told_trouble:
            self.say(f"the variables of the columns cannot be read: {trouble}", "warn")
        self._told_trouble = trouble
        if new and self._wants_all:
            self.search_again()
            if self._just_sorted:
                self.listed.action_jump(0)
        elif new or trouble:
            self.listed.redraw()
        self._just_sorted = False

    # Sorting what is loaded

    def action_sort_loaded(self) -> None:
        """Sort what is loaded by a column, also by one of variables."""
        choices = [("", "as the cluster sorts"), *((column.title, column.title) for column in self.listed.columns)]
        about = (
            f"Sorts the {len([*self.listed.loaded()]):,} rows that are loaded; rows that come later are not among them."
        )
        self.app.push_screen(ChoiceDialog("Sort what is loaded", choices, self.sorted_by, about), self._sort_loaded)

    def _sort_loaded(self, title: str | None) -> None:
        if title is not None:
            self.sorted_by, self._just_sorted = title, True
            self.search_again()
            self.listed.action_jump(0)
            self._fetch_soon()

    def sort_key(self, item: UserTask, title: str) -> tuple[int, object]:
        """Variables by their values, other columns as they are written."""
        if title in self.paths:
            return self.session.cells.sort_key(item, title)
        return super().sort_key(item, title)
