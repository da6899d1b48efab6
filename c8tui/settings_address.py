"""The REST address of a cluster as people write it: with and without its last part, or copied with too much of it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from c8tui.settings_rules import refused

BASE = "/v2"
"""The part below which the Orchestration Cluster REST API lies."""

WEB_PAGES = frozenset({"operate", "tasklist", "identity", "admin", "optimize", "console", "modeler", "login"})
"""Parts of a path that begin the pages for a browser."""

_VERSION = re.compile(r"v\d+", re.IGNORECASE)


def rest_address(url: str) -> str:
    """The base URL that ends in /v2, from a URL that passed `checked_url()`.

    What follows /v2 is the path of some endpoint and is left out, its case does not matter, and where it lacks it is
    added. Another version and an address of a web page are refused with a rule of the settings.
    """
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    lower = [segment.lower() for segment in segments]
    if BASE[1:] in lower:
        last = len(lower) - 1 - lower[::-1].index(BASE[1:])
        segments = segments[:last]
    elif other := _other_version(segments):
        raise refused("address", detail=f"ends in /{other}, and c8tui speaks {BASE}", mend=f"Write {BASE} for /{other}")
    elif "engine-rest" in lower:
        raise refused("address", detail="is that of a Camunda 7 engine", mend="Name a Camunda 8 cluster")
    elif lower and (page := lower[-1]) in WEB_PAGES:
        raise refused("address", detail=f"is that of a web page (/{page})", mend=f"Leave out /{page}")
    path = "".join(f"/{segment}" for segment in segments)
    return f"{parts.scheme}://{parts.netloc}{path}{BASE}"


def _other_version(segments: list[str]) -> str | None:
    """The part that names another version of the API; the name of a physical tenant may look like one."""
    for before, segment in zip(("", *segments), segments, strict=False):
        if before != "physical-tenants" and _VERSION.fullmatch(segment):
            return segment
    return None
