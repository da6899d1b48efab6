"""The processes as the engine runs them agree with their BPMN."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from c8tui.sandbox.blueprints import PROCESSES, JobStep, Process, UserStep
from c8tui.sandbox.deploy import resource

ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"


@pytest.mark.parametrize("process", PROCESSES.values(), ids=lambda process: process.id)
def test_steps_are_those_of_the_diagram(process: Process) -> None:
    root = ElementTree.fromstring(resource(f"{process.id}.bpmn"))
    drawn = root.find("{*}process")
    assert drawn is not None
    assert (drawn.get("id"), drawn.get("name")) == (process.id, process.name)
    for step in process.steps:
        (element,) = [part for part in drawn if part.get("id") == step.element_id]
        kind = element.tag.partition("}")[2]
        if isinstance(step, UserStep):
            assert (kind, element.get("name")) == ("userTask", step.name)
            assignment = element.find(f".//{ZEEBE}assignmentDefinition")
            assert assignment is not None
            assert assignment.get("candidateGroups") == ",".join(step.groups)
            form = element.find(f".//{ZEEBE}formDefinition")
            assert (None if form is None else form.get("formId")) == step.form
        else:
            task = element.find(f".//{ZEEBE}taskDefinition")
            assert task is not None
            assert (kind, task.get("type")) == ("serviceTask", step.type)
            headers = {part.get("key"): part.get("value") for part in element.iter(f"{ZEEBE}header")}
            assert headers == step.headers


def test_an_element_has_a_position() -> None:
    order = PROCESSES["order-handling"]
    assert [order.position(step.element_id) for step in order.steps] == [0, 1, 2]
    assert [isinstance(step, JobStep) for step in order.steps] == [True, False, True]
