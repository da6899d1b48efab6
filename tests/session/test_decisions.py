"""Decision definitions over a sandbox: the list, and everything about one version."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from c8tui.errors import Forbidden, InvalidArgument
from c8tui.model.decisions import DecisionDefinition, DecisionDefinitionFilter
from c8tui.model.search import Page, PageInfo, PageRequest, Search, Sort
from c8tui.session import decisions as decisions_module
from c8tui.session.decisions import RECENT_INSTANCES, DefinitionQuery, LatestVersions, sort_here
from c8tui.session.session import Session
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox
from tests.session.lists import DIALECTS, every_definition


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_by_id_and_the_newest_version_first(open_session: OpenSession, dialect: str) -> None:
    found = await every_definition(await open_session(Sandbox(dialect=dialect)))
    order = [(definition.decision_definition_id, -definition.version) for definition in found]
    assert order == sorted(order)
    versions: dict[str, list[int]] = {}
    for definition in found:
        versions.setdefault(definition.decision_definition_id, []).append(definition.version)
    assert {"dish", "season", "discount", "compensation"} <= set(versions)
    assert max(map(len, versions.values())) > 1


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_the_newest_versions_are_asked_for_or_picked(open_session: OpenSession, dialect: str) -> None:
    sandbox = Sandbox(dialect=dialect)
    session = await open_session(sandbox)
    found = await every_definition(session, DefinitionQuery())
    assert [(one.decision_definition_id, one.version) for one in found] == [
        ("compensation", 1), ("discount", 2), ("dish", 1), ("guestCount", 1), ("season", 1),
    ]  # fmt: skip
    asked, newest = sandbox.bodies("/decision-definitions/search"), session.decisions.latest_versions
    assert newest is not None
    if dialect == "8.8":
        assert all(body["filter"] == {} for body in asked)
        assert (newest.versions, newest.cut) == (6, False)
    else:
        assert all(body["filter"] == {"isLatestVersion": True} for body in asked)
        assert newest.versions == 0


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_conditions_hold_for_the_newest_version(open_session: OpenSession, dialect: str) -> None:
    session = await open_session(Sandbox(dialect=dialect))

    async def found(**conditions: str) -> list[tuple[str, int]]:
        asked = DefinitionQuery(conditions=conditions)
        return [(one.decision_definition_id, one.version) for one in await every_definition(session, asked)]

    assert await found(version="2") == [("discount", 2)]
    assert await found(version="1", name="Discount") == []
    assert await found(decision_definition_id="dish", tenant_id="<default>") == [("dish", 1)]
    assert await found(decision_requirements_id="menu", name="Season") == [("season", 1)]


async def test_a_cluster_of_an_unknown_version_that_refuses_is_asked_once(
    sandbox: Sandbox, open_session: OpenSession
) -> None:
    session = await open_session(Sandbox(dialect="8.8"))
    session.decisions.gateway_version = "main"
    session.decisions._knows_latest = True
    for _ in range(2):
        assert len(await every_definition(session, DefinitionQuery())) == 5
    assert session.decisions.latest_versions is not None
    assert session.decisions.latest_versions.versions == 6
    assert not session.decisions._knows_latest
    sandbox = Sandbox()
    session = await open_session(sandbox)
    await sandbox.faults("400@*/decision-definitions/search")
    with pytest.raises(InvalidArgument):
        await every_definition(session, DefinitionQuery())
    await sandbox.faults()
    rows = session.decisions.rows(DefinitionQuery())
    with pytest.raises(InvalidArgument):
        await rows.fetch(PageRequest(after="same"))
    assert rows.total == 0
    await every_definition(session, DefinitionQuery())
    assert sandbox.bodies("/decision-definitions/search")[-1]["filter"] == {"isLatestVersion": True}


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_every_order_and_condition_is_understood_by_its_dialect(open_session: OpenSession, dialect: str) -> None:
    sandbox = Sandbox(dialect=dialect)
    session = await open_session(sandbox)
    schema = session.decisions.schema
    for order in schema.orders:
        for every in (True, False):
            asked = DefinitionQuery(sort=order.after(None), every_version=every)
            assert await every_definition(session, asked)
    conditions = {one.field: one.example for one in schema.conditions}
    assert await every_definition(session, DefinitionQuery(conditions=conditions, every_version=True)) == []
    sent = sandbox.bodies("/decision-definitions/search")[-1]["filter"]
    assert (sent["version"], sent["name"], sent["tenantId"]) == (2, "Dish", "<default>")
    assert ("decisionRequirementsName" in sent) is (dialect != "8.8")


async def test_the_cluster_sorts(sandbox: Sandbox, sandbox_session: Session) -> None:
    found = await every_definition(sandbox_session, DefinitionQuery(sort=Sort("version", "DESC")))
    assert found[0].decision_definition_id == "discount"
    assert sandbox.bodies("/decision-definitions/search")[-1]["sort"] == [
        {"field": "version", "order": "DESC"},
        {"field": "decisionDefinitionId", "order": "ASC"},
        {"field": "tenantId", "order": "ASC"},
    ]


async def test_everything_about_one(sandbox_session: Session) -> None:
    definitions = await every_definition(sandbox_session)
    dish = next(one for one in definitions if one.decision_definition_id == "dish")
    detail = await sandbox_session.decisions.detail(dish)
    assert detail.definition == dish
    assert [one.version for one in detail.versions or ()] == [
        one.version for one in definitions if one.decision_definition_id == "dish"
    ]
    assert detail.requirements is not None
    assert detail.requirements.decision_requirements_key == dish.decision_requirements_key
    decisions = {element.get("id") for element in ElementTree.fromstring(detail.xml or "").iter()}
    assert {"dish", "season"} <= decisions
    assert 0 < len(detail.instances or ()) <= RECENT_INSTANCES
    assert {one.decision_definition_key for one in detail.instances or ()} == {dish.decision_definition_key}
    dates = [one.evaluation_date or "" for one in detail.instances or ()]
    assert dates == sorted(dates, reverse=True)
    guests = next(one for one in definitions if one.decision_definition_id == "guestCount")
    failed = [one for one in (await sandbox_session.decisions.detail(guests)).instances or () if one.state == "FAILED"]
    assert [(one.evaluation_failure or "")[:30] for one in failed] == ['"no plan for monday" is a stri']


async def test_an_old_version_is_its_own(sandbox_session: Session) -> None:
    definitions = await every_definition(sandbox_session)
    renewed = {one.decision_definition_id for one in definitions if one.version > 1}
    old = next(one for one in definitions if one.version == 1 and one.decision_definition_id in renewed)
    detail = await sandbox_session.decisions.detail(old)
    assert detail.definition.version == 1
    assert detail.versions is not None
    assert detail.versions[0].version == len(detail.versions) > 1
    assert {one.decision_definition_key for one in detail.instances or ()} <= {old.decision_definition_key}


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
    gone = DecisionDefinition(decision_definition_key="7", decision_requirements_key="8")
    detail = await sandbox_session.decisions.detail(gone)
    assert set(detail.troubles) == {"requirements", "xml"}
    await sandbox.faults("403")
    with pytest.raises(Forbidden):
        await sandbox_session.decisions.detail(gone)
    await sandbox.faults("unavailable@*/xml")
    detail = await sandbox_session.decisions.detail(definition)
    assert (detail.xml, set(detail.troubles)) == (None, {"xml"})
    assert detail.requirements is not None
    assert detail.versions


# The newest versions, picked here: of each tenant, before the filter, in any order, and never more than was seen


def version(id_: str, number: int, tenant: str = "a", **fields: Any) -> DecisionDefinition:
    return DecisionDefinition(
        decision_definition_id=id_, version=number, tenant_id=tenant, decision_definition_key=f"{id_}{number}{tenant}",
        **fields,
    )  # fmt: skip


ALL = (
    version("dish", 3, "a", name="Dish"),
    version("dish", 2, "a", name="Dish"),
    version("dish", 2, "b", name="Meal"),
    version("dish", 1, "b", name="Dish"),
    version("soup", 1, "a", name="Soup"),
)


FIRST = PageRequest(limit=100)


class Cluster:
    """Answers searches with all versions, some at a time, and keeps what it was asked."""

    def __init__(self, versions: tuple[DecisionDefinition, ...] = ALL) -> None:
        self.versions = versions
        self.asked: list[Search[DecisionDefinitionFilter]] = []

    async def search(self, query: Search[DecisionDefinitionFilter]) -> Page[DecisionDefinition]:
        self.asked.append(query)
        first, limit = int(query.page.after or 0), query.page.limit or 100
        items = self.versions[first : first + limit]
        info = PageInfo(total_items=len(self.versions), end_cursor=str(first + len(items)) if items else None)
        return Page(items=items, page=info)


async def keys(picker: LatestVersions, request: PageRequest = FIRST, **wanted: Any) -> list[str]:
    page = await picker.fetch(DecisionDefinitionFilter(**wanted), request)
    return [one.decision_definition_key for one in page.items]


async def test_a_decision_of_two_tenants_is_two_decisions() -> None:
    picker = LatestVersions(Cluster().search, (Sort("decision_definition_id"), Sort("tenant_id")))
    assert await keys(picker) == ["dish3a", "dish2b", "soup1a"]
    assert (picker.versions, picker.cut) == (5, False)


async def test_what_is_asked_for_holds_for_the_newest_and_is_not_sent_unless_it_holds_for_all() -> None:
    cluster = Cluster()
    picker = LatestVersions(cluster.search, (Sort("decision_definition_id"),))
    assert await keys(picker, version=2) == ["dish2b"]
    assert await keys(picker, name="Dish") == ["dish3a"]
    assert await keys(picker, decision_definition_id="dish", tenant_id="a", version=3, is_latest_version=True)
    sent = [query.body() for query in cluster.asked]
    order = [{"field": "decisionDefinitionId", "order": "ASC"}, {"field": "version", "order": "DESC"}]
    assert [body["sort"] for body in sent] == [order] * 3
    assert [body["filter"] for body in sent] == [
        DecisionDefinitionFilter(),
        DecisionDefinitionFilter(),
        DecisionDefinitionFilter(decision_definition_id="dish", tenant_id="a"),
    ]


async def test_pages_are_of_one_look_and_a_first_page_looks_anew() -> None:
    cluster = Cluster()
    picker = LatestVersions(cluster.search, (Sort("decision_definition_id"), Sort("tenant_id")))
    page = await picker.fetch(DecisionDefinitionFilter(), PageRequest(limit=2))
    assert page.page.total_items == 3
    cluster.versions = ()
    assert await keys(picker, PageRequest(limit=2, after=page.page.end_cursor)) == ["soup1a"]
    assert await keys(picker, PageRequest(limit=2)) == []


async def test_more_versions_than_are_looked_through_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions_module, "_AT_ONCE", 2)
    monkeypatch.setattr(decisions_module, "MOST_VERSIONS", 4)
    cluster = Cluster()
    picker = LatestVersions(cluster.search, (Sort("decision_definition_id"), Sort("tenant_id")))
    page = await picker.fetch(DecisionDefinitionFilter(), PageRequest(limit=100))
    assert [one.decision_definition_key for one in page.items] == ["dish3a", "dish2b"]
    assert (picker.versions, picker.cut, page.page.has_more_total_items) == (4, True, True)
    assert [query.page.after for query in cluster.asked] == [None, "2"]


def test_sorting_here() -> None:
    ten = DecisionDefinition(decision_definition_key="10", version=1, decision_requirements_name="B")
    nine = DecisionDefinition(decision_definition_key="9", version=2, decision_requirements_name="A")
    none = DecisionDefinition(decision_definition_key="8", version=2)
    for sort, wanted in (
        ((Sort("decision_definition_key"),), (none, nine, ten)),
        ((Sort("decision_definition_key", "DESC"),), (ten, nine, none)),
        ((Sort("version", "DESC"), Sort("decision_definition_key")), (none, nine, ten)),
        ((Sort("decision_requirements_name"),), (nine, ten, none)),
        ((Sort("decision_requirements_name", "DESC"),), (ten, nine, none)),
    ):
        assert sort_here((ten, nine, none), sort) == wanted
