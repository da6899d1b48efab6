"""Evaluations of decisions: recorded with whoever asked, as often as they are asked."""

from __future__ import annotations

from c8tui.sandbox.evaluations import evaluate
from tests.sandbox.clusters import Cluster


async def test_an_evaluation_of_a_process_carries_its_keys(cluster: Cluster) -> None:
    await cluster.items("/user-tasks")
    store, flow = cluster.app.store, cluster.app.flow
    (caller,) = store.find("process_instance", limit=1, process_definition_id="quote-to-cash", tenant_id="tenant-b")
    definition = store.find("decision_definition", decision_definition_id="discount", version=2)[0]
    asked = evaluate(store, flow, definition, {"tier": "gold", "amount": 1200}, 1_000, caller)
    (row,) = asked.instances
    assert (row["process_instance_key"], row["tenant_id"]) == (caller["key"], definition["tenant_id"])
    assert (row["evaluation_date"], row["root_decision_definition_key"]) == (1_000, definition["key"])
    assert row["decision_evaluation_instance_key"] == f"{asked.key}-1"
    assert (asked.failure, asked.output) == ("", row["result"])
    again = evaluate(store, flow, definition, {"tier": "gold", "amount": 1200}, 1_000, caller)
    assert again.key != asked.key
