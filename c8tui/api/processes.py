"""Process definitions: find, look at, the BPMN, the start form, and starting one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from c8tui.api.request import given, path
from c8tui.model.processes import ProcessDefinition, ProcessDefinitionFilter, StartedProcess
from c8tui.model.search import Page, Search
from c8tui.model.user_tasks import Form

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def search(wire: Wire, query: Search[ProcessDefinitionFilter]) -> Page[ProcessDefinition]:
    """A page of process definitions. POST /process-definitions/search."""
    return await wire.search("/process-definitions/search", query, ProcessDefinition)


async def get(wire: Wire, process_definition_key: str) -> ProcessDefinition:
    """One version of a process. GET /process-definitions/{key}."""
    return await wire.read(path("process-definitions", process_definition_key), ProcessDefinition)


async def xml(wire: Wire, process_definition_key: str) -> str:
    """The BPMN, empty when the cluster has none (204). GET /process-definitions/{key}/xml."""
    return await wire.text(path("process-definitions", process_definition_key, "xml"))


async def start_form(wire: Wire, process_definition_key: str) -> Form | None:
    """The form of the start event, None when there is none (204). GET /process-definitions/{key}/form."""
    return await wire.read_or_none(path("process-definitions", process_definition_key, "form"), Form)


async def start(
    wire: Wire, process_definition_key: str, variables: Mapping[str, Any], tenant_id: str | None = None
) -> StartedProcess:
    """Start an instance of this version. POST /process-instances."""
    body = given(processDefinitionKey=process_definition_key, variables=variables, tenantId=tenant_id)
    return await wire.ask("/process-instances", body, StartedProcess)
