"""Process definitions, instances, incidents and forms."""

from __future__ import annotations

from tests.sandbox.clusters import Cluster


async def test_definitions_and_their_xml(cluster: Cluster) -> None:
    latest = await cluster.items("/process-definitions", {"isLatestVersion": True}, "name")
    assert [(item["name"], item["version"]) for item in latest] == [
        ("Complaint", 1),
        ("Invoice approval", 3),
        ("Onboarding", 1),
        ("Order handling", 1),
        ("Quote to cash", 2),
    ]
    path = f"/process-definitions/{latest[0]['processDefinitionKey']}"
    xml = await cluster.ask("GET", f"{path}/xml")
    assert xml.headers["content-type"].startswith("text/xml")
    assert b'id="complaint"' in xml.content
    assert (await cluster.ask("GET", f"{path}/form")).json()["formId"] == "report-complaint"
    other = f"/process-definitions/{latest[1]['processDefinitionKey']}"
    assert (await cluster.ask("GET", f"{other}/form")).status_code == 204
    for ending in ("/xml", "/form"):
        assert (await cluster.refused("GET", f"/process-definitions/42{ending}"))["status"] == 404


async def test_incidents_of_an_instance(cluster: Cluster) -> None:
    incident = (await cluster.items("/incidents", {"state": "ACTIVE"}))[0]
    instance = await cluster.get(f"/process-instances/{incident['processInstanceKey']}")
    assert instance["hasIncident"] is True
    path = f"/process-instances/{incident['processInstanceKey']}/incidents"
    assert await cluster.items(path, {"state": "ACTIVE"}) == [incident]
    assert (await cluster.refused("POST", "/process-instances/42/incidents/search"))["status"] == 404


async def test_instances_are_found_by_what_happens_in_them(cluster: Cluster) -> None:
    stopped = {item["processInstanceKey"] for item in await cluster.items("/incidents", {"state": "ACTIVE"})}
    for wanted in ({"hasIncident": True}, {"errorMessage": {"$exists": True}}, {"hasElementInstanceIncident": True}):
        found = await cluster.items("/process-instances", wanted)
        assert {item["processInstanceKey"] for item in found} == stopped
    retrying = await cluster.items("/jobs", {"hasFailedWithRetriesLeft": True})
    found = await cluster.items("/process-instances", {"hasRetriesLeft": True})
    assert {item["processInstanceKey"] for item in found} == {job["processInstanceKey"] for job in retrying} != set()
    assert await cluster.items("/process-instances", {"batchOperationId": "1"}) == []
    gold = [{"name": "tier", "value": '"gold"'}]
    assert await cluster.items("/process-instances", {"variables": gold})


async def test_forms_by_key_are_new_in_8_10() -> None:
    cluster = Cluster(dialect="8.10")
    key = (await cluster.task(elementId="call-customer"))["formKey"]
    assert (await cluster.get(f"/forms/{key}"))["formId"] == "call-customer"
