"""A pane of facts: titles, names with values, bodies of text; everything in it may come from the cluster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from c8tui.text import block, visible

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
        Binding("j,down", "scroll_down", show=False),
        Binding("k,up", "scroll_up", show=False),
        Binding("ctrl+d", "page_down", show=False),
        Binding("ctrl+u", "page_up", show=False),
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


def content_of(lines: Iterable[Line]) -> Content:
    """The lines as styled text, names and notes in columns."""
    lines = list(lines)
    names = max((len(line.name) for line in lines if isinstance(line, Fact)), default=0)
    notes = max((len(line.note) for line in lines if isinstance(line, Fact)), default=0)
    return Content("\n").join([_draw(line, min(names, 22), min(notes, 9)) for line in lines])


def _draw(line: Line, name_width: int, note_width: int) -> Content:
    if isinstance(line, Heading):
        remark = f"  {visible(line.remark)}" if line.remark else ""
        return Content.assemble("\n", (visible(line.text), "bold $text-accent"), (remark, "$foreground-muted"))
    if isinstance(line, Body):
        return Content.styled(block(line.text, VALUE_LIMIT), _STYLES[line.kind])
    name = visible(line.name, 60).ljust(name_width)
    note = f"{visible(line.note, 20).ljust(note_width)}  " if note_width else ""
    indent = "\n" + " " * (name_width + 2)
    value = block(line.value, VALUE_LIMIT).replace("\n", indent if "\n" in line.value else "\n")
    return Content.assemble(
        (f"{name}  ", "$foreground-muted"), (note, "$foreground-disabled"), (value, _STYLES[line.kind])
    )
