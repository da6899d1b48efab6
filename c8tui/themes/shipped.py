"""The themes that come with c8tui: two dark and two light ones, one of each without red against green."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from c8tui.themes.palette import DEFAULT, Palette

DARK, LIGHT = "dark", "light"
"""The themes of a terminal whose ground is dark, and light."""

_16_GROUNDS = dict.fromkeys(("background", "panel", "raised", "highlight", "highlight_strong", "text"), DEFAULT)
SIXTEEN_DARK: Mapping[str, str] = MappingProxyType(_16_GROUNDS | {
    "muted": "white", "accent": "bright_cyan", "info": "cyan", "secondary": "bright_magenta",
    "success": "bright_green", "warning": "bright_yellow", "error": "bright_red",
    "focus": "cyan", "focus_text": "black", "selected": "blue", "selected_text": "bright_white",
    "danger": "bright_red", "danger_text": "black",
})  # fmt: skip
SIXTEEN_LIGHT: Mapping[str, str] = MappingProxyType(_16_GROUNDS | {
    "muted": DEFAULT, "accent": "blue", "info": "blue", "secondary": "magenta",
    "success": "blue", "warning": "magenta", "error": "red",
    "focus": "blue", "focus_text": "bright_white", "selected": "cyan", "selected_text": "black",
    "danger": "red", "danger_text": "bright_white",
})  # fmt: skip
"""Green, cyan and yellow cannot be read on white."""
_16_DARK_BLIND = MappingProxyType({
    **SIXTEEN_DARK, "success": "bright_cyan", "accent": "bright_white", "secondary": "white",
})  # fmt: skip


def _palette(
    name: str, dark: bool, sixteen: Mapping[str, str], table: Mapping[str, tuple[str, int]]
) -> tuple[str, Palette]:
    colours = MappingProxyType({role: colour for role, (colour, _) in table.items()})
    indexed = MappingProxyType({role: index for role, (_, index) in table.items()})
    return name, Palette(name, dark, colours, indexed, sixteen)


_DARK = {
    "background": ("#1c1e22", 234), "panel": ("#282c33", 236), "raised": ("#2b3038", 236),
    "highlight": ("#2d323b", 236), "highlight_strong": ("#373d48", 237),
    "text": ("#e4e6ea", 254), "muted": ("#aab1bc", 249), "accent": ("#ffb86b", 215), "info": ("#86c5ff", 117),
    "secondary": ("#cdb0ff", 183), "success": ("#86d993", 114), "warning": ("#ffd75e", 221), "error": ("#ff9c95", 210),
    "focus": ("#1a78cf", 32), "focus_text": ("#ffffff", 16), "selected": ("#213a57", 18),
    "selected_text": ("#eef2f8", 254), "danger": ("#cf3a3f", 160), "danger_text": ("#ffffff", 231),
}  # fmt: skip
_LIGHT = {
    "background": ("#fbfaf7", 231), "panel": ("#e8eaee", 255), "raised": ("#eceef2", 255),
    "highlight": ("#e9edf3", 255), "highlight_strong": ("#dde3ec", 254),
    "text": ("#1d2026", 234), "muted": ("#535a66", 240), "accent": ("#7a2f9c", 90), "info": ("#0b559f", 25),
    "secondary": ("#4d3fae", 55), "success": ("#14602a", 22), "warning": ("#6f4500", 94), "error": ("#a8121c", 124),
    "focus": ("#0b5cad", 25), "focus_text": ("#ffffff", 231), "selected": ("#cfe2f7", 189),
    "selected_text": ("#15181d", 234), "danger": ("#a8121c", 124), "danger_text": ("#ffffff", 231),
}  # fmt: skip
# The colours that people of every kind of sight tell apart are those of Okabe and Ito (2008), lighter or darker here.
_DARK_BLIND = _DARK | {
    "accent": ("#e9b3d6", 182), "info": ("#b9d2ff", 153), "secondary": ("#d0d4da", 252),
    "success": ("#62c0f5", 81), "warning": ("#f3e75b", 227), "error": ("#ff9a5c", 209),
    "danger": ("#c05000", 166), "danger_text": ("#ffffff", 16),
}  # fmt: skip
_LIGHT_BLIND = _LIGHT | {
    "accent": ("#7b2a6a", 89), "info": ("#1f4e8c", 24), "secondary": ("#3d434d", 238),
    "success": ("#0055a4", 25), "warning": ("#5e4a00", 58), "error": ("#9c3600", 88),
    "danger": ("#9c3600", 88), "danger_text": ("#ffffff", 231),
}  # fmt: skip

SHIPPED: Mapping[str, Palette] = MappingProxyType(dict((
    _palette(DARK, True, SIXTEEN_DARK, _DARK),
    _palette(LIGHT, False, SIXTEEN_LIGHT, _LIGHT),
    _palette("dark-colour-blind", True, _16_DARK_BLIND, _DARK_BLIND),
    _palette("light-colour-blind", False, SIXTEEN_LIGHT, _LIGHT_BLIND),
)))  # fmt: skip
"""Ours, by name."""
ANSI: Mapping[str, Palette] = MappingProxyType({
    name: Palette(name, like.dark, like.colours, like.indexed, like.sixteen, own_colours=True)
    for name, like in (("ansi-dark", SHIPPED[DARK]), ("ansi-light", SHIPPED[LIGHT]))
})  # fmt: skip
"""The terminal's own sixteen colours."""
OF_TEXTUAL = (
    "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte", "catppuccin-macchiato",
    "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine", "rose-pine-dawn",
    "rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark", "textual-light", "tokyo-night",
)  # fmt: skip
"""Themes of Textual's; their colours are taken from there, and made legible."""
