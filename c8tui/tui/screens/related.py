"""What belongs to the row under the cursor: a list to choose from with counts, and the same as jump labels."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from c8tui.errors import C8Error
from c8tui.model.search import PageInfo, PageRequest
from c8tui.session.views import View, tasks_in
from c8tui.tui.commands.ids import CORRELATED, EVALUATIONS, INBOX, INCIDENTS, INSTANCES, JOBS, MESSAGES
from c8tui.tui.flow import Ui
from c8tui.tui.jumps import Jump

if TYPE_CHECKING:
    from c8tui.session.query import Query
    from c8tui.session.rows import Rows
    from c8tui.session.session import Session
    from c8tui.tui.host import Host

T = TypeVar("T")


class Way(Struct, frozen=True):
    """Somewhere to go from a row."""

    id: str
    title: str
    go: Callable[[], object]
    rows: Callable[[], Rows[Any]] | None = None
    """What is listed there, which is counted."""
    known: str = ""
    """How much is there, where that needs no counting."""
    near: str = ""
    """The key in the pane beside which its jump label stands, too, where there is room for four."""


_LISTS: Mapping[str, tuple[str, Callable[[Session], Any]]] = {
    JOBS: ("c8tui.session.jobs:JobQuery", lambda session: session.jobs),
    INCIDENTS: ("c8tui.session.incidents:IncidentQuery", lambda session: session.incidents),
    EVALUATIONS: ("c8tui.session.evaluations:EvaluationQuery", lambda session: session.evaluations),
    INSTANCES: ("c8tui.session.process_instances:InstanceQuery", lambda session: session.ops.process_instances),
    MESSAGES: ("c8tui.session.messages:SubscriptionQuery", lambda session: session.messages),
    CORRELATED: ("c8tui.session.correlations:CorrelationQuery", lambda session: session.ops.correlations),
}
"""The queries of lists, which are imported when somebody wants to go there, and what asks them."""


def way_to(host: Host, screen: str, id_: str, title: str, conditions: Mapping[str, str], near: str = "") -> Way:
    """To a list, narrowed by conditions."""
    return way_to_query(host, screen, id_, title, resolve_name(_LISTS[screen][0])(conditions=conditions), near)


def way_to_query(host: Host, screen: str, id_: str, title: str, query: Query, near: str = "") -> Way:
    """To a list that is asked a query."""
    rows = partial(_rows, host, screen, query)
    return Way(id_, title, lambda: host.go_and(screen, lambda shown: shown.list_query.ask(query)), rows, near=near)


def _rows(host: Host, screen: str, query: Query) -> Rows[Any]:
    rows: Rows[Any] = _LISTS[screen][1](host.session).rows(query)
    return rows


def way_to_tasks(host: Host, id_: str, title: str, view: View, near: str = "") -> Way:
    """To the inbox with a view."""
    return Way(
        id_,
        title,
        lambda: host.go_and(INBOX, lambda inbox: inbox.views.go(view)),
        lambda: host.session.user_tasks.rows(view, host.session.identity),
        near=near,
    )


def ways_of_instance(host: Host, process_instance_key: str | None, element_id: str | None = None) -> Iterator[Way]:
    """From a record of a process instance: to all that belongs to that, and to it, or to an element of it."""
    if not (key := process_instance_key):
        return
    of = "of its process instance"
    titles = f"open tasks {of}", f"jobs {of}", f"incidents {of}", "decisions made in its process instance"
    yield from ways_within(host, key, (*titles, "messages its process instance awaits"))
    title = "its element on the diagram" if element_id else "the diagram of its process instance"
    open_it = lambda instances: instances.open_by_key(key, element_id or "")  # noqa: E731
    yield Way("instance", title, lambda: host.go_and(INSTANCES, open_it))


ITS_OWN = ("its open tasks", "its jobs", "its incidents", "decisions made in it", "messages that it awaits")


def ways_within(host: Host, key: str, titles: Sequence[str] = ITS_OWN) -> Iterator[Way]:
    """From a process instance to what belongs to it: tasks, jobs, incidents, decisions and messages, titled so."""
    of_it = {"process_instance_key": key}
    tasks, jobs, incidents, decisions, messages = titles
    yield way_to_tasks(host, "tasks", tasks, tasks_in(key), key)
    yield way_to(host, JOBS, "jobs", jobs, of_it, key)
    yield way_to(host, INCIDENTS, "incidents", incidents, of_it, key)
    yield way_to(host, EVALUATIONS, "decisions", decisions, of_it, key)
    yield way_to(host, MESSAGES, "messages", messages, of_it)


class Related(Generic[T]):
    """`o` lists where one can go from a row, and how much is there; a jump label goes at once."""

    def __init__(self, ui: Ui, current: Callable[[], T | None], ways: Callable[[T], Iterable[Way]]) -> None:
        """`current` may raise Cancelled."""
        self._ui, self._current, self._ways = ui, current, ways

    async def action_related(self) -> None:
        """Choose where to go from the row."""
        if (item := self._current()) is None:
            return
        ways = {way.id: way for way in self._ways(item)}
        if not ways:
            self._ui.say("Nothing belongs to it that could be gone to.", "warn")
            return
        choices = [(id_, way.title) for id_, way in ways.items()]
        ways[await self._ui.choose("Related", choices, notes=lambda: counts_of(ways.values()))].go()

    action_evaluation_related = action_related

    def related_jumps(self) -> Iterator[Jump]:
        """The same as labels. Raises Cancelled."""
        if (item := self._current()) is not None:
            yield from (Jump(way.title, way.go, near=way.near) for way in self._ways(item))


async def counts_of(ways: Iterable[Way]) -> Mapping[str, str]:
    """How much is where the ways lead, by their ids; what cannot be counted is missing."""
    counted = [way for way in ways if way.rows is not None]
    asked = (way.rows().fetch(PageRequest(limit=1)) for way in counted if way.rows is not None)
    found = await asyncio.gather(*asked, return_exceptions=True)
    texts = {way.id: way.known for way in ways}
    for way, page in zip(counted, found, strict=True):
        if isinstance(page, C8Error):  # a count is a help: what it counts can be gone to without it
            continue
        if isinstance(page, BaseException):
            raise page
        texts[way.id] = count_words(page.page)
    return {id_: text for id_, text in texts.items() if text}


def count_words(info: PageInfo) -> str:
    """A count as a list has it: `3`, `10,000+`; empty where nothing was said."""
    if info.total_items is None:
        return ""
    return f"{info.total_items:,}{'+' if info.has_more_total_items else ''}"


def in_place(ways: Iterable[Way], goes: Mapping[str, Callable[[], object]]) -> Iterator[Way]:
    """The same ways, of which some go otherwise."""
    return (replace(way, go=goes.get(way.id, way.go)) for way in ways)
