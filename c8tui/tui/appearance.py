"""The theme that is shown: what the settings or somebody has chosen, else one that suits the terminal's ground."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from c8tui.errors import SettingsError
from c8tui.themes.shipped import DARK, LIGHT
from c8tui.tui.terminal.app import AnyTerminal

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.themes.palette import Palette

KEPT = "theme file"
"""Where a theme's name came from that nobody has typed now."""


class Appearance:
    """The themes of one app. One's own are files, read anew whenever they are shown."""

    def __init__(self, app: AnyTerminal[Any], session: Session) -> None:
        self._app, self._session = app, session
        app.themes.on_ground = self.ground_told

    async def begin(self, *, anew: bool = False) -> str:
        """Show what was chosen; where nothing was, ask the terminal. Returns what keeps a theme from being shown.

        With `anew`, a theme is shown that was chosen for something else.
        """
        chosen = self._session.theme
        if chosen is None:
            if anew:
                self._app.themes.show(LIGHT if self._session.light else DARK)
            if not self._session.settings.linear:
                self._app.themes.ask_ground()
            return ""
        try:
            await asyncio.to_thread(self._known, chosen)
            self.show(chosen)
        except SettingsError as error:
            return str(error)
        return ""

    @property
    def shown(self) -> Palette:
        """The theme that is shown."""
        return self._app.themes.palette

    def restore(self, before: Palette) -> None:
        """Show again what was shown, whatever has become of its file."""
        self._app.themes.show(before)

    @property
    def folder(self) -> Path:
        """Where one's own themes are."""
        from c8tui.themes.own import themes_path

        return themes_path()

    def names(self) -> list[str]:
        """Every theme that can be shown."""
        from c8tui.themes.own import names

        return names(self.folder)

    def show(self, name: str) -> None:
        """Show a theme. Raises SettingsError for one that is not known or whose file cannot be used."""
        from c8tui.themes.own import own_palette

        self._known(name)
        self._app.themes.show(own_palette(name, self.folder) or name)

    def _known(self, name: str) -> None:
        from c8tui.themes.own import check_name

        check_name(name, KEPT, self.folder)

    def keep(self) -> str:
        """Remember what is shown; the answer says so in a sentence."""
        name, fixed = self.shown.name, self._session.settings.theme
        self._session.remember_theme(name)
        return (
            f"Theme {name}" if fixed in (None, name) else f"Theme {name}, until you quit: the settings choose {fixed}."
        )

    def ground_told(self, light: bool) -> None:
        """The terminal has said whether its ground is light: that counts where nobody has chosen a theme."""
        self._session.remember_light(light)
        if self._session.theme is None:
            self._app.themes.show(LIGHT if light else DARK)
