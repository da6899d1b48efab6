"""Messages and signals: who waits, whom they reached, and sending them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from c8tui.api.request import given
from c8tui.model.messages import (
    BroadcastSignal,
    CorrelatedMessage,
    CorrelatedSubscription,
    CorrelatedSubscriptionFilter,
    MessageSubscription,
    MessageSubscriptionFilter,
    PublishedMessage,
)
from c8tui.model.search import Page, Search

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def search(wire: Wire, query: Search[MessageSubscriptionFilter]) -> Page[MessageSubscription]:
    """A page of those who wait or have waited. POST /message-subscriptions/search, 8.8+."""
    return await wire.search("/message-subscriptions/search", query, MessageSubscription)


async def correlated(wire: Wire, query: Search[CorrelatedSubscriptionFilter]) -> Page[CorrelatedSubscription]:
    """A page of those whom messages have reached. POST /correlated-message-subscriptions/search, 8.8+."""
    return await wire.search("/correlated-message-subscriptions/search", query, CorrelatedSubscription)


async def publish(
    wire: Wire,
    name: str,
    correlation_key: str,
    *,
    time_to_live_ms: int,
    message_id: str | None,
    variables: Mapping[str, Any],
    tenant_id: str | None,
    business_id: str | None = None,
) -> PublishedMessage:
    """Send a message, which is kept for its time to live until somebody waits for it. POST /messages/publication.

    `business_id` from 8.10 on.
    """
    body = given(
        name=name, correlationKey=correlation_key, timeToLive=time_to_live_ms, messageId=message_id,
        variables=variables, tenantId=tenant_id, businessId=business_id,
    )  # fmt: skip
    return await wire.ask("/messages/publication", body, PublishedMessage)


async def correlate(
    wire: Wire,
    name: str,
    correlation_key: str,
    *,
    variables: Mapping[str, Any],
    tenant_id: str | None,
    business_id: str | None = None,
) -> CorrelatedMessage:
    """Send a message to who waits now; NotFound where nobody does. POST /messages/correlation.

    `business_id` from 8.10 on.
    """
    body = given(
        name=name, correlationKey=correlation_key, variables=variables, tenantId=tenant_id, businessId=business_id
    )
    return await wire.ask("/messages/correlation", body, CorrelatedMessage)


async def broadcast(
    wire: Wire, signal_name: str, *, variables: Mapping[str, Any], tenant_id: str | None
) -> BroadcastSignal:
    """Send a signal to all who wait for it. POST /signals/broadcast."""
    body = given(signalName=signal_name, variables=variables, tenantId=tenant_id)
    return await wire.ask("/signals/broadcast", body, BroadcastSignal)
