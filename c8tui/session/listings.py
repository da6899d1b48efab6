"""The lists of the screens as records for scripts: the same queries and columns, with the values behind the words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from c8tui.api.paging import Course, walk
from c8tui.errors import C8Error
from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.model.incidents import Incident
from c8tui.model.jobs import Job
from c8tui.model.search import PageRequest, Sort
from c8tui.model.user_tasks import UserTask
from c8tui.session.decisions import DefinitionQuery
from c8tui.session.evaluations import EvaluationQuery
from c8tui.session.export import FIELDS, Value
from c8tui.session.filter_line import read_filter, read_sort
from c8tui.session.filter_syntax import NotWords
from c8tui.session.incidents import IncidentQuery
from c8tui.session.jobs import JobQuery
from c8tui.session.query import Query, QuerySchema, then
from c8tui.session.rows import CHUNK, Rows
from c8tui.session.task_filters import schema
from c8tui.session.views import View

if TYPE_CHECKING:
    from c8tui.session.session import Session

Fields = Mapping[str, Callable[[Any], Value]]

STANDARD_TASK_NAMES = ("key", "task", "process", "assignee", "priority", "due", "created")
"""What a view shows that names no columns, with the moment in the place of the age."""
DATES = frozenset({"due", "follow_up", "created", "completed", "since", "evaluated"})
"""The columns that hold RFC 3339 date-times."""


def _requirements(definition: DecisionDefinition) -> str:
    return definition.decision_requirements_name or definition.decision_requirements_id


def _result(instance: DecisionInstance) -> str | None:
    return instance.evaluation_failure if instance.state == "FAILED" else instance.result


def _error(job: Job) -> str | None:
    return job.error_message or job.error_code


JOB_FIELDS: Mapping[str, Callable[[Job], Value]] = {
    "key": lambda job: job.job_key,
    "type": lambda job: job.type,
    "state": lambda job: job.state,
    "retries": lambda job: job.retries,
    "lock": lambda job: job.deadline,
    "process": lambda job: job.process_definition_id,
    "worker": lambda job: job.worker,
    "kind": lambda job: job.kind,
    "error": _error,
}
INCIDENT_FIELDS: Mapping[str, Callable[[Incident], Value]] = {
    "key": lambda incident: incident.incident_key,
    "error": lambda incident: incident.error_type,
    "message": lambda incident: incident.error_message,
    "process": lambda incident: incident.process_definition_id,
    "element": lambda incident: incident.element_id,
    "state": lambda incident: incident.state,
    "since": lambda incident: incident.creation_time,
}
DECISION_FIELDS: Mapping[str, Callable[[DecisionDefinition], Value]] = {
    "key": lambda one: one.decision_definition_key,
    "decision": lambda one: one.name or one.decision_definition_id,
    "version": lambda one: one.version,
    "id": lambda one: one.decision_definition_id,
    "requirements": _requirements,
    "tenant": lambda one: one.tenant_id,
}
EVALUATION_FIELDS: Mapping[str, Callable[[DecisionInstance], Value]] = {
    "key": lambda one: one.decision_evaluation_instance_key,
    "decision": lambda one: one.decision_definition_name or one.decision_definition_id,
    "version": lambda one: one.decision_definition_version,
    "state": lambda one: one.state,
    "result": _result,
    "evaluated": lambda one: one.evaluation_date,
    "process_instance": lambda one: one.process_instance_key,
    "tenant": lambda one: one.tenant_id,
}


class Asked(Struct, frozen=True):
    """What a script asks of a list, as it was typed; "" for nothing."""

    view: str = ""
    filter: str = ""
    sort: str = ""
    limit: int | None = None
    """Records at most; None for all."""


class NotAView(NotWords):
    """There is no view of this name, or several begin so."""


class NotASort(NotWords):
    """The list is not sorted by that."""


class VariablesUnknown(C8Error):
    """The variables that are columns of a view cannot be had."""


async def _no_variables(_: Sequence[Any], __: Sequence[str]) -> None:
    return None


class Listing(Struct):
    """The records that were asked for, page by page."""

    noun: str
    rows: Rows[Any]
    names: tuple[str, ...]
    """The columns, the key first."""
    fields: Fields
    limit: int | None = None
    fetch_variables: Callable[[Sequence[Any], Sequence[str]], Awaitable[None]] = _no_variables
    """Fetches the variables of records by their paths."""
    variable: Callable[[Any, str], str | None] = lambda item, path: None
    """The text of a column that is none of the fields but the path of a variable."""
    unread: int = 0
    """Records that came and cannot be read."""
    why_unread: str = ""
    repeats: bool = False
    """Whether the cluster gave one cursor twice, so that there may be more."""
    _course: Course = field(default_factory=Course)

    @property
    def paths(self) -> tuple[str, ...]:
        """The columns that are variables."""
        return tuple(name for name in self.names if name not in self.fields)

    async def pages(self) -> AsyncIterator[Sequence[Any]]:
        """The records, none of which is kept. Raises C8Error."""
        left = self.limit
        request = PageRequest(limit=CHUNK if left is None else min(left, CHUNK))
        async for page in walk(self.rows.fetch, request, self._course):
            self.unread, self.why_unread = self.unread + page.left_out, self.why_unread or page.why_left_out
            items = [*map(self.rows.dress, page.items)][:left]
            if self.paths:
                await self.fetch_variables(items, self.paths)
            if items:
                yield items
            left = None if left is None else left - len(items)
            if left == 0:
                return
        self.repeats = self._course.repeats

    def values(self, item: Any) -> list[Value]:
        """The values of its columns."""
        return [self.fields[name](item) if name in self.fields else self.variable(item, name) for name in self.names]

    def record(self, item: Any) -> dict[str, Any]:
        """It under the API's own names, with the variables that are columns."""
        found: dict[str, Any] = msgspec.to_builtins(item)
        if self.paths:
            found["variables"] = {path: self.variable(item, path) for path in self.paths}
        return found


