"""The filter builder: a line for each field that the cluster filters by, with suggestions while one types."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, MutableMapping, Sequence
from typing import Any, ClassVar, cast

from msgspec.structs import replace
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Input

from c8tui.session.suggestions import Suggestion
from c8tui.text import block, visible
from c8tui.tui.dialogs.fields import HINT, SHOWN, FieldsDialog
from c8tui.tui.dialogs.suggesting import SuggestingField, as_condition
from c8tui.tui.fields import Field, Values
from c8tui.tui.widgets.clipped import Clipped

AROUND = 8
"""Lines of the frame, the hint and the keys."""
MOST_LINES = 5
"""Lines of the suggestions."""
KEEP_KEY = "ctrl+n"
"""Goes to the field that keeps what is filled in under a name."""


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
    FilterDialog #about { height: auto; margin-bottom: 1; color: $text-muted; }
    FilterDialog #hint { height: auto; min-height: 1; max-height: 3; margin-top: 1; color: $text-muted; }
    FilterDialog #hint.-wrong { color: $text-error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "reset", show=False),
        Binding(KEEP_KEY, "keep", show=False, priority=True),
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

    def content(self) -> ComposeResult:
        self.set_class(bool(self._about), "-told")
        if self._about:
            yield Clipped(block(self._about, HINT), markup=False, id="about")
        with VerticalScroll(can_focus=False):
            for field in self._fields:
                if field.id != self._keep:
                    yield self._row(field)
            yield self.suggesting.rows
        if self._keep:
            yield self._row(self._field(self._keep), id="keep")
        yield Clipped(id="hint", markup=False)
        yield Clipped("working", id="waiting", markup=False)

    def _row(self, field: Field, id: str | None = None) -> Horizontal:
        key = f"  {KEEP_KEY}" if field.id == self._keep else ""
        name = Clipped(f"{field.label}{key}", markup=False, classes="name")
        value = SuggestingField(value=visible(field.value, SHOWN), id=field.id, select_on_focus=False)
        return Horizontal(name, value, classes="row", id=id)

    def on_mount(self) -> None:
        # As high as all of it, as far as there is room: suggestions come and go, and it stays as it is.
        suggested = any(field.suggestions is not None for field in self._fields)
        lines = len(self._fields) + AROUND + 2 * bool(self._about) + MOST_LINES * suggested
        self.query_one("#frame").styles.height = lines
        self._tell_title()

    def _tell_title(self) -> None:
        """A draft is told apart from what is applied."""
        title = f"{self._title} (as you left it, not applied)" if self._draft else self._title
        self.query_one("#frame").border_title = Text(visible(title, 66))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        if isinstance(event.widget, Input):
            self._tell_hint(self._field(event.widget.id or ""))

    def inserted(self, value: str, one: Suggestion) -> str:
        """In place of the part of a condition that is being typed."""
        return as_condition(value, one)

    def place_of_suggestions(self, field: Input) -> Widget:
        return cast("Widget", field.parent)

    def _field(self, id_: str) -> Field:
        return next(field for field in self._fields if field.id == id_)

    # What was typed is kept

    def action_leave(self) -> None:
        """From the suggestions back to the field; else close, and keep what was typed for the next time."""
        if self.suggesting.keep():
            return
        self._draft.clear()
        if (typed := self.values) != {field.id: field.value for field in self._plain}:
            self._draft.update(typed)
        super().action_leave()

    def finish(self, result: Any) -> None:
        self._draft.clear()
        super().finish(result)

    def action_keep(self) -> None:
        """Go to where it is given a name, to keep it."""
        if self._keep:
            self.set_focus(self.query_one(f"#{self._keep}", Input))

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
