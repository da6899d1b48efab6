"""A proxy before the sandbox that changes one thing in its answers: a member gone, of another kind, or renamed.

Mutations are made from a recorded answer of the endpoint, so that every member that it has is tried.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from tests.sandboxes import Sandbox

Change = Callable[[Any], Any]
DROP = object()
"""What a change gives for a member that shall be gone."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """What a change gives for a member that shall have another name."""

    spelled: Callable[[str], str]


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
RENAMES: dict[str, Change] = {
    "in snake case": lambda _: Renamed(lambda name: re.sub("([A-Z])", r"_\1", name).lower() + "_"),
    "in Pascal case": lambda _: Renamed(lambda name: name[:1].upper() + name[1:]),
    "in upper case": lambda _: Renamed(str.upper),
    "by another name": lambda _: Renamed("x-{}".format),
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
SHORT_PAGES: dict[str, Change] = {
    "short page": lambda whole: {**whole, "items": whole["items"][:1]},
    "empty page that goes on": lambda whole: {**whole, "items": []},
    "page with odd ones": lambda whole: {**whole, "items": [None, "x", {}, *whole["items"]]},
}
TEXTS: dict[str, Change] = {
    "empty": lambda _: "", "half": lambda text: text[: len(text) // 2], "no XML": lambda _: "It works!",
    "of another kind": lambda _: "<note xmlns='urn:x'><to>you</to></note>", "elements renamed": lambda text:
    re.sub(r"(</?)(\w)", r"\1x\2", text), "ids gone": lambda text: re.sub(r' id="[^"]*"', "", text),
    "names gone": lambda text: re.sub(r' name="[^"]*"', "", text),
    "an entity": lambda text: '<!DOCTYPE a [<!ENTITY b "c">]>' + text[text.find("?>") + 2 :],
}  # fmt: skip
_ENUM_NAMES = {"state", "role", "health", "operationType", "result", "kind", "decisionDefinitionType"}


def mutations_of(endpoint: str, answer: Any) -> Iterator[Mutation]:
    """Every mutation of an answer, by its members; of lists every item is changed in the same way."""
    if isinstance(answer, str):
        for name, change in TEXTS.items():
            yield Mutation(endpoint, (), name, change)
        return
    shapes = {**SHAPES, **(SHORT_PAGES if isinstance(answer, dict) and "items" in answer else {})}
    for name, change in shapes.items():
        yield Mutation(endpoint, (), name, change)
    yield from _inside(endpoint, (), answer)


def _inside(endpoint: str, path: tuple[str, ...], value: Any) -> Iterator[Mutation]:
    if isinstance(value, list) and value:
        yield from _inside(endpoint, (*path, "*"), value[0])
    if not isinstance(value, dict):
        return
    for member, inner in value.items():
        here = (*path, member)
        kinds = {**KINDS, **RENAMES, **(ENUMS if member in _ENUM_NAMES else {})}
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
    if isinstance(changed, Renamed):
        return {**others, changed.spelled(first): answer[first]}
    return others if changed is DROP else {**answer, first: changed}


class Mutating(Sandbox):
    """A sandbox whose answers are changed by `mutations`; `heard` are the first answers, JSON or text, as they were."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.mutations: list[Mutation] = []
        self.heard: dict[str, Any] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        kind = answer.headers.get("content-type", "")
        if answer.status_code not in (200, 201) or not ("json" in kind or "xml" in kind):
            return answer
        text = (await answer.aread()).decode()
        body = json.loads(text) if "json" in kind else text
        endpoint = endpoint_of(request.url.path)
        self.heard.setdefault(endpoint, body)
        for mutation in self.mutations:
            if mutation.endpoint == endpoint:
                body = mutated(body, mutation.path, mutation.change)
        return response(answer.status_code, body, kind, request)


def response(status: int, body: Any, kind: str, request: httpx.Request) -> httpx.Response:
    """An answer with this body; text as it is where the kind is XML."""
    content = json.dumps(body) if "json" in kind else body
    return httpx.Response(status, content=content, headers={"content-type": kind}, request=request)


def endpoint_of(path: str) -> str:
    """The path with KEY for every key: `user-tasks/KEY/form`."""
    parts = path.removeprefix("/v2").strip("/").split("/")
    return "/".join("KEY" if any(c.isdigit() for c in part) else part for part in parts)
