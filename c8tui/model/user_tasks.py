"""User tasks: the record, its states, its form, and what a search may ask for."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec

from c8tui.model.base import Record, Timestamp, canonical
from c8tui.model.search import Filter, Key, Moment, Number, Text, VariableMatch

OPEN_STATES = ("CREATING", "CREATED", "ASSIGNING", "UPDATING", "COMPLETING", "CANCELING")
"""States of a task that still has a future. The -ING states are seen only while task listeners work."""

ACTIONABLE = "CREATED"
"""The one state in which commands are accepted."""


class UserTask(Record, frozen=True, kw_only=True):
    """A user task (8.8+; `tags` and `root_process_instance_key` from 8.9, `business_id` from 8.10)."""

    user_task_key: str
    name: str | None = None
    state: str = ""
    assignee: str | None = None
    priority: int | None = None
    """0 to 100; 50 where nobody set one."""
    due_date: Timestamp | None = None
    follow_up_date: Timestamp | None = None
    creation_date: Timestamp | None = None
    completion_date: Timestamp | None = None
    candidate_groups: tuple[str, ...] = ()
    candidate_users: tuple[str, ...] = ()
    element_id: str = ""
    element_instance_key: str = ""
    process_name: str | None = None
    process_definition_id: str = ""
    process_definition_key: str = ""
    process_definition_version: int = 0
    process_instance_key: str = ""
    root_process_instance_key: str | None = None
    business_id: str | None = None
    tenant_id: str = ""
    form_key: str | None = None
    external_form_reference: str | None = None
    custom_headers: dict[str, str] = {}
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        canonical(self, "state")

    @property
    def title(self) -> str:
        """The task as sentences call it: its name, else the id of its element, else its key; raw."""
        return self.name or self.element_id or self.user_task_key


PRIORITY_WORDS = ((25, "low"), (50, "medium"), (75, "high"))
"""Upper bounds of the words that Camunda's own task list uses."""


def priority_word(priority: int | None) -> str:
    """`low`, `medium`, `high` or `critical`; `-` where the cluster does not say."""
    if priority is None:
        return "-"
    return next((word for bound, word in PRIORITY_WORDS if priority <= bound), "critical")


class UserTaskFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /user-tasks/search. There is no `$or`; `candidate_group` and `candidate_user` are singular."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {"creation_date", "completion_date", "follow_up_date", "due_date", "priority", "name", "business_id"}
    )

    state: Text | None = None
    assignee: Text | None = None
    candidate_group: Text | None = None
    candidate_user: Text | None = None
    name: Text | None = None
    """Operators from 8.9; finds only tasks created on 8.8 or later."""
    priority: Number | None = None
    due_date: Moment | None = None
    follow_up_date: Moment | None = None
    creation_date: Moment | None = None
    completion_date: Moment | None = None
    element_id: str | None = None
    tenant_id: Text | None = None
    process_definition_id: Text | None = None
    """Operators from 8.10, as for the two keys below."""
    process_definition_key: Key | None = None
    process_instance_key: Key | None = None
    user_task_key: str | None = None
    element_instance_key: str | None = None
    process_instance_variables: tuple[VariableMatch, ...] | None = None
    local_variables: tuple[VariableMatch, ...] | None = None
    tags: tuple[str, ...] | None = None
    """8.9+."""
    business_id: Text | None = None
    """8.10+."""


class Changeset(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel", kw_only=True):
    """What PATCH /user-tasks/{key} changes; None keeps, `""` clears a date, `()` clears candidates."""

    priority: int | None = None
    due_date: str | None = None
    follow_up_date: str | None = None
    candidate_groups: tuple[str, ...] | None = None
    candidate_users: tuple[str, ...] | None = None

    def effect(self) -> dict[str, Any]:
        """What a task shows after the change, by field: a date that is cleared is None."""
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: None if value == "" else value for name, value in fields.items() if value is not None}


class Form(Record, frozen=True, kw_only=True):
    """A linked Camunda form; `schema` is form-js JSON as text."""

    form_key: str = ""
    form_id: str = ""
    version: int = 0
    schema: str
    tenant_id: str = ""
