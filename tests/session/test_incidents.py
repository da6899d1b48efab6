"""Incidents over a sandbox: active ones first seen, every filter and sort of each dialect, and one by its key."""

from __future__ import annotations

import pytest

from c8tui.errors import NotFound
from c8tui.model.base import moment
from c8tui.model.incidents import ERROR_TYPES, Incident, IncidentFilter
from c8tui.model.search import Sort
from c8tui.sandbox import enums
from c8tui.session.filter_syntax import NotWords
from c8tui.session.incidents import ACTIVE, NEWEST_FIRST, SCHEMA, IncidentQuery
from c8tui.session.jobs import JobQuery
from c8tui.session.session import Session
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox

DIALECTS = ["8.8", "8.9", "8.10"]
PATH = "/incidents/search"


async def found(session: Session, question: IncidentQuery) -> list[Incident]:
    rows = session.incidents.rows(question)
    await rows.load(0, 0)
    await rows.load(0, rows.total)
    return [one for _, one in rows.loaded()]


async def by(session: Session, **conditions: str) -> list[Incident]:
    return await found(session, IncidentQuery(conditions=conditions))


async def test_the_active_ones_the_newest_first(sandbox: Sandbox, sandbox_session: Session) -> None:
    active = await found(sandbox_session, IncidentQuery())
    assert {one.state for one in active} == {"ACTIVE"}
    dates = [moment(one.creation_time) for one in active]
    assert dates == sorted(dates, reverse=True)  # type: ignore[type-var]
    assert sandbox.bodies(PATH)[0] == {
        "filter": {"state": "ACTIVE"},
        "sort": [{"field": "creationTime", "order": "DESC"}],
        "page": {"limit": 100},
    }
    assert sandbox.commands_sent() == []
    everything = await by(sandbox_session)
    assert {one.state for one in everything} == {"ACTIVE", "RESOLVED"}
    assert [one for one in everything if one.state == "ACTIVE"] == active


async def test_what_a_question_starts_with_belongs_to_nobody_else() -> None:
    question = IncidentQuery()
    assert (question.sort, question.conditions) == (NEWEST_FIRST, ACTIVE)
    assert question.conditions is not IncidentQuery().conditions
    assert question.by({"element_id": "pay"}).conditions == {"element_id": "pay"}


async def test_a_failed_job_is_there_until_it_is_resolved(sandbox: Sandbox, sandbox_session: Session) -> None:
    (job,) = await sandbox_session.jobs.activate("payment-service", count=1, lock_ms=60_000, wait_ms=0)
    message = "Card declined\n\tat pay.Card.charge(Card.java:12)\n\tat pay.Worker.run(Worker.java:88)"
    rows = sandbox_session.jobs.rows(JobQuery.narrowed_to(job.type))
    await rows.load(0, 0)
    listed = next(one for _, one in rows.loaded() if one.job_key == job.job_key)
    await sandbox_session.jobs.fail(listed, retries=0, error_message=message)
    (incident,) = await by(sandbox_session, job_key=job.job_key, state="active")
    assert incident.error_type == "JOB_NO_RETRIES"
    assert incident == (await found(sandbox_session, IncidentQuery()))[0]
    assert (await sandbox_session.incidents.incident(incident.incident_key)).error_message == message


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_each_condition_narrows(open_session: OpenSession, dialect: str) -> None:
    session = await open_session(Sandbox(dialect=dialect))
    everything = await by(session)
    some = next(one for one in everything if one.error_type == "EXTRACT_VALUE_ERROR")
    for conditions in (
        {"error_type": "extract value error"},
        {"error_type": "unknown, EXTRACT_VALUE_ERROR"},
        {"error_type": "extract*"},
        {"error_message": "*neither true nor false*"},
        {"error_message": some.error_message},
        {"incident_key": f"1, {some.incident_key}"},
        {"process_instance_key": some.process_instance_key},
        {"element_instance_key": some.element_instance_key},
        {"element_id": "verdict", "error_type": "not condition error"},
    ):
        assert await by(session, **conditions) == [some]
    at_work = await by(session, process_definition_id="order-*", element_id="payment-service, ship-order")
    assert at_work == [one for one in everything if one.process_definition_id == "order-handling"] != []
    one_version = await by(session, process_definition_key=some.process_definition_key)
    assert {one.process_definition_id for one in one_version} == {"invoice-approval"}
    assert {one.tenant_id for one in await by(session, tenant_id="tenant-b")} == {"tenant-b"}
    assert await by(session, error_type="SECRET_OF_TOMORROW*") == []


