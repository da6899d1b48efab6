"""What keys mean at a field that is not typed into: picking, toggling, rows of lists, pages of tables, links.

The form is changed here; what is left to do on the screen is returned as an `Answer`, or None where the key means
nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from textual.events import Key

from c8tui.forms import schema as s
from c8tui.forms.instance import FieldInstance
from c8tui.forms.repetition import NotAllowed
from c8tui.forms.state import Changed, FormState
from c8tui.forms.table import columns_of
from c8tui.tui.forms.page import Page, Stop
from c8tui.tui.forms.passive import TableLook, link_of
from c8tui.tui.forms.picking import MANY, NUMBERED, SEARCHED, Picker


class ValuesChanged(Struct, frozen=True):
    """Values have changed."""

    changed: Changed


class Found(Struct, frozen=True):
    """Values have changed to what a search found, which is over; the focus goes on, or stays for more."""

    changed: Changed
    goes_on: bool


class RowsChanged(Struct, frozen=True):
    """Rows of a list have come, gone or moved; the focus belongs to `then` now."""

    changed: Changed
    then: Stop


class LookChanged:
    """The values are what they were, and look different: a cursor, a page, a fold."""


class Nothing:
    """The key was used, and there is nothing to do."""


class Reveal:
    """The focus is brought into sight, and nothing else."""


class GoOn:
    """The focus goes to the next stop."""


class Press(Struct, frozen=True):
    """A button is pressed: `submit` or `reset`."""

    action: str


class CopyLink(Struct, frozen=True):
    """An address is to be copied."""

    text: str


class ChooseFile(Struct, frozen=True):
    """The path that was typed names a file for this field; the line is empty then."""

    field: FieldInstance
    path: str


class Refuse(Struct, frozen=True):
    """The form does not allow it; the reason is a sentence."""

    reason: str


Changes = ValuesChanged | Found | RowsChanged | LookChanged
Answer = Changes | Nothing | Reveal | GoOn | Press | CopyLink | ChooseFile | Refuse


class Answering:
    """Answers keys at the stop that has the focus."""

    def __init__(self, state: FormState, page: Page) -> None:
        self._state, self._page, self._look = state, page, page.look

    def enter(self, typed: str) -> Answer:
        """Enter where `typed` stands: takes the option or the file at hand, else goes on. It never sends the form."""
        picker = self._look.picker_in_focus
        if (chosen := self.file_at_hand(typed, again=True)) is not None:
            return chosen
        if picker is not None and isinstance(picker.instance.component, SEARCHED) and picker.search and picker.matches:
            value = picker.picked(min(picker.cursor, len(picker.matches) - 1))
            picker.type("")
            many = isinstance(picker.instance.component, MANY)
            return Found(self._state.set(picker.instance, value), goes_on=not many)
        return GoOn()

    def file_at_hand(self, typed: str, *, again: bool = False) -> ChooseFile | None:
        """The file whose path was typed; one that was refused only `again`."""
        field, path = self._look.focused, typed.strip()
        if field is None or not isinstance(field.component, s.FilePicker) or self._look.locks(field):
            return None
        if path and path == self._look.paths.get(field) and not again:
            return None
        self._look.paths.pop(field, None)
        return ChooseFile(field, path) if path else None

    def in_line(self, typed: str, event: Key) -> Answer | None:
        """A key in the one-line editor, where `typed` stands."""
        field, picker = self._look.focused, self._look.picker_in_focus
        if field is None or typed:
            return None
        if isinstance(field.component, s.FilePicker) and event.key == "backspace" and isinstance(field.value, list):
            return self._set(field, field.value[:-1])
        if picker is None or not isinstance(field.component, SEARCHED):
            return None
        if event.key == "backspace":
            return self._set(field, field.value[:-1] if isinstance(field.value, list) else None)
        if event.key == "space" and picker.matches:
            return self._set(field, picker.picked(picker.cursor))
        return self._number(picker, event)

    def on_form(self, event: Key, *, seen: bool) -> Answer | None:
        """A key while the form itself has the focus; what it would change is brought into sight first."""
        stop = self._page.at
        if stop is None:
            return None
        if not seen and (event.is_printable or event.key in {"enter", "left", "right", "backspace", "delete"}):
            return GoOn() if event.key == "enter" else Reveal()
        if stop.row is not None:
            return self._row(stop.instance, stop.row, event)
        field, component = stop.instance, stop.instance.component
        if isinstance(component, s.Choice):
            return self._choice(event)
        if event.key == "space" and isinstance(component, s.Checkbox):
            return self._set(field, field.value is not True)
        if event.key in {"space", "enter"} and isinstance(component, s.Button):
            return Press(component.action)
        if isinstance(component, s.Table) and self._table(field, event):
            return LookChanged()
        if event.key == "y" and (link := link_of(field)):
            return CopyLink(link)
        return GoOn() if event.key == "enter" else None

    def _set(self, field: FieldInstance, value: object) -> Answer:
        return ValuesChanged(self._state.set(field, value))

    def _number(self, picker: Picker, event: Key) -> Answer | None:
        """A number key takes the option that has it."""
        if not picker.numbered or not event.key.isdigit() or event.key == "0":
            return None
        index = int(event.key) - 1
        if index >= min(len(picker.matches), NUMBERED):
            return None
        return self._set(picker.instance, picker.picked(index))

    def _choice(self, event: Key) -> Answer | None:
        picker = self._look.picker_in_focus
        if picker is None:
            return None
        if (numbered := self._number(picker, event)) is not None:
            return numbered
        match event.key:
            case "space" if picker.matches:
                return self._set(picker.instance, picker.picked(picker.cursor))
            case "left" | "right":
                picker.move(1 if event.key == "right" else -1)
                return LookChanged()
            case "enter":
                return GoOn()
            case "backspace" | "delete":
                return self._set(picker.instance, [] if isinstance(picker.instance.component, MANY) else None)
        return None

    def _table(self, instance: FieldInstance, event: Key) -> bool:
        """Goes over columns and pages, and sorts; whether the key does any of it."""
        look = self._page.tables.setdefault(instance, TableLook())
        columns = columns_of(instance)
        if not columns:
            return False
        match event.key:
            case "left" | "right":
                look.column = min(max(look.column + (1 if event.key == "right" else -1), 0), len(columns) - 1)
            case "s":
                key = columns[min(look.column, len(columns) - 1)].key
                look.descending = look.sort_by == key and not look.descending
                look.sort_by = key
            case "n" | "p":
                look.page = max(0, look.page + (1 if event.key == "n" else -1))
            case _:
                return False
        return True

    def _row(self, rows: FieldInstance, index: int, event: Key) -> Answer | None:
        """Keys on the head of a row of a dynamic list, and behind its last one, where `index` is -1."""
        state, count = self._state, len(rows.rows)
        if index < 0:
            if event.key in {"plus", "enter", "space"}:
                return _rows_changed(lambda: state.add_row(rows), Stop(rows, count))
            return None
        if self._look.read_only and event.key not in {"enter", "space"}:
            return None
        match event.key:
            case "plus":
                return _rows_changed(lambda: state.add_row(rows, index + 1), Stop(rows, index + 1))
            case "minus" | "delete":
                then = Stop(rows, min(index, count - 2) if count > 1 else -1)
                return _rows_changed(lambda: state.remove_row(rows, index), then)
            case "less_than_sign" | "greater_than_sign":
                to = index + (1 if event.key == "greater_than_sign" else -1)
                if not 0 <= to < count:
                    return Nothing()
                return _rows_changed(lambda: state.move_row(rows, index, to), Stop(rows, to))
            case "enter" | "space":
                self._page.folded ^= {rows.rows[index]}
                return LookChanged()
        return None


def _rows_changed(change: Callable[[], Changed], then: Stop) -> Answer:
    try:
        return RowsChanged(change(), then)
    except NotAllowed as why:
        return Refuse(str(why))
