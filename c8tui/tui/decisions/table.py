"""A decision table that is walked by rule and column: frozen head, and what an evaluation highlights in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.message import Message
from textual.strip import Strip

from c8tui.decisions.sheet import ANY, Sheet
from c8tui.decisions.table_highlights import NO_HIGHLIGHTS, Highlights
from c8tui.text import visible
from c8tui.tui.decisions.grid import BETWEEN, Grid, natural_widths, squeezed, with_values
from c8tui.tui.decisions.table_canvas import TableCanvas
from c8tui.tui.decisions.table_lines import GUTTER, Span, TableLines, joined
from c8tui.tui.widgets.clipped import clipped
from c8tui.tui.widgets.list_keys import G_TO_TOP, LIST_KEYS


class TableView(TableCanvas):
    """Shows a `Sheet`. The head and the numbers of the rules stay where they are when the rest is scrolled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *LIST_KEYS,
        G_TO_TOP,
        Binding("right,l", "aside(1)", show=False),
        Binding("left,h", "aside(-1)", show=False),
        Binding("shift+right,dollar_sign", "aside(10000)", show=False),
        Binding("shift+left,0", "aside(-10000)", show=False),
        Binding("n", "next_hit(1)", show=False),
        Binding("N", "next_hit(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    @dataclass
    class Moved(Message):
        """The cursor is at another cell."""

        view: TableView

    @dataclass
    class Chosen(Message):
        """Enter was pressed at a cell."""

        view: TableView

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.highlights = NO_HIGHLIGHTS
        self.place, self.column = 0, 0
        """The cursor: among the rules that are shown, and among the columns of the sheet."""
        self.wanted = ""
        """The text that is searched for."""
        self._left = 0
        self._natural: list[int] = []
        self._widths: list[int] = []
        """What the columns would like, with the values of an evaluation."""
        self._grid: Grid | None = None
        self._lines: TableLines | None = None
        self._made_heads: list[tuple[str, list[str]]] = []
        self._heads_of: tuple[TableLines, Highlights] | None = None
        """What the heads were made of; they are looked at for every line."""

    # What it shows

    def show(self, sheet: Sheet, highlights: Highlights = NO_HIGHLIGHTS, shown: Sequence[int] | None = None) -> None:
        """Shows the rules `shown` of a sheet; the cursor stays on its rule where that is shown."""
        row = self.row
        self._natural = natural_widths(sheet) if sheet is not self.sheet else self._natural
        self.highlights = highlights
        self._lay(sheet, shown)
        self.place = self.shown.index(row) if row is not None and row in self.shown else 0
        self.column = min(self.column, max(0, len(sheet.columns) - 1))
        self._moved()

    def _lay(self, sheet: Sheet, shown: Sequence[int] | None) -> None:
        """Lays the rules out for the width of now."""
        lead = GUTTER + max(2, len(str(len(sheet.rows)))) + BETWEEN
        self._widths = with_values(self._natural, self.highlights.values)
        widths = squeezed(sheet, self._widths, self.content_size.width - lead)
        self._grid = Grid(sheet, widths, shown)
        self._lines = TableLines(self._grid, self.highlights)

    def highlight(self, highlights: Highlights) -> None:
        """Another evaluation in the same rules."""
        body = self._body
        self.highlights = highlights
        if self._grid is None:
            return
        wider = with_values(self._natural, highlights.values) != self._widths
        if wider:
            self._lay(self._grid.sheet, self._grid.shown)
        if wider or self._body != body:  # the values above the rules take a line of them
            self._moved()
        self.scroll_lines(self.top)

    @property
    def sheet(self) -> Sheet | None:
        return self._grid.sheet if self._grid else None

    @property
    def row(self) -> int | None:
        """The index in the sheet of the rule under the cursor."""
        return self._grid.shown[self.place] if self._grid and self.place < len(self._grid.shown) else None

    @property
    def shown(self) -> Sequence[int]:
        """The rules that are shown, by their indexes in the sheet."""
        return self._grid.shown if self._grid else ()

    @property
    def spoken(self) -> str:
        """The rule under the cursor, in words."""
        if self._grid is None or self.row is None:
            return "no rule"
        sheet = self._grid.sheet
        rule = sheet.rows[self.row]
        cells = (
            f"{column.title} {cell}" for column, cell in zip(sheet.columns, rule.cells, strict=True) if cell != ANY
        )
        matches = ", matches" if self.row in self.highlights.matched else ""
        return visible(f"rule {rule.number} of {len(sheet.rows)}{matches}: {', '.join(cells)}", 400)

    def go_to_row(self, row: int) -> None:
        """Puts the cursor on a rule of the sheet, if it is shown."""
        if row in self.shown:
            self.place = self.shown.index(row)
            self._moved()

    # Searching

    def search(self, text: str) -> int:
        """Marks cells that have the text, and goes to the first from the cursor on; the number of rules with it."""
        self.wanted = text.casefold()
        hits = self._hits()
        if hits and self.row not in {self.shown[place] for place in hits}:
            self.action_next_hit(1)
        self.scroll_lines(self.top)
        return len(hits)

    def _hits(self) -> list[int]:
        if not self.wanted or self._grid is None:
            return []
        rows = self._grid.sheet.rows
        return [
            place
            for place, row in enumerate(self._grid.shown)
            if any(self.wanted in cell.casefold() for cell in rows[row].cells)
        ]

    def action_next_hit(self, steps: int) -> None:
        """To the next rule that has the text, or the one before, around the end."""
        hits = self._hits()
        if hits:
            behind = [hit for hit in hits if hit > self.place] or hits[:1]
            before = [hit for hit in hits if hit < self.place] or hits[-1:]
            self.place = behind[0] if steps > 0 else before[-1]
            self._moved()

    # Walking

    def action_move(self, rules: int) -> None:
        """So many rules on; a rule that is higher than the view is walked through by lines."""
        if self._grid is None or not self._grid.shown:
            return
        first, last = self._grid.lines_of(self.place)
        bottom = self.top + self._body
        if rules > 0 and last >= bottom and first < bottom:
            self.scroll_lines(self.top + 1)
        elif rules < 0 and first < self.top:
            self.scroll_lines(self.top - 1)
        else:
            self.place = max(0, min(self.place + rules, len(self._grid.shown) - 1))
            self._moved()

    def action_page(self, pages: float) -> None:
        """So many pages of lines on."""
        if self._grid is not None and self._grid.shown:
            line = self._grid.lines_of(self.place)[0] + round(pages * max(self._body, 1))
            place, _ = self._grid.at_line(max(0, min(line, self._grid.line_count - 1)))
            self.place = place if place != self.place else max(0, min(place + (1 if pages > 0 else -1), self._last))
            self._moved()

    @property
    def _last(self) -> int:
        return len(self.shown) - 1

    def action_jump(self, place: int) -> None:
        """To the first rule, or with -1 to the last."""
        self.place = 0 if place == 0 else max(0, self._last)
        self._moved()

    def action_aside(self, columns: int) -> None:
        """So many columns to the right."""
        if self._grid is not None:
            self.column = max(0, min(self.column + columns, len(self._grid.sheet.columns) - 1))
            self._moved()

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self))

    def _moved(self) -> None:
        self._reveal_column()
        if self._grid is not None and self.place < len(self._grid.shown):
            self._reveal_rule(*self._grid.lines_of(self.place))
        else:
            self.scroll_lines(0)
        self.post_message(self.Moved(self))

    def _reveal_rule(self, first: int, last: int) -> None:
        """Scrolls by half a page where the cursor leaves the view, which is half the work of scrolling line by line."""
        body = self._body
        if last >= self.top + body:
            self.scroll_lines(min(first, max(last - body + 1, first - body // 2)))
        elif first < self.top:
            self.scroll_lines(max(0, min(first, last - body // 2)))
        else:
            self.scroll_lines(self.top)

    def _reveal_column(self) -> None:
        """Scrolls aside by whole columns, as little as it takes."""
        if self._grid is None:
            return
        self._left = min(self._left, self.column)
        room = self.content_size.width - (self._lines.lead if self._lines else 0)
        while self._left < self.column and self._needed() > room:
            self._left += 1
        while self._left > 0 and self._needed(self._left - 1, len(self._grid.widths) - 1) <= room:
            self._left -= 1

    def _needed(self, first: int | None = None, last: int | None = None) -> int:
        """Cells for these columns, from the leftmost that is seen to the cursor's unless given."""
        assert self._grid is not None
        begin, end = self._left if first is None else first, self.column if last is None else last
        return sum(self._grid.widths[begin : end + 1]) + BETWEEN * (end - begin)

    def on_resize(self, _: Resize) -> None:
        """Another width lays it out anew."""
        if self._grid is not None:
            self._lay(self._grid.sheet, self._grid.shown)
            self._moved()

    # Drawing

    @property
    def _heads(self) -> list[tuple[str, list[str]]]:
        """What stands above the rules; some rules are to be seen in a low window, too."""
        if self._lines is None:
            return []
        if self._heads_of != (self._lines, self.highlights):
            self._lines.highlights = self.highlights
            self._heads_of, self._made_heads = (self._lines, self.highlights), self._lines.heads()
        heads = self._made_heads
        return heads if len(heads) + 4 <= self.content_size.height else [*heads[:1], *heads[1:][-1:]]

    @property
    def _body(self) -> int:
        """Lines for rules."""
        return max(1, self.content_size.height - len(self._heads) - 1)

    @property
    def line_count(self) -> int:
        return self._grid.line_count + self.content_size.height - self._body if self._grid else 0

    def draw_line(self, y: int) -> Strip:
        width = self.content_size.width
        spans = list(self._spans(y, width)) if self._grid else []
        ground = self._styles[" cursor"] if spans and spans[0][1].endswith(" cursor") else self.rich_style
        strip = Strip([Segment(text, self._styles[name]) for text, name in joined(spans)])
        return clipped(strip, width).adjust_cell_length(width, ground)

    def _spans(self, y: int, width: int) -> list[Span]:
        lines, heads = self._lines, self._heads
        assert lines is not None
        lines.highlights, lines.wanted, lines.left, lines.place = self.highlights, self.wanted, self._left, self.place
        lines.column = self.column if self.has_focus else -1
        if y < len(heads):
            return lines.head(*heads[y], "#" if y == 0 else "")
        if y == len(heads):
            return [("─" * width, "rule")]
        line = self.top + y - len(heads) - 1
        if line < lines.grid.line_count:
            return lines.rule(line)
        if line == 0:
            return [("   no rule can match that" if lines.grid.sheet.rows else "   it has no rules", "name")]
        return []
