"""Two job workers written with the official SDK work off what the sandbox's processes wait for."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from typing import Any

import httpx
import pytest

from c8tui.sandbox.options import Options
from c8tui.sandbox.server import running
from tests.real import sdk

pytestmark = pytest.mark.real

JOBS = {"8.8": 100, "8.9": 500, "8.10": 100}
"""How many there are in each dialect; its workers are written with the SDK that judges it."""
WORKERS = ("first", "second")
PROCESS = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="file" targetNamespace="urn:worked">
  <bpmn:error id="refused" errorCode="REFUSED"/>
  <bpmn:process id="worked" isExecutable="true">
    <bpmn:startEvent id="start"/>
    <bpmn:serviceTask id="work">
      <bpmn:extensionElements><zeebe:taskDefinition type="work"/></bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:boundaryEvent id="caught" attachedToRef="work">
      <bpmn:errorEventDefinition id="e" errorRef="refused"/>
    </bpmn:boundaryEvent>
    <bpmn:endEvent id="done"/>
    <bpmn:endEvent id="refusal"/>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
    <bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="done"/>
    <bpmn:sequenceFlow id="f3" sourceRef="caught" targetRef="refusal"/>
  </bpmn:process>
</bpmn:definitions>"""
WAYS = ("complete", "complete", "complete", "fail", "error")
ENOUGH_S = 90.0


def search(client: httpx.Client, path: str, filter: dict[str, Any]) -> list[dict[str, Any]]:
    answer = client.post(path, json={"filter": filter, "page": {"limit": 10_000}})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.mark.parametrize("dialect", JOBS)
def test_two_workers_share_hundreds_of_jobs(dialect: str) -> None:
    """Each job is done once, what failed is done again, and errors are caught where the process says."""
    folder, jobs = sdk.installed(sdk.JUDGES[dialect]), JOBS[dialect]
    with running(Options(tasks=1, dialect=dialect)) as sandbox, httpx.Client(base_url=f"{sandbox.url}/v2") as client:
        client.post("/deployments", files={"resources": ("worked.bpmn", PROCESS)}).raise_for_status()
        for number in range(jobs):
            body = {"processDefinitionId": "worked", "variables": {"way": WAYS[number % len(WAYS)]}}
            client.post("/process-instances", json=body).raise_for_status()
        script = sdk.SCRIPT.with_name("sdk_worker.mjs")
        workers = [
            subprocess.Popen(
                ["node", script, folder, sandbox.url, "work", name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in WORKERS
        ]
        pipes = [(worker.stdin, worker.stdout) for worker in workers]
        assert [out.readline() for _, out in pipes if out] == ["ready\n"] * len(workers)
        for begin, _ in pipes:
            assert begin
            begin.write("begin\n")
            begin.flush()
        active = {"processDefinitionId": "worked", "state": "ACTIVE"}
        enough = time.monotonic() + ENOUGH_S
        while search(client, "/process-instances/search", active) and time.monotonic() < enough:
            time.sleep(0.1)  # two other programs are at work
        told = [worker.communicate("")[0].splitlines() for worker in workers]
        assert search(client, "/process-instances/search", active) == []
        done = [line for lines in told for line in lines]
        assert len({line.partition(" ")[2] for line in done}) == len(done) == jobs
        share = jobs // len(WAYS)
        assert Counter(line.partition(" ")[0] for line in done) == {
            "complete": 3 * share,
            "fail": share,
            "error": share,
        }
        assert all(told), "both have worked"
        ends = Counter(
            one["elementId"]
            for one in search(
                client, "/element-instances/search", {"type": "END_EVENT", "processDefinitionId": "worked"}
            )
        )
        assert ends == {"done": 4 * share, "refusal": share}
