"""Sessions from profiles: the cluster of the start, those that are changed to, and one tenant of the open one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from c8tui.errors import SettingsError
from c8tui.session.clusters import NoClusters, ProfileEntry

if TYPE_CHECKING:
    import asyncio

    from c8tui.api.connect import Connection
    from c8tui.flags import Flags
    from c8tui.session.session import Session
    from c8tui.settings import Loaded
    from c8tui.state import State


def connected(loaded: Loaded) -> Connection:
    """Make ready to talk to a cluster; blocks for the time that TLS and stored passwords take. Raises SettingsError."""
    from c8tui.api.connect import connect

    try:
        return connect(loaded.settings, origins=loaded.origins)
    except SettingsError as failure:  # a connection knows what is set, but not where it was said
        failure.origin = loaded.origins.get(failure.setting, failure.origin)
        raise


class ProfileClusters:
    """The clusters of the settings.

    That of the start is opened with all flags and variables, any other profile with those alone that are about the
    person (`settings.load_another`): a CAMUNDA_REST_ADDRESS would otherwise lead every profile to one cluster.
    """

    def __init__(self, flags: Flags, state: State) -> None:
        self._flags, self._state = flags, state
        self._first: str | None = None
        """The profile of the start, empty where none was used; None before it is open."""
        self._origins: Mapping[str, str] = {}
        """Where the settings of the last connection were made."""

    async def open_first(self) -> Session:
        """Open the cluster that the command line, variables and the settings file name. Raises C8Error."""
        from c8tui.session.session import Session

        loaded, connection = await _made(self._load_first)
        self._first, self._origins = loaded.settings.profile or "", loaded.origins
        return await Session.open(connection, loaded.settings, self._state)

    def _load_first(self) -> Loaded:
        import c8tui.session.session  # noqa: F401  (imported here, in the thread, so that it does not hold up the screen)
        from c8tui.settings import load

        return load({**self._flags.settings, **({"profile": self._first} if self._first else {})})

    def _load(self, profile: str) -> Loaded:
        from c8tui.settings import load_another

        return self._load_first() if profile == (self._first or "") else load_another(profile, self._flags.settings)

    def profiles(self) -> Sequence[ProfileEntry]:
        """The profiles of the settings file in their order, behind the cluster of the start where that is none."""
        from c8tui.settings import Settings, config_path
        from c8tui.settings_file import read_config

        path, chosen_by = config_path(self._flags.settings, os.environ)
        file = None
        if chosen_by or os.path.exists(path):
            file = read_config(path, frozenset(Settings.__struct_fields__) - {"profile"})
        names = [*(file.profiles if file else ())]
        if (self._first or "") not in names:
            names.insert(0, self._first or "")
        return [self._entry(name) for name in names]

    def _entry(self, name: str) -> ProfileEntry:
        try:
            settings = self._load(name).settings
        except SettingsError as failure:
            return ProfileEntry(name, fault=str(failure))
        return ProfileEntry(name, settings.address, settings.protected, settings.read_only, settings.color or "")

    async def open(self, profile: str) -> Session:
        """Open a profile, or with an empty name the cluster of the start. Raises C8Error."""
        from c8tui.session.session import Session

        loaded, connection = await _made(lambda: self._load(profile))
        session = await Session.open(connection, loaded.settings, self._state, let_in=True)
        self._origins = loaded.origins
        return session

    async def narrow(self, session: Session, tenant_id: str | None) -> Session:
        """Open the cluster of a session once more, for one tenant or for all. Raises C8Error."""
        from c8tui.session.session import Session
        from c8tui.settings import Loaded, for_tenant

        settings = for_tenant(session.settings, tenant_id)
        _, connection = await _made(lambda: Loaded(settings, self._origins, {}))
        return await Session.open(connection, settings, self._state, let_in=True)


class OneCluster(NoClusters):
    """A cluster that no settings name, such as that of the demo: it has tenants, and no profiles."""

    def __init__(self, open_again: Callable[[], Connection], state: State) -> None:
        self._connect, self._state = open_again, state

    async def narrow(self, session: Session, tenant_id: str | None) -> Session:
        """Open it once more, for one tenant or for all. Raises C8Error."""
        from c8tui.session.session import Session
        from c8tui.settings import for_tenant

        return await Session.open(self._connect(), for_tenant(session.settings, tenant_id), self._state)


async def _made(load: Callable[[], Loaded]) -> tuple[Loaded, Connection]:
    """Load and connect in a thread; a connection that nobody waits for any more is closed when it is there."""

    import asyncio

    def both() -> tuple[Loaded, Connection]:
        loaded = load()
        return loaded, connected(loaded)

    making = asyncio.ensure_future(asyncio.to_thread(both))
    try:
        return await asyncio.shield(making)
    except asyncio.CancelledError:
        making.add_done_callback(_close)
        raise


def _close(made: asyncio.Future[tuple[Loaded, Connection]]) -> None:
    import asyncio

    if not made.cancelled() and made.exception() is None:
        task = asyncio.ensure_future(made.result()[1].aclose())
        _closing.add(task)
        task.add_done_callback(_closing.discard)


_closing: set[asyncio.Future[None]] = set()
"""Connections that are being closed: the loop itself keeps no task."""
