"""Views of the inbox: named queries, kept as words so that `me` and `now` stay what they are when it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from c8tui.errors import Refusal
from c8tui.model.search import Op, Sort
from c8tui.model.user_tasks import OPEN_STATES, UserTask, UserTaskFilter
from c8tui.session.filter_syntax import NotWords, parts
from c8tui.session.task_filters import QueryContext, intersection, products, read

if TYPE_CHECKING:
    from c8tui.session.identity import Identity

MOST_SEARCHES = 12
"""Searches that one view is made of at most."""
NEAREST_DUE = (Sort("due_date"), Sort("priority", "DESC"), Sort("creation_date"))
LATEST_DONE = (Sort("completion_date", "DESC"),)
SORT_WORDS = {
    NEAREST_DUE: "nearest due first",
    LATEST_DONE: "latest first",
}
_NEEDS = {"assignee": ("me", "user"), "candidate_user": ("me", "user"), "candidate_group": ("mine", "groups")}


@dataclass(frozen=True, slots=True)
class View:
    """A query for user tasks with its order and columns."""

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
        self, identity: Identity, now: datetime, *, tenant_id: str | None = None, name_like: str | None = None
    ) -> tuple[UserTaskFilter, ...]:
        """The filters, any of which its tasks meet, in this tenant, narrowed to names like `name_like` (8.9+).

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
            if name_like:
                options["name"] = _narrowed(options.get("name"), "name", (Op(like=name_like),))
            found += (UserTaskFilter(**{**base, **values}) for values in products(options))
            if len(found) > MOST_SEARCHES:
                raise NotWords(f"these conditions are more than {MOST_SEARCHES} searches")
        return tuple(dict.fromkeys(found))

    def with_conditions(self, conditions: Mapping[str, str]) -> View:
        """The same view with other conditions, and without alternatives."""
        return replace(self, alternatives=(dict(conditions),), common={})

    @property
    def sort_words(self) -> str:
        """The order in words."""
        if self.sort in SORT_WORDS:
            return SORT_WORDS[self.sort]
        keys = (key.field.removesuffix("_date").replace("_", " ") for key in self.sort)
        return "by " + ", ".join(
            f"{name}{' (falling)' if key.order == 'DESC' else ''}" for name, key in zip(keys, self.sort, strict=True)
        )


def _narrowed(options: tuple[Any, ...] | None, name: str, others: tuple[Any, ...]) -> tuple[Any, ...]:
    """Values of a field of which any is met by what meets one of the options and one of the others."""
    if options is None:
        return others
    return tuple(value for one in options for other in others for value in intersection(name, one, other))


BUILT_IN = (
    View("open", "All open"),
    View("mine-or-groups", "Mine or my groups'", ({"assignee": "me"}, {"candidate_group": "mine"})),
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


def name_pattern(text: str) -> str | None:
    """A `$like` pattern for names that contain `text`, or None for no text.

    The API compares letter by letter, capitals too. A word typed in small letters may begin with a capital in the name:
    its first letter is left open.
    """
    words = (_word_pattern(word) for word in text.split())
    joined = " ".join(words)
    return f"*{joined}*" if joined else None


def _word_pattern(word: str) -> str:
    escaped = [f"\\{character}" if character in "*?\\" else character for character in word]
    if word.islower() and word[0].isalpha():
        escaped[0] = "?"
    return "".join(escaped)
