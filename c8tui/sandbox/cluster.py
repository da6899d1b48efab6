"""The cluster itself: topology, status, licence, and who is asking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.deployments import MOST_BYTES

VERSIONS: Mapping[str, str] = {"8.8": "8.8.9", "8.9": "8.9.2", "8.10": "8.10.0"}
"""The version that each dialect calls itself."""
BROKERS = 3
PARTITIONS = 3
TENANTS: Mapping[str, str] = {"<default>": "Default", "tenant-b": "Tenant B"}
"""The tenants by id, with their names."""
_LICENSED_UNTIL = "2027-03-31T00:00:00.000Z"


async def topology(call: Call) -> object:
    """`GET /topology`: three brokers that share three partitions, unless one is down."""
    world = call.world
    fault = world.faults.take("broker-down", "GET", call.path)
    down = None if fault is None else fault.number
    brokers = [_broker(call, node, down) for node in range(BROKERS) if node != down]
    answer: dict[str, Any] = {
        "brokers": brokers,
        "clusterSize": BROKERS,
        "partitionsCount": PARTITIONS,
        "replicationFactor": BROKERS,
        "gatewayVersion": VERSIONS[world.options.dialect],
        "lastCompletedChangeId": "1",
    }
    return answer | ({"clusterId": "cluster-7f3"} if world.speaks("8.9") else {})


def _broker(call: Call, node: int, down: int | None) -> dict[str, Any]:
    """One broker; node n leads partition n + 1, and what a dead one led moves to its neighbour."""
    partitions = []
    for number in range(1, PARTITIONS + 1):
        leader = number - 1 if number - 1 != down else number % BROKERS
        # A partition that lost a replica goes on, but its leader says that it is not well.
        health = "unhealthy" if down is not None and node == leader and number - 1 == down else "healthy"
        partition = {"partitionId": number, "role": "leader" if node == leader else "follower", "health": health}
        partitions.append(partition | ({"state": "active"} if call.world.speaks("8.10") else {}))
    broker: dict[str, Any] = {
        "nodeId": node,
        "host": call.world.story.text(f"zeebe-{node}"),
        "port": 26501,
        "partitions": partitions,
        "version": VERSIONS[call.world.options.dialect],
    }
    return broker | ({"brokerId": str(node)} if call.world.speaks("8.10") else {})


async def status(call: Call) -> None:
    """`GET /status`: 204 while the sandbox is up."""


async def license_(call: Call) -> object:
    """`GET /license`."""
    return {
        "validLicense": True,
        "licenseType": "sandbox",
        "isCommercial": False,
        "expiresAt": _LICENSED_UNTIL,
    }


async def me(call: Call) -> object:
    """`GET /authentication/me`; a client goes by its id."""
    who, text = call.principal, call.world.story.text
    return {
        "username": who.username or who.client_id,
        "displayName": who.display_name and text(who.display_name),
        "email": who.email,
        "authorizedComponents": ["*"] if who.can_update else [],
        "tenants": [
            {"tenantId": tenant, "name": text(TENANTS.get(tenant, tenant)), "description": None}
            for tenant in who.tenants
        ],
        "groups": list(who.groups),
        "roles": list(who.roles),
        "salesPlanType": None if call.world.speaks("8.9") else "",
        "c8Links": {},
        "canLogout": False,
    }


async def configuration(call: Call) -> object:
    """`GET /system/configuration`: what of it there is by version."""
    metrics = {"enabled": True, "exportInterval": "PT0S", "maxWorkerNameLength": 100, "maxJobTypeLength": 100}
    answer: dict[str, Any] = {"jobMetrics": metrics | {"maxTenantIdLength": 31, "maxUniqueKeys": 10_000}}
    if call.world.speaks("8.10"):
        answer |= {
            "components": {"active": []},
            "deployment": {"isMultiTenancyEnabled": True, "maxRequestSize": MOST_BYTES},
            "authentication": {"canLogout": False, "isLoginDelegated": False},
            "cloud": {"stage": None},
        }
    return answer


ENDPOINTS = (
    Endpoint("open", "GET", "/system/configuration", configuration, "8.9"),
    Endpoint("open", "GET", "/topology", topology),
    Endpoint("open", "GET", "/status", status),
    Endpoint("open", "GET", "/license", license_),
    Endpoint("open", "GET", "/authentication/me", me),
)
