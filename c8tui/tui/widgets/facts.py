"""A pane of facts: titles, names with values, bodies of text; everything in it may come from the cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from c8tui.text import block, visible

WIDEST_NAME, WIDEST_NOTE = 22, 9
"""Cells that the column of names and that of notes have at most."""

VALUE_LIMIT = 4_000
"""Characters of one value; longer ones say how much is left out."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that starts a section, with a remark at its end."""

    text: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value; `kind` is a style name: empty, dim, warn, error, ok."""

    name: str
    value: str
    kind: str = ""
    note: str = ""
    """A word between name and value, as the type of a variable."""


@dataclass(frozen=True, slots=True)
class Body:
    """Text as it stands, line by line."""

    text: str
    kind: str = ""


Line = Heading | Fact | Body
_STYLES = {"": "", "dim": "$foreground-muted", "warn": "$text-warning", "error": "$text-error", "ok": "$text-success"}


class Facts(VerticalScroll, can_focus=True):
    """Scrolls with the keys of a list. `show()` takes raw texts; none of them is read as markup."""

    DEFAULT_CSS = """
    Facts { background: $surface; padding: 0 1; scrollbar-size-vertical: 1; }
    Facts:focus { background: $surface-lighten-1; }
    Facts > Static { width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("pagedown,ctrl+f", "page(1.0)", show=False),
        Binding("pageup,ctrl+b", "page(-1.0)", show=False),
        Binding("ctrl+d", "page(0.5)", show=False),
        Binding("ctrl+u", "page(-0.5)", show=False),
        Binding("g,home", "scroll_home", show=False),
        Binding("G,end", "scroll_end", show=False),
    ]

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def show(self, lines: Iterable[Line]) -> None:
        """Show these lines instead of what was there."""
        self.show_content(content_of(lines))

    def show_content(self, content: Content) -> None:
        """Show finished content whose text has passed `text.block()`."""
        self.query_one(Static).update(content)

    def action_move(self, lines: int) -> None:
        """Scroll now: Textual's own action would take several keys of one packet for one."""
        self.scroll_to(None, self.scroll_offset.y + lines, animate=False, immediate=True)

    def action_page(self, pages: float) -> None:
        """Scroll by so many pages."""
        self.action_move(int(pages * self.scrollable_content_region.height))


def content_of(lines: Iterable[Line]) -> Content:
    """The lines as styled text; the names of one section stand in a column, and so do its notes."""
    sections: list[list[Line]] = [[]]
    for line in lines:
        if isinstance(line, Heading):
            sections.append([])
        sections[-1].append(line)
    return Content("\n").join([drawn for section in sections for drawn in _draw_section(section)])


def _draw_section(lines: list[Line]) -> Iterator[Content]:
    facts = [line for line in lines if isinstance(line, Fact)]
    name_width = _widest((visible(fact.name) for fact in facts), WIDEST_NAME)
    note_width = _widest((visible(fact.note) for fact in facts), WIDEST_NOTE)
    for line in lines:
        yield _draw_fact(line, name_width, note_width) if isinstance(line, Fact) else _draw_text(line)


def _widest(texts: Iterable[str], most: int) -> int:
    """The width of a column in cells: those too long for one stand out of it and push nobody else aside."""
    return max((width for width in map(cell_len, texts) if width <= most), default=0)


def _draw_text(line: Heading | Body) -> Content:
    if isinstance(line, Body):
        return Content.styled(block(line.text, VALUE_LIMIT), _STYLES[line.kind])
    remark = f"  {visible(line.remark)}" if line.remark else ""
    return Content.assemble("\n", (visible(line.text), "bold $text-accent"), (remark, "$foreground-muted"))


def _draw_fact(fact: Fact, name_width: int, note_width: int) -> Content:
    name, note = _padded(visible(fact.name, 60), name_width), visible(fact.note, 20)
    note = _padded(note, note_width) if note_width else ""
    # The lines of a longer value stand below its first one.
    indent = "\n" + " " * (name_width + 2 + (note_width + 2 if note_width else 0))
    value = block(fact.value, VALUE_LIMIT).replace("\n", indent if "\n" in fact.value else "\n")
    return Content.assemble((name, "$foreground-muted"), (note, "$foreground-disabled"), (value, _STYLES[fact.kind]))


def _padded(text: str, width: int) -> str:
    """The text and the gap behind it, in a column of so many cells."""
    return text + " " * (max(0, width - cell_len(text)) + 2)
