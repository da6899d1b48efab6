"""The keys that walk through what is drawn with boxes and lines: a decision graph, a process."""

from __future__ import annotations

from textual.binding import Binding

WALK_KEYS = (
    Binding("j,down", "walk('down')", show=False),
    Binding("k,up", "walk('up')", show=False),
    Binding("h,left", "walk('left')", show=False),
    Binding("l,right", "walk('right')", show=False),
    Binding("tab", "next(1)", show=False),
    Binding("shift+tab", "next(-1)", show=False),
    Binding("home,g", "jump(0)", show=False),
    Binding("end,G", "jump(-1)", show=False),
    Binding("enter", "choose", show=False),
)
