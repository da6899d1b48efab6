"""A sandbox that is killed at any moment: what it had acknowledged is there, and nothing is half done."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sandbox.clusters import Cluster

TASKS = 40
AT_LEAST = 30
"""Commands that are acknowledged before the kill."""


class Served:
    """A sandbox in a process of its own, with a lag of ten minutes."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-m", "c8tui", "sandbox", "--port", "0", "--db", str(path)]
        self.process = subprocess.Popen(
            [*command, "--tasks", str(TASKS), "--lag", "600000"], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        line = next(line for line in self.process.stdout if "http://" in line)
        self.url = next(word for word in line.split() if word.startswith("http://")).rstrip(".,")

    def kill(self) -> None:
        """Ends it as SIGKILL does: nothing is tidied up."""
        self.process.kill()
        self.process.communicate()


def work(url: str, acknowledged: list[str], enough: threading.Event) -> None:
    """Starts instances and completes their first jobs until the server is gone."""
    with httpx.Client(base_url=url, timeout=10) as client:
        while True:
            try:
                body = {"processDefinitionId": "order-handling", "variables": {"amount": len(acknowledged)}}
                key = client.post("/process-instances", json=body).json()["processInstanceKey"]
                acknowledged.append(f"started {key}")
                asked = {"type": "payment-service", "timeout": 3_600_000, "maxJobsToActivate": 1, "requestTimeout": -1}
                for job in client.post("/jobs/activation", json=asked).json()["jobs"]:
                    if client.post(f"/jobs/{job['jobKey']}/completion", json={}).status_code == 204:
                        acknowledged.append(f"completed {job['jobKey']}")
            except httpx.HTTPError:
                return
            if len(acknowledged) >= AT_LEAST:
                enough.set()


@pytest.mark.parametrize("round_", [0, *(pytest.param(n, marks=pytest.mark.long) for n in range(1, 20))])
async def test_what_was_acknowledged_is_there(tmp_path: Path, round_: int) -> None:
    path = tmp_path / "sandbox.db"
    served = Served(path)
    acknowledged: list[str] = []
    enough = threading.Event()
    workers = [threading.Thread(target=work, args=(served.url, acknowledged, enough)) for _ in range(2)]
    try:
        for worker in workers:
            worker.start()
        assert enough.wait(20)
    finally:
        served.kill()
        for worker in workers:
            worker.join()
    again = Cluster(tasks=TASKS, db=str(path), lag_ms=600_000)
    await again.items("/jobs")
    store = again.app.store
    for entry in acknowledged:
        what, key = entry.split()
        row: Any = store.get("process_instance" if what == "started" else "job", int(key))
        assert row is not None, entry
        assert what == "started" or row["state"] == "COMPLETED", entry
    whole(again)
    again.app.close()


def whole(cluster: Cluster) -> None:
    """Every active element instance is executed, and every job that is done has moved its instance on."""
    store = cluster.app.store
    executions = {row["key"] for row in store.find("execution")}
    active = {row["key"] for row in store.find("element_instance", state="ACTIVE")}
    instances = {row["key"] for row in store.find("process_instance", state="ACTIVE")}
    assert executions == active | instances
    for job in store.find("job"):
        waits = job["element_instance_key"] in executions
        assert waits == (job["phase"] != "done"), job
