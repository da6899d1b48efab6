"""A BPMN diagram that is walked by keys from element to element, with the same as an outline one key away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click, MouseScrollLeft, MouseScrollRight, Resize
from textual.message import Message
from textual.strip import Strip

from c8tui.diagrams.element_boxes import ElementCounts
from c8tui.diagrams.model import BpmnModel
from c8tui.diagrams.outline import OutlineLine, outline_of
from c8tui.diagrams.picture import BpmnPicture, DiagramOverlay, TooLarge, picture_of
from c8tui.diagrams.walk import Walker, Way, named
from c8tui.diagrams.wording import described
from c8tui.text import counted
from c8tui.tui.widgets.line_breaking import broken, first_lines
from c8tui.tui.widgets.line_view import LineView
from c8tui.tui.widgets.walk_keys import WALK_KEYS

STATES = ("selected", "incident", "active", "completed", "canceled", "unvisited")
BORDERS = ("task", "call", "start", "middle", "end", "gateway", "scope", "eventscope", "other")
TEXTS = ("word", "name", "hint", "count", "incident", "active", "completed", "canceled")
WHOLE = ("wire", "wire-back", "wire-taken", "wire-selected", "message", "flow", "flow-selected", "lane", "lane-name")
OUTLINE = ("kind", "branch", "taken")
"""Styles of the outline beside those of the diagram."""
SPOKEN_ROWS = 3
"""Rows below the picture that say what the current element is, at most."""
MARGIN = 4
"""Cells around the current box that are in sight with it."""
SIDE_STEP = 8
"""Columns that a turn of the wheel goes to the side."""


class DiagramView(LineView):
    """Shows a model; one element is the current one, and the flows at it stand out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"diagram--{name}" for name in (*BORDERS, *TEXTS, *WHOLE, *OUTLINE, "spoken")),
        *(f"diagram--is-{state}" for state in STATES),
    }
    DEFAULT_CSS = """
    DiagramView { height: 1fr; background: $surface; color: $foreground; padding: 0 1; }
    DiagramView > .diagram--task, DiagramView > .diagram--call { color: $text-primary; }
    DiagramView > .diagram--gateway { color: $text-warning; }
    DiagramView > .diagram--start, DiagramView > .diagram--end { color: $text-success; }
    DiagramView > .diagram--middle { color: $text-secondary; }
    DiagramView > .diagram--scope, DiagramView > .diagram--eventscope { color: $text-secondary; }
    DiagramView > .diagram--other, DiagramView > .diagram--hint { color: $foreground-muted; }
    DiagramView > .diagram--word, DiagramView > .diagram--kind { color: $foreground-muted; }
    DiagramView > .diagram--wire, DiagramView > .diagram--branch { color: $foreground-muted; }
    DiagramView > .diagram--lane { color: $foreground-muted; text-style: dim; }
    DiagramView > .diagram--lane-name { color: $foreground; text-style: bold; }
    DiagramView > .diagram--message { color: $text-secondary; }
    DiagramView > .diagram--wire-back { color: $text-warning; }
    DiagramView > .diagram--wire-taken, DiagramView > .diagram--taken { color: $text-success; text-style: bold; }
    DiagramView > .diagram--wire-selected, DiagramView > .diagram--flow-selected {
        color: $text-accent; text-style: bold;
    }
    DiagramView > .diagram--active { color: $text-success; text-style: bold; }
    DiagramView > .diagram--incident { color: $text-error; text-style: bold; }
    DiagramView > .diagram--completed, DiagramView > .diagram--canceled { color: $foreground-muted; }
    DiagramView > .diagram--is-active { color: $text-success; }
    DiagramView > .diagram--is-incident { color: $text-error; }
    DiagramView > .diagram--is-unvisited, DiagramView > .diagram--is-canceled { color: $foreground-muted; }
    DiagramView > .diagram--is-selected {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
    }
    DiagramView:ansi > .diagram--is-selected { text-style: bold reverse; }
    DiagramView > .diagram--spoken { background: $surface-lighten-1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *WALK_KEYS,
        Binding("n", "found(1)", show=False),
        Binding("N", "found(-1)", show=False),
    ]

    class Moved(Message):
        """Another element is the current one."""

        def __init__(self, element_id: str) -> None:
            super().__init__()
            self.element_id = element_id

    class Chosen(Moved):
        """What is at the current element is asked for."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._model = BpmnModel((), {}, ())
        self._picture: BpmnPicture | None = None
        self._walker: Walker | None = None
        self._order: list[str] = []
        self._overlay = DiagramOverlay()
        self._levels: Mapping[int, int] = {}
        self._lines: list[OutlineLine] = []
        self._outlined = False
        self._left = 0
        self._found: list[str] = []
        self.problem = ""
        """Why there is no diagram, in a sentence; empty where there is one."""

    @property
    def current(self) -> str | None:
        """The id of the current element; None when there is none."""
        return self._overlay.selected or None

    @property
    def outlined(self) -> bool:
        """Whether the outline is shown."""
        return self._outlined

    @property
    def spoken(self) -> str:
        """The current element in words."""
        if self.current is None:
            return "There is nothing in this process."
        return described(self._model, self.current, self._overlay.counts.get(self.current))

    @property
    def text(self) -> str:
        """All of what is shown, also what is scrolled out of sight."""
        if self._outlined or self._picture is None:
            return "\n".join(line.text for line in self._lines)
        return self._picture.text

    def show(self, model: BpmnModel, at: str | None = None) -> None:
        """Shows a model with this element as the current one; else the one that was, or the first."""
        self._model, self._found, self.problem = model, [], ""
        self._picture, self._walker = None, None
        try:
            self._picture = picture_of(model, cell_len)
            self._walker = Walker(self._picture)
        except TooLarge as wrong:
            self.problem, self._outlined = str(wrong), True
        self._lines = outline_of(model, self._overlay, self._picture.scopes if self._picture else None)
        self._order = [line.id for line in self._lines if line.id and not line.flow]
        wanted = (at, self.current, *self._order[:1])
        self._select(next((id for id in wanted if id is not None and id in model.nodes), ""))
        self._reveal()
        self.refresh()

    def show_counts(self, counts: Mapping[str, ElementCounts], taken: frozenset[str] = frozenset()) -> None:
        """Shows how many instances each element has, and the flows that were taken, by their ids."""
        self._overlay = DiagramOverlay(self._overlay.selected, counts, taken)
        self._lines = outline_of(self._model, self._overlay, self._picture.scopes if self._picture else None)
        self._select(self._overlay.selected)
        self._reveal()

    def toggle_outline(self) -> None:
        """The outline instead of the diagram, or the other way round; the current element stays."""
        self._outlined = self._picture is None or not self._outlined
        self._reveal()
        self.refresh()

    def go_to(self, id: str) -> None:
        """Makes an element the current one, if there is such."""
        if id in self._model.nodes:
            self._move(id)

    def search(self, text: str) -> int:
        """Looks for elements by name, id or kind, and goes to the nearest; how many there are."""
        self._found = named(self._model, self._order, text)
        if self._found and self.current not in self._found and self.current is not None:
            here = self._order.index(self.current)
            self._move(next((id for id in self._found if self._order.index(id) > here), self._found[0]))
        return len(self._found)

    @property
    def line_count(self) -> int:
        rows = len(self._lines) if self._outlined or self._picture is None else self._picture.height
        return rows + len(self._spoken_lines())

    def _spoken_lines(self) -> list[str]:
        """The rows below the picture: what is said of the current element."""
        width = max(self.content_size.width, 8)
        return first_lines(broken(self.spoken, width), SPOKEN_ROWS, width)

    def draw_line(self, y: int) -> Strip:
        width, height = self.content_size
        spoken = self._spoken_lines()
        row = y - (height - len(spoken))
        if row >= 0:
            style = self._styles["spoken"]
            return Strip([Segment(spoken[row], style)]).adjust_cell_length(width, style)
        shown = self.top + y
        if self._outlined or self._picture is None:
            return self._outline_line(shown, width)
        if shown >= self._picture.height:
            return Strip.blank(width, self.rich_style)
        spans = self._picture.line(shown, self._left, self._left + width, self._overlay, self._levels)
        return Strip([Segment(text, self._styles[name]) for text, name in spans], width)

    def _outline_line(self, row: int, width: int) -> Strip:
        if row >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[row]
        here = line.id == self.current and not line.flow
        names = ("name-selected" if here and name else name for _, name in line.spans)
        segments = [Segment(text, self._styles[name]) for (text, _), name in zip(line.spans, names, strict=True)]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def make_style(self, name: str) -> Style:
        style = super().make_style(name)
        part, _, state = ("", "", "") if name in WHOLE else name.rpartition("-")
        if state not in STATES or not part:
            part, state = name, ""
        if part:
            style += self.get_component_rich_style(f"diagram--{part}")
        if state and not (part in STATES and state != "selected"):
            style += self.get_component_rich_style(f"diagram--is-{state}", partial=True)
        return style

    def on_resize(self, _: Resize) -> None:
        """The current element stays in sight."""
        self._reveal()

    def _select(self, id: str) -> None:
        self._overlay = self._overlay._replace(selected=id)
        self._levels = self._picture.levels(self._overlay) if self._picture is not None else {}

    def _reveal(self) -> None:
        """Scrolls as little as it takes to see the current element, then paints what differs."""
        width, height = self.content_size.width, self.content_size.height - len(self._spoken_lines())
        top = self.top
        if self._outlined or self._picture is None:
            place = next((n for n, line in enumerate(self._lines) if line.id == self.current and not line.flow), 0)
            top = _shifted(top, height, place, 1)
        elif self.current is not None:
            box = self._picture.boxes[self.current]
            top = _shifted(top, height, box.y, box.height)
            self._scroll_across(_shifted(self._left, width, box.x, box.width))
        else:
            self._scroll_across(0)
        self.scroll_lines(top)

    def _scroll_across(self, left: int) -> None:
        width = self._picture.width if self._picture is not None else 0
        spare = self.content_size.width - width
        self._left = 0 if spare >= 0 else max(0, min(left, -spare))

    def _move(self, id: str) -> None:
        if id != self.current:
            self._select(id)
            self._reveal()
            self.post_message(self.Moved(id))

    def action_walk(self, way: Way) -> None:
        """Go along the flow, or to another branch; in the outline up and down go line by line."""
        if self.current is None:
            return
        if self._walker is None or (self._outlined and way in ("up", "down")):
            self.action_step(1 if way in ("down", "right") else -1)
        else:
            self._move(self._walker.step(self.current, way))

    def action_step(self, step: int) -> None:
        """Go on or back in the order of the flow, and stay at its ends."""
        if self.current is not None:
            place = self._order.index(self.current) + step
            self._move(self._order[max(0, min(place, len(self._order) - 1))])

    def action_next(self, step: int) -> None:
        """Go on or back in the order of the flow; behind the last comes the first."""
        if self.current is not None:
            self._move(self._order[(self._order.index(self.current) + step) % len(self._order)])

    def action_jump(self, index: int) -> None:
        """Go to the first element, or with -1 to the last."""
        if self.current is not None:
            self._move(self._order[index])

    def action_found(self, step: int) -> None:
        """Go to the next element that was found, or the one before."""
        if not self._found or self.current is None:
            return
        if self.current in self._found:
            self._move(self._found[(self._found.index(self.current) + step) % len(self._found)])
            return
        here = self._order.index(self.current)
        places = [self._order.index(id) for id in self._found]
        later = [id for id, place in zip(self._found, places, strict=True) if (place > here) == (step > 0)]
        self._move((later or self._found)[0 if step > 0 else -1])

    def action_choose(self) -> None:
        """Tell that the current element is to be opened."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def on_click(self, event: Click) -> None:
        """A click goes to an element; a second one opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        id = self._at(offset.x + self._left, offset.y + self.top)
        if id is not None and event.chain > 1 and id == self.current:
            self.action_choose()
        elif id is not None:
            self._move(id)

    def _at(self, x: int, y: int) -> str | None:
        """The innermost element there."""
        if self._outlined or self._picture is None:
            return (self._lines[y].id or None) if y < len(self._lines) else None
        boxes = [box for box in self._picture.boxes.values()
                 if box.x <= x < box.x + box.width and box.y <= y < box.y + box.height]  # fmt: skip
        return min(boxes, key=lambda box: box.width * box.height).node.id if boxes else None

    def on_mouse_scroll_left(self, event: MouseScrollLeft) -> None:
        event.stop()
        self._scroll_across(self._left - SIDE_STEP)
        self.scroll_lines(self.top)

    def on_mouse_scroll_right(self, event: MouseScrollRight) -> None:
        event.stop()
        self._scroll_across(self._left + SIDE_STEP)
        self.scroll_lines(self.top)

    @property
    def left_out(self) -> str:
        """Which flows are not drawn, in words; empty for none."""
        count = self._picture.left_out if self._picture is not None else 0
        return f"{counted(count, 'flow')} {'is' if count == 1 else 'are'} not drawn" if count else ""


def _shifted(begin: int, size: int, at: int, length: int) -> int:
    """Where a window of this size begins so that a stretch and a margin around it are seen, moved as little as can."""
    margin = max(0, min(MARGIN, (size - length) // 2))
    begin = max(begin, at + length + margin - size)
    return max(0, min(begin, at - margin))
