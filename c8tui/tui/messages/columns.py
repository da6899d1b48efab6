"""The columns of the lists of message subscriptions, and of what messages have reached."""

from __future__ import annotations

from typing import Any

from c8tui.model.messages import CorrelatedSubscription, MessageSubscription
from c8tui.session.list_fields import CORRELATION_FIELDS, SUBSCRIPTION_FIELDS
from c8tui.tui.screens.columns import ColumnSet, plain, since
from c8tui.tui.widgets.columns import Column

COLUMNS: dict[str, Column[Any]] = {
    "message": Column("Message", 18, lambda one: (one.message_name, ""), grow=3, order="message_name"),
    "correlation_key": Column("Key", 12, lambda one: (one.correlation_key or "-", ""), grow=2,
                              order="correlation_key"),
    "state": Column("State", 10, lambda one: (one.message_subscription_state.lower() or "unknown", "dim"),
                    order="message_subscription_state"),
    "process": Column("Process", 14, lambda one: (one.process_definition_id, "dim"), grow=2,
                      order="process_definition_id"),
    "element": Column("Element", 12, lambda one: (one.element_id, "dim"), grow=1, show_from=100, order="element_id"),
    "instance": Column("Instance", 17, lambda one: (one.process_instance_key or "starts one", "dim"), show_from=75,
                       order="process_instance_key"),
    "since": since("Since", lambda one: one.last_updated_date, "last_updated_date", show_from=110),
    "key": plain("Subscription", 17, SUBSCRIPTION_FIELDS["key"], "message_subscription_key"),
    "element_instance": plain(
        "Element instance", 17, SUBSCRIPTION_FIELDS["element_instance"], "element_instance_key"
    ),
    "process_key": plain("Process key", 17, SUBSCRIPTION_FIELDS["process_key"]),
    "tenant": plain("Tenant", 10, SUBSCRIPTION_FIELDS["tenant"], "tenant_id"),
}  # fmt: skip
STANDARD = ("message", "correlation_key", "state", "process", "element", "instance", "since")
SUBSCRIPTION_COLUMNS: ColumnSet[MessageSubscription] = ColumnSet(COLUMNS, STANDARD, variables=True)

REACHED: dict[str, Column[Any]] = {
    "message": Column("Message", 18, lambda one: (one.message_name, ""), grow=3, order="message_name"),
    "correlation_key": Column("Key", 12, lambda one: (one.correlation_key or "-", ""), grow=2,
                              order="correlation_key"),
    "when": since("When", lambda one: one.correlation_time, "correlation_time"),
    "process": Column("Process", 14, lambda one: (one.process_definition_id, "dim"), grow=2,
                      order="process_definition_id"),
    "element": Column("Element", 12, lambda one: (one.element_id, "dim"), grow=1, show_from=100, order="element_id"),
    "instance": Column("Instance", 17, lambda one: (one.process_instance_key, "dim"), show_from=75,
                       order="process_instance_key"),
    "key": plain("Message key", 17, CORRELATION_FIELDS["key"], "message_key"),
    "business_id": plain("Business id", 12, CORRELATION_FIELDS["business_id"], "business_id"),
    "subscription": plain("Subscription", 17, CORRELATION_FIELDS["subscription"]),
    "element_instance": plain("Element instance", 17, CORRELATION_FIELDS["element_instance"]),
    "process_key": plain("Process key", 17, CORRELATION_FIELDS["process_key"]),
    "partition": plain("Partition", 9, CORRELATION_FIELDS["partition"]),
    "tenant": plain("Tenant", 10, CORRELATION_FIELDS["tenant"], "tenant_id"),
}  # fmt: skip
CORRELATED_COLUMNS: ColumnSet[CorrelatedSubscription] = ColumnSet(
    REACHED, ("message", "correlation_key", "when", "process", "element", "instance"), variables=True
)
