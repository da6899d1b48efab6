"""Real components for the tests of this folder, which only run when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.keycloak import Keycloak
from tests.real.tools import need, required

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the real tests out of a plain `pytest`: `-m real`, their path or C8TUI_REQUIRE_REAL=1 asks for them."""
    by_path = any(
        HERE in (path := Path(arg.partition("::")[0]).absolute()).parents or path == HERE for arg in config.args
    )
    if by_path or required() or "real" in config.getoption("markexpr"):
        return
    real = [item for item in items if HERE in item.path.parents]
    config.hook.pytest_deselected(items=real)
    items[:] = [item for item in items if item not in real]


@pytest.fixture(scope="session")
def keycloak() -> Iterator[Keycloak]:
    """A running Keycloak, the same for all tests."""
    need("mvn", "java", "tar")
    server = Keycloak()
    try:
        server.start()
        yield server
    finally:
        server.remove()
