"""A dialog whose contents are a draft: kept while they are worked on, and until they were sent."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any, ClassVar, Generic

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.worker import Worker

from c8tui.errors import C8Error
from c8tui.session.drafts import Drafts
from c8tui.tui.debounce import Debounce
from c8tui.tui.dialogs.base import Dialog, Result
from c8tui.tui.widgets.typing_order import when_typed

KEEP_AFTER_S = 0.3
"""A draft is written when the keys have rested for so long."""


class DraftDialog(Dialog[Result], Generic[Result]):
    """ctrl+s sends, ctrl+r throws the draft away, escape leaves and keeps it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Priority, because editors would take these keys for themselves.
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+s", "send", show=False, priority=True),
        Binding("ctrl+r", "start_over", show=False, priority=True),
    ]

    Q_GOES_BACK = False
    """A form is typed into nearly everywhere."""

    def __init__(self, drafts: Drafts, draft_name: str, *, keep: bool) -> None:
        """With `keep`, sending only sets it on its way: whoever hears the end drops the draft."""
        super().__init__()
        self._drafts, self._draft_name, self._leaves_draft = drafts, draft_name, keep
        self._worker: Worker[None] | None = None
        self._resting = Debounce(self, KEEP_AFTER_S, self.rested)
        self._over = False
        """Whether it was sent, so that there is nothing to keep any more."""

    # What a subclass says

    @property
    def editors(self) -> Sequence[Widget]:
        """What may still have keys to act on."""
        raise NotImplementedError

    def write_draft(self) -> bool:
        """Keeps what is there now, if it is worth keeping; False when the disk would not take it."""
        raise NotImplementedError

    def tell_unkept(self, text: str) -> None:
        """Says that the draft is only in memory."""
        raise NotImplementedError

    def tell_sending(self, text: str) -> None:
        """Says that it is being sent; empty text takes that back."""
        raise NotImplementedError

    def submission(self) -> Coroutine[Any, Any, None] | None:
        """Sends what is there now; None when it cannot be sent, after the dialog has said why."""
        raise NotImplementedError

    def sent_result(self) -> Result:
        """What the dialog ends with once it was sent."""
        raise NotImplementedError

    def empty(self) -> None:
        """Puts everything back to how it began without a draft."""
        raise NotImplementedError

    # Keeping

    @property
    def is_sending(self) -> bool:
        """Whether an answer is waited for."""
        return self._worker is not None

    def edited(self) -> None:
        """Something was changed; it is kept when the keys rest."""
        if not self._over:
            self._resting.ask()

    def rested(self) -> None:
        """The keys have rested."""
        self.keep()

    def keep(self) -> None:
        """Keeps the draft, and says so when that fails."""
        if not self._written():
            self.tell_unkept("The draft cannot be written to disk: it is kept only while c8tui runs.")

    def _written(self) -> bool:
        self._resting.stop()
        return self.write_draft()

    def on_unmount(self) -> None:
        """The app ends, on purpose or not: what was typed in the last moment is kept as well."""
        if not self._over:
            self._written()

    def action_start_over(self) -> None:
        """Throws the draft away."""
        if not self.is_sending:
            self._drop()
            self.empty()
            self.tell_failure("")

    def _drop(self) -> None:
        self._resting.stop()
        self._drafts.drop(self._draft_name)

    def action_leave(self) -> None:
        """Leaves; the draft stays. What is being sent is waited for."""
        if not self.is_sending:
            self.keep()
            self.dismiss(None)

    # Sending

    def action_send(self) -> None:
        """Sends what has been typed up to this key."""
        when_typed(self.editors, self._send)

    def _send(self) -> None:
        """Sends, when it can be sent, nothing is being sent and nobody has left."""
        if self.is_sending or not self.is_current:
            return
        self.keep()
        submission = self.submission()
        if submission is not None:
            self.tell_failure("")
            self.tell_sending("sending …")
            self._worker = self.flow.start(self._sent(submission), group="commands")

    async def _sent(self, submission: Coroutine[Any, Any, None]) -> None:
        try:
            await submission
        finally:
            self._worker = None
            if self.flow.listening:
                self.tell_sending("")
        if self.flow.listening:
            self._done()

    def _done(self) -> None:
        if self._leaves_draft:
            self._written()
        else:
            self._drop()
        self._over = True
        self.finish(self.sent_result())

    def on_failure(self, error: C8Error) -> None:
        """It was not sent, or nobody knows: the draft stays, on disk too."""
        self.keep()
        super().on_failure(error)
