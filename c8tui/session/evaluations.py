"""Evaluated decisions: the list of them with all that it can be asked, and one with its inputs and rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from c8tui.api import decisions
from c8tui.model.decisions import DecisionDefinition, DecisionInstance, DecisionInstanceFilter
from c8tui.model.search import PageRequest, Search, Sort
from c8tui.session.filter_syntax import NotWords, dates, dates_in_words, keys, one_key, one_of, text, whole
from c8tui.session.query import Condition, Order, Query, QuerySchema, Searchable, exactly, fetching, then
from c8tui.session.rows import Rows

if TYPE_CHECKING:
    pass

MADE_LIMIT = 200
"""Decisions of one process instance that are listed beside a task."""
NEWEST_FIRST = Sort("evaluation_date", "DESC")
_KEY = "2251799813685249"
EVALUATION_STATES = {"evaluated": "EVALUATED", "failed": "FAILED", "unspecified": "UNSPECIFIED", "unknown": "UNKNOWN"}
_TYPES = {
    "table": "DECISION_TABLE", "literal": "LITERAL_EXPRESSION", "unspecified": "UNSPECIFIED", "unknown": "UNKNOWN",
}  # fmt: skip


def _instance_key(words: str, _: datetime) -> str:
    if not re.fullmatch(r"\d+-\d+", words, re.ASCII):
        raise NotWords("the key of an evaluation, a hyphen, the number of the decision in it")
    return words


SCHEMA = QuerySchema(
    (
        Condition("decision_definition_id", "Decision id", exactly, "dish"),
        Condition("decision_definition_name", "Decision name", exactly, "Dish"),
        Condition("decision_definition_version", "Version", lambda words, _: whole(words), "2"),
        Condition("state", "State", lambda words, _: one_of(words, EVALUATION_STATES), "evaluated, or failed"),
        Condition("evaluation_failure", "Failure", exactly, "the whole text of it"),
        Condition("evaluation_date", "Evaluated", dates,
                  "today, >= now-2h, < 2026-12-24 17:00, 2026-12-01..2026-12-31", in_words=dates_in_words),
        Condition("process_instance_key", "Process instance", lambda words, _: one_key(words), _KEY),
        Condition("decision_evaluation_key", "Evaluation key", lambda words, _: one_key(words), _KEY),
        Condition("decision_definition_type", "Type", lambda words, _: one_of(words, _TYPES), "table, or literal"),
        Condition("tenant_id", "Tenant", exactly, "<default>"),
        Condition("business_id", "Business id", lambda words, _: text(words), "order-7, several with commas, order-*",
                  (8, 10)),
        Condition("decision_evaluation_instance_key", "Key", _instance_key, f"{_KEY}-1"),
        Condition("decision_definition_key", "Decision key", lambda words, _: keys(words), f"{_KEY}, or several"),
        Condition("decision_requirements_key", "Requirements key", lambda words, _: keys(words), f"{_KEY}, or several",
                  (8, 9)),
        Condition("root_decision_definition_key", "Asked decision key", lambda words, _: keys(words),
                  f"{_KEY}, or several: of the decision that was asked for", (8, 9)),
        Condition("process_definition_key", "Process key", lambda words, _: one_key(words), _KEY),
        Condition("element_instance_key", "Element instance key", lambda words, _: keys(words), f"{_KEY}, or several"),
    ),
    (
        Order("evaluation_date", "time", "oldest first", "newest first", "DESC"),
        Order("decision_definition_name", "decision name"),
        Order("decision_definition_id", "decision id"),
        Order("decision_definition_version", "version", "lowest first", "highest first", "DESC"),
        Order("state", "state", "evaluated first", "failed first", "DESC"),
        Order("evaluation_failure", "failure"),
        Order("process_instance_key", "process instance", "oldest first", "newest first", "DESC"),
        Order("decision_evaluation_key", "evaluation", "oldest first", "newest first", "DESC"),
        Order("decision_evaluation_instance_key", "key"),
        Order("decision_definition_type", "type"),
        Order("tenant_id", "tenant"),
        Order("business_id", "business id", since=(8, 10)),
        Order("decision_definition_key", "decision key", "oldest first", "newest first", "DESC"),
        Order("root_decision_definition_key", "asked decision", "oldest first", "newest first", "DESC", (8, 9)),
        Order("process_definition_key", "process", "oldest first", "newest first", "DESC"),
        Order("element_instance_key", "element instance", "oldest first", "newest first", "DESC"),
    ),
)  # fmt: skip
"""What the API filters and sorts decision instances by. One state, and one type: the bare value is what every version
of the API takes."""


class EvaluationQuery(Query, frozen=True):
    """A query over evaluations."""

    sort: Sort = NEWEST_FIRST
    of: DecisionDefinition | None = None
    """The version that it was about when it was asked first; `about()` and `widened()` speak of it."""

    @property
    def one_version(self) -> bool:
        """Whether it is about `of` alone."""
        return self.of is not None and self.conditions.get("decision_definition_key") == self.of.decision_definition_key

    @property
    def every_version(self) -> bool:
        """Whether it is about all versions of the decision that `of` is one of."""
        if self.of is None or self.one_version:
            return False
        return self.conditions.get("decision_definition_id") == self.of.decision_definition_id

    def about(self, definition: DecisionDefinition) -> EvaluationQuery:
        """The same query about one version of a decision."""
        others = _without_definition(self)
        return replace(
            self, of=definition, conditions={**others, "decision_definition_key": definition.decision_definition_key}
        )

    def widened(self) -> EvaluationQuery:
        """The same query about all versions of what it is about; a decision belongs to one tenant."""
        if self.of is None:
            return self
        wide = {"decision_definition_id": self.of.decision_definition_id, "tenant_id": self.of.tenant_id}
        kept = {name: words for name, words in wide.items() if words}
        return replace(self, conditions={**_without_definition(self), **kept})


def _without_definition(query: EvaluationQuery) -> dict[str, str]:
    """Its conditions but those that say which decision it is about."""
    of = query.of
    tenant = {"tenant_id": of.tenant_id} if query.every_version and of is not None else {}
    names = {"decision_definition_key", "decision_definition_id", "decision_definition_version"}
    return {name: words for name, words in query.conditions.items() if name not in names and tenant.get(name) != words}


@dataclass(slots=True)
class Evaluations(Searchable):
    """Reads on evaluated decisions."""

    full_schema: ClassVar[QuerySchema] = SCHEMA

    def rows(self, query: EvaluationQuery = EvaluationQuery()) -> Rows[DecisionInstance]:
        """What a query is about, without inputs and rules. Loading raises NotWords for conditions that are none.

        What is relative to now is so whenever a first page is asked for.
        """

        def wanted() -> DecisionInstanceFilter:
            return DecisionInstanceFilter(**self.filtered(query))

        fetch = fetching(partial(decisions.search_instances, self.wire), wanted, then(query.sort, NEWEST_FIRST))
        return Rows(fetch, lambda instance: instance.decision_evaluation_instance_key)

    async def made_in(self, process_instance_key: str) -> tuple[DecisionInstance, ...]:
        """The latest decisions that were evaluated in a process instance, without inputs and rules."""
        query = Search(
            filter=DecisionInstanceFilter(process_instance_key=process_instance_key),
            sort=(NEWEST_FIRST,),
            page=PageRequest(limit=MADE_LIMIT),
        )
        return (await decisions.search_instances(self.wire, query)).items

    async def instance(self, decision_evaluation_instance_key: str) -> DecisionInstance:
        """One evaluated decision with its inputs and the rules that matched."""
        return await decisions.get_instance(self.wire, decision_evaluation_instance_key)


def definition_of(instance: DecisionInstance) -> DecisionDefinition:
    """The version of a decision that was evaluated, as far as its evaluation tells of it."""
    return DecisionDefinition(
        decision_definition_key=instance.decision_definition_key,
        decision_definition_id=instance.decision_definition_id,
        name=instance.decision_definition_name,
        version=instance.decision_definition_version,
        tenant_id=instance.tenant_id,
    )
