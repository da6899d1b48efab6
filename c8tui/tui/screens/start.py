"""What is seen before the cluster has answered."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen

from c8tui.tui.widgets.clipped import Clipped


class StartScreen(Screen[None]):
    """A frame and one line; `q`, escape and ctrl+c leave."""

    DEFAULT_CSS = """
    StartScreen { background: $surface; }
    StartScreen > #head { height: 1; background: $panel; padding: 0 1; color: $foreground-muted; }
    StartScreen > #wait { width: 100%; height: 1fr; content-align: center middle; color: $foreground-muted; }
    """
    BINDINGS = [Binding("q,escape,ctrl+c", "app.quit", show=False)]

    def compose(self) -> ComposeResult:
        yield Clipped("c8tui", id="head", markup=False)
        yield Clipped("connecting …   q quits", id="wait", markup=False)
