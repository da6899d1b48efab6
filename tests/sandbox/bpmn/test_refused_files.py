"""Files that are no BPMN of Camunda 8 at all, or lack what every file needs."""

from __future__ import annotations

import pytest

from tests.sandbox.bpmn.builder import END, START, around, el, ext, file, flows, message, process, task
from tests.sandbox.bpmn.refusing import refusals_of

CASES: dict[str, tuple[bytes, list[str]]] = {
    "empty": (b"", ["the file is empty"]),
    "white space": (b" \n ", ["the file is empty"]),
    "no XML": (b"order: 1", ["this is no well-formed XML: syntax error at 1:1"]),
    "unclosed": (b"<a><b></a>", ["this is no well-formed XML: mismatched tag at 1:9"]),
    "two roots": (b"<a/><b/>", ["this is no well-formed XML: junk after document element at 1:5"]),
    "unknown encoding": (
        b'<?xml version="1.0" encoding="latin-99"?><a/>',
        ["this is no well-formed XML: unknown encoding: latin-99"],
    ),
    "bytes of no encoding": (b"\xff\xfe\x00", ["this is no well-formed XML: unclosed token at 1:2"]),
    "entity bomb": (
        b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        ["the XML declares a document type or entities, which is unsafe: remove the DOCTYPE"],
    ),
    "external entity": (
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        ["the XML declares a document type or entities, which is unsafe: remove the DOCTYPE"],
    ),
    "document type": (
        b"<!DOCTYPE definitions><definitions/>",
        ["the XML declares a document type or entities, which is unsafe: remove the DOCTYPE"],
    ),
    "too large": (
        b"<a>" + b" " * (4 * 1024 * 1024) + b"</a>",
        ["the file has 4,194,311 bytes, more than the 4 MB that a deployment may have"],
    ),
    "too deep": (b"<a>" * 500 + b"</a>" * 500, ["elements stand more than 400 deep inside each other"]),
    "DMN": (
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d"/>',
        ["this is a DMN file with decisions, no BPMN: deploy it as a .dmn file"],
    ),
    "form": (
        b'{"components": [], "type": "default"}',
        ["this is JSON, as Camunda forms are, and no BPMN: deploy a form as a .form file"],
    ),
    "no namespace": (
        b"<definitions><process/></definitions>",
        ["<definitions> has no namespace, but BPMN 2.0 is http://www.omg.org/spec/BPMN/20100524/MODEL"],
    ),
    "other namespace": (
        b'<definitions xmlns="http://www.omg.org/bpmn20"/>',
        [
            (
                "<definitions> has the namespace 'http://www.omg.org/bpmn20', but BPMN 2.0 is "
                "http://www.omg.org/spec/BPMN/20100524/MODEL"
            )
        ],
    ),
    "other XML": (
        b"<html/>",
        ["this is <html>, not the <definitions> of BPMN 2.0 (http://www.omg.org/spec/BPMN/20100524/MODEL)"],
    ),
    "Camunda 7 attribute": (
        file(process(START, el("userTask", id="x", camunda__assignee="demo"), END, flows("s", "x", "e"))),
        [
            (
                "this is a file for Camunda 7 (camunda: extensions), which Camunda 8 does not run: open it in "
                "Camunda Modeler, create a Camunda 8 diagram and set job types, forms and FEEL expressions "
                "there, or convert it with the migration tools of Camunda"
            )
        ],
    ),
    "Camunda 7 element": (
        file(around(el("serviceTask", ext(el("camunda:connector")), id="x"))),
        [
            (
                "this is a file for Camunda 7 (camunda: extensions), which Camunda 8 does not run: open it in "
                "Camunda Modeler, create a Camunda 8 diagram and set job types, forms and FEEL expressions "
                "there, or convert it with the migration tools of Camunda"
            )
        ],
    ),
    "Camunda 7 platform": (
        file(around(task()), modeler__executionPlatform="Camunda Platform"),
        [
            (
                "this is a file for Camunda 7 (camunda: extensions), which Camunda 8 does not run: open it in "
                "Camunda Modeler, create a Camunda 8 diagram and set job types, forms and FEEL expressions "
                "there, or convert it with the migration tools of Camunda"
            )
        ],
    ),
    "Camunda 7 leftovers": (
        file(around(task("x", camunda__asyncBefore="true", name="Charge card"))),
        [("'Charge card' (x): camunda:asyncBefore belongs to Camunda 7 and has no effect in Camunda 8: remove it")],
    ),
    "no extension": (
        file(around(el("serviceTask", id="x", name="Charge card"))),
        [
            (
                "the file has nothing of the extension of Camunda 8 (zeebe:), which its tasks need: open it in "
                "Camunda Modeler as a Camunda 8 diagram and set job types, forms and decisions"
            ),
            "'Charge card' (x): a service task needs a job type (zeebe:taskDefinition type)",
        ],
    ),
    "no process": (file(message()), ["the file has no process"]),
    "no executable process": (
        file(el("process", START, id="order"), el("process", id="other", isExecutable="false")),
        ['no process is executable: set isExecutable="true"'],
    ),
    "participant without process": (
        file(el("collaboration", el("participant", id="p", name="Shop", processRef="gone"), id="c"), around(task())),
        ["'Shop' (p): processRef names 'gone', but no process has this id"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused(name: str) -> None:
    content, sentences = CASES[name]
    assert refusals_of(content) == sentences
