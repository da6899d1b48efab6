"""The inputs of a decision as a form, and what they come to while one types."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from textual.events import Resize
from textual.message import Message

from c8tui.decisions.input_form import data_of, form_of, variables_of
from c8tui.decisions.questions import Question
from c8tui.forms.read import read
from c8tui.forms.state import FormState
from c8tui.tui.debounce import Debounce
from c8tui.tui.forms.panel import FormPanel
from c8tui.tui.forms.view import FormView

REST_S = 0.15
"""The keys rest for so long before the preview is made anew."""


class WhatIf(FormPanel):
    """A form of questions; `variables` are what was answered up to now."""

    @dataclass
    class Answered(Message):
        """Other variables than before, after the keys have rested."""

        variables: dict[str, Any]

    class Laid(Message):
        """It has another size, so that it may want other lines."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(_state([], {}, now), now)
        self._now = now
        self._questions: list[Question] = []
        self._resting = Debounce(self, REST_S, self.tell_variables)
        self.edited = False
        """Whether somebody has typed since the questions were asked."""

    def ask_for(self, questions: list[Question], variables: Mapping[str, Any]) -> None:
        """Shows these questions, answered by these variables as far as they go."""
        self._questions, self.edited = questions, False
        self.tell("")
        self.view.show(_state(questions, variables, self._now))
        self.tell_variables()

    def answer_with(self, variables: Mapping[str, Any]) -> None:
        """Other answers to the same questions."""
        self.ask_for(self._questions, variables)

    @property
    def variables(self) -> dict[str, Any]:
        """What is answered now, as JSON."""
        self.view.take()
        return variables_of(self._questions, self.state.submit()[0])

    def answers(self) -> dict[str, Any] | None:
        """The variables, as JSON; None when a field is wrong, which is told and gone to."""
        data = self.collect()
        return None if data is None else variables_of(self._questions, data)

    @property
    def height_wanted(self) -> int:
        """Lines that show all of it at the width of now, which it may have had for no longer than a moment."""
        self.view.lay()
        return len(self.view.text.split("\n")) + 1

    def on_resize(self, _: Resize) -> None:
        """What stands above the first field is seen with it; the form may have been lower when it was gone to."""
        placed = self.view.page.placed
        if placed is not None and self.view.page.at == next(iter(self.view.page.stops)):
            self.view.scroll_lines(0)
            self.view.reveal(placed.eye, placed.eye)
        self.post_message(self.Laid())

    def on_form_view_edited(self, event: FormView.Edited) -> None:
        event.stop()
        self.edited = True
        self.tell("")  # what ctrl+s found wrong may be right now; what is not says so at its field
        self._resting.ask()

    def tell_variables(self) -> None:
        """Tells what is answered now."""
        self._resting.stop()
        self.post_message(self.Answered(self.variables))


def _state(questions: list[Question], variables: Mapping[str, Any], now: Callable[[], datetime]) -> FormState:
    return FormState(read(json.dumps(form_of(questions))), data_of(questions, variables), now=now)
