"""The two editors of a form: one line and many lines, moved to the field that has the focus."""

from __future__ import annotations

from collections.abc import Callable

from textual.events import Key, Paste
from textual.widget import Widget

from c8tui.forms import schema as s
from c8tui.forms.instance import FieldInstance
from c8tui.tui.forms.lines import Spot
from c8tui.tui.forms.picking import SEARCHED
from c8tui.tui.widgets.typing_order import LineField, TextField


def edits_lines(instance: FieldInstance) -> bool:
    """Whether the field is a text of many lines."""
    return isinstance(instance.component, s.TextArea) and not isinstance(instance.component, s.TextField)


def edits_text(instance: FieldInstance) -> bool:
    """Whether what is typed is the value."""
    return isinstance(instance.component, s.TextArea | s.Number | s.DateTime)


def has_editor(instance: FieldInstance) -> bool:
    """Whether anything is typed at the field."""
    return edits_text(instance) or isinstance(instance.component, (*SEARCHED, s.FilePicker))


class FormLine(LineField):
    """One line. What the form wants for itself, it gets first; pasted line breaks become spaces."""

    DEFAULT_CSS = """
    FormLine, FormLine:focus {
        position: absolute; border: none; height: 1; padding: 0; background: $surface-lighten-2;
    }
    """

    def __init__(self, wants: Callable[[Key], bool]) -> None:
        super().__init__(select_on_focus=False)
        self._wants = wants

    async def on_key(self, event: Key) -> None:
        if self._wants(event):
            event.stop()
            event.prevent_default()
            return
        await super().on_key(event)

    def _on_paste(self, event: Paste) -> None:
        """All lines, in one: Textual would take the first and lose the others."""
        self.insert_text_at_cursor(" ".join(event.text.split("\n")).replace("\r", ""))
        event.stop()
        event.prevent_default()


class FormLines(TextField):
    """Many lines."""

    DEFAULT_CSS = """
    FormLines, FormLines:focus { position: absolute; border: none; padding: 0; background: $surface-lighten-2; }
    """

    def __init__(self) -> None:
        super().__init__(tab_behavior="focus", soft_wrap=True)


def place(editor: Widget, spot: Spot | None, top: int, height: int) -> None:
    """Moves an editor to its spot in the lines that are seen from `top` on, be it out of sight: it keeps the keys."""
    editor.display = spot is not None
    if spot is not None:
        y = spot.y - top
        editor.styles.offset = (spot.x, y)
        editor.styles.width = spot.width
        editor.styles.height = max(1, min(spot.height, height - y))
