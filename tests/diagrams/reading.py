"""A picture of BPMN read back from its characters: which boxes stand where, and which lines join them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

from c8tui.diagrams.element_boxes import ElementBox
from c8tui.diagrams.flow_order import ScopeEdge
from c8tui.diagrams.model import BpmnModel, FlowNode, SequenceArrow
from c8tui.diagrams.picture import BpmnPicture
from c8tui.diagrams.read import read
from c8tui.diagrams.walk import Walker, Way
from c8tui.diagrams.wire_rows import DOWN, LEFT, LIGHT, RIGHT, UP

NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
STEPS = {UP: (0, -1), DOWN: (0, 1), LEFT: (-1, 0), RIGHT: (1, 0)}
OPPOSITE = {UP: DOWN, DOWN: UP, LEFT: RIGHT, RIGHT: LEFT}
WAYS: tuple[Way, ...] = ("up", "down", "left", "right")


def cells(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def bpmn(inside: str) -> str:
    return f'<definitions xmlns="{NAMESPACE}"><process id="p">{inside}</process></definitions>'


def flows(*pairs: str) -> str:
    """Sequence flows, as `a-b`."""
    ends = [pair.split("-") for pair in pairs]
    return "".join(f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in ends)


def model_of(inside: str) -> BpmnModel:
    return read(bpmn(inside))


def without_names(model: BpmnModel) -> BpmnModel:
    """The same flows without the texts on their lines."""
    bare = tuple(SequenceArrow(flow.id, flow.source, flow.target) for flow in model.flows)
    return BpmnModel(model.processes, model.nodes, bare)  # messages stay away: they cross lines that are read


def host(node: FlowNode) -> str:
    return node.attached_to or node.id


def edges_between(picture: BpmnPicture) -> list[ScopeEdge]:
    """The flows that have to be drawn: those from a host to itself are a mark on its box."""
    nodes = picture.model.nodes
    return [
        edge for scope in picture.scopes.values() for edge in scope.edges
        if host(nodes[edge.source]) != host(nodes[edge.target])
    ]  # fmt: skip


def joined_boxes(picture: BpmnPicture) -> set[tuple[str, str]]:
    """Which box leads to which by the lines that one sees."""
    grid = [[cell for text, _ in picture.line(y) for cell in _cells(text, picture)] for y in range(picture.height)]
    found: set[tuple[str, str]] = set()
    borders = borders_of(picture)
    for box in picture.boxes.values():
        for rows, x, side in ((box.right, box.x + box.width, RIGHT), (box.left, box.x - 1, LEFT)):
            for y in rows:
                found.update((box.node.id, id) for id in _reached(grid, borders, x, y, side))
    return found


def _cells(text: str, picture: BpmnPicture) -> Iterator[str]:
    for character in text:
        yield character
        yield from [""] * (picture.measure(character) - 1)


def _reached(grid: list[list[str]], borders: dict[tuple[int, int], str], x: int, y: int, way: int) -> Iterator[str]:
    seen: set[tuple[int, int, int]] = set()
    waiting = [(x, y, way)]
    while waiting:
        x, y, way = waiting.pop()
        if (x, y, way) in seen:
            continue
        seen.add((x, y, way))
        glyph = grid[y][x]
        if glyph in "▶◀":
            yield borders[x + (1 if glyph == "▶" else -1), y]
            continue
        if (x, y) in borders:
            continue  # back at another box that the line comes from
        assert glyph in LIGHT.strip(), f"a line ends at {x}, {y}: {glyph!r}"
        sides = LIGHT.index(glyph)
        straight = {UP | DOWN: "│", LEFT | RIGHT: "─"}
        sides = next((both for both, one in straight.items() if one == glyph), sides)
        came = OPPOSITE[way]
        goes = [side for side in STEPS if side & sides and side != came] if came & sides else [way]
        waiting += [(x + STEPS[side][0], y + STEPS[side][1], side) for side in goes]


def _drawn_cells(box: ElementBox) -> Iterator[tuple[int, int]]:
    """The cells of a box; of one that holds others, those of its border."""
    for y in range(box.y, box.y + box.height):
        inner = not box.filled and y not in (box.y, box.y + box.height - 1)
        columns = (box.x, box.x + box.width - 1) if inner else range(box.x, box.x + box.width)
        yield from ((x, y) for x in columns)


def borders_of(picture: BpmnPicture) -> dict[tuple[int, int], str]:
    """The element that each cell belongs to."""
    return {cell: box.node.id for box in picture.boxes.values() for cell in _drawn_cells(box)}


def overlapping(picture: BpmnPicture) -> list[tuple[str, str]]:
    """Boxes that share a cell, and those that stand out of the box that they are in."""
    taken: dict[tuple[int, int], str] = {}
    wrong = []
    for box in picture.boxes.values():
        for cell in _drawn_cells(box):
            other = taken.setdefault(cell, box.node.id)
            if other != box.node.id:
                wrong.append((other, box.node.id))
    for box in picture.boxes.values():
        if box.node.parent in picture.boxes:
            outer = picture.boxes[box.node.parent]
            inside = outer.x < box.x and box.x + box.width < outer.x + outer.width
            if not (inside and outer.y < box.y and box.y + box.height < outer.y + outer.height):
                wrong.append((outer.node.id, box.node.id))
    return wrong


def walked(picture: BpmnPicture, start: str) -> set[str]:
    """What the arrow keys lead to from an element."""
    walker, seen, waiting = Walker(picture), {start}, [start]
    while waiting:
        id = waiting.pop()
        for way in WAYS:
            if (there := walker.step(id, way)) not in seen:
                seen.add(there)
                waiting.append(there)
    return seen


def check(picture: BpmnPicture, bare: BpmnPicture, starts: Iterable[str]) -> None:
    """That nothing overlaps, every flow is joined from box to box and no other is, and all is reached by arrows."""
    assert picture.boxes.keys() == picture.model.nodes.keys()
    assert sorted(picture.order) == sorted(picture.boxes)
    assert overlapping(picture) == []
    edges = edges_between(bare)
    assert [edge.flow.id for edge in edges if not bare.is_drawn(edge.flow.id)] == []
    assert joined_boxes(bare) == {(edge.source, edge.target) for edge in edges}
    for y in range(picture.height):
        assert sum(picture.measure(text) for text, _ in picture.line(y)) == picture.width
    for start in starts:
        assert walked(picture, start) == set(picture.order)
