"""The columns of the list of jobs, and the locks in it, whose remaining time is counted down in the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from c8tui.model.base import moment
from c8tui.model.jobs import Job
from c8tui.session.dates import span
from c8tui.session.list_fields import JOB_FIELDS
from c8tui.tui import clock
from c8tui.tui.dialogs.base import Dialog, tell_meanwhile
from c8tui.tui.jobs.lines import kind_words, retries_of, state_of
from c8tui.tui.screens.columns import ColumnSet, plain, since
from c8tui.tui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from textual.screen import Screen

    from c8tui.tui.jobs.answering import JobAnswers
    from c8tui.tui.screens.list import ListScreen

SOON_S = 30.0
"""Seconds before its end from which a lock is a warning."""


def lock_of(job: Job) -> Cell:
    """How long its lock still holds: `4:32`, `2 h`; `ran out` until the index knows that it has."""
    until = moment(job.deadline)
    if until is None or job.end_time:
        return "", ""
    left = (until - clock.now()).total_seconds()
    if left <= 0:
        return "ran out", "dim"
    words = f"{int(left) // 60}:{int(left) % 60:02}" if left < 3_600 else span(left)
    return words, "warn" if left <= SOON_S else ""


COLUMNS: dict[str, Column[Any]] = {
    "type": Column("Type", 16, lambda job: (job.type, ""), grow=3, order="type"),
    "state": Column("State", 12, state_of, order="state"),
    "retries": Column("Retries", 7, retries_of, right=True, order="retries", value=lambda job: job.retries),
    "prio": Column("Prio", 4, lambda job: ("-" if job.priority is None else str(job.priority), "dim"), right=True,
                   show_from=120, order="priority", value=lambda job: job.priority),
    "lock": Column("Lock", 7, lock_of, right=True, order="deadline"),
    "process": Column("Process", 12, lambda job: (job.process_definition_id, "dim"), grow=2,
                      order="process_definition_id"),
    "worker": Column("Worker", 10, lambda job: (job.worker or "-", "dim"), grow=1, show_from=100, order="worker"),
    "kind": Column("Kind", 12, lambda job: (kind_words(job), "dim"), show_from=140, order="kind"),
    "error": Column("Error", 10, lambda job: (job.error_message or job.error_code or "", "error"), grow=3,
                    show_from=75, order="error_message"),
    "error_code": plain("Error code", 12, JOB_FIELDS["error_code"], "error_code", grow=1),
    "tried_again": plain("Tried again", 11, JOB_FIELDS["tried_again"], "has_failed_with_retries_left"),
    "denied": plain("Denied", 6, JOB_FIELDS["denied"], "is_denied"),
    "denied_for": plain("Denied for", 14, JOB_FIELDS["denied_for"], "denied_reason", grow=1),
    "listener_event": plain("Listener event", 14, JOB_FIELDS["listener_event"], "listener_event_type"),
    "element": plain("Element", 14, JOB_FIELDS["element"], "element_id", grow=1),
    "element_instance": plain("Element instance", 17, JOB_FIELDS["element_instance"], "element_instance_key"),
    "instance": plain("Instance", 17, JOB_FIELDS["instance"], "process_instance_key"),
    "root": plain("Root instance", 17, JOB_FIELDS["root"]),
    "process_key": plain("Process key", 17, JOB_FIELDS["process_key"], "process_definition_key"),
    "headers": plain("Headers", 16, JOB_FIELDS["headers"], grow=1),
    "created": since("Created", lambda job: job.creation_time, "creation_time"),
    "changed": since("Changed", lambda job: job.last_update_time),
    "ended": since("Ended", lambda job: job.end_time, "end_time"),
    "deadline": since("Deadline", lambda job: job.deadline, "deadline"),
    "tenant": plain("Tenant", 10, JOB_FIELDS["tenant"], "tenant_id"),
    "key": plain("Key", 17, JOB_FIELDS["key"], "job_key"),
}  # fmt: skip
STANDARD = ("type", "state", "retries", "prio", "lock", "process", "worker", "kind", "error")
JOB_COLUMNS: ColumnSet[Job] = ColumnSet(COLUMNS, STANDARD, variables=True)


class LockCountdown:
    """Draws the rows in sight anew whose lock says another time than before; no other row, and no list without one."""

    def __init__(self, screen: ListScreen[Job], answering: JobAnswers) -> None:
        self._screen, self._answering = screen, answering
        self._said = ""
        """What was said last in a dialog of the lock of its job."""
        self._told: dict[str, str] = {}

    def begin(self) -> None:
        """From now on, once a second while the screen is seen."""
        self._screen.set_interval(1.0, self.tick)

    def tick(self) -> None:
        """Look at the locks in sight."""
        front = self._screen.app.screen
        if front is not self._screen:
            self._tell(front)
            return
        self._said = ""
        locked = [(index, job) for index, job in self._screen.listed.in_sight() if job.deadline]
        before, self._told = self._told, {job.job_key: lock_of(job)[0] for _, job in locked}
        for index, job in locked:
            if self._told[job.job_key] != before.get(job.job_key):
                self._screen.listed.redraw_row(index)

    def _tell(self, front: Screen[Any]) -> None:
        """Say in the dialog about a job that our lock on it ends soon, or ran out; each once."""
        words = self._answering.lock_words()
        if isinstance(front, Dialog) and words and words != self._said:
            self._said = words
            tell_meanwhile(front, words)
