"""Process definitions: find, look at, and the BPMN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.api.request import path
from c8tui.model.processes import ProcessDefinition, ProcessDefinitionFilter
from c8tui.model.search import Page, Search

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
