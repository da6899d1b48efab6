"""The lists of the screens as records for scripts: the same queries and columns, with the values behind the words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from c8tui.api.paging import Course, walk
from c8tui.errors import C8Error
from c8tui.model.search import PageRequest, Sort
from c8tui.session.export import FIELDS, Value
from c8tui.session.filter_line import read_filter, read_sort
from c8tui.session.filter_syntax import NotWords
from c8tui.session.list_fields import Fields
from c8tui.session.lists import LISTS
from c8tui.session.query import QuerySchema, then
from c8tui.session.rows import CHUNK, Rows
from c8tui.session.task_filters import schema
from c8tui.session.views import TASKS, View

if TYPE_CHECKING:
    from c8tui.session.session import Session

STANDARD_TASK_NAMES = ("key", "task", "process", "assignee", "priority", "due", "created")
"""What a view shows that names no columns, with the moment in the place of the age."""
DATES = frozenset(
    {
        "due", "follow_up", "created", "completed", "since", "evaluated", "started", "ended", "changed", "suspended",
        "deadline", "when",
    }
)  # fmt: skip
"""The columns that hold RFC 3339 date-times."""


class Asked(Struct, frozen=True):
    """What a script asks of a list, as it was typed; "" for nothing."""

    view: str = ""
    filter: str = ""
    sort: str = ""
    limit: int | None = None
    """Records at most; None for all."""


class NotAView(NotWords):
    """There is no view of this name, or several begin so."""


class NotASort(NotWords):
    """The list is not sorted by that."""


class VariablesUnknown(C8Error):
    """The variables that are columns of a view cannot be had."""


async def _no_variables(_: Sequence[Any], __: Sequence[str]) -> None:
    return None


class Listing(Struct):
    """The records that were asked for, page by page."""

    noun: str
    rows: Rows[Any]
    names: tuple[str, ...]
    """The columns, the key first."""
    fields: Fields
    limit: int | None = None
    fetch_variables: Callable[[Sequence[Any], Sequence[str]], Awaitable[None]] = _no_variables
    """Fetches the variables of records by their paths."""
    variable: Callable[[Any, str], str | None] = lambda item, path: None
    """The text of a column that is none of the fields but the path of a variable."""
    unread: int = 0
    """Records that came and cannot be read."""
    why_unread: str = ""
    repeats: bool = False
    """Whether the cluster gave one cursor twice, so that there may be more."""
    _course: Course = field(default_factory=Course)

    @property
    def paths(self) -> tuple[str, ...]:
        """The columns that are variables."""
        return tuple(name for name in self.names if name not in self.fields)

    async def pages(self) -> AsyncIterator[Sequence[Any]]:
        """The records, none of which is kept. Raises C8Error."""
        left = self.limit
        request = PageRequest(limit=CHUNK if left is None else min(left, CHUNK))
        async for page in walk(self.rows.fetch, request, self._course):
            self.unread, self.why_unread = self.unread + page.left_out, self.why_unread or page.why_left_out
            items = [*map(self.rows.dress, page.items)][:left]
            if self.paths:
                await self.fetch_variables(items, self.paths)
            if items:
                yield items
            left = None if left is None else left - len(items)
            if left == 0:
                return
        self.repeats = self._course.repeats

    def values(self, item: Any) -> list[Value]:
        """The values of its columns."""
        return [self.fields[name](item) if name in self.fields else self.variable(item, name) for name in self.names]

    def record(self, item: Any) -> dict[str, Any]:
        """It under the API's own names, with the variables that are columns."""
        found: dict[str, Any] = msgspec.to_builtins(item)
        if self.paths:
            found["variables"] = {path: self.variable(item, path) for path in self.paths}
        return found


def listing(session: Session, what: str, asked: Asked) -> Listing:
    """The list `what`: tasks, jobs, incidents, decisions or evaluations.

    Raises NotWords, its children NotAFilter, NotAView and NotASort among them, for what cannot be asked, and Refusal
    where a view has to know who is asking.
    """
    return _tasks(session, asked) if what == TASKS else _listed(session, what, asked)


