"""Walking over a picture of a graph: which box is the nearest in a direction."""

from __future__ import annotations

from typing import Literal

from c8tui.decisions.graph import Graph
from c8tui.decisions.graph_boxes import PlacedBox
from c8tui.decisions.picture import Picture

Way = Literal["up", "down", "left", "right"]
ASIDE = 3
"""How much farther a box is for every cell that it stands aside of the way."""


def nearest(picture: Picture, graph: Graph, id: str, way: Way) -> str | None:
    """The box that a step leads to: down to what is required, up to what requires it, else the nearest that way.

    None when there is nothing that way.
    """
    here = picture.boxes[id]
    tied: list[str] = []
    if way == "down":
        tied = [edge.needed for edge in graph.needs(id)]
    elif way == "up":
        tied = [edge.needing for edge in graph.needed_by(id)]
    for ids in (tied, list(picture.boxes)):
        far = [(_distance(here, picture.boxes[other], way), other) for other in ids if other != id]
        there = [(distance, other) for distance, other in far if distance is not None]
        if there:
            return min(there, key=lambda pair: pair[0])[1]
    return None


def _distance(here: PlacedBox, there: PlacedBox, way: Way) -> tuple[int, int] | None:
    """How far it is, with what is in line first; None when it is another way."""
    across = way in ("left", "right")
    begin, size, other, other_size = (
        (here.x, here.width, there.x, there.width) if across else (here.y, here.height, there.y, there.height)
    )
    forward = other - (begin + size) if way in ("right", "down") else begin - (other + other_size)
    if forward < 0:
        return None
    if across:
        aside = abs((there.y + there.height // 2) - (here.y + here.height // 2))
        level = there.y < here.y + here.height and here.y < there.y + there.height
        return (0 if level else 1), forward + ASIDE * 2 * aside
    # A row is about two columns high.
    return 0, 2 * forward * ASIDE + abs((there.x + there.width // 2) - (here.x + here.width // 2))
