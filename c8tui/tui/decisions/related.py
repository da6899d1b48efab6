"""What belongs to an evaluation: the rest of it, its process instance, the tasks there, the definition."""

from __future__ import annotations

from collections.abc import Iterator

from c8tui.model.decisions import DecisionInstance
from c8tui.session.evaluations import EvaluationsAsked, definition_of
from c8tui.session.versions import version_word
from c8tui.session.views import tasks_in
from c8tui.tui.app import C8App
from c8tui.tui.modes import DECISIONS, EVALUATIONS, INBOX


def related_to(item: DecisionInstance) -> Iterator[tuple[str, str]]:
    """Ids and titles to choose from; an evaluation that no process asked for has no process instance."""
    yield "evaluation", "decisions of the same evaluation"
    if item.process_instance_key:
        yield "instance", "decisions made in its process instance"
        yield "tasks", "open tasks of its process instance"
    name = item.decision_definition_name or item.decision_definition_id
    yield "definition", f"definition: {name} {version_word(item.decision_definition_version)}"


def go_to_related(app: C8App, item: DecisionInstance, chosen: str | None) -> str | None:
    """Goes to what was chosen; the mode where that is, None for nothing."""
    instance = item.process_instance_key or ""
    evaluations = {
        "evaluation": {"decision_evaluation_key": item.decision_evaluation_key},
        "instance": {"process_instance_key": instance},
    }
    if chosen in evaluations:
        question = EvaluationsAsked(conditions=evaluations[chosen])
        app.go_and(EVALUATIONS, lambda screen: screen.ask_for(question))
        return EVALUATIONS
    if chosen == "tasks":
        app.go_and(INBOX, lambda inbox: inbox.show_view(tasks_in(instance)))
        return INBOX
    if chosen == "definition":
        app.go_and(DECISIONS, lambda decisions: decisions.show_definition(definition_of(item)))
        return DECISIONS
    return None
