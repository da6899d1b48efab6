"""What belongs to an evaluation: the rest of it, its process instance, the tasks there, the definition."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from c8tui.model.decisions import DecisionInstance
from c8tui.model.versions import version_word
from c8tui.session.evaluations import EvaluationQuery, definition_of
from c8tui.session.views import tasks_in
from c8tui.tui.commands.ids import DECISIONS, EVALUATIONS, INBOX
from c8tui.tui.flow import Ui
from c8tui.tui.jumps import Jump

if TYPE_CHECKING:
    from c8tui.tui.host import Host


class RelatedToEvaluation:
    """Goes from an evaluation to what belongs to it, on the screens of the app."""

    def __init__(self, ui: Ui, host: Host) -> None:
        self._ui, self._host = ui, host

    async def go_from(self, item: DecisionInstance) -> None:
        """Choose what to go to."""
        self._go(item, await self._ui.choose("Related", [*related_to(item)]))

    def jumps(self, item: DecisionInstance) -> Iterator[Jump]:
        """The same as labels."""
        for id_, title in related_to(item):
            near = item.process_instance_key or "" if id_ in ("instance", "tasks") else ""
            yield Jump(title, partial(self._go, item, id_), near=near)

    def _go(self, item: DecisionInstance, chosen: str) -> None:
        if chosen == "evaluation":
            self.list_evaluations(EvaluationQuery(conditions={"decision_evaluation_key": item.decision_evaluation_key}))
        elif chosen == "instance":
            conditions = {"process_instance_key": item.process_instance_key or ""}
            self.list_evaluations(EvaluationQuery(conditions=conditions))
        elif chosen == "tasks":
            self._host.go_and(INBOX, lambda inbox: inbox.views.go(tasks_in(item.process_instance_key or "")))
        else:
            self._host.go_and(DECISIONS, lambda decisions: decisions.show_definition(definition_of(item)))

    def list_evaluations(self, query: EvaluationQuery) -> None:
        """Go to the evaluations that are asked for."""
        self._host.go_and(EVALUATIONS, lambda evaluations: evaluations.list_query.ask(query))


def related_to(item: DecisionInstance) -> Iterator[tuple[str, str]]:
    """Ids and titles to choose from; an evaluation that no process asked for has no process instance."""
    yield "evaluation", "decisions of the same evaluation"
    if item.process_instance_key:
        yield "instance", "decisions made in its process instance"
        yield "tasks", "open tasks of its process instance"
    name = item.decision_definition_name or item.decision_definition_id
    yield "definition", f"definition: {name} {version_word(item.decision_definition_version)}"
