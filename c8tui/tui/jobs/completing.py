"""Completing a job in the way of its kind: with variables, with a verdict on a user task, or with what begins next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from c8tui.diagrams.model import FlowNode
from c8tui.model.jobs import Job, JobResult, TaskOfListener
from c8tui.session.dates import read_date
from c8tui.session.job_records import JobStep
from c8tui.session.job_results import (
    AD_HOC,
    TASK_LISTENER,
    ad_hoc_result,
    can_deny,
    corrections,
    elements_named,
    listener_result,
    read_variables,
    strangers,
    wrong_variables,
)
from c8tui.session.suggestions import Suggestion
from c8tui.session.variables import read_edit
from c8tui.text import counted
from c8tui.tui import clock
from c8tui.tui.date_fields import date_field
from c8tui.tui.dialogs.variables import VariablesDialog
from c8tui.tui.fields import Field, Values, WrongValue, names_in, said_yes, whole_number, yes_or_no
from c8tui.tui.flow import Ui

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.jobs.answering import JobAnswers

MOST_SCOPED = 12
"""Elements that are asked for variables of their own; more begin without."""
_EVENTS = {
    "CREATING": "is being created", "ASSIGNING": "is being assigned", "UPDATING": "is being changed",
    "COMPLETING": "is being completed", "CANCELING": "is being canceled",
}  # fmt: skip


class JobCompleting:
    """One use case a kind of job."""

    def __init__(self, ui: Ui, session: Session, answering: JobAnswers) -> None:
        self._ui, self._session, self._answering = ui, session, answering

    async def complete(self, job: Job) -> None:
        """Complete one job; what is typed is kept until it was sent."""
        await self._ui.sure(f"JobCompleting {job.type}", "complete job")
        if job.kind == TASK_LISTENER:
            await self._listener(job)
        elif job.kind == AD_HOC:
            await self._ad_hoc(job)
        else:
            await self._with_variables(job)

    async def _send(self, job: Job, variables: Mapping[str, Any], result: JobResult | None = None) -> None:
        await self._answering.send(JobStep("complete", variables=variables, result=result), job)

    def _title(self, job: Job) -> str:
        return f"Complete {job.type}{self._answering.whose(job)}"

    async def _with_variables(self, job: Job) -> None:
        """With variables typed as JSON."""

        async def submit(text: str) -> None:
            await self._send(job, read_edit(text, ()).variables)
            self._ui.say(f"Completed {job.type}")

        dialog = VariablesDialog(
            self._title(job), "{}", submit, drafts=self._session.drafts,
            draft_name=self._session.draft_name("job", job.job_key), original=(), editor=self._session.settings.editor,
        )  # fmt: skip
        with self._answering.about(job):
            await self._ui.open(dialog)

    async def variables_for(self, title: str) -> Mapping[str, Any]:
        """Variables for several jobs, which are sent later."""

        async def check(text: str) -> None:
            read_edit(text, ())

        dialog = VariablesDialog(
            title, "{}", check, drafts=self._session.drafts, draft_name=self._session.draft_name("job", "marked"),
            original=(), editor=self._session.settings.editor, keep=True,
        )  # fmt: skip
        return read_edit(await self._ui.open(dialog), ()).variables

    # A task listener

    async def _listener(self, job: Job) -> None:
        """Let the transition of a user task happen, correct the task, or deny it; a listener sets no variables."""
        task = await self._ui.newest("task of listener", self._session.ops.job_results.task_of(job))
        ways = [("allow", "Accept it"), ("correct", "Accept it, with corrections to the task")]
        if can_deny(job):
            ways.append(("deny", "Deny it: the task stays as it was"))
        way = await self._ui.choose(self._title(job), ways, "allow", _about(job, task))
        if way == "allow":
            await self._send(job, {})
            self._ui.say(f"Completed {job.type}")
        elif way == "deny":
            await self._deny(job)
        else:
            await self._correct(job, task)

    async def _deny(self, job: Job) -> None:
        field = Field("reason", "Denied because", hint="whoever asked for it is told this reason")

        async def submit(values: Values) -> None:
            await self._send(job, {}, listener_result(denied=values["reason"]))
            self._ui.say(f"Completed {job.type}: denied")

        await self._answering.fields("deny", f"Deny: {self._title(job)}", (field,), submit, job)

    async def _correct(self, job: Job, task: TaskOfListener) -> None:
        empty = "empty clears it"
        priority = "" if task.priority is None else str(task.priority)
        fields = (
            Field("assignee", "Assignee", task.assignee or "", empty),
            date_field("due_date", "Due", task.due_date),
            date_field("follow_up_date", "Follow up", task.follow_up_date),
            Field("candidate_users", "Candidate users", ", ".join(task.candidate_users), f"with commas; {empty}"),
            Field("candidate_groups", "Candidate groups", ", ".join(task.candidate_groups), f"with commas; {empty}"),
            Field("priority", "Priority", priority, "0 to 100", _priority),
        )  # fmt: skip

        def wanted(values: Values) -> dict[str, Any]:
            touched = {field.id: values[field.id] for field in fields if values[field.id] != field.value}
            return {name: _correction(name, text) for name, text in touched.items()}

        async def submit(values: Values) -> None:
            corrected = corrections(task, wanted(values))
            await self._send(job, {}, listener_result(corrected=corrected))
            names = f", {', '.join(corrected)} corrected" if corrected else ""
            self._ui.say(f"Completed {job.type}{names}")

        about = "Only what you change is sent."
        await self._answering.fields("correct", f"Correct: {self._title(job)}", fields, submit, job, about=about)

    # An ad-hoc sub-process

    async def _ad_hoc(self, job: Job) -> None:
        """Say which of its elements begin, or that it is over."""
        known, unreadable = await self._ui.newest("elements", self._session.ops.job_results.elements_of(job))

        async def submit(values: Values) -> None:
            chosen = self._chosen(values, known)
            if chosen and said_yes(values["over"]):
                raise WrongValue("over", "no, or name nothing to activate: what is over activates nothing")
            if not chosen:
                await self._decide(job, values, {})

        values = await self._answering.fields(
            "decide", self._title(job), self._decisions(known, unreadable), submit, job, keep=True,
            about=f"You act as the worker: choose what the ad-hoc sub-process {job.element_id or ''} does next.",
        )  # fmt: skip
        if chosen := self._chosen(values, known):
            await self._scoped(job, values, chosen, known)
        self._session.drafts.drop(self._answering.draft_name("decide", job))

    @staticmethod
    def _chosen(values: Values, known: Sequence[FlowNode]) -> tuple[str, ...]:
        return elements_named(names_in(values["elements"]), known)

    def _decisions(self, known: Sequence[FlowNode], unreadable: str) -> tuple[Field, ...]:
        async def suggestions() -> Sequence[Suggestion]:
            return [Suggestion(node.id, node.title) for node in known]

        def wrong_elements(text: str) -> str | None:
            unknown = strangers(elements_named(names_in(text), known), known)
            return f"not in it: {', '.join(unknown)}" if unknown else None

        there = f"{counted(len(known), 'element')} to choose from: names or ids, with commas; empty activates none"
        hint = f"ids, with commas (its diagram cannot be read: {unreadable})" if unreadable else there
        return (
            Field("elements", "Activate", "", hint, wrong_elements, suggestions=suggestions),
            Field("over", "Is its completion condition fulfilled?", "no", "yes ends it", yes_or_no),
            Field("cancel", "Cancel what is still active in it?", "no", "no lets it end by itself", yes_or_no),
            Field("variables", "Variables", "{}", "of the sub-process, as a JSON object", wrong_variables),
        )  # fmt: skip

    async def _scoped(self, job: Job, values: Values, chosen: Sequence[str], known: Sequence[FlowNode]) -> None:
        """Variables of what begins, each in a scope of its own; then it is sent."""
        names = {node.id: node.title for node in known}
        asked = chosen[:MOST_SCOPED]
        fields = [
            Field(f"scope{number}", f"Variables of {names.get(id_, id_)}", "{}", "seen only in what begins there",
                  wrong_variables)
            for number, id_ in enumerate(asked)
        ]  # fmt: skip

        async def submit(scopes: Values) -> None:
            given = {id_: read_variables(scopes[f"scope{number}"]) for number, id_ in enumerate(asked)}
            await self._decide(job, values, {id_: given.get(id_, {}) for id_ in chosen})

        title = f"{self._title(job)}: activates {counted(len(chosen), 'element')}"
        await self._answering.fields("scopes of", title, fields, submit, job)

    async def _decide(self, job: Job, values: Values, elements: Mapping[str, Mapping[str, Any]]) -> None:
        over, cancel = said_yes(values["over"]), said_yes(values["cancel"])
        result = ad_hoc_result(elements, fulfilled=over, cancel_remaining=cancel)
        await self._send(job, read_variables(values["variables"]), result)
        began = (
            f": {counted(len(elements), 'element')} activated" if elements else ": its end was decided" if over else ""
        )
        self._ui.say(f"Completed {job.type}{began}")


def _about(job: Job, task: TaskOfListener) -> str:
    """What the listener listens to, in a sentence."""
    event = job.listener_event_type or ""
    what = _EVENTS.get(event, f"has the event {event.lower() or 'unknown'}")
    to = f" to {task.assignee}" if event == "ASSIGNING" and task.assignee else ""
    changed = f" It changes: {', '.join(task.changed_attributes)}." if task.changed_attributes else ""
    return f"The user task {job.element_id or ''} {what}{to}, and waits for this job.{changed}"


def _correction(name: str, text: str) -> Any:
    """What is typed in a field, as a value."""
    if name in ("candidate_users", "candidate_groups"):
        return names_in(text)
    if name == "priority":
        return int(text) if text.strip() else None
    return read_date(text, clock.now()) if name.endswith("_date") else text.strip()


def _priority(text: str) -> str | None:
    return whole_number(0, 100)(text) if text.strip() else None
