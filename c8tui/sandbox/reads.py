"""What all eventually consistent reads have in common: a page of a resource, and one item by its key."""

from __future__ import annotations

from c8tui.sandbox.calls import Call, Handler
from c8tui.sandbox.fields import Resource
from c8tui.sandbox.problems import Problem
from c8tui.sandbox.query import Conditions
from c8tui.sandbox.search import Item, by_key, search


def page_of(
    call: Call,
    resource: Resource,
    scope: Conditions | None = None,
    *,
    filters: tuple[str, ...] | None = None,
    offset_only: bool = False,
) -> dict[str, object]:
    """The page that the body asks for, within a scope (the principal's tenants unless given).

    `filters` names the only ones that an endpoint takes, where those are fewer than the resource has.
    """
    if filters is not None:
        call.body.inner("filter").known(*filters)
    view = call.world.view(resource)
    return search(call.world.store, view, call.body.data, scope or call.scope(), offset_only=offset_only)


def found(call: Call, resource: Resource, what: str, *, column: str = "key") -> Item:
    """The item whose key is in the path; 404 when reads do not know it."""
    key = call.key(resource.key)
    item = by_key(call.world.store, call.world.view(resource), column, key, call.scope())
    if item is None:
        raise missing(what, key)
    return item


def missing(what: str, key: int | str) -> Problem:
    """The 404 of a read."""
    return Problem("NOT_FOUND", f"There is no {what} with key '{key}'.")


def searching(resource: Resource) -> Handler:
    """The handler of a plain search."""

    async def handler(call: Call) -> object:
        return page_of(call, resource)

    return handler


def getting(resource: Resource, what: str) -> Handler:
    """The handler of a plain read by key."""

    async def handler(call: Call) -> object:
        return found(call, resource, what)

    return handler
