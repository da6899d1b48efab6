"""Variables as a tree that opens as far as somebody looks, drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from c8tui.session.variables import VariableNode, shown
from c8tui.text import visible
from c8tui.tui.widgets.clipped import clipped
from c8tui.tui.widgets.columns import fit
from c8tui.tui.widgets.list_keys import G_TO_TOP, LIST_KEYS

NAME_WIDTH, KIND_WIDTH = 32, 8
"""Cells of the columns of names and of types."""


class VariableTree(Widget, can_focus=True):
    """Nodes below each other, the cursor on one; only lines in sight are ever drawn."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"tree--{name}" for name in ("name", "kind", "cursor")}
    DEFAULT_CSS = """
    VariableTree { height: 1fr; background: $surface; color: $foreground; }
    VariableTree > .tree--name { color: $text-accent; }
    VariableTree > .tree--kind { color: $foreground-muted; }
    VariableTree > .tree--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *LIST_KEYS,
        G_TO_TOP,
        Binding("l,right", "open", show=False),
        Binding("h,left", "shut", show=False),
        Binding("space", "turn", show=False),
    ]

    class Moved(Message):
        """The cursor is on another node, or there are others."""

    def __init__(self) -> None:
        super().__init__()
        self._roots: Sequence[VariableNode] = ()
        self._only: Sequence[VariableNode] | None = None
        self._listed: list[VariableNode] = []
        self._cursor = 0
        self._top = 0

    @property
    def current(self) -> VariableNode | None:
        """The node under the cursor."""
        return self._listed[self._cursor] if self._listed else None

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._listed)

    def list_nodes(self, roots: Sequence[VariableNode]) -> None:
        """Show these and what is open in them."""
        self._roots, self._only = roots, None
        self._renew()

    def show_only(self, nodes: Sequence[VariableNode] | None) -> None:
        """Show these nodes alone, whatever is open; None shows the tree again, the cursor where it was found."""
        current, self._only = self.current, nodes
        if nodes is None and current is not None:
            for upper in current.above():
                upper.is_open = True
        self._renew(current)

    def _renew(self, keep: VariableNode | None = None) -> None:
        """List what is in sight anew, the cursor on `keep` when it still is."""
        self._listed = list(shown(self._roots) if self._only is None else self._only)
        self._cursor = self._listed.index(keep) if keep in self._listed else 0
        self._follow()
        self.refresh()
        self.post_message(self.Moved())

    def _follow(self) -> bool:
        """Scroll so that the cursor is in sight; whether that moved anything."""
        before, height = self._top, max(1, self.content_size.height)
        if not self._top <= self._cursor < self._top + height:
            self._top = self._cursor - height // 2
        self._top = max(0, min(self._top, len(self._listed) - height))
        return self._top != before

    def _go(self, index: int) -> None:
        before, self._cursor = self._cursor, max(0, min(index, len(self._listed) - 1))
        if self._follow():
            self.refresh()
        else:
            width = self.content_size.width
            self.refresh(*(Region(0, n - self._top, width, 1) for n in (before, self._cursor)))
        self.post_message(self.Moved())

    def action_move(self, lines: int) -> None:
        """Move the cursor by so many lines."""
        self._go(self._cursor + lines)

    def action_page(self, pages: float) -> None:
        """Move the cursor by so many pages."""
        self._go(self._cursor + int(pages * self.content_size.height))

    def action_jump(self, line: int) -> None:
        """Move the cursor to a line; -1 is the last."""
        self._go(line if line >= 0 else len(self._listed) - 1)

    def action_open(self) -> None:
        """Open the node; on one that is open, go to the first inside."""
        node = self.current
        if node is not None and node.has_members and self._only is None:
            if node.is_open:
                self._go(self._cursor + 1)
            else:
                self.action_turn()

    def action_shut(self) -> None:
        """Shut the node; on one that is shut, go to the one around it."""
        node = self.current
        if node is None or self._only is not None:
            return
        if node.is_open:
            self.action_turn()
        elif node.parent is not None:
            self._go(self._listed.index(node.parent))

    def action_turn(self) -> None:
        """Open or shut the node."""
        node = self.current
        if node is not None and node.has_members and self._only is None:
            node.is_open = not node.is_open
            self._renew(node)

    def on_resize(self, _: Resize) -> None:
        self._follow()

    def on_mouse_scroll_down(self, _: MouseScrollDown) -> None:
        self.action_move(3)

    def on_mouse_scroll_up(self, _: MouseScrollUp) -> None:
        self.action_move(-3)

    def render_line(self, y: int) -> Strip:
        index, width = self._top + y, self.content_size.width
        if index >= len(self._listed):
            return Strip.blank(width, self.rich_style)
        node, style = self._listed[index], self.rich_style
        name, kind, value = self._cells(node, width)
        if index == self._cursor:
            style += self.get_component_rich_style("tree--cursor", partial=True)
            return clipped(Strip([Segment(name + kind + value, style)]), width).adjust_cell_length(width, style)
        styles = (self.get_component_rich_style(f"tree--{part}", partial=True) for part in ("name", "kind"))
        named, typed = (Segment(text, style + more) for text, more in zip((name, kind), styles, strict=True))
        return clipped(Strip([named, typed, Segment(value, style)]), width).adjust_cell_length(width, style)

    def _cells(self, node: VariableNode, width: int) -> tuple[str, str, str]:
        """Name, type and value; names stand in by their depth, as far as that leaves room for them."""
        name_width = min(NAME_WIDTH, width // 3)
        mark = "- " if node.is_open or (self._only is not None and node.has_members) else "+ "
        indent = min(2 * node.depth, name_width // 2)
        name = fit(
            " " * indent + (mark if node.has_members else "  ") + visible(node.name, name_width), name_width, False
        )
        cut = " (cut short)" if node.is_cut else ""
        value = "" if node.is_open else visible(node.preview(), width) + cut
        return name + "  ", fit(node.kind, KIND_WIDTH, False) + "  ", value
