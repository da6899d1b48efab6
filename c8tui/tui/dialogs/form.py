"""A form over the screen: filled in, kept as a draft while it is, and sent as a whole."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from c8tui.errors import C8Error
from c8tui.forms.state import FormState
from c8tui.session.drafts import Drafts
from c8tui.session.forms import Forms
from c8tui.tui.dialogs.drafting import DraftDialog
from c8tui.tui.dialogs.form_draft import FormDraft
from c8tui.tui.dialogs.form_expressions import ask_cluster, begin
from c8tui.tui.dialogs.form_uploads import FormUploads
from c8tui.tui.forms.panel import FormPanel
from c8tui.tui.forms.view import FormView
from c8tui.tui.widgets.typing_order import when_typed

Submit = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


SENT, INSTEAD = "sent", "variables"
"""What a form ends with: it was sent, or its variables are to be edited as JSON instead."""


class FormDialog(DraftDialog[str]):
    """ctrl+s sends; the result is SENT, or INSTEAD when the editor of variables is wanted, else None."""

    DEFAULT_CSS = """
    FormDialog > #frame { width: 96%; height: 94%; max-height: 94%; }
    FormDialog FormPanel FormLine, FormDialog FormPanel FormLine:focus { border: none; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g", "next_mistake", show=False, priority=True),
        Binding("ctrl+e", "variables", show=False, priority=True),
    ]
    KEYS_TEXT = "ctrl+s send  ctrl+g next error  ctrl+e JSON  ctrl+r reset  esc close (draft kept)"

    def __init__(
        self,
        title: str,
        state: FormState,
        submit: Submit,
        *,
        forms: Forms,
        drafts: Drafts,
        draft_name: str,
        now: Callable[[], datetime],
        keep: bool = False,
    ) -> None:
        """With `keep`, `submit` only sets the form on its way: whoever hears the end drops the draft."""
        super().__init__(drafts, draft_name, keep=keep)
        self._title, self._submit, self._forms = title, submit, forms
        self._draft = FormDraft(drafts, draft_name, now)
        self._told = self._draft.restore(state)
        self.panel = FormPanel(state, now)
        self._uploads = FormUploads(self.flow, self.panel, forms)

    def title_text(self) -> str:
        return self._title

    def content(self) -> ComposeResult:
        yield self.panel

    def on_mount(self) -> None:
        self.call_after_refresh(begin, self.flow, self.panel, self._forms, self._told)

    # Drafts

    def on_form_view_edited(self, event: FormView.Edited) -> None:
        """A change waits to be kept."""
        event.stop()
        self._draft.worth_keeping = True
        self.edited()

    def rested(self) -> None:
        """What only the cluster can evaluate is asked for then, too."""
        super().rested()
        ask_cluster(self.flow, self.panel, self._forms)

    def write_draft(self) -> bool:
        self.panel.view.take()
        return self._draft.save(self.panel.state)

    def tell_unkept(self, text: str) -> None:
        self.panel.tell(text, wrong=True)

    def empty(self) -> None:
        self.panel.reset()
        self._draft.worth_keeping = False

    # Keys

    def on_form_view_file_chosen(self, event: FormView.FileChosen) -> None:
        self._uploads.begin(event.field, event.path)

    def on_form_view_pressed(self, event: FormView.Pressed) -> None:
        self.action_start_over() if event.action == "reset" else self.action_send()

    def on_form_view_refused(self, event: FormView.Refused) -> None:
        self.panel.tell(event.reason, wrong=True)

    def action_next_mistake(self) -> None:
        """To the next field with a mistake."""
        when_typed(self.editors, self.panel.next_mistake)

    def action_variables(self) -> None:
        """Leaves for the editor of variables; the draft stays."""
        if not self.is_sending:
            self.keep()
            self.dismiss(INSTEAD)

    # Sending

    @property
    def editors(self) -> Sequence[Widget]:
        return self.panel.view.editors.both

    def submission(self) -> Coroutine[Any, Any, None] | None:
        if self.panel.view.take_file():
            self.panel.tell("the file is taken first; ctrl+s sends once it is there", wrong=True)
            return None
        if self._uploads.under_way:
            self.panel.tell("a file is still being uploaded", wrong=True)
            return None
        data = self.panel.collect()
        return None if data is None else self._submit(data)

    def tell_sending(self, text: str) -> None:
        self.panel.tell(text)

    def sent_result(self) -> str:
        return SENT

    def on_failure(self, error: C8Error) -> None:
        """What failed to be sent is worth keeping, even if nothing was changed."""
        self._draft.worth_keeping = True
        super().on_failure(error)
