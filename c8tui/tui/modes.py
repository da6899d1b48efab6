"""The modes of the app: their names, and their screens, which are imported only after the first paint."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.screen import Screen

    from c8tui.tui.screens.base import BaseScreen

INBOX, DECISIONS, EVALUATIONS, TOPOLOGY, JOBS = "inbox", "decisions", "evaluations", "topology", "jobs"
STREAM = "stream"
"""A screen over the inbox, no mode of its own."""
DESK, DMN_FILE = "desk", "dmn"
"""A decision, over the list that it was opened from; and one of a file, in an app of its own."""


def _inbox() -> BaseScreen:
    from c8tui.tui.tasks.screen import InboxScreen

    return InboxScreen()


def _decisions() -> BaseScreen:
    from c8tui.tui.decisions.definitions import DecisionsScreen

    return DecisionsScreen()


def _evaluations() -> BaseScreen:
    from c8tui.tui.decisions.evaluations import EvaluationsScreen

    return EvaluationsScreen()


def _topology() -> BaseScreen:
    from c8tui.tui.topology.screen import TopologyScreen

    return TopologyScreen()


def _jobs() -> BaseScreen:
    from c8tui.tui.jobs.screen import JobsScreen

    return JobsScreen()


MODES: dict[str, str | Callable[[], Screen[Any]]] = {
    INBOX: _inbox,
    DECISIONS: _decisions,
    EVALUATIONS: _evaluations,
    TOPOLOGY: _topology,
    JOBS: _jobs,
}


def command_hits() -> type[Provider]:
    """What feeds the command palette."""
    from c8tui.tui.palette import CommandHits

    return CommandHits


def load() -> None:
    """Import what the first mode needs; meant for a thread, while the cluster is being reached."""
    import c8tui.tui.tasks.screen  # noqa: F401
