"""What is read of BPMN, however it is written, and what is said of what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.diagrams import read as reader
from c8tui.diagrams.model import BpmnModel
from c8tui.diagrams.read import BpmnError, read
from tests.diagrams.reading import bpmn, flows, model_of

FILES = Path(__file__).parent / "files"


def file(name: str) -> BpmnModel:
    return read((FILES / f"{name}.bpmn").read_bytes())


def test_nodes_and_flows() -> None:
    model = file("decision")
    assert [(node.id, node.kind, node.name) for node in model.nodes.values()][:3] == [
        ("received", "startEvent", "Invoice received"),
        ("review", "userTask", "Review invoice"),
        ("ok", "exclusiveGateway", "In order?"),
    ]
    yes, no = model.outgoing("ok")
    assert (yes.name, yes.condition, yes.default) == ("yes", "approved = true", False)
    assert (no.title, no.target, no.default) == ("no", "refuse", True)
    assert model.processes[0].title == "Invoice approval"


def test_events_and_where_they_are_attached() -> None:
    nodes = file("boundary").nodes
    assert (nodes["late"].event, nodes["late"].attached_to, nodes["late"].interrupting) == ("timer", "answer", False)
    assert (nodes["broken"].event, nodes["broken"].interrupting) == ("error", True)
    assert file("every-start-and-end").nodes["s6"].event == "multiple"


def test_what_is_called_and_how_often() -> None:
    calls = file("call-activities").nodes
    assert [calls[id].called for id in ("payment", "shipping", "bare")] == ["payment-process", "shipping-process", ""]
    loops = file("multi-instance").nodes
    assert [loops[id].loop for id in ("each", "all", "one", "retry")] == ["parallel", "sequential", "loop", "loop"]
    assert file("every-task").nodes["c"].called == "c"


def test_scopes() -> None:
    model = file("sub-process-nested")
    assert [*model.scopes_of("answer")] == ["inner", "middle", "outer", "sub-process-nested"]
    assert file("sub-process-collapsed").nodes["hidden"].collapsed
    assert file("event-sub-process").nodes["onTimer"].by_event
    assert not file("event-sub-process").nodes["daily"].interrupting


def test_pools_lanes_and_one_process_alone() -> None:
    model = file("collaboration")
    assert [process.title for process in model.processes] == ["Buyer", "Seller", "Bank (not shown)"]
    assert [process.is_shown for process in model.processes] == [True, True, False]
    assert model.nodes["b4"].lane == model.processes[1].lanes[1].id
    assert [(flow.source, flow.target, flow.name) for flow in model.messages] == [
        ("a2", "b1", "order"), ("b4", "a3", ""),
    ]  # fmt: skip
    assert set(model.only("seller").nodes) == {"b1", "b2", "b3", "b4", "b5", "b6"}
    assert [lane.name for lane in file("nested-lanes").processes[0].lanes] == [
        "Company / Sales", "Company / Support", "Company / Empty",
    ]  # fmt: skip


def test_what_is_no_node_is_left_out_and_what_is_unknown_is_kept() -> None:
    assert list(file("annotations").nodes) == ["start", "a", "end"]
    nodes = file("unknown-elements").nodes
    assert (nodes["think"].kind, nodes["robot"].kind) == ("agentTask", "robot")


def test_what_is_not_as_bpmn_has_it_is_mended_and_said() -> None:
    model = file("dangling")
    assert model.nodes["nowhere"].kind == "missing"
    assert model.nodes["lost"].attached_to == ""
    assert len(model.problems) == 2
    assert list(file("twice-the-same-id").nodes) == ["start", "a", "a#2", "end"]
    assert [node.title for node in file("no-ids").nodes.values()] == ["Without ids", "One", "Two", "userTask#3"]


def test_every_spelling_of_the_namespace_is_the_same() -> None:
    for name in ("default-namespace", "semantic-prefix"):
        assert [node.kind for node in file(name).nodes.values()] == ["startEvent", "userTask", "endEvent"]
    assert file("utf-16").nodes["a"].name == "Größe prüfen"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty"),
        ("<a>", "this is no XML: no element found"),
        ("<html/>", "this is no BPMN: its root is html, not definitions"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "the file defines XML entities, which are not read"),
        ('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "there is no process in this BPMN"),
        (b'<?xml version="1.0" encoding="nonsense"?><definitions/>', "this is no XML"),
        (b"\xff\xfe\x00", "this is no XML"),
        ("\ud800", "this is no XML"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(content: bytes | str, said: str) -> None:
    with pytest.raises(BpmnError) as raised:
        read(content)
    assert str(raised.value).startswith(said)


def test_a_file_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST", 10)
    with pytest.raises(BpmnError, match="is not read"):
        read(bpmn(""))


def test_deep_nesting_is_read() -> None:
    deep = "".join(f'<subProcess id="s{n}">' for n in range(400)) + '<task id="a"/>' + "</subProcess>" * 400
    assert len([*model_of(deep).scopes_of("a")]) == 401


def test_a_flow_without_ends() -> None:
    model = model_of('<task id="a"/><sequenceFlow id="f"/>' + flows("a-a"))
    assert model.nodes[""].kind == "missing"
