"""The jobs screen: the list, activation by type, and answers to one job."""

from __future__ import annotations

from c8tui.model.jobs import Job
from c8tui.session.job_groups import job_groups
from c8tui.session.jobs import JobQuery
from c8tui.session.lists import LISTS
from c8tui.session.rows import Rows
from c8tui.tui.commands.ids import JOBS
from c8tui.tui.commands.jobs import JobContext
from c8tui.tui.jobs.actions import JobActions
from c8tui.tui.jobs.columns import JOB_COLUMNS, LockCountdown
from c8tui.tui.jobs.lines import job_lines
from c8tui.tui.jobs.many import ManyJobs
from c8tui.tui.screens import marks
from c8tui.tui.screens.grouping import Grouping
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.list_views import ListViews
from c8tui.tui.screens.marks import Marks
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related, ways_of_instance
from c8tui.tui.screens.run_rows import RunRows
from c8tui.tui.widgets.spoken import YOURS

ABOUT_FILTER = "All that is filled in must hold. The cluster matches letter by letter; / searches what is loaded."


class JobsScreen(ListScreen[Job]):
    """All jobs, the newest first, or those that are asked for."""

    NAME = JOBS
    NOUN = "job"
    EMPTY = f"No jobs. {OR_NO_PERMISSION}"
    COLUMNS = JOB_COLUMNS.shown

    list_query: ListQuery[JobQuery]
    views: ListViews[JobQuery]
    _run_rows: RunRows[Job]

    def begin(self) -> None:
        jobs = self.session.jobs
        self.list_query = ListQuery(
            self, jobs, JobQuery(), what="jobs", about=ABOUT_FILTER, names=lambda job: (job.type,),
            text_field="type",
        )  # fmt: skip
        self.views = ListViews(self, self.list_query, LISTS[JOBS], JOB_COLUMNS)
        marked: Marks[Job] = Marks(self)
        many = ManyJobs(self.ui, self.session, marked, self.host.reporter.watch)
        self._run_rows = RunRows(self, self.session.ops.job_records, find=self.narrow_to_key)
        actions = JobActions(self.ui, self.session, self, many)
        self.parts += [
            actions,
            *self.views.parts(),
            self._run_rows,
            marked,
            Grouping(
                self,
                self.list_query,
                lambda loaded, total: job_groups(jobs, loaded, total),
                none="No jobs to count, or no permission to count them",
                then="m enter marks all of it, a key acts on what is marked, esc goes back",
            ),
            Related(
                self.ui,
                lambda: self.current,
                lambda job: ways_of_instance(self.host, job.process_instance_key, job.element_id),
            ),
        ]
        self.prompts[marks.SIGN] = marked
        self._run_rows.begin()
        self.views.begin()
        LockCountdown(self, actions.answering).begin()
        super().begin()

    def rows(self) -> Rows[Job]:
        return self.list_query.rows()

    def caption(self) -> str:
        held = len(self.session.jobs.held)
        yours = f", {held} activated by you ({YOURS})" if held else ""
        return self.views.caption("Jobs", yours, plain="All jobs")

    def empty_words(self) -> str:
        return self.list_query.empty_words(self.EMPTY)

    def flag(self, item: Job) -> str:
        flag = self._run_rows.flag(item, super().flag(item))
        return YOURS if flag in " :" and item.job_key in self.session.jobs.held else flag

    def remark(self, item: Job) -> str:
        return self._run_rows.remark(item)

    def context(self) -> JobContext:
        return JobContext(job=self.current, gateway_version=self.session.topology.gateway_version, **self.known())

    def narrow(self, argument: str) -> None:
        """A view by its id, else the jobs of a process instance by its key, or of a type."""
        if not self.views.shows(argument):
            self.list_query.ask(JobQuery.narrowed_to(argument))

    def narrow_to_key(self, key: str) -> None:
        """The job with this key."""
        self.list_query.ask_and_open(JobQuery(conditions={"job_key": key}), key)

    def describe(self, item: Job) -> None:
        self.pane.tell(lambda: job_lines(item, item.job_key in self.session.jobs.held))
