"""What steps that are not sent yet lay over the lists."""

from __future__ import annotations

from c8tui.model.user_tasks import UserTask
from c8tui.session.actions import Step
from c8tui.session.outbox import WAITING, PendingWrites
from c8tui.session.overlay import Overlay
from c8tui.session.runs import Run


def test_a_write_says_that_it_waits_until_it_is_taken_off() -> None:
    task = UserTask(user_task_key="1", state="CREATED")
    overlay, run = Overlay(), Run.of("r", Step("complete", "demo"), [task])
    writes = PendingWrites(overlay)
    writes.lay(run)
    assert (overlay.over(task).state, overlay.mark("1")) == ("COMPLETING", "pending")
    assert overlay.over(task, pending=False) == task
    writes.lay(run, note=WAITING)
    assert (overlay.over(task).state, overlay.mark("1")) == ("COMPLETING", WAITING)
    writes.take_off(run, "1")
    assert (overlay.over(task), overlay.mark("1")) == (task, None)
