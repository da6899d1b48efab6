"""The messages screen: who waits for which message, and with which key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from c8tui.model.messages import MessageSubscription
from c8tui.session.dates import absolute, ago
from c8tui.session.lists import LISTS
from c8tui.session.messages import SubscriptionQuery
from c8tui.session.rows import Rows
from c8tui.tui import clock
from c8tui.tui.commands.ids import INSTANCES, MESSAGES
from c8tui.tui.messages.actions import MessageActions
from c8tui.tui.messages.columns import SUBSCRIPTION_COLUMNS
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.list_views import ListViews
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related, Way, way_to, ways_of_instance
from c8tui.tui.widgets.facts import Fact, Heading, Line

if TYPE_CHECKING:
    from c8tui.tui.host import Host


class MessagesScreen(ListScreen[MessageSubscription]):
    """The subscriptions that wait, or those that are asked for."""

    NAME = MESSAGES
    NOUN = "subscription"
    EMPTY = f"Nobody waits for a message. {OR_NO_PERMISSION}"
    COLUMNS = SUBSCRIPTION_COLUMNS.shown

    list_query: ListQuery[SubscriptionQuery]
    views: ListViews[SubscriptionQuery]

    def begin(self) -> None:
        subscriptions = self.session.messages
        self.list_query = ListQuery(
            self, subscriptions, SubscriptionQuery(), what="message subscriptions",
            about="All that is filled in must hold. An empty State asks for subscriptions of every state.",
            names=lambda one: (one.message_name, one.process_instance_key), text_field="message_name",
        )  # fmt: skip
        related = Related(self.ui, lambda: self.current, partial(ways_of_subscription, self.host))
        self.views = ListViews(self, self.list_query, LISTS[MESSAGES], SUBSCRIPTION_COLUMNS)
        self.parts += [*self.views.parts(), MessageActions(self), related]
        self.views.begin()
        super().begin()

    def rows(self) -> Rows[MessageSubscription]:
        return self.list_query.rows()

    def caption(self) -> str:
        return self.views.caption("Message subscriptions")

    def empty_words(self) -> str:
        return self.EMPTY if self.list_query.is_plain else self.list_query.empty_words(self.EMPTY)

    def narrow(self, argument: str) -> None:
        """A view by its id, else those of a process instance by its key, or of a message by its name."""
        if not self.views.shows(argument):
            self.list_query.ask(SubscriptionQuery.narrowed_to(argument))

    def describe(self, item: MessageSubscription) -> None:
        self.pane.facts.show(subscription_lines(item))


def ways_of_subscription(host: Host, one: MessageSubscription) -> Iterator[Way]:
    """Where one can go from a subscription: to its process instance; where a message starts one, to others so far."""
    if one.process_instance_key:
        yield from ways_of_instance(host, one.process_instance_key, one.element_id)
    elif one.process_definition_key:
        of_it = {"process_definition_key": one.process_definition_key}
        yield way_to(host, INSTANCES, "instances", "instances of the process that a message starts", of_it)


def subscription_lines(one: MessageSubscription) -> Iterator[Line]:
    """Everything about one subscription."""
    yield Heading(one.message_name or "message", one.message_subscription_state.lower() or "unknown")
    yield Fact("correlation key", one.correlation_key or "-")
    yield Heading("Where")
    yield Fact("process", one.process_definition_id or "-")
    yield Fact("element", one.element_id or "-")
    yield Fact("changed", f"{absolute(one.last_updated_date)}  ({ago(one.last_updated_date, clock.now())})")
    yield Heading("Keys")
    yield Fact("subscription", one.message_subscription_key, "dim")
    yield Fact("instance", one.process_instance_key or "none: a message starts one", "dim")
    yield Fact("element", one.element_instance_key or "-", "dim")
    yield Fact("definition", one.process_definition_key or "-", "dim")
    yield Fact("tenant", one.tenant_id or "-", "dim")
