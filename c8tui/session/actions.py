"""What is done to tasks, as a value: shown before it is sent, sent to one or to many, written down, done again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from c8tui.model.base import encode
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session import rules

if TYPE_CHECKING:
    from c8tui.session.user_tasks import Inbox

Kind = Literal["claim", "unclaim", "take_over", "assign", "complete", "change"]

VERBS: Mapping[Kind, tuple[str, str, str]] = {
    "claim": ("claim", "claiming", "claimed"),
    "unclaim": ("give back", "giving back", "gave back"),
    "take_over": ("take over", "taking over", "took over"),
    "assign": ("assign", "assigning", "assigned"),
    "complete": ("complete", "completing", "completed"),
    "change": ("change", "changing", "changed"),
}
"""Each kind as a command, while it goes on, and when it is done."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command with its values. `user` is who does it; the rest is what the kind needs."""

    kind: Kind
    user: str | None = None
    assignee: str = ""
    """Who gets the task, of `assign`."""
    variables: Mapping[str, Any] = field(default_factory=dict)
    """What is sent along, of `complete`."""
    answers: str = ""
    """What somebody filled in of a form, as `form_drafts.answers_of` writes it; "" where there was no form."""
    changeset: Changeset = field(default_factory=Changeset)
    """What becomes different, of `change`."""

    @property
    def verb(self) -> str:
        """As a command: `complete`."""
        return VERBS[self.kind][0]

    @property
    def doing(self) -> str:
        """While it goes on: `completing`."""
        return VERBS[self.kind][1]

    @property
    def done(self) -> str:
        """When it is done: `completed`."""
        return VERBS[self.kind][2]

    def values(self) -> str:
        """Its values in words, raw; empty where there are none."""
        if self.kind == "assign":
            return f"to {self.assignee}"
        if self.answers:
            return answers_in_words(self.answers)
        if self.kind == "complete":
            return encode(self.variables).decode() if self.variables else "with its variables as they are"
        changes = self.effect(UserTask(user_task_key="")) if self.kind == "change" else {}
        return ", ".join(f"{name.replace('_', ' ')} {_word(value)}" for name, value in changes.items())

    def said_of(self, task: UserTask) -> str:
        """What was done, in a sentence: `took over Check invoice from ben`, `changed Check invoice: priority 80`."""
        whom = f" from {task.assignee}" if self.kind == "take_over" else ""
        values = f": {values}" if self.kind in ("assign", "change") and (values := self.values()) else ""
        return f"{self.done} {task.title}{whom}{values}"

    def effect(self, task: UserTask) -> dict[str, Any]:
        """The fields of `task` that it changes, with their values afterwards."""
        if self.kind in ("claim", "take_over"):
            return {"assignee": self.user}
        if self.kind == "unclaim":
            return {"assignee": None}
        if self.kind == "assign":
            return {"assignee": self.assignee}
        if self.kind == "complete":
            return {"state": "COMPLETED"}
        return self.changeset.effect()

    def why_not(self, task: UserTask) -> str | None:
        """Why it cannot be done to `task`; None when it can."""
        by_holder: dict[str, Callable[[UserTask, str | None], str | None]] = {
            "claim": rules.why_not_claim,
            "unclaim": rules.why_not_unclaim,
            "take_over": rules.why_not_take_over,
            "complete": rules.why_not_complete,
        }
        rule = by_holder.get(self.kind)
        return rule(task, self.user) if rule else rules.why_not_settled(task)

    async def send(self, inbox: Inbox, task: UserTask) -> None:
        """Do it to one task. Raises C8Error; see the commands of Inbox."""
        if self.kind == "claim":
            await inbox.claim(task, self.user or "")
        elif self.kind == "unclaim":
            await inbox.unclaim(task, self.user or "")
        elif self.kind == "take_over":
            await inbox.take_over(task, self.user or "")
        elif self.kind == "assign":
            await inbox.assign(task, self.assignee)
        elif self.kind == "complete":
            await inbox.complete(task, self.user, self.variables)
        else:
            await inbox.change(task, self.changeset)


def answers_in_words(answers: str) -> str:
    """`name value` of each answer of a form, raw."""
    fields = json.loads(answers)["fields"]
    return ", ".join(f"{name} {json.dumps(kept['value'], ensure_ascii=False)}" for name, kept in fields.items())


def _word(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return "none" if value is None else str(value)
