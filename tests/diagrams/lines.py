"""The lines of a picture by their cells: where each runs, what it crosses and what it ends at."""

from __future__ import annotations

from collections import Counter

from c8tui.diagrams.block import Block, Divider
from c8tui.diagrams.layout import layout_of
from c8tui.diagrams.picture import BpmnPicture
from c8tui.diagrams.wire_rows import DASHED
from c8tui.diagrams.wires import Stroke
from tests.diagrams.reading import cells

Cell = tuple[int, int]
HEADS = "▲▼▶"


def cells_of(stroke: Stroke) -> list[Cell]:
    along = range(stroke.begin, stroke.end + 1)
    return [(at, stroke.at) if stroke.across else (stroke.at, at) for at in along]


def check_lines(picture: BpmnPicture) -> None:
    """Every flow has a line or a sign, and no line runs through a box that it does not end at."""
    block = layout_of(picture.model, picture.scopes, cells)
    boxes = _boxes(picture)
    strokes: dict[int, list[Stroke]] = {}
    for stroke in block.strokes:
        strokes.setdefault(stroke.link, []).append(stroke)
    for edge in (edge for scope in picture.scopes.values() for edge in scope.edges):
        if not picture.is_drawn(edge.flow.id):
            assert picture.boxes[edge.source].loop.sign, f"{edge.flow.id} is not drawn"
            continue
        ends = {edge.source, edge.target, picture.model.nodes[edge.source].attached_to}
        passed = {
            boxes[cell] for link in block.paths[edge.flow.id] for stroke in strokes[link]
            for cell in cells_of(stroke) if cell in boxes
        }  # fmt: skip
        assert passed <= ends, f"{edge.flow.id} runs through {passed - ends}"


def _boxes(picture: BpmnPicture) -> dict[Cell, str]:
    """The element of each cell that no line passes."""
    return {
        (x, y): box.node.id for box in picture.boxes.values() if box.filled or box.node.attached_to
        for x in range(box.x, box.x + box.width) for y in range(box.y, box.y + box.height)
    }  # fmt: skip


def check_messages(picture: BpmnPicture) -> None:
    """Every message flow is drawn from its source to its target, and crosses others at right angles only."""
    model = picture.model
    block = layout_of(model, picture.scopes, cells)
    inside = {id: [id, *model.scopes_of(id)][-1] for flow in model.messages for id in (flow.source, flow.target)}
    lost = [flow for flow in model.messages if not picture.is_drawn(flow.id)]
    used = Counter(end for flow in model.messages for end in {flow.source, flow.target})
    alone = [flow for flow in lost if used[flow.source] == used[flow.target] == 1]
    assert [flow.id for flow in alone if inside[flow.source] != inside[flow.target]] == []
    assert picture.left_out == len(lost), "those at crowded elements, and within one pool, are counted"
    looks = {block.paths[flow.id][0]: flow for flow in model.messages if flow not in lost}
    grid = _grid(picture)
    passed, borders, boxes = _runs(block), _borders(picture), _boxes(picture)
    for link, flow in looks.items():
        strokes = [stroke for stroke in block.strokes if stroke.link == link]
        head = next(head for head in block.heads if head.link == link)
        assert grid[head.y][head.x] in HEADS, f"the head of {flow.id} is hidden"
        ends = _at({cell for stroke in strokes for cell in cells_of(stroke)}, boxes, picture)
        assert ends >= {flow.source, flow.target}, f"{flow.id} joins {ends}"
        near = {(head.x + 1, head.y), (head.x, head.y + 1), (head.x, head.y - 1)}
        assert flow.target in _at(near, boxes, picture), f"the head of {flow.id} is not at {flow.target}"
        through = {boxes[cell] for stroke in strokes for cell in cells_of(stroke) if cell in boxes}
        assert through <= {flow.source, flow.target}, f"{flow.id} runs through {through}"
        for cell in {cell for stroke in strokes for cell in cells_of(stroke)} - {(head.x, head.y)}:
            ways = passed[cell]
            assert all(other == link or ways[other].isdisjoint(ways[link]) for other in ways), f"{flow.id} at {cell}"
            if len(ways) == 1 and cell not in boxes and grid[cell[1]][cell[0]] not in DASHED:
                own = {(name.x + by, name.y) for name in block.names if name.flow == flow.id for by in _room(name.text)}
                assert cell in borders | own, f"{flow.id} is hidden at {cell}"


def _room(text: str) -> range:
    return range(cells(text))


def _grid(picture: BpmnPicture) -> list[list[str]]:
    rows = []
    for y in range(picture.height):
        row: list[str] = []
        for text, _ in picture.line(y):
            for character in text:
                row += [character, *[""] * (cells(character) - 1)]
        rows.append(row)
    return rows


def _runs(block: Block) -> dict[Cell, dict[int, set[str]]]:
    """By cell and by link in which directions it is passed: a corner is both."""
    found: dict[Cell, dict[int, set[str]]] = {}
    for stroke in block.strokes:
        for cell in cells_of(stroke):
            found.setdefault(cell, {}).setdefault(stroke.link, set()).add("across" if stroke.across else "down")
    return found


def _at(where: set[Cell], boxes: dict[Cell, str], picture: BpmnPicture) -> set[str]:
    """The elements at some of the cells: boxes, sub-processes by their borders, and pools outside theirs."""
    found = {boxes[cell] for cell in where if cell in boxes}
    for box in picture.boxes.values():
        if not box.filled:
            rows = (box.y, box.y + box.height - 1)
            found |= {box.node.id for x, y in where if y in rows and box.x <= x < box.x + box.width}
    for process, pool in zip(picture.model.processes, _pools(picture), strict=True):
        rows = (pool.y - 1, pool.y + pool.height)
        found |= {process.id for x, y in where if y in rows and x < pool.width}
    return found


def _pools(picture: BpmnPicture) -> list[Divider]:
    return [one for one in picture._dividers if one.height > 1]


def _borders(picture: BpmnPicture) -> set[Cell]:
    """The borders of sub-processes, which are drawn over lines."""
    found: set[Cell] = set()
    for box in picture.boxes.values():
        if not box.filled:
            for x in range(box.x, box.x + box.width):
                found |= {(x, box.y), (x, box.y + box.height - 1)}
            for y in range(box.y, box.y + box.height):
                found |= {(box.x, y), (box.x + box.width - 1, y)}
    return found
