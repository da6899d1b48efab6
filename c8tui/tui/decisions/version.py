"""Which version of a decision a screen shows: its definition, its model, the evaluation that it was opened from."""

from __future__ import annotations

from msgspec import Struct

from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.session.decision_models import Opened
from c8tui.tui.flow import Cancelled, Ui


class ShownVersion(Struct):
    """The version that is shown; `opened` is None as long as its model is not loaded."""

    definition: DecisionDefinition
    instance: DecisionInstance | None = None
    """The evaluation that it was opened from, if any."""
    opened: Opened | None = None

    def definition_at(self, at: str) -> DecisionDefinition | None:
        """The definition of a decision in the file that is shown; None when none is known, or nothing is shown yet."""
        if self.opened is None:
            return None
        own = at == self.definition.decision_definition_id
        return self.definition if own else self.opened.siblings.get(at)

    def known_at(self, at: str, ui: Ui) -> DecisionDefinition:
        """The definition of a decision in the file. Where there is none, says why and raises Cancelled."""
        if (definition := self.definition_at(at)) is None:
            reason = "the version is still loading" if self.opened is None else f"the cluster does not name its {at!r}"
            ui.say(reason, "warn")
            raise Cancelled
        return definition
