"""The jobs screen: the list, activation by type, and answers to one job."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from c8tui.model.jobs import Job
from c8tui.session.jobs import JobQuery
from c8tui.session.rows import Rows
from c8tui.tui.commands.ids import JOBS
from c8tui.tui.commands.jobs import JobContext
from c8tui.tui.jobs.actions import JobActions
from c8tui.tui.jobs.lines import job_lines, retries_of, state_of
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related, Way, ways_of_instance
from c8tui.tui.widgets.columns import Column

if TYPE_CHECKING:
    from c8tui.tui.host import Host

ABOUT_FILTER = "All that is filled in must hold. The cluster matches letter by letter; / searches what is loaded."


class JobsScreen(ListScreen[Job]):
    """All jobs, the newest first, or those that are asked for."""

    NAME = JOBS
    NOUN = "job"
    EMPTY = f"No jobs. {OR_NO_PERMISSION}"
    COLUMNS = (
        Column("Type", 16, lambda job: (job.type, ""), grow=3, order="type"),
        Column("State", 12, state_of, order="state"),
        Column("Retries", 7, retries_of, right=True, order="retries"),
        Column("Process", 12, lambda job: (job.process_definition_id, "dim"), grow=2, order="process_definition_id"),
        Column("Worker", 10, lambda job: (job.worker or "-", "dim"), grow=1, show_from=100,
               order="worker"),
        Column("Error", 10, lambda job: (job.error_message or job.error_code or "", "error"), grow=3, show_from=75,
               order="error_message"),
    )  # fmt: skip

    list_query: ListQuery[JobQuery]

    def begin(self) -> None:
        jobs = self.session.jobs
        self.list_query = ListQuery(
            self, JobQuery(), jobs.schema, jobs.now, what="jobs", about=ABOUT_FILTER, names=lambda job: (job.type,),
            text_field="type",
        )  # fmt: skip
        self.parts += [
            JobActions(self.ui, self.session, self),
            self.list_query,
            Related(
                self.ui,
                self.session,
                lambda: self.current,
                lambda job: job.process_instance_key,
                partial(ways_of_job, self.host),
            ),
        ]
        super().begin()

    def rows(self) -> Rows[Job]:
        return self.session.jobs.rows(self.list_query.query)

    def caption(self) -> str:
        held = len(self.session.jobs.held)
        yours = f", {held} activated by you (*)" if held else ""
        return f"All jobs{yours}{self.list_query.words()}"

    def empty_words(self) -> str:
        return self.list_query.empty_words(self.EMPTY)

    def flag(self, item: Job) -> str:
        return "*" if item.job_key in self.session.jobs.held else super().flag(item)

    def context(self) -> JobContext:
        return JobContext(job=self.current, **self.known())

    def look_again(self) -> None:
        """Something has changed."""
        self.polling.anew()

    def narrow(self, argument: str) -> None:
        self.list_query.ask(JobQuery.narrowed_to(argument))

    def describe(self, item: Job) -> None:
        self.pane.tell(lambda: job_lines(item, item.job_key in self.session.jobs.held))


def ways_of_job(host: Host, job: Job) -> Iterator[Way]:
    """Where one can go from a job."""
    instance = job.process_instance_key
    return (way for way in ways_of_instance(host, instance or "") if instance)
