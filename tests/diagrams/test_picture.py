"""The picture: what it looks like, what is shown over it, and that only what is seen is drawn."""

from __future__ import annotations

from itertools import pairwise

import pytest

from c8tui.diagrams import picture as pictures
from c8tui.diagrams.element_boxes import ElementCounts, count_spans, kind_words, short, word_of
from c8tui.diagrams.model import BpmnModel, BpmnProcess, FlowNode, MessageFlow, SequenceArrow
from c8tui.diagrams.outline import outline_of, plain_outline
from c8tui.diagrams.picture import DiagramOverlay, TooLarge, picture_of
from c8tui.diagrams.walk import Walker, Way, named
from c8tui.diagrams.wording import described
from tests.diagrams.reading import cells, flows, model_of
from tests.diagrams.test_read import file


def test_a_decision_looks_like_this() -> None:
    model = model_of(
        '<startEvent id="s"/><userTask id="a" name="Review"/><exclusiveGateway id="x" name="OK?" default="x-b"/>'
        '<endEvent id="b" name="Refused"/><callActivity id="c" name="Pay"/>'
        '<boundaryEvent id="t" attachedToRef="a" name="2 days"><timerEventDefinition/></boundaryEvent>'
        '<endEvent id="l"/>'
        + flows("s-a", "a-x", "x-b", "t-l")
        + '<sequenceFlow id="x-c" name="yes" sourceRef="x" targetRef="c"/>'
    )
    assert picture_of(model).text == (
        "                                        ╱ × ──╲          ┏ end ━━━━┓\n"  # noqa: RUF001
        "                                    ┌──▶│ OK? ├─┬─── / ─▶┃ Refused ┃\n"
        "                                    │   ╲─────╱ │        ┗━━━━━━━━━┛\n"  # noqa: RUF001
        "                                    │           │\n"
        "╭───╮    ┌ user ──┐                 │   ┏━━━┓   │        ┏ call ┓\n"
        "│ ○ ├───▶│ Review ├─────────────────┘┌─▶┃ ● ┃   └─ yes ─▶┃ Pay  ┃\n"
        "╰───╯    └────────┘                  │  ┗━━━┛            ┗━━━━━━┛\n"
        "           ╰(timer) 2 days ──────────┘"
    )


def test_what_leads_to_itself_has_a_loop_above_it() -> None:
    model = model_of(
        '<serviceTask id="a" name="Poll the partner"/><endEvent id="e"/>'
        + '<sequenceFlow id="f" name="not yet" sourceRef="a" targetRef="a"/>'
        + flows("a-e")
    )
    picture = picture_of(model)
    assert picture.text == (
        "          ┌─ not yet ─┐\n"
        "┌ service ┴───────────▼─┐    ┏━━━┓\n"
        "│   Poll the partner    ├───▶┃ ● ┃\n"
        "└───────────────────────┘    ┗━━━┛"
    )
    assert picture.is_drawn("f")
    lit = [text for text, style in picture.line(0, overlay=DiagramOverlay("a")) if style == "wire-selected"]
    assert "".join(lit) == "┌──┐"


def test_a_boundary_event_that_leads_back_to_its_host_ends_at_its_lower_border() -> None:
    picture = picture_of(file("boundary-to-host"), cells)
    lines = picture.text.split("\n")
    above, row = next(pair for pair in pairwise(lines) if "Start again" in pair[1])
    assert above[row.index("┘")] == "▲"
    assert picture.is_drawn("Flow_03")
    assert picture.left_out == 0


def test_loops_of_every_kind_of_box() -> None:
    """Events, gateways, multi-instance activities and sub-processes; what BPMN does not have keeps a sign."""
    inside = "".join(
        f"<{kind} id='{id}' name='{name}'>{content}</{kind}>"
        for id, kind, name, content in (
            ("s", "startEvent", "", ""), ("x", "exclusiveGateway", "", ""), ("g", "parallelGateway", "客户", ""),
            ("m", "userTask", "Ask", '<multiInstanceLoopCharacteristics isSequential="true"/>'),
            ("p", "subProcess", "Inside", '<task id="i"/>'), ("c", "callActivity", "Call", ""),
        )
    )  # fmt: skip
    model = model_of(
        inside
        + '<boundaryEvent id="b" attachedToRef="c"/>'
        + flows(*(f"{id}-{id}" for id in "sxgmpc"))
        + '<sequenceFlow id="n" name="noch einmal 客户" sourceRef="g" targetRef="g"/>'
        + flows("b-b", "c-b")
    )
    picture = picture_of(model, cells)
    rows = [*picture.rows()]
    assert sum(row.count("▼") for row in rows) == 6
    assert all(picture.is_drawn(f"{id}-{id}") for id in "sxgmpc")
    assert [picture.boxes[id].loop.sign for id in "cb"] == [True, True]
    assert sum(row.count("↻") for row in rows) == 2
    assert picture.left_out == 0
    assert "noch einmal" in picture.text
    for y in range(picture.height):
        assert sum(cells(text) for text, _ in picture.line(y)) == picture.width