def listing(session: Session, what: str, asked: Asked) -> Listing:
    """The list `what`: tasks, jobs, incidents, decisions or evaluations.

    Raises NotWords, its children NotAFilter, NotAView and NotASort among them, for what cannot be asked, and Refusal
    where a view has to know who is asking.
    """
    return _LISTS[what](session, asked)


def _tasks(session: Session, asked: Asked) -> Listing:
    view = _view(session, asked)
    names = tuple(dict.fromkeys(("key", *("created" if name == "age" else name for name in view.columns))))
    cells = session.cells

    async def fetch_variables(tasks: Sequence[UserTask], paths: Sequence[str]) -> None:
        await cells.fetch(tasks, paths)
        if cells.trouble and any(cells.text(task, path) is None for task in tasks for path in paths):
            raise VariablesUnknown(f"the variables of the columns cannot be read: {cells.trouble}")

    def variable(task: UserTask, path: str) -> str | None:
        text = cells.text(task, path)
        return None if text == "-" else text

    rows = session.user_tasks.rows(view, session.identity)
    return Listing(
        "task", rows, names if view.columns else STANDARD_TASK_NAMES, FIELDS, asked.limit, fetch_variables, variable
    )


def _view(session: Session, asked: Asked) -> View:
    """The view with what is asked besides."""
    session.views.refresh()
    view = session.views.named(asked.view or "open")
    if view is None:
        known_views = ", ".join(one.id for one in session.views)
        wrong = "".join(f"; {problem}" for problem in session.views.problems)
        raise NotAView(f"there is no {asked.view}, or several begin so; there are {known_views}{wrong}")
    known = schema(session.identity).on(session.topology.gateway_version)
    conditions = read_filter(asked.filter, known, session.user_tasks.now())
    if twice := view.common.keys() & conditions.keys():
        raise NotWords(f"the view {view.title} has a condition on {', '.join(sorted(twice))} already")
    sort = then(_sort(asked.sort, known), *view.sort)[:3] if asked.sort else view.sort
    return replace(view, common={**view.common, **conditions}, sort=sort)


def _sort(text: str, known: QuerySchema) -> Sort:
    try:
        return read_sort(text, known)
    except NotWords as wrong:
        raise NotASort(wrong.detail) from None


def _listed(noun: str, use_case: Any, plain: Query, fields: Fields, asked: Asked) -> Listing:
    """A list of one search, asked what its screen asks first, unless the filter says otherwise of the same field."""
    known: QuerySchema = use_case.schema
    query = plain.by({**plain.conditions, **read_filter(asked.filter, known, use_case.now())})
    if asked.sort:
        query = replace(query, sort=_sort(asked.sort, known))
    return Listing(noun, use_case.rows(query), tuple(fields), fields, asked.limit)


_LISTS: Mapping[str, Callable[[Session, Asked], Listing]] = {
    "tasks": _tasks,
    "jobs": lambda session, asked: _listed("job", session.jobs, JobQuery(), JOB_FIELDS, asked),
    "incidents": lambda session, asked: _listed("incident", session.incidents, IncidentQuery(), INCIDENT_FIELDS, asked),
    "decisions": lambda session, asked: _listed(
        "decision", session.decisions, DefinitionQuery(), DECISION_FIELDS, asked
    ),
    "evaluations": lambda session, asked: _listed(
        "evaluation", session.evaluations, EvaluationQuery(), EVALUATION_FIELDS, asked
    ),
}
