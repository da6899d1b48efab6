"""Pictures of a screen: SVG that needs nothing from the network, and PNG made from it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from textual.app import App

FOLDER = Path(__file__).parents[2] / "screenshots"
FONTS = "'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"
FONT_PX = 21
"""So large that lines drawn with characters meet those of the next row: Rich puts 24.4 px between them."""
PNG_ZOOM = 0.75
"""Of the size of the SVG; larger ones weigh more than they tell."""
ADVANCE = 0.602
"""Width of a character in ems; nearly all monospaced fonts have this one."""
_LOW, _FULL = (0, 205), (0, 255)
_SIXTEEN = [(red, green, blue) for levels in (_LOW, _FULL) for blue in levels for green in levels for red in levels]
THEME = TerminalTheme((18, 18, 18), (229, 229, 229), _SIXTEEN[:8], _SIXTEEN[8:])
"""About xterm's: seen where a theme takes the terminal's own colours; else only its ground is."""

_FORMAT = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: @FONTS; font-size: @SIZEpx; white-space: pre; }}
rect {{ shape-rendering: crispEdges; }}
.{unique_id}-title {{ font-family: @FONTS; font-size: 16px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
""".replace("@FONTS", FONTS).replace("@SIZE", str(FONT_PX))
"""Rich's own form of it names a font on somebody's server."""


def draw(app: App[Any], title: str) -> str:
    """The app's screen, with what lies under a dialog, as SVG; the same screen is always the same text."""
    console = Console(
        width=app.size.width, height=app.size.height, file=io.StringIO(), force_terminal=True,
        color_system="truecolor", record=True, legacy_windows=False, safe_box=False,
    )  # fmt: skip
    below = app._background_screens
    console.print(app.screen._compositor.render_update(full=True, screen_stack=below, simplify=True))
    return svg_of(console, title)


def svg_of(console: Console, title: str) -> str:
    """What a recording console was given, as SVG."""
    # Rich reckons in characters of 20 px; the ratio makes room for those of the size that is used.
    return console.export_svg(
        title=title, theme=THEME, code_format=_FORMAT, font_aspect_ratio=ADVANCE * FONT_PX / 20, unique_id="c8tui"
    )


def save(name: str, svg: str, folder: Path = FOLDER) -> None:
    """Write NAME.svg and NAME.png."""
    import resvg_py

    (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
    font = "DejaVu Sans Mono"
    png = resvg_py.svg_to_bytes(svg_string=svg, zoom=PNG_ZOOM, font_family=font, monospace_family=font)
    (folder / f"{name}.png").write_bytes(bytes(png))
