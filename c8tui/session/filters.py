"""The inbox filters that everybody has: all open, mine, unassigned, my groups, completed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from c8tui.errors import Refusal
from c8tui.model.search import Op, Sort
from c8tui.model.user_tasks import OPEN_STATES, UserTask, UserTaskFilter

if TYPE_CHECKING:
    from c8tui.session.identity import Identity

NEAREST_DUE = (Sort("due_date"), Sort("priority", "DESC"), Sort("creation_date"))
LATEST_DONE = (Sort("completion_date", "DESC"),)
_OPEN = Op(in_=OPEN_STATES)


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """A named question to the inbox. `needs` says what has to be known of the person first: `user`, `groups`."""

    id: str
    title: str
    ask: Callable[[Identity], dict[str, Any]]
    sort: tuple[Sort, ...] = NEAREST_DUE
    needs: str | None = None
    completed: bool = False

    def conditions(
        self, identity: Identity, *, tenant_id: str | None = None, name_like: str | None = None
    ) -> UserTaskFilter:
        """The filter to send, for this person, in this tenant, narrowed to names like `name_like`.

        Raises Refusal while what it `needs` to know of the person is not known.
        """
        if self.needs and not getattr(identity, self.needs):
            raise Refusal(f"{self.title} needs to know your {self.needs}")  # asked without, it would show everybody's
        base = UserTaskFilter(state="COMPLETED" if self.completed else _OPEN, tenant_id=tenant_id)
        narrowed = {"name": Op(like=name_like)} if name_like else {}
        return msgspec.structs.replace(base, **self.ask(identity), **narrowed)


FILTERS = (
    InboxFilter("open", "All open", lambda me: {}),
    InboxFilter("mine", "Mine", lambda me: {"assignee": me.user}, needs="user"),
    InboxFilter("unassigned", "Unassigned", lambda me: {"assignee": Op(exists=False)}),
    InboxFilter("groups", "My groups", lambda me: {"candidate_group": Op(in_=me.groups)}, needs="groups"),
    InboxFilter("completed", "Completed", lambda me: {}, sort=LATEST_DONE, completed=True),
)


def tasks_of_instance(task: UserTask) -> InboxFilter:
    """The open tasks of the process instance that a task belongs to."""
    title = f"{task.process_name or task.process_definition_id} {task.process_instance_key}"
    return InboxFilter("instance", title, lambda me: {"process_instance_key": task.process_instance_key})


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


def filter_named(name: str) -> InboxFilter | None:
    """The filter with this id or the only one whose id or title begins so."""
    name = name.casefold().strip()
    found = [f for f in FILTERS if f.id == name] or [
        f for f in FILTERS if f.id.startswith(name) or f.title.casefold().startswith(name)
    ]
    return found[0] if len(found) == 1 else None
