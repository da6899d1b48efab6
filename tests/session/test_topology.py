"""The cluster as the topology screen shows it."""

from __future__ import annotations

import pytest

from c8tui.errors import Unavailable
from c8tui.session.topology import judge, overview
from tests.sandboxes import Sandbox


async def test_overview_of_a_cluster() -> None:
    sandbox = Sandbox()
    connection, _ = sandbox.connection()
    seen = await overview(connection.wire)
    assert seen.topology.gateway_version.startswith("8.9.")
    assert seen.health == judge(seen.topology)
    assert seen.health.healthy
    assert seen.license is not None

    await sandbox.faults("broker-down=1")
    ill = (await overview(connection.wire)).health
    assert "1 of 3 brokers is missing" in ill.problems
    assert not ill.healthy
    await connection.aclose()


async def test_without_a_licence_the_rest_stands_without_a_topology_nothing() -> None:
    sandbox = Sandbox(faults=("403@/v2/license",))
    connection, _ = sandbox.connection()
    seen = await overview(connection.wire)
    assert (seen.license, seen.health.healthy) == (None, True)

    await sandbox.faults("unavailable@/v2/topology")
    with pytest.raises(Unavailable):
        await overview(connection.wire)
    await connection.aclose()
