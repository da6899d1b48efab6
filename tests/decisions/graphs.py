"""Small graphs for the tests, and a reader that finds out from the characters alone what a picture says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hypothesis import strategies as st

from c8tui.decisions.graph import Graph, graph_of
from c8tui.decisions.picture import Picture
from c8tui.feel.dmn_model import Decision, Definitions, Element, InputData, KnowledgeModel, KnowledgeSource, Service

UP, DOWN, LEFT, RIGHT = (0, -1), (0, 1), (-1, 0), (1, 0)
_SIDES = {
    "│┆┊║": (UP, DOWN), "─┄┈═": (LEFT, RIGHT), "┘╝": (UP, LEFT), "└╚": (UP, RIGHT), "┐╗": (DOWN, LEFT),
    "┌╔": (DOWN, RIGHT), "┤╣": (UP, DOWN, LEFT), "├╠": (UP, DOWN, RIGHT), "┴╩": (UP, LEFT, RIGHT),
    "┬╦": (DOWN, LEFT, RIGHT), "┼╬": (UP, DOWN, LEFT, RIGHT),
}  # fmt: skip
SIDES = {glyph: sides for glyphs, sides in _SIDES.items() for glyph in glyphs}
UPWARD, DOWNWARD = "▲△●◆", "▼▽●◆"
JOINTS = "┴╨╧╩┷"
Cell = tuple[int, int]


def element(kind: type[Element], id: str, requires: Sequence[str] = (), sources: Sequence[str] = ()) -> Element:
    return kind(id, id, "", "", id, "", tuple(requires), tuple(sources))


def model(*elements: Element) -> Definitions:
    return Definitions("m", "urn:m", {one.id: one for one in elements})


def decisions(**requires: str) -> Graph:
    """Decisions by name; what each requires is a text of names."""
    return graph_of(model(*(element(Decision, id, names.split()) for id, names in requires.items())))


@st.composite
def models(draw: st.DrawFn) -> Definitions:
    """Models of up to twelve elements with requirements of every kind: circles, missing ones, services."""
    ids = [f"n{number}" for number in range(draw(st.integers(1, 12)))]
    some = st.lists(st.sampled_from([*ids, "lost", "urn:x#y"]), max_size=4)
    elements = []
    for id in ids:
        kind = draw(st.sampled_from([Decision, Decision, InputData, KnowledgeModel, KnowledgeSource, Service]))
        name = draw(st.text("ab 漢é\n", max_size=30))
        if kind is Service:
            parts = tuple(draw(some)), tuple(draw(some)), tuple(draw(some))
            elements.append(Service(id, name, "", "", name, "", (), (), *parts))
        else:
            elements.append(kind(id, name, "", "", name, "", tuple(draw(some)), tuple(draw(some))))
    return model(*elements)


def drawn(graph: Graph) -> set[tuple[str, str]]:
    """Who needs whom by a line of its own."""
    return {(edge.needing, edge.needed) for edge in graph.edges if not edge.implied and edge.needing != edge.needed}


class Reading:
    """The cells of a picture, and what its lines connect."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.cells = [[cell for text, _ in line for cell in _cells(text, picture)] for line in picture.lines]
        self.owner: dict[Cell, str] = {}
        for box in picture.boxes.values():
            for y in range(box.y, box.y + box.height):
                for x in range(box.x, box.x + box.width):
                    assert (x, y) not in self.owner, f"{box.id} over {self.owner[x, y]}"
                    self.owner[x, y] = box.id

    def needs(self) -> set[tuple[str, str]]:
        """Who needs whom, as the lines say. Fails where a line leads nowhere or runs into a box."""
        return {
            (id, other) for id in self.picture.boxes for start in self._heads(id) for other in self._reached(*start)
        }

    def _heads(self, id: str) -> Iterator[tuple[Cell, Cell]]:
        box = self.picture.boxes[id]
        for y, heads, way in ((box.y + box.height, UPWARD, DOWN), (box.y - 1, DOWNWARD, UP)):
            for x in range(box.x, box.x + box.width):
                if 0 <= y < len(self.cells) and self.cells[y][x] in heads:
                    yield (x, y), way

    def _reached(self, head: Cell, way: Cell) -> Iterator[str]:
        waiting, seen = [(head, way)], set[tuple[Cell, Cell]]()
        while waiting:
            (x, y), (dx, dy) = step = waiting.pop()
            if step in seen:
                continue
            seen.add(step)
            x, y = x + dx, y + dy
            if (x, y) in self.owner:
                assert (dx, dy) == way, f"a line runs into {self.owner[x, y]}"
                assert way == UP or self.cells[y][x] in JOINTS
                yield self.owner[x, y]
                continue
            glyph = self.cells[y][x]
            if glyph in UPWARD + DOWNWARD:
                continue
            sides = SIDES[glyph]
            if dx and sides == (UP, DOWN):
                waiting.append(((x, y), (dx, dy)))  # it goes on behind the line that it crosses
                continue
            assert (-dx, -dy) in sides, f"{glyph} at {x}, {y} is not connected"
            waiting += [((x, y), side) for side in sides if side != (-dx, -dy)]


def _cells(text: str, picture: Picture) -> Iterable[str]:
    for character in text:
        yield character
        yield from [""] * (picture.measure(character) - 1)
