"""What each element says is found in the model, word for word."""

from __future__ import annotations

import pytest

from c8tui.sandbox.bpmn import checks
from c8tui.sandbox.bpmn import model as m
from c8tui.sandbox.bpmn.reader import read
from tests.sandbox.bpmn.builder import (
    END,
    START,
    around,
    boundary,
    el,
    event,
    ext,
    file,
    flow,
    flows,
    process,
    subprocess,
    task,
    timer,
    user_task,
)
from tests.sandbox.bpmn.refusing import refusals_of


def only(*roots: str) -> m.Process:
    """The one process of a file."""
    (found,) = read(file(*roots))
    return found


def node(*roots: str, id: str = "x") -> m.FlowNode:
    """The element `x` of the one process of a file."""
    return only(*roots).elements[id]


def told(value: m.Value | None) -> tuple[str, str | None] | None:
    """A value as its text and the source of its expression."""
    return None if value is None else (value.text, value.expression.source if value.expression else None)


@pytest.fixture
def everything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the engine ran all that the model can hold."""
    monkeypatch.setattr(checks, "UNSUPPORTED", frozenset())


def test_a_process() -> None:
    listeners = el(
        "zeebe:executionListeners",
        el("zeebe:executionListener", eventType="start", type_="hello"),
        el("zeebe:executionListener", eventType="end", type_="=bye", retries="5"),
    )
    found = only(process(ext(el("zeebe:versionTag", value="v1"), listeners), START, END, flows("s", "e"), name="Order"))
    assert (found.id, found.name, found.version_tag) == ("order", "Order", "v1")
    assert [(one.event, told(one.type), told(one.retries)) for one in found.start_listeners] == [
        ("start", ("hello", None), ("3", None))
    ]
    assert [(one.event, told(one.type), told(one.retries)) for one in found.end_listeners] == [
        ("end", ("=bye", "bye"), ("5", None))
    ]
    assert found.body.owner is None
    assert found.body.start is found.elements["s"]


def test_a_process_without_name() -> None:
    assert only(process(START)).name == ""


def test_several_processes_of_a_collaboration() -> None:
    content = file(
        el(
            "collaboration",
            el("participant", id="p1", processRef="order"),
            el("participant", id="p2", processRef="shop"),
            el("participant", id="p3", name="a black box"),
            el("messageFlow", id="mf", sourceRef="x", targetRef="p2"),
            id="c",
        ),
        around(task()),
        el("process", el("startEvent", id="s1"), id="drawing"),
        process(el("startEvent", id="s2"), id="shop", isExecutable="1"),
    )
    assert [one.id for one in read(content)] == ["order", "shop"]


def test_a_flow_connects() -> None:
    ways = flow("x", "e", "= amount > 1", id="yes"), flow("x", "e2", id="no")
    gateway = el("exclusiveGateway", id="x", default="no")
    found = only(process(START, gateway, END, el("endEvent", id="e2"), flows("s", "x"), *ways))
    x = found.elements["x"]
    yes, no = x.outgoing
    assert (yes.id, yes.source, yes.target, told(yes.condition)) == (
        "yes", x, found.elements["e"], ("= amount > 1", " amount > 1"),
    )  # fmt: skip
    assert x.default is no
    assert no.condition is None
    assert [one.id for one in x.incoming] == ["s-x"]
    assert found.elements["e"].incoming == [yes]
    assert [one.id for one in found.body.flows] == ["s-x", "yes", "no"]


def test_the_condition_of_a_default_flow_is_ignored() -> None:
    found = node(process(START, el("exclusiveGateway", id="x", default="x-e"), END, el("endEvent", id="e2"),
                         flows("s", "x"), flow("x", "e", "=a"), flow("x", "e2", "=b")))  # fmt: skip
    assert [told(one.condition) for one in found.outgoing] == [None, ("=b", "b")]


def test_one_flow_needs_no_condition() -> None:
    assert node(around(el("exclusiveGateway", id="x"))).outgoing[0].condition is None


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("task", "TASK"),
        ("manualTask", "MANUAL_TASK"),
        ("exclusiveGateway", "EXCLUSIVE_GATEWAY"),
        ("inclusiveGateway", "INCLUSIVE_GATEWAY"),
        ("parallelGateway", "PARALLEL_GATEWAY"),
        ("intermediateThrowEvent", "INTERMEDIATE_THROW_EVENT"),
    ],
)
def test_elements_that_need_nothing(tag: str, kind: str) -> None:
    found = node(around(el(tag, id="x", name="Pack\nit")))
    assert (found.type, found.name, found.event, found.job) == (kind, "Pack\nit", None, None)


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("serviceTask", "SERVICE_TASK"),
        ("sendTask", "SEND_TASK"),
        ("scriptTask", "SCRIPT_TASK"),
        ("businessRuleTask", "BUSINESS_RULE_TASK"),
    ],
)
def test_tasks_that_are_jobs(tag: str, kind: str) -> None:
    headers = el("zeebe:taskHeaders", el("zeebe:header", key="a", value="1"), el("zeebe:header", key="b"))
    definition = el("zeebe:taskDefinition", type_="work", retries="=tries")
    found = node(around(el(tag, ext(definition, headers), id="x")))
    assert found.type == kind
    assert found.job is not None
    assert (told(found.job.type), told(found.job.retries)) == (("work", None), ("=tries", "tries"))
    assert found.job.headers == {"a": "1", "b": ""}
    assert found.job.priority is None


def test_job_priorities() -> None:
    priority = el("zeebe:jobPriorityDefinition", priority="-7")
    own = el("serviceTask", ext(el("zeebe:taskDefinition", type_="a"), priority), id="x")
    inherited = subprocess(el("startEvent", id="s2"), task("y"), id="z")
    found = only(
        process(ext(el("zeebe:jobPriorityDefinition", priority="=p")), START, own, inherited, flows("s", "x", "z"))
    )
    jobs = [found.elements[one].job for one in ("x", "y")]
    assert [told(job.priority) for job in jobs if job] == [("-7", None), ("=p", "p")]


def test_mappings_and_listeners() -> None:
    mapping = el(
        "zeebe:ioMapping",
        el("zeebe:input", source="=order.id", target="id"),
        el("zeebe:input", source=" a text ", target="a.b"),
        el("zeebe:input", target="nothing"),
        el("zeebe:output", source="=1", target="total"),
    )
    headers = el("zeebe:taskHeaders", el("zeebe:header", key="k", value="v"))
    listeners = el(
        "zeebe:executionListeners",
        el("zeebe:executionListener", eventType="end", type_="c"),
        el("zeebe:executionListener", headers, eventType="start", type_="a"),
        el("zeebe:executionListener", eventType="start", type_="b"),
    )
    found = node(around(task("x", ext(el("zeebe:taskDefinition", type_="a"), mapping, listeners))))
    assert [(told(one.source), one.target) for one in found.inputs] == [
        (("=order.id", "order.id"), "id"),
        ((" a text ", None), "a.b"),
        (("=null", "null"), "nothing"),
    ]
    assert [(told(one.source), one.target) for one in found.outputs] == [(("=1", "1"), "total")]
    assert [one.type.text for one in found.start_listeners] == ["a", "b"]
    assert [one.type.text for one in found.end_listeners] == ["c"]
    assert found.start_listeners[0].headers == {"k": "v"}


def test_a_script() -> None:
    script = el("zeebe:script", expression="=a + 1", resultVariable="b")
    found = node(around(el("scriptTask", ext(script), id="x")))
    assert found.script is not None
    assert (told(found.script.expression), found.script.result_variable) == (("=a + 1", "a + 1"), "b")
    assert found.job is None


def test_a_decision() -> None:
    called = el("zeebe:calledDecision", decisionId="=which", resultVariable="b", bindingType="deployment")
    found = node(around(el("businessRuleTask", ext(called), id="x")))
    assert found.decision is not None
    assert found.decision.result_variable == "b"
    assert (told(found.decision.decision.id), found.decision.decision.binding) == (("=which", "which"), "deployment")


def test_a_call_activity() -> None:
    called = el(
        "zeebe:calledElement",
        processId="other",
        propagateAllParentVariables="false",
        propagateAllChildVariables="false",
        bindingType="versionTag",
        versionTag="v2",
        businessId="=id",
    )
    found = node(around(el("callActivity", ext(called), id="x")))
    assert found.called is not None
    assert (found.called.process.id.text, found.called.process.binding, found.called.process.version_tag) == (
        "other", "versionTag", "v2",
    )  # fmt: skip
    assert not found.called.propagate_all_parent_variables
    assert not found.called.propagate_all_child_variables
    assert told(found.called.business_id) == ("=id", "id")


def test_a_call_activity_passes_variables_unless_told() -> None:
    found = node(around(el("callActivity", ext(el("zeebe:calledElement", processId="=p")), id="x"))).called
    assert found is not None
    assert (found.propagate_all_parent_variables, found.propagate_all_child_variables) == (True, True)
    assert (told(found.process.id), found.process.binding, found.business_id) == (("=p", "p"), "latest", None)


def test_a_user_task() -> None:
    found = node(
        around(
            user_task(
                el("zeebe:assignmentDefinition", assignee="=me", candidateGroups="a,b", candidateUsers='=["c"]'),
                el("zeebe:taskSchedule", dueDate="2026-12-24T18:00:00+01:00", followUpDate="=now()"),
                el("zeebe:priorityDefinition", priority="100"),
                el("zeebe:formDefinition", formId="f", bindingType="versionTag", versionTag="v3"),
                el("zeebe:taskHeaders", el("zeebe:header", key="k", value="v")),
                el(
                    "zeebe:taskListeners",
                    el("zeebe:taskListener", eventType="creating", type_="a"),
                    el("zeebe:taskListener", eventType="complete", type_="=b", retries="0"),
                ),
            )
        )
    ).user_task
    assert found is not None
    assert told(found.assignee) == ("=me", "me")
    assert told(found.candidate_groups) == ("a,b", None)
    assert told(found.candidate_users) == ('=["c"]', '["c"]')
    assert told(found.due_date) == ("2026-12-24T18:00:00+01:00", None)
    assert told(found.follow_up_date) == ("=now()", "now()")
    assert told(found.priority) == ("100", None)
    assert found.form == m.Linked(m.Value("f"), "versionTag", "v3")
    assert found.external_form_reference is None
    assert found.headers == {"k": "v"}
    assert [(one.event, one.type.text, one.retries.text) for one in found.listeners] == [
        ("creating", "a", "3"),
        ("completing", "=b", "0"),
    ]


def test_a_user_task_says_nothing() -> None:
    assert node(around(user_task())).user_task == m.UserTaskDefinition()


def test_a_form_of_ones_own() -> None:
    found = node(around(user_task(el("zeebe:formDefinition", externalReference="https://forms.example/1")))).user_task
    assert found is not None
    assert (told(found.external_form_reference), found.form) == (("https://forms.example/1", None), None)


def test_a_start_form() -> None:
    found = node(process(el("startEvent", ext(el("zeebe:formDefinition", formId="f")), id="s")), id="s")
    assert found.form == m.Linked(m.Value("f"))


def test_a_form_starts_a_process_only_where_a_person_does() -> None:
    form = ext(el("zeebe:formDefinition", formId="f"))
    timed = event("startEvent", "timer", timer("timeCycle", "R/P1D"), id="t", extension=form)
    inner = subprocess(el("startEvent", form, id="i"))
    found = only(process(START, timed, inner))
    assert (found.elements["t"].form, found.elements["i"].form) == (None, None)


@pytest.mark.parametrize("sequential", [True, False])
def test_multi_instance(sequential: bool) -> None:
    loop = ext(
        el(
            "zeebe:loopCharacteristics",
            inputCollection="=items",
            inputElement="item",
            outputCollection="results",
            outputElement="=result",
        )
    )
    found = node(
        around(
            task(
                "x",
                el(
                    "multiInstanceLoopCharacteristics",
                    loop,
                    el("completionCondition", " = numberOfCompletedInstances = 2 "),
                    isSequential=str(sequential).lower(),
                ),
            )
        )
    ).loop
    assert found is not None
    assert found.sequential is sequential
    assert told(found.input_collection) == ("=items", "items")
    assert (found.input_element, found.output_collection) == ("item", "results")
    assert told(found.output_element) == ("=result", "result")
    assert told(found.completion_condition) == (
        "= numberOfCompletedInstances = 2", " numberOfCompletedInstances = 2",
    )  # fmt: skip


def test_subprocesses_stand_inside_each_other() -> None:
    inner = subprocess(el("startEvent", id="s3"), task("y"), flow("s3", "y"), id="inner")
    outer = subprocess(el("startEvent", id="s2"), inner, flow("s2", "inner"))
    found = only(around(outer))
    assert list(found.elements) == ["s", "x", "e", "s2", "inner", "s3", "y"]
    x, y = found.elements["x"], found.elements["y"]
    assert x.children is not None
    assert (x.type, x.children.owner, y.container.owner) == ("SUB_PROCESS", x, found.elements["inner"])
    assert list(x.children.elements) == ["s2", "inner"]
    assert [one.id for one in y.container.flows] == ["s3-y"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_event_subprocess(interrupting: bool) -> None:
    when = timer("timeDuration", "PT1H") if interrupting else timer("timeCycle", "R2/PT1H")
    start = event("startEvent", "timer", when, id="s2", isInterrupting=str(interrupting).lower())
    found = only(around(task(), subprocess(start, id="x2", triggeredByEvent="true")))
    assert found.body.event_subprocesses == [found.elements["x2"]]
    assert found.elements["x2"].type == "EVENT_SUB_PROCESS"
    assert found.elements["s2"].interrupting is interrupting


def test_boundary_events_know_their_activity() -> None:
    beside = boundary("error"), boundary("timer", timer("timeCycle", "R/PT1H"), id="c", cancelActivity="false")
    found = only(around(task(), *beside))
    x, b, c = (found.elements[one] for one in "xbc")
    assert x.boundary_events == [b, c]
    assert (b.attached_to, b.interrupting, b.event) == (x, True, m.ErrorEvent())
    assert (c.attached_to, c.interrupting, c.event) == (x, False, m.TimerEvent("cycle", m.Value("R/PT1H")))


def test_a_boundary_event_may_end_the_flow() -> None:
    found = node(around(task(), event("boundaryEvent", "error", id="b", attachedToRef="x")), id="b")
    assert found.outgoing == []


def test_what_is_not_executed_is_skipped() -> None:
    found = only(
        process(
            el("documentation", "Orders"),
            el("laneSet", el("lane", el("flowNodeRef", "x"), id="l"), id="ls"),
            START,
            el("serviceTask",
               ext(el("zeebe:taskDefinition", type_="a"), el("zeebe:properties"), el("modeler:taskDefinition")),
               el("dataInputAssociation", el("sourceRef", "d"), id="dia"), id="x"),
            END,
            flows("s", "x", "e"),
            el("dataObject", id="do"),
            el("dataObjectReference", id="d", dataObjectRef="do"),
            el("dataStoreReference", id="ds"),
            el("textAnnotation", el("text", "note"), id="t"),
            el("association", id="as", sourceRef="x", targetRef="t"),
            el("group", id="g"),
        )
    )  # fmt: skip
    assert list(found.elements) == ["s", "x", "e"]


def test_an_ad_hoc_subprocess(everything_runs: None) -> None:
    ad_hoc = el("zeebe:adHoc", activeElementsCollection="=todo", outputCollection="results", outputElement="=result")
    inside = task("y"), el("completionCondition", "=done")
    found = node(around(el("adHocSubProcess", ext(ad_hoc), *inside, id="x", cancelRemainingInstances="false")))
    assert (found.type, found.job) == ("AD_HOC_SUB_PROCESS", None)
    assert found.ad_hoc is not None
    assert told(found.ad_hoc.active_elements) == ("=todo", "todo")
    assert told(found.ad_hoc.completion_condition) == ("=done", "done")
    assert found.ad_hoc.cancel_remaining is False
    assert found.ad_hoc.output_collection == "results"
    assert told(found.ad_hoc.output_element) == ("=result", "result")
    assert found.children is not None
    assert list(found.children.elements) == ["y"]


def test_an_ad_hoc_subprocess_done_by_a_job(everything_runs: None) -> None:
    found = node(around(el("adHocSubProcess", ext(el("zeebe:taskDefinition", type_="agent")), task("y"), id="x")))
    assert found.job is not None
    assert found.job.type.text == "agent"
    assert found.ad_hoc == m.AdHoc()


def compensated(*beside: str) -> str:
    """A task `x` that `undo` compensates, and an end event that asks for it."""
    return process(
        START,
        task(),
        event("boundaryEvent", "compensate", id="b", attachedToRef="x"),
        task("undo", isForCompensation="true"),
        event("endEvent", "compensate", id="e", activityRef="x"),
        flows("s", "x", "e"),
        *beside,
    )


def test_compensation(everything_runs: None) -> None:
    found = only(compensated(el("association", id="a", sourceRef="b", targetRef="undo")))
    undo = found.elements["undo"]
    assert undo.for_compensation
    assert found.elements["b"].compensation_handler is undo
    assert found.elements["b"].event == m.CompensateEvent()
    assert found.elements["e"].event == m.CompensateEvent("x")


@pytest.mark.parametrize(
    ("beside", "reason"),
    [
        ((), "b: a compensation event needs an association to an activity for compensation"),
        (
            (el("association", id="a", sourceRef="b", targetRef="x"),),
            'b: its association must lead to an activity for compensation (isForCompensation="true")',
        ),
        (
            (
                subprocess(el("startEvent", id="s2"), task("far", isForCompensation="true"), id="y"),
                el("association", id="a", sourceRef="b", targetRef="far"),
            ),
            "b: 'far', which undoes, stands in another process or subprocess",
        ),
        (
            (
                el("association", id="a", sourceRef="b", targetRef="undo"),
                el("association", id="a2", sourceRef="b", targetRef="undo"),
            ),
            "b: a compensation event has one activity for compensation, not several",
        ),
        (
            (el("association", id="a", sourceRef="b", targetRef="undo"), flow("b", "e")),
            "b: no sequence flow may leave a compensation event: an association leads to the activity",
        ),
        (
            (el("association", id="a", sourceRef="b", targetRef="undo"), flow("undo", "e")),
            "undo: an activity for compensation may have no sequence flows",
        ),
        (
            (
                el("association", id="a", sourceRef="b", targetRef="undo"),
                event("intermediateThrowEvent", "compensate", id="t", activityRef="gone"),
            ),
            "t: activityRef names 'gone', but no activity has this id",
        ),
    ],
)
def test_compensation_that_is_refused(everything_runs: None, beside: tuple[str, ...], reason: str) -> None:
    assert reason in refusals_of(file(compensated(*beside)))


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ((), "x: an ad-hoc subprocess needs an activity inside"),
        ((el("endEvent", id="f"), task("y")), "x: an ad-hoc subprocess may have no start and end events, but has 'f'"),
        ((task("y"), el("completionCondition", "done")),
         "x: the completion condition must be an expression that starts with '=', not the text 'done'"),
    ],
)  # fmt: skip
def test_ad_hoc_subprocesses_that_are_refused(everything_runs: None, inside: tuple[str, ...], reason: str) -> None:
    assert refusals_of(file(around(el("adHocSubProcess", *inside, id="x")))) == [reason]


def test_ad_hoc_activities_one_after_the_other_are_refused(everything_runs: None) -> None:
    ad_hoc = el("adHocSubProcess", task("y"), id="x", ordering="Sequential")
    assert refusals_of(file(around(ad_hoc))) == ["x: an ad-hoc subprocess with sequential ordering is not run here"]


def test_a_flow_belongs_to_where_its_ends_are() -> None:
    inside = subprocess(el("startEvent", id="s2"), el("endEvent", id="e2"))
    found = only(around(inside, flow("s2", "e2")))
    assert [one.id for one in found.elements["e2"].container.flows] == ["s2-e2"]
    assert [one.id for one in found.body.flows] == ["s-x", "x-e"]


def test_a_process_that_is_not_executed_may_lack_ids() -> None:
    (found,) = read(file(process(START), el("process", el("serviceTask"), el("userTask"), id="drawn")))
    assert found.id == "order"


def test_a_cron_timer() -> None:
    found = node(process(event("startEvent", "timer", timer("timeCycle", "0 0 9 * * MON-FRI"))))
    assert found.event == m.TimerEvent("cycle", m.Value("0 0 9 * * MON-FRI"))


def test_odd_names_that_the_file_declares_are_read() -> None:
    mapping = el("zeebe:ioMapping", el("zeebe:output", source="=1", target="order-id"))
    use = el("zeebe:ioMapping", el("zeebe:output", source="=order-id + 1", target="next"))
    found = only(
        process(
            START,
            task("x", ext(el("zeebe:taskDefinition", type_="a"), mapping)),
            task("y", ext(el("zeebe:taskDefinition", type_="a"), use)),
            flows("s", "x", "y"),
        )
    )
    expression = found.elements["y"].outputs[0].source.expression
    assert expression is not None
    assert expression.names == {"order-id"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_encodings(encoding: str) -> None:
    declared = {"utf-8-sig": "utf-8", "latin-1": "iso-8859-1"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{declared}"?>' + file(process(START, name="Geb\u00fchr")).decode()
    (found,) = read(text.encode(encoding))
    assert found.name == "Geb\u00fchr"


@pytest.mark.parametrize("declared", ["utf-8", "utf-16", "iso-8859-1", "no-such"])
def test_a_text_is_decoded_already(declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>' + file(process(START, name="Geb\u00fchr")).decode()
    (found,) = read(text)
    assert found.name == "Geb\u00fchr"


def test_another_prefix_or_none() -> None:
    text = file(around(task())).decode()
    bare = text.replace("<bpmn:", "<").replace("</bpmn:", "</").replace("xmlns:bpmn=", "xmlns=")
    other = text.replace("bpmn:", "semantic:").replace(":bpmn=", ":semantic=")
    for one in (bare, other):
        (found,) = read(one.encode())
        assert list(found.elements) == ["s", "x", "e"]


def test_a_long_chain_is_read() -> None:
    ids = [f"t{number}" for number in range(10_000)]
    found = only(process(START, *(f'<bpmn:task id="{one}"/>' for one in ids), flows("s", *ids)))
    assert len(found.elements) == 10_001


def test_subprocesses_may_stand_deep_inside_each_other() -> None:
    inside = ""
    for number in range(300):
        inside = subprocess(el("startEvent", id=f"s{number}"), inside, id=f"p{number}")
    assert len(only(process(START, inside)).elements) == 601
