"""Variables: search over all scopes, one by key, and the cut that searches make in long values."""

from __future__ import annotations

from typing import Any, cast

from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.catalog import VARIABLES
from c8tui.sandbox.reads import getting, page_of

LONGEST = 8_191
"""How many characters of a serialized value a search shows unless told otherwise."""


def truncated(call: Call, page: dict[str, object]) -> dict[str, object]:
    """A page of variables, long values cut unless the query says `truncateValues=false`."""
    cut = call.flag("truncateValues", True)
    for item in cast("list[dict[str, Any]]", page["items"]):
        item["isTruncated"] = cut and len(item["value"]) > LONGEST
        if cut:
            item["value"] = item["value"][:LONGEST]
    return page


async def search_variables(call: Call) -> object:
    """`POST /variables/search`."""
    return truncated(call, page_of(call, VARIABLES))


ENDPOINTS = (
    Endpoint("search", "POST", "/variables/search", search_variables),
    Endpoint("get", "GET", "/variables/{variableKey}", getting(VARIABLES, "variable")),
)
