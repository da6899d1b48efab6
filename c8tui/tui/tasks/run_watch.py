"""What runs change in the list of tasks: marks of what is done go, and the list is looked at anew."""

from __future__ import annotations

from c8tui.session.runs import Run
from c8tui.tui.tasks.bulk import BulkActions


class RunWatch(BulkActions):
    """A list that follows the runs, whether it is seen or not."""

    def on_mount(self) -> None:
        self.session.outbox.told.append(self.c8app.reporter.listening(self._follow))

    def _follow(self, run: Run) -> None:
        """Those that are done are unmarked; the others stay marked, for another try."""
        if run.state != "finished" or not self.listening:
            return
        if len(run.items) > 1:
            for item in run.of_state("done"):
                self.listed.marks.pop(item.task.user_task_key, None)
            self.listed.redraw()
        self.poll_anew()
