"""Walking over BPMN by arrow keys: right and left along the flow, up and down between branches.

Right enters a sub-process at its start and leaves it from its end; left goes back the same ways. Messages are followed
where no flow is: right from what sends, left from what receives, up and down to the other pool; an element of which no
such step leads to the other end is given one. Where there is no message either, an arrow goes to the nearest box that
way, and where there is none, on or back in the order of the flow. What no step leads to is given one that leads nowhere
new: every element can be walked to from every other. A compensation event leads to its handler as by a flow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal

from c8tui.diagrams.element_boxes import ElementBox, kind_words
from c8tui.diagrams.model import BpmnModel, MessageFlow, SequenceArrow
from c8tui.diagrams.picture import BpmnPicture

Way = Literal["up", "down", "left", "right"]
WAYS: tuple[Way, ...] = ("up", "down", "left", "right")
ASIDE = 6
"""How much farther a box is for every row that it stands aside of the way; a row is about two columns high."""


NEIGHBOURS = 3
"""Boxes of the same layer that are looked at above and below."""
MOST_BRANCHES = 40
"""Branches of one gateway that are looked at; those of more stand in one layer anyway."""


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
        self._at = {box.node.id: place for column in self._columns.values() for place, box in enumerate(column)}
        self._blocks: dict[str, set[int]] = {}
        for box in picture.boxes.values():
            self._blocks.setdefault(box.node.parent, set()).add(box.layer[0])
        self._inside = {
            id: _ByRow([picture.boxes[node.id] for node in one.nodes]) for id, one in picture.scopes.items()
        }
        self._steps = {id: {way: self._natural(id, way) for way in WAYS} for id in picture.order}
        self._give_messages()
        _connect(self._steps, picture.order)
        _connect(self._steps, picture.order, backwards=True)

    def step(self, id: str, way: Way) -> str:
        """The element that an arrow leads to; the same one where there is no other."""
        return self._steps[id][way]

    def _ends(self, flows: Iterable[MessageFlow], id: str) -> list[str]:
        """The nodes at the other ends of message flows."""
        ends = [flow.target if flow.source == id else flow.source for flow in flows]
        return [end for end in ends if end in self._model.nodes and end != id]

    def _partners(self, id: str) -> list[str]:
        return self._ends((*self._model.sent(id), *self._model.received(id)), id)

    def _give_messages(self) -> None:
        """A step along its messages for every element that has none: one that others take as well, if it can be."""
        if not self._model.messages:
            return
        led = Counter(there for ways in self._steps.values() for there in ways.values())
        for id, ways in self._steps.items():
            partners = self._partners(id)
            if not partners or not set(partners).isdisjoint(ways.values()):
                continue
            here = self._picture.boxes[id]
            there = min(partners, key=lambda end: abs(self._picture.boxes[end].y - here.y))
            first: Way = "down" if self._picture.boxes[there].y >= here.y else "up"
            free = _free(ways)
            if free is None:
                order: list[Way] = [first, *(way for way in WAYS if way != first)]
                free = next((way for way in order if led[ways[way]] > 1), None)
            if free is not None:
                led[ways[free]] -= 1
                ways[free] = there
                led[there] += 1

    def _natural(self, id: str, way: Way) -> str:
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
            if not ends and id in self._model.handlers:
                ends = [self._model.handlers[id]]
            if not self._is_out(node.parent):
                ends = ends or self._ends(self._model.sent(id), id)
            ends = ends or self._level(id, way)
            if not ends and self._is_out(node.parent):
                ends = [flow.target for flow in self._model.outgoing(node.parent)]
        else:
            ends = [flow.source for flow in self._model.incoming(id)]
            if node.attached_to:
                ends = [node.attached_to]
            if not ends and id in self._model.compensates:
                ends = [self._model.compensates[id]]
            ends = ends or self._ends(self._model.received(id), id)
            ends = ends or self._level(id, way)
            if not ends and node.parent in self._model.nodes:
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
        """The nearest above or below of those in the same layer, on the other branches, and on the same border; else
        what a message comes from or goes to that way.
        """
        here = self._picture.boxes[id]
        column, at = self._columns[here.layer], self._at[id]
        near = [box.node.id for box in column[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]]
        for into in self._model.incoming(id)[:MOST_BRANCHES]:
            near += [flow.target for flow in self._model.outgoing(into.source)[:MOST_BRANCHES]]
        for out in self._model.outgoing(id)[:MOST_BRANCHES]:
            near += [flow.source for flow in self._model.incoming(out.target)[:MOST_BRANCHES]]
        found = min(_that_way(here, (self._picture.boxes[id] for id in near), way), default=None)
        if found is None:
            found = min(_that_way(here, (self._picture.boxes[end] for end in self._partners(id)), way), default=None)
        if found is None:
            found = self._inside[self._model.nodes[id].parent].nearest(here, way)
        return found[1] if found is not None else None

    def _level(self, id: str, way: Way) -> list[str]:
        """The boxes of other parts of the same scope that stand in the same rows on that side."""
        here = self._picture.boxes[id]
        if len(self._blocks.get(self._model.nodes[id].parent, ())) < 2:
            return []
        return [
            box.node.id
            for box in self._inside[self._model.nodes[id].parent].boxes
            if box.layer[0] != here.layer[0] and box.y < here.y + here.height and here.y < box.y + box.height
            and (box.x > here.x if way == "right" else box.x < here.x)
        ]  # fmt: skip

    def _onward(self, id: str, way: Way) -> str:
        """On or back in the order of the flow; the first and the last stay."""
        place = self._place[id] + (1 if way in ("right", "down") else -1)
        order = self._picture.order
        return order[place] if 0 <= place < len(order) else id


Found = tuple[tuple[int, int, str], str]
"""How far a box is, and its element."""


def _that_way(here: ElementBox, boxes: Iterable[ElementBox], way: Way) -> Iterator[Found]:
    """Those of the boxes that are wholly above or below."""
    for there in boxes:
        forward = there.y - (here.y + here.height) if way == "down" else here.y - (there.y + there.height)
        if forward >= 0 and there is not here:
            aside = max(there.x - (here.x + here.width), here.x - (there.x + there.width), 0)
            yield (forward * ASIDE + aside, abs(there.x - here.x), there.node.id), there.node.id


class _ByRow:
    """The boxes of a scope by their rows, so that the nearest above or below is found without looking at all."""

    def __init__(self, boxes: list[ElementBox]) -> None:
        self.boxes = boxes
        self._down = sorted(boxes, key=lambda box: box.y)
        self._up = sorted(boxes, key=lambda box: -(box.y + box.height))

    def nearest(self, here: ElementBox, way: Way) -> Found | None:
        """The nearest box that way."""
        best: Found | None = None
        if way == "down":
            first, rest = bisect_left(self._down, here.y + here.height, key=lambda box: box.y), self._down
        else:
            first, rest = bisect_left(self._up, -here.y, key=lambda box: -(box.y + box.height)), self._up
        for box in islice(rest, first, None):
            found = next(_that_way(here, (box,), way), None)
            if found is None:
                continue
            if best is not None and abs(box.y - here.y) * ASIDE > best[0][0] + ASIDE * (box.height + here.height):
                break  # those behind are farther down or up
            best = min(best, found) if best is not None else found
        return best


Steps = dict[str, dict[Way, str]]


def _connect(steps: Steps, order: Sequence[str], *, backwards: bool = False) -> None:
    """Makes every element lead to the first one, or the first one to every element, by ways that bring nothing new."""
    if not order:
        return
    leads: dict[str, list[str]] = {id: [] for id in order}
    for id, ways in steps.items():
        for there in ways.values():
            leads[there if backwards else id].append(id if backwards else there)
    seen = _spread({order[0]}, [order[0]], leads)
    for place, id in enumerate(order):
        if id in seen:
            continue
        near = [order[other] for other in range(place - 1, -1, -1)]
        if backwards:
            free = _free(steps[id])
            if free is not None:
                steps[id][free] = near[0]
        else:
            for other in (other for other in near if other in seen):
                if (free := _free(steps[other])) is not None:
                    steps[other][free] = id
                    break
        seen = _spread(seen | {id}, [id], leads)


def _spread(seen: set[str], waiting: list[str], leads: Mapping[str, Sequence[str]]) -> set[str]:
    while waiting:
        for there in leads[waiting.pop()]:
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return seen


def _free(ways: Mapping[Way, str]) -> Way | None:
    """A way that leads to where another one leads, too."""
    targets = list(ways.values())
    return next((way for way in ("down", "up", "right", "left") if targets.count(ways[way]) > 1), None)


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
