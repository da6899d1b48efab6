"""What the steps that are not sent yet lay over the lists, so that the rows show what will be."""

from __future__ import annotations

from dataclasses import dataclass, field

from c8tui.session.overlay import Overlay, Write
from c8tui.session.runs import Run

WAITING = "waiting for the cluster, u undoes it"
"""What is said of a step that could not be sent yet, wherever there is room to say it."""
WAITING_IN_ROW = "waiting, u undoes"
"""The same in a row of a list."""


@dataclass(slots=True)
class PendingWrites:
    """The writes of runs, by run and task; the command of a task lays its own when it is sent."""

    overlay: Overlay
    _writes: dict[str, dict[str, Write]] = field(default_factory=dict)

    def lay(self, run: Run, *, note: str = "") -> None:
        """Show the effect on each task that waits, with `note` in place of `pending`."""
        writes = self._writes.setdefault(run.id, {})
        for item in run.of_state("waiting"):
            task = item.task
            if task.user_task_key not in writes:
                writes[task.user_task_key] = self.overlay.begin(task, **run.step.effect())
            self.overlay.note(writes[task.user_task_key], note)

    def take_off(self, run: Run, *user_task_keys: str) -> None:
        """Show these tasks as they are: their commands lay their own writes, or nothing will be sent."""
        writes = self._writes.get(run.id, {})
        for key in user_task_keys:
            if (write := writes.pop(key, None)) is not None:
                self.overlay.roll_back(write)
        if not writes:
            self._writes.pop(run.id, None)
