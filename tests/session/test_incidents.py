"""Incidents over a sandbox: active ones first seen, every filter and sort of each dialect, and one by its key."""

from __future__ import annotations

import pytest

from c8tui.errors import NotFound
from c8tui.model.base import moment
from c8tui.model.incidents import ERROR_TYPES, IncidentFilter
from c8tui.sandbox import enums
from c8tui.session.incidents import ACTIVE, NEWEST_FIRST, IncidentQuery
from c8tui.session.session import Session
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox
from tests.session.lists import DIALECTS, all_of, every_incident, every_job

PATH = "/incidents/search"


async def test_the_active_ones_the_newest_first(sandbox: Sandbox, sandbox_session: Session) -> None:
    active = await all_of(sandbox_session.incidents.rows(IncidentQuery()))
    assert {one.state for one in active} == {"ACTIVE"}
    dates = [moment(one.creation_time) for one in active]
    assert dates == sorted(dates, reverse=True)  # type: ignore[type-var]
    assert sandbox.bodies(PATH)[0] == {
        "filter": {"state": "ACTIVE"},
        "sort": [{"field": "creationTime", "order": "DESC"}],
        "page": {"limit": 100},
    }
    assert sandbox.commands_sent() == []
    everything = await every_incident(sandbox_session)
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
    listed = next(one for one in await every_job(sandbox_session, job.type) if one.job_key == job.job_key)
    await sandbox_session.jobs.fail(listed, retries=0, error_message=message)
    (incident,) = await every_incident(sandbox_session, job_key=job.job_key, state="active")
    assert incident.error_type == "JOB_NO_RETRIES"
    assert incident == (await all_of(sandbox_session.incidents.rows(IncidentQuery())))[0]
    assert (await sandbox_session.incidents.incident(incident.incident_key)).error_message == message


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_each_condition_narrows(open_session: OpenSession, dialect: str) -> None:
    session = await open_session(Sandbox(dialect=dialect))
    everything = await every_incident(session)
    some = next(one for one in everything if one.error_type == "EXTRACT_VALUE_ERROR")
    for conditions in (
        {"error_type": "extract value error"},
        {"error_type": "unknown, EXTRACT_VALUE_ERROR"},
        {"error_type": "extract*"},
        {"error_message": "*must be true or false*"},
        {"error_message": some.error_message},
        {"incident_key": f"1, {some.incident_key}"},
        {"process_instance_key": some.process_instance_key},
        {"element_instance_key": some.element_instance_key},
        {"element_id": "verdict", "error_type": "not condition error"},
    ):
        assert await every_incident(session, **conditions) == [some]
    at_work = await every_incident(session, process_definition_id="order-*", element_id="payment-service, ship-order")
    assert at_work == [one for one in everything if one.process_definition_id == "order-handling"] != []
    one_version = await every_incident(session, process_definition_key=some.process_definition_key)
    assert {one.process_definition_id for one in one_version} == {"invoice-approval"}
    assert {one.tenant_id for one in await every_incident(session, tenant_id="tenant-b")} == {"tenant-b"}
    assert await every_incident(session, error_type="SECRET_OF_TOMORROW*") == []


async def test_a_message_may_hold_commas(sandbox: Sandbox, sandbox_session: Session) -> None:
    assert await every_incident(sandbox_session, error_message='no, not "this", it\'s') == []
    assert sandbox.bodies(PATH)[0]["filter"] == {"errorMessage": 'no, not "this", it\'s'}


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
    keys = {one.incident_key for one in await every_incident(session)}
    for order in schema.orders:
        first = order.after(None)
        one_way = await all_of(session.incidents.rows(IncidentQuery(sort=first, conditions={})))
        assert {one.incident_key for one in one_way} == keys
        assert await all_of(session.incidents.rows(IncidentQuery(sort=order.after(first), conditions={}))) != one_way
    conditions = {one.field: one.example.split(",")[0] for one in schema.conditions}
    assert await every_incident(session, **conditions) == []
    sent = sandbox.bodies(PATH)[-1]["filter"]
    assert (sent["state"], sent["errorType"], sent["tenantId"]) == ("ACTIVE", "JOB_NO_RETRIES", "<default>")
    assert len(sent) == len(IncidentFilter.__struct_fields__)


def test_the_kinds_of_error_are_those_of_the_api() -> None:
    assert set(ERROR_TYPES) == {name.partition("@")[0] for name in enums.INCIDENT_TYPES}


async def test_one_by_its_key(sandbox_session: Session) -> None:
    (some, *_) = await every_incident(sandbox_session, error_type="decision evaluation error")
    assert await sandbox_session.incidents.incident(some.incident_key) == some
    assert len(some.error_message.splitlines()) > 2
    with pytest.raises(NotFound):
        await sandbox_session.incidents.incident("7")
