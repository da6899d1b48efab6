"""The pane of process instances: what is known at once, then all that belongs to the one under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.model.process_instances import ProcessInstance
from c8tui.session.instance_detail import InstanceState, ScopeDetail
from c8tui.tui.processes.instance_lines import root_lines

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.screens.list import ListScreen


class InstancePane:
    """Describes an instance, asking for what is not known yet."""

    def __init__(self, session: Session, screen: ListScreen[ProcessInstance]) -> None:
        self._session, self._screen = session, screen

    def describe(self, item: ProcessInstance) -> None:
        """What the list knows, then everything; an earlier question is dropped."""
        self._show(item, None)
        failed = self._screen.load_failed
        self._screen.flow.start(self._fetch(item), failed=failed, group="detail", exclusive=True)

    async def _fetch(self, item: ProcessInstance) -> None:
        detail = await self._screen.flow.heard(self._session.ops.instance_details.scope(item, None))
        self._show(item, detail)

    def _show(self, item: ProcessInstance, detail: ScopeDetail | None) -> None:
        if self._screen.pane.is_about(item.process_instance_key):
            if detail is not None:
                self._screen.last_problem = next(iter(detail.troubles.values()), self._screen.last_problem)
            self._screen.pane.facts.show(root_lines(InstanceState(item), detail))
