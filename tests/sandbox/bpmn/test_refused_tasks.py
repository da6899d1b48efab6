"""Tasks, subprocesses and call activities without what they need to be executed."""

from __future__ import annotations

import pytest

from tests.sandbox.bpmn.builder import START, around, el, ext, file, flow, message, process, task, user_task
from tests.sandbox.bpmn.refusing import refusals_of

CASES: dict[str, tuple[bytes, list[str]]] = {
    "service task": (
        file(around(el("serviceTask", ext(el("zeebe:properties")), id="x", name="Charge card"))),
        ["'Charge card' (x): a service task needs a job type (zeebe:taskDefinition type)"],
    ),
    "job type blank": (
        file(around(el("serviceTask", ext(el("zeebe:taskDefinition", type_=" ")), id="x"))),
        ["x: the job type is missing (zeebe:taskDefinition type)"],
    ),
    "job type is no FEEL": (
        file(around(el("serviceTask", ext(el("zeebe:taskDefinition", type_="=a +")), id="x"))),
        ["x: the job type cannot be read as FEEL: 'a +': expected an expression at 1:4"],
    ),
    "empty expression": (
        file(around(el("serviceTask", ext(el("zeebe:taskDefinition", type_="=")), id="x"))),
        ["x: the job type cannot be read as FEEL: nothing stands behind '='"],
    ),
    "retries no number": (
        file(around(el("serviceTask", ext(el("zeebe:taskDefinition", type_="a", retries="three")), id="x"))),
        ["x: the number of job retries must be a whole number from 0 or an expression, not 'three'"],
    ),
    "retries negative": (
        file(around(el("serviceTask", ext(el("zeebe:taskDefinition", type_="a", retries="-1")), id="x"))),
        ["x: the number of job retries must be a whole number from 0 or an expression, not '-1'"],
    ),
    "two task definitions": (
        file(
            around(
                el(
                    "serviceTask",
                    ext(el("zeebe:taskDefinition", type_="a"), el("zeebe:taskDefinition", type_="b")),
                    id="x",
                )
            )
        ),
        ["x: zeebe:taskDefinition stands here more than once"],
    ),
    "job priority no number": (
        file(
            around(
                el(
                    "serviceTask",
                    ext(el("zeebe:taskDefinition", type_="a"), el("zeebe:jobPriorityDefinition", priority="high")),
                    id="x",
                )
            )
        ),
        ["x: the job priority must be a whole number or an expression, not 'high'"],
    ),
    "job priority of a process": (
        file(process(ext(el("zeebe:jobPriorityDefinition", priority="1.5")), START)),
        ["order: the job priority must be a whole number or an expression, not '1.5'"],
    ),
    "two headers with one key": (
        file(
            around(
                el(
                    "serviceTask",
                    ext(
                        el("zeebe:taskDefinition", type_="a"),
                        el("zeebe:taskHeaders", el("zeebe:header", key="k"), el("zeebe:header", key="k", value="b")),
                    ),
                    id="x",
                )
            )
        ),
        ["x: two task headers have the key 'k'"],
    ),
    "header without key": (
        file(
            around(
                el(
                    "serviceTask",
                    ext(el("zeebe:taskDefinition", type_="a"), el("zeebe:taskHeaders", el("zeebe:header", value="b"))),
                    id="x",
                )
            )
        ),
        ["x: a task header has no key"],
    ),
    "send task": (
        file(around(el("sendTask", ext(el("zeebe:properties")), id="x"))),
        ["x: a send task needs a job type (zeebe:taskDefinition type)"],
    ),
    "script task": (
        file(around(el("scriptTask", el("script", "a = 1"), ext(el("zeebe:properties")), id="x"))),
        ["x: a script task needs a FEEL expression (zeebe:script) or a job type (zeebe:taskDefinition type)"],
    ),
    "script and job": (
        file(
            around(
                el(
                    "scriptTask",
                    ext(el("zeebe:taskDefinition", type_="a"), el("zeebe:script", expression="=1", resultVariable="b")),
                    id="x",
                )
            )
        ),
        ["x: zeebe:script and zeebe:taskDefinition exclude each other: keep one"],
    ),
    "script is a text": (
        file(around(el("scriptTask", ext(el("zeebe:script", expression="1", resultVariable="b")), id="x"))),
        ["x: the script must be an expression that starts with '=', not the text '1'"],
    ),
    "script is no FEEL": (
        file(around(el("scriptTask", ext(el("zeebe:script", expression="=1 +\n +", resultVariable="b")), id="x"))),
        ["x: the script cannot be read as FEEL: '1 + +': expected an expression, found +, at 2:2"],
    ),
    "script without result": (
        file(around(el("scriptTask", ext(el("zeebe:script", expression="=1")), id="x"))),
        ["x: the result variable is missing (zeebe:script resultVariable)"],
    ),
    "script without expression": (
        file(around(el("scriptTask", ext(el("zeebe:script", resultVariable="b")), id="x"))),
        ["x: the script is missing (zeebe:script expression)"],
    ),
    "business rule task": (
        file(around(el("businessRuleTask", ext(el("zeebe:properties")), id="x"))),
        [("x: a business rule task needs a decision (zeebe:calledDecision) or a job type (zeebe:taskDefinition type)")],
    ),
    "decision and job": (
        file(
            around(
                el(
                    "businessRuleTask",
                    ext(
                        el("zeebe:taskDefinition", type_="a"),
                        el("zeebe:calledDecision", decisionId="d", resultVariable="b"),
                    ),
                    id="x",
                )
            )
        ),
        ["x: zeebe:calledDecision and zeebe:taskDefinition exclude each other: keep one"],
    ),
    "decision without id": (
        file(around(el("businessRuleTask", ext(el("zeebe:calledDecision", resultVariable="b")), id="x"))),
        ["x: the id of the decision is missing (zeebe:calledDecision decisionId)"],
    ),
    "decision without result": (
        file(around(el("businessRuleTask", ext(el("zeebe:calledDecision", decisionId="d")), id="x"))),
        ["x: the result variable is missing (zeebe:calledDecision resultVariable)"],
    ),
    "decision with an unknown binding": (
        file(
            around(
                el(
                    "businessRuleTask",
                    ext(el("zeebe:calledDecision", decisionId="d", resultVariable="b", bindingType="newest")),
                    id="x",
                )
            )
        ),
        ["x: the binding of the decision must be one of latest, deployment, versionTag, not 'newest'"],
    ),
    "decision bound to no tag": (
        file(
            around(
                el(
                    "businessRuleTask",
                    ext(el("zeebe:calledDecision", decisionId="d", resultVariable="b", bindingType="versionTag")),
                    id="x",
                )
            )
        ),
        ["x: the decision is bound to a version tag but names none (zeebe:calledDecision versionTag)"],
    ),
    "user task that is a job": (
        file(around(el("userTask", ext(el("zeebe:assignmentDefinition", assignee="demo")), id="x", name="Approve"))),
        [
            (
                "'Approve' (x): a user task needs zeebe:userTask; those that are jobs are deprecated: set the "
                "implementation to 'Camunda user task' in Camunda Modeler"
            )
        ],
    ),
    "user task with an embedded form": (
        file(around(user_task(el("zeebe:formDefinition", formKey="camunda-forms:bpmn:f")))),
        ["x: embedded forms (formKey) are not run here: deploy a .form file and name it with formId"],
    ),
    "user task with a form key": (
        file(around(user_task(el("zeebe:formDefinition", formKey="my-form")))),
        ["x: formKey has no effect here: name a form with formId, or one of your own with externalReference"],
    ),
    "start event with an embedded form": (
        file(process(el("startEvent", ext(el("zeebe:formDefinition", formKey="camunda-forms:bpmn:f")), id="s"))),
        ["s: embedded forms (formKey) are not run here: deploy a .form file and name it with formId"],
    ),
    "user task with an empty form": (
        file(around(user_task(el("zeebe:formDefinition")))),
        ["x: the id of the form is missing (zeebe:formDefinition formId)"],
    ),
    "user task with two forms": (
        file(around(user_task(el("zeebe:formDefinition", formId="f", externalReference="g")))),
        ["x: the form has both a formId and an externalReference: keep one"],
    ),
    "form with an unknown binding": (
        file(around(user_task(el("zeebe:formDefinition", formId="f", bindingType="x")))),
        ["x: the binding of the form must be one of latest, deployment, versionTag, not 'x'"],
    ),
    "assignee is no FEEL": (
        file(
            around(
                user_task(
                    el("zeebe:assignmentDefinition", assignee="=a b +", candidateUsers="=(", candidateGroups="=)")
                )
            )
        ),
        [
            "x: the assignee cannot be read as FEEL: 'a b +': expected an expression at 1:6",
            "x: the candidate groups cannot be read as FEEL: ')': expected an expression, found ), at 1:1",
            "x: the candidate users cannot be read as FEEL: '(': expected an expression at 1:2",
        ],
    ),
    "due date no date": (
        file(around(user_task(el("zeebe:taskSchedule", dueDate="tomorrow", followUpDate="2026-13-01T00:00:00Z")))),
        [
            (
                "x: the due date must be a moment of ISO 8601 with its offset as 2026-12-24T18:00:00Z or an "
                "expression, not 'tomorrow'"
            ),
            (
                "x: the follow-up date must be a moment of ISO 8601 with its offset as 2026-12-24T18:00:00Z or "
                "an expression, not '2026-13-01T00:00:00Z'"
            ),
        ],
    ),
    "user task priority": (
        file(around(user_task(el("zeebe:priorityDefinition", priority="101")))),
        ["x: the priority must be a whole number from 0 to 100 or an expression, not '101'"],
    ),
    "task listener at an unknown event": (
        file(around(user_task(el("zeebe:taskListeners", el("zeebe:taskListener", eventType="claiming", type_="a"))))),
        [
            (
                "x: a task listener must have one of creating, assigning, updating, completing, canceling as its"
                " event, not 'claiming'"
            )
        ],
    ),
    "task listener without type": (
        file(around(user_task(el("zeebe:taskListeners", el("zeebe:taskListener", eventType="creating", retries="x"))))),
        [
            "x: the job type of a task listener is missing (its attribute type)",
            "x: the number of retries of a task listener must be a whole number from 0 or an expression, not 'x'",
        ],
    ),
    "execution listener at an unknown event": (
        file(
            around(
                task(
                    "x",
                    ext(
                        el("zeebe:taskDefinition", type_="a"),
                        el("zeebe:executionListeners", el("zeebe:executionListener", eventType="middle", type_="a")),
                    ),
                )
            )
        ),
        ["x: an execution listener must have one of start, end as its event, not 'middle'"],
    ),
    "two execution listeners alike": (
        file(
            around(
                task(
                    "x",
                    ext(
                        el("zeebe:taskDefinition", type_="a"),
                        el(
                            "zeebe:executionListeners", *[el("zeebe:executionListener", eventType="end", type_="a")] * 2
                        ),
                    ),
                )
            )
        ),
        ["x: 2 execution listeners at 'end' have the type 'a'"],
    ),
    "execution listener of a process": (
        file(process(ext(el("zeebe:executionListeners", el("zeebe:executionListener", eventType="start"))), START)),
        ["order: the job type of an execution listener is missing (its attribute type)"],
    ),
    "call activity": (
        file(around(el("callActivity", ext(el("zeebe:properties")), id="x", calledElement="other"))),
        ["x: a call activity needs a process (zeebe:calledElement processId)"],
    ),
    "call activity without id": (
        file(around(el("callActivity", ext(el("zeebe:calledElement", propagateAllChildVariables="false")), id="x"))),
        ["x: the id of the called process is missing (zeebe:calledElement processId)"],
    ),
    "receive task without message": (
        file(around(el("receiveTask", id="x"))),
        ["x: the message is missing (messageRef)"],
    ),
    "receive task without key": (
        file(message(key=None), around(el("receiveTask", id="x", messageRef="m", name="Wait"))),
        ["'Wait' (x): the correlation key is missing (zeebe:subscription correlationKey of the message)"],
    ),
    "receive task that instantiates": (
        file(message(), around(el("receiveTask", id="x", messageRef="m", instantiate="true"))),
        ["x: instantiate is not run here: start the process with a message start event"],
    ),
    "job type at an undefined task": (
        file(around(el("task", ext(el("zeebe:taskDefinition", type_="a")), id="x"))),
        ["x: only service tasks and their like have a job type: make this a service task"],
    ),
    "output mapping without source": (
        file(
            around(
                task(
                    "x",
                    ext(el("zeebe:taskDefinition", type_="a"), el("zeebe:ioMapping", el("zeebe:output", target="a"))),
                )
            )
        ),
        ["x: the source of the output mapping to 'a' is missing (zeebe:ioMapping)"],
    ),
    "input mapping without target": (
        file(
            around(
                task(
                    "x",
                    ext(el("zeebe:taskDefinition", type_="a"), el("zeebe:ioMapping", el("zeebe:input", source="=a"))),
                )
            )
        ),
        ["x: an input mapping must have the name of a variable, or a path a.b, as target, not ''"],
    ),
    "output mapping is no FEEL": (
        file(
            around(
                task(
                    "x",
                    ext(
                        el("zeebe:taskDefinition", type_="a"),
                        el("zeebe:ioMapping", el("zeebe:output", source="=if", target="a.b")),
                    ),
                )
            )
        ),
        [("x: the source of the output mapping to 'a.b' cannot be read as FEEL: 'if': expected an expression at 1:3")],
    ),
    "output mapping to a broken path": (
        file(
            around(
                task(
                    "x",
                    ext(
                        el("zeebe:taskDefinition", type_="a"),
                        el("zeebe:ioMapping", el("zeebe:output", source="=a", target="a..b")),
                    ),
                )
            )
        ),
        ["x: an output mapping must have the name of a variable, or a path a.b, as target, not 'a..b'"],
    ),
    "multi-instance without collection": (
        file(
            around(
                task(
                    "x", el("multiInstanceLoopCharacteristics", ext(el("zeebe:loopCharacteristics", inputElement="a")))
                )
            )
        ),
        ["x: the input collection is missing (zeebe:loopCharacteristics inputCollection)"],
    ),
    "multi-instance over a text": (
        file(
            around(
                task(
                    "x",
                    el(
                        "multiInstanceLoopCharacteristics",
                        ext(el("zeebe:loopCharacteristics", inputCollection="items")),
                    ),
                )
            )
        ),
        ["x: the input collection must be an expression that starts with '=', not the text 'items'"],
    ),
    "multi-instance with half an output": (
        file(
            around(
                task(
                    "x",
                    el(
                        "multiInstanceLoopCharacteristics",
                        ext(el("zeebe:loopCharacteristics", inputCollection="=a", outputCollection="b")),
                    ),
                )
            )
        ),
        ["x: an output collection is set without an output element: set both or neither"],
    ),
    "multi-instance with the other half": (
        file(
            around(
                task(
                    "x",
                    el(
                        "multiInstanceLoopCharacteristics",
                        ext(el("zeebe:loopCharacteristics", inputCollection="=a", outputElement="=b")),
                    ),
                )
            )
        ),
        ["x: an output element is set without an output collection: set both or neither"],
    ),
    "multi-instance with a text as condition": (
        file(
            around(
                task(
                    "x",
                    el(
                        "multiInstanceLoopCharacteristics",
                        ext(el("zeebe:loopCharacteristics", inputCollection="=a")),
                        el("completionCondition", "true"),
                    ),
                )
            )
        ),
        ["x: the completion condition must be an expression that starts with '=', not the text 'true'"],
    ),
    "multi-instance with a cardinality": (
        file(around(task("x", el("multiInstanceLoopCharacteristics", el("loopCardinality", "3"))))),
        [
            "x: <loopCardinality> is not run here: iterate over a collection (zeebe:loopCharacteristics)",
            "x: the input collection is missing (zeebe:loopCharacteristics inputCollection)",
        ],
    ),
    "multi-instance gateway": (
        file(around(el("exclusiveGateway", el("multiInstanceLoopCharacteristics"), id="x"))),
        ["x: only activities may be multi-instance"],
    ),
    "version tag as expression": (
        file(process(ext(el("zeebe:versionTag", value="=a")), START)),
        ["order: the version tag must be a text, not the expression '=a'"],
    ),
    "unknown extension": (
        file(around(task("x", ext(el("zeebe:taskDefinition", type_="a"), el("zeebe:teleport"))))),
        ["x: zeebe:teleport is not known here and would have no effect: remove it"],
    ),
    "several faults at once": (
        file(
            process(
                START,
                el("serviceTask", ext(el("zeebe:taskDefinition", type_="=a b +", retries="x")), id="x", name="Charge"),
                el("userTask", id="y"),
                flow("s", "gone"),
            )
        ),
        [
            "'Charge' (x): the job type cannot be read as FEEL: 'a b +': expected an expression at 1:6",
            "'Charge' (x): the number of job retries must be a whole number from 0 or an expression, not 'x'",
            (
                "y: a user task needs zeebe:userTask; those that are jobs are deprecated: set the implementation"
                " to 'Camunda user task' in Camunda Modeler"
            ),
            ("s-gone: targetRef names 'gone', but no event, activity or gateway of an executable process has this id"),
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused(name: str) -> None:
    content, sentences = CASES[name]
    assert refusals_of(content) == sentences
