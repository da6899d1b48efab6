"""The two editors of a form: one line and many lines, moved to the field that has the focus."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual.events import Key, Paste
from textual.widget import Widget

from c8tui.forms import schema as s
from c8tui.forms.display import edited_text
from c8tui.forms.instance import FieldInstance
from c8tui.tui.forms.lines import Spot
from c8tui.tui.forms.picking import SEARCHED
from c8tui.tui.widgets.text_field import TextField
from c8tui.tui.widgets.typing_order import LineField


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
        position: absolute; border: none; height: 1; padding: 0; background: $primary-muted;
        text-style: underline;
    }
    FormLine:ansi, FormLine:ansi:focus { background: $surface; }
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
    FormLines, FormLines:focus { position: absolute; border: none; padding: 0; background: $primary-muted; }
    FormLines:ansi, FormLines:ansi:focus { background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__(tab_behavior="focus", soft_wrap=True)


class Editors:
    """The editors, and what was typed into the one that the field in focus has."""

    def __init__(self, wants: Callable[[Key], bool]) -> None:
        """`wants` says whether a key typed in the one-line editor is the form's own, and acts on it then."""
        self.line, self.lines = FormLine(wants), FormLines()
        self.line.display = self.lines.display = False
        self._field: FieldInstance | None = None
        self._taken = ""
        """What the editor began with, or was last taken over from it."""

    @property
    def both(self) -> tuple[FormLine, FormLines]:
        """What may still have keys to act on."""
        return self.line, self.lines

    @property
    def shown(self) -> FormLine | FormLines | None:
        """The editor of the field in focus, if it has one."""
        if self._field is None or not has_editor(self._field):
            return None
        return self.lines if edits_lines(self._field) else self.line

    def close(self) -> None:
        """No field is typed into."""
        self._field = None

    def open(self, field: FieldInstance | None, now: datetime, path: str = "") -> None:
        """Begins with what the field holds at `now`, or with the `path` of a file that could not be taken."""
        self._field = field
        if field is None:
            return
        self._taken = _text_of(field, now) if edits_text(field) else path
        if self.shown is self.lines:
            self.lines.text = self._taken
            self.lines.move_cursor(self.lines.document.end)
        elif self.shown is self.line:
            self.line.value = self._taken
            self.line.cursor_position = len(self._taken)

    def take_keys(self, form: Widget) -> None:
        """The keys go to the editor, or to the form where there is none."""
        wanted = self.shown or form
        if form.screen.focused is not wanted:
            form.screen.set_focus(wanted, scroll_visible=False)

    @property
    def typed(self) -> str:
        """What stands in the editor."""
        return self.lines.text if self.shown is self.lines else self.line.value

    def take(self) -> str | None:
        """What was typed up to now; None when it was taken before."""
        if self.shown is None or self.typed == self._taken:
            return None
        self._taken = self.typed
        return self._taken

    def clear(self) -> None:
        """What stands in the one-line editor was used."""
        self._taken = self.line.value = ""

    def place(self, spot: Spot | None, top: int, height: int) -> None:
        """Moves the editor of the field in focus to its spot in the lines that are seen from `top` on."""
        for editor in self.both:
            place(editor, spot if editor is self.shown else None, top, height)


def _text_of(field: FieldInstance, now: datetime) -> str:
    """What was typed where it cannot be read, or stands for no value; else the value as it is edited."""
    if field.typed is not None and field.unread:
        return field.typed
    return edited_text(field, now)


def place(editor: Widget, spot: Spot | None, top: int, height: int) -> None:
    """Moves an editor to its spot in the lines that are seen from `top` on, be it out of sight: it keeps the keys."""
    editor.display = spot is not None
    if spot is not None:
        y = spot.y - top
        editor.styles.offset = (spot.x, y)
        editor.styles.width = spot.width
        editor.styles.height = max(1, min(spot.height, height - y))
