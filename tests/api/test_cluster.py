"""The cluster's endpoints: what is asked, and what is made of the answer."""

from __future__ import annotations

import httpx
import pytest

from c8tui.api import cluster
from c8tui.errors import BadAnswer, Unavailable
from c8tui.model.cluster import Broker, License, Me, Partition, Tenant, Topology
from tests.api.fakes import Cluster, answer, problem


async def test_topology() -> None:
    partition = {"partitionId": 1, "role": "leader", "health": "healthy", "state": "active"}
    broker = {"nodeId": 0, "host": "10.0.0.7", "port": 26501, "version": "8.9.1", "partitions": [partition]}
    here = Cluster(
        answer(
            {
                "brokers": [broker],
                "clusterSize": 1,
                "partitionsCount": 1,
                "replicationFactor": 1,
                "gatewayVersion": "8.9.1",
                "lastCompletedChangeId": "-1",
            }
        )
    )
    read = await cluster.topology(here.wire())
    assert here.asked == ("GET", "/topology", None)
    partitions = (Partition(partition_id=1, role="leader", health="healthy"),)
    assert read == Topology(
        brokers=(Broker(node_id=0, host="10.0.0.7", port=26501, version="8.9.1", partitions=partitions),),
        cluster_size=1,
        partitions_count=1,
        replication_factor=1,
        gateway_version="8.9.1",
        last_completed_change_id="-1",
    )


async def test_status_is_silent_when_all_is_well() -> None:
    here = Cluster(httpx.Response(204))
    await cluster.status(here.wire())
    assert here.asked == ("GET", "/status", None)


async def test_status_of_a_cluster_without_leader() -> None:
    here = Cluster(problem(503, "UNAVAILABLE", "no leader"))
    with pytest.raises(Unavailable, match="no leader"):
        await cluster.status(here.wire())


async def test_status_is_not_taken_from_a_web_page() -> None:
    here = Cluster(httpx.Response(200, html="<title>Camunda</title>"))
    with pytest.raises(BadAnswer, match="'Camunda'"):
        await cluster.status(here.wire())


async def test_me() -> None:
    here = Cluster(
        answer(
            {
                "username": "demo",
                "displayName": "Demo",
                "email": None,
                "groups": ["sales"],
                "roles": ["admin"],
                "tenants": [{"tenantId": "<default>", "name": "Default"}],
                "authorizedComponents": ["*"],
                "canLogout": True,
            }
        )
    )
    read = await cluster.me(here.wire())
    assert here.asked == ("GET", "/authentication/me", None)
    assert read == Me(
        username="demo",
        display_name="Demo",
        groups=("sales",),
        roles=("admin",),
        tenants=(Tenant(tenant_id="<default>", name="Default"),),
        authorized_components=("*",),
    )


async def test_license() -> None:
    here = Cluster(answer({"validLicense": True, "licenseType": "saas", "isCommercial": True, "expiresAt": None}))
    assert await cluster.license(here.wire()) == License(valid_license=True, license_type="saas", is_commercial=True)
    assert here.asked == ("GET", "/license", None)
