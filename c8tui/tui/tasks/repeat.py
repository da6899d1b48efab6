"""The same again: the last action with its values, on the task that is selected now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.session.user_tasks import TaskDetail
from c8tui.tui.flow import Cancelled, Ui
from c8tui.tui.tasks.completing import Completing
from c8tui.tui.tasks.sending import Sending

if TYPE_CHECKING:
    from c8tui.session.last_action import LastAction
    from c8tui.session.session import Session


class Repeat:
    """Looks at the task, then asks with what would be done and how it differs from the last one."""

    def __init__(self, ui: Ui, session: Session, sending: Sending, completing: Completing) -> None:
        self._ui, self._session, self._sending, self._completing = ui, session, sending, completing

    async def action_repeat(self) -> None:
        """Do the last action again."""
        if (last_action := self._session.last_action.last) is None:
            return
        task = self._sending.current()
        me = await self._ui.me()
        detail = await self._session.details.fetch(task)
        await self._confirm(last_action, detail, me)
        step = last_action.step_for(me)
        if step.kind == "complete":
            await self._completing.answer_again(detail.task, me, step)
        else:
            await self._sending.do(step, detail.task)

    async def _confirm(self, last_action: LastAction, detail: TaskDetail, me: str) -> None:
        task, step = detail.task, last_action.step_for(me)
        if reason := step.why_not(task):
            self._ui.say(f'{step.verb} "{task.title}": {reason}', "warn")
            raise Cancelled
        differs = "\n".join(last_action.differs(task, detail.variables or ())) or "No differences from the last task."
        if "variables" in detail.troubles:
            differs = f"Differences unknown: {detail.troubles['variables'].detail}"
        question = f'{step.verb.capitalize()} "{task.title}" {step.values()}\n\n{differs}'
        await self._ui.confirm(f"Repeat: {step.verb.removesuffix(' of')}", question, "Repeat")
