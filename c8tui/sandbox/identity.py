"""Who there is: users, groups, roles, tenants, mapping rules and authorizations, to be read and not to be changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from c8tui.sandbox.auth import CLIENTS, USERS, Principal
from c8tui.sandbox.calls import Call, Endpoint, Handler
from c8tui.sandbox.cluster import TENANTS
from c8tui.sandbox.people_search import matching
from c8tui.sandbox.problems import Problem
from c8tui.sandbox.summaries import Summary
from c8tui.sandbox.world import World

_ROLES = {"worker": "Worker"}
_MAY_NOTHING: tuple[str, ...] = ()
_OF_PROCESSES = ("CREATE_PROCESS_INSTANCE", "READ_PROCESS_DEFINITION", "READ_PROCESS_INSTANCE")
_PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    "PROCESS_DEFINITION": _OF_PROCESSES,
    "USER_TASK": ("COMPLETE", "READ", "UPDATE"),
}
"""What the role `worker` may, by type of resource; who lacks it may nothing."""
_PERMISSIONS_OF_8_8: Mapping[str, tuple[str, ...]] = {
    "PROCESS_DEFINITION": (*_OF_PROCESSES, "READ_USER_TASK", "UPDATE_USER_TASK"),
}
"""The same before user tasks were resources of their own."""


@dataclass(frozen=True, slots=True)
class Directory:
    """A list of things with the property that names one."""

    key: str
    items: Callable[[World], Sequence[Summary]]
    filters: tuple[str, ...]
    sorts: tuple[str, ...]


def _users(world: World) -> list[Summary]:
    return [
        {"username": name, "name": one.display_name or name, "email": one.email or ""} for name, one in USERS.items()
    ]


def _groups(world: World) -> list[Summary]:
    ids = sorted({group for one in USERS.values() for group in one.groups})
    return [{"groupId": id_, "name": id_.capitalize(), "description": None} for id_ in ids]


def _roles(world: World) -> list[Summary]:
    return [{"roleId": id_, "name": name, "description": None} for id_, name in _ROLES.items()]


def _tenants(world: World) -> list[Summary]:
    return [{"tenantId": id_, "name": name, "description": None} for id_, name in TENANTS.items()]


def _authorizations(world: World) -> list[Summary]:
    granted = _PERMISSIONS if world.speaks("8.9") else _PERMISSIONS_OF_8_8
    return [
        {
            "ownerId": role,
            "ownerType": "ROLE",
            "resourceType": resource,
            "resourceId": "*",
            "resourcePropertyName": None,
            "permissionTypes": list(permissions),
            "authorizationKey": str(number),
        }
        for role in _ROLES
        for number, (resource, permissions) in enumerate(granted.items(), 1)
    ]


DIRECTORIES: Mapping[str, Directory] = {
    "users": Directory("username", _users, ("username", "name", "email"), ("username", "name", "email")),
    "groups": Directory("groupId", _groups, ("groupId", "name"), ("groupId", "name")),
    "roles": Directory("roleId", _roles, ("roleId", "name"), ("roleId", "name")),
    "tenants": Directory("tenantId", _tenants, ("tenantId", "name"), ("key", "tenantId", "name")),
    "mapping-rules": Directory(
        "mappingRuleId",
        lambda world: (),
        ("claimName", "claimValue", "name", "mappingRuleId"),
        ("claimName", "claimValue", "name", "mappingRuleId"),
    ),
    "authorizations": Directory(
        "authorizationKey",
        _authorizations,
        ("ownerId", "ownerType", "resourceIds", "resourcePropertyNames", "resourceType"),
        ("ownerId", "ownerType", "resourceId", "resourcePropertyName", "resourceType"),
    ),
}
_NOUNS = {"users": "user", "groups": "group", "roles": "role", "tenants": "tenant"}
_NOUNS |= {"mapping-rules": "mapping rule", "authorizations": "authorization"}


def _search(name: str) -> Handler:
    directory = DIRECTORIES[name]

    async def handler(call: Call) -> object:
        return matching(call.body, directory.items(call.world), directory.filters, directory.sorts)

    return handler


def _one(world: World, name: str, id_: str) -> Summary:
    directory = DIRECTORIES[name]
    found = next((one for one in directory.items(world) if one[directory.key] == id_), None)
    if found is None:
        raise Problem("NOT_FOUND", f"There is no {_NOUNS[name]} '{id_}'.")
    return found


def _get(name: str) -> Handler:
    async def handler(call: Call) -> object:
        return _one(call.world, name, call.values["id"])

    return handler


Members = Callable[[str], Iterable[str]]
"""The ids of the members of what has an id."""


def _who(people: Mapping[str, Principal], attribute: str) -> Members:
    return lambda id_: (name for name, one in people.items() if id_ in getattr(one, attribute))


def _none(id_: str) -> Iterable[str]:
    return _MAY_NOTHING


_MEMBERS: Mapping[tuple[str, str], Members] = {
    ("groups", "users"): _who(USERS, "groups"),
    ("groups", "clients"): _who(CLIENTS, "groups"),
    ("groups", "roles"): _none,
    ("groups", "mapping-rules"): _none,
    ("roles", "users"): _who(USERS, "roles"),
    ("roles", "clients"): _who(CLIENTS, "roles"),
    ("roles", "groups"): _none,
    ("roles", "mapping-rules"): _none,
    ("tenants", "users"): _who(USERS, "tenants"),
    ("tenants", "clients"): _who(CLIENTS, "tenants"),
    ("tenants", "groups"): _none,
    ("tenants", "roles"): _none,
    ("tenants", "mapping-rules"): _none,
}
_MEMBER_KEYS = {"users": "username", "clients": "clientId", "groups": "groupId", "roles": "roleId"}
_MEMBER_KEYS |= {"mapping-rules": "mappingRuleId"}
_WHOLE = ("roles", "mapping-rules")
"""Members that are told whole; of others only their ids."""


def _members(name: str, kind: str, members: Members) -> Handler:
    key = _MEMBER_KEYS[kind]

    async def handler(call: Call) -> object:
        _one(call.world, name, call.values["id"])
        items: list[dict[str, Any]] = [{key: id_} for id_ in sorted(members(call.values["id"]))]
        return matching(call.body, items, (key,) if kind in _WHOLE else (), (key,))

    return handler


async def my_authorizations(call: Call) -> object:
    """`POST /authentication/me/authorizations/search`: those of the caller's roles."""
    directory = DIRECTORIES["authorizations"]
    mine = [one for one in directory.items(call.world) if one["ownerId"] in call.principal.roles]
    page = matching(call.body, mine, directory.filters, directory.sorts)
    return page | {"authorizationsEnabled": call.world.options.auth != "none"}


def _endpoints() -> Iterable[Endpoint]:
    for name in DIRECTORIES:
        yield Endpoint("search", "POST", f"/{name}/search", _search(name))
        yield Endpoint("get", "GET", f"/{name}/{{id}}", _get(name))
    for (name, kind), members in _MEMBERS.items():
        yield Endpoint("search", "POST", f"/{name}/{{id}}/{kind}/search", _members(name, kind, members))
    yield Endpoint("open", "POST", "/authentication/me/authorizations/search", my_authorizations, "8.10")


ENDPOINTS = tuple(_endpoints())
