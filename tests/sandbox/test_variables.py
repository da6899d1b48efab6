"""The search over all variables."""

from __future__ import annotations

from tests.sandbox.clusters import Cluster


async def test_variables_are_found_by_what_they_are(cluster: Cluster) -> None:
    found = await cluster.items("/variables", {"name": "tier", "value": {"$like": '"g*"'}}, "processInstanceKey DESC")
    assert {item["value"] for item in found} == {'"gold"'}
    keys = [int(item["processInstanceKey"]) for item in found]
    assert keys == sorted(keys, reverse=True)
    one = await cluster.get(f"/variables/{found[0]['variableKey']}")
    assert one == {name: value for name, value in found[0].items() if name != "isTruncated"}


async def test_cut_values_can_be_asked_for(cluster: Cluster) -> None:
    task = await cluster.task(elementId="review-invoice")
    body = {"variables": {"essay": "x" * 9000, "edge": "x" * 8189}}
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion", body)
    (essay,) = await cluster.items("/variables", {"isTruncated": True})
    assert (essay["name"], essay["isTruncated"]) == ("essay", True)
    (edge,) = await cluster.items("/variables", {"name": "edge", "isTruncated": False})
    assert (len(edge["value"]), edge["isTruncated"]) == (8191, False)
