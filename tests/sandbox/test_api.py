"""The API as a whole: whatever is sent, the answer is a documented one and never a 500."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from c8tui.sandbox.app import Sandbox
from c8tui.sandbox.catalog import RESOURCES
from c8tui.sandbox.fields import OPERATORS, Resource
from tests.sandbox.clusters import Cluster

JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def newest() -> Cluster:
    return Cluster(dialect="8.10")


FIELDS = sorted({field.name for resource in RESOURCES for field in resource.fields})
KNOWN = (
    *("filter", "sort", "page", "limit", "from", "after", "before", "field", "order", "name", "value", "$or"),
    *("$eq", "$neq", "$exists", "$in", "$notIn", "$like", "$gt", "$gte", "$lt", "$lte"),
    *("variables", "changeset", "assignee", "allowOverride", "action", "retries", "timeout", "errorCode", "type"),
)
WORDS = st.sampled_from([*FIELDS, *KNOWN])
DATES = ("2027-01-15T08:00:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00")
STRANGE = ("", "0", "-1", "2251799813685277", "1-1", "ASC", "DESC", "CREATED", "*", "[", "W10=", "\\", "a\x00b")
ODD = st.sampled_from([*STRANGE, *DATES, "9" * 19, "9" * 25, "x" * 999, "\ud800"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | ODD | WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | ODD, inner, max_size=4),
    max_leaves=12,
)


COMMANDS = st.dictionaries(WORDS, VALUES, max_size=4)
BODIES = VALUES | COMMANDS


def endpoints(app: Sandbox) -> list[tuple[str, str]]:
    routes = [route for route in app.api.routes if isinstance(route, Route) and route.path.startswith("/v2")]
    return [(method, route.path) for route in routes for method in sorted(route.methods or ()) if method != "HEAD"]


ENDPOINTS = endpoints(Cluster(dialect="8.10").app)


def open_key(cluster: Cluster, path: str) -> str:
    """The key of something that a command on this path may be about."""
    where: dict[str, Any] = {
        "user_task": {"state": "CREATED"},
        "job": {"phase": "ready"},
        "incident": {"state": "ACTIVE"},
    }
    table = next((table for table in where if path.startswith(f"/v2/{table.replace('_', '-')}s/")), "variable")
    rows = cluster.app.store.find(table, limit=1, **where.get(table, {"name": "amount"}))
    return str(rows[0]["key"]) if rows else "42"


def test_there_are_endpoints_to_try() -> None:
    assert len(ENDPOINTS) > 130


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
@settings(max_examples=12)
@given(
    body=BODIES,
    key=st.sampled_from(["open", "open", "open", "42", "2251799813685277", "x", "1-1", "-", "%00", "9" * 30, "é"]),
)
async def test_no_body_brings_it_down(newest: Cluster, method: str, path: str, body: Any, key: str) -> None:
    if key == "open":
        key = open_key(newest, path)
    path = re.sub(r"\{\w+\}", key, path)
    if path.endswith("/activation") and isinstance(body, dict):
        body = body | {"requestTimeout": -1}
    answer = await newest.http.request(method, path, content=json.dumps(body).encode(), headers=JSON)
    assert answer.status_code < 500
    if answer.status_code >= 400:
        problem = answer.json()
        assert (problem["status"], problem["type"]) == (answer.status_code, "about:blank")
        assert problem["detail"].endswith(".") or "rejected with code" in problem["detail"]


def searches(resource: Resource) -> st.SearchStrategy[Any]:
    """Searches that have the right shape and names, and any values."""
    view = resource.view("8.10")
    operators = st.sampled_from(sorted(OPERATORS["S"] | OPERATORS["D"]))
    values = VALUES | st.dictionaries(operators, VALUES | st.lists(ODD), max_size=2)
    filters = st.dictionaries(st.sampled_from(sorted(view.filters)), values, max_size=2)
    order = st.sampled_from(["ASC", "DESC", "asc", None])
    sort = st.lists(st.fixed_dictionaries({"field": st.sampled_from(sorted(view.sorts)), "order": order}), max_size=4)
    page = st.dictionaries(st.sampled_from(["limit", "from"]), st.integers(0, 2**40), max_size=2)
    return st.fixed_dictionaries({"filter": filters, "sort": sort, "page": page | VALUES})


_SEARCHABLE = [resource for resource in RESOURCES if resource.view("8.10").sorts]
SEARCHED = {f"/{resource.table.replace('_', '-')}s/search": resource for resource in _SEARCHABLE}
SEARCHED["/decision-requirements/search"] = SEARCHED.pop("/decision-requirementss/search")


@pytest.mark.parametrize("path", SEARCHED)
@settings(max_examples=20)
@given(data=st.data())
async def test_no_search_brings_it_down(newest: Cluster, path: str, data: st.DataObject) -> None:
    body = data.draw(searches(SEARCHED[path]))
    answer = await newest.http.post(f"/v2{path}", content=json.dumps(body).encode(), headers=JSON)
    assert answer.status_code in (200, 400)


async def test_bodies_that_are_no_objects_or_no_json(cluster: Cluster) -> None:
    path = "/v2/user-tasks/search"
    for content in (b"[]", b'"x"', b"{", b"\xff\xfe", b'{"page": {"limit": 1}', b"7"):
        answer = await cluster.http.post(path, content=content, headers=JSON)
        assert (answer.status_code, answer.json()["title"]) == (400, "INVALID_ARGUMENT")
    for content in (b"", b"null", b"{}"):
        assert (await cluster.http.post(path, content=content, headers=JSON)).status_code == 200


async def test_other_content_types_are_refused(cluster: Cluster) -> None:
    for content_type in ("text/plain", "application/x-www-form-urlencoded", ""):
        headers = {"content-type": content_type}
        answer = await cluster.http.post("/v2/user-tasks/search", content=b"{}", headers=headers)
        assert (answer.status_code, answer.json()["title"]) == (415, "UNSUPPORTED_MEDIA_TYPE")
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert (await cluster.http.post("/v2/user-tasks/search", content=b"{}", headers=headers)).status_code == 200


async def test_unknown_paths_and_methods_are_problems(cluster: Cluster) -> None:
    assert (await cluster.refused("GET", "/nothing"))["title"] == "NOT_FOUND"
    assert (await cluster.refused("GET", "/user-tasks/search"))["status"] == 400
    assert (await cluster.refused("DELETE", "/topology"))["title"] == "METHOD_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("since", "method", "path"),
    [
        ("8.9", "POST", "/audit-logs/search"),
        ("8.9", "GET", "/audit-logs/42"),
        ("8.9", "POST", "/user-tasks/{task}/audit-logs/search"),
        ("8.9", "POST", "/user-tasks/{task}/effective-variables/search"),
        ("8.10", "GET", "/forms/42"),
    ],
)
async def test_an_older_dialect_does_not_know_newer_endpoints(since: str, method: str, path: str) -> None:
    older = Cluster(dialect={"8.9": "8.8", "8.10": "8.9"}[since])
    path = path.format(task=(await older.task())["userTaskKey"])
    problem = await older.refused(method, path)
    assert (problem["status"], "No endpoint" in problem["detail"]) == (404, True)
    answer = await Cluster(dialect=since).ask(method, path)
    assert answer.status_code == 200 or "No endpoint" not in answer.json()["detail"]


async def test_a_request_without_its_body_or_with_a_foreign_key_in_the_path(cluster: Cluster) -> None:
    for key in ("abc", "1" * 26, "1.5"):
        problem = await cluster.refused("POST", f"/user-tasks/{key}/completion")
        assert (problem["status"], "'userTaskKey'" in problem["detail"]) == (400, True)
