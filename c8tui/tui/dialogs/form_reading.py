"""The form of a task that is only read: one that is over, or on a profile that may only look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual.app import ComposeResult

from c8tui.forms.state import FormState
from c8tui.session.forms import Forms
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.dialogs.form_expressions import begin
from c8tui.tui.forms.panel import FormPanel


class FormReadingDialog(Dialog[None]):
    """Shows the form over the variables as they are now, and says so. Nothing in it can be changed."""

    DEFAULT_CSS = """
    FormReadingDialog > #frame { width: 96%; height: 94%; max-height: 94%; }
    """
    KEYS_TEXT = "arrows, page keys scroll  tab tables, links  y copy  esc close"

    def __init__(self, title: str, about: str, state: FormState, *, forms: Forms, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._title, self._about, self._forms = title, about, forms
        self.panel = FormPanel(state, now, read_only=True)

    def title_text(self) -> str:
        return self._title

    def content(self) -> ComposeResult:
        yield self.panel

    def on_mount(self) -> None:
        self.call_after_refresh(begin, self.flow, self.panel, self._forms, self._about)
