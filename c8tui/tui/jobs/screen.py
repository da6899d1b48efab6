"""The jobs screen: the list, activation by type, and answers to one job."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from c8tui.model.base import moment
from c8tui.model.jobs import Job
from c8tui.session.dates import absolute, span
from c8tui.session.rows import Rows
from c8tui.session.variables import read_edit
from c8tui.tui import clock
from c8tui.tui.commands.tables import Situation
from c8tui.tui.dialogs.fields import Field, FieldsDialog, Values, required, whole_number
from c8tui.tui.dialogs.variables import VariablesDialog
from c8tui.tui.modes import JOBS
from c8tui.tui.screens.command_actions import bindings_for
from c8tui.tui.screens.list import ListScreen
from c8tui.tui.widgets.columns import Cell, Column
from c8tui.tui.widgets.facts import Fact, Facts, Heading, Line

SHORTEST_KEY = 16
"""Digits: keys begin with the number of the partition, shifted by 51 bits."""
MOST_RETRIES = 2**31 - 1
_STATE_STYLES = {"FAILED": "error", "ERROR_THROWN": "error", "TIMED_OUT": "warn", "COMPLETED": "ok", "CANCELED": "dim"}


def _state(job: Job) -> Cell:
    return job.state.lower().replace("_", " ") or "unknown", _STATE_STYLES.get(job.state, "")


def _retries(job: Job) -> Cell:
    if job.retries is None:
        return "-", "dim"
    return str(job.retries), "error" if job.retries == 0 and job.state == "FAILED" else ""


def is_key(argument: str) -> bool:
    """Whether what the list is narrowed by is the key of a process instance, and not a type."""
    return len(argument) >= SHORTEST_KEY and argument.isascii() and argument.isdecimal()


class JobsScreen(ListScreen[Job]):
    """All jobs, or those of one type, the youngest first."""

    NAME = JOBS
    BINDINGS = bindings_for(JOBS)
    EMPTY = "no jobs, or none that you may see: a missing permission looks the same"
    COLUMNS = (
        Column("Type", 16, lambda job: (job.type, ""), grow=3),
        Column("State", 12, _state),
        Column("Retries", 7, _retries, right=True),
        Column("Process", 12, lambda job: (job.process_definition_id, "dim"), grow=2),
        Column("Worker", 10, lambda job: (job.worker or "-", "dim"), show_from=80),
        Column("Error", 10, lambda job: (job.error_message or job.error_code or "", "error"), grow=3, show_from=75),
    )

    def __init__(self) -> None:
        super().__init__()
        self._type = ""

    def rows(self) -> Rows[Job]:
        if is_key(self._type):
            return self.session.jobs.rows(process_instance_key=self._type)
        return self.session.jobs.rows(self._type or None)

    def caption(self) -> str:
        kind = f"of type {self._type}" if self._type else "of all types"
        kind = f"of process instance {self._type}" if is_key(self._type) else kind
        held = len(self.session.jobs.held)
        return f"Jobs {kind}   youngest first" + (f"   {held} activated by you (*)" if held else "")

    def flag(self, item: Job) -> str:
        return "*" if item.job_key in self.session.jobs.held else super().flag(item)

    def situation(self) -> Situation:
        return self.about(job=self.current)

    def narrow(self, argument: str) -> None:
        self._type = argument
        self.restart()

    def action_back(self) -> None:
        if self._type and not self.has_class("-opened") and not self.wanted:
            self.narrow("")
        else:
            super().action_back()

    def describe(self, item: Job) -> None:
        self.query_one("#pane", Facts).show(job_lines(item, self.session.jobs.held.get(item.job_key) is not None))

    def action_activate(self) -> None:
        """Ask what to activate, then wait for it; waiting can be cancelled."""
        job = self.current
        fields = (
            Field("type", "Job type", self._type or (job.type if job else ""), rule=required),
            Field("count", "How many at most", "1", rule=whole_number(1, 1_000)),
            Field("lock", "Lock for, in seconds", "300", "nobody else gets them meanwhile", whole_number(1, 86_400)),
            Field("wait", "Wait for them, in seconds", "10", "0 does not wait", whole_number(0, 600)),
        )
        cancelled = "Not waiting any more. What the cluster handed out meanwhile comes back when its lock runs out."
        self.app.push_screen(FieldsDialog("Activate jobs", fields, self._activate, cancellable=cancelled), self._done)

    async def _activate(self, values: Values) -> None:
        lock_s, wait_s = int(values["lock"]), int(values["wait"])
        found = await self.session.jobs.activate(
            values["type"].strip(), count=int(values["count"]), lock_ms=lock_s * 1000, wait_ms=wait_s * 1000
        )
        if found:
            until = clock.now() + timedelta(seconds=lock_s)
            self.say(f"{len(found)} activated, yours until {until:%H:%M:%S}")
        else:
            self.say("no job of that type is free", "warn")

    def action_complete_job(self) -> None:
        """Complete with variables typed as JSON."""
        if (job := self.current) is None:
            return
        name = self.session.draft_name("job", job.job_key)

        async def submit(text: str) -> None:
            await self.session.jobs.complete(job, read_edit(text, ()).variables)
            self.say(f"completed {job.type}")

        dialog = VariablesDialog(
            f"Complete {job.type}", "{}", submit, drafts=self.session.drafts, draft_name=name, original=(),
            editor=self.session.settings.editor,
        )  # fmt: skip
        self.when_sure(f"Completing {job.type}", lambda: self.app.push_screen(dialog, self._done))

    def action_fail_job(self) -> None:
        """Fail with what is asked for."""
        if (job := self.current) is None:
            return
        left = max(0, (job.retries or 0) - 1)
        fields = (
            Field("retries", "Retries that are left", str(left), "0 makes an incident", whole_number(0, MOST_RETRIES)),
            Field("message", "Error message"),
            Field("backoff", "Try again after, in seconds", "0", rule=whole_number(0, 86_400)),
        )

        async def submit(values: Values) -> None:
            await self.session.jobs.fail(
                job,
                retries=int(values["retries"]),
                error_message=values["message"],
                retry_back_off_ms=int(values["backoff"]) * 1000,
            )
            self.say(f"failed {job.type}, {values['retries']} retries left")

        dialog = FieldsDialog(f"Fail {job.type}", fields, submit)
        self.when_sure(f"Failing {job.type}", lambda: self.app.push_screen(dialog, self._done))

    def action_throw_error(self) -> None:
        """Throw a BPMN error with what is asked for."""
        if (job := self.current) is None:
            return
        fields = (Field("code", "Error code", rule=required), Field("message", "Error message"))

        async def submit(values: Values) -> None:
            await self.session.jobs.throw_error(job, error_code=values["code"].strip(), error_message=values["message"])
            self.say(f"threw {values['code'].strip()} from {job.type}")

        dialog = FieldsDialog(f"Throw an error from {job.type}", fields, submit)
        self.when_sure(f"Throwing an error from {job.type}", lambda: self.app.push_screen(dialog, self._done))

    def action_retries(self) -> None:
        """Change the retries."""
        if (job := self.current) is None:
            return
        field = Field("retries", "Retries", str(max(1, job.retries or 0)), rule=whole_number(1, MOST_RETRIES))

        async def submit(values: Values) -> None:
            await self.session.jobs.set_retries(job, int(values["retries"]))
            self.say(f"{job.type} has {values['retries']} retries now")

        self.app.push_screen(FieldsDialog(f"Retries of {job.type}", (field,), submit), self._done)

    def _done(self, worked: bool | None) -> None:
        if worked:
            self.poll_anew()


def job_lines(job: Job, held: bool) -> Iterator[Line]:
    """Everything about one job."""
    yield Heading(job.type, "activated by you" if held else "")
    yield Fact("state", *_state(job))
    yield Fact("retries", *_retries(job))
    yield Fact("worker", job.worker or "-")
    deadline = moment(job.deadline)
    if job.deadline:
        left = (deadline - clock.now()).total_seconds() if deadline else 0
        far = f"  ({span(left)} {'left' if left > 0 else 'ago'})" if deadline else ""
        yield Fact("locked until", f"{absolute(job.deadline)}{far}")
    if job.error_code:
        yield Fact("error code", job.error_code, "error")
    if job.error_message:
        yield Fact("error message", job.error_message, "error")
    if job.is_denied:
        yield Fact("denied", job.denied_reason or "yes", "warn")
    yield Fact("key", job.job_key)
    yield Fact("kind", " ".join(filter(None, (job.kind, job.listener_event_type))).lower().replace("_", " "))
    yield Fact("process", job.process_definition_id)
    yield Fact("element", job.element_id or "-")
    yield Fact("instance", job.process_instance_key)
    yield Fact("tenant", job.tenant_id)
    yield Fact("created", absolute(job.creation_time))
    yield Fact("changed", absolute(job.last_update_time))
    yield Fact("ended", absolute(job.end_time))
    if job.custom_headers:
        yield Heading("Headers", str(len(job.custom_headers)))
        yield from (Fact(name, str(value)) for name, value in sorted(job.custom_headers.items()))
