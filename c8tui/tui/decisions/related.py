"""What belongs to an evaluation, and to a version of a decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.model.versions import version_word
from c8tui.session.evaluations import EvaluationQuery, definition_of
from c8tui.tui.commands.ids import DECISIONS, EVALUATIONS
from c8tui.tui.screens.related import Way, way_to_query, ways_of_instance

if TYPE_CHECKING:
    from c8tui.tui.host import Host


def ways_of(host: Host, shown: DecisionDefinition | DecisionInstance) -> Iterator[Way]:
    """Of the one or the other."""
    if isinstance(shown, DecisionInstance):
        yield from ways_of_evaluation(host, shown)
    else:
        yield from ways_of_decision(host, shown)
        yield _to_definition(host, shown, shown.name or shown.decision_definition_id)


def ways_of_evaluation(host: Host, item: DecisionInstance) -> Iterator[Way]:
    """The rest of it, all of its process instance where there is one, the definition."""
    same = EvaluationQuery(conditions={"decision_evaluation_key": item.decision_evaluation_key})
    yield way_to_query(host, EVALUATIONS, "evaluation", "decisions of the same evaluation", same)
    yield from ways_of_instance(host, item.process_instance_key)
    yield _to_definition(host, definition_of(item), item.decision_definition_name or item.decision_definition_id)


def ways_of_decision(host: Host, one: DecisionDefinition) -> Iterator[Way]:
    """What it was evaluated to, in this version and in all, and what failed."""
    query = EvaluationQuery().about(one)
    failed = query.by({**query.conditions, "state": "failed"})
    yield way_to_query(host, EVALUATIONS, "evaluations", "evaluations of this version", query)
    yield way_to_query(host, EVALUATIONS, "failed", "failed evaluations of this version", failed)
    yield way_to_query(host, EVALUATIONS, "every", "evaluations of all versions", query.widened())


def _to_definition(host: Host, one: DecisionDefinition, name: str) -> Way:
    title = f"definition: {name} {version_word(one.version)}"
    return Way("definition", title, lambda: host.go_and(DECISIONS, lambda shown: shown.show_definition(one)))
