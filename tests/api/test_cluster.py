"""The cluster's endpoints: what is asked, and what is made of the answer."""

from __future__ import annotations

import httpx
import pytest

from c8tui.api import cluster, processes
from c8tui.errors import BadAnswer, Unavailable
from c8tui.model.cluster import Broker, License, Me, Partition, Tenant, Topology
from c8tui.model.processes import ProcessDefinition, ProcessDefinitionFilter
from c8tui.model.search import Search, Sort
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
    partitions = (Partition(partition_id=1, role="leader", health="healthy", state="active"),)
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


# The process-definition endpoints.


async def test_search() -> None:
    here = Cluster(answer({"items": [{"processDefinitionKey": "1", "name": None}], "page": {"totalItems": 1}}))
    query = Search(filter=ProcessDefinitionFilter(is_latest_version=True), sort=(Sort("version_tag"),))
    page = await processes.search(here.wire(), query)
    assert here.asked == (
        "POST",
        "/process-definitions/search",
        {"filter": {"isLatestVersion": True}, "sort": [{"field": "versionTag", "order": "ASC"}]},
    )
    assert page.items == (ProcessDefinition(process_definition_key="1"),)


async def test_get() -> None:
    here = Cluster(
        answer({"processDefinitionKey": "1", "processDefinitionId": "order", "version": 3, "hasStartForm": True})
    )
    read = await processes.get(here.wire(), "1")
    assert read == ProcessDefinition(
        process_definition_key="1", process_definition_id="order", version=3, has_start_form=True
    )
    assert here.asked == ("GET", "/process-definitions/1", None)


async def test_xml() -> None:
    here = Cluster(httpx.Response(200, content=b"\xef\xbb\xbf<bpmn/>", headers={"content-type": "text/xml"}))
    assert await processes.xml(here.wire(), "1") == "<bpmn/>"
    assert here.asked == ("GET", "/process-definitions/1/xml", None)


async def test_no_xml() -> None:
    assert await processes.xml(Cluster(httpx.Response(204)).wire(), "1") == ""


async def test_start_form() -> None:
    here = Cluster(answer({"formId": "f", "schema": "{}"}))
    found = await processes.start_form(here.wire(), "1")
    assert found is not None
    assert found.form_id == "f"
    assert here.asked == ("GET", "/process-definitions/1/form", None)
    assert await processes.start_form(Cluster(httpx.Response(204)).wire(), "1") is None


async def test_start() -> None:
    here = Cluster(answer({"processInstanceKey": "7", "processDefinitionId": "order"}))
    started = await processes.start(here.wire(), "1", {"a": 1}, "t")
    assert here.asked == (
        "POST",
        "/process-instances",
        {"processDefinitionKey": "1", "variables": {"a": 1}, "tenantId": "t"},
    )
    assert started.process_instance_key == "7"
