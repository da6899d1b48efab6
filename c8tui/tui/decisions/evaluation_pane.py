"""The pane of one evaluation: its inputs, its result and the rules that matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.model.decisions import DecisionInstance
from c8tui.tui.decisions.made import decision_lines

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.screens.list import ListScreen


class EvaluationPane:
    """Fetches the evaluation under the cursor with its inputs and rules for the pane."""

    def __init__(self, session: Session, screen: ListScreen[DecisionInstance]) -> None:
        self._session, self._screen = session, screen

    def describe(self, item: DecisionInstance) -> None:
        """Ask for an evaluation; an earlier question is dropped."""
        failed = self._screen.load_failed
        self._screen.flow.start(self._fetch(item), failed=failed, group="detail", exclusive=True)

    async def _fetch(self, item: DecisionInstance) -> None:
        key = item.decision_evaluation_instance_key
        self.show(await self._screen.flow.heard(self._session.evaluations.instance(key)))

    def show(self, instance: DecisionInstance) -> None:
        """Show it, unless the cursor has gone on."""
        if self._screen.pane.is_about(instance.decision_evaluation_instance_key):
            self._screen.pane.facts.show(decision_lines(instance))
