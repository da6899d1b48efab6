"""The cluster itself: topology, status, licence, and who is asking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.cluster_state import CLUSTER_KINDS, ClusterState, with_faults
from c8tui.sandbox.deployments import MOST_BYTES
from c8tui.sandbox.stories import Clustered
from c8tui.sandbox.values import iso
from c8tui.sandbox.world import World

VERSIONS: Mapping[str, str] = {"8.8": "8.8.9", "8.9": "8.9.2", "8.10": "8.10.0"}
"""The version that each dialect calls itself."""
OLDER: Mapping[str, str] = {"8.8": "8.8.8", "8.9": "8.9.1", "8.10": "8.10.0-rc1"}
"""The version that brokers have which are not upgraded yet."""
TENANTS: Mapping[str, str] = {"<default>": "Default", "tenant-b": "Tenant B"}
"""The tenants by id, with their names."""
_LICENSED_UNTIL = "2027-03-31T00:00:00.000Z"


def state_of(world: World, path: str) -> ClusterState:
    """The cluster as the story has it now, with what the faults that are on do to it."""
    now = world.now()
    told = world.story.cluster(now) if isinstance(world.story, Clustered) else ClusterState()
    found = [fault for kind in CLUSTER_KINDS for fault in world.faults.take_all(kind, "GET", path)]
    return with_faults(told, found, now)


async def topology(call: Call) -> object:
    """`GET /topology`: the brokers that are up, with their replicas."""
    world, state = call.world, state_of(call.world, call.path)
    leaders = {number: state.leader(number) for number in range(1, state.partitions + 1)}
    held: dict[int, list[int]] = {node: [] for node in range(state.brokers)}
    for number in leaders:
        for node in state.holders(number):
            held[node].append(number)
    answer: dict[str, Any] = {
        "brokers": [_broker(call, state, node, held[node], leaders) for node in held if node not in state.down],
        "clusterSize": state.brokers,
        "partitionsCount": state.partitions,
        "replicationFactor": state.replication_factor,
        # Gateways are upgraded last.
        "gatewayVersion": (OLDER if state.older else VERSIONS)[world.options.dialect],
        "lastCompletedChangeId": str(state.change_id),
    }
    return answer | ({"clusterId": "cluster-7f3"} if world.speaks("8.9") else {})


def _broker(
    call: Call, state: ClusterState, node: int, held: list[int], leaders: Mapping[int, int | None]
) -> dict[str, Any]:
    """One broker with its replicas."""
    newest = call.world.speaks("8.10")
    zone = state.zone_of(node) if newest else ""
    # Node ids are counted in each zone anew.
    number = node // state.zones if zone else node
    broker: dict[str, Any] = {
        "nodeId": number,
        "host": call.world.story.text(f"zeebe-{node}"),
        "port": 26501,
        "partitions": [_replica(state, node, one, leaders[one], newest=newest) for one in held],
        "version": (OLDER if node in state.older else VERSIONS)[call.world.options.dialect],
    }
    return broker | ({"brokerId": f"{zone}_{number}" if zone else str(number)} if newest else {})


def _replica(state: ClusterState, node: int, number: int, leader: int | None, *, newest: bool) -> dict[str, Any]:
    """A replica as its broker tells of it. A partition that lost one goes on, but its leader says that it is ill."""
    holders = state.holders(number)
    health = "healthy"
    if node == leader and holders[0] in state.down:
        health = "unhealthy"
    if node == leader or leader is None:
        health = state.health.get(number, health)
    replica = {"partitionId": number, "role": "leader" if node == leader else "follower", "health": health}
    joins = number in state.joining and node == holders[-1]
    return replica | ({"state": "joining" if joins else "active"} if newest else {})


async def status(call: Call) -> Response | None:
    """`GET /status`: 204 while some partition is led, else 503 without a body."""
    state = state_of(call.world, call.path)
    led = any(state.leader(number) is not None for number in range(1, state.partitions + 1))
    return None if led else Response(status_code=503)


async def license_(call: Call) -> object:
    """`GET /license`."""
    until = state_of(call.world, call.path).licensed_until_ms
    return {
        "validLicense": True,
        "licenseType": "sandbox",
        "isCommercial": False,
        "expiresAt": _LICENSED_UNTIL if until is None else iso(until),
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
