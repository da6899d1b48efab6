"""The themes of an app on its terminal: made for its colours when they are shown, and what else they ask of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from textual.app import App
from textual.filter import LineFilter

from c8tui.themes.palette import Palette
from c8tui.themes.shipped import ANSI, DARK, LIGHT, SHIPPED
from c8tui.tui.terminal.colours import Depth, Indexed, textual_palette, theme_of


class Themes:
    """Shows the theme `name` from the first frame on, or the dark one where it is no theme that comes with c8tui."""

    def __init__(self, app: App[Any], name: str) -> None:
        self._app, self._depth = app, Depth.TRUE
        self.palette = self._known(name) or SHIPPED[DARK]
        """What is shown."""
        self._indexed: Indexed | None = None
        self.on_ground: Callable[[bool], object] = lambda light: self.show(LIGHT if light else DARK)
        """Called with whether the terminal's ground is light, when it has said so."""
        app.register_theme(theme_of(self.palette, self._depth))
        app.set_reactive(App.theme, self.palette.name)
        app.stylesheet.set_variables(app.get_css_variables())
        app.set_class(self.palette.dark, "-dark-mode", update=False)
        app.set_class(not self.palette.dark, "-light-mode", update=False)

    def set_depth(self, depth: Depth) -> None:
        """Draw with so many colours from now on."""
        if depth is not self._depth:
            self._depth = depth
            self._app.set_class(depth is not Depth.TRUE, "-few-colours", update=False)
            self._show(self._known(self.palette.name) or self.palette)

    def show(self, name: str | Palette) -> None:
        """Show a theme: one that comes with c8tui by its name, or any. Raises LookupError for another name."""
        palette = name if isinstance(name, Palette) else self._known(name)
        if palette is None:
            raise LookupError(name)
        if palette != self.palette:
            self._show(palette)

    def _show(self, palette: Palette) -> None:
        self.palette = palette
        self._indexed = Indexed(palette) if self._depth is Depth.INDEXED and not palette.own_colours else None
        self._app.register_theme(theme_of(palette, self._depth))
        if self._app.theme == palette.name:  # the same name for other colours
            self._app._watch_theme(palette.name)
        self._app.theme = palette.name

    def filters(self) -> Sequence[LineFilter]:
        """What lines go through on their way to this terminal."""
        return () if self._indexed is None else (self._indexed,)

    def _known(self, name: str) -> Palette | None:
        return SHIPPED.get(name) or ANSI.get(name) or textual_palette(name, self._depth)

    # What else is asked of the terminal

    def ask_ground(self) -> None:
        """Ask for its ground, where it is one that can be asked, and colours are wanted."""
        driver: Any = self._app._driver
        if hasattr(driver, "ask_ground") and not self._app.no_color:
            driver.ask_ground()

    def use_mouse(self, wanted: bool) -> None:
        """Take the mouse, or leave it to the terminal, so that it selects and copies as elsewhere."""
        driver = cast(Any, self._app._driver)
        if hasattr(driver, "use_mouse"):
            driver.use_mouse(wanted)
