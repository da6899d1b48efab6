"""Autocompletion in the fields of a dialog: what may stand in a field is listed right below it while one types.

What is suggested is only a help: a text that is none of it stays as it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from rich.cells import cell_len, set_cell_size
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key, Resize
from textual.widget import Widget
from textual.widgets import Input
from textual.widgets.option_list import Option

from c8tui.errors import C8Error
from c8tui.session.filter_syntax import parts, quoted
from c8tui.session.suggestions import Suggestion
from c8tui.text import visible
from c8tui.tui.fields import Field
from c8tui.tui.widgets.options import OptionRows
from c8tui.tui.widgets.typing_order import LineField

if TYPE_CHECKING:
    from c8tui.tui.dialogs.base import Dialog

MOST_SHOWN = 50
"""Suggestions that are listed at once."""
NAME_WIDTH = 28
"""Cells of the name before the text that is filled in."""
ONLY_ONE = "   enter takes it, esc keeps what is typed"


class Suggests(Protocol):
    """A dialog with suggestions."""

    suggesting: Suggesting


def suggesting_of(widget: Widget) -> Suggesting:
    """What suggests in the dialog of a widget, which holds it only while it is part of that."""
    return cast("Suggests", widget.screen).suggesting


class SuggestionRows(OptionRows):
    """Suggestions below a field; up from the first one goes back to the field, and who types on is there, too."""

    DEFAULT_CSS = """
    SuggestionRows { height: auto; max-height: 5; border: none; padding: 0; margin-left: 4; display: none; }
    SuggestionRows:focus { border: none; }
    SuggestionRows.-shown { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(id="suggestions")
        self.can_focus = False

    def on_blur(self) -> None:
        """Only down and a click lead here: tab goes from field to field."""
        self.can_focus = False

    def on_resize(self, _: Resize) -> None:
        """Their room is known only now."""
        self.call_after_refresh(suggesting_of(self).scroll_into_sight)

    def action_move(self, lines: int) -> None:
        """To the next or the one before; above the first is the field."""
        if lines < 0 and not self.highlighted:
            suggesting_of(self).back()
        elif lines < 0 or (self.highlighted or 0) < self.option_count - 1:
            super().action_move(lines)

    def on_key(self, event: Key) -> None:
        """Who types on narrows what is suggested."""
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            suggesting_of(self).back().insert_text_at_cursor(event.character)


class SuggestingField(LineField):
    """A field with suggestions below it; down leads into them (else it would scroll the fields)."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "suggestions", show=False)]

    def action_suggestions(self) -> None:
        """Go into the suggestions."""
        suggesting_of(self).go()


class Suggesting:
    """Suggests for the fields of one dialog; `rows` belongs among them, and moves below the one with the cursor."""

    def __init__(self, dialog: Dialog[Any], fields: Sequence[Field], insert: Callable[[str, Suggestion], str]) -> None:
        """`insert` gives the text of a field with a suggestion filled in."""
        self._dialog, self._insert = dialog, insert
        self.rows = SuggestionRows()
        self._fields: Mapping[str, Field] = {field.id: field for field in fields}
        self._known: dict[str, Sequence[Suggestion]] = {}
        """What is suggested for a field, once that is known."""
        self._kept = {field.id: field.value for field in fields}
        """The text of each field that enter leaves as it is: as it was in the beginning, was chosen, or kept."""
        self._shown: Sequence[Suggestion] = ()
        self._here = ""
        """The field with the cursor, or the one that the suggestions are for."""

    def enter(self, field_id: str, below: Widget) -> None:
        """The cursor is in a field: suggest for it, below this widget."""
        self._here = field_id
        field = self._fields[field_id]
        if field.suggestions is not None:
            if below.parent is self.rows.parent and isinstance(below.parent, Widget):
                below.parent.move_child(self.rows, after=below)
            if field_id not in self._known:
                self._known[field_id] = ()
                self._dialog.flow.start(self._fetch(field), failed=_left_out, group="suggestions")
        self.suggest(field_id)

    async def _fetch(self, field: Field) -> None:
        """Ask for the suggestions of a field, once."""
        assert field.suggestions is not None
        self._known[field.id] = await self._dialog.flow.heard(field.suggestions())
        self.suggest(field.id)

    def suggest(self, field_id: str) -> None:
        """List what fits what is typed in a field, if the cursor is there."""
        if field_id != self._here:
            return
        only = self.only_one(field_id)
        self._shown = self._fitting(field_id)[:MOST_SHOWN]
        self.rows.clear_options()
        told = [_in_row(one) + (ONLY_ONE if only else "") for one in self._shown]
        self.rows.add_options([Option(Content(words)) for words in told])
        self._show(bool(self._shown))

    def _show(self, shown: bool) -> None:
        self.rows.set_class(shown, "-shown")
        self._dialog.call_after_refresh(self.scroll_into_sight)

    def scroll_into_sight(self) -> None:
        """The hint and the suggestions are in sight, as far as there is room; the field in any case, and its label."""
        focused = self._dialog.focused
        seen: list[Widget] = [*self._dialog.query(f"#{focused.id}-hint")] if focused is not None and focused.id else []
        if self.rows.has_class("-shown"):
            seen.append(self.rows)
        if focused is not None:
            seen.append(focused)
            if (before := _before(focused)) is not None and before.has_class("label"):
                seen.append(before)
        for widget in seen:  # the last one has the most to say: the others may have no room with it
            widget.scroll_visible(animate=False, immediate=True)

    def _fitting(self, field_id: str) -> list[Suggestion]:
        """What fits the part that is being typed in a field; nothing where that is all that would be suggested."""
        _, typed = last_part(self._input(field_id).value)
        wanted = typed.strip('"').casefold()
        found = [
            one
            for one in self._known.get(field_id, ())
            if wanted in one.text.casefold() or wanted in one.name.casefold()
        ]
        return [] if len(found) == 1 and found[0].text == typed else found

    def _input(self, field_id: str) -> Input:
        return self._dialog.query_one(f"#{field_id}", Input)

    # Taking one

    def only_one(self, field_id: str) -> Suggestion | None:
        """The suggestion that enter takes for a field: the only one for a text that somebody has typed."""
        value = self._input(field_id).value
        if not value.strip() or value == self._kept[field_id]:
            return None
        found = self._fitting(field_id)
        return found[0] if len(found) == 1 and last_part(value)[1] else None

    def take_only_one(self, field_id: str) -> bool:
        """Fill the only suggestion in; False where there is none or are several."""
        if (one := self.only_one(field_id)) is None:
            return False
        self._take(field_id, one)
        return True

    def take_highlighted(self) -> None:
        """Fill in the suggestion that is highlighted, and go back to the field."""
        if self._shown:
            self._take(self._here, self._shown[self.rows.highlighted or 0])
        self.back()

    def _take(self, field_id: str, one: Suggestion) -> None:
        field = self._input(field_id)
        self._kept[field_id] = field.value = self._insert(field.value, one)
        field.cursor_position = len(field.value)

    def keep(self) -> bool:
        """Leave the suggestions, or keep what is typed in place of the only one; False where neither applies."""
        if self._dialog.focused is self.rows:
            self.back()
            return True
        if not self._here or not self.rows.has_class("-shown") or self.only_one(self._here) is None:
            return False
        self._kept[self._here] = self._input(self._here).value
        self._show(False)
        return True

    # Between field and suggestions

    def go(self) -> None:
        """Go into the suggestions, if there are any; else to the next field."""
        if self.rows.has_class("-shown"):
            self.rows.highlighted, self.rows.can_focus = 0, True
            self._dialog.set_focus(self.rows)
        else:
            self._dialog.focus_next(Input)

    def back(self) -> Input:
        """From the suggestions to their field."""
        field = self._input(self._here)
        self._dialog.set_focus(field)
        field.cursor_position = len(field.value)
        return field


def _before(widget: Widget) -> Widget | None:
    """What stands before a widget."""
    beside = widget.parent.children if isinstance(widget.parent, Widget) else ()
    return next((one for one, next_one in pairwise(beside) if next_one is widget), None)


def _left_out(_: C8Error) -> None:
    """Without suggestions one types."""


# Conditions of a filter


def as_condition(value: str, one: Suggestion) -> str:
    """The suggestion in place of the part of a condition that is being typed."""
    before, _ = last_part(value)
    return before + (one.text if _is_plain(one.text) else quoted(one.text))


def last_part(value: str) -> tuple[str, str]:
    """What stands before the part that is being typed, and that part."""
    begin = value.rfind(",") + 1
    rest = value[begin:]
    lead = rest[: len(rest) - len(rest.lstrip())]
    typed = rest.strip()
    if not begin and typed.startswith("not "):
        lead, typed = f"{lead}not ", typed[4:].strip()
    return value[:begin] + lead, typed


def _is_plain(text: str) -> bool:
    """Whether a text stands for itself in a condition."""
    special = text in ("any", "none", "me", "mine") or text.startswith(("not ", '"')) or set("*?") & set(text)
    return not special and parts(text) == [text]


def _in_row(one: Suggestion) -> str:
    """The name, and the text that is filled in for it."""
    if not one.name or one.name == one.text:
        return visible(one.text, 80)
    name = visible(one.name, NAME_WIDTH)
    return f"{set_cell_size(name, max(NAME_WIDTH, cell_len(name)))}  {visible(one.text, 80)}"
