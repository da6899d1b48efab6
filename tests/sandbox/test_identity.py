"""Users, groups, roles, tenants and authorizations, read-only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.clusters import Cluster
from tests.sandbox.operated import refusal


async def ids(cluster: Cluster, path: str, key: str, filter: Any = None) -> list[str]:
    return [one[key] for one in await cluster.items(path, filter)]


async def test_users_are_found(cluster: Cluster) -> None:
    assert await ids(cluster, "/users", "username") == ["demo", "anna", "ben", "guest"]
    assert await ids(cluster, "/users", "username", {"username": {"$like": "?en"}}) == ["ben"]
    assert await ids(cluster, "/users", "username", {"name": {"$in": ["Anna", "Ben"]}}) == ["anna", "ben"]
    assert await ids(cluster, "/users", "username", {"email": {"$neq": "demo@example.com"}}) == ["anna", "ben", "guest"]
    assert [one["username"] for one in await cluster.items("/users", None, "name DESC")] == [
        "guest",
        "demo",
        "ben",
        "anna",
    ]
    assert await cluster.get("/users/ben") == {"username": "ben", "name": "Ben", "email": "ben@example.com"}
    assert (await cluster.refused("GET", "/users/nobody"))["status"] == 404


@pytest.mark.parametrize(
    ("path", "key", "found"),
    [
        ("/groups", "groupId", ["accounting", "leads", "sales", "support"]),
        ("/roles", "roleId", ["worker"]),
        ("/tenants", "tenantId", ["<default>", "tenant-b"]),
        ("/mapping-rules", "mappingRuleId", []),
        ("/groups/sales/users", "username", ["ben", "demo"]),
        ("/groups/sales/clients", "clientId", []),
        ("/groups/sales/roles", "roleId", []),
        ("/roles/worker/users", "username", ["anna", "ben", "demo"]),
        ("/roles/worker/clients", "clientId", ["c8tui"]),
        ("/tenants/tenant-b/users", "username", ["ben", "demo"]),
        ("/tenants/tenant-b/clients", "clientId", ["c8tui"]),
        ("/tenants/tenant-b/groups", "groupId", []),
    ],
)
async def test_lists_and_their_members(cluster: Cluster, path: str, key: str, found: list[str]) -> None:
    assert await ids(cluster, path, key) == found


async def test_what_is_not_there_has_no_members(cluster: Cluster) -> None:
    for path in ("/groups/none/users/search", "/roles/none/users/search", "/tenants/none/users/search"):
        assert (await refusal(cluster, path, {}))[0] == 404
    for path in ("/groups/none", "/roles/none", "/tenants/none", "/authorizations/0", "/mapping-rules/none"):
        assert (await cluster.refused("GET", path))["status"] == 404
    assert (await cluster.get("/groups/sales"))["name"] == "Sales"


@pytest.mark.parametrize(
    "body",
    [
        {"filter": {"password": "x"}},
        {"filter": {"name": 1}},
        {"filter": {"name": {"$gt": "a"}}},
        {"filter": {"name": {"$in": "a"}}},
        {"filter": {"name": {"$exists": "a"}}},
        {"sort": [{"field": "password"}]},
        {"page": {"limit": "1"}},
        {"more": 1},
    ],
)
async def test_wrong_searches_are_refused(cluster: Cluster, body: Any) -> None:
    assert (await refusal(cluster, "/users/search", body))[0] == 400


async def test_authorizations_are_those_of_roles() -> None:
    cluster = Cluster(user="demo", dialect="8.10")
    everything = await cluster.items("/authorizations")
    assert {one["ownerId"] for one in everything} == {"worker"}
    assert await cluster.get(f"/authorizations/{everything[0]['authorizationKey']}") == everything[0]
    some = {"resourceType": "USER_TASK", "resourceIds": ["*"]}
    (tasks,) = await cluster.items("/authorizations", some)
    assert "COMPLETE" in tasks["permissionTypes"]
    mine = await cluster.search("/authentication/me/authorizations", some)
    assert (mine["items"], mine["authorizationsEnabled"]) == ([tasks], True)
    guest = Cluster(user="guest", dialect="8.10")
    assert await guest.items("/authentication/me/authorizations") == []
    assert await guest.items("/users") == []


async def test_user_tasks_are_resources_of_their_own_since_8_9() -> None:
    old = await Cluster(dialect="8.8").items("/authorizations")
    assert [one["resourceType"] for one in old] == ["PROCESS_DEFINITION"]
    assert {"READ_USER_TASK", "UPDATE_USER_TASK"} < set(old[0]["permissionTypes"])
    new = await Cluster(dialect="8.9").items("/authorizations")
    assert [one["resourceType"] for one in new] == ["PROCESS_DEFINITION", "USER_TASK"]
    assert "READ_USER_TASK" not in new[0]["permissionTypes"]
