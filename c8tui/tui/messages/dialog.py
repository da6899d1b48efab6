"""A dialog of fields that keeps what is typed as a draft: it is there again when the dialog is opened anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace
from textual.widgets import Input

from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.fields import Field, Values


class KeptFieldsDialog(FieldsDialog):
    """`given` stands in the fields in place of their own values; `keep` gets whatever is typed, at once."""

    def __init__(
        self, title: str, fields: Sequence[Field], given: Mapping[str, str], keep: Callable[[Values], object]
    ) -> None:
        super().__init__(title, [replace(field, value=given.get(field.id, field.value)) for field in fields])
        self._keep, self._begun = keep, False

    def on_input_changed(self, event: Input.Changed) -> None:
        super().on_input_changed(event)
        values = self.values
        if self._begun or any(values[field.id] != field.value for field in self._fields):
            self._begun = True
            self._keep(values)
