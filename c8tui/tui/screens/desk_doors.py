"""The doors to the decision desk: what opens when somebody wants to see a decision or an evaluation of it."""

from __future__ import annotations

from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.tui.base import BaseScreen
from c8tui.tui.modes import DECISIONS, EVALUATIONS


class DeskDoors(BaseScreen):
    """A screen from which decisions are opened."""

    def open_desk(self, definition: DecisionDefinition) -> None:
        """Show one version of a decision: in the pane of the decisions, with its DMN."""
        self.c8app.go_and(DECISIONS, lambda screen: screen.show_definition(definition))

    def open_evaluation(self, instance: DecisionInstance) -> None:
        """Show an evaluation: in the pane of the evaluations, with its inputs and rules."""
        self.c8app.go_and(EVALUATIONS, lambda screen: screen.show_evaluation(instance))

    def open_graph(self, definition: DecisionDefinition) -> None:
        """Show what a decision requires."""
        self.open_desk(definition)

    def open_what_if(self, definition: DecisionDefinition) -> None:
        """Show where a decision can be tried."""
        self.open_desk(definition)
