"""What the worker of a job may say beside variables: the verdict of a task listener, the next elements of an ad-hoc
sub-process.

A listener is shown the user task as it will be when the transition is over, so that only what somebody changes is sent
as a correction. The elements of an ad-hoc sub-process are those of its diagram that no sequence flow leads to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from c8tui.api import user_tasks
from c8tui.diagrams.model import BpmnModel, FlowNode
from c8tui.errors import C8Error
from c8tui.model.base import moment
from c8tui.model.jobs import (
    UNDENIABLE,
    AdHocResult,
    ElementToActivate,
    Job,
    ListenerResult,
    TaskOfListener,
)
from c8tui.model.search import PageRequest, Search
from c8tui.model.user_tasks import UserTaskFilter
from c8tui.session.instance_detail import InstanceDetails
from c8tui.session.jobs import Jobs
from c8tui.session.variables import NotVariables, read_checked

AD_HOC, TASK_LISTENER = "AD_HOC_SUB_PROCESS", "TASK_LISTENER"
CORRECTIONS: Mapping[str, str] = {
    "assignee": "assignee", "due_date": "dueDate", "follow_up_date": "followUpDate",
    "candidate_users": "candidateUsers", "candidate_groups": "candidateGroups", "priority": "priority",
}  # fmt: skip
"""What of a user task a listener may correct: by our names those of the API."""
_LISTS = frozenset({"candidate_users", "candidate_groups"})


def can_deny(job: Job) -> bool:
    """Whether the listener may stop what it listens to."""
    return job.listener_event_type not in UNDENIABLE


def corrections(before: TaskOfListener, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be corrected, by the API's names: `wanted` holds values by our names, None or empty ones clear.

    The same moment written in another way is no correction.
    """
    changed: dict[str, Any] = {}
    for name, value in wanted.items():
        was = getattr(before, name)
        if name in _LISTS:
            if sorted(value) != sorted(was):
                changed[CORRECTIONS[name]] = [*value]
        elif name == "priority":
            if value is not None and value != was:
                changed[CORRECTIONS[name]] = value
        elif (value or "") != (was or "") and (moment(value) != moment(was) or moment(value) is None):
            changed[CORRECTIONS[name]] = value or ""
    return changed


def listener_result(*, denied: str | None = None, corrected: Mapping[str, Any] | None = None) -> ListenerResult | None:
    """Denied for a reason, which may be empty, or corrected; None lets happen what happens."""
    if denied is not None:
        return ListenerResult(denied=True, denied_reason=denied)
    return ListenerResult(corrections=corrected) if corrected else None


def ad_hoc_result(elements: Mapping[str, Mapping[str, Any]], *, fulfilled: bool, cancel_remaining: bool) -> AdHocResult:
    """The elements that begin, by id with their variables, and whether it is over."""
    wanted = tuple(ElementToActivate(id_, variables) for id_, variables in elements.items())
    return AdHocResult(wanted, fulfilled, cancel_remaining)


def activatable(model: BpmnModel, ad_hoc_id: str) -> tuple[FlowNode, ...]:
    """The elements of an ad-hoc sub-process that may begin by themselves, in the order of the file."""
    return tuple(
        node
        for node in model.children.get(ad_hoc_id, ())
        if not node.attached_to and not node.by_event and not model.incoming(node.id)
    )


def elements_named(typed: Sequence[str], known: Sequence[FlowNode]) -> tuple[str, ...]:
    """The ids that names or ids stand for, each once. What is no name of what is `known` stands for itself."""
    ids = {node.id for node in known}
    by_title = {node.title.casefold(): node.id for node in reversed(known)}
    return tuple(dict.fromkeys(one if one in ids else by_title.get(one.casefold(), one) for one in typed))


def strangers(ids: Sequence[str], known: Sequence[FlowNode]) -> tuple[str, ...]:
    """Those that are no element; none where nobody knows the elements."""
    return tuple(one for one in ids if known and one not in {node.id for node in known})


def read_variables(text: str) -> dict[str, Any]:
    """Variables typed as a JSON object, none for an empty text. Raises NotVariables."""
    return read_checked(text, ()).variables if text.strip() else {}


def wrong_variables(text: str) -> str | None:
    """The rule of a field that holds them."""
    try:
        read_variables(text)
    except NotVariables as wrong:
        return wrong.detail
    return None


class JobResults(Struct, frozen=True):
    """Reads what a result is about."""

    jobs: Jobs
    details: InstanceDetails

    async def task_of(self, job: Job) -> TaskOfListener:
        """The user task that a listener listens to: as it was handed out with the job, else as the index has it.

        An empty one where nobody can say.
        """
        if (held := self.jobs.held.get(job.job_key)) is not None and held.user_task is not None:
            return held.user_task
        query = Search(filter=UserTaskFilter(element_instance_key=job.element_instance_key), page=PageRequest(limit=1))
        try:
            found = (await user_tasks.search(self.jobs.wire, query)).items
        except C8Error:
            found = ()
        for task in found:
            return TaskOfListener(
                user_task_key=task.user_task_key, assignee=task.assignee, due_date=task.due_date,
                follow_up_date=task.follow_up_date, candidate_groups=task.candidate_groups,
                candidate_users=task.candidate_users, priority=task.priority,
            )  # fmt: skip
        return TaskOfListener()

    async def elements_of(self, job: Job) -> tuple[tuple[FlowNode, ...], str]:
        """What may begin in the ad-hoc sub-process of a job, and why that cannot be read, "" where it can."""
        try:
            model = await self.details.model(job.process_definition_key)
        except C8Error as error:
            return (), error.detail
        return activatable(model, job.element_id or ""), ""
