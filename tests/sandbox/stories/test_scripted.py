"""The stories told by processes of their own: what they begin with, and that the engine runs them from there on."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from c8tui.sandbox.deployments import File, read_all
from c8tui.sandbox.stories.batch import NEWSLETTERS, RENEWALS
from c8tui.sandbox.stories.incidents import MISTAKEN, OUTAGE, UNLIMITED, WELL
from c8tui.sandbox.stories.messages import AHEAD, COATS, ORDERS, PAID, RETURNS
from c8tui.sandbox.stories.tree import ARTICLES, SCANNED
from tests.sandbox.clusters import Cluster


def told(story: str) -> Cluster:
    return Cluster(story=story, tasks=None)


def by(items: list[dict[str, Any]], *names: str) -> Counter[Any]:
    return Counter(tuple(item[name] for name in names) if names[1:] else item[names[0]] for item in items)


@pytest.mark.parametrize("story", ["incidents", "tree", "messages", "batch"])
async def test_nothing_lies_in_the_future(story: str) -> None:
    cluster = told(story)
    now = "2027-01-15T08:00:00.000Z"
    for task in await cluster.items("/user-tasks"):
        assert task["creationDate"] < (task["completionDate"] or now) <= now
    for instance in await cluster.items("/process-instances"):
        assert instance["startDate"] <= (instance["endDate"] or now) <= now


RESOURCES = files("c8tui.sandbox.stories") / "resources"
FILES = [(folder.name, file.name) for folder in RESOURCES.iterdir() for file in folder.iterdir()]


@pytest.mark.parametrize(("story", "name"), sorted(FILES))
def test_every_file_can_be_deployed(story: str, name: str) -> None:
    content = (RESOURCES / story / name).read_bytes()
    assert len(read_all([File(name, content)])) == 1
    if not name.endswith(".form"):
        ids = [element.attrib["id"] for element in fromstring(content).iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids))


class TestIncidents:
    async def test_there_are_three_groups(self) -> None:
        incidents = await told("incidents").items("/incidents")
        assert by(incidents, "processDefinitionId", "errorType") == {
            ("charge-order", "JOB_NO_RETRIES"): OUTAGE,
            ("quote-limit", "EXTRACT_VALUE_ERROR"): UNLIMITED,
            ("parcel", "EXTRACT_VALUE_ERROR"): MISTAKEN,
        }

    async def first(self, cluster: Cluster, process_id: str) -> dict[str, Any]:
        found = await cluster.items("/incidents", {"processDefinitionId": process_id, "state": "ACTIVE"})
        return found[0]

    async def state(self, cluster: Cluster, incident: dict[str, Any]) -> str:
        state: str = (await cluster.get(f"/incidents/{incident['incidentKey']}"))["state"]
        return state

    async def left(self, cluster: Cluster, incident: dict[str, Any]) -> int:
        active = {"processInstanceKey": incident["processInstanceKey"], "state": "ACTIVE"}
        return len(await cluster.items("/incidents", active))

    async def test_retries_cure_the_first(self) -> None:
        cluster = told("incidents")
        incident = await self.first(cluster, "charge-order")
        await cluster.do("PATCH", f"/jobs/{incident['jobKey']}", {"changeset": {"retries": 1}})
        await cluster.do("POST", f"/incidents/{incident['incidentKey']}/resolution")
        assert (await self.state(cluster, incident), await self.left(cluster, incident)) == ("RESOLVED", 0)
        await cluster.do("POST", f"/jobs/{incident['jobKey']}/completion", {})
        assert (await cluster.task(processInstanceKey=incident["processInstanceKey"]))["name"] == "Pack order"

    async def test_a_variable_cures_the_second_and_nothing_else(self) -> None:
        cluster = told("incidents")
        incident = await self.first(cluster, "quote-limit")
        resolution = f"/incidents/{incident['incidentKey']}/resolution"
        await cluster.do("POST", resolution)
        assert await self.left(cluster, incident) == 1
        instance = incident["processInstanceKey"]
        (again,) = await cluster.items("/incidents", {"processInstanceKey": instance, "state": "ACTIVE"})
        await cluster.do("PUT", f"/element-instances/{instance}/variables", {"variables": {"limit": 1}})
        await cluster.do("POST", f"/incidents/{again['incidentKey']}/resolution")
        assert await self.left(cluster, incident) == 0
        assert (await cluster.task(processInstanceKey=instance))["name"] == "Release quote"

    async def test_only_another_version_cures_the_third(self) -> None:
        cluster = told("incidents")
        incident = await self.first(cluster, "parcel")
        instance = incident["processInstanceKey"]
        await cluster.do("PUT", f"/element-instances/{instance}/variables", {"variables": {"day": "P1D"}})
        await cluster.do("POST", f"/incidents/{incident['incidentKey']}/resolution")
        assert await self.left(cluster, incident) == 1
        started = await cluster.ask("POST", "/process-instances", {"processDefinitionId": "parcel"})
        assert started.json()["processDefinitionVersion"] == 2
        key = started.json()["processInstanceKey"]
        assert await cluster.items("/incidents", {"processInstanceKey": key}) == []
        cluster.at += 86_401
        (job,) = await cluster.items("/jobs", {"processInstanceKey": key})
        assert job["type"] == "ship-parcel"

    async def test_those_that_are_fine(self) -> None:
        tasks = await told("incidents").items("/user-tasks")
        assert by(tasks, "name") == {"Pack order": WELL}


class TestTree:
    async def test_five_call_activities_stand_one_below_the_other(self) -> None:
        cluster = told("tree")
        (leaf, *_) = await cluster.items("/process-instances", {"processDefinitionId": "compartment"})
        trail = []
        while True:
            trail.append(leaf["processDefinitionId"])
            if leaf["parentProcessInstanceKey"] is None:
                break
            leaf = await cluster.get(f"/process-instances/{leaf['parentProcessInstanceKey']}")
        assert trail == ["compartment", "shelf", "floor", "store", "region", "stocktaking"]

    async def test_a_loop_of_a_thousand_ends_when_all_are_done(self) -> None:
        cluster = told("tree")
        jobs = await cluster.search("/jobs", {"type": "scan-article"}, page={"limit": 1})
        assert jobs["page"]["totalItems"] == ARTICLES
        failed = await cluster.items("/jobs", {"type": "scan-article", "state": "FAILED"})
        assert len(failed) == SCANNED // 40
        for job in await cluster.activate("scan-article", maxJobsToActivate=ARTICLES):
            await cluster.do("POST", f"/jobs/{job['jobKey']}/completion", {})
        body = {"elementId": "scan", "type": "MULTI_INSTANCE_BODY"}
        assert by(await cluster.items("/element-instances", body), "state") == {"ACTIVE": 1}
        for job in failed:
            await cluster.do("PATCH", f"/jobs/{job['jobKey']}", {"changeset": {"retries": 1}})
        for incident in await cluster.items("/incidents", {"elementId": "scan"}):
            await cluster.do("POST", f"/incidents/{incident['incidentKey']}/resolution")
        for job in failed:
            await cluster.do("POST", f"/jobs/{job['jobKey']}/completion", {})
        assert by(await cluster.items("/element-instances", body), "state") == {"COMPLETED": 1}


class TestMessages:
    async def test_what_waits_and_what_was_reached(self) -> None:
        cluster = told("messages")
        waiting = await cluster.items("/message-subscriptions", {"messageSubscriptionState": "CREATED"})
        assert by(waiting, "messageName") == {
            "payment-received": ORDERS - PAID,
            "address-changed": PAID,
            "goods-returned": 1,
        }
        reached = await cluster.items("/correlated-message-subscriptions")
        assert by(reached, "messageName") == {
            "payment-received": PAID,
            "goods-returned": RETURNS,
            "address-changed": PAID // 4,
        }

    async def test_a_payment_that_came_early_is_buffered_for_its_order(self) -> None:
        cluster = told("messages")
        for number in range(ORDERS, ORDERS + AHEAD):
            order = {"processDefinitionId": "order-payment", "variables": {"orderNo": f"O-{number:04d}"}}
            started = await cluster.ask("POST", "/process-instances", order)
            task = await cluster.task(processInstanceKey=started.json()["processInstanceKey"])
            assert task["name"] == "Prepare shipment"

    async def test_a_signal_reaches_who_waits_and_starts_a_process(self) -> None:
        cluster = told("messages")
        sales = {"processDefinitionId": "clearance"}
        assert len(await cluster.items("/process-instances", sales)) == 1
        assert len(await cluster.items("/user-tasks", {"processDefinitionId": "winter-coat"})) == COATS
        answer = await cluster.ask("POST", "/signals/broadcast", {"signalName": "season-opens"})
        assert answer.status_code == 200
        assert len(await cluster.items("/process-instances", sales)) == 2
        assert len(await cluster.items("/user-tasks", {"processDefinitionId": "winter-coat"})) == 2 * COATS

    async def test_timers_fire_as_time_passes(self) -> None:
        cluster = told("messages")
        reminders = {"processDefinitionId": "reminder"}
        assert await cluster.items("/user-tasks", reminders) == []
        cluster.at += 120
        assert len(await cluster.items("/user-tasks", reminders)) == 1
        assert len(await cluster.items("/process-instances", {"processDefinitionId": "stock-report"})) == 1
        cluster.at += 3 * 3_600
        assert len(await cluster.items("/user-tasks", reminders)) == 4


class TestBatch:
    async def test_hundreds_of_one_version_wait_for_another(self) -> None:
        cluster = told("batch")
        instances = await cluster.items("/process-instances", {"processDefinitionId": "renewal"})
        assert by(instances, "processDefinitionVersion", "state") == {
            (1, "ACTIVE"): RENEWALS - RENEWALS // 15,
            (1, "COMPLETED"): RENEWALS // 15,
        }
        started = await cluster.ask("POST", "/process-instances", {"processDefinitionId": "renewal"})
        assert started.json()["processDefinitionVersion"] == 2

    async def test_they_stand_at_several_places(self) -> None:
        cluster = told("batch")
        tasks = await cluster.items("/user-tasks", {"state": "CREATED"})
        assert by(tasks, "name") == {"Review contract": RENEWALS * 4 // 5, "Sign contract": RENEWALS * 2 // 15}
        letters = await cluster.items("/process-instances", {"processDefinitionId": "newsletter"})
        assert by(letters, "state") == {"COMPLETED": NEWSLETTERS // 3, "ACTIVE": NEWSLETTERS * 2 // 3}
        assert by(await cluster.items("/incidents"), "processDefinitionId") == {"newsletter": 8}
