"""Bad weather: clients in each other's way, events in a race, loops without an end, and time that passed in a stop."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from c8tui.sandbox.engine.activities import DEEPEST_CALL
from tests.sandbox.clusters import Cluster
from tests.sandbox.engine.notation import bpmn
from tests.sandbox.engine.running import Run, inconsistencies

_WORK = "s start\nx service work\ne end\ns > x > e"
_ENDLESS = "s start\nm xor\ng xor\ns > m > g > m"
_OTHER = "t start\nn xor\nh xor\nt > n > h > n"


async def _deployed(text: str, **options: Any) -> Cluster:
    cluster = Cluster(tasks=20, **options)
    answer = await cluster.http.post("/v2/deployments", files=[("resources", ("p.bpmn", bpmn(text)))])
    assert answer.status_code == 200, answer.text
    return cluster


async def _started(cluster: Cluster, **variables: Any) -> str:
    body = {"processDefinitionId": "p", "variables": variables}
    answer = await cluster.ask("POST", "/process-instances", body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["processInstanceKey"])


async def _state(cluster: Cluster, instance: str) -> str:
    return str((await cluster.get(f"/process-instances/{instance}"))["state"])


async def test_two_clients_complete_one_job() -> None:
    cluster = await _deployed(_WORK)
    instance = await _started(cluster)
    (job,) = await cluster.activate("work")
    path = f"/jobs/{job['jobKey']}/completion"
    answers = await asyncio.gather(*(cluster.ask("POST", path, {"variables": {"n": n}}) for n in (1, 2)))
    assert sorted(answer.status_code for answer in answers) == [204, 404]
    assert await _state(cluster, instance) == "COMPLETED"
    ends = await cluster.items("/element-instances", {"processInstanceKey": instance, "elementId": "e"})
    assert len(ends) == 1


async def test_a_job_is_completed_after_its_timeout() -> None:
    """Another worker has it meanwhile: the first one to complete it wins, and the other finds it gone."""
    cluster = await _deployed(_WORK)
    instance = await _started(cluster)
    (first,) = await cluster.activate("work", timeout=1_000, worker="slow")
    assert await cluster.activate("work") == []
    cluster.at += 1
    (second,) = await cluster.activate("work", worker="quick")
    assert second["jobKey"] == first["jobKey"]
    await cluster.do("POST", f"/jobs/{first['jobKey']}/completion", {})
    problem = await cluster.refused("POST", f"/jobs/{second['jobKey']}/completion", {})
    assert (problem["status"], await _state(cluster, instance)) == (404, "COMPLETED")


async def test_a_failure_after_the_timeout_is_for_everybody() -> None:
    cluster = await _deployed(_WORK)
    instance = await _started(cluster)
    (job,) = await cluster.activate("work", timeout=1_000)
    cluster.at += 1
    await cluster.activate("work")
    await cluster.do("POST", f"/jobs/{job['jobKey']}/failure", {"retries": 0, "errorMessage": "late"})
    problem = await cluster.refused("POST", f"/jobs/{job['jobKey']}/completion", {})
    assert problem["title"] == "INVALID_STATE"
    assert await _state(cluster, instance) == "ACTIVE"


async def test_an_error_and_a_completion_of_one_job() -> None:
    cluster = await _deployed(f"{_WORK}\nb boundary error:E at=x\nd end\nb > d")
    instance = await _started(cluster)
    (job,) = await cluster.activate("work")
    path = f"/jobs/{job['jobKey']}"
    answers = await asyncio.gather(
        cluster.ask("POST", f"{path}/error", {"errorCode": "E"}), cluster.ask("POST", f"{path}/completion", {})
    )
    assert sorted(answer.status_code for answer in answers) == [204, 404]
    taken = {item["elementId"] for item in await cluster.items("/element-instances", {"processInstanceKey": instance})}
    assert len(taken & {"d", "e"}) == 1


async def test_a_task_listener_throws_no_error() -> None:
    cluster = await _deployed(
        "s start\nx user task.creating=a\ne end\nb boundary error:E at=x\nd end\ns > x > e\nb > d"
    )
    instance = await _started(cluster)
    (job,) = await cluster.activate("a")
    problem = await cluster.refused("POST", f"/jobs/{job['jobKey']}/error", {"errorCode": "E"})
    assert problem["title"] == "INVALID_STATE"
    await cluster.do("POST", f"/jobs/{job['jobKey']}/completion", {})
    assert await _state(cluster, instance) == "ACTIVE"


async def test_an_endless_loop_lets_the_sandbox_answer() -> None:
    cluster = await _deployed(_ENDLESS)
    loop = await _started(cluster)
    assert await _state(cluster, loop) == "ACTIVE"
    await cluster.do("POST", f"/process-instances/{loop}/cancellation")
    assert await _state(cluster, loop) == "TERMINATED"
    assert cluster.app.store.noted("backlog") is None


def test_an_endless_loop_does_not_swallow_another() -> None:
    """What one command leaves stands behind what another one left."""
    run = Run(f"process p\n{_indented(_ENDLESS)}\nprocess q\n{_indented(_OTHER)}")
    run.do("start p")
    run.do("start q")
    run.restart()
    before = _turns(run)
    for _ in range(4):
        run.engine.time_passes(run.at)
    after = _turns(run)
    assert all(after[id] > before[id] for id in ("p", "q"))


def _turns(run: Run) -> dict[str, int]:
    """How many elements the instances of each process have come to."""
    return {id: run.store.count("element_instance", process_definition_id=id) for id in ("p", "q")}


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def test_a_process_that_calls_itself() -> None:
    run = Run("s start\nc call p\ne end\ns > c > e")
    run.do("start")
    assert run.incidents() == ["CALLED_ELEMENT_ERROR@c"]
    assert run.store.count("process_instance", state="ACTIVE") == DEEPEST_CALL + 1
    run.do("cancel")
    assert (run.store.count("execution"), run.incidents()) == (0, [])


def test_a_cycle_that_was_due_a_hundred_times_fires_once() -> None:
    run = Run("s start\nx service work\ne end\nb boundary cycle:R/PT1H at=x parallel\nd end\ns > x > e\nb > d")
    run.do("start")
    run.at += 100 * 3_600_000
    run.restart()
    run.engine.time_passes(run.at)
    run.engine.time_passes(run.at)
    assert run.trail() == "s x? b d"
    run.do("pass 3600")
    assert run.trail() == "s x? b d b d"


def test_a_cycle_that_starts_a_process_fires_once_after_a_stop() -> None:
    run = Run("s start cycle:R/PT1H\ne end\ns > e")
    run.at += 100 * 3_600_000
    run.restart()
    run.engine.time_passes(run.at)
    run.engine.time_passes(run.at)
    assert run.trail() == "s e"


@pytest.mark.parametrize("first", ["publish m 7", "pass 3600"])
def test_message_and_timer_race(first: str) -> None:
    run = Run("s start\ng race\nm catch message:m/=id\nt catch timer:PT1H\ne end\nl end\ns > g > m > e\ng > t > l")
    run.do("start id=7")
    for command in sorted(("publish m 7", "pass 3600"), key=lambda one: one != first):
        run.do(command)
    assert run.trail() == ("s g m e" if first.startswith("publish") else "s g t l")
    assert inconsistencies(run) == []


def test_a_message_that_comes_when_the_timer_is_overdue() -> None:
    """Nothing had happened yet when the message came; the timer was due before, and its time has passed."""
    run = Run("s start\ng race\nm catch message:m/=id\nt catch timer:PT1H\ne end\nl end\ns > g > m > e\ng > t > l")
    run.do("start id=7")
    run.at += 7_200_000
    run.do("publish m 7")
    assert run.trail() == "s g t l"


def test_a_signal_meets_several_places_of_one_instance() -> None:
    """The boundary event interrupts; who is ended by it does not hear the signal any more."""
    run = Run(
        """
        s start
        a sub
          as start
          c catch signal:go
          ae end
          as > c > ae
        e end
        b boundary signal:go at=a
        d end
        s > a > e
        b > d
        """
    )
    run.do("start")
    run.do("broadcast go")
    assert run.states() == "COMPLETED"
    assert inconsistencies(run) == []
    assert run.trail().count("d") + run.trail().count(" e") == 1


@pytest.mark.parametrize("task", ["x service work on.start=a", "x task on.end=a", "x user task.creating=a"])
def test_cancel_while_listeners_are_at_work(task: str) -> None:
    run = Run(f"s start\n{task}\ne end\ns > x > e")
    run.do("start")
    run.do("cancel")
    assert (run.trail(), run.states(), run.jobs()) == ("s x!", "TERMINATED", [])
    assert inconsistencies(run) == []


def test_cancel_while_a_listener_of_the_cancellation_is_at_work() -> None:
    run = Run("s start\nx user task.canceling=a\ne end\nb boundary timer:PT1H at=x\nd end\ns > x > e\nb > d")
    run.do("start")
    run.do("pass 3600")
    run.do("cancel")
    assert run.states() == "ACTIVE", "the listener has its say first"
    run.do("complete a")
    assert (run.trail(), run.states()) == ("s x!", "TERMINATED")


def test_a_timer_while_a_listener_of_the_completion_is_at_work() -> None:
    run = Run("s start\nx user task.completing=a\ne end\nb boundary timer:PT1H at=x\nd end\ns > x > e\nb > d")
    run.do("start")
    run.do("complete_task v=1")
    run.do("pass 3600")
    assert (run.trail(), run.states(), run.jobs()) == ("s x! b d", "COMPLETED", [])


def test_a_task_is_completed_while_its_subprocess_is_interrupted() -> None:
    run = Run(
        """
        s start
        f and
        a sub
          as start
          g and
          x service one
          y service two
          ae end
          as > g > x > ae
          g > y > ae
        e end
        b boundary error:E at=a
        d end
        z service three
        s > f > a > e
        f > z > e
        b > d
        """
    )
    run.do("start")
    run.do("throw one E")
    assert run.jobs() == ["three"]
    run.do("complete three")
    assert run.states() == "COMPLETED"
    assert inconsistencies(run) == []
