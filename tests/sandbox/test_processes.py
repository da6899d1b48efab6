"""Process definitions, instances, incidents and forms."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from c8tui.sandbox.stories.company import PLANS, resource
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


# Starting process instances.


async def test_an_instance_starts_with_its_variables_and_its_first_task(cluster: Cluster) -> None:
    (latest,) = await cluster.items("/process-definitions", {"processDefinitionId": "complaint"})
    body = {"processDefinitionKey": latest["processDefinitionKey"], "variables": {"tier": "gold"}}
    started = (await cluster.ask("POST", "/process-instances", body)).json()
    assert (started["processDefinitionId"], started["processDefinitionVersion"]) == ("complaint", 1)
    key = started["processInstanceKey"]
    (task,) = await cluster.items("/user-tasks", {"processInstanceKey": key})
    assert (task["name"], task["state"]) == ("Call customer back", "CREATED")
    (variable,) = await cluster.items("/variables", {"processInstanceKey": key})
    assert (variable["name"], variable["value"]) == ("tier", '"gold"')


async def test_the_latest_version_starts_by_its_id(cluster: Cluster) -> None:
    started = (await cluster.ask("POST", "/process-instances", {"processDefinitionId": "invoice-approval"})).json()
    assert started["processDefinitionVersion"] == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"processDefinitionId": "x", "processDefinitionKey": "1"}, 400),
        ({"processDefinitionId": "soup"}, 404),
        ({"processDefinitionKey": "42"}, 404),
        ({"processDefinitionId": "complaint", "variables": []}, 400),
        ({"processDefinitionId": "complaint", "tenantId": "nobody"}, 403),
    ],
)
async def test_what_cannot_be_started_is_refused(cluster: Cluster, body: Any, status: int) -> None:
    assert (await cluster.refused("POST", "/process-instances", body))["status"] == status


# Documents: uploaded, and downloaded with their hash.


async def upload(cluster: Cluster, content: bytes = b"hello") -> httpx.Response:
    return await cluster.http.post("/v2/documents", files={"file": ("hello.txt", content, "text/plain")})


async def test_what_goes_up_comes_down(cluster: Cluster) -> None:
    answer = await upload(cluster)
    reference = answer.json()
    assert (answer.status_code, reference["camunda.document.type"]) == (201, "camunda")
    metadata = reference["metadata"]
    assert (metadata["fileName"], metadata["contentType"], metadata["size"]) == ("hello.txt", "text/plain", 5)
    path = f"/v2/documents/{reference['documentId']}"
    down = await cluster.http.get(path, params={"contentHash": reference["contentHash"]})
    assert (down.content, down.headers["content-type"].startswith("text/plain")) == (b"hello", True)
    assert (await cluster.http.get(path)).status_code == 400
    assert (await cluster.http.get("/v2/documents/none")).status_code == 404


async def test_other_bodies_are_refused(cluster: Cluster) -> None:
    assert (await cluster.http.post("/v2/documents", json={})).status_code == 415
    assert (await cluster.http.post("/v2/documents", files={"other": b"x"})).status_code == 400
    broken = await cluster.http.post("/v2/documents", content=b"x", headers={"content-type": "multipart/form-data"})
    assert broken.status_code == 400


# What is deployed in every sandbox.


async def test_forms_and_decisions_are_deployed_version_by_version(cluster: Cluster) -> None:
    await cluster.items("/user-tasks")
    store = cluster.app.store
    assert {row["form_id"] for row in store.find("form")} == {
        *("review-invoice", "approve-discount", "call-customer", "report-complaint"),
    }
    names = [row["resource_name"] for row in store.find("decision_requirements")]
    assert names == ["compensation.dmn", "dish.dmn", "discount.dmn", "discount.dmn"]
    versions = store.select("SELECT version FROM decision_definition WHERE decision_definition_id = 'discount'")
    assert versions == [(1,), (2,)]
    kinds = dict(store.select("SELECT decision_definition_id, decision_type FROM decision_definition"))
    assert (kinds["season"], kinds["dish"]) == ("LITERAL_EXPRESSION", "DECISION_TABLE")


def test_resources_are_read_from_the_package() -> None:
    assert json.loads(resource("review-invoice.form"))["id"] == "review-invoice"


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
async def test_the_versions_of_a_process_differ(cluster: Cluster, plan: Any) -> None:
    found = await cluster.items("/process-definitions", {"processDefinitionId": plan.id}, "version")
    assert [one["version"] for one in found] == list(range(1, len(plan.versions) + 1))
    xmls = [(await cluster.ask("GET", f"/process-definitions/{one['processDefinitionKey']}/xml")).text for one in found]
    assert len(set(xmls)) == len(xmls)


async def test_an_instance_walks_through_its_process(cluster: Cluster) -> None:
    """What a worker and a person do moves the tokens, and their variables go along."""
    body = {"processDefinitionId": "order-handling", "variables": {"amount": 12.5}, "businessId": "ORD-7"}
    key = (await cluster.ask("POST", "/process-instances", body)).json()["processInstanceKey"]
    (job,) = await cluster.items("/jobs", {"processInstanceKey": key})
    assert (job["type"], job["state"], job["customHeaders"]["currency"]) == ("payment-service", "CREATED", "EUR")
    await cluster.do("POST", f"/jobs/{job['jobKey']}/completion", {"variables": {"receipt": "R"}})
    (task,) = await cluster.items("/user-tasks", {"processInstanceKey": key})
    assert (task["name"], task["candidateGroups"]) == ("Check delivery", ["support"])
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion")
    (ship,) = await cluster.items("/jobs", {"processInstanceKey": key, "type": "ship-order"})
    await cluster.do("POST", f"/jobs/{ship['jobKey']}/completion")
    ended = await cluster.get(f"/process-instances/{key}")
    assert (ended["state"], ended["businessId"]) == ("COMPLETED", "ORD-7")
    values = {one["name"]: one["value"] for one in await cluster.items("/variables", {"scopeKey": key})}
    assert values == {"amount": "12.5", "receipt": '"R"'}
    trail = await cluster.items("/element-instances", {"processInstanceKey": key}, "elementInstanceKey")
    assert [(one["elementId"], one["state"]) for one in trail] == [
        (element, "COMPLETED")
        for element in ("order-placed", "payment-service", "check-delivery", "ship-order", "order-shipped")
    ]
    flows = (await cluster.get(f"/process-instances/{key}/sequence-flows"))["items"]
    assert [one["elementId"] for one in flows] == ["to-payment", "to-check", "to-shipping", "to-shipped"]


async def test_a_condition_decides_the_way(cluster: Cluster) -> None:
    for approved, ends in ((True, "release-payment"), (False, "invoice-refused")):
        body = {"processDefinitionId": "invoice-approval", "variables": {"amount": 1}}
        key = (await cluster.ask("POST", "/process-instances", body)).json()["processInstanceKey"]
        (task,) = await cluster.items("/user-tasks", {"processInstanceKey": key})
        done = {"variables": {"approved": approved}}
        await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion", done)
        last = (await cluster.items("/element-instances", {"processInstanceKey": key}, "elementInstanceKey"))[-1]
        assert last["elementId"] == ends


async def test_an_instance_is_cancelled_with_all_that_waits(cluster: Cluster) -> None:
    task = await cluster.task(elementId="review-invoice", state="CREATED")
    key = task["processInstanceKey"]
    await cluster.do("POST", f"/process-instances/{key}/cancellation")
    assert (await cluster.get(f"/process-instances/{key}"))["state"] == "TERMINATED"
    assert (await cluster.get(f"/user-tasks/{task['userTaskKey']}"))["state"] == "CANCELED"
    assert (await cluster.refused("POST", f"/process-instances/{key}/cancellation"))["status"] == 404
