"""A form over the screen: filled in, kept as a draft while it is, and sent as a whole."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.worker import Worker

from c8tui.errors import C8Error
from c8tui.forms.instance import FieldInstance
from c8tui.forms.state import FormState, Pending
from c8tui.session.dates import span
from c8tui.session.drafts import Drafts
from c8tui.session.form_drafts import draft_of, restore
from c8tui.session.forms import Forms
from c8tui.text import visible
from c8tui.tui.forms.panel import FormPanel
from c8tui.tui.forms.view import FormView
from c8tui.tui.modals.base import Dialog
from c8tui.tui.widgets.typing_order import when_typed

KEEP_AFTER_S = 0.3
"""A draft is written, and the cluster asked for what only it can evaluate, when the keys have rested for so long."""

Submit = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


class FormDialog(Dialog[str]):
    """ctrl+s sends; the result is "sent", or "variables" when the editor of variables is wanted instead, else None."""

    DEFAULT_CSS = """
    FormDialog > #frame { width: 96%; height: 94%; max-height: 94%; }
    FormDialog FormPanel FormLine, FormDialog FormPanel FormLine:focus { border: none; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+s", "send", show=False, priority=True),
        Binding("ctrl+g", "next_mistake", show=False, priority=True),
        Binding("ctrl+r", "start_over", show=False, priority=True),
        Binding("ctrl+e", "variables", show=False, priority=True),
    ]
    KEYS_TEXT = "ctrl+s send  ctrl+g mistakes  ctrl+e JSON  ctrl+r anew  esc keeps draft"

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
        super().__init__()
        self._title, self._submit, self._forms = title, submit, forms
        self._drafts, self._draft_name, self._leaves_draft = drafts, draft_name, keep
        self._now = now
        self._worker: Worker[None] | None = None
        self._resting: Timer | None = None
        self._over = self._dirty = False
        self._told = self._restore(state)
        self.panel = FormPanel(state, now)

    def _restore(self, state: FormState) -> str:
        """Puts a draft back, and says so."""
        draft = self._drafts.load(self._draft_name)
        restored = restore(state, draft) if draft is not None else None
        if restored is None:
            return ""
        self._dirty = True
        age = f" of {span((self._now() - restored.kept_at).total_seconds())} ago"
        told = f"this is your draft{age}; ctrl+r starts over"
        if restored.lost:
            told += f". The form has changed, and has no place for {'; '.join(restored.lost)}"
        return told

    def title_text(self) -> str:
        return self._title

    def content(self) -> ComposeResult:
        yield self.panel

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.panel.begin()
        if self._told:
            self.panel.tell(self._told)
        self._ask_cluster()

    # Drafts

    def on_form_view_edited(self, event: FormView.Edited) -> None:
        """A change waits to be kept."""
        event.stop()
        self._dirty = True
        if not self._over:
            self._rest()
            self._resting = self.set_timer(KEEP_AFTER_S, self._rested)

    def _rest(self) -> None:
        if self._resting is not None:
            self._resting.stop()
            self._resting = None

    def _rested(self) -> None:
        if not self._keep():
            self.panel.tell("the draft cannot be written to disk: it is kept only while c8tui runs", wrong=True)
        self._ask_cluster()

    def _keep(self) -> bool:
        """Keeps what is filled in, if anything was."""
        self._rest()
        self.panel.view.take()
        return not self._dirty or self._drafts.save(self._draft_name, draft_of(self.panel.state, self._now()))

    def on_unmount(self) -> None:
        """The app ends, on purpose or not: what was typed in the last moment is kept as well."""
        if not self._over:
            self._keep()

    def action_start_over(self) -> None:
        """Throws the draft away."""
        if self._worker is None:
            self._rest()
            self._drafts.drop(self._draft_name)
            self.panel.reset()
            self._dirty = False
            self.tell_failure("")

    # What only the cluster can evaluate

    def _ask_cluster(self) -> None:
        pending = self.panel.state.pending_expressions()
        if pending:
            self.ask(self._forms.evaluate(pending), self._evaluated, group="expressions", exclusive=True)

    def _evaluated(self, found: tuple[list[tuple[Pending, Any]], str]) -> None:
        answers, why_not = found
        for pending, value in answers:
            self.panel.view.apply(self.panel.state.supply(pending, value))
        if why_not:
            self.panel.tell(f"a part of this form cannot be evaluated: {why_not}", wrong=True)

    # Files

    def on_form_view_file_chosen(self, event: FormView.FileChosen) -> None:
        """Uploads it, and says how far it is."""
        field, name = event.field, visible(event.path, 60)

        def sent(done: int, size: int) -> None:
            self._note(field, f"uploading {name}: {100 * done // max(size, 1)} %")

        def failed(error: C8Error) -> None:
            self._note(field, f"not uploaded: {error.detail}")

        def uploaded(reference: dict[str, Any]) -> None:
            self._note(field, "")
            kept = field.value if field.multiple and isinstance(field.value, list) else []
            self.panel.view.apply(self.panel.state.set(field, [*kept, reference]))

        sent(0, 1)
        self.ask(self._forms.upload(event.path, field, sent), uploaded, failed=failed, group="uploads")

    def _note(self, field: FieldInstance, text: str) -> None:
        view = self.panel.view
        view.look.notes[field] = text
        view.page.forget(field)
        view.redraw()

    # Keys

    def on_form_view_pressed(self, event: FormView.Pressed) -> None:
        self.action_start_over() if event.action == "reset" else self.action_send()

    def on_form_view_refused(self, event: FormView.Refused) -> None:
        self.panel.tell(event.reason, wrong=True)

    def on_form_view_copied(self, event: FormView.Copied) -> None:
        self.copy(event.text, lambda where: self.panel.tell(f"copied {where}"))

    def action_next_mistake(self) -> None:
        """To the next field with a mistake."""
        when_typed(self.panel.view.editors, self.panel.next_mistake)

    def action_variables(self) -> None:
        """Leaves for the editor of variables; the draft stays."""
        if self._worker is None:
            self._keep()
            self.dismiss("variables")

    def action_send(self) -> None:
        """Sends what has been typed up to this key."""
        when_typed(self.panel.view.editors, self._send)

    def _send(self) -> None:
        if self._worker is not None or not self.is_current:
            return
        self._keep()
        if any(text.startswith("uploading") for text in self.panel.view.look.notes.values()):
            self.panel.tell("a file is still being uploaded", wrong=True)
            return
        data = self.panel.collect()
        if data is None:
            return
        self.tell_failure("")
        self.panel.tell("sending …")
        self._worker = self.ask(self._sent(data), self._done, group="commands")

    async def _sent(self, data: dict[str, Any]) -> None:
        try:
            await self._submit(data)
        finally:
            self._worker = None
            if self.listening:
                self.panel.tell("")

    def _done(self, _: None) -> None:
        if self._leaves_draft:
            self._keep()
        else:
            self._rest()
            self._drafts.drop(self._draft_name)
        self._over = True
        self.finish("sent")

    def on_failure(self, error: C8Error) -> None:
        """It was not sent, or nobody knows: the draft stays, on disk too."""
        self._dirty = True
        self._keep()
        super().on_failure(error)

    def action_leave(self) -> None:
        """Leaves; the draft stays. What is being sent is waited for."""
        if self._worker is None:
            self._keep()
            self.dismiss(None)
