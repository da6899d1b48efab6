"""The newest versions, picked here: of each tenant, before the filter, in any order, and never more than was seen."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.model.decisions import DecisionDefinition, DecisionDefinitionFilter
from c8tui.model.search import Page, PageInfo, PageRequest, Search, Sort
from c8tui.session import decisions as decisions_module
from c8tui.session.decisions import LatestVersions, sort_here


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
