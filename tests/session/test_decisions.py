"""Decision definitions over a sandbox: the list, and everything about one version."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from c8tui.errors import NotFound, Unavailable
from c8tui.model.decisions import DecisionDefinition
from c8tui.session.decisions import RECENT_INSTANCES
from c8tui.session.session import Session
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox


async def every_definition(session: Session) -> list[DecisionDefinition]:
    rows = session.decisions.rows()
    await rows.load(0, 0)
    await rows.load(0, rows.total)
    return [definition for _, definition in rows.loaded()]


@pytest.mark.parametrize("dialect", ["8.8", "8.9", "8.10"])
async def test_by_id_and_the_newest_version_first(open_session: OpenSession, dialect: str) -> None:
    found = await every_definition(await open_session(Sandbox(dialect=dialect)))
    order = [(definition.decision_definition_id, -definition.version) for definition in found]
    assert order == sorted(order)
    versions: dict[str, list[int]] = {}
    for definition in found:
        versions.setdefault(definition.decision_definition_id, []).append(definition.version)
    assert {"dish", "season", "discount", "compensation"} <= set(versions)
    assert max(map(len, versions.values())) > 1


async def test_everything_about_one(sandbox_session: Session) -> None:
    definitions = await every_definition(sandbox_session)
    dish = next(one for one in definitions if one.decision_definition_id == "dish")
    detail = await sandbox_session.decisions.detail(dish)
    assert detail.definition == dish
    assert [one.version for one in detail.versions] == [
        one.version for one in definitions if one.decision_definition_id == "dish"
    ]
    assert detail.requirements.decision_requirements_key == dish.decision_requirements_key
    decisions = {element.get("id") for element in ElementTree.fromstring(detail.xml).iter()}
    assert {"dish", "season"} <= decisions
    assert 0 < len(detail.instances) <= RECENT_INSTANCES
    assert {one.decision_definition_key for one in detail.instances} == {dish.decision_definition_key}
    dates = [one.evaluation_date or "" for one in detail.instances]
    assert dates == sorted(dates, reverse=True)
    guests = next(one for one in definitions if one.decision_definition_id == "guestCount")
    failed = [one for one in (await sandbox_session.decisions.detail(guests)).instances if one.state == "FAILED"]
    assert [(one.evaluation_failure or "")[:22] for one in failed] == ['Day is "monday", not o']


async def test_an_old_version_is_its_own(sandbox_session: Session) -> None:
    definitions = await every_definition(sandbox_session)
    renewed = {one.decision_definition_id for one in definitions if one.version > 1}
    old = next(one for one in definitions if one.version == 1 and one.decision_definition_id in renewed)
    detail = await sandbox_session.decisions.detail(old)
    assert detail.definition.version == 1
    assert detail.versions[0].version == len(detail.versions) > 1
    assert {one.decision_definition_key for one in detail.instances} <= {old.decision_definition_key}


async def test_only_reads_are_sent(sandbox: Sandbox, sandbox_session: Session) -> None:
    definition = (await every_definition(sandbox_session))[0]
    await sandbox_session.decisions.detail(definition)
    assert sandbox.commands_sent() == await sandbox.log() == []


async def test_one_tenant(sandbox: Sandbox, open_session: OpenSession) -> None:
    session = await open_session(sandbox, tenant_id="<default>")
    definitions = await every_definition(session)
    assert {one.tenant_id for one in definitions} == {"<default>"}
    await session.decisions.detail(definitions[0])
    searches = sandbox.bodies("/decision-definitions/search")
    assert {body["filter"]["tenantId"] for body in searches} == {"<default>"}
    assert await every_definition(await open_session(sandbox, tenant_id="elsewhere")) == []


async def test_what_cannot_be_read(sandbox: Sandbox, sandbox_session: Session) -> None:
    definition = (await every_definition(sandbox_session))[0]
    with pytest.raises(NotFound):
        await sandbox_session.decisions.detail(
            DecisionDefinition(decision_definition_key="7", decision_requirements_key="8")
        )
    await sandbox.faults("unavailable@*/xml")
    with pytest.raises(Unavailable):
        await sandbox_session.decisions.detail(definition)
