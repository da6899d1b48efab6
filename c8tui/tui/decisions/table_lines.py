"""The lines of a drawn table as spans with style names: its head, its rules, and what is highlighted in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from c8tui.decisions.sheet import ANY
from c8tui.decisions.table_highlights import NO_HIGHLIGHTS, Highlights
from c8tui.tui.decisions.grid import Grid
from c8tui.tui.forms.lines import padded

GUTTER = 2
"""Cells before the number of a rule: the cursor's arrow and `*` for a rule that matched."""
UNDERLINED = frozenset({"failed", "hit", "column"})
"""The styles that show on blanks, too."""
_BORDERS = {"input": "  ", "output": " ║ ", "note": " │ "}
_STYLES = {"output": "output", "note": "note"}

Span = tuple[str, str]


class TableLines(Struct):
    """Draws from column `left` on; `place` and `column` are the cursor's, -1 for none."""

    grid: Grid
    highlights: Highlights = NO_HIGHLIGHTS
    wanted: str = ""
    """What is searched for, in lower case."""
    left: int = 0
    place: int = -1
    column: int = -1

    @property
    def lead(self) -> int:
        """Cells before the first column."""
        return GUTTER + self.grid.number_width + 3

    def heads(self) -> list[tuple[str, list[str]]]:
        """The lines above the rules; the values of the inputs are the last."""
        heads = self.grid.heads()
        if self.highlights.values:
            values = [
                f"= {self.highlights.values[n]}" if n in self.highlights.values else ""
                for n in range(len(self.grid.widths))
            ]
            heads.append(("value", self.grid.fitted(values)))
        return heads

    def head(self, style: str, texts: list[str], number: str) -> list[Span]:
        """One of the lines above the rules."""
        cells = [
            (text, "column" if style == "head" and column == self.column else style)
            for column, text in enumerate(texts)
        ]
        return [(" " * GUTTER + f"{number:>{self.grid.number_width}}", "count"), *self._columns(cells)]

    def rule(self, line: int) -> list[Span]:
        """A line of the rules that are shown; of the one under the cursor all styles end in ` cursor`."""
        grid = self.grid
        place, within = grid.at_line(line)
        row = grid.shown[place]
        cells = [self._cell(row, column, within) for column in range(len(grid.widths))]
        matched = row in self.highlights.matched
        marks = f"{'>' if place == self.place else ' '}{'*' if matched else ' '}" if within == 0 else "  "
        number = f"{grid.sheet.rows[row].number if within == 0 else '':>{grid.number_width}}"
        spans = [(marks + number, "matched" if matched else "count"), *self._columns(cells)]
        return [(text, f"{style} cursor") for text, style in spans] if place == self.place else spans

    def _cell(self, row: int, column: int, within: int) -> Span:
        """The text of a cell in one line of its rule; an output that came to another value says so below."""
        lines = self.grid.cell_lines(row, column)
        return lines[within] if within < len(lines) else "", self._style(row, column)

    def _style(self, row: int, column: int) -> str:
        sheet, highlights = self.grid.sheet, self.highlights
        cell = sheet.rows[row].cells[column]
        if self.wanted and self.wanted in cell.casefold():
            return "hit"
        if row in highlights.matched:
            return "matched"
        if row < len(highlights.failing) and column in highlights.failing[row]:
            return "failed"
        return "any" if cell == ANY else _STYLES.get(sheet.columns[column].kind, "")

    def _columns(self, cells: list[Span]) -> Iterator[Span]:
        """From the leftmost that is seen on, with lines between inputs, outputs and notes; blanks have no style."""
        kind = ""
        for column in range(self.left, len(cells)):
            now = self.grid.sheet.columns[column].kind
            if not kind:
                yield (" < " if self.left else " │ "), "rule"
            else:
                yield _BORDERS[now] if now != kind else "  ", "rule"
            text, style = cells[column]
            filled = padded(text, self.grid.widths[column])
            written = filled.rstrip(" ")
            yield written, style
            if len(written) < len(filled):
                yield filled[len(written) :], ""
            kind = now


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in as few as have different looks: blanks look like what is before them, unless that is underlined."""
    found: list[Span] = []
    for text, style in spans:
        before = found[-1][1] if found else None
        if before is not None and (style == before or (text.isspace() and before.split(" ")[0] not in UNDERLINED)):
            found[-1] = (found[-1][0] + text, before)
        elif text:
            found.append((text, style))
    return found
