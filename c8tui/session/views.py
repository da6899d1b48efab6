"""Views of a list: named queries, kept as words so that `me` and `now` stay what they are when it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from c8tui.errors import Refusal
from c8tui.model.search import Op, Sort
from c8tui.model.user_tasks import OPEN_STATES, UserTask, UserTaskFilter
from c8tui.session.filter_syntax import NotWords, parts
from c8tui.session.identity import Identity
from c8tui.session.task_filters import QueryContext, intersection, products, read, schema

if TYPE_CHECKING:
    from c8tui.session.process_names import NameSearch

MOST_SEARCHES = 12
"""Searches that one view is made of at most."""
TASKS = "tasks"
"""The list of the inbox, of which a view is that names no other."""
NEAREST_DUE = (Sort("due_date"), Sort("priority", "DESC"), Sort("creation_date"))
LATEST_DONE = (Sort("completion_date", "DESC"),)
_SCHEMA = schema(Identity(None, (), ""))
_NEEDS = {"assignee": ("me", "user"), "candidate_user": ("me", "user"), "candidate_group": ("mine", "groups")}


class View(Struct, frozen=True):
    """A query for the records of a list, with its order and columns. Only views of tasks have several alternatives."""

    id: str
    title: str
    alternatives: tuple[Mapping[str, str], ...] = ({},)
    """Conditions as words by field; a task is in the view when it meets all of any one of them."""
    sort: tuple[Sort, ...] = NEAREST_DUE
    columns: tuple[str, ...] = ()
    """Names of columns; none for the standard ones."""
    own: bool = False
    """Whether it comes from the view file."""
    common: Mapping[str, str] = field(default_factory=dict)
    """Conditions that it has to meet besides, whichever of the alternatives it meets."""
    changed_from: View | None = None
    """The view that it was before somebody changed it for now."""
    of: str = TASKS
    """The list that it is of."""
    every_version: bool = False
    """Of definitions: whether every version is in it, or the latest ones only."""

    @property
    def needs(self) -> frozenset[str]:
        """What has to be known of the person first: `user`, `groups`."""
        return frozenset(
            need
            for conditions in (self.common, *self.alternatives)
            for name, (word, need) in _NEEDS.items()
            if word in parts(conditions.get(name, "").removeprefix("not "))
        )

    def filters(
        self, identity: Identity, now: datetime, *, tenant_id: str | None = None, named: NameSearch | None = None
    ) -> tuple[UserTaskFilter, ...]:
        """The filters, any of which its tasks meet, in this tenant, narrowed to what is `named` so.

        There is none where no task can meet the conditions. Raises Refusal while what it needs of the person is not
        known: asked without, it would show everybody's. Raises NotWords for conditions that are none, or that the
        cluster cannot be asked for together.
        """
        for need in sorted(self.needs):
            if not getattr(identity, need):
                raise Refusal(f"{self.title} needs to know your {need}")
        context = QueryContext(identity, now)
        base: dict[str, Any] = {"state": Op(in_=OPEN_STATES), "tenant_id": tenant_id}
        found: list[UserTaskFilter] = []
        for chosen in self.alternatives:
            options: dict[str, tuple[Any, ...]] = {}
            for conditions in (self.common, chosen):
                for name, words in conditions.items():
                    options[name] = _narrowed(options.get(name), name, read(name, words, context))
            for narrowed in _named(options, named):
                found += (UserTaskFilter(**{**base, **values}) for values in products(narrowed))
            if len(found) > MOST_SEARCHES:
                raise NotWords(f"these conditions are more than {MOST_SEARCHES} searches")
        return tuple(dict.fromkeys(found))

    @property
    def is_single(self) -> bool:
        """Whether it is all of one list of conditions, and not any of several."""
        return len(self.alternatives) == 1 and not self.common

    @property
    def conditions(self) -> Mapping[str, str]:
        """The conditions that can be changed: its only ones, or those besides its alternatives."""
        return self.alternatives[0] if self.is_single else self.common

    def with_conditions(self, conditions: Mapping[str, str]) -> View:
        """The same view with other conditions in their place."""
        if self.is_single:
            return replace(self, alternatives=(dict(conditions),))
        return replace(self, common=dict(conditions))

    def changed(self, view: View) -> View:
        """What this view is called when it is `view` for now; itself where nothing is changed."""
        base = self.changed_from or self
        if (view.alternatives, view.common, view.sort, view.columns) == (
            base.alternatives, base.common, base.sort, base.columns
        ):  # fmt: skip
            return base
        return replace(view, id=f"{base.id}*", title=_changed_title(view, base), own=False, changed_from=base)

    @property
    def sort_words(self) -> str:
        """The order in words: `priority (high first), then due, then created`."""
        return ", then ".join(map(_sort_words, self.sort))


def _sort_words(key: Sort) -> str:
    """A sort key in words; its direction where it goes without saying is left out."""
    order = _SCHEMA.order_of(key)
    if order is None:
        return key.field.replace("_", " ")
    plain = key.order == "ASC" and order.field != "priority"
    return order.title if plain else f"{order.title} ({order.words(key)})"


def _changed_title(view: View, base: View) -> str:
    """The view that was changed with the conditions that came: `Overdue + process = complaint`."""
    conditions, before = view.conditions, base.conditions
    title = base.title
    if all(conditions.get(name) == words for name, words in before.items()):
        conditions = {name: words for name, words in conditions.items() if name not in before}
    else:
        title = "Tasks" if "state" in conditions else "All open"
    return " + ".join((title, *_SCHEMA.condition_words(conditions)))


def _named(options: dict[str, tuple[Any, ...]], named: NameSearch | None) -> Iterator[dict[str, tuple[Any, ...]]]:
    """The options of a filter, once for each field by which a name is looked for."""
    if named is None:
        yield options
        return
    for name, values in named.options:
        yield {**options, name: _narrowed(options.get(name), name, values)}


def _narrowed(options: tuple[Any, ...] | None, name: str, others: tuple[Any, ...]) -> tuple[Any, ...]:
    """Values of a field of which any is met by what meets one of the options and one of the others."""
    if options is None:
        return others
    return tuple(value for one in options for other in others for value in intersection(name, one, other))


BUILT_IN = (
    View("open", "All open"),
    View("mine-or-groups", "Mine and my groups", ({"assignee": "me"}, {"candidate_group": "mine"})),
    View("mine", "Mine", ({"assignee": "me"},)),
    View("unassigned", "Unassigned", ({"assignee": "none"},)),
    View("groups", "My groups", ({"candidate_group": "mine"},)),
    View("overdue", "Overdue", ({"due_date": "< now"},)),
    View("today", "Due today", ({"due_date": "today"},)),
    View("follow-up", "Follow-up due", ({"follow_up_date": "< now"},)),
    View("completed", "Completed", ({"state": "completed"},), LATEST_DONE),
)


def tasks_of_instance(task: UserTask) -> View:
    """The open tasks of the process instance that a task belongs to."""
    return tasks_in(task.process_instance_key, task.process_name or task.process_definition_id)


def tasks_in(process_instance_key: str, process: str = "Process instance") -> View:
    """The open tasks of a process instance."""
    return View("instance", f"{process} {process_instance_key}", ({"process_instance_key": process_instance_key},))


def view_named(name: str, views: Iterable[View]) -> View | None:
    """The view with this id or title, or the only one whose id or title begins so."""
    name = name.casefold().strip()
    views = [*views]
    found = [v for v in views if name in (v.id, v.title.casefold())] or [
        v for v in views if v.id.startswith(name) or v.title.casefold().startswith(name)
    ]
    return found[0] if len(found) == 1 and name else None
