"""User tasks: which of them a view shows, what one of them holds, fetched ahead, and the commands on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from c8tui.api import jobs, user_tasks
from c8tui.api.detached import detached
from c8tui.errors import BadAnswer, C8Error, Forbidden, NotFound, part
from c8tui.model.audit_logs import AuditLog, AuditLogFilter
from c8tui.model.jobs import Job, JobFilter
from c8tui.model.search import MAX_LIMIT, Op, Page, PageInfo, PageRequest, Search, Sort
from c8tui.model.user_tasks import Changeset, Form, UserTask, UserTaskFilter
from c8tui.model.variables import Variable, VariableFilter
from c8tui.session import rules
from c8tui.session.overlay import Overlay, shows
from c8tui.session.resolve import Sleep, resolve
from c8tui.session.rows import Fetch, Rows, Union, both_of
from c8tui.session.task_position import TaskPosition, TaskPositions
from c8tui.text import counted

if TYPE_CHECKING:
    from c8tui.api.wire import Wire
    from c8tui.session.identity import Identity
    from c8tui.session.process_names import NameSearch
    from c8tui.session.views import View

LISTENERS_LIMIT = 10
STATES_AT_WORK = ("CREATED", "FAILED", "TIMED_OUT", "RETRIES_UPDATED")
VARIABLES_LIMIT = 1_000
HISTORY_LIMIT = 50
NEWEST_FIRST = (Sort("creation_date", "DESC"),)


class VariableSearch(Protocol):
    """Either of the two searches for the variables of a task."""

    async def __call__(
        self, wire: Wire, user_task_key: str, query: Search[VariableFilter], *, truncate: bool = True
    ) -> Page[Variable]:
        """A page of them."""


class TaskDetail(Struct, frozen=True):
    """Everything about one task; what could not be read is None and has its reason in `troubles`.

    `history` is also None where this cluster keeps no audit log (before 8.9).
    """

    task: UserTask
    variables: tuple[Variable, ...] | None
    form: Form | None
    history: tuple[AuditLog, ...] | None
    position: TaskPosition | None = None
    """Where in its process the task stands, when its BPMN tells."""
    listeners: tuple[Job, ...] = ()
    """The listener jobs that a task in an -ING state waits for."""
    troubles: Mapping[str, C8Error] = msgspec.field(default_factory=dict)
    """Why a part could not be read, by its name: task, variables, form, history, position, listeners."""

    def after(self, before: TaskDetail | None) -> TaskDetail:
        """It with what is known from before in the place of what could not be read this time."""
        names = {"variables", "form", "history", "position"} & self.troubles.keys() if before is not None else ()
        return replace(self, **{name: getattr(before, name) for name in names})


@dataclass(slots=True)
class UserTasks:
    """Reads and commands on user tasks. What may be done to which task is for `actions.Step` to say."""

    wire: Wire
    read_only: bool = False
    tenant_id: str | None = None
    overlay: Overlay[UserTask] = field(
        default_factory=lambda: Overlay(lambda task: task.user_task_key, {"COMPLETED": "COMPLETING"})
    )
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    """What "now" means in a view."""
    sleep: Sleep = asyncio.sleep
    """How to wait between two looks at a command whose answer was lost."""
    _absent: set[str] = field(default_factory=set)
    """Endpoints that this cluster turned out not to have; found by asking, not by its version."""
    positions: TaskPositions = field(init=False)

    def __post_init__(self) -> None:
        self.positions = TaskPositions(self.wire)

    def rows(self, view: View, identity: Identity, named: NameSearch | None = None) -> Rows[UserTask]:
        """The tasks of a view, our own writes laid over them; narrowed to what is `named` so.

        What is relative to now is so whenever its first page is asked for. Raises Refusal, see `View.filters()`.
        """
        source = self._source(view, self._filters(view, identity, named))

        async def fetch(page: PageRequest) -> Page[UserTask]:
            nonlocal source
            if page.after is None:
                source = self._source(view, self._filters(view, identity, named))
            found = await source(page)
            return msgspec.structs.replace(found, items=tuple(map(self.overlay.seen, found.items)))

        return Rows(fetch, lambda task: task.user_task_key, self.overlay.over)

    async def count(self, view: View, identity: Identity) -> tuple[int, bool]:
        """How many tasks a view holds, and whether that is only a bound; a search of one task for each alternative."""
        filters = self._filters(view, identity, None)
        both = both_of(filters) if len(filters) == 2 else None
        if not filters:
            return 0, False
        asked = [*filters, *((both,) if both else ())]
        pages = await asyncio.gather(*(self._search(one, ())(PageRequest(limit=1)) for one in asked))
        # A search for one task that found one counts one at least, whatever the cluster says.
        totals = [max(page.page.total_items or 0, len(page.items)) for page in pages]
        bound = any(page.page.has_more_total_items or page.page.total_items is None for page in pages)
        if len(filters) == 1:
            return totals[0], bound
        exact = both is not None and not bound
        return (sum(totals[:-1]) - totals[-1], False) if exact else (max(totals[: len(filters)]), True)

    async def newest(self, view: View, identity: Identity, most: int) -> tuple[Page[UserTask], ...]:
        """The tasks of a view that were created last, `most` of each of its searches, as the index tells them.

        Raises Refusal, see `View.filters()`, and C8Error.
        """
        searches = (self._search(one, NEWEST_FIRST) for one in self._filters(view, identity, None))
        return tuple(await asyncio.gather(*(search(PageRequest(limit=most)) for search in searches)))

    def _filters(self, view: View, identity: Identity, named: NameSearch | None) -> tuple[UserTaskFilter, ...]:
        return view.filters(identity, self.now(), tenant_id=self.tenant_id, named=named)

    def _source(self, view: View, filters: tuple[UserTaskFilter, ...]) -> Fetch:
        """What fetches the pages of these filters, together if there are several; of none, nothing."""
        if not filters:
            return _nothing
        if len(filters) == 1:
            return self._search(filters[0], view.sort)
        both = both_of(filters) if len(filters) == 2 else None
        overlap = self._search(both, ()) if both is not None else None
        return Union([self._search(one, view.sort) for one in filters], view.sort, overlap).fetch

    def _search(self, filter_: UserTaskFilter, sort: tuple[Sort, ...]) -> Fetch:
        query = Search(filter=filter_, sort=sort)

        async def fetch(page: PageRequest) -> Page[UserTask]:
            return await user_tasks.search(self.wire, query.at(page))

        return fetch

    async def task(self, user_task_key: str, *, pending: bool = True) -> UserTask:
        """The task as the index has it now, with our own writes on top; `pending`: also those on their way."""
        return self.overlay.over(self.overlay.seen(await user_tasks.get(self.wire, user_task_key)), pending=pending)

    async def detail(self, task: UserTask) -> TaskDetail:
        """All of one task, asked for at once; variables are cut to the length that the cluster gives by default.

        Raises C8Error when neither the task nor its variables can be read.
        """
        key = task.user_task_key
        troubles: dict[str, C8Error] = {}
        fresh, variables, form, history, position = await asyncio.gather(
            part("task", self.task(key), troubles),
            part("variables", self.variables(key), troubles),
            part("form", self.form(task), troubles),
            part("history", self.history(key), troubles),
            part("position", self.positions.of(task.process_definition_key, task.element_id), troubles),
        )
        if "task" in troubles and "variables" in troubles:
            raise troubles["task"]
        listeners = await part("listeners", self._listeners(fresh or task), troubles)
        return TaskDetail(fresh or task, variables, form, history, position, listeners or (), troubles)

    async def _listeners(self, task: UserTask) -> tuple[Job, ...]:
        """The listener jobs at work on a task between two states; none where jobs may not be seen."""
        if not rules.is_on_its_way(task):
            return ()
        at_work = JobFilter(
            element_instance_key=task.element_instance_key, kind="TASK_LISTENER", state=Op(in_=STATES_AT_WORK)
        )
        try:
            found = await jobs.search(self.wire, Search(filter=at_work, page=PageRequest(limit=LISTENERS_LIMIT)))
        except (Forbidden, NotFound):
            return ()
        return found.items

    async def form(self, task: UserTask) -> Form | None:
        """The linked form; a task without one is not asked about."""
        return await user_tasks.form(self.wire, task.user_task_key) if task.form_key else None

    async def filled_in(self, task: UserTask) -> tuple[Form | None, tuple[Variable, ...]]:
        """The form of a task and its variables as they are now, whole."""
        form, variables = await asyncio.gather(self.form(task), self.variables(task.user_task_key, whole=True))
        return form, variables

    async def variables(self, user_task_key: str, *, whole: bool = False) -> tuple[Variable, ...]:
        """The variables that the task sees, innermost scope first come; `whole` ones are not cut."""
        if "effective-variables" not in self._absent:
            try:
                return await self._variables(user_tasks.effective_variables, user_task_key, truncate=not whole)
            except NotFound:
                pass
        found = await self._variables(user_tasks.variables, user_task_key, truncate=not whole)
        self._absent.add("effective-variables")
        return innermost(found)

    async def _variables(self, search: VariableSearch, user_task_key: str, *, truncate: bool) -> tuple[Variable, ...]:
        """All that a search finds, by number, as one of the two knows no cursors; a short page alone is no end."""
        found: dict[tuple[str, str], Variable] = {}
        seen = 0
        while seen < MAX_LIMIT:
            request = PageRequest(limit=VARIABLES_LIMIT, from_=seen)
            query = Search(filter=VariableFilter(), sort=(Sort("name"),), page=request)
            page = await search(self.wire, user_task_key, query, truncate=truncate)
            if page.left_out:
                raise BadAnswer(f"{counted(page.left_out, 'variable')} cannot be read: {page.why_left_out}")
            known = len(found)
            found.update(((one.name, one.scope_key), one) for one in page.items)
            seen += len(page.items)
            if len(found) == known or seen == page.page.total_items:
                break
        return tuple(found.values())

    async def history(self, user_task_key: str) -> tuple[AuditLog, ...] | None:
        """The latest operations on the task, newest first; None where there is no audit log or no right to see it."""
        if "audit-logs" in self._absent:
            return None
        query = Search(
            filter=AuditLogFilter(), sort=(Sort("timestamp", "DESC"),), page=PageRequest(limit=HISTORY_LIMIT)
        )
        try:
            return (await user_tasks.audit_logs(self.wire, user_task_key, query)).items
        except NotFound:
            self._absent.add("audit-logs")
            return None
        except Forbidden:
            return None

    # Commands, whose rules `actions.VERBS` knows

    async def assign(self, task: UserTask, assignee: str, *, allow_override: bool, action: str) -> None:
        """Assign to `assignee`; without `allow_override` only what nobody holds (Conflict)."""
        key = task.user_task_key
        command = user_tasks.assign(self.wire, key, assignee, allow_override=allow_override, action=action)
        await self._command(task, command, assignee=assignee)

    async def unassign(self, task: UserTask) -> None:
        """Take its assignee away."""
        await self._command(task, user_tasks.unassign(self.wire, task.user_task_key), assignee=None)

    async def complete(self, task: UserTask, variables: Mapping[str, Any]) -> None:
        """Complete with `variables`."""
        await self._command(task, user_tasks.complete(self.wire, task.user_task_key, variables), state="COMPLETED")

    async def update(self, task: UserTask, changeset: Changeset) -> None:
        """Change priority, dates or candidates."""
        await self._command(task, user_tasks.update(self.wire, task.user_task_key, changeset), **changeset.effect())

    async def _command(self, task: UserTask, command: Awaitable[None], **fields: Any) -> None:
        """Send one command, its effect laid over the lists while it runs and until the index agrees."""
        write = self.overlay.begin(task, **fields)
        try:
            await resolve(command, self._took_effect(task.user_task_key, fields), self.sleep)
        except BaseException:
            self.overlay.roll_back(write)
            raise
        self.overlay.confirm(write)

    def _took_effect(self, user_task_key: str, fields: Mapping[str, Any]) -> Callable[[], Awaitable[bool]]:
        async def look() -> bool:
            found = await user_tasks.get(self.wire, user_task_key)
            return shows(found, fields)

        return look


async def _nothing(_: PageRequest) -> Page[UserTask]:
    return Page(items=(), page=PageInfo(total_items=0))


def innermost(variables: tuple[Variable, ...]) -> tuple[Variable, ...]:
    """One variable a name, the one of the innermost scope: a younger scope has the greater key."""
    chosen: dict[str, Variable] = {}
    for variable in variables:
        seen = chosen.get(variable.name)
        if seen is None or _age(variable.scope_key) > _age(seen.scope_key):
            chosen[variable.name] = variable
    return tuple(chosen[name] for name in sorted(chosen))


def _age(scope_key: str) -> int:
    return int(scope_key) if scope_key.isdecimal() else 0


# Details, fetched ahead so that the next one is there when somebody gets to it

FRESH_S = 30.0
"""So long a detail counts as known; variables change without a trace in the task."""
MOST_DETAILS = 16
"""Details kept; the one looked at longest ago goes first."""


class Details(Struct):
    """Details by task, each asked for once however many wait for it."""

    user_tasks: UserTasks
    clock: Callable[[], float] = monotonic
    _kept: dict[str, tuple[float, TaskDetail]] = msgspec.field(default_factory=dict)
    _asked: dict[str, asyncio.Task[TaskDetail]] = msgspec.field(default_factory=dict)

    def known(self, task: UserTask) -> TaskDetail | None:
        """The detail of `task`, with the task as it is given; None when it was never fetched, or too long ago."""
        at, detail = self._kept.get(task.user_task_key, (-FRESH_S, None))
        if detail is None or self.clock() - at >= FRESH_S:
            return None
        return replace(detail, task=task)

    async def fetch(self, task: UserTask) -> TaskDetail:
        """The detail as the cluster has it now. Raises C8Error.

        Whoever stops waiting does not stop the question: another one may wait for the same answer.
        """
        key = task.user_task_key
        if key not in self._asked:
            self._asked[key] = detached(self._ask(task), f"detail of {key}")
            # Where everybody has stopped waiting, nobody takes a failure: it is taken here.
            self._asked[key].add_done_callback(lambda asked: asked.cancelled() or asked.exception())
        return await asyncio.shield(self._asked[key])

    async def _ask(self, task: UserTask) -> TaskDetail:
        key = task.user_task_key
        try:
            found = await self.user_tasks.detail(task)
        finally:
            del self._asked[key]
        _, before = self._kept.pop(key, (0.0, None))
        detail = found.after(before)
        self._kept[key] = self.clock(), detail
        while len(self._kept) > MOST_DETAILS:
            del self._kept[next(iter(self._kept))]
        return detail

    async def prefetch(self, tasks: Iterable[UserTask]) -> None:
        """Fetch what is not known yet, one after the other, so that no other question waits; a failure says nothing."""
        for task in tasks:
            if self.known(task) is None:
                with suppress(C8Error):
                    await self.fetch(task)

    async def close(self) -> None:
        """Stop what is being asked."""
        asked = [*self._asked.values()]
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
