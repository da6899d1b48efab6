"""Process definitions."""

from __future__ import annotations

from typing import ClassVar

from c8tui.model.base import Record
from c8tui.model.search import Filter, Text


class ProcessDefinition(Record, frozen=True, kw_only=True):
    """One version of a process."""

    process_definition_key: str
    process_definition_id: str = ""
    name: str | None = None
    version: int = 0
    version_tag: str | None = None
    resource_name: str | None = None
    tenant_id: str = ""
    has_start_form: bool = False
    state: str | None = None
    """Late 8.8+."""


class ProcessDefinitionFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /process-definitions/search."""

    sort_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "process_definition_key", "name", "resource_name", "version", "version_tag", "process_definition_id",
            "tenant_id",
        }
    )  # fmt: skip

    name: Text | None = None
    process_definition_id: Text | None = None
    process_definition_key: str | None = None
    version: int | None = None
    version_tag: str | None = None
    is_latest_version: bool | None = None
    resource_name: str | None = None
    tenant_id: str | None = None
    has_start_form: bool | None = None
    state: str | None = None
    """Late 8.8+."""


class StartedProcess(Record, frozen=True, kw_only=True):
    """A process instance that was just started."""

    process_instance_key: str
    process_definition_key: str = ""
    process_definition_id: str = ""
    process_definition_version: int = 0
    tenant_id: str = ""


class ProcessStatistics(Record, frozen=True, kw_only=True):
    """How many active instances a process has, all its versions together (8.9+)."""

    process_definition_id: str
    tenant_id: str = ""
    latest_process_definition_name: str | None = None
    has_multiple_versions: bool = False
    active_instances_without_incident_count: int = 0
    active_instances_with_incident_count: int = 0


class VersionStatistics(Record, frozen=True, kw_only=True):
    """How many active instances one version of a process has (8.9+)."""

    process_definition_key: str
    process_definition_id: str = ""
    process_definition_version: int = 0
    tenant_id: str = ""
    active_instances_without_incident_count: int = 0
    active_instances_with_incident_count: int = 0


class VersionStatisticsFilter(Filter, frozen=True, kw_only=True):
    """Filter of POST /process-definitions/statistics/process-instances-by-version."""

    sort_fields: ClassVar[frozenset[str]] = frozenset({"process_definition_id", "process_definition_version"})

    process_definition_id: str | None = None
    tenant_id: str | None = None
