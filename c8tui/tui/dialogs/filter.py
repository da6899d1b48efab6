"""The filter builder: a line for each field that the cluster filters by, with suggestions while one types."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, MutableMapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus, Key
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from c8tui.errors import C8Error
from c8tui.session.filter_syntax import parts, quoted
from c8tui.session.suggestions import Suggestion
from c8tui.text import block, visible
from c8tui.tui.dialogs.fields import HINT, SHOWN, FieldsDialog
from c8tui.tui.fields import Field, Values
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.options import OptionRows
from c8tui.tui.widgets.typing_order import LineField

MOST_SHOWN = 50
"""Suggestions that are listed at once."""
AROUND = 8
"""Lines of the frame, the hint and the keys."""
NAME_WIDTH = 34
"""Cells of the name before the text that is filled in."""


class SuggestionRows(OptionRows):
    """Suggestions below the fields; up from the first one goes back to the field."""

    def action_move(self, lines: int) -> None:
        """To the next or the one before; above the first is the field."""
        if lines < 0 and not self.highlighted and isinstance(self.screen, FilterDialog):
            self.screen.back_to_field()
        elif lines < 0 or (self.highlighted or 0) < self.option_count - 1:
            super().action_move(lines)

    def on_key(self, event: Key) -> None:
        """Who types on narrows what is suggested."""
        if event.is_printable and event.character and isinstance(self.screen, FilterDialog):
            event.stop()
            event.prevent_default()
            self.screen.back_to_field().insert_text_at_cursor(event.character)


class ConditionField(LineField):
    """The field of a condition; down leads into the suggestions (else it would scroll the fields)."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "suggestions", show=False)]

    def action_suggestions(self) -> None:
        """Go into the suggestions."""
        if isinstance(self.screen, FilterDialog):
            self.screen.go_to_suggestions()


