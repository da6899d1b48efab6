"""Themes for Textual: each role of a palette as its theme variables, for as many colours as the terminal has."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES, Theme

from c8tui.themes.contrast import GRAPHIC, TEXT, contrast, hexed, legible, xterm
from c8tui.themes.palette import DEFAULT, GROUNDS, PAIRS, TEXTS, Palette, fitted
from c8tui.themes.profile_colours import PROFILE_COLOURS
from c8tui.themes.shipped import OF_TEXTUAL, SIXTEEN_DARK, SIXTEEN_LIGHT


class Depth(Enum):
    """How many colours a terminal has."""

    TRUE = "truecolor"
    INDEXED = "256"
    SIXTEEN = "standard"


def depth_of(system: str | None) -> Depth:
    """How many colours a terminal has of which Rich says so; all where it says nothing."""
    return next((depth for depth in Depth if depth.value == system), Depth.TRUE)


VARIABLES: Mapping[str, str] = {
    "background": "background", "surface": "background", "panel": "panel", "boost": "raised",
    "surface-lighten-1": "highlight", "surface-lighten-2": "highlight_strong", "surface-active": "background",
    "foreground": "text", "text": "text", "foreground-muted": "muted", "text-muted": "muted",
    "foreground-disabled": "muted", "text-disabled": "muted", "text-primary": "info", "text-secondary": "secondary",
    "text-accent": "accent", "text-success": "success", "text-warning": "warning", "text-error": "error",
    "primary": "focus", "border": "focus", "border-blurred": "panel", "primary-muted": "selected",
    "accent": "accent", "secondary": "secondary", "success": "success", "warning": "warning", "error": "danger",
    "panel-lighten-1": "raised", "panel-darken-1": "panel",
    "block-cursor-background": "focus", "block-cursor-foreground": "focus_text",
    "block-cursor-blurred-background": "selected", "block-cursor-blurred-foreground": "selected_text",
    "block-hover-background": "raised", "button-color-foreground": "danger_text", "button-foreground": "text",
    "input-cursor-background": "text", "input-cursor-foreground": "background",
    "input-selection-background": "focus", "input-selection-foreground": "focus_text",
    "screen-selection-background": "focus", "screen-selection-foreground": "focus_text",
    "scrollbar": "muted", "scrollbar-hover": "muted", "scrollbar-active": "focus",
    "scrollbar-background": "panel", "scrollbar-background-hover": "panel", "scrollbar-background-active": "panel",
    "scrollbar-corner-color": "panel", "link-color": "accent", "link-color-hover": "accent",
    "footer-foreground": "text", "footer-background": "panel", "footer-key-foreground": "accent",
}  # fmt: skip
"""Variables of Textual's stylesheets and of ours, each with its role."""
_TO_DEFAULT = {DEFAULT: "ansi_default"}


def theme_of(palette: Palette, depth: Depth) -> Theme:
    """The theme of a palette on such a terminal."""
    ansi = palette.own_colours or depth is Depth.SIXTEEN
    if ansi:
        named = {role: _TO_DEFAULT.get(colour, f"ansi_{colour}") for role, colour in palette.sixteen.items()}
    elif depth is Depth.INDEXED:
        named = {role: hexed(xterm(index)) for role, index in palette.indexed.items()}
    else:
        named = dict(palette.colours)
    variables = {variable: named[role] for variable, role in VARIABLES.items()}
    for name, chip in PROFILE_COLOURS.items():
        pair = (f"ansi_{chip.ansi_ground}", f"ansi_{chip.ansi_text}")
        ground, text = pair if ansi else (hexed(xterm(chip.ground)), hexed(xterm(chip.text)))
        variables |= {f"profile-{name}": ground, f"profile-{name}-text": text}
    if ansi:  # the terminal's own colours of text and ground cannot be named the other way round
        variables |= {"ansi-background": named["background"], "ansi-foreground": named["text"]}
        variables |= {"input-cursor-text-style": "reverse", "input-cursor-background": "ansi_default"}
        variables |= {"input-cursor-foreground": "ansi_default"}
    return Theme(
        palette.name, ansi=ansi, dark=palette.dark, primary=named["focus"], secondary=named["secondary"],
        warning=named["warning"], error=named["danger"], success=named["success"], accent=named["accent"],
        foreground=named["text"], background=named["background"], surface=named["background"], panel=named["panel"],
        boost=named["raised"], variables=variables,
    )  # fmt: skip


def textual_palette(name: str, depth: Depth = Depth.TRUE) -> Palette | None:
    """A theme of Textual's as a palette, its texts as far lighter or darker as they have to be to be read.

    Indices are chosen where the depth asks for them: that takes 15 ms.
    """
    theme = BUILTIN_THEMES.get(name) if name in OF_TEXTUAL else None
    if theme is None:
        return None
    said = theme.to_color_system().generate()
    ground = Color.parse(said["surface"])
    roles = {
        "background": "surface", "panel": "panel", "raised": "boost", "highlight": "surface-lighten-1",
        "highlight_strong": "surface-lighten-2", "text": "foreground", "muted": "foreground-muted",
        "accent": "text-accent", "info": "text-primary", "secondary": "text-secondary", "success": "text-success",
        "warning": "text-warning", "error": "text-error", "focus": "primary", "selected": "primary-muted",
        "danger": "error",
    }  # fmt: skip
    colours = {role: (ground + Color.parse(said[variable])).rgb for role, variable in roles.items()}
    for role in ("focus", "danger"):
        colours[role] = legible(colours[role], [colours["background"]], GRAPHIC)
    for role in TEXTS:
        grounds = [colours[one] for one in (*GROUNDS, *(("selected",) if (role, "selected", TEXT) in PAIRS else ()))]
        colours[role] = legible(colours[role], grounds)
    for role in ("focus", "selected", "danger"):
        colours[f"{role}_text"] = legible(colours["text"], [colours[role]])
    named = {role: hexed(colour) for role, colour in colours.items()}
    sixteen = SIXTEEN_DARK if theme.dark else SIXTEEN_LIGHT
    return Palette(name, theme.dark, named, fitted(named) if depth is Depth.INDEXED else {}, sixteen)


class Indexed(LineFilter):
    """Names colours by their indices in xterm's palette: Rich would round them, and miss by one among the greys."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        chips = (index for chip in PROFILE_COLOURS.values() for index in (chip.ground, chip.text))
        chosen = {hexed(xterm(index)): index for index in (*chips, *palette.indexed.values())}
        self._number = lru_cache(1_000)(lambda style: _numbered(style, chosen))

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, with indices for colours."""
        return [Segment(text, style and self._number(style), control) for text, style, control in segments]


def _numbered(style: Style, chosen: Mapping[str, int]) -> Style:
    return style + Style.from_color(_index(style.color, chosen), _index(style.bgcolor, chosen))


def _index(colour: RichColor | None, chosen: Mapping[str, int]) -> RichColor | None:
    if colour is None or colour.triplet is None:
        return None
    number = chosen.get(colour.triplet.hex)
    return None if number is None else RichColor.from_ansi(number)


def is_light(red: int, green: int, blue: int) -> bool:
    """Whether a ground is nearer to white than to black, as it looks."""
    return contrast((red, green, blue), (0, 0, 0)) > contrast((red, green, blue), (255, 255, 255))
