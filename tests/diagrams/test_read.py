"""What is read of BPMN, however it is written, and what is said of what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.diagrams import read as reader
from c8tui.diagrams.model import BpmnModel, BpmnProcess, FlowNode
from c8tui.diagrams.outline import plain_outline
from c8tui.diagrams.read import BpmnError, read
from c8tui.diagrams.wording import described
from tests.diagrams.reading import NAMESPACE, bpmn, flows, model_of

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


COLLABORATION = f'''<definitions xmlns="{NAMESPACE}"><collaboration id="c">
  <participant id="P1" name="Buyer" processRef="x:buyer"/><participant id="P2" name="Bank"/>
  <participant id="P3" name="Ghost" processRef="nowhere"/><participant name="Nameless"/>
  <messageFlow id="m1" name="order" sourceRef="a" targetRef="P2"/><messageFlow sourceRef="P3" targetRef="P1"/>
  <messageFlow id="m3" sourceRef="a" targetRef="lost"/>
  <textAnnotation id="t1"><text>Since 2019</text></textAnnotation>
  <association sourceRef="t1" targetRef="P1"/>
  </collaboration><process id="buyer">
  <task id="a"><dataInputAssociation><sourceRef>d1</sourceRef></dataInputAssociation>
  <dataOutputAssociation><targetRef>d2</targetRef></dataOutputAssociation></task><task id="b"/>
  <sequenceFlow id="f" sourceRef="a" targetRef="b"/><dataObjectReference id="d1" name="Order"/>
  <dataStoreReference id="d2"/><textAnnotation id="t2"><text>Why so</text></textAnnotation>
  <association sourceRef="f" targetRef="t2"/><association sourceRef="a" targetRef="t2"/>
  <textAnnotation id="t3"><text>Draft</text></textAnnotation><textAnnotation id="t4"/>
  <association sourceRef="t3" targetRef="gone"/>
  </process></definitions>'''


def test_the_ends_of_message_flows() -> None:
    model = read(COLLABORATION)
    assert [process.title for process in model.processes] == ["Buyer", "Bank", "Ghost", "Nameless"]
    assert [(flow.source, flow.target) for flow in model.messages] == [("a", "P2"), ("P3", "buyer")]
    assert "the message flow m3 names lost, which is not there" in model.problems
    assert [flow.id for flow in model.sent("a")] == ["m1"]
    alone = model.only("buyer")
    assert (alone.end_title("P2"), alone.end_title("a")) == ("Bank", "a (Buyer)")
    assert described(alone, "a") == (
        'a: task; to b; message to Bank: order; reads Order; writes d2; "Why so"; "Why so" on the way to b'
    )


def test_annotations_are_of_what_they_are_about_else_of_their_process() -> None:
    model = read(COLLABORATION)
    assert model.annotations == {"buyer": ("Since 2019", "Draft"), "f": ("Why so",), "a": ("Why so",)}
    assert [*plain_outline(model)] == [
        "Buyer  process, message from Ghost", '  "Since 2019"', '  "Draft"',
        '  a  task, message to Bank: order, reads Order, writes d2  "Why so"', '    -> b  "Why so"', "  b  task",
        "Bank  participant, message from a (Buyer): order", "Ghost  participant, message to Buyer",
        "Nameless  participant",
    ]  # fmt: skip


def test_annotations_are_cut_and_safe_to_show() -> None:
    text = "[red]x[/] \x1b]0;evil\x07 \u202e" + "long " * 400
    model = BpmnModel((BpmnProcess("p"),), {"a": FlowNode("a", "task", "", "p")}, (), annotations={"a": (text,) * 7})
    said = [described(model, "a"), *plain_outline(model)]
    assert all(character.isprintable() for line in said for character in line)
    assert said[0].startswith('a: task; "[red]x[/] ')
    assert len(said[0]) < 2_000
    assert said[0].endswith("3 more annotations")
    assert len(said[-1]) < 400


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
        ("<a>", "this is not XML: no element found"),
        ("<html/>", "this is not BPMN: its root is html, not definitions"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "the file defines XML entities, which are not read"),
        ('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "there is no process in this BPMN"),
        (b'<?xml version="1.0" encoding="nonsense"?><definitions/>', "this is not XML"),
        (b"\xff\xfe\x00", "this is not XML"),
        ("\ud800", "this is not XML"),
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
