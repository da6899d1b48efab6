"""The draft of a form: put back when the form is opened, kept from the moment on that there is something to keep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from c8tui.forms.state import FormState
from c8tui.session.dates import span
from c8tui.session.drafts import Drafts
from c8tui.session.forms import draft_of, restore


class FormDraft:
    """What was filled in and not sent, under one name."""

    def __init__(self, drafts: Drafts, name: str, now: Callable[[], datetime]) -> None:
        self._drafts, self._name, self._now = drafts, name, now
        self.worth_keeping = False
        """Whether there is anything to keep."""

    def restore(self, state: FormState) -> str:
        """Puts the draft back into the form; the sentence that says so, "" where there is none."""
        draft = self._drafts.load(self._name)
        restored = restore(state, draft) if draft is not None else None
        if restored is None:
            return ""
        self.worth_keeping = True
        age = f" of {span((self._now() - restored.kept_at).total_seconds())} ago"
        told = f"this is your draft{age}; ctrl+r starts over"
        if restored.lost:
            told += f". The form has changed, and has no place for {'; '.join(restored.lost)}"
        return told

    def save(self, state: FormState) -> bool:
        """Keeps what is filled in, if it is worth keeping; False when the disk would not take it."""
        return not self.worth_keeping or self._drafts.save(self._name, draft_of(state, self._now()))
