"""The looks of a drawn table: its styles, and that of the cursor's rule over them."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style

from c8tui.tui.widgets.line_view import LineView

STYLES = (
    "head",
    "name",
    "rule",
    "count",
    "note",
    "any",
    "output",
    "matched",
    "failed",
    "value",
    "hit",
    "column",
    "cursor",
)


class TableCanvas(LineView):
    """Lines whose spans have the style names of `table_lines`; those of the cursor's rule end in ` cursor`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"table--{name}" for name in STYLES}
    DEFAULT_CSS = """
    TableCanvas { height: 1fr; background: $surface; color: $foreground; }
    TableCanvas > .table--head { text-style: bold; }
    TableCanvas > .table--name, TableCanvas > .table--rule, TableCanvas > .table--any { color: $foreground-muted; }
    TableCanvas > .table--count, TableCanvas > .table--note { color: $foreground-muted; }
    TableCanvas > .table--output { color: $text-primary; }
    TableCanvas > .table--matched { color: $text-success; text-style: bold; }
    TableCanvas > .table--failed { color: $text-warning; text-style: underline; }
    TableCanvas > .table--value { color: $text-success; text-style: bold; }
    TableCanvas > .table--hit { color: $text-accent; text-style: bold underline; }
    TableCanvas > .table--column { color: $text-accent; text-style: bold underline; }
    TableCanvas > .table--cursor {
        background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
    }
    TableCanvas:focus > .table--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    """

    def make_style(self, name: str) -> Style:
        """The style of a cell; on the cursor's rule only its ground and emphasis are left of it."""
        kind, _, cursor = name.partition(" ")
        style = super().make_style(name)
        if kind:
            style += self.get_component_rich_style(f"table--{kind}")
        if cursor:
            ground = self.get_component_rich_style("table--cursor")
            style = ground + Style(bold=style.bold, underline=style.underline)
        return style

    def on_focus(self) -> None:
        self._styles.clear()
        self.refresh()

    def on_blur(self) -> None:
        self._styles.clear()
        self.refresh()
