"""The column of views left of a wide inbox."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from c8tui.session.filters import FILTERS


class Views(Widget):
    """Names of the views, the chosen one marked; `v` chooses."""

    DEFAULT_CSS = """
    Views { width: 16; padding: 0 1; background: $surface; border-right: tall $panel; }
    """
    chosen = FILTERS[0].id

    def choose(self, id_: str) -> None:
        """Mark another view."""
        self.chosen = id_
        self.refresh()

    def render(self) -> Content:
        lines = [Content.styled("Views (v)", "$foreground-muted")]
        for view in FILTERS:
            here = view.id == self.chosen
            lines.append(Content.styled(f"{'>' if here else ' '} {view.title}", "bold $text-accent" if here else ""))
        return Content("\n").join(lines)
