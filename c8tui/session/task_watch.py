"""Watching views for new tasks: what came since the last look, and what of it is still to be seen.

A look asks for the tasks that were created last, and nothing else: it is made every few seconds, whatever is on screen.
What came since is found by comparing keys, not dates, since a task that is assigned to us may be old.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from c8tui.dates import local
from c8tui.dates.quiet_hours import WeeklyHours
from c8tui.errors import C8Error, Refusal
from c8tui.model.base import moment
from c8tui.session.overlay import LIFETIME_S, WRITTEN
from c8tui.text import counted, visible

if TYPE_CHECKING:
    from c8tui.model.search import Page
    from c8tui.model.user_tasks import UserTask
    from c8tui.session.identity import Identity
    from c8tui.session.user_tasks import UserTasks
    from c8tui.session.view_store import ViewStore
    from c8tui.session.views import View

MOST = 50
"""Tasks that a search of a view is asked for. An old task behind them, assigned anew, is not noticed."""
ABSENT_S = 60.0
"""A task that was away no longer than this is not new: copies of an index do not always agree."""
LAG_S = 600.0
"""So long an index may take to show a command of our own."""
MOST_TITLES = 3
LONGEST_TITLE = 60
"""Characters of a task's title in a sentence."""
Rank = tuple[float, int]
"""When a task was created, and its key: what was created later is greater."""


class News(Struct, frozen=True):
    """What one look brought."""

    tasks: tuple[UserTask, ...] = ()
    """The new ones, each once, the newest first."""
    views: tuple[View, ...] = ()
    """The views that they are in."""
    failure: C8Error | None = None
    """What kept some view from being looked at; it is compared with what was there before, the next time."""

    def words(self) -> str:
        """`9 new tasks in Mine: Approve invoice (2), Check order, Sign contract and 5 more`."""
        named = Counter(task.title for task in self.tasks).most_common(MOST_TITLES)
        titles = [visible(title, LONGEST_TITLE) + (f" ({number:,})" if number > 1 else "") for title, number in named]
        more = f" and {left:,} more" if (left := len(self.tasks) - sum(number for _, number in named)) else ""
        return f"{counted(len(self.tasks), 'new task')} in {self.where()}: {', '.join(titles)}{more}"

    def where(self) -> str:
        """The titles of the views, raw."""
        return " and ".join(filter(None, (", ".join(v.title for v in self.views[:-1]), self.views[-1].title)))


class Watched(Struct):
    """A view as it was at the last look that it answered."""

    query: object
    """What was asked: after something else was, nothing is new."""
    keys: frozenset[str]
    beyond: Rank | None
    """Older tasks than this may have been there unseen; None where all were seen."""
    there_at: dict[str, float]
    """When each task was last there, of those that were lately."""
    unseen: dict[str, Rank] = field(default_factory=dict)
    """New tasks that are still there, and that nobody has seen in the view."""


