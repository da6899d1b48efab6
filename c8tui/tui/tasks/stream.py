"""Stream mode: one task at a time, nothing else on the screen; opens, claims, shows, completes, goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from c8tui.model.user_tasks import UserTask
from c8tui.session.stale_check import differences
from c8tui.session.stream import Stream
from c8tui.text import visible
from c8tui.tui.commands.ids import STREAM
from c8tui.tui.commands.tasks import TaskContext
from c8tui.tui.history import Shown
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.screens.related import Related
from c8tui.tui.tasks.completing import Completing
from c8tui.tui.tasks.looking import Looking
from c8tui.tui.tasks.sending import Sending
from c8tui.tui.tasks.stream_walk import StreamWalk
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.stream_head import StreamHead

if TYPE_CHECKING:
    from c8tui.session.rows import Rows


class StreamScreen(BaseScreen):
    """The tasks of a view one after the other, past those that somebody else holds.

    A task that nobody holds is claimed when it is shown, never ahead; what was claimed here and not completed is given
    back when it is skipped or left.
    """

    NAME = STREAM
    DEFAULT_CSS = """
    StreamScreen Facts { height: 1fr; }
    StreamScreen #same { height: auto; max-height: 3; padding: 0 1; color: $foreground-muted; background: $boost; }
    """

    walk: StreamWalk

    def __init__(self, rows: Rows[UserTask], user: str, start: UserTask | None) -> None:
        super().__init__()
        self.shown = self._place
        self.stream = Stream(rows, user)
        self._user, self._start = user, start

    def body(self) -> ComposeResult:
        yield StreamHead()
        yield Facts(id="pane")
        same = Clipped(id="same", markup=False)
        same.display = False
        yield same

    def begin(self) -> None:
        walk = self.walk = StreamWalk(self, self.session, self.host, self.stream, self._user)
        sending = Sending(self.ui, self.session, walk)
        walk.completing = Completing(self.ui, self.session, walk, sending)
        looking = Looking(self.ui, self.session, sending, show_instance=walk.show_instance, host=self.host)
        of_instance = Related(self.ui, sending.current, looking.ways)
        self.parts += [walk, looking, of_instance]
        self.set_focus(self.query_one(Facts))
        self.flow.start(walk.go_to_first(self._start), group="walk")

    @property
    def current(self) -> UserTask | None:
        """The task that is shown, with what we wrote to it."""
        task = self.stream.current
        return task and self.session.user_tasks.overlay.over(task)

    def context(self) -> TaskContext:
        task, last = self.current, self.session.last_action.last
        return TaskContext(
            task=task, last_action=last, answers_only=True, **self.known() | {"selected": task is not None}
        )

    async def load(self) -> UserTask | None:
        """The task as it is now."""
        task = self.stream.current
        return await self.session.user_tasks.task(task.user_task_key) if task else None

    def show(self, answer: UserTask | None) -> None:
        """Show what has become of it, if it is still the one, and say what is different."""
        shown = self.current
        if answer is None or shown is None or answer.user_task_key != shown.user_task_key or answer == shown:
            return
        self.stream.update(answer)
        self.walk.describe(answer)
        if (found := differences(shown, answer)) and not self.walk.claims.is_claiming(answer):
            self.ui.say("Changed meanwhile: " + "; ".join(difference.words() for difference in found[:3]), "warn")

    def tell(self) -> None:
        super().tell()
        rows, task, stats = self.stream.rows, self.current, self.session.stats.words()
        place = f"task {self.stream.place:,} of {rows.total:,}{'+' if rows.capped else ''}" if task else ""
        self.query_one(StreamHead).tell(task, "   ".join(filter(None, (place, stats))))
        words = self._same_words(task) if task else ""
        same = self.query_one("#same", Clipped)
        if words != str(same.content):  # an update lays the whole screen out anew
            same.update(Content(words))
            same.display = bool(words)

    def _same_words(self, task: UserTask) -> str:
        """What `.` would do, and how this task differs from the one it was done to."""
        last_action, known = self.session.last_action.last, self.session.details.known(task)
        if last_action is None or last_action.step.kind != "complete" or known is None or known.variables is None:
            return ""
        differs = "; ".join(last_action.differs(task, known.variables))
        answer = visible(last_action.step.values(), 80)
        return f". repeats {answer}   " + (f"differs: {visible(differs, 160)}" if differs else "no difference")

    def _place(self) -> Shown:
        """It is not come back to: a task that was claimed here is given back when it is left."""
        return Shown(self.NAME, "stream", why_not="A stream is not gone back to: it has given its task back.")

    @property
    def taken(self) -> str:
        """The task that was claimed here and is not completed."""
        return self.walk.taken

    def give_back(self) -> None:
        """Unclaim it."""
        self.walk.leave()

    def leave(self) -> None:
        """What was claimed here is given back."""
        self.walk.leave()
        self.dismiss(None)

    def action_back(self) -> None:
        """Leave for the list."""
        self.leave()
