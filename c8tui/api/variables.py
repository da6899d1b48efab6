"""Variables over many process instances. Reads are eventually consistent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.model.search import Page, Search
from c8tui.model.variables import InstanceVariableFilter, Variable

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def search(wire: Wire, query: Search[InstanceVariableFilter], *, truncate: bool = True) -> Page[Variable]:
    """A page of variables of every scope; long values come cut with `truncate`. POST /variables/search, 8.8+."""
    return await wire.search("/variables/search", query, Variable, params={"truncateValues": truncate})
