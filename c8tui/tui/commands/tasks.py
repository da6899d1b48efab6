"""The commands on user tasks: those of the inbox, and those of the stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.model.user_tasks import UserTask
from c8tui.session import rules
from c8tui.tui.commands.command import Command, Context, on_a_row
from c8tui.tui.commands.common import (
    COLUMNS,
    COPY,
    DELETE_VIEW,
    EXPORT,
    FILTER,
    LAST_RUN,
    LOAD_ALL,
    MARKS,
    OPEN,
    PANES,
    RELATED,
    RENAME_VIEW,
    SEARCH,
    SORT,
    SORT_COLUMN,
    SORT_LOADED,
    TOGGLE_VIEWS,
    UNDO,
    VIEWS,
)

if TYPE_CHECKING:
    from c8tui.session.last_action import LastAction


class TaskContext(Context, frozen=True, kw_only=True):
    """A task is selected, or none."""

    task: UserTask | None = None
    last_action: LastAction | None = None
    """What was done last."""
    answers_only: bool = False
    """Whether tasks are only completed here."""


def _actionable(context: TaskContext) -> str | None:
    return rules.why_not_actionable(context.task)


def _again(context: TaskContext) -> str | None:
    """The last action is done again to the task that is selected."""
    if context.last_action is None:
        return "nothing has been done yet"
    if context.task is None:
        return "no task is selected"
    if context.answers_only and context.last_action.step.kind != "complete":
        return "the last action did not complete a task"
    return context.last_action.step_for(context.user or "").why_not(context.task)


def _complete(context: TaskContext) -> str | None:
    return rules.why_not_complete(context.task, context.user)


READ_FORM: Command[TaskContext] = Command(
    "read_form", ("x",), "read form", "Read the form of a task that is over, with its variables as they are now",
    "Task", lambda c: rules.why_not_read_form(c.task), bar=True, opens=True,
)  # fmt: skip
"""In place of completing."""
COMPLETE: Command[TaskContext] = Command(
    "complete", ("x",), "complete",
    "Fill in the form of the task, or its variables, and complete it; read the form when it is over", "Task",
    _complete, writes=True, many=True, bar=True, opens=True, instead=READ_FORM,
    also="finish submit done approve close",
)  # fmt: skip
TAKE_OVER: Command[TaskContext] = Command(
    "take_over", ("t",), "take over", "Assign to yourself a task of someone else, after a confirmation", "Task",
    lambda c: rules.why_not_take_over(c.task, c.user), writes=True, many=True, bar=True,
    also="steal grab reassign",
)  # fmt: skip
REPEAT: Command[TaskContext] = Command(
    "repeat", ("full_stop",), "repeat", "Repeat the last action with its values, after showing what differs",
    "Task", _again, writes=True, bar=True, opens=True, also="again redo same",
)  # fmt: skip
VARIABLES: Command[TaskContext] = Command(
    "variables",
    ("e",),
    "variables",
    "Show all variables in full, as a tree",
    "Task",
    on_a_row,
    bar=True,
    also="data json payload edit",
)
COPY_MORE: Command[TaskContext] = Command(
    "copy_more",
    ("Y",),
    "copy",
    "Choose what of the task to copy: name, keys, the whole of it",
    "List",
    on_a_row,
    also="yank id",
)

INBOX_COMMANDS: tuple[Command[TaskContext], ...] = (
    Command("claim", ("c",), "claim", "Assign the task to yourself, unless it is assigned already", "Task",
            lambda c: rules.why_not_claim(c.task, c.user), writes=True, many=True, bar=True,
            also="take grab accept assign to me"),
    Command("unclaim", ("C",), "release", "Release the task", "Task",
            lambda c: rules.why_not_unclaim(c.task, c.user), writes=True, many=True,
            also="unclaim unassign give back drop return"),
    COMPLETE,
    Command("assign", ("a",), "assign", "Assign to someone", "Task", _actionable, writes=True, many=True, bar=True,
            also="delegate hand over give user assignee"),
    TAKE_OVER,
    REPEAT,
    UNDO,
    LAST_RUN,
    VARIABLES,
    Command("priority", ("p",), "priority", "Change the priority (0 to 100)", "Task", _actionable, writes=True,
            many=True, bar=True, also="urgent important edit"),
    Command("due", ("d",), "due", "Change the due date", "Task", _actionable, writes=True, many=True, bar=True,
            also="deadline postpone edit"),
    Command("follow_up", ("D",), "follow-up", "Change the follow-up date", "Task", _actionable, writes=True,
            many=True, also="remind snooze postpone edit"),
    Command("candidates", ("K",), "candidates", "Change the candidate groups and users", "Task", _actionable,
            writes=True, many=True, also="team permission edit"),
    *MARKS,
    VIEWS,
    FILTER,
    RENAME_VIEW,
    DELETE_VIEW,
    SORT,
    SORT_COLUMN,
    SORT_LOADED,
    COLUMNS,
    Command("stream", ("S",), "stream", "One task at a time: opens, claims, shows, completes, goes on", "List",
            bar=True, opens=True, also="triage focus next"),
    SEARCH,
    LOAD_ALL,
    OPEN,
    COPY,
    COPY_MORE,
    EXPORT,
    RELATED,
    *PANES,
    TOGGLE_VIEWS,
    Command("introduce", (), "who am I", "Say which user and groups you have on this cluster", "Screen",
            also="user login name identity"),
)  # fmt: skip

STREAM_COMMANDS: tuple[Command[TaskContext], ...] = (
    COMPLETE,
    Command("complete_as_is", ("X",), "complete unchanged", "Complete the task with its variables unchanged", "Task",
            _complete, writes=True, bar=True),
    REPEAT,
    UNDO,
    Command("skip", ("n",), "skip", "Go to the next task; this one is released if it was claimed here", "Stream",
            bar=True),
    Command("previous", ("b",), "previous", "Go back to the previous task", "Stream", bar=True),
    VARIABLES,
    COPY_MORE,
)  # fmt: skip
