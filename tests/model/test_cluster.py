"""Topology and identity as every version and every kind of principal gives them."""

from __future__ import annotations

from c8tui.model.base import decode
from c8tui.model.cluster import Me, Topology


def test_a_topology_of_a_later_version() -> None:
    body = b'{"clusterId":"c","brokers":[{"nodeId":0,"brokerId":"b","partitions":[{"partitionId":1,"role":"new"}]}]}'
    topology = decode(body, Topology)
    assert topology.cluster_id == "c"
    replicas = [one for broker in topology.brokers or () for one in broker.partitions or ()]
    assert replicas[0].role == "new"


def test_a_client_has_no_user_name() -> None:
    me = decode(b'{"username":null,"groups":null,"tenants":[{"tenantId":"<default>"}]}', Me)
    assert (me.username, me.groups, me.tenants[0].tenant_id) == (None, (), "<default>")
