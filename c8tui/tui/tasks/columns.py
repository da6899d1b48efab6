"""The columns of the inbox, by name; a name that is none of them is the path of a process variable."""

from __future__ import annotations

from typing import Any

from c8tui.model.base import moment
from c8tui.model.user_tasks import UserTask, priority_word
from c8tui.session.dates import age, ago, due_words
from c8tui.tui import clock
from c8tui.tui.screens.columns import ColumnSet
from c8tui.tui.widgets.columns import Cell, Column

_PRIORITY_STYLES = {"critical": "error", "high": "warn", "low": "dim"}


def _name(task: UserTask) -> Cell:
    return task.title, ""


def state_on_its_way(task: UserTask) -> str:
    """The state of a task that is on its way to another one, in words; "" for others."""
    return task.state.lower() if task.state.endswith("ING") else ""


def _assignee(task: UserTask) -> Cell:
    if state := state_on_its_way(task):
        return state, "warn"
    return (task.assignee, "") if task.assignee else ("-", "dim")


def _priority(task: UserTask) -> Cell:
    word = priority_word(task.priority)
    return word, _PRIORITY_STYLES.get(word, "")


def _due(task: UserTask) -> Cell:
    if task.completion_date or task.state == "COMPLETED":
        return (f"done {ago(task.completion_date, clock.now())}" if task.completion_date else "done", "ok")
    return _date(task.due_date)


def _date(value: str | None) -> Cell:
    words = due_words(value, clock.now())
    style = "error" if words.startswith("overdue") else "warn" if words.startswith("in ") else ""
    return words, style if words != "-" else "dim"


def _since(value: str | None) -> Cell:
    return age(value, clock.now()), "dim"


def _or_none(text: str | None) -> Cell:
    return (text, "") if text else ("-", "dim")


def _candidates(task: UserTask) -> Cell:
    return _or_none(", ".join((*task.candidate_groups, *task.candidate_users)))


PROCESS_FROM = 92
"""Cells of the list: it has them at 100 columns, and beside views and pane at 160."""

COLUMNS: dict[str, Column[Any]] = {
    "task": Column("Task", 20, _name, grow=3, order="name"),
    "process": Column("Process", 14, lambda t: (t.process_name or t.process_definition_id, "dim"), grow=2,
                      show_from=PROCESS_FROM),
    "assignee": Column("Assignee", 11, _assignee, grow=1),
    "priority": Column("Prio", 8, _priority, order="priority", value=lambda t: t.priority),
    "due": Column("Due", 12, _due, order="due_date", value=lambda t: moment(t.due_date), dated=True),
    "age": Column("Age", 5, lambda t: _since(t.creation_date), show_from=66, right=True, order="creation_date",
                  value=lambda t: moment(t.creation_date), dated=True),
    "follow_up": Column("Follow-up", 12, lambda t: _date(t.follow_up_date), order="follow_up_date",
                        value=lambda t: moment(t.follow_up_date), dated=True),
    "created": Column("Created", 8, lambda t: _since(t.creation_date), right=True, order="creation_date",
                      value=lambda t: moment(t.creation_date), dated=True),
    "completed": Column("Completed", 9, lambda t: _since(t.completion_date), right=True, order="completion_date",
                        value=lambda t: moment(t.completion_date), dated=True),
    "state": Column("State", 10, lambda t: (t.state.lower(), "")),
    "candidates": Column("Candidates", 14, _candidates, grow=1),
    "element": Column("Element", 14, lambda t: (t.element_id, "dim"), grow=1),
    "tags": Column("Tags", 10, lambda t: _or_none(", ".join(t.tags)), grow=1),
    "tenant": Column("Tenant", 10, lambda t: (t.tenant_id, "dim")),
    "business_id": Column("Business id", 12, lambda t: _or_none(t.business_id), grow=1, order="business_id"),
    "key": Column("Key", 16, lambda t: (t.user_task_key, "dim")),
}  # fmt: skip
"""Every column but those of variables, by the name that views use."""

ASSIGNEE = COLUMNS["assignee"]
STANDARD_NAMES = ("task", "process", "assignee", "priority", "due", "age")
"""What a view shows that does not say otherwise."""
TASK_COLUMNS: ColumnSet[UserTask] = ColumnSet(COLUMNS, STANDARD_NAMES, variables=True)