DRAWN = """\
┌─ Buyer ────────────────────┐
│                            │
│ ┌ send ─┐     ┌ receive ┐  │
│ │ Order ├────▶│ Wait    │  │
│ └───────┘     └─────────┘  │
│        ┊       ▲           │
└────────┊───────┊───────────┘
         ┊ order ┊
         ┊  ╭┈┈┈┈╯
┌─ Shop ─┊──┊────────────────┐
│        ▼  ┊                │
│ ┌ user ─┐ ┊                │
│ │ Pack  │ ┊                │
│ └───────┘ ┊                │
│       ┊╰┈┈╯                │
└───────┊────────────────────┘
        ╰┈╮
          ▼
┌─ Bank ─────────────────────┐
│                            │
└────────────────────────────┘"""


def two_pools() -> BpmnModel:
    nodes = {
        "a": FlowNode("a", "sendTask", "Order", "p"), "b": FlowNode("b", "receiveTask", "Wait", "p"),
        "c": FlowNode("c", "userTask", "Pack", "q"),
    }  # fmt: skip
    pools = (BpmnProcess("p", participant="Buyer"), BpmnProcess("q", participant="Shop"),
             BpmnProcess("x", participant="Bank", is_shown=False))  # fmt: skip
    messages = (MessageFlow("m", "a", "c", "order"), MessageFlow("n", "c", "b"), MessageFlow("o", "c", "x"))
    return BpmnModel(pools, nodes, (SequenceArrow("f", "a", "b"),), messages=messages)


def test_message_flows_look_like_this() -> None:
    assert picture_of(two_pools()).text == DRAWN
    plain = "\n".join(picture_of(two_pools()).rows(plain=True))
    assert plain.isascii()
    assert (plain.count(" v"), plain.count("^"), plain.count(":") > 8) == (2, 1, True)


def test_the_messages_of_the_current_element_stand_out() -> None:
    picture = picture_of(two_pools())
    found = [
        text for y in range(picture.height)
        for text, style in picture.line(y, overlay=DiagramOverlay("a")) if style in ("wire-selected", "flow-selected")
    ]  # fmt: skip
    assert "".join(found).count("▼") == 1
    assert " order " in found
    assert "▲" not in "".join(found)


def test_arrows_follow_messages() -> None:
    walker = Walker(picture_of(two_pools()))
    assert walker.step("a", "down") == "c"
    assert walker.step("c", "up") in ("a", "b")
    assert walker.step("c", "left") == "a"
    assert walker.step("b", "right") == "c" or walker.step("b", "down") == "c"


def test_a_compensation_event_leads_to_its_handler() -> None:
    model = model_of(
        '<task id="a" name="Book"/><task id="z" name="Leave"/><task id="h" name="Cancel booking"/>'
        '<boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        '<association sourceRef="b" targetRef="h"/>' + flows("a-z")
    )
    walker = Walker(picture_of(model))
    assert (walker.step("b", "right"), walker.step("h", "left")) == ("h", "b")
    assert "compensated by Cancel booking" in described(model, "b")
    assert "compensates Book" in described(model, "h")
    assert "  Cancel booking  task, compensates Book" in [*plain_outline(model)]


def test_a_process_alone_looks_the_same_whatever_messages_it_has_with_others() -> None:
    model = two_pools()
    alone = model.only("q")
    bare = BpmnModel(alone.processes, alone.nodes, alone.flows)
    assert picture_of(alone).text == picture_of(bare).text
    assert picture_of(alone).left_out == 0
    assert "message to Wait (Buyer), Bank; message from Order (Buyer): order" in described(alone, "c")


def test_a_message_without_a_way_is_counted() -> None:
    model = two_pools()
    strange = BpmnModel(model.processes, model.nodes, model.flows, messages=(MessageFlow("m", "a", "a"),))
    assert picture_of(strange).left_out == 1


def test_ascii_alone() -> None:
    picture = picture_of(file("every-gateway"), cells)
    lines = ["".join(text for text, _ in picture.line(y, plain=True)) for y in range(picture.height)]
    assert all(line.isascii() for line in lines)
    assert [len(line) for line in lines] == [picture.width] * picture.height


def test_a_window_is_a_part_of_the_whole() -> None:
    picture = picture_of(file("names-cjk"), cells)
    for y in range(picture.height):
        whole = "".join(text for text, _ in picture.line(y))
        assert "".join(text for text, _ in picture.line(y, 0, picture.width)) == whole
        for begin in range(0, picture.width - 20, 7):
            part = picture.line(y, begin, begin + 20)
            assert sum(cells(text) for text, _ in part) == 20


def styles_of(overlay: DiagramOverlay, name: str = "straight") -> dict[str, str]:
    """The styles in a picture, with the texts that have them."""
    picture = picture_of(file(name), cells)
    found: dict[str, str] = {}
    for y in range(picture.height):
        for text, style in picture.line(y, overlay=overlay):
            found[style] = found.get(style, "") + text
    return found


