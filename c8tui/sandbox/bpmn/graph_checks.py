"""Rules over the graph of a process."""

from __future__ import annotations

from c8tui.sandbox.bpmn import model as m
from c8tui.sandbox.bpmn.refusals import Refusals


def check(process: m.Process, refusals: Refusals) -> None:
    """Refuses what the elements of a process are not allowed in their places."""
