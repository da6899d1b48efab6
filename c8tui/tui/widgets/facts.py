"""A pane of facts: titles, names with values, bodies of text; everything in it may come from the cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.geometry import Offset
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from c8tui.text import block, visible
from c8tui.tui.widgets.line_breaking import broken
from c8tui.tui.widgets.line_view import LineView
from c8tui.tui.widgets.list_keys import G_TO_TOP, LIST_KEYS

WIDEST_NAME, WIDEST_NOTE = 22, 9
"""Cells that the column of names and that of notes have at most."""

NARROWEST = 12
"""Cells that a value needs to stand beside its name when it has several lines."""

VALUE_LIMIT = 50_000
"""Characters of one value; longer ones say how much is left out."""


class Heading(Struct, frozen=True):
    """A line that starts a section, with a remark at its end."""

    text: str
    remark: str = ""


class Fact(Struct, frozen=True):
    """A name and its value; `kind` is a style name: empty, dim, warn, error, ok."""

    name: str
    value: str
    kind: str = ""
    note: str = ""
    """A word between name and value, as the type of a variable."""


class Body(Struct, frozen=True):
    """Text as it stands, line by line."""

    text: str
    kind: str = ""


Line = Heading | Fact | Body
_STYLES = {"": "", "dim": "$foreground-muted", "warn": "$text-warning", "error": "$text-error", "ok": "$text-success"}


class Facts(LineView):
    """Scrolls with the keys of a list. `show()` takes raw texts; none of them is read as markup."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"facts--thumb"}
    DEFAULT_CSS = """
    Facts { background: $surface; color: $foreground; padding: 0 0 0 1; height: 1fr; }
    Facts:focus { background: $surface-lighten-1; }
    Facts > .facts--thumb { color: $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *LIST_KEYS,
        G_TO_TOP,
        Binding("ctrl+down", "move(1)", show=False),
        Binding("ctrl+up", "move(-1)", show=False),
        Binding("ctrl+home", "jump(0)", show=False),
        Binding("ctrl+end", "jump(-1)", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._source: tuple[Line, ...] | Content = ()
        self._rewound = False
        self._lines: list[Strip] = []
        self._made_for: tuple[int, Style] | None = None
        """The width and the style that the lines were made for."""

    @property
    def text(self) -> str:
        """What it shows, also what is scrolled out of sight."""
        return (self._source if isinstance(self._source, Content) else content_of(self._source)).plain

    def rewind(self) -> None:
        """What is shown next is another thing, so that it is shown from its first line on."""
        self._rewound = True

    def show(self, lines: Iterable[Line]) -> None:
        """Show these lines instead of what was there."""
        self._replace(tuple(lines))

    def show_content(self, content: Content) -> None:
        """Show finished content whose text has passed `text.block()`."""
        self._replace(content)

    def _replace(self, source: tuple[Line, ...] | Content) -> None:
        self._source, self._made_for = source, None
        top, self._rewound = 0 if self._rewound else self._top, False
        self.scroll_lines(top)

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def scroll_lines(self, top: int) -> None:
        self._make()
        super().scroll_lines(top)

    def render_line(self, y: int) -> Strip:
        self._make()
        return super().render_line(y)

    def _make(self) -> None:
        """Wrap the content for the width and the style of now; the last column is the thumb's."""
        width, style = self.content_size.width, self.visual_style
        if self._made_for != (width, style) and width > 1:
            self._made_for = width, style
            source = self._source
            content = source if isinstance(source, Content) else content_of(source, width - 1)
            self._lines = Visual.to_strips(self, content, width - 1, None, style) if content else []

    def draw_line(self, y: int) -> Strip:
        width, style = self.content_size.width, self.rich_style
        line = self._lines[self._top + y] if self._top + y < len(self._lines) else Strip([])
        if not self._thumb(y):
            return line.adjust_cell_length(width, style)
        thumb = style + self.get_component_rich_style("facts--thumb", partial=True)
        return Strip.join([line.adjust_cell_length(width - 1, style), Strip([Segment("▐", thumb)])])

    def _thumb(self, y: int) -> bool:
        """Whether the mark of where we are stands here; there is none when all is in sight, or is listened to."""
        height, total = self.content_size.height, len(self._lines)
        if total <= height or self.app.has_class("-linear"):
            return False
        size = max(1, height * height // total)
        begin = round(self._top * (height - size) / (total - height))
        return begin <= y < begin + size

    def on_resize(self, _: Resize) -> None:
        """Another width wraps the lines elsewhere."""
        self.scroll_lines(self._top)

    def notify_style_update(self) -> None:
        self._made_for = None
        super().notify_style_update()

    def place_of(self, text: str, room: int) -> Offset | None:
        """The cell of the screen behind a text that is in sight, or before that where `room` cells are not there."""
        self._make()
        area = self.content_region
        for y, line in enumerate(self._lines[self._top : self._top + area.height]):
            if (begin := line.text.find(text)) >= 0:
                behind = cell_len(line.text[: begin + len(text)]) + 1
                return area.offset + Offset(min(behind, max(0, area.width - room)), y)
        return None

    def action_move(self, lines: int) -> None:
        """Scroll by so many lines."""
        self.scroll_lines(self._top + lines)

    def action_page(self, pages: float) -> None:
        """Scroll by so many pages."""
        self.action_move(int(pages * self.content_size.height))

    def action_jump(self, line: int) -> None:
        """Scroll to a line; -1 is the last."""
        self.scroll_lines(line if line >= 0 else len(self._lines))


def content_of(lines: Iterable[Line], width: int | None = None) -> Content:
    """The lines as styled text; the names of one section stand in a column, and so do its notes.

    With a `width` in cells, values that are longer go on below their beginning.
    """
    sections: list[list[Line]] = [[]]
    for line in lines:
        if isinstance(line, Heading):
            sections.append([])
        sections[-1].append(line)
    content = Content("\n").join([drawn for section in sections for drawn in _draw_section(section, width)])
    return content[1:] if content.plain.startswith("\n") else content  # nothing stands before the first title


def _draw_section(lines: list[Line], width: int | None) -> Iterator[Content]:
    facts = [line for line in lines if isinstance(line, Fact)]
    name_width = _widest((visible(fact.name) for fact in facts), WIDEST_NAME)
    note_width = _widest((visible(fact.note) for fact in facts), WIDEST_NOTE)
    for line in lines:
        yield _draw_fact(line, name_width, note_width, width) if isinstance(line, Fact) else _draw_text(line)


def _widest(texts: Iterable[str], most: int) -> int:
    """The width of a column in cells: those too long for one stand out of it and push nobody else aside."""
    return max((width for width in map(cell_len, texts) if width <= most), default=0)


def _draw_text(line: Heading | Body) -> Content:
    if isinstance(line, Body):
        return Content.styled(block(line.text, VALUE_LIMIT), _STYLES[line.kind])
    remark = f"  {visible(line.remark)}" if line.remark else ""
    return Content.assemble("\n", (visible(line.text), "bold $text-accent"), (remark, "$foreground-muted"))


def _draw_fact(fact: Fact, name_width: int, note_width: int, width: int | None) -> Content:
    name, note = _padded(visible(fact.name), name_width), visible(fact.note, 20)
    note = _padded(note, note_width) if note_width else ""
    indent = name_width + 2 + (note_width + 2 if note_width else 0)
    value = block(fact.value, VALUE_LIMIT)
    if width is not None and width - indent >= NARROWEST:
        value = "\n".join(_wrapped(value, width - indent))
    if "\n" in value:
        value = value.replace("\n", "\n" + " " * indent)
    return Content.assemble((name, "$foreground-muted"), (note, "$foreground-disabled"), (value, _STYLES[fact.kind]))


def _wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a text, the long ones broken between words where that can be."""
    for line in text.split("\n"):
        yield from [line] if cell_len(line) <= width else broken(line, width)


def _padded(text: str, width: int) -> str:
    """The text and the gap behind it, in a column of so many cells."""
    return text + " " * (max(0, width - cell_len(text)) + 2)
