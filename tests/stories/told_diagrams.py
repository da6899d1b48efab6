"""The story of a diagram: a process with what is in it, walked by keys, and the same as an outline."""

from __future__ import annotations

from pathlib import Path

from c8tui.diagrams.element_boxes import ElementCounts
from c8tui.session.bpmn_files import read_bpmn
from c8tui.tui.diagrams.bpmn_file import BpmnScreen
from tests.stories.pictures import draw
from tests.stories.scene import Scene
from tests.stories.story import NARROW, story

FILES = Path(__file__).parents[1] / "diagrams" / "files"
FILE = FILES / "order-to-cash.bpmn"
POOLS = FILES / "shop-and-carrier.bpmn"
TALL = (160, 50)
DONE = {
    "start": 412, "validate": 431, "valid": 431, "split": 405, "ps": 401, "declined": 9, "pe": 370, "unpaid": 4,
    "cancel": 4, "cancelled": 4, "reserve": 405, "stock": 405, "join": 366, "ship": 328, "end": 238,
}  # fmt: skip
COUNTS = {
    **{id: ElementCounts(completed=number) for id, number in DONE.items()},
    "correct": ElementCounts(active=7, completed=19),
    "payment": ElementCounts(active=31, completed=370, canceled=4),
    "charge": ElementCounts(active=24, completed=377, incidents=12),
    "other": ElementCounts(active=7, completed=2),
    "pack": ElementCounts(active=38, completed=328),
    "delivered": ElementCounts(active=90, completed=238),
}
"""What a morning of orders has left."""


async def keep(scene: Scene, name: str) -> None:
    """The picture of a screen that asks no cluster."""
    await scene.pilot.pause()
    scene.pictures[name] = draw(scene.app, f"c8tui: {name.replace('-', ' ')}")


@story("bpmn", sizes={"": NARROW, "-wide": TALL})
async def bpmn(scene: Scene) -> None:
    """Every element with its counts; the arrows go along the flow, into a sub-process, and to where it is stuck."""
    await scene.listed()
    model = read_bpmn(str(FILE))
    screen = BpmnScreen(model, FILE.name)
    await scene.app.push_screen(screen)
    await scene.until(lambda: scene.app.focused is screen.view and screen.view.current, "the diagram")
    not_taken = {"correct", "restock", "onCancel"}
    taken = frozenset(flow.id for flow in model.flows if flow.source in COUNTS and flow.target not in not_taken)
    screen.view.show_counts(COUNTS, taken)
    await scene.press("slash")
    await scene.until(lambda: scene.app.focused is not screen.view, "the line")
    await scene.write("charge")
    await scene.press("enter")
    await scene.until(lambda: screen.view.current == "charge", "the element")
    await scene.shows("Charge card", "!12", "12 incidents, 24 active")
    await keep(scene, "bpmn")
    await scene.press("down")
    assert screen.view.current == "declined"
    await scene.press("T")
    await scene.shows("Card declined  error boundary event")
    await keep(scene, "bpmn-outline")


@story("pools", sizes={"": NARROW, "-wide": TALL})
async def pools(scene: Scene) -> None:
    """Messages between pools: an arrow leads from what sends to what receives, and the notes of the file are said."""
    await scene.listed()
    screen = BpmnScreen(read_bpmn(str(POOLS)), POOLS.name)
    await scene.app.push_screen(screen)
    await scene.until(lambda: scene.app.focused is screen.view and screen.view.current, "the diagram")
    await scene.press("right", "down")
    assert screen.view.current == "ordered"
    await scene.shows("message from Order", "(Customer): order")
    await keep(scene, "pools")
    await scene.press("right")
    await scene.shows("reads Stock list", "Asked again")
    await keep(scene, "pools-note")