class TaskWatch(Struct):
    """The watched views of a session."""

    user_tasks: UserTasks
    views: ViewStore
    identity: Callable[[], Identity]
    names: tuple[str, ...] = ()
    """Names of the views; without any, what is ours or could be."""
    quiet: WeeklyHours = WeeklyHours()
    clock: Callable[[], float] = monotonic
    now: Callable[[], datetime] = local.now
    """This moment, in the zone of the person."""
    attended: bool = False
    """Whether the person has done something since the last news: what is in sight is seen then."""
    _watched: dict[str, Watched] = field(default_factory=dict)
    _excused: dict[tuple[str, str], float] = field(default_factory=dict)
    """By view and task, the command of ours that it came back by."""

    @property
    def is_quiet(self) -> bool:
        """Whether these are quiet hours."""
        return self.quiet.holds(self.now())

    def faults(self) -> Iterator[tuple[str, str]]:
        """What keeps views from being watched, each with what to do."""
        known = ", ".join(view.id for view in self.views)
        for name in self.names:
            if self.views.named(name) is None:
                yield f"has {name!r}, and no view is called so", f"Known are {known}"
        for view in self._chosen():
            lacking = " and ".join(need for need in sorted(view.needs) if not getattr(self.identity(), need))
            if lacking:
                yield f"watches {view.title}, which needs to know your {lacking}", f"Set {lacking}"

    def _chosen(self) -> list[View]:
        """The views, once each."""
        if self.names:
            found = [view for name in self.names if (view := self.views.named(name)) is not None]
        else:
            me = self.identity()
            name = "mine-or-groups" if me.user and me.groups else "groups" if me.groups else "mine"
            found = [view for view in self.views if view.id == name]
        return list({view.id: view for view in found}.values())

    # Looking

    async def look(self) -> News:
        """What is new since the last look; nothing by the first one. What fails is part of the answer."""
        tasks: dict[str, UserTask] = {}
        views: list[View] = []
        failure: C8Error | None = None
        for view in self._chosen():
            try:
                pages = await self.user_tasks.newest(view, self.identity(), MOST)
            except Refusal:  # nobody has said yet who we are
                continue
            except C8Error as error:
                failure = error
                break
            if new := self._compared(view, pages):
                views.append(view)
                tasks.update((task.user_task_key, task) for task in new)
        if tasks:
            self.attended = False
        return News(tuple(sorted(tasks.values(), key=_rank, reverse=True)), tuple(views), failure)

    def _compared(self, view: View, pages: Sequence[Page[UserTask]]) -> list[UserTask]:
        """The tasks that were not there before."""
        now = self.clock()
        query = (view.alternatives, view.common, self.identity())
        found = {task.user_task_key: task for page in pages for task in page.items}
        keys, beyond = frozenset(found), max(filter(None, map(_end, pages)), default=None)
        before = self._watched.get(view.id)
        if before is None or before.query != query:
            self._watched[view.id] = Watched(query, keys, beyond, dict.fromkeys(keys, now))
            return []
        new = [
            task
            for key, task in found.items()
            if key not in before.keys
            and (before.beyond is None or _rank(task) >= before.beyond)
            and not self._ours(view, key)  # first, as it takes note of what came back by us
            and (key not in before.there_at or now - before.there_at[key] >= ABSENT_S)
            and self._concerns_us(task)
        ]
        lately = {key: at for key, at in before.there_at.items() if now - at < ABSENT_S}
        unseen = before.unseen | {task.user_task_key: _rank(task) for task in new}
        unseen = {key: rank for key, rank in unseen.items() if key in keys or (beyond is not None and rank < beyond)}
        there_at = lately | dict.fromkeys(keys, now)
        self._watched[view.id] = Watched(query, keys, beyond, there_at, unseen)
        return new

    def _ours(self, view: View, user_task_key: str) -> bool:
        """Whether a command of our own brought it into the view: each does so once, however late the index tells."""
        overlay = self.user_tasks.overlay
        if overlay.mark(user_task_key) not in (None, WRITTEN[1]):  # it is on its way
            return True
        written_at, now = overlay.written_at(user_task_key), overlay.clock()
        if written_at is None or now - written_at >= LAG_S:
            return False
        before = self._excused.get((view.id, user_task_key))
        self._excused[view.id, user_task_key] = written_at
        return before != written_at or now - written_at < LIFETIME_S

    def _concerns_us(self, task: UserTask) -> bool:
        """Where no view was named, what somebody else holds is no work of ours."""
        return bool(self.names) or task.assignee in (None, "", self.identity().user)

    # What is still to be seen

    def unseen(self, view_id: str) -> int:
        """New tasks of a view that nobody has seen in it."""
        watched = self._watched.get(view_id)
        return len(watched.unseen) if watched is not None else 0

    def words(self) -> str:
        """`3 new`; empty where everything was seen."""
        unseen = {key for watched in self._watched.values() for key in watched.unseen}
        return f"{len(unseen):,} new" if unseen else ""

    def seen(self, view_id: str) -> bool:
        """The view is in sight: its tasks are seen, if somebody is there. Whether any had not been."""
        if not self.attended or not self.unseen(view_id):
            return False
        keys = set(self._watched[view_id].unseen)
        for watched in self._watched.values():  # a task that is in two views is seen in both
            watched.unseen = {key: rank for key, rank in watched.unseen.items() if key not in keys}
        return True


def _rank(task: UserTask) -> Rank:
    created: Any = moment(task.creation_date)
    key = task.user_task_key
    return (created.timestamp() if created else 0.0, int(key) if key.isdecimal() else 0)


def _end(page: Page[UserTask]) -> Rank | None:
    """The rank of the last task of a page that may have more behind it."""
    total = page.page.total_items
    is_all = len(page.items) < MOST and total is not None and total <= len(page.items)
    return None if is_all or not page.items else min(map(_rank, page.items))
