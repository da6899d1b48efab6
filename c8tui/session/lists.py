"""The lists beside the inbox: what each can be asked, its columns, and the views that everybody has of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from c8tui.errors import C8Error
from c8tui.model.search import PageRequest, Sort
from c8tui.session.batch_operations import BatchOperations, BatchQuery
from c8tui.session.correlations import CorrelationQuery, Correlations
from c8tui.session.decisions import Decisions, DefinitionQuery
from c8tui.session.evaluations import EvaluationQuery, Evaluations
from c8tui.session.filter_syntax import NotWords
from c8tui.session.incidents import IncidentQuery, Incidents
from c8tui.session.jobs import JobQuery, Jobs
from c8tui.session.list_fields import (
    BATCH_FIELDS,
    CORRELATION_FIELDS,
    DECISION_FIELDS,
    EVALUATION_FIELDS,
    INCIDENT_FIELDS,
    INSTANCE_FIELDS,
    JOB_FIELDS,
    PROCESS_FIELDS,
    SUBSCRIPTION_FIELDS,
    Fields,
)
from c8tui.session.messages import Messages, SubscriptionQuery
from c8tui.session.process_definitions import ProcessDefinitions, ProcessQuery
from c8tui.session.process_instances import InstanceQuery, ProcessInstances
from c8tui.session.query import Query, QuerySchema
from c8tui.session.rows import Rows
from c8tui.session.views import View

COUNTED_AT_ONCE = 4
"""Views that are counted at a time."""
VERSIONED = "every_version"
"""The field of queries that ask for every version or for the latest ones."""


class ListSpec(Struct, frozen=True):
    """One list. `plain` is asked first, but for what depends on the cluster; the first of `built_in` shows the same."""

    name: str
    noun: str
    schema: QuerySchema
    """What the newest version of the cluster can be asked."""
    plain: Query
    fields: Fields
    standard: tuple[str, ...]
    """The fields that are written where no columns were chosen, the key first."""
    built_in: tuple[View, ...]
    variables: bool = False
    """Whether its records belong to process instances, whose variables can be columns."""
    counted: tuple[str, ...] = ()
    """Columns beside the fields that have to be counted."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns that are no variables."""
        return (*self.fields, *self.counted)

    @property
    def versioned(self) -> bool:
        """Whether it lists the latest versions or every version."""
        return VERSIONED in self.plain.__struct_fields__

    def asks_every_version(self, query: Query) -> bool:
        """Whether a query of this list asks for every version."""
        return self.versioned and bool(getattr(query, VERSIONED))

    def query(self, view: View) -> Query:
        """What a view asks."""
        query = replace(self.plain, conditions=dict(view.conditions), sort=view.sort[0], view=view.id)
        return replace(query, every_version=view.every_version) if self.versioned else query

    def view(self, query: Query, columns: tuple[str, ...]) -> View:
        """A view that asks the same, under no name yet."""
        every_version = self.asks_every_version(query)
        return View(
            query.view, "", (dict(query.conditions),), (query.sort,), columns, of=self.name, every_version=every_version
        )


def _spec(
    name: str,
    noun: str,
    use_case: type[Any],
    plain: Query,
    fields: Fields,
    standard: int,
    *views: tuple[str, str, Mapping[str, str], Sort | None],
    variables: bool = False,
    counted: tuple[str, ...] = (),
) -> ListSpec:
    """`standard` is how many of the fields are written without a choice; `views` are id, title, conditions, order."""
    built_in = tuple(
        View(id_, title, (dict(conditions),), (sort or plain.sort,), of=name, every_version=id_ == "versions")
        for id_, title, conditions, sort in views
    )
    names = tuple(fields)[:standard]
    return ListSpec(name, noun, use_case.full_schema, plain, fields, names, built_in, variables, counted)


