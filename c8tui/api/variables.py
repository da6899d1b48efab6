"""Variables over many process instances, and setting those of one. Reads are eventually consistent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from c8tui.api.request import path
from c8tui.model.search import Page, Search
from c8tui.model.variables import InstanceVariableFilter, Variable

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def search(wire: Wire, query: Search[InstanceVariableFilter], *, truncate: bool = True) -> Page[Variable]:
    """A page of variables of every scope; long values come cut with `truncate`. POST /variables/search, 8.8+."""
    return await wire.search("/variables/search", query, Variable, params={"truncateValues": truncate})


async def set_variables(wire: Wire, element_instance_key: str, variables: Mapping[str, Any]) -> None:
    """Set variables as an element instance sees them: each in the innermost scope that has it, new ones outermost.

    PUT /element-instances/{key}/variables.
    """
    await wire.command("PUT", path("element-instances", element_instance_key, "variables"), {"variables": variables})
