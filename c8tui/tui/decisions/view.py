"""A decision, and beside it the inputs of what-if with what they come to while one types."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from textual.app import ComposeResult
from textual.events import Resize
from textual.message import Message

from c8tui.decisions.element import Model
from c8tui.decisions.evaluation import EvaluationResult, inputs_of
from c8tui.decisions.questions import questions_of
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.decisions.view_frame import DecisionFrame
from c8tui.tui.decisions.what_if import WhatIf

WIDE = 120
"""Cells from which on the inputs stand beside the table."""
SLOW_S = 0.4
"""After so long it is said that the preview takes a while."""


class DecisionView(DecisionFrame):
    """Its owner opens prompts and asks the cluster; `preview` evaluates a decision here, while one types.

    What was typed for a decision is there again whenever its inputs are opened; `kept` gives what was typed before.
    """

    @dataclass
    class Typed(Message):
        """What is typed for a decision, as variables, to be kept until it is evaluated."""

        asked: str
        variables: dict[str, Any]

    DEFAULT_CSS = """
    DecisionView > #decision-body > WhatIf { display: none; height: auto; border-bottom: solid $panel; }
    DecisionView.-what-if > #decision-body > WhatIf { display: block; }
    DecisionView.-graph > #decision-body > WhatIf { display: none; }
    DecisionView.-wide > #decision-body { layout: horizontal; }
    DecisionView.-wide > #decision-body > WhatIf {
        width: 40%; max-width: 64; height: 1fr; border-bottom: none; border-right: solid $panel;
    }
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        preview: Callable[[DecisionState, str, dict[str, Any]], EvaluationResult],
        kept: Callable[[str], dict[str, Any]] | None = None,
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.what_if = WhatIf(now)
        self.asked = ""
        """The decision that the inputs are for; those that it requires may be looked at meanwhile."""
        self.previewed_variables: dict[str, Any] = {}
        """The variables of the preview that is shown."""
        self._preview, self._kept = preview, kept
        self._typed: dict[str, dict[str, Any]] = {}
        self._asked_of: tuple[Model | None, str] = (None, "")
        """Of which model and decision the inputs are."""
        self._before: tuple[Model | None, EvaluationResult | None] = (None, None)
        """The evaluation that was shown when the inputs were opened, and of which model."""

    def beside(self) -> ComposeResult:
        yield self.what_if

    def show(self, state: DecisionState) -> None:
        """Show a decision; one of another file is asked for other inputs, answered as far as they are the same."""
        other_model = self.state is None or self.state.model is not state.model
        super().show(state)
        if self.asks and other_model:
            self._ask_questions(state.at if state.element.is_decision else "", self.what_if.variables)

    @property
    def asks(self) -> bool:
        """Whether the inputs are in sight."""
        return self.has_class("-what-if")

    def ask_what_if(self, variables: dict[str, Any] | None = None) -> None:
        """Open the inputs, or go back to them; `variables` answer them."""
        assert self.state is not None
        if self.shows_graph:  # which has no room for them
            self.toggle_graph()
        if not self.asks:
            result = self.state.evaluation
            self._before = (self.state.model, result)
            self.add_class("-what-if")
            if variables is None and self.what_if.edited and self._asked_of == (self.state.model, self.state.at):
                self.what_if.tell_variables()  # all as it was left, what is wrong with it too
            else:
                if variables is None:  # an evaluation that is shown is changed a little, rather than begun anew
                    at = self.state.at
                    variables = inputs_of(self.state.model, result) if result is not None else self._typed_for(at)
                self._ask_questions(self.state.at, variables)
        elif variables is not None:
            self.what_if.answer_with(variables)
        self.call_after_refresh(self._focus_form)

    def _focus_form(self) -> None:
        self._fit()
        self.what_if.view.focus()

    def _ask_questions(self, asked: str, variables: dict[str, Any]) -> None:
        assert self.state is not None
        self.asked = asked
        self._asked_of = (self.state.model, asked)
        self.what_if.ask_for(questions_of(self.state.model, asked) if asked else [], variables)

    def _typed_for(self, asked: str) -> dict[str, Any]:
        if asked in self._typed:
            return self._typed[asked]
        return self._kept(asked) if self._kept is not None else {}

    def _keep_typed(self) -> None:
        if self.asks and self.asked and self.what_if.edited:
            variables = self.what_if.variables
            if self._typed.get(self.asked) != variables:
                self._typed[self.asked] = variables
                self.post_message(self.Typed(self.asked, variables))

    def close_what_if(self) -> None:
        """Only the decision is in sight again; what was typed is there when the inputs are opened again."""
        self._keep_typed()
        self.remove_class("-what-if")
        if self.state is not None:
            model, before = self._before  # an evaluation that was opened is shown again
            self.show(self.state.evaluated(before if model is self.state.model else None))
        self.screen.set_focus(self.logic_view)

    def on_what_if_laid(self, event: WhatIf.Laid) -> None:
        event.stop()
        self._fit()

    def on_what_if_answered(self, event: WhatIf.Answered) -> None:
        event.stop()
        if self.asks:
            self._keep_typed()
            self._fit()  # other questions, or a mistake at one of them, take other lines
            self.run_worker(self._make_preview(event.variables), group="preview", exclusive=True)

    async def _make_preview(self, variables: dict[str, Any]) -> None:
        state, asked = self.state, self.asked
        if state is None or not asked:
            return
        work = asyncio.ensure_future(asyncio.to_thread(self._preview, state, asked, variables))
        if not (await asyncio.wait({work}, timeout=SLOW_S))[0]:
            self._say("decision-remarks", "preview by c8tui: working it out …")
        if await self._show_result(state, await work, asked):
            self.previewed_variables = variables

    def show_result(self, result: EvaluationResult) -> None:
        """Show an evaluation of the model in sight, in place of any preview that is under way."""
        if (state := self.state) is not None:
            self.run_worker(self._show_result(state, result), group="preview", exclusive=True)

    async def _show_result(self, state: DecisionState, result: EvaluationResult, asked: str = "") -> bool:
        """Match it against the table in a thread, since that may be large; False when nobody waits for it any more.

        A preview is waited for while the inputs of the `asked` decision are in sight.
        """
        while (shown := self.state) is not None and shown.model is state.model and self._awaits(asked):
            found = await asyncio.to_thread(shown.evaluated, result)
            if self.state is shown and self._awaits(asked):  # else somebody walked on meanwhile
                self.show(found)
                if not self.table.has_focus:
                    self.go_to_matched()
                return True
        return False

    def _awaits(self, asked: str) -> bool:
        return self.app.is_running and self.is_attached and (not asked or (self.asks and self.asked == asked))

    def on_resize(self, _: Resize) -> None:
        self.set_class(self.size.width >= WIDE, "-wide")
        self._fit()
        self.call_after_refresh(self._fit)  # the form has its new width only then, and with it other lines

    def _fit(self) -> None:
        """Where it stands above the table the form takes half of the lines at most."""
        most = max(3, (self.size.height - 2) // 2)
        if self.has_class("-wide"):
            self.what_if.styles.clear_rule("height")
        else:
            self.what_if.styles.height = min(self.what_if.height_wanted + 1, most)
