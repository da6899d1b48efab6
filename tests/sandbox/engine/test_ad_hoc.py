"""Ad-hoc subprocesses: activated by an expression, by the result of a job, by request; inner instances; the end."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.bpmn.builder import END, START, boundary, el, event, ext, file, flow, flows, process, task, timer
from tests.sandbox.clusters import Cluster
from tests.sandbox.operated import deploy, element, elements, refusal, start, state

AGENT = el("zeebe:taskDefinition", type_="agent", retries="2")
OUTPUTS = el("zeebe:adHoc", outputCollection="results", outputElement="=result")
INNER = "x#innerInstance"


def ad_hoc(*inside: str, extension: str = "", beside: str = "", id: str = "order", **attributes: str) -> bytes:
    """A process around an ad-hoc subprocess `x`, which holds tasks `a` and `b`, `c` behind `b`, and what is given."""
    held = (task("a"), task("b"), task("c"), flow("b", "c"), *inside)
    node = el("adHocSubProcess", ext(extension) if extension else "", *held, id="x", **attributes)
    return file(process(START, node, END, flows("s", "x", "e"), beside, id=id))


async def begun(cluster: Cluster, content: bytes, **variables: Any) -> str:
    (definition,) = await deploy(cluster, content)
    return await start(cluster, definition, **variables)


async def job(cluster: Cluster, instance: str, element_id: str = "x", state: str = "CREATED") -> str:
    """The key of the job of an element in a state."""
    wanted = {"processInstanceKey": instance, "elementId": element_id, "state": state}
    (found,) = await cluster.items("/jobs", wanted)
    key: str = found["jobKey"]
    return key


def decided(*activate: Any, **more: Any) -> dict[str, Any]:
    """The body of a completion with a result of an ad-hoc subprocess."""
    wanted = [{"elementId": one} if isinstance(one, str) else one for one in activate]
    return {"result": {"type": "adHocSubProcess", "activateElements": wanted, **more}}


async def complete(cluster: Cluster, instance: str, element_id: str, body: Any = None) -> None:
    await cluster.do("POST", f"/jobs/{await job(cluster, instance, element_id)}/completion", body or {})


async def variables(cluster: Cluster, instance: str) -> dict[str, str]:
    """Of the process instance itself."""
    found = await cluster.items("/variables", {"scopeKey": instance})
    return {one["name"]: one["value"] for one in found}


async def test_an_expression_activates_and_the_last_one_ends_it(cluster: Cluster) -> None:
    collection = el("zeebe:adHoc", activeElementsCollection="=todo")
    instance = await begun(cluster, ad_hoc(extension=collection), todo=["a", "b"])
    assert sorted(await elements(cluster, instance)) == ["a", "b", "x", INNER, INNER]
    await complete(cluster, instance, "a")
    await complete(cluster, instance, "b")
    assert sorted(await elements(cluster, instance)) == [
        "c",
        "x",
        INNER,
    ]  # in the same inner instance
    await complete(cluster, instance, "c")
    assert await state(cluster, instance) == "COMPLETED"
    inner = await cluster.items("/element-instances", {"processInstanceKey": instance, "elementId": INNER})
    assert {one["type"] for one in inner} == {"AD_HOC_SUB_PROCESS_INNER_INSTANCE"}


async def test_with_nothing_to_activate_it_waits(cluster: Cluster) -> None:
    instance = await begun(cluster, ad_hoc())
    assert await elements(cluster, instance) == ["x"]


@pytest.mark.parametrize("todo", [["c"], ["nobody"], "a", [1]])
async def test_what_cannot_be_activated_is_an_incident_that_can_be_resolved(cluster: Cluster, todo: Any) -> None:
    collection = el("zeebe:adHoc", activeElementsCollection="=todo")
    instance = await begun(cluster, ad_hoc(extension=collection), todo=todo)
    (incident,) = await cluster.items("/incidents", {"processInstanceKey": instance})
    assert incident["errorType"] == "EXTRACT_VALUE_ERROR"
    await cluster.do("PUT", f"/element-instances/{instance}/variables", {"variables": {"todo": ["a"]}})
    await cluster.do("POST", f"/incidents/{incident['incidentKey']}/resolution")
    assert sorted(await elements(cluster, instance)) == ["a", "x", INNER]


@pytest.mark.parametrize(("attribute", "left"), [("true", "COMPLETED"), ("false", "ACTIVE")])
async def test_the_completion_condition(cluster: Cluster, attribute: str, left: str) -> None:
    collection = el("zeebe:adHoc", activeElementsCollection='=["a", "b"]')
    condition = el("completionCondition", "=enough")
    content = ad_hoc(condition, extension=collection, cancelRemainingInstances=attribute)
    instance = await begun(cluster, content, enough=False)
    await complete(cluster, instance, "a", {"variables": {"enough": True}})
    assert await state(cluster, instance) == left
    if left == "ACTIVE":
        await complete(cluster, instance, "b")
        await complete(cluster, instance, "c")
        assert await state(cluster, instance) == "COMPLETED"


async def test_a_worker_decides(cluster: Cluster) -> None:
    instance = await begun(cluster, ad_hoc(extension=AGENT + OUTPUTS))
    (first,) = await cluster.activate("agent")
    assert (first["kind"], first["retries"]) == ("AD_HOC_SUB_PROCESS", 2)
    told = [{"elementId": "a", "elementName": "a"}, {"elementId": "b", "elementName": "b"}]
    assert first["variables"]["adHocSubProcessElements"] == told
    body = decided({"elementId": "a", "variables": {"question": 1, "result": None}}, "b")
    await cluster.do("POST", f"/jobs/{first['jobKey']}/completion", body | {"variables": {"seen": 1}})
    assert sorted(await elements(cluster, instance)) == ["a", "b", "x", INNER, INNER]
    assert not await cluster.items("/jobs", {"elementId": "x", "processInstanceKey": instance, "state": "CREATED"})
    (work, other) = await cluster.activate("work", maxJobsToActivate=2)
    assert work["variables"]["question"] == 1

    await cluster.do("POST", f"/jobs/{work['jobKey']}/completion", {"variables": {"result": 42}})
    second = await job(cluster, instance)  # one inner instance has ended: the worker is asked again
    await cluster.do("POST", f"/jobs/{second}/completion", decided(isCompletionConditionFulfilled=True))
    assert await state(cluster, instance) == "ACTIVE"  # `b` goes on, and nobody is asked after it
    await cluster.do("POST", f"/jobs/{other['jobKey']}/completion", {})
    await complete(cluster, instance, "c")
    assert await state(cluster, instance) == "COMPLETED"
    assert (await variables(cluster, instance))["seen"] == "1"
    assert "result" not in await variables(cluster, instance)  # it stayed in the inner instance
    assert len(await cluster.items("/jobs", {"elementId": "x", "processInstanceKey": instance})) == 2


async def test_a_new_job_takes_the_place_of_an_open_one(cluster: Cluster) -> None:
    instance = await begun(cluster, ad_hoc(extension=AGENT))
    await complete(cluster, instance, "x", decided("a"))
    path = f"/element-instances/ad-hoc-activities/{await element(cluster, instance, 'x')}/activation"
    await complete(cluster, instance, "a")
    before = await job(cluster, instance)
    await cluster.do("POST", path, {"elements": [{"elementId": "a"}]})
    await complete(cluster, instance, "a")
    assert await job(cluster, instance) != before
    assert await job(cluster, instance, state="CANCELED") == before


async def test_remaining_ones_are_cancelled(cluster: Cluster) -> None:
    instance = await begun(cluster, ad_hoc(extension=AGENT))
    await complete(cluster, instance, "x", decided("a", "b"))
    await complete(cluster, instance, "a")
    await complete(cluster, instance, "x", decided("a", isCancelRemainingInstances=True))
    assert sorted(await elements(cluster, instance)) == ["a", "x", INNER]
    assert (await elements(cluster, instance, "TERMINATED")).count("b") == 1
    await complete(cluster, instance, "a")
    body = decided(isCompletionConditionFulfilled=True, isCancelRemainingInstances=True)
    await complete(cluster, instance, "x", body)
    assert await state(cluster, instance) == "COMPLETED"


async def test_completed_without_a_result_it_waits_for_a_request(cluster: Cluster) -> None:
    instance = await begun(cluster, ad_hoc(extension=AGENT))
    await complete(cluster, instance, "x")
    assert await elements(cluster, instance) == ["x"]
    path = f"/element-instances/ad-hoc-activities/{await element(cluster, instance, 'x')}/activation"
    await cluster.do("POST", path, {"elements": [{"elementId": "b", "variables": {"n": 1}}]})
    body = {"elements": [{"elementId": "a"}], "cancelRemainingInstances": True}
    await cluster.do("POST", path, body)
    assert sorted(await elements(cluster, instance)) == ["a", "x", INNER]


async def test_results_that_do_not_fit(cluster: Cluster) -> None:
    instance = await begun(cluster, ad_hoc(extension=AGENT))
    path = f"/jobs/{await job(cluster, instance)}/completion"
    for body, status in (
        (decided("nobody"), 404),
        (decided("c"), 404),  # `b` leads to it
        (decided("a", "a"), 400),
        (decided("a", isCompletionConditionFulfilled=True), 400),
        (decided({"variables": {}}), 400),
        (decided(isCancelRemainingInstances=1), 400),
        ({"result": {"type": "userTask", "denied": True}}, 400),
        ({"result": {"type": "other"}}, 400),
    ):
        assert (await refusal(cluster, path, body))[0] == status, body
    await cluster.do("POST", path, decided("a"))
    work = f"/jobs/{await job(cluster, instance, 'a')}/completion"
    assert "is not of an ad-hoc subprocess" in (await refusal(cluster, work, decided()))[1]


async def test_requests_that_do_not_fit(cluster: Cluster) -> None:
    path = "/element-instances/ad-hoc-activities/{}/activation"
    assert (await refusal(cluster, path.format(42), {"elements": [{"elementId": "a"}]}))[0] == 404
    assert (await refusal(cluster, path.format(42), {}))[0] == 400
    assert (await refusal(cluster, path.format("x"), {"elements": []}))[0] == 400
    instance = await begun(cluster, ad_hoc())
    there = path.format(await element(cluster, instance, "x"))
    assert (await refusal(cluster, there, {"elements": [{"elementId": "nobody"}]}))[0] == 404
    assert (await refusal(cluster, path.format(instance), {"elements": [{"elementId": "a"}]}))[0] == 404


async def test_its_boundary_event_ends_it_with_its_job(cluster: Cluster) -> None:
    hour = boundary("timer", timer("timeDuration", "PT1H"), id="bd")
    instance = await begun(cluster, ad_hoc(extension=AGENT, beside=hour))
    await complete(cluster, instance, "x", decided("a"))
    await complete(cluster, instance, "a")
    cluster.at += 3_700
    assert await state(cluster, instance) == "COMPLETED"
    assert await job(cluster, instance, state="CANCELED")


async def test_an_error_inside_is_caught_at_its_border(cluster: Cluster) -> None:
    caught = boundary("error", errorRef="err", id="bd")
    content = ad_hoc(extension=AGENT, beside=caught).replace(
        b"<bpmn:process", el("error", id="err", errorCode="bad").encode() + b"<bpmn:process", 1
    )
    instance = await begun(cluster, content)
    await complete(cluster, instance, "x", decided("a"))
    await cluster.do("POST", f"/jobs/{await job(cluster, instance, 'a')}/error", {"errorCode": "bad"})
    assert await state(cluster, instance) == "COMPLETED"
    assert "bd-end" in await elements(cluster, instance, "COMPLETED")


async def test_an_event_subprocess_that_interrupts_ends_it(cluster: Cluster) -> None:
    alarm = event("startEvent", "signal", id="s2", signalRef="sig")
    inner = el("subProcess", alarm, el("endEvent", id="e2"), flow("s2", "e2"), id="sub", triggeredByEvent="true")
    content = ad_hoc(inner, extension=AGENT).replace(
        b"<bpmn:process", el("signal", id="sig", name="alarm").encode() + b"<bpmn:process", 1
    )
    instance = await begun(cluster, content)
    await complete(cluster, instance, "x", decided("a"))
    answer = await cluster.ask("POST", "/signals/broadcast", {"signalName": "alarm"})
    assert answer.status_code == 200
    assert await state(cluster, instance) == "COMPLETED"
    assert "a" in await elements(cluster, instance, "TERMINATED")


async def test_without_retries_it_has_an_incident_of_its_own(cluster: Cluster) -> None:
    instance = await begun(cluster, ad_hoc(extension=AGENT))
    await cluster.do("POST", f"/jobs/{await job(cluster, instance)}/failure", {"retries": 0})
    (incident,) = await cluster.items("/incidents", {"processInstanceKey": instance})
    assert incident["errorType"] == "AD_HOC_SUB_PROCESS_NO_RETRIES"


async def test_operators_cancel_migrate_and_modify_it(cluster: Cluster) -> None:
    instance = await begun(cluster, ad_hoc(extension=AGENT))
    await complete(cluster, instance, "x", decided("a"))
    (target,) = await deploy(cluster, ad_hoc(extension=AGENT, id="order2"))
    mapped = [{"sourceElementId": one, "targetElementId": one} for one in ("x", "a")]
    plan = {"targetProcessDefinitionKey": target, "mappingInstructions": mapped}
    await cluster.do("POST", f"/process-instances/{instance}/migration", plan)
    assert sorted(await elements(cluster, instance)) == ["a", "x", INNER]
    path = f"/process-instances/{instance}/modification"
    status, why = await refusal(cluster, path, {"activateInstructions": [{"elementId": "b"}]})
    assert (status, "inside of an ad-hoc subprocess" in why) == (400, True)
    await cluster.do("POST", path, {"terminateInstructions": [{"elementId": "a"}]})
    assert await elements(cluster, instance) == ["x"]  # it ends by decision only
    await cluster.do("POST", f"/process-instances/{instance}/cancellation", {})
    assert await state(cluster, instance) == "TERMINATED"
    assert not await elements(cluster, instance)
