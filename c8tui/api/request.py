"""How a request is spelled: paths of untrusted keys, and bodies without what was not given."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from c8tui.errors import Refusal

LONGEST_KEY = 256
"""Characters; keys of the API are far shorter, and a longer one is a cluster gone wrong."""


def path(*parts: str) -> str:
    """The path `/a/b/c` of its segments, each percent-encoded, dots too, so that no key can leave its place.

    Raises Refusal for a segment that is empty or absurdly long: such a key came from a broken record.
    """
    return "".join(f"/{_segment(part)}" for part in parts)


def _segment(part: str) -> str:
    if not part:
        raise Refusal("the cluster gave no key for this, so it cannot be asked for")
    if len(part) > LONGEST_KEY:
        raise Refusal(f"the cluster gave a key of {len(part):,} characters, so it cannot be asked for")
    return quote(part, safe="", errors="surrogatepass").replace(".", "%2E")


def given(**fields: Any) -> dict[str, Any]:
    """A JSON object of those `fields` that are not None; write the API's own names."""
    return {name: value for name, value in fields.items() if value is not None}
