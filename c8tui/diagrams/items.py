"""The items of the layered graph of a process or sub-process, with the room that each needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from c8tui.diagrams.block import Block
from c8tui.diagrams.element_boxes import COUNTS_ROOM, Label, attached_label, label_of, scope_label
from c8tui.diagrams.labels import Width
from c8tui.diagrams.model import FlowNode

MOST_ENDS = 20
"""Message flows at one element that its box is made wide enough for."""


class Page(NamedTuple):
    """What holds for all of a picture."""

    width: Width
    ends: Mapping[str, int]
    """How many ends of message flows are at each node, or in it."""


class Items(NamedTuple):
    """The items of a layered graph: activities, events and gateways first, then boundary events."""

    nodes: list[FlowNode]
    number: dict[str, int]
    host: list[int]
    """The number of what an item hangs on; its own for most."""
    labels: list[Label]
    widths: list[int]
    heights: list[int]
    messages: list[int]
    """How many ends of message flows are at each, or in it."""

    def host_of(self, id: str) -> int:
        """The number of what an element hangs on; its own for most."""
        return self.host[self.number[id]]


def items_of(nodes: list[FlowNode], inner: Mapping[str, Block], page: Page) -> Items:
    own = [node for node in nodes if not node.attached_to]
    own += [node for node in nodes if node.attached_to]
    number = {node.id: place for place, node in enumerate(own)}
    found = Items(own, number, [number[node.attached_to or node.id] for node in own], [], [], [], [])
    width = page.width
    for node in own:
        block = inner.get(node.id)
        messages = page.ends.get(node.id, 0)
        if node.attached_to:
            label = attached_label(node, width)
            size = label.width + 4 + COUNTS_ROOM, 1
        elif block is not None and block.boxes:
            label = scope_label(node, block.width - 12, width)
            size = max(block.width + 4, label.width + len(label.word) + 12), _outer_height(block.height, messages)
        else:
            label = label_of(node, width)
            size = max(label.width + 4, 2 * min(messages, MOST_ENDS) + 3), label.height
        found.labels.append(label)
        found.widths.append(size[0])
        found.heights.append(size[1])
        found.messages.append(messages)
    return found


def _outer_height(rows: int, messages: int) -> int:
    """The rows of a sub-process around those of what is in it: an odd number, with room for the heads of messages."""
    rows += 2 if messages else 0
    return rows + 2 + (rows + 1) % 2
