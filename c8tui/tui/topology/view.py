"""The topology drawn for the room there is: head and findings, the matrix with a cursor, plot and events below it."""

from __future__ import annotations

import sys
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.message import Message
from textual.strip import Strip

from c8tui.session.topology import Overview
from c8tui.session.topology_watch import TopologyWatch, healthy_partitions
from c8tui.tui.topology.lines import Line, event_lines, finding_lines, head_lines, place_words, plot_lines
from c8tui.tui.topology.matrix import LEGEND, Matrix, MatrixRow, MatrixShape, header, matrix_of, row_spans
from c8tui.tui.widgets.line_view import LineView
from c8tui.tui.widgets.list_keys import G_TO_TOP, LIST_KEYS, SIDEWAYS_KEYS

STYLES = (
    "title", "dim", "ok", "warn", "error", "name", "current", "cursor", "leader", "follower", "ill", "mark-ill",
    "changed", "plot", "spoken",
)  # fmt: skip
SEVERAL_ROWS = 6
"""Rows of the matrix that findings leave room for."""
FEWEST_ROWS, FEWEST_EVENTS = 3, 2
"""Rows of the matrix that are left, however much is to be said; events that are told, however large it is."""


class TopologyView(LineView):
    """Shows what a watch has seen last. One replica is under the cursor; the matrix scrolls so that it is in sight."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"topology--{name}" for name in STYLES}
    DEFAULT_CSS = """
    TopologyView { height: 1fr; background: $surface; color: $foreground; padding: 0 1; }
    TopologyView > .topology--title, TopologyView > .topology--current { text-style: bold; }
    TopologyView > .topology--dim, TopologyView > .topology--follower { color: $foreground-muted; }
    TopologyView > .topology--ok { color: $text-success; }
    TopologyView > .topology--warn, TopologyView > .topology--mark-ill { color: $text-warning; }
    TopologyView > .topology--error { color: $text-error; }
    TopologyView > .topology--ill { color: $text-error; text-style: bold; }
    TopologyView > .topology--leader { color: $foreground; text-style: bold; }
    TopologyView > .topology--changed { color: $text-accent; text-style: bold; }
    TopologyView > .topology--plot { color: $text-primary; }
    TopologyView > .topology--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
    }
    TopologyView:ansi > .topology--cursor { text-style: bold reverse; }
    TopologyView > .topology--spoken { background: $surface-lighten-1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *LIST_KEYS,
        G_TO_TOP,
        *SIDEWAYS_KEYS,
        Binding("N", "ill(-1)", show=False),
    ]

    class Moved(Message):
        """Another replica is under the cursor."""

    class Chosen(Message):
        """All about what is under the cursor is asked for."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.seen = TopologyWatch()
        self.only_ill = False
        """Whether only what is ill or has changed is shown."""
        self.whole, self.matrix = Matrix(), Matrix()
        self._row, self._column = 0, 0
        self._first_row, self._first_column = 0, 0
        self._place: tuple[str, int | None] = "", None
        """The broker and the partition under the cursor, which it stays on when others come and go."""
        self._matrix_top, self._matrix_rows = 0, 0
        self._built: list[Strip] = []
        self._plain: list[str] = []

    def tell(self, watch: TopologyWatch, since: int) -> None:
        """Show the last look, with the changes after the look number `since`."""
        self.seen = watch
        self.whole = matrix_of(watch, since)
        self._choose()

    def toggle_ill(self) -> None:
        """Only what is ill or has changed, or all again."""
        self.only_ill = not self.only_ill
        self._choose()

    def _choose(self) -> None:
        self.matrix = self.whole.only_ill() if self.only_ill else self.whole
        name, partition = self._place
        names = [row.name for row in self.matrix.rows]
        if name in names:
            self._row = names.index(name)
        if partition in self.matrix.partitions:
            self._column = self.matrix.partitions.index(partition)
        self._draw()

    @property
    def text(self) -> str:
        """What it shows."""
        return "\n".join(line.rstrip() for line in self._plain)

    @property
    def row(self) -> MatrixRow | None:
        """The broker under the cursor."""
        return self.matrix.rows[self._row] if self._row < len(self.matrix.rows) else None

    @property
    def partition(self) -> int | None:
        """The partition under the cursor."""
        partitions = self.matrix.partitions
        return partitions[self._column] if self._column < len(partitions) else None

    @property
    def spoken(self) -> str:
        """What is under the cursor, in words."""
        if (row := self.row) is None:
            return "nothing is wrong; f shows all" if self.only_ill and self.whole.rows else "no broker is known"
        return place_words(self.matrix, row, self.partition)

    # Moving

    def action_move(self, rows: int) -> None:
        """Go down by so many brokers."""
        self._go(self._row + rows, self._column)

    def action_page(self, pages: float) -> None:
        """Go down by so many pages."""
        self._go(self._row + int(pages * max(1, self._matrix_rows)), self._column)

    def action_jump(self, row: int) -> None:
        """Go to a broker; -1 is the last."""
        self._go(row if row >= 0 else len(self.matrix.rows) - 1, self._column)

    def action_aside(self, columns: int) -> None:
        """Go to the right by so many partitions."""
        self._go(self._row, self._column + columns)

    def action_ill(self, step: int) -> None:
        """Go to the next partition that something is wrong with or that has changed, or the one before."""
        partitions = self.matrix.partitions
        wanted = set(self.matrix.ill) | {partition for _, partition in self.matrix.changed}
        for away in range(1, len(partitions) + 1):
            column = (self._column + step * away) % len(partitions)
            if partitions[column] in wanted:
                self._go(self._worst_row(partitions[column]), column)
                return

    def _worst_row(self, partition: int) -> int:
        """Where its ill replica is, else the changed one, else its leader, else where the cursor is."""
        cells = [(n, (row.name, partition)) for n, row in enumerate(self.matrix.rows)]
        held = [(n, cell) for n, cell in cells if cell in self.matrix.replicas]
        ill = [n for n, cell in held if self.matrix.is_ill(cell)]
        changed = [n for n, cell in held if cell in self.matrix.changed]
        leads = [n for n, cell in held if self.matrix.replicas[cell].role == "leader"]
        return (*ill, *changed, *leads, *(n for n, _ in held), self._row)[0]

    def _go(self, row: int, column: int) -> None:
        row = max(0, min(row, len(self.matrix.rows) - 1))
        column = max(0, min(column, len(self.matrix.partitions) - 1))
        if (row, column) != (self._row, self._column):
            self._row, self._column = row, column
            self._draw()
            self.post_message(self.Moved())

    def on_click(self, event: Click) -> None:
        """A click goes to a replica; a second one opens it."""
        offset = event.get_content_offset(self)
        if offset is None or not 0 <= (y := offset.y - self._matrix_top) < self._matrix_rows:
            return
        shape = MatrixShape.of(self.matrix, self.content_size.width)
        column = self._first_column + max(0, offset.x - shape.head) // shape.cell
        self._go(self._first_row + y, column)
        if event.chain > 1:
            self.post_message(self.Chosen())

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.action_move(-3)

    # Drawing

    def _draw(self) -> None:
        """Lay it out anew, and paint what differs."""
        width, height = self.content_size
        if width < 1 or height < 1 or self.seen.last is None:
            return
        self._row = max(0, min(self._row, len(self.matrix.rows) - 1))
        self._column = max(0, min(self._column, len(self.matrix.partitions) - 1))
        if (row := self.row) is not None:
            self._place = row.name, self.partition
        lines = self._lines(self.seen.last, width, height)
        self._plain = ["".join(text for text, _ in line) for line in lines]
        self._built = [
            Strip([Segment(text, self._styles[style]) for text, style in _merged(line)]).adjust_cell_length(
                width, self.rich_style
            )
            for line in lines
        ]
        self.scroll_lines(0)

    def _lines(self, overview: Overview, width: int, height: int) -> list[Line]:
        above = head_lines(overview, width)[:3]
        # Beside the findings: titles, what is under the cursor, plot, legend, summary.
        others = 6 + FEWEST_EVENTS + min(len(self.matrix.rows), SEVERAL_ROWS)
        above += finding_lines(overview, self.seen, max(2, height - len(above) - others), width)
        shape = MatrixShape.of(self.matrix, width)
        if not shape.words:
            above.append(((self._summary(overview)[:width], ""),))
        below: list[Line] = [((self.spoken[:width].ljust(width), "spoken"),)]
        if height >= 16:
            below += plot_lines(self.seen, width, ascii_only=self._ascii_only)
        room = height - len(above) - 1 - len(below)
        events = event_lines(list(self.seen.events)[::-1], width)
        legend = not shape.words and height >= 20
        free = room - legend - len(self.matrix.rows)
        below += events[: max(0, min(max(FEWEST_EVENTS, free), room - legend - FEWEST_ROWS))]
        if legend:
            below.append(((LEGEND[:width], "dim"),))
        rows = max(1, height - len(above) - 1 - len(below))
        self._matrix_rows = min(rows, len(self.matrix.rows))
        self._first_row = _window(self._first_row, rows, self._row, len(self.matrix.rows))
        self._first_column = _window(self._first_column, shape.columns, self._column, len(self.matrix.partitions))
        self._matrix_top = len(above) + 1
        middle: list[Line] = [tuple(header(self.matrix, shape, self._first_column))]
        for n, row in enumerate(self.matrix.rows[self._first_row : self._first_row + rows], self._first_row):
            at = (self.partition or 0) if n == self._row else None
            middle.append(tuple(row_spans(self.matrix, shape, row, self._first_column, at)))
        return [*above, *middle, *below][:height]

    def _summary(self, overview: Overview) -> str:
        """How much of it is well, and what part of it is in sight."""
        partitions, rows = len(self.whole.partitions), len(self.whole.rows)
        without = sum("no leader" in words for words in self.whole.ill.values())
        fewer = sum("replicas" in words for words in self.whole.ill.values())
        shown = f"only problems: {len(self.matrix.partitions):,}" if self.only_ill else "f only problems"
        return (
            f"{rows:,} brokers x {partitions:,} partitions: {healthy_partitions(overview.topology):,} healthy,"
            f" {without:,} without leader, {fewer:,} short of replicas   {shown}   n next"
        )

    @property
    def _ascii_only(self) -> bool:
        """Whether block characters are of no use: they would be read aloud, or cannot be written."""
        encoding = getattr(sys.__stdout__, "encoding", None) or "utf-8"
        return self.app.has_class("-linear") or not encoding.lower().startswith("utf")

    @property
    def line_count(self) -> int:
        return len(self._built)

    def draw_line(self, y: int) -> Strip:
        return self._built[y] if y < len(self._built) else Strip.blank(self.content_size.width, self.rich_style)

    def make_style(self, name: str) -> Style:
        style = super().make_style(name)
        return style + self.get_component_rich_style(f"topology--{name}", partial=True) if name in STYLES else style

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.call_later(self._draw)  # the styles of its parts follow those of the whole

    def on_resize(self, _: Resize) -> None:
        """Another room has another layout."""
        self._draw()


def _merged(line: Line) -> Line:
    """Neighbours of one style as one span."""
    merged: list[tuple[str, str]] = []
    for text, style in line:
        if merged and merged[-1][1] == style:
            merged[-1] = merged[-1][0] + text, style
        else:
            merged.append((text, style))
    return tuple(merged)


def _window(first: int, size: int, at: int, count: int) -> int:
    """Where a window begins so that `at` is in it, moved as little as can be."""
    first = max(at - size + 1, min(first, at))
    return max(0, min(first, count - size))
