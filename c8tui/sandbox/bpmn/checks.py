"""What the engine does not run."""

from __future__ import annotations

from c8tui.sandbox.bpmn.refusals import Identified, Refusals

UNSUPPORTED: frozenset[str] = frozenset(
    {
        "agent",
        "compensation",
        "linked resources",
    }
)
"""What the model holds but the engine does not run; without its name here it is let through."""

_FIXES = {
    "agent": "zeebe:agentDefinition is not run here: remove it",
    "compensation": "compensation is not run here: undo by a task behind an error boundary event",
    "linked resources": "linked resources are not run here: remove zeebe:linkedResources",
}


def refuse_unsupported(refusals: Refusals, subject: Identified, name: str) -> None:
    """Refuses what the engine does not run."""
    if name in UNSUPPORTED:
        refusals.add(subject, _FIXES[name])
