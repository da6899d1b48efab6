"""Messages and signals: who waits for a message, whom it has reached, and what sending one answers with."""

from __future__ import annotations

from typing import ClassVar

from c8tui.model.base import Record, Timestamp, canonical
from c8tui.model.search import Filter, Key, Moment, Text

SUBSCRIPTION_STATES = ("CREATED", "CORRELATED", "DELETED", "MIGRATED")
"""The states every supported version knows; who waits is CREATED."""


class MessageSubscription(Record, frozen=True, kw_only=True):
    """Who waits for a message, as POST /message-subscriptions/search returns it (8.8+).

    A message start event waits without an instance and without a correlation key.
    """

    message_subscription_key: str
    message_name: str = ""
    correlation_key: str | None = None
    message_subscription_state: str = ""
    process_definition_id: str = ""
    process_definition_key: str | None = None
    process_instance_key: str | None = None
    element_id: str = ""
    element_instance_key: str | None = None
    last_updated_date: Timestamp | None = None
    tenant_id: str = ""

    def __post_init__(self) -> None:
        canonical(self, "message_subscription_state")


class MessageSubscriptionFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /message-subscriptions/search."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "message_subscription_key", "process_definition_id", "process_instance_key", "element_id",
            "element_instance_key", "message_subscription_state", "last_updated_date", "message_name",
            "correlation_key", "tenant_id",
        }
    )  # fmt: skip

    message_name: Text | None = None
    correlation_key: Text | None = None
    message_subscription_state: Text | None = None
    process_definition_id: Text | None = None
    element_id: Text | None = None
    last_updated_date: Moment | None = None
    process_instance_key: Key | None = None
    element_instance_key: Key | None = None
    message_subscription_key: Key | None = None
    tenant_id: Text | None = None


class CorrelatedSubscription(Record, frozen=True, kw_only=True):
    """Whom a message has reached, as POST /correlated-message-subscriptions/search returns it (8.8+)."""

    message_key: str
    message_name: str = ""
    correlation_key: str | None = None
    correlation_time: Timestamp | None = None
    process_definition_id: str = ""
    process_definition_key: str | None = None
    process_instance_key: str = ""
    element_id: str = ""
    element_instance_key: str | None = None
    """None where the message started the instance."""
    subscription_key: str = ""
    partition_id: int | None = None
    business_id: str | None = None
    """8.10+."""
    tenant_id: str = ""


class CorrelatedSubscriptionFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /correlated-message-subscriptions/search."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "correlation_time", "message_key", "subscription_key", "message_name", "correlation_key", "element_id",
            "element_instance_key", "partition_id", "process_definition_id", "process_definition_key",
            "process_instance_key", "tenant_id", "business_id",
        }
    )  # fmt: skip

    message_key: Text | None = None
    message_name: Text | None = None
    correlation_key: Text | None = None
    correlation_time: Moment | None = None
    process_definition_id: Text | None = None
    process_definition_key: Key | None = None
    process_instance_key: Key | None = None
    element_id: Text | None = None
    element_instance_key: Key | None = None
    subscription_key: Key | None = None
    tenant_id: Text | None = None
    business_id: Text | None = None
    """8.10+."""


class PublishedMessage(Record, frozen=True, kw_only=True):
    """Answer of POST /messages/publication."""

    message_key: str
    tenant_id: str = ""


class CorrelatedMessage(Record, frozen=True, kw_only=True):
    """Answer of POST /messages/correlation."""

    message_key: str
    process_instance_key: str = ""
    tenant_id: str = ""


class BroadcastSignal(Record, frozen=True, kw_only=True):
    """Answer of POST /signals/broadcast."""

    signal_key: str
    tenant_id: str = ""
