"""Every property of every body has one JSON type: whatever else stands there is refused by its name."""

from __future__ import annotations

import re
from typing import Any

import pytest

from c8tui.sandbox.app import build
from c8tui.sandbox.options import Options
from tests.sandbox.clusters import Cluster

VALUES: dict[str, Any] = {
    "a text": "x",
    "a number": 7.5,
    "a boolean": True,
    "a list": [7],
    "an object": {"x": 7},
}
"""One value of each JSON type; null counts as a property that is not there."""
_KNOWN = re.compile(r"There are: ([\w$, ]+)\.")


def endpoints() -> list[tuple[str, str]]:
    """Whatever takes a body, as method and path below `/v2`."""
    api: Any = build(Options(dialect="8.10", tasks=1)).api
    found = [
        (method, route.path.removeprefix("/v2"))
        for route in api.routes
        if route.path.startswith("/v2/")
        for method in sorted(route.methods - {"GET", "HEAD", "DELETE"})
    ]
    return [one for one in found if not one[1].startswith(("/documents", "/deployments"))]


@pytest.fixture(scope="module")
def newest() -> Cluster:
    return Cluster(dialect="8.10", tasks=40)


async def properties(cluster: Cluster, method: str, path: str) -> list[str]:
    """What an endpoint says there may be in its body; nothing where it looks for what the path names first."""
    answer = await cluster.ask(method, path, {"surprise": 1})
    assert answer.status_code in (400, 404), (path, answer.text)
    found = _KNOWN.search(answer.json()["detail"])
    return found[1].split(", ") if found else []


async def test_most_endpoints_say_what_they_take(newest: Cluster) -> None:
    """The others look first for what their path names; without properties the test below would say nothing."""
    paths = [(method, re.sub(r"\{\w+\}", "42", path)) for method, path in endpoints()]
    silent = [path for method, path in paths if not await properties(newest, method, path)]
    assert len(silent) < len(paths) / 2, silent


@pytest.mark.parametrize(("method", "path"), endpoints())
async def test_a_property_takes_one_type(newest: Cluster, method: str, path: str) -> None:
    path = re.sub(r"\{\w+\}", "42", path)
    for name in await properties(newest, method, path):
        taken = [kind for kind, value in VALUES.items() if not await refuses(newest, method, path, name, value)]
        assert len(taken) <= 1, f"{name} takes {' and '.join(taken)}"


async def refuses(cluster: Cluster, method: str, path: str, name: str, value: Any) -> bool:
    """Whether a value is refused for what it is."""
    answer = await cluster.ask(method, path, {name: value})
    return (
        answer.status_code == 400
        and re.search(f"'{name}(\\[0\\]|\\.x)?' (must be|is not)", answer.json()["detail"]) is not None
    )
