"""What is done to tasks, as a value: shown before it is sent, sent to one or to many, written down, done again."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from c8tui.model.base import encode
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session import rules

if TYPE_CHECKING:
    from c8tui.session.user_tasks import UserTasks

Kind = Literal["claim", "unclaim", "take_over", "assign", "complete", "change"]


class Step(Struct, frozen=True):
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
        """As a command: `complete`, `set priority of`; what it is done to follows."""
        return f"set {self._changed} of" if self._changed else VERBS[self.kind].command

    @property
    def doing(self) -> str:
        """While it goes on: `completing`, `setting priority of`; what it is done to follows."""
        return f"setting {self._changed} of" if self._changed else VERBS[self.kind].doing

    @property
    def _changed(self) -> str:
        """The one field of a task that a `change` is about, in words; empty for several, and for other kinds."""
        if self.kind != "change":
            return ""
        words = {"candidates" if name.startswith("candidate_") else name.replace("_", " ") for name in self.effect()}
        return words.pop() if len(words) == 1 else ""

    @property
    def done(self) -> str:
        """When it is done: `completed`."""
        return VERBS[self.kind].done

    @property
    def drafts(self) -> tuple[str, ...]:
        """What drafts of it are named by."""
        return ("complete", "form") if self.kind == "complete" else ()

    def by(self, user: str | None) -> Step:
        """The same, done by somebody else."""
        return replace(self, user=user)

    def values(self, records: Sequence[UserTask] = ()) -> str:
        """Its values in words, raw; empty where there are none."""
        return VERBS[self.kind].values(self)

    def said_of(self, task: UserTask) -> str:
        """What was done, in a sentence: `Took over "Check invoice" from ben`, `Changed "Pay": priority 80`."""
        return f'{self.done.capitalize()} "{task.title}"{VERBS[self.kind].details(self, task)}'

    def effect(self) -> dict[str, Any]:
        """The fields of a task that it changes, with their values afterwards."""
        return VERBS[self.kind].effect(self)

    def why_not(self, task: UserTask) -> str | None:
        """Why it cannot be done to `task`; None when it can."""
        return VERBS[self.kind].rule(task, self.user)

    async def send(self, tasks: UserTasks, task: UserTask) -> None:
        """Do it to one task. Raises Refusal before anything is sent when its rule forbids it, C8Error otherwise."""
        rules.allow(self.why_not(task), read_only=tasks.read_only)
        await VERBS[self.kind].send(self, tasks, task)


def _nothing(_: Step) -> str:
    return ""


def _no_details(_: Step, __: UserTask) -> str:
    return ""


def _values_behind(step: Step, _: UserTask) -> str:
    values = step.values()
    return f": {values}" if values else ""


class Verb(Struct, frozen=True, kw_only=True):
    """All that is known of one kind of step."""

    command: str
    doing: str
    done: str
    rule: Callable[[UserTask, str | None], str | None]
    """Why a user cannot do it to a task; None when they can."""
    effect: Callable[[Step], dict[str, Any]]
    """The fields of a task that it changes, with their values afterwards."""
    send: Callable[[Step, UserTasks, UserTask], Awaitable[None]]
    """Send it, with no rule asked."""
    values: Callable[[Step], str] = _nothing
    """Its values in words, raw."""
    details: Callable[[Step, UserTask], str] = _no_details
    """What stands behind the task in a sentence that tells it was done."""


async def _complete(step: Step, tasks: UserTasks, task: UserTask) -> None:
    """A task that nobody holds is claimed first, so that a collision shows."""
    if step.user is not None and not task.assignee:
        await tasks.assign(task, step.user, allow_override=False, action="claim")
    await tasks.complete(task, step.variables)


def _completed_with(step: Step) -> str:
    if step.answers:
        return answers_in_words(step.answers)
    return encode(step.variables).decode() if step.variables else "with its variables unchanged"


def _changes(step: Step) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_word(value)}" for name, value in step.effect().items())


VERBS: Mapping[Kind, Verb] = {
    "claim": Verb(
        command="claim", doing="claiming", done="claimed",
        rule=rules.why_not_claim,
        effect=lambda step: {"assignee": step.user},
        # The cluster decides whether somebody else holds it, never the list (Conflict).
        send=lambda step, tasks, task: tasks.assign(task, step.user or "", allow_override=False, action="claim"),
    ),
    "unclaim": Verb(
        command="release", doing="releasing", done="released",
        rule=rules.why_not_unclaim,
        effect=lambda step: {"assignee": None},
        send=lambda step, tasks, task: tasks.unassign(task),
    ),
    "take_over": Verb(
        command="take over", doing="taking over", done="took over",
        rule=rules.why_not_take_over,
        effect=lambda step: {"assignee": step.user},
        send=lambda step, tasks, task: tasks.assign(task, step.user or "", allow_override=True, action="assign"),
        details=lambda step, task: f" from {task.assignee}",
    ),
    "assign": Verb(
        command="assign", doing="assigning", done="assigned",
        rule=lambda task, _: rules.why_not_actionable(task),
        effect=lambda step: {"assignee": step.assignee},
        send=lambda step, tasks, task: tasks.assign(task, step.assignee, allow_override=True, action="assign"),
        values=lambda step: f"to {step.assignee}",
        details=_values_behind,
    ),
    "complete": Verb(
        command="complete", doing="completing", done="completed",
        rule=rules.why_not_complete,
        effect=lambda step: {"state": "COMPLETED"},
        send=_complete,
        values=_completed_with,
    ),
    "change": Verb(
        command="change", doing="changing", done="changed",
        rule=lambda task, _: rules.why_not_actionable(task),
        effect=lambda step: step.changeset.effect(),
        send=lambda step, tasks, task: tasks.update(task, step.changeset),
        values=_changes,
        details=_values_behind,
    ),
}  # fmt: skip
"""Each kind of step: another one is an entry here."""


def answers_in_words(answers: str) -> str:
    """`name value` of each answer of a form, raw."""
    fields = json.loads(answers)["fields"]
    return ", ".join(f"{name} {json.dumps(kept['value'], ensure_ascii=False)}" for name, kept in fields.items())


def _word(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return "none" if value is None else str(value)
