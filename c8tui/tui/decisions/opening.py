"""Opening a decision or an evaluation of it: the screen stands over the one that it is opened from, esc leads back."""

from __future__ import annotations

from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.tui.flow import Ui


def open_definition(ui: Ui, definition: DecisionDefinition, begin: str = "") -> None:
    """Show one version of a decision; `begin` with its `graph`, or with its inputs to try it (`what_if`)."""
    from c8tui.tui.decisions.screen import DecisionScreen  # FEEL and forms take long to import

    ui.show(DecisionScreen(definition, begin=begin))


def open_evaluation(ui: Ui, instance: DecisionInstance) -> None:
    """Show an evaluation, drawn into its decision."""
    from c8tui.tui.decisions.screen import DecisionScreen

    definition = DecisionDefinition(
        decision_definition_key=instance.decision_definition_key,
        decision_definition_id=instance.decision_definition_id,
    )
    ui.show(DecisionScreen(definition, instance=instance))
