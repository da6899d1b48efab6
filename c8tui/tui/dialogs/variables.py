"""An editor of variables as JSON, in place or in the person's own editor; what is typed is kept until it was sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import TextArea
from textual.worker import Worker

from c8tui.model.variables import Variable
from c8tui.session.drafts import Drafts
from c8tui.session.variables import NotVariables, kind_of, read_checked
from c8tui.text import visible
from c8tui.tui.dialogs.drafting import DraftDialog
from c8tui.tui.terminal.editor import edit_outside
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.text_field import TextField
from c8tui.tui.widgets.typing_order import when_typed


class VariablesDialog(DraftDialog[str]):
    """ctrl+s sends, ctrl+e opens $EDITOR, ctrl+r starts over from the cluster's values, escape keeps the draft.

    The line below the text says what would be sent, or where it is no JSON. The result is the text that was sent.
    """

    DEFAULT_CSS = """
    VariablesDialog > #frame { width: 110; height: 90%; }
    VariablesDialog TextArea { height: 1fr; border: none; padding: 0; }
    VariablesDialog TextArea:focus { border: none; }
    VariablesDialog #verdict { height: auto; max-height: 3; color: $text-muted; }
    VariablesDialog #verdict.-wrong { color: $text-error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+e", "edit_outside", show=False, priority=True),
    ]
    KEYS_TEXT = "ctrl+s send  ctrl+e $EDITOR  ctrl+r reset  esc close (draft kept)"

    def __init__(
        self,
        title: str,
        text: str,
        submit: Callable[[str], Coroutine[Any, Any, None]],
        *,
        drafts: Drafts,
        draft_name: str,
        original: Sequence[Variable],
        editor: str | None = None,
        keep: bool = False,
        about: str = "",
    ) -> None:
        """`submit` gets the text; with `keep` it only sets it on its way: whoever hears the end drops the draft.

        `about` stands above the text until something else is to be said there.
        """
        super().__init__(drafts, draft_name, keep=keep)
        self._about = about
        self._title, self._fresh, self._submit, self._original = title, text, submit, original
        self._editor = editor or os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        self._outside: Worker[None] | None = None
        """The editor that is open."""
        self._area = TextField(drafts.load(draft_name) or text, tab_behavior="indent", show_line_numbers=True)

    def title_text(self) -> str:
        return self._title

    def content(self) -> ComposeResult:
        yield self._area
        yield Clipped(id="verdict", markup=False)

    def on_mount(self) -> None:
        self._area.focus()
        if self._about:
            self.tell_failure(self._about)
        if self.text != self._fresh:
            self.tell_failure("This is your draft; ctrl+r resets it to the values on the cluster.")
        self._judge()

    @property
    def text(self) -> str:
        """What is typed now."""
        return self._area.text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._judge()
        self.edited()

    # The draft

    def write_draft(self) -> bool:
        if self.text == self._fresh:
            self._drafts.drop(self._draft_name)
            return True
        return self._drafts.save(self._draft_name, self.text)

    def tell_unkept(self, text: str) -> None:
        self.tell_failure(text)

    def empty(self) -> None:
        self._area.text = self._fresh

    # Sending

    @property
    def editors(self) -> Sequence[Widget]:
        return [self._area]

    def _judge(self) -> bool:
        """Say what would be sent, or what is wrong; whether it can be sent."""
        verdict = self.query_one("#verdict", Clipped)
        try:
            edit = read_checked(self.text, self._original)
        except NotVariables as wrong:
            verdict.update(wrong.detail)
            verdict.add_class("-wrong")
            return False
        names = ", ".join(f"{visible(name, 40)} {kind_of(value)}" for name, value in edit.changed.items())
        verdict.update(f"sends {len(edit.changed)} changed: {visible(names, 200)}" if names else "nothing changed")
        verdict.remove_class("-wrong")
        return True

    def submission(self) -> Coroutine[Any, Any, None] | None:
        if self._judge():
            return self._submit(self.text)
        try:
            read_checked(self.text, self._original)
        except NotVariables as wrong:
            self._area.move_cursor((wrong.line - 1, wrong.column - 1))
        return None

    def tell_sending(self, text: str) -> None:
        self.query_one("#keys", Clipped).update(text or self.KEYS_TEXT)

    def sent_result(self) -> str:
        return self.text

    # The person's own editor

    def action_edit_outside(self) -> None:
        """Edit what has been typed up to this key in the person's own editor."""
        when_typed(self.editors, self._edit_outside)

    def _edit_outside(self) -> None:
        if self._outside is None and not self.is_sending:
            self.keep()  # the draft outlives whatever happens behind the editor
            self._outside = self.run_worker(self._edited_outside(), group="editor")

    async def _edited_outside(self) -> None:
        try:
            before = self.text
            edited = await edit_outside(self.app, self._editor, before)
            if edited.text != before:
                self._area.text = edited.text
            self.tell_failure(edited.said)
        finally:
            self._outside = None
