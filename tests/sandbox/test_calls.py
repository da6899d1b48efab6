"""What a handler is told about a request."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.sandbox.auth import DEMO, Principal
from c8tui.sandbox.body import Body
from c8tui.sandbox.calls import Call, xml
from c8tui.sandbox.problems import Problem
from c8tui.sandbox.wire import lone
from c8tui.sandbox.world import World


async def never() -> bool:
    return False


def call(world: Any, principal: Principal = DEMO, **query: str) -> Call:
    return Call(world, principal, "GET", "/v2/x", {"userTaskKey": "7", "jobKey": "x"}, query, Body({}), never)


class Tenants:
    """As much of a world as a scope looks at."""

    tenants = World.tenants


def test_keys_in_the_path() -> None:
    assert call(None).key("userTaskKey") == 7
    with pytest.raises(Problem, match="'jobKey'"):
        call(None).key("jobKey")


def test_flags_in_the_query() -> None:
    assert call(None).flag("cut", True) is True
    assert call(None, cut="FALSE").flag("cut", True) is False
    with pytest.raises(Problem, match="'cut'"):
        call(None, cut="no").flag("cut", True)


def test_a_scope_is_needed_by_those_who_do_not_see_every_tenant() -> None:
    assert call(Tenants(), DEMO).scope().sql == "1"
    scope = call(Tenants(), Principal(username="anna")).scope()
    assert (scope.sql, scope.params) == ("+t.tenant_id IN (?)", ["<default>"])


def test_xml_goes_out_raw() -> None:
    response = xml(f"<a>{lone(0xD800)}</a>")
    assert response.body == b"<a>\xed\xa0\x80</a>"
    assert response.headers["content-type"].startswith("text/xml")
