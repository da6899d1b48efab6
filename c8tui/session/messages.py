"""Messages and signals: the list of who waits, whom one would reach, sending it once, and whom it has reached."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar

from msgspec import Struct, field

from c8tui.api import messages
from c8tui.errors import C8Error, NotFound, OutcomeUnknown
from c8tui.model.messages import (
    SUBSCRIPTION_STATES,
    CorrelatedSubscription,
    CorrelatedSubscriptionFilter,
    MessageSubscription,
    MessageSubscriptionFilter,
)
from c8tui.model.search import Op, Page, PageRequest, Search, Sort
from c8tui.model.versions import Version, has
from c8tui.session import rules
from c8tui.session.filter_syntax import dates, dates_in_words, is_key, keys, some_of, text
from c8tui.session.query import Condition, Order, Query, QuerySchema, Searchable, fetching, then
from c8tui.session.resolve import PAUSES_S, Sleep
from c8tui.session.rows import Rows
from c8tui.session.suggestions import Suggestion

T = TypeVar("T")
NEWEST_FIRST = Sort("message_subscription_key", "DESC")
WAITING: Mapping[str, str] = {"message_subscription_state": "created"}
"""The conditions of a list that was asked nothing else: who waits now."""
MOST_MATCHES, MOST_NAMES = 100, 500
"""Subscriptions that are read to say whom a message would reach, and to suggest names."""
BUSINESS_ID_SINCE: Version = (8, 10)
"""Messages bear a business id from this version on."""
LOOK_BACK = 100
"""Earlier correlations that are known apart from a new one, when an answer is lost."""
_KEYS = "2251799813685249, or several"

SCHEMA = QuerySchema(
    (
        Condition("message_name", "Message", lambda words, _: text(words), "payment-received, several, payment-*"),
        Condition("correlation_key", "Correlation key", lambda words, _: text(words), "O-0013, several, O-*"),
        Condition("message_subscription_state", "State", lambda words, _: some_of(words, SUBSCRIPTION_STATES),
                  "created, correlated, deleted, several with commas"),
        Condition("process_definition_id", "Process", lambda words, _: text(words), "order-payment, several, order-*"),
        Condition("element_id", "Element", lambda words, _: text(words), "wait-for-money, several, wait-*"),
        Condition("last_updated_date", "Changed", dates, "today, >= now-2h", in_words=dates_in_words),
        Condition("process_instance_key", "Process instance", lambda words, _: keys(words), _KEYS),
        Condition("element_instance_key", "Element instance key", lambda words, _: keys(words), _KEYS),
        Condition("message_subscription_key", "Key", lambda words, _: keys(words), _KEYS),
        Condition("tenant_id", "Tenant", lambda words, _: text(words), "<default>"),
    ),
    (
        Order("message_subscription_key", "key", "oldest first", "newest first", "DESC"),
        Order("message_name", "message"),
        Order("correlation_key", "correlation key"),
        Order("message_subscription_state", "state"),
        Order("last_updated_date", "changed", "earliest first", "latest first", "DESC"),
        Order("process_definition_id", "process"),
        Order("element_id", "element"),
        Order("process_instance_key", "process instance", "oldest first", "newest first", "DESC"),
        Order("element_instance_key", "element instance", "oldest first", "newest first", "DESC"),
        Order("tenant_id", "tenant"),
    ),
)  # fmt: skip
"""What the API filters and sorts message subscriptions by."""


class SubscriptionQuery(Query, frozen=True):
    """A query over message subscriptions: those that wait, the newest first, unless it says otherwise."""

    sort: Sort = NEWEST_FIRST
    conditions: Mapping[str, str] = field(default_factory=lambda: dict(WAITING))

    @classmethod
    def narrowed_to(cls, argument: str) -> SubscriptionQuery:
        """To those of a process instance by its key, or to those of a message by its name."""
        name = "process_instance_key" if is_key(argument) else "message_name"
        return cls(conditions={**WAITING, name: argument} if argument else dict(WAITING))


class Message(Struct, frozen=True, kw_only=True):
    """A message before it is sent."""

    name: str
    correlation_key: str = ""
    time_to_live_ms: int = 0
    """Of a publication; a correlation keeps nothing."""
    message_id: str = ""
    tenant_id: str | None = None
    business_id: str = ""
    """From 8.10 on."""


class Matches(Struct, frozen=True):
    """Who waits for a message now: the first of them, and how many there are."""

    found: tuple[MessageSubscription, ...] = ()
    total: int = 0
    unreadable: str = ""
    """Why that cannot be read; a message can be sent all the same."""


class Sent(Struct, frozen=True):
    """What became of a message: its key, and whom it has reached by the time that was waited for."""

    message_key: str
    reached: tuple[CorrelatedSubscription, ...] = ()


@dataclass(slots=True)
class Messages(Searchable):
    """Reads and commands. Nothing is ever sent twice; where an answer is lost, correlations are read again."""

    full_schema: ClassVar[QuerySchema] = SCHEMA
    read_only: bool = False
    sleep: Sleep = asyncio.sleep

    def rows(self, query: SubscriptionQuery) -> Rows[MessageSubscription]:
        """The subscriptions that a query is about. Loading raises NotWords for conditions that are none."""

        def wanted() -> MessageSubscriptionFilter:
            return MessageSubscriptionFilter(**self.filtered(query))

        fetch = fetching(partial(messages.search, self.wire), wanted, then(query.sort, NEWEST_FIRST))
        return Rows(fetch, lambda one: one.message_subscription_key)

    @property
    def takes_business_id(self) -> bool:
        """Whether a message may bear a business id here."""
        return has(self.gateway_version, BUSINESS_ID_SINCE)

    async def matching(self, message: Message) -> Matches:
        """Who waits for this message now: those with its key, and start events, which have none."""
        try:
            return await self._matching(message)
        except C8Error as error:
            return Matches(unreadable=error.detail)

    async def _matching(self, message: Message) -> Matches:
        tenant, page = self._tenant(message), PageRequest(limit=MOST_MATCHES)

        def asked(**only: Any) -> Search[MessageSubscriptionFilter]:
            filter_ = MessageSubscriptionFilter(
                message_name=message.name, message_subscription_state="CREATED", tenant_id=tenant, **only
            )
            return Search(filter=filter_, sort=(NEWEST_FIRST,), page=page)

        starts = messages.search(self.wire, asked(process_instance_key=Op(exists=False)))
        if not message.correlation_key:  # reaches nobody who waits with one
            found = await starts
            return Matches(found.items, _total(found))
        keyed, found = await asyncio.gather(
            messages.search(self.wire, asked(correlation_key=message.correlation_key)), starts
        )
        same = {one.message_subscription_key for one in keyed.items}
        more = [one for one in found.items if one.message_subscription_key not in same]
        return Matches((*keyed.items, *more), _total(keyed) + len(more))

    async def names(self) -> tuple[Suggestion, ...]:
        """Messages that somebody waits for, with the number of those who do."""
        return tuple(Suggestion(name, f"{number:,} waiting") for name, number in (await self._counts("message_name")))

    async def correlation_keys(self) -> tuple[Suggestion, ...]:
        """Correlation keys that somebody waits with."""
        return tuple(Suggestion(key) for key, _ in await self._counts("correlation_key"))

    async def _counts(self, name: str) -> list[tuple[str, int]]:
        filter_ = MessageSubscriptionFilter(message_subscription_state="CREATED", tenant_id=self.tenant_id)
        page = PageRequest(limit=MOST_NAMES)
        counts: dict[str, int] = {}
        for one in (await messages.search(self.wire, Search(filter=filter_, sort=(NEWEST_FIRST,), page=page))).items:
            if text_ := getattr(one, name):
                counts[text_] = counts.get(text_, 0) + 1
        return sorted(counts.items())

    # Sending

    async def publish(self, message: Message, variables: Mapping[str, Any]) -> Sent:
        """Publish it, and look whom it has reached. Raises Refusal before anything is sent, C8Error, OutcomeUnknown."""
        rules.allow(None, read_only=self.read_only)
        sending = partial(
            messages.publish, self.wire, message.name, message.correlation_key,
            time_to_live_ms=message.time_to_live_ms, message_id=message.message_id or None, variables=variables,
            tenant_id=self._tenant(message), business_id=message.business_id or None,
        )  # fmt: skip
        sent = await self._once(message, sending)
        return sent if isinstance(sent, Sent) else await self._reached(sent.message_key)

    async def correlate(self, message: Message, variables: Mapping[str, Any]) -> Sent:
        """Correlate it with who waits now. NotFound says in words that nobody does."""
        rules.allow(None, read_only=self.read_only)
        sending = partial(
            messages.correlate, self.wire, message.name, message.correlation_key, variables=variables,
            tenant_id=self._tenant(message), business_id=message.business_id or None,
        )  # fmt: skip
        try:
            sent = await self._once(message, sending)
        except NotFound as nobody:
            with_key = f" with the key {message.correlation_key}" if message.correlation_key else " without a key"
            words = (
                f"nobody waits for {message.name}{with_key}, so that nothing was correlated."
                " A correlation reaches only who waits at that moment; a publication is kept for its time to live"
            )
            raise NotFound(words, title=nobody.title, status=404, request=nobody.request) from nobody
        if isinstance(sent, Sent):
            return sent
        seen = await self._reached(sent.message_key)
        if seen.reached:
            return seen
        here = CorrelatedSubscription(message_key=sent.message_key, process_instance_key=sent.process_instance_key)
        return Sent(sent.message_key, (here,))

    async def broadcast(self, signal: str, variables: Mapping[str, Any], tenant_id: str | None = None) -> str:
        """Broadcast a signal; its key. What it has reached cannot be read: no search of the API tells of signals."""
        rules.allow(None, read_only=self.read_only)
        try:
            tenant = tenant_id or self.tenant_id
            return (await messages.broadcast(self.wire, signal, variables=variables, tenant_id=tenant)).signal_key
        except C8Error as lost:
            if lost.outcome_known:
                raise
            words = f"{lost.detail.rstrip('. ')}. Whether the signal went out cannot be read: look at what waits for it"
            raise _unknown(lost, words) from lost

    def _tenant(self, message: Message) -> str | None:
        return message.tenant_id or self.tenant_id

    async def _once(self, message: Message, sending: Callable[[], Awaitable[T]]) -> T | Sent:
        """Send it; where the answer is lost, whom a message of this name and key has reached since."""
        try:
            before = await self._correlated(message)
        except C8Error:  # it may be sent all the same; only a lost answer cannot be made up for
            before = None
        try:
            return await sending()
        except C8Error as lost:
            if lost.outcome_known:
                raise
            if before is None:
                raise _unknown(lost, f"{lost.detail.rstrip('. ')}. Whom it has reached cannot be read") from lost
            known = {(one.message_key, one.subscription_key) for one in before}
            for pause in PAUSES_S:
                await self.sleep(pause)
                try:
                    now = await self._correlated(message)
                except C8Error:
                    continue
                if new := [one for one in now if (one.message_key, one.subscription_key) not in known]:
                    key = max(one.message_key for one in new)
                    return Sent(key, tuple(one for one in new if one.message_key == key))
            words = (
                f"{lost.detail.rstrip('. ')}. It was read again: no message of this name and key has been correlated"
            )
            raise _unknown(lost, words) from lost

    async def _correlated(self, message: Message) -> tuple[CorrelatedSubscription, ...]:
        filter_ = CorrelatedSubscriptionFilter(message_name=message.name, tenant_id=self._tenant(message))
        if message.correlation_key:
            filter_ = CorrelatedSubscriptionFilter(
                message_name=message.name, correlation_key=message.correlation_key, tenant_id=self._tenant(message)
            )
        newest = (Sort("correlation_time", "DESC"), Sort("message_key", "DESC"))
        query = Search(filter=filter_, sort=newest, page=PageRequest(limit=LOOK_BACK))
        return (await messages.correlated(self.wire, query)).items

    async def _reached(self, message_key: str) -> Sent:
        """Whom a message has reached; the index may be a little behind. What cannot be read is nobody yet."""
        filter_ = CorrelatedSubscriptionFilter(message_key=message_key)
        query = Search(filter=filter_, sort=(Sort("correlation_time"),), page=PageRequest(limit=MOST_MATCHES))
        for pause in PAUSES_S:
            await self.sleep(pause)
            try:
                if items := (await messages.correlated(self.wire, query)).items:
                    return Sent(message_key, items)
            except C8Error:
                break
        return Sent(message_key)


def _total(page: Page[Any]) -> int:
    """How many there are, as far as the cluster says."""
    return max(len(page.items), page.page.total_items or 0)


def _unknown(lost: C8Error, words: str) -> OutcomeUnknown:
    return OutcomeUnknown(words, title=lost.title, status=lost.status, request=lost.request, outcome_known=False)
