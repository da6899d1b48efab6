"""What may be asked, and how it is spelled."""

from __future__ import annotations

import json
from typing import Any

import pytest

from c8tui.errors import Refusal
from c8tui.model.audit_logs import AuditLogFilter
from c8tui.model.base import decode, encode
from c8tui.model.decisions import DecisionDefinitionFilter, DecisionInstanceFilter, DecisionRequirementsFilter
from c8tui.model.jobs import JobFilter
from c8tui.model.processes import ProcessDefinitionFilter
from c8tui.model.search import Filter, Op, Page, PageInfo, PageRequest, Search, Sort, VariableMatch, camel
from c8tui.model.user_tasks import UserTask, UserTaskFilter
from c8tui.model.variables import VariableFilter

FILTERS = (
    AuditLogFilter,
    DecisionDefinitionFilter,
    DecisionInstanceFilter,
    DecisionRequirementsFilter,
    JobFilter,
    ProcessDefinitionFilter,
    UserTaskFilter,
    VariableFilter,
)


def sent(search: Search[Any]) -> Any:
    return json.loads(encode(search.body()))


@pytest.mark.parametrize(
    ("op", "spelled"),
    [
        (Op(eq="a"), {"$eq": "a"}),
        (Op(neq=5), {"$neq": 5}),
        (Op(exists=False), {"$exists": False}),
        (Op(gt=1, lt=3), {"$gt": 1, "$lt": 3}),
        (Op(gte="2026-01-01T00:00:00Z", lte="2026-02-01T00:00:00Z"), None),
        (Op(in_=("a", "b")), {"$in": ["a", "b"]}),
        (Op(not_in=("a",)), {"$notIn": ["a"]}),
        (Op(like="a*"), {"$like": "a*"}),
    ],
)
def test_operators(op: Op, spelled: Any) -> None:
    expected = spelled or {"$gte": "2026-01-01T00:00:00Z", "$lte": "2026-02-01T00:00:00Z"}
    assert sent(Search(filter=UserTaskFilter(assignee=op))) == {"filter": {"assignee": expected}}


def test_only_what_was_asked_for_is_sent() -> None:
    assert sent(Search(filter=UserTaskFilter())) == {"filter": {}}


def test_a_variable_is_matched_by_its_json() -> None:
    search = Search(filter=UserTaskFilter(process_instance_variables=(VariableMatch("id", '"A-1"'),), tags=("vip",)))
    assert sent(search) == {"filter": {"processInstanceVariables": [{"name": "id", "value": '"A-1"'}], "tags": ["vip"]}}


@pytest.mark.parametrize(
    ("page", "spelled"),
    [
        (PageRequest(limit=5), {"limit": 5}),
        (PageRequest(from_=0, limit=5), {"from": 0, "limit": 5}),
        (PageRequest(after="c", limit=5), {"after": "c", "limit": 5}),
        (PageRequest(before="c"), {"before": "c"}),
    ],
)
def test_the_four_page_forms(page: PageRequest, spelled: Any) -> None:
    assert sent(Search(filter=UserTaskFilter(), page=page))["page"] == spelled


@pytest.mark.parametrize(
    "page",
    [
        {"from_": 0, "after": "a"},
        {"after": "a", "before": "b"},
        {"from_": 1, "before": "b"},
        {"limit": 0},
        {"limit": -1},
        {"limit": 10_001},
    ],
)
def test_pages_that_the_api_refuses_are_refused_here(page: Any) -> None:
    with pytest.raises(Refusal, match="page"):
        PageRequest(**page)


def test_the_largest_page() -> None:
    assert PageRequest(limit=10_000).limit == 10_000


@pytest.mark.parametrize("field", ["assignee", "state", "process_name", "user_task_key", "dueDate", ""])
def test_a_sort_that_the_api_lacks_is_refused_before_it_is_sent(field: str) -> None:
    with pytest.raises(Refusal, match="creation_date"):
        Search(filter=UserTaskFilter(), sort=(Sort(field),))


def test_the_same_question_for_another_page() -> None:
    search = Search(filter=UserTaskFilter(state="CREATED"), sort=(Sort("priority"),), page=PageRequest(from_=3))
    assert search.at(PageRequest(after="x")).body() == {**search.body(), "page": PageRequest(after="x")}


@pytest.mark.parametrize("kind", FILTERS)
def test_sort_and_filter_are_spelled_alike(kind: type[Filter]) -> None:
    """The two ways into camel case agree, for every name that is in both."""
    names = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
    assert {name: camel(name) for name in names} == names
    assert kind.sort_fields
    assert all(field == field.lower() for field in kind.sort_fields)


SORTS = {
    UserTaskFilter: "creationDate, completionDate, followUpDate, dueDate, priority, name, businessId",
    VariableFilter: "value, name, tenantId, variableKey, scopeKey, processInstanceKey",
    DecisionDefinitionFilter: "decisionDefinitionKey, decisionDefinitionId, name, version, decisionRequirementsId, "
    "decisionRequirementsKey, decisionRequirementsName, decisionRequirementsVersion, tenantId",
    DecisionRequirementsFilter: "decisionRequirementsKey, decisionRequirementsName, version, decisionRequirementsId, "
    "tenantId",
    ProcessDefinitionFilter: "processDefinitionKey, name, resourceName, version, versionTag, processDefinitionId, "
    "tenantId",
}


@pytest.mark.parametrize("kind", SORTS)
def test_the_api_sorts_by_these(kind: type[Filter]) -> None:
    assert {camel(field) for field in kind.sort_fields} == set(SORTS[kind].split(", "))


@pytest.mark.parametrize(
    ("body", "info"),
    [
        (b'{"items":[],"page":{"totalItems":0}}', PageInfo(total_items=0)),
        (b'{"items":null,"page":{"totalItems":0}}', PageInfo(total_items=0)),
        (b'{"items":[],"page":null}', PageInfo()),
        (b'{"items":[]}', PageInfo()),
        (
            b'{"items":[],"page":{"totalItems":10000,"hasMoreTotalItems":true,"startCursor":"a","endCursor":null}}',
            PageInfo(total_items=10_000, has_more_total_items=True, start_cursor="a"),
        ),
    ],
)
def test_pages_are_read_as_every_version_writes_them(body: bytes, info: PageInfo) -> None:
    assert decode(body, Page[UserTask]) == Page(items=(), page=info)
