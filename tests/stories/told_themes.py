"""A story of colours: a theme is chosen while its looks are seen, on terminals that have many colours and few."""

from __future__ import annotations

from c8tui.tui.dialogs.theme import ThemeDialog
from c8tui.tui.terminal.colours import Depth
from tests.stories.scene import Scene
from tests.stories.story import NARROW, WIDE, story


@story("themes", sizes={"": NARROW, "-wide": WIDE})
async def themes(scene: Scene) -> None:
    """The list shows each theme at once; escape brings back the one before, enter keeps what is shown."""
    await scene.listed()
    app = scene.app
    await scene.do("theme")
    await scene.opens(ThemeDialog)
    await scene.press("j")
    await scene.until(lambda: app.theme == "light", "the light theme behind the list")
    await scene.picture("themes")
    await scene.act("leave")
    await scene.closes()
    await scene.until(lambda: app.theme == "dark", "the theme that was there before")

    await scene.line("theme light")
    await scene.says("Theme light")
    await scene.picture("theme-light")
    await scene.line("theme dark-colour-blind")
    await scene.says("Theme dark-colour-blind")
    await scene.picture("theme-colour-blind")

    await scene.line("theme dark")
    await scene.says("Theme dark")
    app.themes.set_depth(Depth.SIXTEEN)
    await scene.until(lambda: app.current_theme.ansi, "the terminal's own colours")
    await scene.do("theme")
    await scene.opens(ThemeDialog)
    await scene.picture("themes-16-colours")
    await scene.act("leave")
    await scene.closes()
    app.themes.set_depth(Depth.INDEXED)
    await scene.until(lambda: not app.current_theme.ansi, "256 colours")
    await scene.picture("themes-256-colours")
