"""Walking over BPMN by arrow keys: right and left along the flow, up and down between branches.

Right enters a sub-process at its start and leaves it from its end; left goes back the same ways. Where the flow ends,
an arrow goes to the nearest box that way, and where there is none, on or back in the order of the flow: every element
can be walked to from every other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from c8tui.diagrams.element_boxes import ElementBox, kind_words
from c8tui.diagrams.model import BpmnModel, SequenceArrow
from c8tui.diagrams.picture import BpmnPicture

Way = Literal["up", "down", "left", "right"]
ASIDE = 6
"""How much farther a box is for every row that it stands aside of the way; a row is about two columns high."""


class Walker:
    """Says where a step from an element of a picture leads."""

    def __init__(self, picture: BpmnPicture) -> None:
        self._picture, self._model = picture, picture.model
        self._place = {id: place for place, id in enumerate(picture.order)}
        self._columns: dict[tuple[int, ...], list[ElementBox]] = {}
        for box in picture.boxes.values():
            self._columns.setdefault(box.layer, []).append(box)
        for column in self._columns.values():
            column.sort(key=lambda box: (box.y, box.x))

    def step(self, id: str, way: Way) -> str:
        """The element that an arrow leads to; the same one where there is no other."""
        if way in ("right", "left"):
            found = self._along(id, way)
            return found if found is not None else self._onward(id, way)
        found = self._beside(id, way)
        return found if found is not None else self._onward(id, way)

    def next(self, id: str, step: int) -> str:
        """The element so many further in the order of the flow; behind the last comes the first."""
        order = self._picture.order
        return order[(self._place[id] + step) % len(order)]

    def _along(self, id: str, way: Way) -> str | None:
        """The nearest of those that the flow leads to, or comes from; into and out of sub-processes."""
        node, scopes = self._model.nodes[id], self._picture.scopes
        ends: list[str] = []
        if way == "right":
            if node.is_scope and scopes[id].nodes:
                return scopes[id].nodes[0].id
            ends = [flow.target for flow in self._model.outgoing(id)]
            if not ends and self._is_out(node.parent):
                ends = [flow.target for flow in self._model.outgoing(node.parent)]
        else:
            ends = [flow.source for flow in self._model.incoming(id)]
            if node.attached_to:
                ends = [node.attached_to]
            elif not ends and node.parent in self._model.nodes:
                return node.parent
        others = [end for end in ends if end != id]
        here = self._picture.boxes[id]
        return min(others, key=lambda end: self._distance(here, self._picture.boxes[end], way)) if others else None

    def _is_out(self, parent: str) -> bool:
        return parent in self._model.nodes and bool(self._model.outgoing(parent))

    def _distance(self, here: ElementBox, there: ElementBox, way: Way) -> tuple[int, int, int, int]:
        """What is that way comes before what a loop leads to; then what is in line; then what is above."""
        ahead = there.x > here.x if way == "right" else there.x < here.x
        middle, other = here.y + here.height // 2, there.y + there.height // 2
        return (0 if ahead else 1), abs(other - middle), other, self._place[there.node.id]

    def _beside(self, id: str, way: Way) -> str | None:
        """The nearest above or below of those in the same layer, on the other branches, and on the same border."""
        here = self._picture.boxes[id]
        near = [box.node.id for box in self._columns[here.layer]]
        near += [flow.target for into in self._model.incoming(id) for flow in self._model.outgoing(into.source)]
        near += [flow.source for out in self._model.outgoing(id) for flow in self._model.incoming(out.target)]
        scope = self._picture.scopes[self._model.nodes[id].parent]
        for ids in (near, [node.id for node in scope.nodes]):
            far = list(self._that_way(here, ids, way))
            if far:
                return min(far)[1]
        return None

    def _that_way(self, here: ElementBox, ids: Iterable[str], way: Way) -> Iterator[tuple[tuple[int, int, int], str]]:
        for id in ids:
            there = self._picture.boxes[id]
            forward = there.y - (here.y + here.height) if way == "down" else here.y - (there.y + there.height)
            if forward < 0 or id == here.node.id:
                continue
            aside = max(there.x - (here.x + here.width), here.x - (there.x + there.width), 0)
            yield (forward * ASIDE + aside, abs(there.x - here.x), self._place[id]), id

    def _onward(self, id: str, way: Way) -> str:
        """On or back in the order of the flow; the first and the last stay."""
        place = self._place[id] + (1 if way in ("right", "down") else -1)
        order = self._picture.order
        return order[place] if 0 <= place < len(order) else id


def named(model: BpmnModel, order: Iterable[str], text: str) -> list[str]:
    """The elements whose name, id or kind contains a text, in the order given; case does not matter."""
    wanted = text.casefold().strip()
    if not wanted:
        return []
    return [id for id in order if any(wanted in one.casefold() for one in _texts(model, id))]


def _texts(model: BpmnModel, id: str) -> tuple[str, ...]:
    node = model.nodes[id]
    return " ".join(node.name.split()), id, kind_words(node), node.called


def branch_of(flow: SequenceArrow) -> str:
    """What the branch of a flow is called in words: its name or condition, and whether it is the default; raw."""
    return f"{flow.title} (default)".strip() if flow.default else flow.title
