"""An editor of variables as JSON, in place or in the person's own editor; what is typed is kept until it was sent."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Static, TextArea
from textual.worker import Worker

from c8tui.errors import C8Error
from c8tui.model.variables import Variable
from c8tui.session.drafts import Drafts
from c8tui.session.variable_tree import kind_of
from c8tui.session.variables import NotVariables, read_edit
from c8tui.text import visible
from c8tui.tui.modals.base import Dialog
from c8tui.tui.widgets.typing_order import TextField, when_typed

KEEP_AFTER_S = 0.3
"""A draft is written when the keys have rested for so long."""


class VariablesDialog(Dialog[bool]):
    """ctrl+s sends, ctrl+e opens $EDITOR, ctrl+r starts over from the cluster's values, escape keeps the draft.

    The line below the text says what would be sent, or where it is no JSON. The result is True when it was sent.
    """

    DEFAULT_CSS = """
    VariablesDialog > #frame { width: 110; height: 90%; }
    VariablesDialog TextArea { height: 1fr; border: none; padding: 0; }
    VariablesDialog TextArea:focus { border: none; }
    VariablesDialog #verdict { height: auto; max-height: 3; color: $text-muted; }
    VariablesDialog #verdict.-wrong { color: $text-error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        # Priority, because the text area would take these keys for itself.
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+s", "send", show=False, priority=True),
        Binding("ctrl+e", "edit_outside", show=False, priority=True),
        Binding("ctrl+r", "start_over", show=False, priority=True),
    ]
    KEYS_TEXT = "ctrl+s send  ctrl+e $EDITOR  ctrl+r start over  esc leave, keeps draft"

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
        super().__init__()
        self._about = about
        self._leaves_draft = keep
        self._title, self._fresh, self._submit = title, text, submit
        self._drafts, self._draft_name, self._original = drafts, draft_name, original
        self._editor = editor or os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        self._worker: Worker[None] | None = None
        self._keeping: Timer | None = None
        self._over = False
        """Whether it was sent, so that there is nothing to keep any more."""
        self._area = TextField(drafts.load(draft_name) or text, tab_behavior="indent", show_line_numbers=True)

    def title_text(self) -> str:
        return self._title

    def content(self) -> ComposeResult:
        yield self._area
        yield Static(id="verdict", markup=False)

    def on_mount(self) -> None:
        self._area.focus()
        if self._about:
            self.tell_failure(self._about)
        if self.text != self._fresh:
            self.tell_failure("This is your draft from before; ctrl+r starts over from the cluster's values.")
        self._judge()

    @property
    def text(self) -> str:
        """What is typed now."""
        return self._area.text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._judge()
        self._rest()
        if not self._over:
            self._keeping = self.set_timer(KEEP_AFTER_S, self._keep)

    def on_unmount(self) -> None:
        """The app ends, on purpose or not: what was typed in the last moment is kept as well."""
        if not self._over:
            self._kept()

    def _rest(self) -> None:
        """Nothing waits to be kept."""
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None

    def _keep(self) -> None:
        """Keep the draft, if it is one."""
        if not self._kept():
            self.tell_failure("The draft cannot be written to disk: it is kept only while c8tui runs.")

    def _kept(self) -> bool:
        self._rest()
        if self.text == self._fresh:
            self._drafts.drop(self._draft_name)
            return True
        return self._drafts.save(self._draft_name, self.text)

    def _judge(self) -> bool:
        """Say what would be sent, or what is wrong; whether it can be sent."""
        verdict = self.query_one("#verdict", Static)
        try:
            edit = read_edit(self.text, self._original)
        except NotVariables as wrong:
            verdict.update(wrong.detail)
            verdict.add_class("-wrong")
            return False
        names = ", ".join(f"{visible(name, 40)} {kind_of(value)}" for name, value in edit.changed.items())
        verdict.update(f"sends {len(edit.changed)} changed: {visible(names, 200)}" if names else "sends no changes")
        verdict.remove_class("-wrong")
        return True

    def action_send(self) -> None:
        """Send what has been typed up to this key."""
        when_typed([self._area], self._send)

    def _send(self) -> None:
        """Send, when it is JSON, nothing is being sent and nobody has left."""
        if self._worker is not None or not self.is_current:
            return
        self._keep()
        if not self._judge():
            try:
                read_edit(self.text, self._original)
            except NotVariables as wrong:
                self._area.move_cursor((wrong.line - 1, wrong.column - 1))
            return
        self.tell_failure("")
        self.query_one("#keys", Static).update("sending …")
        self._worker = self.ask(self._sent(self.text), self._done, group="commands")

    async def _sent(self, text: str) -> None:
        try:
            await self._submit(text)
        finally:
            self._worker = None
            if self.listening:
                self.query_one("#keys", Static).update(self.KEYS_TEXT)

    def _done(self, _: None) -> None:
        if self._leaves_draft:
            self._kept()
        else:
            self._rest()
            self._drafts.drop(self._draft_name)
        self._over = True
        self.finish(True)

    def on_failure(self, error: C8Error) -> None:
        """It was not sent, or nobody knows: the draft stays, on disk too."""
        self._keep()
        super().on_failure(error)

    def action_leave(self) -> None:
        """Leave; the draft stays. What is being sent is waited for."""
        if self._worker is None:
            self._keep()
            self.dismiss(None)

    def action_start_over(self) -> None:
        """Throw the draft away."""
        self._area.text = self._fresh
        self.tell_failure("")

    def action_edit_outside(self) -> None:
        """Edit what has been typed up to this key in the person's own editor."""
        when_typed([self._area], self._edit_outside)

    def _edit_outside(self) -> None:
        handle, name = tempfile.mkstemp(suffix=".json", prefix="c8tui-")
        path = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(self.text)
            with self.app.suspend():
                subprocess.run([*shlex.split(self._editor), name], check=True)
            self._area.text = path.read_text(encoding="utf-8")
            self.tell_failure("")
        except SuspendNotSupported:
            self.tell_failure("This terminal cannot be handed to an editor.")
        except (OSError, ValueError, subprocess.CalledProcessError) as wrong:
            why = str(wrong).rstrip(".")
            self.tell_failure(f"The editor {self._editor!r} did not work: {why}. Set editor, $VISUAL or $EDITOR.")
        finally:
            path.unlink(missing_ok=True)
        self.refresh(layout=True)
