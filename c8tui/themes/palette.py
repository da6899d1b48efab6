"""A palette: a colour for each semantic role, on terminals of 16.7 million, 256 and 16 colours.

The smaller palettes are chosen for each role; rounding each colour by itself would lose the contrast between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from c8tui.themes.contrast import GRAPHIC, TEXT, contrast, nearest, rgb, xterm

ROLES: Mapping[str, str] = MappingProxyType({
    "background": "the ground of lists, panes and dialogs",
    "panel": "the ground of the first and the last line, and of titles",
    "raised": "the ground of lines that come and go: the command line, hints",
    "highlight": "the ground of what belongs to what is selected",
    "highlight_strong": "the same, more of it",
    "text": "text",
    "muted": "text that matters less",
    "accent": "keys, titles, marks",
    "info": "results, keywords",
    "secondary": "a second kind of the same",
    "success": "text that says that all is well",
    "warning": "text that says that something wants a look",
    "error": "text that says that something failed",
    "focus": "the ground of what has the focus, and its border",
    "focus_text": "text on it",
    "selected": "the ground of what is selected while the focus is elsewhere, and of a field that is typed into",
    "selected_text": "text on it",
    "danger": "the ground of a button that is hard to take back",
    "danger_text": "text on it",
})  # fmt: skip
"""Every role with what it colours."""
GROUNDS = ("background", "panel", "raised", "highlight", "highlight_strong")
"""Grounds on which any text may stand."""
TEXTS = ("text", "muted", "accent", "info", "secondary", "success", "warning", "error")
"""Texts that may stand on any of them."""
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, TEXT) for ground in GROUNDS for text in TEXTS),
    ("focus_text", "focus", TEXT),
    ("selected_text", "selected", TEXT),
    *((text, "selected", TEXT) for text in ("muted", "accent")),
    ("danger_text", "danger", TEXT),
    *((mark, "background", GRAPHIC) for mark in ("focus", "danger")),
)
"""What stands on what, and the least contrast of each pair."""
DEFAULT = "default"
"""The terminal's own colour, of text or of its ground."""


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme. Each mapping has a colour for every role."""

    name: str
    dark: bool
    colours: Mapping[str, str]
    """`#rrggbb`."""
    indexed: Mapping[str, int]
    """Indices of xterm's palette, 16 to 255: those below are whatever a person has made of them."""
    sixteen: Mapping[str, str]
    """Names of ANSI colours, as `bright_red`, or `default`."""
    own_colours: bool = False
    """Whether the terminal's own sixteen are meant, however many it has."""


def fitted(colours: Mapping[str, str]) -> dict[str, int]:
    """Indices for colours that nobody chose them for: the nearest ones that keep the contrasts."""
    chosen: dict[str, int] = {}
    for role in (*GROUNDS, "selected", *TEXTS, "selected_text"):
        chosen[role] = nearest(rgb(colours[role]), _below(role, chosen))
    for ground in ("focus", "danger"):
        chosen[ground] = nearest(rgb(colours[ground]), _below(ground, chosen), GRAPHIC)
        chosen[f"{ground}_text"] = nearest(rgb(colours[f"{ground}_text"]), [xterm(chosen[ground])])
    return chosen


def _below(role: str, chosen: Mapping[str, int]) -> list[tuple[int, int, int]]:
    """What a role has to be told from, of what is chosen already."""
    return [xterm(chosen[ground]) for over, ground, _ in PAIRS if over == role and ground in chosen]


def weak_pairs(colours: Mapping[str, str]) -> list[tuple[str, str, float]]:
    """Pairs of roles that lack contrast, each with the contrast that it has."""
    found = ((over, under, contrast(rgb(colours[over]), rgb(colours[under])), least) for over, under, least in PAIRS)
    return [(over, under, ratio) for over, under, ratio, least in found if ratio < least]
