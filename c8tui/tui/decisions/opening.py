"""The doors to the decision desk: what opens when somebody wants to see a decision or an evaluation of it."""

from __future__ import annotations

from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.tui.screens.base import BaseScreen


class DeskDoors(BaseScreen):
    """A screen from which decisions are opened; the desk stands over it, and escape leads back."""

    def open_desk(self, definition: DecisionDefinition) -> None:
        """Show one version of a decision."""
        self._open(definition)

    def open_evaluation(self, instance: DecisionInstance) -> None:
        """Show an evaluation, drawn into its decision."""
        definition = DecisionDefinition(
            decision_definition_key=instance.decision_definition_key,
            decision_definition_id=instance.decision_definition_id,
        )
        self._open(definition, instance=instance)

    def open_graph(self, definition: DecisionDefinition) -> None:
        """Show what a decision requires."""
        self._open(definition, begin="graph")

    def open_what_if(self, definition: DecisionDefinition) -> None:
        """Show the inputs of a decision, to try it."""
        self._open(definition, begin="what_if")

    def _open(
        self, definition: DecisionDefinition, *, instance: DecisionInstance | None = None, begin: str = ""
    ) -> None:
        from c8tui.tui.decisions.screen import DeskScreen  # FEEL and forms take long to import

        self.app.push_screen(DeskScreen(definition, instance=instance, begin=begin))
