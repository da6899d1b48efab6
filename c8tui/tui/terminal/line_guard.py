"""The last guard: no control sequence of the cluster's leaves for the terminal, whatever a widget forgot."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from c8tui.text import without_controls


class ControlGuard(LineFilter):
    """Drops unsafe characters from every rendered segment, keeping its width."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, with what could act on a terminal gone."""
        if all(segment.text.isascii() and segment.text.isprintable() for segment in segments):
            return segments
        return [_guarded(segment) for segment in segments]


def _guarded(segment: Segment) -> Segment:
    clean = without_controls(segment.text)
    if clean is segment.text or clean == segment.text:
        return segment
    return Segment(set_cell_size(clean, cell_len(segment.text)), segment.style, segment.control)
