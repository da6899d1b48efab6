"""What the lists for scripts understand, as words to complete: the fields of a filter, the states, the sort keys."""

from __future__ import annotations

from collections.abc import Mapping

from c8tui.model.incidents import INCIDENT_STATES
from c8tui.model.jobs import JOB_STATES
from c8tui.session.decisions import Decisions
from c8tui.session.evaluations import EVALUATION_STATES, Evaluations
from c8tui.session.identity import Identity
from c8tui.session.incidents import Incidents
from c8tui.session.jobs import Jobs
from c8tui.session.query import QuerySchema
from c8tui.session.task_filters import STATES, schema

SCHEMAS: Mapping[str, QuerySchema] = {
    "tasks": schema(Identity(None, (), "")),
    "jobs": Jobs.full_schema,
    "incidents": Incidents.full_schema,
    "decisions": Decisions.full_schema,
    "evaluations": Evaluations.full_schema,
}
"""What each list can be asked, by any version of the cluster."""
KNOWN_STATES: Mapping[str, tuple[str, ...]] = {
    "tasks": ("open", *STATES),
    "jobs": JOB_STATES,
    "incidents": INCIDENT_STATES,
    "evaluations": tuple(EVALUATION_STATES),
}


def filter_words(what: str) -> tuple[str, ...]:
    """How a filter of the list may begin: `state=failed` for every state, `due_date=` for the other fields."""
    states = tuple(f"state={state.lower()}" for state in KNOWN_STATES.get(what, ()))
    fields = (one.field for one in SCHEMAS[what].conditions if one.field != "state" or not states)
    return (*states, *(f"{field}=" for field in fields))


def sort_words(what: str) -> tuple[str, ...]:
    """What the list is sorted by, either way."""
    return tuple(f"{one.field} {way}" for one in SCHEMAS[what].orders for way in ("asc", "desc"))
