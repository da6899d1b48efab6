"""Process instances and what they consist of: element instances, sequence flows, counts by element."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from c8tui.model.base import Record, Timestamp, canonical
from c8tui.model.search import Filter, Key, Moment, Number, Text, VariableMatch

INSTANCE_STATES = ("ACTIVE", "COMPLETED", "TERMINATED", "SUSPENDED")
"""The states of process instances; SUSPENDED from 8.10."""
ELEMENT_STATES = ("ACTIVE", "COMPLETED", "TERMINATED")


class ProcessInstance(Record, frozen=True, kw_only=True):
    """A process instance as POST /process-instances/search returns it (8.8+)."""

    process_instance_key: str
    process_definition_id: str = ""
    process_definition_key: str = ""
    process_definition_name: str | None = None
    process_definition_version: int = 0
    process_definition_version_tag: str | None = None
    state: str = ""
    has_incident: bool = False
    start_date: Timestamp | None = None
    end_date: Timestamp | None = None
    suspended_date: Timestamp | None = None
    """8.10+."""
    parent_process_instance_key: str | None = None
    """The instance that called it; None where nobody did."""
    parent_element_instance_key: str | None = None
    """The call activity there."""
    root_process_instance_key: str | None = None
    """8.9+."""
    business_id: str | None = None
    """8.9+."""
    tags: tuple[str, ...] = ()
    tenant_id: str = ""

    def __post_init__(self) -> None:
        canonical(self, "state")

    @property
    def title(self) -> str:
        """What to call its process: its name, else its id."""
        return self.process_definition_name or self.process_definition_id or self.process_instance_key


class InstanceConditions(Filter, frozen=True, kw_only=True):
    """What process instances are filtered by; each alternative of `$or` is one of these, too."""

    start_date: Moment | None = None
    end_date: Moment | None = None
    state: Text | None = None
    has_incident: bool | None = None
    suspended_date: Moment | None = None
    """8.10+."""
    tenant_id: Text | None = None
    variables: tuple[VariableMatch, ...] | None = None
    process_instance_key: Key | None = None
    parent_process_instance_key: Key | None = None
    parent_element_instance_key: Key | None = None
    batch_operation_key: Key | None = None
    """Those that a batch has touched."""
    error_message: Text | None = None
    """Of an incident that they have."""
    has_retries_left: bool | None = None
    """Whether a job of theirs failed that is tried again."""
    element_instance_state: Text | None = None
    """Of the element that `element_id` names."""
    element_id: Text | None = None
    has_element_instance_incident: bool | None = None
    incident_error_hash_code: Number | None = None
    tags: tuple[str, ...] | None = None
    """All of them; 8.8+."""
    business_id: Text | None = None
    """8.9+."""
    process_definition_id: Text | None = None
    process_definition_name: Text | None = None
    process_definition_version: Number | None = None
    process_definition_version_tag: Text | None = None
    process_definition_key: Key | None = None


class ProcessInstanceFilter(InstanceConditions, frozen=True, kw_only=True):
    """Filter of POST /process-instances/search, and of the batches over process instances."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "process_instance_key", "process_definition_id", "process_definition_name", "process_definition_version",
            "process_definition_version_tag", "process_definition_key", "parent_process_instance_key",
            "parent_element_instance_key", "start_date", "end_date", "suspended_date", "state", "has_incident",
            "tenant_id", "business_id",
        }
    )  # fmt: skip

    any_of: tuple[InstanceConditions, ...] | None = msgspec.field(default=None, name="$or")
    """Alternatives, one of which must hold beside everything else."""


class ElementInstance(Record, frozen=True, kw_only=True):
    """An element instance as POST /element-instances/search returns it (8.8+)."""

    element_instance_key: str
    element_id: str = ""
    element_name: str | None = None
    type: str = ""
    """As `USER_TASK`, `SUB_PROCESS`, `MULTI_INSTANCE_BODY`."""
    state: str = ""
    has_incident: bool = False
    incident_key: str | None = None
    start_date: Timestamp | None = None
    end_date: Timestamp | None = None
    process_instance_key: str = ""
    process_definition_key: str = ""
    process_definition_id: str = ""
    root_process_instance_key: str | None = None
    """8.9+."""
    tenant_id: str = ""

    def __post_init__(self) -> None:
        canonical(self, "state", "type")

    @property
    def title(self) -> str:
        """What to call it: its name, else its id."""
        return self.element_name or self.element_id or self.element_instance_key


class ElementInstanceFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /element-instances/search."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "element_instance_key", "process_instance_key", "process_definition_key", "process_definition_id",
            "start_date", "end_date", "element_id", "element_name", "type", "state", "incident_key", "tenant_id",
        }
    )  # fmt: skip

    process_definition_id: str | None = None
    process_definition_key: str | None = None
    process_instance_key: str | None = None
    element_instance_key: str | None = None
    element_instance_scope_key: str | None = None
    """That of what they are directly in: a sub-process, or the process instance itself."""
    element_id: Text | None = None
    element_name: Text | None = None
    type: str | None = None
    state: Text | None = None
    has_incident: bool | None = None
    incident_key: str | None = None
    start_date: Moment | None = None
    end_date: Moment | None = None
    tenant_id: str | None = None


class ElementStatistics(Record, frozen=True, kw_only=True):
    """How many instances of one element are in which state."""

    element_id: str
    active: int = 0
    canceled: int = 0
    incidents: int = 0
    completed: int = 0


class TakenFlow(Record, frozen=True, kw_only=True):
    """A sequence flow that an instance has taken."""

    element_id: str
    """The id of the flow in the BPMN."""
    process_instance_key: str = ""


class ElementCountsAnswer(Record, frozen=True, kw_only=True):
    """The answer of the statistics by element, of an instance or of a definition."""

    items: tuple[ElementStatistics, ...] = ()


class TakenFlowsAnswer(Record, frozen=True, kw_only=True):
    """The answer of GET /process-instances/{key}/sequence-flows."""

    items: tuple[TakenFlow, ...] = ()


class CallingInstance(Record, frozen=True, kw_only=True):
    """One step of a call hierarchy."""

    process_instance_key: str
    process_definition_key: str = ""
    process_definition_name: str = ""


# What commands say


class ElementMapping(msgspec.Struct, frozen=True, rename="camel"):
    """Which element an element of the old version becomes."""

    source_element_id: str
    target_element_id: str


class ElementMigration(msgspec.Struct, frozen=True, rename="camel"):
    """Where instances are migrated to."""

    target_process_definition_key: str
    mapping_instructions: tuple[ElementMapping, ...]


class NewVariables(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """Variables that are set where an element is activated; `scope_id` is an element, "" for the process."""

    variables: dict[str, object]
    scope_id: str = ""


class Activate(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """Start an element; `ancestor_element_instance_key` says in which of several scopes."""

    element_id: str
    variable_instructions: tuple[NewVariables, ...] = ()
    ancestor_element_instance_key: str | None = None


class Terminate(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """End one element instance."""

    element_instance_key: str


class ElementModification(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """Body of POST /process-instances/{key}/modification; a move is a termination and an activation."""

    activate_instructions: tuple[Activate, ...] = ()
    terminate_instructions: tuple[Terminate, ...] = ()
