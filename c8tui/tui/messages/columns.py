"""The columns of the list of message subscriptions."""

from __future__ import annotations

from typing import Any

from c8tui.model.messages import MessageSubscription
from c8tui.session.list_fields import SUBSCRIPTION_FIELDS
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
