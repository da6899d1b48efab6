"""Lines to read, scrolled and copied: what differs, the source of a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize

from c8tui.text import block, counted
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.forms.lines import Line, wrapped
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.styled_lines import ScrolledLines

LONGEST = 200_000
"""Characters of a source that are shown."""
STYLES = ("head", "label", "hint", "added", "removed", "changed", "moved", "rule")


class ReadLines(ScrolledLines):
    """Draws lines for the width there is."""

    PREFIX = "lines"
    STYLES = STYLES
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"lines--{name}" for name in STYLES}
    DEFAULT_CSS = """
    ReadLines { height: 1fr; background: $surface; color: $foreground; }
    ReadLines > .lines--head, ReadLines > .lines--label { text-style: bold; }
    ReadLines > .lines--hint, ReadLines > .lines--rule { color: $foreground-muted; }
    ReadLines > .lines--added { color: $text-success; }
    ReadLines > .lines--removed { color: $text-error; }
    ReadLines > .lines--changed, ReadLines > .lines--moved { color: $text-warning; }
    """

    def __init__(self, make: Callable[[int], list[Line]]) -> None:
        super().__init__()
        self._make = make

    def on_resize(self, _: Resize) -> None:
        """Another width draws it anew."""
        if self.content_size.width:
            self.paint(self._make(self.content_size.width))


class LinesDialog(Dialog[None]):
    """`make` gives the lines for a width; `text` is what is copied, what is shown unless given."""

    DEFAULT_CSS = """
    LinesDialog > #frame { width: 96%; height: 94%; max-height: 94%; }
    LinesDialog #said { height: auto; max-height: 3; margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "copy", show=False)]
    KEYS_TEXT = "y copy   esc back"

    def __init__(self, title: str, said: str, make: Callable[[int], list[Line]], text: str | None = None) -> None:
        super().__init__()
        self._title, self._said, self._text = title, said, text
        self._lines = ReadLines(make)

    def title_text(self) -> str:
        return self._title

    def content(self) -> ComposeResult:
        if self._said:
            yield Clipped(block(self._said, 1_000), id="said", markup=False)
        yield self._lines

    def on_mount(self) -> None:
        self.set_focus(self._lines)

    def action_copy(self) -> None:
        """Copy all of it."""
        text = self._text if self._text is not None else self._lines.text
        self.copy(text, lambda where: self.query_one("#keys", Clipped).update(f"Copied {where}"))


def xml_lines(xml: str, width: int) -> list[Line]:
    """A source as lines, as far as anybody reads it."""
    lines: list[Line] = [((line, ""),) for line in wrapped(xml[:LONGEST], width, LONGEST)]
    if len(xml) > LONGEST:
        more = counted(len(xml) - LONGEST, "more character")
        lines.append(((f"… {more}; y copies all of them", "hint"),))
    return lines
