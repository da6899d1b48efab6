"""FEEL evaluated for clients."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.clusters import Cluster

PATH = "/expression/evaluation"


async def test_a_value_and_its_warnings(cluster: Cluster) -> None:
    answer = (await cluster.ask("POST", PATH, {"expression": "=a * 2 + missing", "variables": {"a": 21}})).json()
    assert answer["result"] is None
    assert answer["warnings"] == [{"message": "there is no missing at 1:9"}]
    body = {"expression": '={total: a * 2, on: date("2026-11-25")}', "variables": {"a": 21}}
    answer = (await cluster.ask("POST", PATH, body)).json()
    assert (answer["result"], answer["warnings"]) == ({"total": 42, "on": "2026-11-25"}, [])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "'expression'"),
        ({"expression": "1"}, "must start with '='"),
        ({"expression": "=1 +"}, "expected an expression at 1:4"),
        ({"expression": "=1", "variables": []}, "'variables'"),
    ],
)
async def test_what_is_none_is_refused(cluster: Cluster, body: Any, said: str) -> None:
    problem = await cluster.refused("POST", PATH, body)
    assert (problem["status"], said in problem["detail"]) == (400, True)