def test_counts_states_and_the_path_that_was_taken() -> None:
    counts = {"charge": ElementCounts(3, 12, 0, 2), "check": ElementCounts(completed=1)}
    found = styles_of(DiagramOverlay("check", counts, frozenset({"Flow_01"})))
    assert found["incident-incident"] == "!2"
    assert (found["active-incident"], found["completed-incident"]) == ("●3", "✓12")
    assert "Charge the card" in found["name-incident"]
    assert "Check delivery" in found["name-selected"]
    assert "Order placed" in found["name-unvisited"]
    assert "▶" in found["wire-taken"]
    assert found["wire-selected"].count("▶") == 2


def test_counts_do_not_move_anything() -> None:
    picture = picture_of(file("order-to-cash"), cells)
    many = dict.fromkeys(picture.boxes, ElementCounts(1_234_567, 99, 5, 123))
    for y in range(picture.height):
        assert sum(cells(text) for text, _ in picture.line(y, overlay=DiagramOverlay(counts=many))) == picture.width


def test_numbers_have_four_characters_at_most() -> None:
    assert [short(number) for number in (7, 999, 1_000, 1_250, 99_999, 5_000_000, 3_200_000_000)] == [
        "7", "999", "1k", "1.2k", "99k", "5M", "3.2G",
    ]  # fmt: skip
    assert count_spans(ElementCounts(1, 2, 3, 4), 5) == [("!4", "incident"), (" ", "count"), ("●1", "active")]
    assert count_spans(ElementCounts(), 9) == count_spans(None, 9) == []


def test_kinds_in_words() -> None:
    boundary = FlowNode("b", "boundaryEvent", event="timer", interrupting=False)
    assert kind_words(boundary) == "timer boundary event, non-interrupting"
    assert kind_words(FlowNode("a", "agentTask")) == "agentTask"
    assert kind_words(FlowNode("m", "userTask", loop="parallel")) == "user task, parallel multi-instance"
    assert word_of(FlowNode("t", "intermediateThrowEvent", event="signal")) == "throw signal"


def test_too_many_elements_are_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST", 3)
    with pytest.raises(TooLarge, match="4 elements and 3 flows are too many to draw"):
        picture_of(file("straight"))


def test_the_outline_looks_like_this() -> None:
    assert [*plain_outline(file("boundary"))] == [
        "Complaint  process",
        "  Complaint received  start event",
        "  Answer the complaint  user task",
        "    2 days  timer boundary event, non-interrupting",
        "      -> Remind the team",
        "    No such customer  error boundary event",
        "      -> Close without answer",
        "  Answered  end event",
        "  Remind the team  user task",
        "  reminded  end event",
        "  Close without answer  service task close",
        "  closed  end event",
    ]


def test_counts_in_the_outline_and_loops_in_words() -> None:
    overlay = DiagramOverlay(counts={"write": ElementCounts(2, incidents=1)}, taken=frozenset({"Flow_04"}))
    lines = outline_of(file("loop"), overlay)
    assert any(line.text.endswith("Write draft  user task  !1 ●2") for line in lines)
    back = next(line for line in lines if line.flow == "Flow_04")
    assert back.text.strip() == "no, again -> back to Write draft"
    assert back.spans[-1][1] == "taken"


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("straight", "start right charge right check right done left check"),
        ("decision", "ok right release down refuse up release left ok left review"),
        ("sub-process", "start right pack right in right pick right box right out right ship left pack"),
        ("boundary", "answer down late right remind left late down broken up late up answer right done"),
        ("parallel", "split right laptop up account down laptop down desk down welcome right join"),
        ("loop", "good right publish left good left review left write"),
    ],
)
def test_arrows(name: str, keys: str) -> None:
    walker = Walker(picture_of(file(name), cells))
    here, *steps = keys.split()
    for way, there in zip(steps[::2], steps[1::2], strict=True):
        assert (here := walker.step(here, way_of(way))) == there


def way_of(text: str) -> Way:
    ways: dict[str, Way] = {"up": "up", "down": "down", "left": "left", "right": "right"}
    return ways[text]


def test_on_in_the_order_of_the_flow_round_and_round() -> None:
    picture = picture_of(file("straight"), cells)
    walker = Walker(picture)
    assert [walker.next(id, 1) for id in picture.order] == ["charge", "check", "done", "start"]
    assert walker.next("start", -1) == "done"


def test_elements_by_name_id_and_kind() -> None:
    model = file("order-to-cash")
    order = picture_of(model, cells).order
    assert named(model, order, "CARD") == ["charge", "declined", "other"]
    assert named(model, order, "call activity") == ["restock"]
    assert named(model, order, "  ") == []


def test_an_element_in_a_sentence() -> None:
    assert described(file("decision"), "ok", ElementCounts(1)) == (
        "In order?: exclusive gateway; 1 active; from Review invoice;"
        " to Release payment (yes), Tell the supplier (no, default); id ok"
    )
