"""What belongs to the row under the cursor: a list to choose from with counts, and the same as jump labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from c8tui.model.search import PageInfo
from c8tui.session.views import tasks_in
from c8tui.tui.commands.ids import EVALUATIONS, INBOX, INCIDENTS, INSTANCES, JOBS
from c8tui.tui.flow import Ui
from c8tui.tui.jumps import Jump

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.host import Host

T = TypeVar("T")


class Way(Struct, frozen=True):
    """Somewhere to go from a row; `id` is also the kind that is counted in its process instance, if one is."""

    id: str
    title: str
    go: Callable[[], object]
    beside: bool = True
    """Whether its jump label stands beside the key of the instance, too, where there is room for four."""


def ways_of_instance(host: Host, process_instance_key: str) -> tuple[Way, ...]:
    """To all lists that can be narrowed to a process instance."""
    key = process_instance_key
    return (
        Way("tasks", "open tasks of its process instance",
            lambda: host.go_and(INBOX, lambda inbox: inbox.views.go(tasks_in(key)))),
        Way("jobs", "jobs of its process instance", lambda: host.go_and(JOBS, lambda jobs: jobs.narrow(key))),
        Way("incidents", "incidents of its process instance",
            lambda: host.go_and(INCIDENTS, lambda incidents: incidents.narrow(key))),
        Way("decisions", "decisions made in its process instance",
            lambda: host.go_and(EVALUATIONS, lambda evaluations: evaluations.narrow(key))),
        Way("instance", "its process instance on the diagram",
            lambda: host.go_and(INSTANCES, lambda instances: instances.open_by_key(key)), beside=False),
    )  # fmt: skip


class Related(Generic[T]):
    """`o` lists where one can go from a row, and how much is there; a jump label goes at once."""

    def __init__(
        self,
        ui: Ui,
        session: Session,
        current: Callable[[], T | None],
        instance_of: Callable[[T], str | None],
        ways: Callable[[T], Iterable[Way]],
    ) -> None:
        """`current` may raise Cancelled; `instance_of` is the key of the process instance that is counted in."""
        self._ui, self._session = ui, session
        self._current, self._instance_of, self._ways = current, instance_of, ways

    async def action_related(self) -> None:
        """Choose where to go from the row."""
        if (item := self._current()) is None:
            return
        ways = {way.id: way for way in self._ways(item)}
        choices = [(id_, way.title) for id_, way in ways.items()]
        if instance := self._instance_of(item):
            chosen = await self._ui.choose("Related", choices, notes=lambda: self._counts(instance))
        else:
            chosen = await self._ui.choose("Related", choices)
        ways[chosen].go()

    async def _counts(self, process_instance_key: str) -> Mapping[str, str]:
        found = await self._session.counts_in(process_instance_key)
        return {kind: text for kind, info in found.items() if (text := count_words(info))}

    def related_jumps(self) -> Iterator[Jump]:
        """The same as labels. Raises Cancelled."""
        if (item := self._current()) is not None:
            near = self._instance_of(item) or ""
            yield from (Jump(way.title, way.go, near=near if way.beside else "") for way in self._ways(item))


def count_words(info: PageInfo) -> str:
    """A count as a list has it: `3`, `10,000+`; empty where nothing was said."""
    if info.total_items is None:
        return ""
    return f"{info.total_items:,}{'+' if info.has_more_total_items else ''}"
