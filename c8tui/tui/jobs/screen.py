"""The jobs screen: the list, activation by type, and answers to one job."""

from __future__ import annotations

from c8tui.model.jobs import Job
from c8tui.session.jobs import is_key
from c8tui.session.rows import Rows
from c8tui.tui.commands.ids import JOBS
from c8tui.tui.commands.jobs import JobContext
from c8tui.tui.jobs.actions import JobActions
from c8tui.tui.jobs.lines import job_lines, retries_of, state_of
from c8tui.tui.screens.list import ListScreen
from c8tui.tui.widgets.columns import Column


class JobsScreen(ListScreen[Job]):
    """All jobs, or those of one type, the youngest first."""

    NAME = JOBS
    EMPTY = "no jobs, or none that you may see: a missing permission looks the same"
    COLUMNS = (
        Column("Type", 16, lambda job: (job.type, ""), grow=3),
        Column("State", 12, state_of),
        Column("Retries", 7, retries_of, right=True),
        Column("Process", 12, lambda job: (job.process_definition_id, "dim"), grow=2),
        Column("Worker", 10, lambda job: (job.worker or "-", "dim"), show_from=80),
        Column("Error", 10, lambda job: (job.error_message or job.error_code or "", "error"), grow=3, show_from=75),
    )

    def __init__(self) -> None:
        super().__init__()
        self.type_ = ""
        """What it is narrowed to: a type, or the key of a process instance."""

    def begin(self) -> None:
        self.parts += [JobActions(self.ui, self.session, self)]
        super().begin()

    def rows(self) -> Rows[Job]:
        if is_key(self.type_):
            return self.session.jobs.rows(process_instance_key=self.type_)
        return self.session.jobs.rows(self.type_ or None)

    def caption(self) -> str:
        kind = f"of type {self.type_}" if self.type_ else "of all types"
        kind = f"of process instance {self.type_}" if is_key(self.type_) else kind
        held = len(self.session.jobs.held)
        return f"Jobs {kind}   youngest first" + (f"   {held} activated by you (*)" if held else "")

    def flag(self, item: Job) -> str:
        return "*" if item.job_key in self.session.jobs.held else super().flag(item)

    def context(self) -> JobContext:
        return JobContext(job=self.current, **self.known())

    def look_again(self) -> None:
        """Something has changed."""
        self.polling.anew()

    def narrow(self, argument: str) -> None:
        self.type_ = argument
        self.restart()

    def describe(self, item: Job) -> None:
        self.pane.facts.show(job_lines(item, item.job_key in self.session.jobs.held))
