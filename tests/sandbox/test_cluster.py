"""Topology, status, licence and the principal."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.clusters import Cluster


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


async def test_a_client_has_no_user_name() -> None:
    cluster = Cluster(auth="oauth")
    grant = {"grant_type": "client_credentials", "client_id": "c8tui", "client_secret": "c8tui-secret"}
    token = (await cluster.http.post("/oauth/token", data=grant)).json()["access_token"]
    cluster.http.headers["authorization"] = f"Bearer {token}"
    assert (await cluster.get("/authentication/me"))["username"] is None
