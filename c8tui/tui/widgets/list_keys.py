"""The keys that move in a list, the same in all of them."""

from __future__ import annotations

from textual.binding import Binding, BindingType

LIST_KEYS: list[BindingType] = [
    Binding("down,j", "move(1)", show=False),
    Binding("up,k", "move(-1)", show=False),
    Binding("pagedown,ctrl+f", "page(1.0)", show=False),
    Binding("pageup,ctrl+b", "page(-1.0)", show=False),
    Binding("ctrl+d", "page(0.5)", show=False),
    Binding("ctrl+u", "page(-0.5)", show=False),
    Binding("home", "jump(0)", show=False),
    Binding("end,G", "jump(-1)", show=False),
]
"""For `action_move(lines)`, `action_page(pages)` and `action_jump(line)`, whose -1 is the last line."""
G_TO_TOP = Binding("g", "jump(0)", show=False)
"""Beside them."""
SIDEWAYS_KEYS: list[BindingType] = [
    Binding("right,l", "aside(1)", show=False),
    Binding("left,h", "aside(-1)", show=False),
    Binding("shift+right", "aside(1000)", show=False),
    Binding("shift+left", "aside(-1000)", show=False),
]
"""For `action_aside(columns)` of what has more columns than room."""
