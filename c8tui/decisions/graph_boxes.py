"""How a node of the graph is drawn as a box: its border by kind, its name on one line or two, its logic."""

from __future__ import annotations

from dataclasses import dataclass

from c8tui.decisions.graph import Node
from c8tui.decisions.kinds import NodeKind
from c8tui.diagrams.labels import Span, Width, broken, cut, padded

WIDEST = 24
"""Cells of the text in a box; its border takes four more."""
WRAPPED_FROM = 13
"""Cells from which on a name of several words stands on two lines."""

_BORDERS: dict[NodeKind, str] = {
    "decision": "┌─┐│└─┘┴",
    "input": "╭─╮│╰─╯┴",
    "knowledge": "╱─┐│└─╱┴",  # noqa: RUF001
    "source": "┌╌┐┊╰~╯┴",
    "service": "╔═╗║╚═╝╧",
    "imported": "┏━┓┃┗━┛┷",
    "missing": "·╌·╎·╌·┴",
}
"""Corner, top, corner, side, corner, bottom, corner, and where a line meets the top."""
DOUBLE_TEE = {"┴": "╨", "╧": "╩", "┷": "┷"}
"""Where a double line meets the top."""
ITSELF = "↻"
"""On the border of what requires itself."""


@dataclass(frozen=True, slots=True)
class BoxText:
    """The text of a box before it has a place; every line is exactly `width` cells."""

    lines: tuple[str, ...]
    hint: str
    width: int


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A node in its place: cells from the left and the top of the picture."""

    id: str
    kind: NodeKind
    x: int
    y: int
    width: int
    height: int
    text: BoxText
    ports: tuple[tuple[int, bool], ...] = ()
    """Columns of the picture where lines meet its top, and whether they are double."""
    itself: bool = False

    def row(self, y: int) -> list[Span]:
        """One row of it, in exactly `width` cells; styles are `border`, `word`, `name` and `hint`."""
        border = _BORDERS[self.kind]
        if y == self.y:
            return [(self._top(border), "border")]
        if y == self.y + self.height - 1:
            word = self.kind
            rest = border[5] * (self.width - len(word) - 5) + (ITSELF if self.itself else border[5]) + border[6]
            return [(f"{border[4]} ", "border"), (word, "word"), (f" {rest}", "border")]
        inner = y - self.y - 1
        lines, style = self.text.lines, "name"
        if inner < len(lines):
            text = lines[inner]
        else:
            text, style = (self.text.hint if inner == len(lines) else ""), "hint"
        text = text or " " * self.text.width
        space = self.width - 2 - self.text.width
        left = " " * (space // 2)
        return [
            (border[3] + left, "border"),
            (text, style),
            (" " * (space - len(left)) + border[3], "border"),
        ]

    def _top(self, border: str) -> str:
        cells = [border[0], *border[1] * (self.width - 2), border[2]]
        for column, double in self.ports:
            cells[column - self.x] = DOUBLE_TEE[border[7]] if double else border[7]
        return "".join(cells)


def text_of(name: str, hint: str, kind: NodeKind, width: Width = len) -> BoxText:
    """The lines of a box for a name and a hint that are safe to draw."""
    name, hint = " ".join(name.split()), " ".join(hint.split())
    lines = [cut(line, WIDEST, width) for line in broken(name, WRAPPED_FROM, WIDEST, width)]
    hint = cut(hint, WIDEST, width)
    needed = max(len(kind) + 1, width(hint), *(width(line) for line in lines))
    needed += 1 - needed % 2  # odd, so that it has a middle
    return BoxText(tuple(padded(line, needed, width) for line in lines), hint and padded(hint, needed, width), needed)


def title_of(node: Node) -> str:
    """What stands in a box when nobody says otherwise."""
    return node.title
