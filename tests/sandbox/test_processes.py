"""Process definitions, instances, incidents and forms."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from c8tui.sandbox.blueprints import PROCESSES, JobStep, Process, UserStep
from c8tui.sandbox.deploy import DECISIONS, FORMS, deploy, resource
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.store import Row, Store
from c8tui.sandbox.stories.triage import Triage
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
        ({"processDefinitionId": "complaint", "tenantId": "nobody"}, 404),
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


def test_processes_forms_and_decisions_get_keys_and_versions() -> None:
    store = Store(None, 0, {}, lambda store: deploy(store, Flow(store, Triage()), 0))
    assert store.select("SELECT process_definition_id, count(*) FROM process_definition GROUP BY 1 ORDER BY 1") == [
        ("complaint", 1),
        ("invoice-approval", 3),
        ("onboarding", 1),
        ("order-handling", 1),
        ("quote-to-cash", 2),
    ]
    assert [row[0] for row in store.select("SELECT form_id FROM form ORDER BY key")] == list(FORMS)
    names = [row[0] for row in store.select("SELECT resource_name FROM decision_requirements ORDER BY key")]
    assert names == list(DECISIONS)
    versions = store.select("SELECT version FROM decision_definition WHERE decision_definition_id = 'discount'")
    assert versions == [(1,), (2,)]
    kinds = dict(store.select("SELECT decision_definition_id, decision_type FROM decision_definition"))
    assert (kinds["season"], kinds["dish"]) == ("LITERAL_EXPRESSION", "DECISION_TABLE")


def test_resources_are_read_from_the_package() -> None:
    assert json.loads(resource("review-invoice.form"))["id"] == "review-invoice"


# The engine's bookkeeping, without requests.


@pytest.fixture
def store() -> Store:
    return Store(None, 0, {}, lambda store: deploy(store, Flow(store, Triage()), 0))


@pytest.fixture
def flow(store: Store) -> Flow:
    return Flow(store, Triage())


def instance(flow: Flow, process_id: str = "order-handling") -> Row:
    return flow.start(process_id, {"amount": 12.5}, 1000, "<default>", 7)


def test_an_instance_walks_through_its_steps(store: Store, flow: Flow) -> None:
    woken: list[int] = []
    flow.on_job = lambda: woken.append(1)
    key = instance(flow)["key"]
    job = flow.enter(store.get("process_instance", key) or {}, 0, 2000)
    assert job is not None
    assert (job["type"], job["phase"], woken) == ("payment-service", "ready", [1])
    flow.leave(key, "payment-service", {"receipt": "R"}, 3000)
    (task,) = store.find("user_task", process_instance_key=key)
    assert (task["name"], task["creation_date"], task["candidate_groups"]) == ("Check delivery", 3000, '["support"]')
    assert 3000 + 3_600_000 <= task["due_date"] < 3000 + 24 * 3_600_000
    assert flow.variables(key) == {"amount": 12.5, "receipt": "R"}
    flow.leave(key, "check-delivery", {}, 4000)
    flow.leave(key, "ship-order", {}, 5000)
    ended = store.get("process_instance", key)
    assert ended is not None
    assert (ended["state"], ended["end_date"], ended["business_id"]) == ("COMPLETED", 5000, "ORD-000007")


def test_the_latest_version_is_started(flow: Flow) -> None:
    started = instance(flow, "invoice-approval")
    assert (started["process_definition_version"], started["process_definition_version_tag"]) == (3, "2026.3")


def test_variables_are_changed_or_added(store: Store, flow: Flow) -> None:
    started = instance(flow)
    flow.set_variables(started, started["key"], {"amount": 1, "new": None}, 2000)
    assert flow.variables(started["key"]) == {"amount": 1, "new": None}
    assert len(store.find("variable", scope_key=started["key"])) == 2


def test_incidents_mark_their_instance(store: Store, flow: Flow) -> None:
    started = instance(flow)
    job = flow.enter(started, 0, 2000)
    assert job is not None
    incident = flow.raise_incident(job, "JOB_NO_RETRIES", "broken", 3000)
    marked = store.get("process_instance", started["key"])
    assert marked is not None
    assert (marked["has_incident"], incident["job_key"]) == (1, job["key"])
    store.put("incident", incident | {"state": "RESOLVED"}, 4000)
    flow.mark_incident(started["key"], 4000)
    assert store.get("process_instance", started["key"]) == marked | {"has_incident": 0}


def test_an_element_that_fails_at_once_leaves_an_incident_alone(store: Store, flow: Flow) -> None:
    started = instance(flow)
    incident = flow.stop(started, "ship-order", "IO_MAPPING_ERROR", "no parcel", 2000)
    assert (incident["element_id"], incident["job_key"], incident["creation_time"]) == ("ship-order", None, 2000)
    marked = store.get("process_instance", started["key"])
    assert marked == started | {"element_id": "ship-order", "has_incident": 1}
    assert store.find("job") == store.find("user_task") == []


def test_what_is_not_mended_comes_up_again(store: Store, flow: Flow) -> None:
    started = instance(flow)
    first = flow.stop(started, "ship-order", "IO_MAPPING_ERROR", "no parcel", 2000)
    again = flow.raise_anew(first, 3000)
    assert store.find("incident") == [first | {"state": "RESOLVED"}, again]
    assert again == first | {"key": again["key"], "creation_time": 3000}
    assert again["key"] != first["key"]


# The processes as the engine runs them agree with their BPMN.


ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"


@pytest.mark.parametrize("process", PROCESSES.values(), ids=lambda process: process.id)
def test_steps_are_those_of_the_diagram(process: Process) -> None:
    root = ElementTree.fromstring(resource(f"{process.id}.bpmn"))
    drawn = root.find("{*}process")
    assert drawn is not None
    assert (drawn.get("id"), drawn.get("name")) == (process.id, process.name)
    for step in process.steps:
        (element,) = [part for part in drawn if part.get("id") == step.element_id]
        kind = element.tag.partition("}")[2]
        if isinstance(step, UserStep):
            assert (kind, element.get("name")) == ("userTask", step.name)
            assignment = element.find(f".//{ZEEBE}assignmentDefinition")
            assert assignment is not None
            assert assignment.get("candidateGroups") == ",".join(step.groups)
            form = element.find(f".//{ZEEBE}formDefinition")
            assert (None if form is None else form.get("formId")) == step.form
        else:
            task = element.find(f".//{ZEEBE}taskDefinition")
            assert task is not None
            assert (kind, task.get("type")) == ("serviceTask", step.type)
            headers = {part.get("key"): part.get("value") for part in element.iter(f"{ZEEBE}header")}
            assert headers == step.headers


def test_an_element_has_a_position() -> None:
    order = PROCESSES["order-handling"]
    assert [order.position(step.element_id) for step in order.steps] == [0, 1, 2]
    assert [isinstance(step, JobStep) for step in order.steps] == [True, False, True]
