"""The screen of correlations: which message has reached which process instance, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from c8tui.model.messages import CorrelatedSubscription
from c8tui.session.correlations import CorrelationQuery
from c8tui.session.dates import absolute, ago
from c8tui.session.lists import LISTS
from c8tui.session.rows import Rows
from c8tui.tui import clock
from c8tui.tui.commands.ids import CORRELATED
from c8tui.tui.messages.actions import MessageActions
from c8tui.tui.messages.columns import CORRELATED_COLUMNS
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.list_views import ListViews
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related, Way, way_to, ways_of_instance
from c8tui.tui.widgets.facts import Fact, Heading, Line

if TYPE_CHECKING:
    from c8tui.tui.host import Host


class CorrelatedScreen(ListScreen[CorrelatedSubscription]):
    """What messages have reached, or what of that is asked for."""

    NAME = CORRELATED
    NOUN = "correlation"
    EMPTY = f"No message has been correlated. {OR_NO_PERMISSION}"
    COLUMNS = CORRELATED_COLUMNS.shown

    list_query: ListQuery[CorrelationQuery]
    views: ListViews[CorrelationQuery]

    def begin(self) -> None:
        self.list_query = ListQuery(
            self, self.session.ops.correlations, CorrelationQuery(), what="correlated messages",
            about="All that is filled in must hold. What a cluster has forgotten of the past is not here.",
            names=lambda one: (one.message_name, one.process_instance_key), text_field="message_name",
        )  # fmt: skip
        related = Related(self.ui, lambda: self.current, partial(ways_of_correlation, self.host))
        self.views = ListViews(self, self.list_query, LISTS[CORRELATED], CORRELATED_COLUMNS)
        self.parts += [*self.views.parts(), MessageActions(self), related]
        self.views.begin()
        super().begin()

    def rows(self) -> Rows[CorrelatedSubscription]:
        return self.list_query.rows()

    def caption(self) -> str:
        return self.views.caption("Correlated messages")

    def empty_words(self) -> str:
        return self.list_query.empty_words(self.EMPTY)

    def narrow(self, argument: str) -> None:
        """A view by its id, else those of a process instance by its key, or of a message by its name."""
        if not self.views.shows(argument):
            self.list_query.ask(CorrelationQuery.narrowed_to(argument))

    def describe(self, item: CorrelatedSubscription) -> None:
        self.pane.facts.show(correlation_lines(item))


def ways_of_correlation(host: Host, one: CorrelatedSubscription) -> Iterator[Way]:
    """Where one can go from a correlation: to its process instance, and to all that either side has had."""
    yield from ways_of_instance(host, one.process_instance_key, one.element_id)
    of_it, of_message = {"process_instance_key": one.process_instance_key}, {"message_key": one.message_key}
    yield way_to(host, CORRELATED, "received", "messages that its instance has received", of_it)
    yield way_to(host, CORRELATED, "reached", "all that the message has reached", of_message)


def correlation_lines(one: CorrelatedSubscription) -> Iterator[Line]:
    """Everything about one correlation."""
    yield Heading(one.message_name or "message", "correlated")
    yield Fact("correlation key", one.correlation_key or "-")
    yield Fact("when", f"{absolute(one.correlation_time)}  ({ago(one.correlation_time, clock.now())})")
    if one.business_id:
        yield Fact("business id", one.business_id)
    yield Heading("Where")
    yield Fact("process", one.process_definition_id or "-")
    yield Fact("element", one.element_id or "-")
    if one.element_instance_key is None:
        yield Fact("", "it started the instance")
    yield Heading("Keys")
    yield Fact("message", one.message_key, "dim")
    yield Fact("instance", one.process_instance_key or "-", "dim")
    yield Fact("subscription", one.subscription_key or "-", "dim")
    yield Fact("element", one.element_instance_key or "-", "dim")
    yield Fact("definition", one.process_definition_key or "-", "dim")
    yield Fact("partition", "-" if one.partition_id is None else str(one.partition_id), "dim")
    yield Fact("tenant", one.tenant_id or "-", "dim")
