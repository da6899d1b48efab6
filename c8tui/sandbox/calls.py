"""One request on its way through a handler, and the table of endpoints."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from starlette.responses import Response

from c8tui.sandbox.auth import Principal
from c8tui.sandbox.body import Body
from c8tui.sandbox.problems import invalid
from c8tui.sandbox.query import Conditions
from c8tui.sandbox.values import key
from c8tui.sandbox.wire import raw_utf8
from c8tui.sandbox.world import World

Kind = Literal["open", "search", "get", "command"]


@dataclass(frozen=True)
class Call:
    """A request: who asks for what."""

    world: World
    principal: Principal
    method: str
    path: str
    values: Mapping[str, str]
    """What the placeholders of the path stand for."""
    query: Mapping[str, str]
    body: Body
    gone: Callable[[], Awaitable[bool]]
    """Whether the client has hung up meanwhile."""

    def key(self, name: str) -> int:
        """A key in the path; 400 when it is no key."""
        return key(self.values[name], name)

    def flag(self, name: str, default: bool) -> bool:
        """A parameter of the query that is true or false; 400 when it is neither."""
        text = self.query.get(name)
        if text is None:
            return default
        if text.lower() not in ("true", "false"):
            raise invalid(f"The value of '{name}' must be true or false.")
        return text.lower() == "true"

    def scope(self) -> Conditions:
        """The tenants that the principal sees, as a condition; none for one who sees them all."""
        if self.world.tenants.issubset(self.principal.tenants):
            return Conditions()
        marks = ", ".join("?" * len(self.principal.tenants))
        # `+` keeps sqlite from going through nearly everything by tenant when a filter could lead it.
        return Conditions([f"+t.tenant_id IN ({marks})"], list(self.principal.tenants))


@dataclass(frozen=True)
class Answer:
    """A JSON answer with another status than 200."""

    status: int
    content: object


Handler = Callable[[Call], Awaitable[object]]
"""Answers a call: None is 204, a Response goes out as it is, anything else becomes JSON."""


@dataclass(frozen=True)
class Endpoint:
    """One line of the API."""

    kind: Kind
    """What is refused to whom: see `api.py`."""
    method: str
    path: str
    """Below `/v2`."""
    handler: Handler
    since: str = "8.8"
    uploads: bool = False
    """Whether its body is multipart/form-data with a part `file`."""


XML = "text/xml"


def xml(text: str) -> Response:
    """An XML document as the API sends it."""
    return Response(raw_utf8(text), media_type=XML)