async def test_a_message_may_hold_commas(sandbox: Sandbox, sandbox_session: Session) -> None:
    assert await by(sandbox_session, error_message='no, not "this", it\'s') == []
    assert sandbox.bodies(PATH)[0]["filter"] == {"errorMessage": 'no, not "this", it\'s'}


async def test_dates_are_read_when_they_are_asked(sandbox: Sandbox, sandbox_session: Session) -> None:
    sandbox_session.incidents.now = sandbox_session.user_tasks.now
    recent = await by(sandbox_session, creation_time=">= now-6h")
    everything = await by(sandbox_session)
    assert 0 < len(recent) < len(everything)
    assert recent == everything[: len(recent)]
    when = moment(sandbox.bodies(PATH)[0]["filter"]["creationTime"]["$gte"])
    assert when is not None
    assert when.timestamp() == sandbox.clock() - 6 * 3_600


async def test_later_pages_keep_the_moment_of_the_first(sandbox: Sandbox, sandbox_session: Session) -> None:
    sandbox_session.incidents.now = sandbox_session.user_tasks.now
    rows = sandbox_session.incidents.rows(IncidentQuery(conditions={"creation_time": "< now"}))
    rows.size = 4
    await rows.load(0, 0)
    sandbox.clock.at += 600
    await rows.load(8, 8)
    await rows.load(4, 4)
    first, *later = [body["filter"] for body in sandbox.bodies(PATH)]
    assert len(later) == 2
    assert all(one == first for one in later)
    assert {"from", "after"} <= {name for body in sandbox.bodies(PATH) for name in body["page"]}


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_every_order_and_condition_is_understood_by_its_dialect(open_session: OpenSession, dialect: str) -> None:
    sandbox = Sandbox(dialect=dialect)
    session = await open_session(sandbox)
    schema = session.incidents.schema
    keys = {one.incident_key for one in await by(session)}
    for order in schema.orders:
        first = order.after(None)
        one_way = await found(session, IncidentQuery(sort=first, conditions={}))
        assert {one.incident_key for one in one_way} == keys
        assert await found(session, IncidentQuery(sort=order.after(first), conditions={})) != one_way
    conditions = {one.field: one.example.split(",")[0] for one in schema.conditions}
    assert await by(session, **conditions) == []
    sent = sandbox.bodies(PATH)[-1]["filter"]
    assert (sent["state"], sent["errorType"], sent["tenantId"]) == ("ACTIVE", "JOB_NO_RETRIES", "<default>")
    assert len(sent) == len(IncidentFilter.__struct_fields__)


def test_everything_that_the_api_has_can_be_asked() -> None:
    assert {one.field for one in SCHEMA.conditions} == set(IncidentFilter.__struct_fields__)
    assert {one.field for one in SCHEMA.orders} == IncidentFilter.sort_fields


def test_the_kinds_of_error_are_those_of_the_api() -> None:
    assert set(ERROR_TYPES) == {name.partition("@")[0] for name in enums.INCIDENT_TYPES}


@pytest.mark.parametrize(
    ("field", "words"),
    [("state", "broken"), ("error_type", "bad luck"), ("error_type", "not unknown, unspecified"),
     ("creation_time", "soon"), ("process_instance_key", "1, x"), ("job_key", "none")],
)  # fmt: skip
async def test_what_is_no_condition_is_not_asked(
    sandbox: Sandbox, sandbox_session: Session, field: str, words: str
) -> None:
    assert sandbox_session.incidents.schema.check(field, words, sandbox_session.incidents.now())
    with pytest.raises(NotWords):
        await by(sandbox_session, **{field: words})
    assert sandbox.bodies(PATH) == []


async def test_the_tenant_of_the_profile_unless_another_is_asked_for(
    sandbox: Sandbox, open_session: OpenSession
) -> None:
    session = await open_session(sandbox, tenant_id="<default>")
    assert await found(session, IncidentQuery(sort=Sort("state"), conditions={}))
    await by(session, tenant_id="elsewhere")
    sent = sandbox.bodies(PATH)
    assert (sent[0]["filter"], sent[-1]["filter"]) == ({"tenantId": "<default>"}, {"tenantId": "elsewhere"})
    assert [key["field"] for key in sent[0]["sort"]] == ["state", "creationTime"]


async def test_one_by_its_key(sandbox_session: Session) -> None:
    (some, *_) = await by(sandbox_session, error_type="decision evaluation error")
    assert await sandbox_session.incidents.incident(some.incident_key) == some
    assert len(some.error_message.splitlines()) > 24
    with pytest.raises(NotFound):
        await sandbox_session.incidents.incident("7")