_ACTIVE = {"state": "active"}
LISTS: Mapping[str, ListSpec] = {
    one.name: one
    for one in (
        _spec(
            "jobs", "job", Jobs, JobQuery(), JOB_FIELDS, 10,
            ("all", "All jobs", {}, None),
            ("no-retries", "Failed, no retries left", {"state": "failed", "retries": "0"}, None),
            ("failing", "Failed, tried again", {"state": "failed", "has_failed_with_retries_left": "yes"}, None),
            ("activated", "Activated", {"deadline": "> now", "end_time": "none"}, Sort("deadline")),
            variables=True,
        ),
        _spec(
            "incidents", "incident", Incidents, IncidentQuery(), INCIDENT_FIELDS, 7,
            ("open", "Open", _ACTIVE, None),
            ("no-retries", "No retries left", {**_ACTIVE, "error_type": "*no retries"}, None),
            ("today", "Since today", {**_ACTIVE, "creation_time": "today"}, None),
            ("resolved", "Resolved", {"state": "resolved"}, None),
            ("all", "Of every state", {}, None),
            variables=True,
        ),
        _spec(
            "instances", "instance", ProcessInstances, InstanceQuery(conditions=_ACTIVE), INSTANCE_FIELDS, 14,
            ("active", "Active", _ACTIVE, None),
            ("with-incidents", "With incidents", {**_ACTIVE, "has_incident": "yes"}, None),
            ("completed", "Completed", {"state": "completed"}, Sort("end_date", "DESC")),
            ("terminated", "Terminated", {"state": "terminated"}, Sort("end_date", "DESC")),
            ("all", "Of every state", {}, None),
            variables=True,
        ),
        _spec(
            "processes", "definition", ProcessDefinitions, ProcessQuery(), PROCESS_FIELDS, 7,
            ("latest", "Latest versions", {}, None),
            ("versions", "All versions", {}, None),
            counted=("active", "incidents"),
        ),
        _spec(
            "batches", "batch operation", BatchOperations, BatchQuery(), BATCH_FIELDS, 10,
            ("all", "All", {}, None),
            ("under-way", "Under way", {"state": "created, active, suspended"}, None),
            ("failed", "Failed, wholly or in part", {"state": "failed, partially completed"}, None),
        ),
        _spec(
            "messages", "subscription", Messages, SubscriptionQuery(), SUBSCRIPTION_FIELDS, 8,
            ("waiting", "Waiting", dict(SubscriptionQuery().conditions), None),
            ("correlated", "Correlated", {"message_subscription_state": "correlated"}, None),
            ("all", "Of every state", {}, None),
            variables=True,
        ),
        _spec(
            "correlated", "correlation", Correlations, CorrelationQuery(), CORRELATION_FIELDS, 7,
            ("all", "All", {}, None),
            ("today", "Today", {"correlation_time": "today"}, None),
            variables=True,
        ),
        _spec(
            "decisions", "decision", Decisions, DefinitionQuery(), DECISION_FIELDS, 6,
            ("latest", "Latest versions", {}, None),
            ("versions", "All versions", {}, None),
        ),
        _spec(
            "evaluations", "evaluation", Evaluations, EvaluationQuery(), EVALUATION_FIELDS, 8,
            ("all", "All", {}, None),
            ("failed", "Failed", {"state": "failed"}, None),
            ("today", "Today", {"evaluation_date": "today"}, None),
            variables=True,
        ),
    )
}  # fmt: skip
"""By the name that view files and the shell have for each."""


async def counts_of(views: Sequence[View], rows_of: Callable[[View], Rows[Any]]) -> dict[str, str]:
    """How many records each view holds, in words by its id: `1,204`, `10,000+`, `?` where it cannot be asked.

    One search of one record each, a few at a time; once the cluster fails, no more are asked for.
    """
    found: dict[str, str] = {}
    failures: list[C8Error] = []

    async def count(view: View) -> None:
        found[view.id] = "?"
        try:
            page = await rows_of(view).fetch(PageRequest(limit=1))
        except NotWords:  # this version of the cluster cannot be asked that
            return
        except C8Error as error:
            failures.append(error)
            return
        total = page.page.total_items
        bound = page.page.has_more_total_items or total is None
        found[view.id] = f"{max(total or 0, len(page.items)):,}{'+' if bound else ''}"

    for begin in range(0, len(views), COUNTED_AT_ONCE):
        if not failures:
            await asyncio.gather(*map(count, views[begin : begin + COUNTED_AT_ONCE]))
    return found
