"""Where a task stands in its process, for processes of every shape."""

from __future__ import annotations

import asyncio
from importlib.resources import files
from itertools import pairwise

import pytest

from c8tui.errors import ServerFault
from c8tui.session.session import Session
from c8tui.session.task_position import LARGEST, TaskPositions, position_of, read
from tests.sandboxes import Sandbox, a_task


def bpmn(inside: str, more: str = "") -> str:
    space = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    return f"<definitions {space}>{more}<process id='p'>{inside}</process></definitions>"


def tasks(*ids: str) -> str:
    return "".join(f"<userTask id='{id_}' name='{id_.upper()}'/>" for id_ in ids)


def flows(*pairs: str) -> str:
    return "".join(
        f"<sequenceFlow id='{pair}' sourceRef='{pair.split('-')[0]}' targetRef='{pair.split('-')[1]}'/>"
        for pair in pairs
    )


def words(xml: str, element_id: str) -> str | None:
    flow = read(xml)
    assert flow is not None
    place = position_of(flow, element_id)
    return place.words() if place else None


CHAIN = bpmn("<startEvent id='s'/>" + tasks("a", "b", "c", "d") + flows("s-a", "a-x", "x-b", "b-c", "c-d")
             + "<serviceTask id='x' name='X'/>")  # fmt: skip


@pytest.mark.parametrize(
    ("xml", "element_id", "expected"),
    [
        (CHAIN, "b", "step 2 of 4: A > [B] > C > D"),
        (CHAIN, "a", "step 1 of 4: [A] > B > C > …"),
        (CHAIN, "d", "step 4 of 4: … > B > C > [D]"),
        (CHAIN, "x", None),
        (CHAIN, "nobody", None),
        (bpmn(tasks("a") + flows("a-e") + "<endEvent id='e'/>"), "a", None),
        (bpmn(tasks("a", "b") + flows("a-b", "b-a")), "b", "step 2 of 2: A > [B]"),
        (bpmn("<userTask id='a'/><manualTask id='b'/>" + flows("a-b")), "b", "step 2 of 2: a > [b]"),
    ],
)
def test_a_chain(xml: str, element_id: str, expected: str | None) -> None:
    assert words(xml, element_id) == expected


BRANCHES = bpmn(
    "<startEvent id='s'/><endEvent id='e'/><endEvent id='f'/><exclusiveGateway id='g'/><exclusiveGateway id='j'/>"
    + tasks("a", "b", "c", "d", "k")
    + flows("s-a", "a-g", "g-b", "g-c", "g-d", "g-f", "b-j", "c-j", "d-j", "j-k", "k-e")
)  # fmt: skip


def test_branches_are_alternatives_and_those_of_others_are_left_out() -> None:
    assert words(BRANCHES, "a") == "step 1 of 3 or fewer: [A] > B or C or 1 more > K"
    assert words(BRANCHES, "b") == "step 2 of 3: A > [B] > K"
    assert words(BRANCHES, "k") == "step 3 of 3: A > B or C or 1 more > [K]"


def test_a_way_back_is_no_step_forward() -> None:
    loop = bpmn("<startEvent id='s'/>" + tasks("a", "b", "c") + flows("s-a", "a-b", "b-g", "g-a", "g-c")
                + "<exclusiveGateway id='g'/>")  # fmt: skip
    assert [words(loop, id_) for id_ in "abc"] == [
        "step 1 of 3: [A] > B > C", "step 2 of 3: A > [B] > C", "step 3 of 3: A > B > [C]",
    ]  # fmt: skip


def test_steps_inside_a_subprocess_and_behind_a_boundary_event() -> None:
    inner = "<startEvent id='is'/>" + tasks("b") + "<endEvent id='ie'/>" + flows("is-b", "b-ie")
    xml = bpmn(
        "<startEvent id='s'/>" + tasks("a", "c", "late") + f"<subProcess id='sub'>{inner}</subProcess>"
        + flows("s-a", "a-sub", "sub-c", "timer-late") + "<boundaryEvent id='timer' attachedToRef='sub'/>"
    )  # fmt: skip
    assert words(xml, "b") == "step 2 of 3: A > [B] > C"
    assert words(xml, "late") == "step 2 of 2: A > [LATE]"
    event = bpmn(tasks("a", "c") + flows("a-c") + f"<subProcess id='sub' triggeredByEvent='true'>{inner}</subProcess>")
    assert words(event, "a") == "step 1 of 2: [A] > C"
    assert words(event, "b") is None
    adhoc = bpmn("<adHocSubProcess id='sub'>" + tasks("a", "b") + "</adHocSubProcess>" + tasks("c") + flows("sub-c"))
    assert words(adhoc, "a") == "step 1 of 2: [A] > C"


def test_deep_and_long_processes() -> None:
    many = [f"t{number}" for number in range(3_000)]
    xml = bpmn(tasks(*many) + flows(*(f"{one}-{other}" for one, other in pairwise(many))))
    assert words(xml, "t1500") == "step 1501 of 3000: … > T1498 > T1499 > [T1500] > T1501 > T1502 > …"
    deep = "<subProcess id='x'>" * 150 + tasks("a", "b") + flows("a-b") + "</subProcess>" * 150
    assert words(bpmn(deep), "b") == "step 2 of 2: A > [B]"


@pytest.mark.parametrize(
    "xml",
    ["", "no xml", "<a>", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "<x>" + "a" * LARGEST + "</x>", "\x00"],
)  # fmt: skip
def test_what_is_no_bpmn_says_nothing(xml: str) -> None:
    assert read(xml) is None


def test_the_processes_of_the_sandbox() -> None:
    text = files("c8tui.sandbox").joinpath("resources/invoice-approval.bpmn").read_text(encoding="utf-8")
    assert words(text, "review-invoice") == "step 1 of 2 or fewer: [Review invoice] > Release payment"
    assert words(text, "release-payment") == "step 2 of 2: Review invoice > [Release payment]"


async def test_a_process_is_fetched_once_and_a_failure_is_tried_again(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    task = await a_task(sandbox_session, element_id="review-invoice")
    places = TaskPositions(sandbox_session.user_tasks.wire)
    await sandbox.faults("500")
    with pytest.raises(ServerFault):
        await places.of(task.process_definition_key, task.element_id)
    await sandbox.faults()
    sandbox.sent.clear()
    both = await asyncio.gather(*(places.of(task.process_definition_key, task.element_id) for _ in range(2)))
    assert [place.at for place in both if place] == [0, 0]
    assert len(sandbox.sent) == 1
    assert await places.of("404", "x") is None
