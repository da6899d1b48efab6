"""Lines of a form before they have colours: spans of text with the name of a style, measured in cells."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field
from rich.cells import cell_len, set_cell_size

from c8tui.text import block, visible
from c8tui.tui.widgets.line_breaking import broken

Line = tuple[tuple[str, str], ...]
"""Spans: a text that has passed `text.py`, and the name of its style ("" is the form's own)."""

ELLIPSIS = "…"
LONGEST_TEXT = 1_000_000
"""Characters of one text of a form that are drawn."""


class Spot(Struct, frozen=True):
    """Where an editor stands, in cells within what was drawn."""

    x: int
    y: int
    width: int
    height: int = 1

    def moved(self, x: int, y: int) -> Spot:
        return Spot(self.x + x, self.y + y, self.width, self.height)


class Drawn(Struct):
    """Some lines, and in them the place of the editor and the line that has to be seen."""

    lines: list[Line] = field(default_factory=list)
    spot: Spot | None = None
    eye: int = 0

    def add(self, *spans: tuple[str, str]) -> None:
        """One more line."""
        self.lines.append(spans)

    def under(self, other: Drawn) -> None:
        """Puts other lines below these."""
        if other.spot is not None:
            self.spot = other.spot.moved(0, len(self.lines))
            self.eye = other.eye + len(self.lines)
        self.lines.extend(other.lines)


def width_of(line: Line) -> int:
    """Cells that a line takes."""
    return sum(cell_len(text) for text, _ in line)


def fitted(line: Line, width: int) -> Line:
    """The line in exactly so many cells: with spaces behind it, or cut, which an ellipsis says where text is lost."""
    spans, left = [], width
    marked = _loses(line, width)
    if marked:
        left -= 1
    for text, style in line:
        size = cell_len(text)
        if size > left:
            text, size = set_cell_size(text, left), left
        spans.append((text, style))
        left -= size
    if marked:
        spans.append((ELLIPSIS, next((style for text, style in reversed(spans) if text), "")))
    elif left > 0:
        spans.append((" " * left, ""))
    return tuple(spans)


def _loses(line: Line, width: int) -> bool:
    """Whether more than blanks of a line has no place in so many cells."""
    if width < 1 or width_of(line) <= width:
        return False
    return width_of(((("".join(text for text, _ in line)).rstrip(), ""),)) > width


def wrapped(text: str, width: int, longest: int = LONGEST_TEXT) -> list[str]:
    """A raw text as lines of so many cells; its own line breaks stay."""
    lines: list[str] = []
    for line in block(text, longest).split("\n"):
        lines += broken(line, max(width, 4)) or [""]
    return lines


def one_line(text: str, width: int) -> str:
    """A raw text on one line of at most so many cells, with a mark where it is cut."""
    shown = visible(text, max(width * 2, 8))
    return shown if cell_len(shown) <= width else set_cell_size(shown, max(width - 1, 0)).rstrip() + ELLIPSIS


def padded(text: str, width: int) -> str:
    """A text that is shown in exactly so many cells, with a mark where it is cut."""
    return "".join(span for span, _ in fitted(((text, ""),), width))


def beside(parts: Iterable[tuple[Drawn, int]], gap: int = 2) -> Drawn:
    """Parts side by side, each in its number of cells."""
    together = Drawn()
    columns = list(parts)
    height = max((len(part.lines) for part, _ in columns), default=0)
    for y in range(height):
        line: list[tuple[str, str]] = []
        for index, (part, width) in enumerate(columns):
            if index:
                line.append((" " * gap, ""))
            line.extend(fitted(part.lines[y] if y < len(part.lines) else (), width))
        together.lines.append(tuple(line))
    x = 0
    for part, width in columns:
        if part.spot is not None:
            together.spot, together.eye = part.spot.moved(x, 0), part.eye
        x += width + gap
    return together
