"""A dialog of fields that keeps what is typed as a draft: it is there again when the dialog is opened anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from msgspec.structs import replace
from textual.widgets import Input

from c8tui.session.drafts import Drafts
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.fields import Field, Values


class KeptFieldsDialog(FieldsDialog):
    """The draft stands in the fields in place of their own values; it is dropped once it was sent.

    `given` stands there in place of a draft. With `keep`, whoever sends what was filled in drops the draft.
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        submit: Callable[[Values], Coroutine[Any, Any, object]] | None = None,
        *,
        drafts: Drafts,
        draft_name: str,
        given: Mapping[str, str] | None = None,
        about: str = "",
        keep: bool = False,
    ) -> None:
        begin = given or kept_fields(drafts, draft_name)
        filled = [replace(field, value=begin.get(field.id, field.value)) for field in fields]
        super().__init__(title, filled, submit, about=about)
        self._drafts, self._draft_name, self._leaves_draft = drafts, draft_name, keep
        self._begun = False

    def on_input_changed(self, event: Input.Changed) -> None:
        super().on_input_changed(event)
        values = self.values
        if self._begun or any(values[field.id] != field.value for field in self._fields):
            self._begun = True
            self._drafts.save(self._draft_name, json.dumps(values))

    def finish(self, result: Any) -> None:
        if self._leaves_draft:
            self._drafts.save(self._draft_name, json.dumps(self.values))
        else:
            self._drafts.drop(self._draft_name)
        super().finish(result)


def kept_fields(drafts: Drafts, draft_name: str) -> Mapping[str, str]:
    """What was filled in before and not sent; nothing where there is no draft, or one of another kind."""
    try:
        kept = json.loads(drafts.load(draft_name) or "{}")
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in kept.items()} if isinstance(kept, dict) else {}
