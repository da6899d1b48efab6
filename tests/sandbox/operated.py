"""Instances of small processes of one's own in a sandbox, for tests of what operators do to them."""

from __future__ import annotations

from typing import Any

from tests.sandbox.bpmn.builder import END, START, file, flows, process
from tests.sandbox.clusters import Cluster


def straight(*elements: str, ids: tuple[str, ...], id: str = "order", beside: str = "") -> bytes:
    """A file with a process that leads from `s` through elements one after the other to `e`."""
    return file(process(START, *elements, END, flows("s", *ids, "e"), beside, id=id))


async def deploy(cluster: Cluster, *files: bytes) -> list[str]:
    """Keys of the process definitions that files bring."""
    parts = [("resources", (f"{number}.bpmn", content)) for number, content in enumerate(files)]
    answer = await cluster.http.post("/v2/deployments", files=parts)
    assert answer.status_code == 200, answer.text
    return [one["processDefinition"]["processDefinitionKey"] for one in answer.json()["deployments"]]


async def start(cluster: Cluster, definition: str, **variables: Any) -> str:
    """The key of a new instance."""
    body = {"processDefinitionKey": definition, "variables": variables}
    answer = await cluster.ask("POST", "/process-instances", body)
    assert answer.status_code == 200, answer.text
    key: str = answer.json()["processInstanceKey"]
    return key


async def elements(cluster: Cluster, instance: str, state: str = "ACTIVE") -> list[str]:
    """The ids of the element instances in a state, oldest first."""
    wanted = {"processInstanceKey": instance, "state": state}
    return [one["elementId"] for one in await cluster.items("/element-instances", wanted)]


async def element(cluster: Cluster, instance: str, element_id: str) -> str:
    """The key of the active instance of an element."""
    wanted = {"processInstanceKey": instance, "elementId": element_id, "state": "ACTIVE"}
    (one,) = await cluster.items("/element-instances", wanted)
    key: str = one["elementInstanceKey"]
    return key


async def state(cluster: Cluster, instance: str) -> str:
    """The state of an instance."""
    found: str = (await cluster.get(f"/process-instances/{instance}"))["state"]
    return found


async def refusal(cluster: Cluster, path: str, body: Any = None) -> tuple[int, str]:
    """Status and detail of a POST that is refused."""
    problem = await cluster.refused("POST", path, body)
    return problem["status"], problem["detail"]
