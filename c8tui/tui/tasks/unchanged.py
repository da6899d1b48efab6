"""Nothing is sent about a task that changed while somebody looked at it, unless they say so."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from c8tui.errors import C8Error, Refusal
from c8tui.model.user_tasks import UserTask
from c8tui.model.variables import Variable
from c8tui.session.changes import Difference, in_words
from c8tui.session.stale_check import CHANGED, Look, explained
from c8tui.tui import clock
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.screens.base import BaseScreen

WhyNot = Callable[[UserTask], str | None]
"""A rule: why something may not be done to a task, in words."""
Command = Callable[[UserTask], Coroutine[Any, Any, None]]
"""Something to send about a task."""


class Collisions(BaseScreen):
    """Looks again before it acts on a task. What did not change goes on without a word."""

    def look_at(self, task: UserTask) -> Look:
        """The task as it is seen now, to be looked at again before something is sent."""
        known = self.session.details.known(task)
        return Look(self.session.inbox, task, known.variables if known is not None else None)

    async def explained(self, task: UserTask, command: Command) -> None:
        """Send the command; a conflict says what has become of the task."""
        await explained(self.session.inbox, task, command, clock.now())

    def if_unchanged(self, task: UserTask, why_not: WhyNot, act: Callable[[UserTask], object]) -> None:
        """Look again, then act on the task as it is now; when it changed, a rule forbids it or a question is asked."""
        look = self.look_at(task)
        self.ask(
            look.again(),
            lambda found: self._decide(look, found, why_not, lambda: act(look.task)),
            failed=self.refused,
            group="look",
        )

    def if_variables_unchanged(
        self, task: UserTask, why_not: WhyNot, act: Callable[[UserTask, tuple[Variable, ...]], object]
    ) -> None:
        """The same with the variables, which are fetched whole; compared are those that the pane has shown."""
        look = self.look_at(task)
        self.ask(
            look.whole_again(),
            lambda found: self._decide(look, found, why_not, lambda: act(look.task, look.variables or ())),
            failed=self.refused,
            group="look",
            exclusive=True,
        )

    def _decide(self, look: Look, found: tuple[Difference, ...], why_not: WhyNot, act: Callable[[], object]) -> None:
        if not found:
            act()
        elif reason := why_not(look.task):
            self.refused(Refusal(reason, title=CHANGED))
        else:
            self._ask_whether(look.task, found, act)

    def _ask_whether(self, task: UserTask, found: tuple[Difference, ...], act: Callable[[], object]) -> None:
        def decided(yes: bool | None) -> None:
            if yes:
                act()
            else:
                self.poll_anew()

        name = task.name or task.element_id
        question = f"{name} changed since you looked:\n\n{in_words(found)}\n\nNothing has been sent."
        self.app.push_screen(ConfirmDialog(CHANGED, question, "Go on with it"), decided)

    def refused(self, error: C8Error) -> None:
        """It was not done, or nobody knows: say so, and look at the list anew."""
        self.on_failure(error)
        self.poll_anew()
