"""What all tests share: nothing of the developer's own environment, repeatable properties, sandboxes with sessions."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from tests.sandboxes import Sandbox

settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.load_profile("repeatable")

# Kept wherever the tests run: each of the programs that they start would compile all of c8tui anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

REAL = Path(__file__).parent / "real"
OF_THE_NETWORK = frozenset(
    {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}
    | {"ssl_cert_file", "ssl_cert_dir", "sslkeylogfile", "requests_ca_bundle", "curl_ca_bundle"}
)
"""Variables, in small letters, by which a workplace tells programs how to reach the network."""

_numbers = itertools.count()


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: tests on screen wait for it to paint a good part of their time."""
    return (os.cpu_count() or 1) * 3 // 2 or 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long is left out unless an expression of markers was given."""
    if not config.getoption("markexpr"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="takes long; run it by -m long"))


@pytest.fixture(scope="session", autouse=True)
def first_states() -> Iterator[None]:
    """Sandboxes begin with copies."""
    from tests.seeded import copy_first_states

    with pytest.MonkeyPatch.context() as patch:
        copy_first_states(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def idle_by_the_loop() -> Iterator[None]:
    """Pilots wait no longer than there is something to do."""
    from tests.idle import wait_by_the_loop

    with pytest.MonkeyPatch.context() as patch:
        wait_by_the_loop(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def styles_parsed_once() -> Iterator[None]:
    """What one app has parsed of the styles of its widgets, the next one has."""
    from tests.parsed_styles import parse_once

    with pytest.MonkeyPatch.context() as patch:
        parse_once(patch)
        yield


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the home folders of tests would be."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def nobodys_environment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, homes: Path) -> None:
    """No setting, cache or state of who runs the tests is seen; the real components need their own caches, though."""
    for name in list(os.environ):
        if name.startswith(("C8TUI_", "CAMUNDA_", "ZEEBE_")) or name.lower() in OF_THE_NETWORK:
            monkeypatch.delenv(name)
    monkeypatch.delenv("TMUX", raising=False)
    if REAL in request.path.parents:
        return
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(homes / str(next(_numbers))))


OpenSession = Callable[..., "Awaitable[Session]"]


@pytest.fixture
async def open_session() -> AsyncIterator[OpenSession]:
    """Opens sessions over a given sandbox, with `user` and settings by name, and closes them after the test."""
    opened: list[Session] = []

    async def open_one(sandbox: Sandbox, *args: Any, **given: Any) -> Session:
        opened.append(await sandbox.session(*args, **given))
        return opened[-1]

    yield open_one
    for session in opened:
        await session.close()


@pytest.fixture
def sandbox() -> Sandbox:
    """A sandbox of 120 tasks that speaks 8.9 and misbehaves on demand only."""
    from tests.sandboxes import Sandbox

    return Sandbox()


@pytest.fixture
async def sandbox_session(sandbox: Sandbox, open_session: OpenSession) -> Session:
    """demo's session over `sandbox`."""
    return await open_session(sandbox)
