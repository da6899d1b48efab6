"""A proxy before the sandbox that changes one thing in its answers: a member gone, of another kind, or renamed.

Mutations are made from a recorded answer of the endpoint, so that every member that it has is tried.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from tests.sandboxes import Sandbox

Change = Callable[[Any], Any]
DROP = object()
"""What a change gives for a member that shall be gone."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change of the member at `path` of every answer whose request path ends with `endpoint`; `*` is every item."""

    endpoint: str
    path: tuple[str, ...]
    name: str
    change: Change

    def __str__(self) -> str:
        return f"{self.endpoint} {'.'.join(self.path) or '(all)'} {self.name}"


KINDS: dict[str, Change] = {
    "dropped": lambda _: DROP,
    "null": lambda _: None,
    "number": lambda value: -7 if not isinstance(value, int) or isinstance(value, bool) else "seven",
    "object": lambda value: {"odd": value} if not isinstance(value, dict) else [],
    "list": lambda value: [value, None] if not isinstance(value, list) else {"0": value},
    "huge": lambda _: 10**30,
}
ENUMS: dict[str, Change] = {
    "lower case": lambda value: str(value).lower(),
    "of tomorrow": lambda _: "TELEPORTED",
    "empty": lambda _: "",
}
DATES: dict[str, Change] = {
    "never": lambda _: "9999-12-31T23:59:59Z",
    "always": lambda _: "0001-01-01T00:00:00Z",
    "leap second": lambda _: "2026-06-30T23:59:60Z",
    "with a zone": lambda _: "2026-11-24T13:00:00+01:00[Europe/Berlin]",
    "small letters": lambda _: "2026-11-24t12:00:00.123456789z",
    "no date": lambda _: "yesterday",
}
PAGES: dict[str, Change] = {
    "no total": lambda page: {name: value for name, value in page.items() if name != "totalItems"},
    "total too low": lambda page: {**page, "totalItems": 1, "hasMoreTotalItems": False},
    "total too high": lambda page: {**page, "totalItems": 10**9, "hasMoreTotalItems": False},
    "total below nought": lambda page: {**page, "totalItems": -5},
    "one cursor": lambda page: {**page, "endCursor": "same", "hasMoreTotalItems": True},
    "no cursor": lambda page: {**page, "endCursor": None, "startCursor": None},
}
SHAPES: dict[str, Change] = {
    "empty object": lambda _: {}, "empty list": lambda _: [], "null": lambda _: None, "text": lambda _: "fine",
    "wrapped": lambda whole: {"data": whole},
}  # fmt: skip
_ENUM_NAMES = {"state", "role", "health", "operationType", "result", "kind", "decisionDefinitionType"}


def mutations_of(endpoint: str, answer: Any) -> Iterator[Mutation]:
    """Every mutation of an answer, by its members; of lists every item is changed in the same way."""
    for name, change in SHAPES.items():
        yield Mutation(endpoint, (), name, change)
    yield from _inside(endpoint, (), answer)


def _inside(endpoint: str, path: tuple[str, ...], value: Any) -> Iterator[Mutation]:
    if isinstance(value, list) and value:
        yield from _inside(endpoint, (*path, "*"), value[0])
    if not isinstance(value, dict):
        return
    for member, inner in value.items():
        here = (*path, member)
        kinds = {**KINDS, **(ENUMS if member in _ENUM_NAMES else {})}
        if isinstance(inner, str) and inner[10:11] == "T" and inner[:2] == "20":
            kinds |= DATES
        if member == "page":
            kinds |= PAGES
        for name, change in kinds.items():
            yield Mutation(endpoint, here, name, change)
        yield from _inside(endpoint, here, inner)


def mutated(answer: Any, path: tuple[str, ...], change: Change) -> Any:
    """The answer with the change made at `path`, everything else as it was."""
    if not path:
        return change(answer)
    first, rest = path[0], path[1:]
    if first == "*":
        return [mutated(item, rest, change) for item in answer] if isinstance(answer, list) else answer
    if not isinstance(answer, dict) or first not in answer:
        return answer
    changed = mutated(answer[first], rest, change)
    others = {name: value for name, value in answer.items() if name != first}
    return others if changed is DROP else {**answer, first: changed}


class Mutating(Sandbox):
    """A sandbox whose answers are changed by `mutation` while there is one; `heard` are its last JSON answers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.mutation: Mutation | None = None
        self.heard: dict[str, Any] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if "json" not in answer.headers.get("content-type", "") or answer.status_code != 200:
            return answer
        body = json.loads(await answer.aread())
        endpoint = endpoint_of(request.url.path)
        self.heard.setdefault(endpoint, body)
        mutation = self.mutation
        if mutation is not None and mutation.endpoint == endpoint:
            body = mutated(body, mutation.path, mutation.change)
        return httpx.Response(200, json=body, request=request)


def endpoint_of(path: str) -> str:
    """The path with KEY for every key: `user-tasks/KEY/form`."""
    parts = path.removeprefix("/v2/").split("/")
    return "/".join("KEY" if any(c.isdigit() for c in part) else part for part in parts)
