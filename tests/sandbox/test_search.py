"""The search engine: totals, caps, dialects, permissions."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.sandbox.catalog import FORMS
from c8tui.sandbox.reads import getting, missing, searching
from tests.sandbox.clusters import Cluster

RESOURCES = {
    "user-tasks": "userTaskKey",
    "jobs": "jobKey",
    "incidents": "incidentKey",
    "variables": "variableKey",
    "process-definitions": "processDefinitionKey",
    "process-instances": "processInstanceKey",
    "decision-definitions": "decisionDefinitionKey",
    "decision-requirements": "decisionRequirementsKey",
    "decision-instances": "decisionEvaluationInstanceKey",
    "audit-logs": "auditLogKey",
}
BY_KEY = [path for path in RESOURCES if path != "jobs"]
"""What can be read by key; of jobs the API has only the search."""


@pytest.fixture(scope="module")
def cluster() -> Cluster:
    """One for all, for nothing here changes it."""
    return Cluster()


@pytest.fixture(scope="module")
def guest() -> Cluster:
    """Asked by somebody who may read nothing."""
    return Cluster("guest")


@pytest.fixture(scope="module")
def by_dialect() -> dict[str, Cluster]:
    """One for each version of the API."""
    return {dialect: Cluster(dialect=dialect) for dialect in ("8.8", "8.9", "8.10")}


@pytest.mark.parametrize("path", BY_KEY)
async def test_a_search_and_a_read_by_key_agree(cluster: Cluster, path: str) -> None:
    key = RESOURCES[path]
    found = await cluster.search(f"/{path}", page={"limit": 3})
    assert 0 < len(found["items"]) <= 3
    assert found["page"]["totalItems"] >= len(found["items"])
    for item in found["items"]:
        assert isinstance(item[key], str)
        alone = await cluster.get(f"/{path}/{item[key]}")
        assert {name: value for name, value in item.items() if name != "isTruncated"}.items() <= alone.items()


@pytest.mark.parametrize("path", BY_KEY)
async def test_what_one_may_not_read_looks_empty(guest: Cluster, path: str) -> None:
    empty = {"totalItems": 0, "hasMoreTotalItems": False, "startCursor": None, "endCursor": None}
    assert await guest.search(f"/{path}") == {"items": [], "page": empty}
    assert (await guest.refused("GET", f"/{path}/42"))["status"] == 403


@pytest.mark.parametrize("path", BY_KEY)
async def test_unknown_keys_are_not_found(cluster: Cluster, path: str) -> None:
    key = "42-1" if path == "decision-instances" else "42"
    problem = await cluster.refused("GET", f"/{path}/{key}")
    assert (problem["status"], problem["title"]) == (404, "NOT_FOUND")
    assert f"'{key}'" in problem["detail"]
    assert (await cluster.refused("GET", f"/{path}/abc"))["status"] == 400


@pytest.mark.parametrize("path", RESOURCES)
async def test_every_sort_field_works_both_ways(cluster: Cluster, path: str) -> None:
    problem = await cluster.refused("POST", f"/{path}/search", {"sort": [{"field": "?"}]})
    fields = problem["detail"].split("one of ")[1].rstrip(".").split(", ")
    for field in fields:
        up = await cluster.items(f"/{path}", None, f"{field} ASC")
        down = await cluster.items(f"/{path}", None, f"{field} DESC")
        assert up == down[::-1]


async def test_totals_are_capped(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("c8tui.sandbox.search.MOST", 20)
    page = (await cluster.search("/user-tasks", page={"limit": 1}))["page"]
    assert (page["totalItems"], page["hasMoreTotalItems"]) == (20, True)
    page = (await cluster.search("/user-tasks", {"assignee": "nobody"}))["page"]
    assert (page["totalItems"], page["hasMoreTotalItems"]) == (0, False)


async def test_nothing_but_filter_sort_and_page(cluster: Cluster) -> None:
    problem = await cluster.refused("POST", "/user-tasks/search", {"filters": {}})
    assert (problem["status"], "'filters'" in problem["detail"]) == (400, True)


async def test_tenants_see_their_own() -> None:
    theirs = await Cluster("ben").items("/user-tasks")
    hers = await Cluster("anna").items("/user-tasks")
    assert {task["tenantId"] for task in theirs} == {"<default>", "tenant-b"}
    assert hers == [task for task in theirs if task["tenantId"] == "<default>"]


NEWER: dict[str, tuple[set[str], set[str]]] = {
    "user-tasks": ({"tags", "rootProcessInstanceKey"}, {"businessId"}),
    "jobs": ({"rootProcessInstanceKey", "creationTime", "lastUpdateTime"}, {"businessId", "priority"}),
    "variables": ({"rootProcessInstanceKey"}, set()),
    "incidents": ({"rootProcessInstanceKey"}, set()),
    "process-instances": ({"rootProcessInstanceKey", "businessId"}, {"suspendedDate"}),
    "process-definitions": (set(), set()),
    "decision-definitions": ({"decisionRequirementsName", "decisionRequirementsVersion"}, set()),
    "decision-requirements": (set(), set()),
    "decision-instances": ({"rootProcessInstanceKey", "rootDecisionDefinitionKey"}, {"businessId"}),
}


@pytest.mark.parametrize("path", NEWER)
async def test_items_have_the_fields_of_their_version(by_dialect: dict[str, Cluster], path: str) -> None:
    fields: dict[str, set[str]] = {}
    for dialect, cluster in by_dialect.items():
        items = await cluster.items(f"/{path}")
        fields[dialect] = {name for item in items for name in item}
    absent = {name for name in fields["8.10"] if all(item[name] is None for item in items)}
    assert fields["8.9"] - fields["8.8"] - absent == NEWER[path][0] - absent
    assert fields["8.10"] - fields["8.9"] == NEWER[path][1]
    assert fields["8.8"] < fields["8.10"] or not (NEWER[path][0] | NEWER[path][1])


@pytest.mark.parametrize(("dialect", "absent"), [("8.8", ""), ("8.9", None), ("8.10", None)])
async def test_a_version_tag_that_is_not_there(dialect: str, absent: Any) -> None:
    tags = {d["versionTag"] for d in await Cluster(dialect=dialect).items("/process-definitions")}
    assert tags == {absent, "2026.3"}


# What reads have in common.


def test_a_missing_thing_is_named_with_its_key() -> None:
    problem = missing("user task", 42)
    assert (problem.status, problem.detail) == (404, "There is no user task with key '42'.")


def test_handlers_are_made_for_any_resource() -> None:
    assert searching(FORMS) is not searching(FORMS)
    assert callable(getting(FORMS, "form"))


@pytest.mark.parametrize("path", ["/user-tasks/search", "/jobs/search", "/process-instances/search"])
async def test_a_search_needs_no_body(cluster: Cluster, path: str) -> None:
    answer = await cluster.http.post(f"/v2{path}")
    assert len(answer.json()["items"]) == min(100, answer.json()["page"]["totalItems"])


# Topology, status, licence and the principal.


def roles(topology: dict[str, Any]) -> dict[int, str]:
    return {broker["nodeId"]: "".join(p["role"][0] for p in broker["partitions"]) for broker in topology["brokers"]}


async def test_three_brokers_lead_one_partition_each(cluster: Cluster) -> None:
    topology = await cluster.get("/topology")
    assert roles(topology) == {0: "lff", 1: "flf", 2: "ffl"}
    assert {p["health"] for broker in topology["brokers"] for p in broker["partitions"]} == {"healthy"}
    assert (topology["clusterSize"], topology["partitionsCount"], topology["replicationFactor"]) == (3, 3, 3)


async def test_a_broker_that_is_down_is_missing_and_its_leadership_moves() -> None:
    cluster = Cluster(faults=("broker-down=1",))
    topology = await cluster.get("/topology")
    assert roles(topology) == {0: "lff", 2: "fll"}
    unwell = [
        (broker["nodeId"], p["partitionId"])
        for broker in topology["brokers"]
        for p in broker["partitions"]
        if p["health"] == "unhealthy"
    ]
    assert unwell == [(2, 2)]
    assert (topology["clusterSize"], len(topology["brokers"])) == (3, 2)


@pytest.mark.parametrize(
    ("dialect", "version", "newer"),
    [("8.8", "8.8.9", set()), ("8.9", "8.9.2", {"clusterId"}), ("8.10", "8.10.0", {"clusterId"})],
)
async def test_each_dialect_says_its_version(dialect: str, version: str, newer: set[str]) -> None:
    topology = await Cluster(dialect=dialect).get("/topology")
    assert topology["gatewayVersion"] == version
    common = {"brokers", "clusterSize", "partitionsCount", "replicationFactor", "gatewayVersion"}
    assert set(topology) - common - {"lastCompletedChangeId"} == newer
    assert ("brokerId" in topology["brokers"][0]) == (dialect == "8.10")


async def test_status_and_license(cluster: Cluster) -> None:
    status = await cluster.ask("GET", "/status")
    assert (status.status_code, status.content) == (204, b"")
    assert (await cluster.get("/license"))["validLicense"] is True


async def test_me_is_who_asks() -> None:
    me = await Cluster("anna").get("/authentication/me")
    assert (me["username"], me["displayName"], me["groups"]) == ("anna", "Anna", ["accounting", "leads"])
    assert [tenant["tenantId"] for tenant in me["tenants"]] == ["<default>"]
    assert len(me) == 10
    guest = await Cluster("guest").get("/authentication/me")
    assert (guest["username"], guest["authorizedComponents"]) == ("guest", [])


async def test_a_client_goes_by_its_id() -> None:
    cluster = Cluster(auth="oauth")
    grant = {"grant_type": "client_credentials", "client_id": "c8tui", "client_secret": "c8tui-secret"}
    token = (await cluster.http.post("/oauth/token", data=grant)).json()["access_token"]
    cluster.http.headers["authorization"] = f"Bearer {token}"
    assert (await cluster.get("/authentication/me"))["username"] == "c8tui"