def _tasks(session: Session, asked: Asked) -> Listing:
    view = _view(session, asked)
    names = tuple(dict.fromkeys(("key", *("created" if name == "age" else name for name in view.columns))))
    fetch_variables, variable = _variables(session)
    rows = session.user_tasks.rows(view, session.identity)
    return Listing(
        "task", rows, names if view.columns else STANDARD_TASK_NAMES, FIELDS, asked.limit, fetch_variables, variable
    )


def _variables(
    session: Session,
) -> tuple[Callable[[Sequence[Any], Sequence[str]], Awaitable[None]], Callable[[Any, str], str | None]]:
    """What fetches the variables of records, and what gives the text of one of them."""
    cells = session.cells

    async def fetch_variables(records: Sequence[Any], paths: Sequence[str]) -> None:
        await cells.fetch(records, paths)
        if cells.trouble and any(cells.text(record, path) is None for record in records for path in paths):
            raise VariablesUnknown(f"the variables of the columns cannot be read: {cells.trouble}")

    def variable(record: Any, path: str) -> str | None:
        text = cells.text(record, path)
        return None if text == "-" else text

    return fetch_variables, variable


def _view(session: Session, asked: Asked) -> View:
    """The view with what is asked besides."""
    view = _view_of(session, TASKS, asked)
    known = schema(session.identity).on(session.topology.gateway_version)
    conditions = read_filter(asked.filter, known, session.user_tasks.now())
    if twice := view.common.keys() & conditions.keys():
        raise NotWords(f"the view {view.title} has a condition on {', '.join(sorted(twice))} already")
    sort = then(_sort(asked.sort, known), *view.sort)[:3] if asked.sort else view.sort
    return replace(view, common={**view.common, **conditions}, sort=sort)


def _view_of(session: Session, name: str, asked: Asked) -> View:
    """The view of a list that is asked for. Raises NotAView."""
    session.views.refresh()
    view = session.views.named(asked.view or "open", name)
    if view is None:
        known_views = ", ".join(one.id for one in session.views.of(name))
        wrong = "".join(f"; {problem}" for problem in session.views.problems)
        raise NotAView(f"there is no {asked.view}, or several begin so; there are {known_views}{wrong}")
    return view


def _sort(text: str, known: QuerySchema) -> Sort:
    try:
        return read_sort(text, known)
    except NotWords as wrong:
        raise NotASort(wrong.detail) from None


_USE_CASES: Mapping[str, Callable[[Session], Any]] = {
    "jobs": lambda session: session.jobs,
    "incidents": lambda session: session.incidents,
    "decisions": lambda session: session.decisions,
    "evaluations": lambda session: session.evaluations,
}


def _listed(session: Session, name: str, asked: Asked) -> Listing:
    """A list of one search, asked what its view asks or what its screen asks first.

    The filter narrows a view; without one, it takes the place of what the screen asks of the same field.
    """
    spec, use_case = LISTS[name], _USE_CASES[name](session)
    view = _view_of(session, name, asked) if asked.view else None
    query = spec.query(view) if view is not None else spec.plain
    known: QuerySchema = use_case.schema
    conditions = read_filter(asked.filter, known, use_case.now())
    if view is not None and (twice := view.conditions.keys() & conditions.keys()):
        raise NotWords(f"the view {view.title} has a condition on {', '.join(sorted(twice))} already")
    query = query.by({**query.conditions, **conditions})
    if asked.sort:
        query = replace(query, sort=_sort(asked.sort, known))
    chosen = tuple(column for column in view.columns if column not in spec.counted) if view is not None else ()
    names = tuple(dict.fromkeys(("key", *chosen))) if chosen else spec.standard
    fetch_variables, variable = _variables(session)
    rows = use_case.rows(query)
    return Listing(spec.noun, rows, names, spec.fields, asked.limit, fetch_variables, variable)
