"""The colours of profiles: a ground with a text that can be read on it, apart from any theme.

A profile's colour has to be the same wherever somebody looks, and a theme's own ground says nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Chip(NamedTuple):
    """A ground and a text on it: indices of xterm's palette, 16 to 255, and names of ANSI's sixteen colours."""

    ground: int
    text: int
    ansi_ground: str
    ansi_text: str


BLACK, WHITE = 16, 231
PROFILE_COLOURS: Mapping[str, Chip] = MappingProxyType({
    "red": Chip(160, WHITE, "red", "bright_white"),
    "orange": Chip(208, BLACK, "yellow", "black"),
    "yellow": Chip(220, BLACK, "bright_yellow", "black"),
    "green": Chip(28, WHITE, "green", "black"),
    "cyan": Chip(37, BLACK, "cyan", "black"),
    "blue": Chip(26, WHITE, "blue", "bright_white"),
    "purple": Chip(127, WHITE, "magenta", "bright_white"),
    "grey": Chip(240, WHITE, "white", "black"),
})  # fmt: skip
"""Every colour by its name."""
