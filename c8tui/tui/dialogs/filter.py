"""The filter builder: a line for each field that the cluster filters tasks by."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.events import DescendantFocus
from textual.widgets import Input, Static

from c8tui.text import block, visible
from c8tui.tui.dialogs.fields import HINT, SHOWN, FieldsDialog
from c8tui.tui.fields import Field
from c8tui.tui.widgets.typing_order import LineField


class FilterDialog(FieldsDialog):
    """Fields beside their names; the line below says what may stand in the one with the cursor, or what is wrong."""

    DEFAULT_CSS = """
    FilterDialog > #frame { width: 96; }
    FilterDialog VerticalScroll { max-height: 55vh; }
    FilterDialog .row { height: 1; }
    FilterDialog .name { width: 22; color: $foreground-muted; }
    FilterDialog .row Input { width: 1fr; }
    FilterDialog.-told VerticalScroll { max-height: 42vh; }
    FilterDialog #about { height: auto; margin-bottom: 1; color: $text-muted; }
    FilterDialog #hint { height: auto; min-height: 1; max-height: 3; margin-top: 1; color: $text-muted; }
    FilterDialog #hint.-wrong { color: $text-error; }
    """
    KEYS_TEXT = "tab, enter next field   ctrl+s apply   esc cancel"

    def content(self) -> ComposeResult:
        self.set_class(bool(self._about), "-told")
        if self._about:
            yield Static(block(self._about, HINT), markup=False, id="about")
        with VerticalScroll(can_focus=False):
            for field in self._fields:
                with Horizontal(classes="row"):
                    yield Static(field.label, markup=False, classes="name")
                    yield LineField(value=visible(field.value, SHOWN), id=field.id)
        yield Static(id="hint", markup=False)
        yield Static("working", id="waiting", markup=False)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        if isinstance(event.widget, Input):
            self._tell_hint(self._field(event.widget.id or ""))

    def _field(self, id_: str) -> Field:
        return next(field for field in self._fields if field.id == id_)

    def _judge(self, field: Field, *, quiet: bool = False) -> bool:
        """Whether a field is right; what is wrong is told below as soon as somebody is there."""
        wrong = field.rule(self._value(field))
        if self.focused is not None and (self.focused.id == field.id or not (quiet or wrong is None)):
            self._tell_hint(field, wrong)
        return wrong is None

    def _tell_hint(self, field: Field, wrong: str | None = None) -> None:
        value = self._value(field)
        wrong = wrong or field.rule(value)
        hint = self.query_one("#hint", Static)
        hint.update(visible(f"{field.label}: {wrong or _hint(field, value)}", HINT))
        hint.set_class(wrong is not None, "-wrong")


def _hint(field: Field, value: str) -> str:
    """What may stand in the field, and how what stands there is understood."""
    understood = field.understood(value)
    return field.hint if understood == field.hint else f"{field.hint}   {understood}"
