"""Lists of the cluster as tests ask for them: all rows of one, by a query or by conditions."""

from __future__ import annotations

from typing import TypeVar

from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.model.incidents import Incident
from c8tui.model.jobs import Job
from c8tui.session.decisions import DefinitionQuery
from c8tui.session.evaluations import EvaluationQuery
from c8tui.session.incidents import IncidentQuery
from c8tui.session.jobs import JobQuery
from c8tui.session.rows import Rows
from c8tui.session.session import Session

T = TypeVar("T")
DIALECTS = ["8.8", "8.9", "8.10"]
EVERY_VERSION = DefinitionQuery(every_version=True)


async def all_of(rows: Rows[T]) -> list[T]:
    """All rows, in their order."""
    await rows.load(0, 0)
    await rows.load(0, rows.total)
    return [one for _, one in rows.loaded()]


async def every_definition(session: Session, query: DefinitionQuery = EVERY_VERSION) -> list[DecisionDefinition]:
    return await all_of(session.decisions.rows(query))


async def newest(session: Session, decision_id: str) -> DecisionDefinition:
    """The latest version of a decision."""
    found = await every_definition(session, DefinitionQuery())
    return next(one for one in found if one.decision_definition_id == decision_id)


async def every_evaluation(session: Session, **conditions: str) -> list[DecisionInstance]:
    return await all_of(session.evaluations.rows(EvaluationQuery(conditions=conditions)))


async def every_incident(session: Session, **conditions: str) -> list[Incident]:
    return await all_of(session.incidents.rows(IncidentQuery(conditions=conditions)))


async def every_job(session: Session, narrowed_to: str = "") -> list[Job]:
    return await all_of(session.jobs.rows(JobQuery.narrowed_to(narrowed_to)))