class FilterDialog(FieldsDialog):
    """Fields beside their names; the line below says what may stand in the one with the cursor, or what is wrong.

    `keep` is a field that always stays in sight. What is typed is put into `draft` when somebody leaves, and taken from
    there the next time; what is applied, or reset, leaves none.
    """

    DEFAULT_CSS = """
    FilterDialog > #frame { width: 96; }
    FilterDialog VerticalScroll { height: 1fr; min-height: 3; }
    FilterDialog .row { height: 1; }
    FilterDialog #keep { margin-top: 1; }
    FilterDialog .name { width: 22; color: $foreground-muted; }
    FilterDialog .row Input { width: 1fr; }
    FilterDialog SuggestionRows { height: auto; max-height: 5; border: none; padding: 0; display: none; }
    FilterDialog SuggestionRows:focus { border: none; }
    FilterDialog.-suggesting SuggestionRows { display: block; }
    FilterDialog #about { height: auto; margin-bottom: 1; color: $text-muted; }
    FilterDialog #hint { height: auto; min-height: 1; max-height: 3; margin-top: 1; color: $text-muted; }
    FilterDialog.-suggesting #hint { margin-top: 0; max-height: 2; }
    FilterDialog #hint.-wrong { color: $text-error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "reset", show=False),
    ]
    KEYS_TEXT = "enter next  down choose  ctrl+s apply  ctrl+r reset  esc close (kept)"

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        submit: Callable[[Values], Coroutine[Any, Any, object]] | None = None,
        *,
        about: str = "",
        keep: Field | None = None,
        draft: MutableMapping[str, str] | None = None,
    ) -> None:
        self._plain = [*fields, *([keep] if keep is not None else [])]
        self._draft = draft if draft is not None else {}
        super().__init__(
            title, [replace(one, value=self._draft.get(one.id, one.value)) for one in self._plain], submit, about=about
        )
        self._keep = keep.id if keep is not None else ""
        self._suggestions: dict[str, Sequence[Suggestion]] = {}
        """What is suggested for a field, once it is known."""
        self._shown: list[Suggestion] = []
        self._field_id = ""
        """The field with the cursor, or the one that a suggestion is for."""

    def content(self) -> ComposeResult:
        self.set_class(bool(self._about), "-told")
        if self._about:
            yield Clipped(block(self._about, HINT), markup=False, id="about")
        with VerticalScroll(can_focus=False):
            for field in self._fields:
                if field.id != self._keep:
                    yield self._row(field)
        yield SuggestionRows(id="suggestions")
        if self._keep:
            yield self._row(self._field(self._keep), id="keep")
        yield Clipped(id="hint", markup=False)
        yield Clipped("working", id="waiting", markup=False)

    def _row(self, field: Field, id: str | None = None) -> Horizontal:
        name = Clipped(field.label, markup=False, classes="name")
        value = visible(field.value, SHOWN)
        return Horizontal(name, ConditionField(value=value, id=field.id, select_on_focus=False), classes="row", id=id)

    def on_mount(self) -> None:
        # As high as all of it, as far as there is room; suggestions take their lines from the fields.
        self.query_one("#frame").styles.height = len(self._fields) + AROUND + 2 * bool(self._about)
        self._tell_title()

    def _tell_title(self) -> None:
        """A draft is told apart from what is applied."""
        title = f"{self._title} (as you left it, not applied)" if self._draft else self._title
        self.query_one("#frame").border_title = Text(visible(title, 66))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        if isinstance(event.widget, Input):
            field = self._field(event.widget.id or "")
            self._field_id = field.id
            self._tell_hint(field)
            self._suggest()
            if field.suggestions is not None and field.id not in self._suggestions:
                self._suggestions[field.id] = ()
                self.flow.start(self._fetch(field), failed=_left_out, group="suggestions")

    def on_input_changed(self, event: Input.Changed) -> None:
        super().on_input_changed(event)
        if event.input.id == self._field_id:
            self._suggest()

    def _field(self, id_: str) -> Field:
        return next(field for field in self._fields if field.id == id_)

    # Suggestions

    async def _fetch(self, field: Field) -> None:
        """Ask for the suggestions of a field, once."""
        assert field.suggestions is not None
        self._suggestions[field.id] = await self.flow.heard(field.suggestions())
        if self._field_id == field.id:
            self._suggest()

    def _suggest(self) -> None:
        """List what fits the part that is being typed."""
        _, typed = _last_part(self._value(self._field(self._field_id)))
        wanted = typed.strip('"').casefold()
        found = [
            one
            for one in self._suggestions.get(self._field_id, ())
            if wanted in one.text.casefold() or wanted in one.name.casefold()
        ]
        taken = len(found) == 1 and found[0].text == typed
        self._shown = [] if taken else found[:MOST_SHOWN]
        rows = self.query_one(SuggestionRows)
        rows.clear_options()
        rows.add_options([Option(Content(_in_row(one))) for one in self._shown])
        self.set_class(bool(self._shown), "-suggesting")
        if self.focused is not None:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    def go_to_suggestions(self) -> None:
        """Go into the suggestions, if there are any; else to the next field."""
        if self._shown:
            rows = self.query_one(SuggestionRows)
            rows.highlighted = 0
            self.set_focus(rows)
        else:
            self.focus_next(Input)

    def back_to_field(self) -> Input:
        """From the suggestions to their field."""
        field = self.query_one(f"#{self._field_id}", Input)
        self.set_focus(field)
        field.cursor_position = len(field.value)
        return field

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    def _take(self, index: int) -> None:
        """Fill a suggestion in, in the place of the part that is being typed."""
        field = self.query_one(f"#{self._field_id}", Input)
        before, _ = _last_part(field.value)
        text = self._shown[index].text
        field.value = before + (text if _is_plain(text) else quoted(text))
        self.back_to_field()

    def action_next(self) -> None:
        rows = self.query_one(SuggestionRows)
        if self.focused is rows:
            self._take(rows.highlighted or 0)
        else:
            super().action_next()

    # What was typed is kept

    def action_leave(self) -> None:
        """From the suggestions back to the field; else close, and keep what was typed for the next time."""
        if isinstance(self.focused, SuggestionRows):
            self.back_to_field()
            return
        self._draft.clear()
        if (typed := self.values) != {field.id: field.value for field in self._plain}:
            self._draft.update(typed)
        super().action_leave()

    def finish(self, result: Any) -> None:
        self._draft.clear()
        super().finish(result)

    def action_reset(self) -> None:
        """What was there before anything was typed."""
        self._draft.clear()
        self._fields = self._plain
        for field in self._plain:
            self.query_one(f"#{field.id}", Input).value = visible(field.value, SHOWN)
        self._tell_title()

    # What is said

    def _judge(self, field: Field, *, quiet: bool = False) -> bool:
        """Whether a field is right; what is wrong is told below as soon as somebody is there."""
        wrong = field.rule(self._value(field))
        if self.focused is not None and (self.focused.id == field.id or not (quiet or wrong is None)):
            self._tell_hint(field, wrong)
        return wrong is None

    def _tell_hint(self, field: Field, wrong: str | None = None) -> None:
        value = self._value(field)
        wrong = wrong or field.rule(value)
        hint = self.query_one("#hint", Clipped)
        hint.update(visible(f"{field.label}: {wrong or _hint(field, value)}", HINT))
        hint.set_class(wrong is not None, "-wrong")


def _hint(field: Field, value: str) -> str:
    """What may stand in the field, and how what stands there is understood."""
    understood = field.understood(value)
    return field.hint if understood == field.hint else f"{field.hint}   {understood}"


def _left_out(_: C8Error) -> None:
    """Without suggestions one types."""


def _last_part(value: str) -> tuple[str, str]:
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
