"""The requirements graph of a model, drawn and walked from box to box."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.events import Click, MouseScrollLeft, MouseScrollRight, Resize
from textual.message import Message
from textual.strip import Strip

from c8tui.decisions.diagram import picture_of
from c8tui.decisions.graph import Graph, Node
from c8tui.decisions.kinds import ELEMENT_NAMES
from c8tui.decisions.picture import NOTHING_HIGHLIGHTED, Picture
from c8tui.decisions.walking import Way, nearest
from c8tui.decisions.wording import described
from c8tui.text import counted, visible
from c8tui.tui.widgets.line_breaking import broken, first_lines
from c8tui.tui.widgets.line_view import LineView
from c8tui.tui.widgets.walk_keys import WALK_KEYS

PARTS = ("name", "hint", "word")
WIRES = ("wire", "wire-back", "wire-highlighted")
STYLES = (*ELEMENT_NAMES, *PARTS, *WIRES, "current", "needed", "needing", "spoken")
LONGEST_NAME = 120
"""Characters of a name that are drawn or said."""
SPOKEN_ROWS = 3
"""Rows below the picture that say what the current node is, at most."""
RELAID_UP_TO = 800
"""Nodes of a graph that is laid out anew when the width changes; larger ones keep their places."""

MARGIN = 3
"""Cells around the current box that are in sight with it."""
SIDE_STEP = 6
"""Columns that a turn of the wheel goes to the side."""
_BACK: dict[Way, Way] = {"up": "down", "down": "up", "left": "right", "right": "left"}


class GraphView(LineView):
    """Shows a graph; one node is the current one, and what it needs and what needs it stands out with it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"graph--{name}" for name in STYLES}
    DEFAULT_CSS = """
    GraphView { height: 1fr; background: $surface; color: $foreground; padding: 0 1; }
    GraphView > .graph--decision { color: $text-primary; }
    GraphView > .graph--service { color: $text-secondary; }
    GraphView > .graph--input { color: $foreground; }
    GraphView > .graph--knowledge { color: $text-success; }
    GraphView > .graph--source, GraphView > .graph--imported { color: $foreground-muted; }
    GraphView > .graph--missing { color: $text-error; }
    GraphView > .graph--hint, GraphView > .graph--word { color: $foreground-muted; }
    GraphView > .graph--wire { color: $foreground-muted; }
    GraphView > .graph--wire-back { color: $text-warning; }
    GraphView > .graph--wire-highlighted { color: $text-accent; text-style: bold; }
    GraphView > .graph--current {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
    }
    GraphView > .graph--needed { background: $surface-lighten-2; text-style: bold; }
    GraphView > .graph--needing { background: $surface-lighten-1; text-style: bold; }
    GraphView:ansi > .graph--current { text-style: bold reverse; }
    GraphView:ansi > .graph--needed, GraphView:ansi > .graph--needing { text-style: bold underline; }
    GraphView > .graph--spoken { background: $surface-lighten-1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *WALK_KEYS,
    ]

    class Moved(Message):
        """Another node is the current one."""

        def __init__(self, node_id: str) -> None:
            super().__init__()
            self.node_id = node_id

    class Chosen(Moved):
        """The current node is to be opened."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._graph = Graph({}, ())
        self._picture = Picture()
        self._highlights = NOTHING_HIGHLIGHTED
        self._left = 0
        self._room = 0
        self._trail: tuple[str, Way, str] | None = None
        """Where the last step led, the way back, and from where it came."""

    @property
    def current(self) -> str | None:
        """The id of the current node; None when there is nothing to show."""
        return self._highlights.current if self._highlights.current in self._graph.nodes else None

    @property
    def spoken(self) -> str:
        """The current node in words, and what of its graph is not drawn."""
        if self.current is None:
            return "There is nothing in this model."
        text = described(self._graph, self.current, _label)
        if count := len(self._picture.left_out):
            text += f"; {counted(count, 'line')} of this graph {'is' if count == 1 else 'are'} too long to be drawn"
        return visible(text, 4 * LONGEST_NAME)

    @property
    def text(self) -> str:
        """The whole picture, also what is scrolled out of sight."""
        return self._picture.text

    def show(self, graph: Graph, at: str | None = None) -> None:
        """Shows a graph with this node as the current one; else the one that was, or the first."""
        self._graph, self._trail = graph, None
        self._lay_out()
        wanted = (at, self.current)
        first = next(iter(self._picture.order), None)
        node = next((id for id in wanted if id is not None and id in graph.nodes), first)
        self._highlights = self._picture.highlights(graph, node) if node is not None else NOTHING_HIGHLIGHTED
        self._reveal()
        self.refresh()

    def _lay_out(self) -> None:
        self._room = self.content_size.width or self._room
        self._picture = picture_of(self._graph, label=_label, hint=_hint, width=cell_len, room=self._room or 80)

    @property
    def line_count(self) -> int:
        return self._picture.height + len(self._spoken_lines())

    def _spoken_lines(self) -> list[str]:
        """The rows below the picture: what is said of the current node."""
        width = max(self.content_size.width, 8)
        return first_lines(broken(self.spoken, width), SPOKEN_ROWS, width)

    def draw_line(self, y: int) -> Strip:
        width, height = self.content_size
        spoken = self._spoken_lines()
        row = y - (height - len(spoken))
        if row >= 0:
            text = spoken[row]
            style = self._styles["spoken"]
            return Strip([Segment(text, style)]).adjust_cell_length(width, style)
        shown = self.top + y
        if shown >= self._picture.height:
            return Strip.blank(width, self.rich_style)
        spans = self._picture.line(shown, self._left, self._left + width, self._highlights)
        return Strip([Segment(text, self._styles[name]) for text, name in spans], width)

    def make_style(self, name: str) -> Style:
        style = super().make_style(name)
        kind, _, state = (name, "", "") if name in WIRES else name.partition("-")
        if kind:
            style += self.get_component_rich_style(f"graph--{kind}")
        if state:
            style += self.get_component_rich_style(f"graph--{state}", partial=True)
        return style

    def on_resize(self, _: Resize) -> None:
        """Another width has room for another layout; the current node stays, and stays in sight."""
        if self.content_size.width != self._room and (not self._room or len(self._graph.nodes) <= RELAID_UP_TO):
            self._lay_out()
            if self.current is not None:
                self._highlights = self._picture.highlights(self._graph, self.current)
        self._reveal()

    def _reveal(self) -> None:
        """Scrolls as little as it takes to see the current box and the ends of its lines, then paints what differs."""
        width, height = self.content_size.width, self.content_size.height - len(self._spoken_lines())
        top = self.top
        if self.current is not None:
            box = self._picture.boxes[self.current]
            top = _shifted(top, height, box.y, box.height)
            self._left = _shifted(self._left, width, box.x, box.width)
        self._scroll_across(self._left)
        self.scroll_lines(top)

    def _scroll_across(self, left: int) -> None:
        spare = self.content_size.width - self._picture.width
        self._left = -(spare // 2) if spare >= 0 else max(0, min(left, -spare))

    def _move(self, node: str) -> None:
        self._highlights = self._picture.highlights(self._graph, node)
        self._reveal()
        self.post_message(self.Moved(node))

    def action_walk(self, way: Way) -> None:
        """Go to the nearest node that way; the way back leads to where one came from."""
        if (here := self.current) is None:
            return
        if self._trail is not None and self._trail[:2] == (here, way):
            node: str | None = self._trail[2]
        else:
            node = nearest(self._picture, self._graph, here, way)
        if node is not None:
            self._trail = node, _BACK[way], here
            self._move(node)

    def action_next(self, step: int) -> None:
        """Go to the next node as one reads them, or the one before; after the last comes the first."""
        order = self._picture.order
        if self.current is not None:
            self._jump(order[(order.index(self.current) + step) % len(order)])

    def action_jump(self, index: int) -> None:
        """Go to the first node, or with -1 to the last."""
        if self.current is not None:
            self._jump(self._picture.order[index])

    def _jump(self, node: str) -> None:
        self._trail = None
        self._move(node)

    def action_choose(self) -> None:
        """Tell that the current node is to be opened."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def on_click(self, event: Click) -> None:
        """A click goes to a box; a second one opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        x, y = offset.x + self._left, offset.y + self.top
        for box in self._picture.boxes.values():
            if box.x <= x < box.x + box.width and box.y <= y < box.y + box.height:
                if event.chain > 1 and box.id == self.current:
                    self.action_choose()
                else:
                    self._jump(box.id)

    def on_mouse_scroll_left(self, event: MouseScrollLeft) -> None:
        event.stop()
        self._scroll_across(self._left - SIDE_STEP)
        self.scroll_lines(self.top)

    def on_mouse_scroll_right(self, event: MouseScrollRight) -> None:
        event.stop()
        self._scroll_across(self._left + SIDE_STEP)
        self.scroll_lines(self.top)


def _label(node: Node) -> str:
    return visible(node.title, LONGEST_NAME)


def _hint(node: Node) -> str:
    return visible(node.hint, LONGEST_NAME)


def _shifted(begin: int, size: int, at: int, length: int) -> int:
    """Where a window of this size begins so that a stretch and a margin around it are seen, moved as little as can."""
    margin = max(0, min(MARGIN, (size - length) // 2))
    begin = max(begin, at + length + margin - size)
    return max(0, min(begin, at - margin))
