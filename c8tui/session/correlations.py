"""Correlations: which message has reached which process instance, the newest first, with all that can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from msgspec import field

from c8tui.api import messages
from c8tui.model.messages import CorrelatedSubscription, CorrelatedSubscriptionFilter
from c8tui.model.search import Sort
from c8tui.session.filter_syntax import dates, dates_in_words, is_long_key, keys, text
from c8tui.session.query import Condition, Order, Query, QuerySchema, Searchable, exactly, fetching, then
from c8tui.session.rows import Rows

NEWEST_FIRST = Sort("correlation_time", "DESC")
_KEYS = "2251799813685249, or several"

SCHEMA = QuerySchema(
    (
        Condition("message_name", "Message", lambda words, _: text(words), "payment-received, several, payment-*"),
        Condition("correlation_key", "Correlation key", lambda words, _: text(words), "O-0013, several, O-*"),
        Condition("correlation_time", "Correlated", dates, "today, >= now-2h", in_words=dates_in_words),
        Condition("process_definition_id", "Process", lambda words, _: text(words), "order-payment, several, order-*"),
        Condition("element_id", "Element", lambda words, _: text(words), "wait-for-money, several, wait-*"),
        Condition("business_id", "Business id", lambda words, _: text(words), "B-1, several, B-*", (8, 10)),
        Condition("process_instance_key", "Process instance", lambda words, _: keys(words), _KEYS),
        Condition("message_key", "Message key", exactly, "2251799813685249"),
        Condition("subscription_key", "Subscription key", lambda words, _: keys(words), _KEYS),
        Condition("element_instance_key", "Element instance key", lambda words, _: keys(words), _KEYS),
        Condition("process_definition_key", "Process key", lambda words, _: keys(words), _KEYS),
        Condition("tenant_id", "Tenant", lambda words, _: text(words), "<default>"),
    ),
    (
        Order("correlation_time", "time", "oldest first", "newest first", "DESC"),
        Order("message_name", "message"),
        Order("correlation_key", "correlation key"),
        Order("process_definition_id", "process"),
        Order("element_id", "element"),
        Order("business_id", "business id", since=(8, 10)),
        Order("process_instance_key", "process instance", "oldest first", "newest first", "DESC"),
        Order("message_key", "message key", "oldest first", "newest first", "DESC"),
        Order("tenant_id", "tenant"),
    ),
)  # fmt: skip
"""What the API filters and sorts correlations by."""


class CorrelationQuery(Query, frozen=True):
    """A query over correlations: the newest first, unless it says otherwise."""

    sort: Sort = NEWEST_FIRST
    conditions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def narrowed_to(cls, argument: str) -> CorrelationQuery:
        """To those of a process instance by its key, or to those of a message by its name; "" for all."""
        name = "process_instance_key" if is_long_key(argument) else "message_name"
        return cls(conditions={name: argument} if argument else {})


@dataclass(slots=True)
class Correlations(Searchable):
    """Reads on what messages have reached."""

    full_schema: ClassVar[QuerySchema] = SCHEMA

    def rows(self, query: CorrelationQuery) -> Rows[CorrelatedSubscription]:
        """The correlations that a query is about. Loading raises NotWords for conditions that are none."""

        def wanted() -> CorrelatedSubscriptionFilter:
            return CorrelatedSubscriptionFilter(**self.filtered(query))

        fetch = fetching(partial(messages.correlated, self.wire), wanted, then(query.sort, NEWEST_FIRST))
        return Rows(fetch, key_of)


def key_of(one: CorrelatedSubscription) -> str:
    """What a correlation is known by: the API gives it no key of its own, and a message reaches a subscription once."""
    return f"{one.message_key} {one.subscription_key} {one.process_instance_key}"
