"""What keys mean at a field that is not typed into: picking, toggling, rows of lists, pages of tables, links."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.events import Key

from c8tui.forms import schema as s
from c8tui.forms.instance import FieldInstance
from c8tui.forms.repetition import NotAllowed
from c8tui.forms.table import columns_of
from c8tui.tui.forms.page import Stop
from c8tui.tui.forms.passive import TableLook, link_of
from c8tui.tui.forms.picking import MANY, NUMBERED, SEARCHED

if TYPE_CHECKING:
    from c8tui.tui.forms.view import FormView


def enter(view: FormView) -> None:
    """Enter: takes the option or the file at hand, else goes on to the next field. It never sends the form."""
    picker = view.current_picker
    if take_file(view, again=True):
        return
    if picker is not None and isinstance(picker.instance.component, SEARCHED) and picker.search and picker.matches:
        value = picker.picked(min(picker.cursor, len(picker.matches) - 1))
        view.clear_editor()
        view.answer(value)
        if isinstance(picker.instance.component, MANY):
            return
    view.action_walk(1)


def take_file(view: FormView, *, again: bool = False) -> bool:
    """Takes the file whose path was typed, one that was refused only `again`; False where there is none to take."""
    field, path = view.current, view.typed.strip()
    if field is None or not isinstance(field.component, s.FilePicker) or view.look.locks(field):
        return False
    if path and path == view.look.paths.get(field) and not again:
        return False
    view.look.paths.pop(field, None)
    if path:
        view.post_message(view.FileChosen(field, path))
        view.clear_editor()
    return bool(path)


def in_line(view: FormView, event: Key) -> bool:
    """A key in the one-line editor; True when it was used."""
    field, picker = view.current, view.current_picker
    if field is None or view.typed:
        return False
    if isinstance(field.component, s.FilePicker) and event.key == "backspace" and isinstance(field.value, list):
        view.answer(field.value[:-1])
        return True
    if picker is None or not isinstance(field.component, SEARCHED):
        return False
    if event.key == "backspace":
        view.answer(field.value[:-1] if isinstance(field.value, list) else None)
        return True
    if event.key == "space" and picker.matches:
        view.answer(picker.picked(picker.cursor))
        return True
    return _number(view, event)


def _number(view: FormView, event: Key) -> bool:
    """A number key takes the option that has it."""
    picker = view.current_picker
    if picker is None or not picker.numbered or not event.key.isdigit() or event.key == "0":
        return False
    index = int(event.key) - 1
    if index >= min(len(picker.matches), NUMBERED):
        return False
    view.answer(picker.picked(index))
    return True


def on_form(view: FormView, event: Key) -> bool:
    """A key while the form itself has the focus; True when it was used."""
    stop = view.page.at
    if stop is None:
        return False
    if stop.row is not None:
        return _row(view, stop, event)
    component = stop.instance.component
    if isinstance(component, s.Choice):
        return _choice(view, event)
    if event.key in {"space", "enter"} and isinstance(component, s.Checkbox):
        if event.key == "space":
            view.answer(stop.instance.value is not True)
        else:
            view.action_walk(1)
        return True
    if isinstance(component, s.Button) and event.key in {"space", "enter"}:
        view.post_message(view.Pressed(component.action))
        return True
    if isinstance(component, s.Table) and _table(view, stop.instance, event):
        return True
    if event.key == "y" and (link := link_of(stop.instance)):
        view.post_message(view.Copied(link))
        return True
    if event.key == "enter":
        view.action_walk(1)
        return True
    return False


def _choice(view: FormView, event: Key) -> bool:
    picker = view.current_picker
    if picker is None:
        return False
    if _number(view, event):
        return True
    if event.key == "space" and picker.matches:
        view.answer(picker.picked(picker.cursor))
        return True
    if event.key in {"left", "right"}:
        picker.move(1 if event.key == "right" else -1)
        view.redraw()
        return True
    if event.key == "enter":
        view.action_walk(1)
        return True
    if event.key in {"backspace", "delete"}:
        view.answer([] if isinstance(picker.instance.component, MANY) else None)
        return True
    return False


def _table(view: FormView, instance: FieldInstance, event: Key) -> bool:
    look = view.page.tables.setdefault(instance, TableLook())
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
    view.redraw()
    return True


def _row(view: FormView, stop: Stop, event: Key) -> bool:
    """Keys on the head of a row of a dynamic list, and behind its last one."""
    rows, index = stop.instance, stop.row if stop.row is not None else -1
    count = len(rows.rows)
    if index < 0:
        if event.key in {"plus", "enter", "space"}:
            return _changed(view, lambda: view.apply(view.state.add_row(rows)), Stop(rows, count))
        return False
    if view.look.read_only and event.key not in {"enter", "space"}:
        return False
    match event.key:
        case "plus":
            return _changed(view, lambda: view.apply(view.state.add_row(rows, index + 1)), Stop(rows, index + 1))
        case "minus" | "delete":
            then = Stop(rows, min(index, count - 2) if count > 1 else -1)
            return _changed(view, lambda: view.apply(view.state.remove_row(rows, index)), then)
        case "less_than_sign" | "greater_than_sign":
            to = index + (1 if event.key == "greater_than_sign" else -1)
            if not 0 <= to < count:
                return True
            return _changed(view, lambda: view.apply(view.state.move_row(rows, index, to)), Stop(rows, to))
        case "enter" | "space":
            row = rows.rows[index]
            view.page.folded ^= {row}
            view.redraw()
            return True
    return False


def _changed(view: FormView, act: Callable[[], None], then: Stop) -> bool:
    """Changes the rows and goes to where the focus belongs then; says why when the form does not allow it."""
    try:
        act()
    except NotAllowed as why:
        view.post_message(view.Refused(str(why)))
        return True
    view.page.forget_all()
    view.go(then if then in view.page.stops else None)
    return True
