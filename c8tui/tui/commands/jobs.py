"""The commands on jobs."""

from __future__ import annotations

from c8tui.model.jobs import Job
from c8tui.session import rules
from c8tui.tui.commands.command import Command, Context
from c8tui.tui.commands.common import COPY, LAST_RUN, LIST, MARKS, PANES, RELATED, UNDO


class JobContext(Context, frozen=True, kw_only=True):
    """A job is selected, or none."""

    job: Job | None = None
    gateway_version: str = ""


def _job(context: JobContext) -> str | None:
    return rules.why_not_work(context.job)


def _priority(context: JobContext) -> str | None:
    return rules.why_not_prioritize(context.job, context.gateway_version)


JOB_COMMANDS: tuple[Command[JobContext], ...] = (
    UNDO,
    LAST_RUN,
    Command("activate", ("c",), "activate", "Lock jobs of a type for yourself, waiting for them if there are none",
            "Job", writes=True, bar=True, also="claim take pull worker"),
    Command("complete_job", ("x",), "complete", "Complete the job with variables, or with its result", "Job", _job,
            writes=True, many=True, bar=True, opens=True, also="finish done"),
    Command("fail_job", ("F",), "fail", "Fail the job with a message and the retries that are left", "Job", _job,
            writes=True, many=True, bar=True, also="reject abort stop"),
    Command("throw_error", ("B",), "BPMN error", "Throw a BPMN error from the job", "Job", _job, writes=True, bar=True,
            also="raise exception"),
    Command("retries", ("plus",), "retries", "Set how often the job may still be tried", "Job", _job, writes=True,
            many=True, bar=True, also="retry again restart resolve"),
    Command("priority", ("p",), "priority", "Set which jobs workers get first: those with the higher number (8.10)",
            "Job", _priority, writes=True, many=True, also="urgent important first"),
    Command("lock", ("Z",), "lock", "Set anew how long the lock of the job holds", "Job", _job, writes=True,
            many=True, also="timeout deadline extend longer"),
    Command("release", ("U",), "release", "End the lock of the job now: any worker may take it, and no retry is lost",
            "Job", _job, writes=True, many=True, also="unlock give back unassign free"),
    *MARKS,
    Command("groups", ("number_sign",), "groups", "The jobs by type, with how many; enter narrows to one", "List",
            opens=True, also="statistics count types"),
    *LIST,
    COPY,
    RELATED,
    *PANES,
)  # fmt: skip
