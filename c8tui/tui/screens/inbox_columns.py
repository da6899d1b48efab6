"""The columns of the inbox."""

from __future__ import annotations

from typing import Any

from c8tui.model.base import moment
from c8tui.model.user_tasks import UserTask, priority_word
from c8tui.session.dates import due_words, span
from c8tui.tui import clock
from c8tui.tui.widgets.columns import Cell, Column

_PRIORITY_STYLES = {"critical": "error", "high": "warn", "low": "dim"}


def _name(task: UserTask) -> Cell:
    return task.name or task.element_id, ""


def _assignee(task: UserTask) -> Cell:
    if task.state.endswith("ING"):
        return task.state.lower(), "warn"
    return (task.assignee, "") if task.assignee else ("-", "dim")


def _priority(task: UserTask) -> Cell:
    word = priority_word(task.priority)
    return word, _PRIORITY_STYLES.get(word, "")


def _due(task: UserTask) -> Cell:
    if task.completion_date or task.state == "COMPLETED":
        done = moment(task.completion_date)
        return (f"done {span((clock.now() - done).total_seconds())} ago" if done else "done", "ok")
    words = due_words(moment(task.due_date), clock.now())
    style = "error" if words.startswith("overdue") else "warn" if words.startswith("in ") else ""
    return words, style if words != "-" else "dim"


def _age(task: UserTask) -> Cell:
    created = moment(task.creation_date)
    return (span((clock.now() - created).total_seconds()) if created else "-"), "dim"


STANDARD: tuple[Column[Any], ...] = (
    Column("Task", 20, _name, grow=3),
    Column("Process", 14, lambda task: (task.process_name or task.process_definition_id, "dim"), grow=2,
           show_from=84),
    Column("Assignee", 11, _assignee, grow=1),
    Column("Prio", 8, _priority),
    Column("Due", 12, _due),
    Column("Age", 5, _age, show_from=66, right=True),
)  # fmt: skip
"""What a view shows that does not say otherwise."""
